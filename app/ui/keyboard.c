#include "app/ui/keyboard.h"

#include "app/base/str.h"
#include "app/ui/keyboard_layout.h"
#include "app/ui/ui_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define KEY_MM 12.7
#define CORNER_KEY_MM 16.2 /* least height of its other rows */
#define CORNER_MM 20.6     /* least height of the row with the page's own button */
#define GAP_MM 2.54
#define SMALL_CAP_MM 4.8 /* the words on keys are never smaller than this */

/* ---- characters ---------------------------------------------------------------------------- */

static uint32_t upper(uint32_t codepoint)
{
    bool is_small = (codepoint >= 'a' && codepoint <= 'z') ||
                    (codepoint >= 0xE0 && codepoint <= 0xFE && codepoint != 0xF7);

    return is_small ? codepoint - 0x20 : codepoint;
}

static uint32_t lower(uint32_t codepoint)
{
    bool is_capital = (codepoint >= 'A' && codepoint <= 'Z') ||
                      (codepoint >= 0xC0 && codepoint <= 0xDE && codepoint != 0xD7);

    return is_capital ? codepoint + 0x20 : codepoint;
}

static void change(char *dst, size_t cap, const char *text, uint32_t (*to)(uint32_t))
{
    uint32_t codepoint;

    dst[0] = '\0';
    while ((codepoint = str_decode(&text)) != 0) {
        str_append(dst, cap, cap, to(codepoint));
    }
}

/* "key.a": always the small letter, so that a script need not know of shift. */
static void key_id(char dst[UI_ID], const struct keyboard_key *key)
{
    char small[12];

    change(small, sizeof(small), key->text, lower);
    snprintf(dst, UI_ID, "key.%s", key->is_named ? key->text : small);
}

/* ---- measures ------------------------------------------------------------------------------ */

struct measure {
    int key, gap; /* least key, and the room between; pixels */
    enum keyboard_width columns;
    int width; /* of the whole */
};

static int up_mm(const struct ui *ui, double mm)
{
    return (int)ceil(mm * ui->px_per_mm - 1e-9);
}

/* As many columns as there is room for. */
static struct measure measure(const struct ui *ui, enum keyboard_kind kind, int width)
{
    struct measure m = {.key = up_mm(ui, KEY_MM), .gap = up_mm(ui, GAP_MM), .columns = WIDTH_TEN};
    int columns = keyboard_columns(kind, m.columns);

    while (m.columns < WIDTH_FIVE && columns * (m.key + m.gap) - m.gap > width) {
        m.columns++;
        columns = keyboard_columns(kind, m.columns);
    }
    int most = columns * ui_mm(ui, columns == 3 ? 26 : 20) + (columns - 1) * m.gap;
    m.width = width < most ? width : most;
    return m;
}

int keyboard_height(const struct ui *ui, enum keyboard_kind kind, int width)
{
    struct measure m = measure(ui, kind, width);
    int rows = keyboard_row_count(keyboard_layout(kind, PAGE_LETTERS, m.columns));
    if (kind == KEYBOARD_CORNER) {
        return 3 * (ui_mm(ui, CORNER_KEY_MM) + m.gap) + ui_mm(ui, CORNER_MM);
    }
    double share = kind == KEYBOARD_DIGITS ? 0.56 : 0.46;
    int each = ((int)(ui->screen.height_px * share) - (rows - 1) * m.gap) / rows;
    int most = ui_mm(ui, kind == KEYBOARD_DIGITS ? 18 : 15);

    /* The letters on the keys are the visitor's own. */
    int letters = (ui_font(ui, STYLE_BODY).em * ui->face->cap_height + 619) / 620 + 1;
    int least = letters > m.key ? letters : m.key;
    each = each > most ? most : each < least ? least : each;
    return rows * each + (rows - 1) * m.gap;
}

/* Where a key of a row lies; pitch is exact so that columns line up over rows. */
static struct rect key_rect(const struct measure *m, struct rect row, int halves,
                            const struct keyboard_key *key)
{
    double half = (m->width + m->gap) / (double)halves;
    int left = (int)lround(key->at * half);
    int right = (int)lround((key->at + key->span) * half) - m->gap;

    return (struct rect){row.x + left, row.y, right - left, row.h};
}

/* ---- one key ------------------------------------------------------------------------------- */

struct board {
    struct ui *ui;
    struct measure m;
    enum keyboard_kind kind;
    struct keyboard *keyboard;
    const struct keyboard_words *words;
    struct ui_font letter; /* for keys of one letter */
    bool is_full, is_empty, ends_blank;
};

struct look {
    const char *id, *label, *icon;
    bool is_enabled, is_on, is_named;
};

static const char *word_of(const struct board *b, const char *name, const char **ret_icon)
{
    *ret_icon = NULL;
    if (strcmp(name, "shift") == 0) {
        *ret_icon = "arrow-big-up";
        return b->words->shift;
    }
    if (strcmp(name, "erase") == 0) {
        *ret_icon = "delete";
        return b->words->erase;
    }
    if (strcmp(name, "space") == 0) {
        *ret_icon = "space";
        return b->words->space;
    }
    if (strcmp(name, "accents") == 0) {
        return b->words->accents;
    }
    return strcmp(name, "digits") == 0 ? b->words->digits : b->words->letters;
}

static struct rect draw_ground(struct ui *ui, struct rect rect, const struct look *look, bool held)
{
    int radius = ui_mm(ui, 2);
    int lip = ui_mm(ui, 0.6) > 0 ? ui_mm(ui, 0.6) : 1;
    uint32_t ground = ui_color(ui, COLOR_KEY);
    uint32_t line = ui_color(ui, COLOR_LINE);
    struct rect face = rect;

    if (look->is_named && !ui_is_strict(ui)) {
        ground = ui_mix(ui_color(ui, COLOR_PAPER), line, 40);
    }
    if (look->is_on) {
        ground = ui_color(ui, COLOR_CHOSEN);
    }
    face.h -= lip;
    if (!look->is_enabled) {
        ground = ui_color(ui, COLOR_PAPER);
        dl_fill(ui_dl(ui), face, radius, ground);
        dl_stroke(ui_dl(ui), face, radius, lip / 2 + 1, ui_mix(line, ground, 120));
        return face;
    }
    if (held) {
        face.y += lip;
        ground = ui_pressed(ground);
    } else if (!ui_is_strict(ui)) {
        struct rect under = rect_inset(rect, 0, 0);
        dl_fill(ui_dl(ui), under, radius, ui_mix(line, ui_color(ui, COLOR_PAPER), 96));
    }
    dl_fill(ui_dl(ui), face, radius, ground);
    if (look->is_on) {
        dl_stroke(ui_dl(ui), face, radius, ui_mm(ui, 1), ui_color(ui, COLOR_MARK));
    } else if (ui_is_strict(ui) || held) {
        dl_stroke(ui_dl(ui), face, radius, ui_mm(ui, 0.5), line);
    } else {
        dl_stroke(ui_dl(ui), face, radius, 1, ui_mix(line, ui_color(ui, COLOR_PAPER), 96));
    }
    return face;
}

/* The largest letters that fit, between the visitor's size and the least; em 0: none do. */
static struct ui_font fit_word(const struct ui *ui, const char *word, int width, int most)
{
    int least = (int)ceil(SMALL_CAP_MM * ui->px_per_mm * 1000 / ui->face->cap_height);
    struct ui_font font = {most > least ? most : least, false};

    while (text_width(ui->face, word, strlen(word), font.em, false) > width) {
        font.em--;
        if (font.em < least) {
            font.em = 0;
            break;
        }
    }
    return font;
}

/* Word and icon beside each other, the word alone, or the icon alone: what fits first. */
static void draw_face(const struct board *b, struct rect face, const struct look *look)
{
    struct ui *ui = b->ui;
    uint32_t ink = ui_color(ui, look->is_enabled ? COLOR_INK : COLOR_INK_SOFT);
    int room = face.w - 2 * ui_mm(ui, 0.8);
    int side = ui_mm(ui, 8);
    struct ui_font font =
        look->is_named ? fit_word(ui, look->label, room, b->letter.em) : b->letter;
    bool has_room = face.w >= 3 * face.h;

    if (look->icon != NULL && font.em < b->letter.em) {
        font.em = 0; /* rather its icon than smaller words */
    }

    if (look->icon != NULL && has_room && font.em > 0) {
        font = fit_word(ui, look->label, room - side - ui_mm(ui, 2), b->letter.em);
        font.em = font.em < b->letter.em ? 0 : font.em;
    }
    int width = text_width(ui->face, look->label, strlen(look->label), font.em, font.bold);
    if (font.em == 0 || (look->icon != NULL && strcmp(look->icon, "arrow-big-up") == 0)) {
        if (look->icon != NULL) {
            dl_picture(ui_dl(ui), DL_ICON, rect_center(face, side, side), 0, ink, look->icon);
        }
        return;
    }
    int x = face.x + (face.w - width) / 2;
    if (look->icon != NULL && has_room) {
        struct rect group = rect_center(face, side + ui_mm(ui, 2) + width, side);
        dl_picture(ui_dl(ui), DL_ICON, rect_cut_left(&group, side), 0, ink, look->icon);
        x = group.x + ui_mm(ui, 2);
    }
    int height = text_line_height(font.em);
    int lift = look->is_named ? 0 : font.em / 16; /* room for the tails of g, j, p, q and y */
    ui_draw_words(ui, font, x, face.y + (face.h - height) / 2 - lift, ink, look->label);
}

static bool draw_key(const struct board *b, struct rect rect, const struct look *look)
{
    bool tapped = ui_react(b->ui, look->id, rect, UI_BUTTON, look->label, look->is_enabled);
    bool held = look->is_enabled && ui_is_held(b->ui, look->id);

    b->ui->elements[b->ui->element_count - 1].chosen = look->is_on;
    draw_face(b, draw_ground(b->ui, rect, look, held), look);
    return tapped;
}

/* ---- the board ----------------------------------------------------------------------------- */

static void turn_page(struct keyboard *keyboard, const char *name)
{
    if (strcmp(name, "shift") == 0) {
        keyboard->shift = !keyboard->shift;
    } else if (strcmp(name, "accents") == 0) {
        keyboard->page = PAGE_ACCENTS;
    } else if (strcmp(name, "digits") == 0) {
        keyboard->page = PAGE_DIGITS;
    } else if (strcmp(name, "letters") == 0) {
        keyboard->page = PAGE_LETTERS;
    }
}

/* Adds all of it or nothing. */
static bool type(char *text, size_t cap, size_t max_count, const char *typed)
{
    size_t before = strlen(text);
    uint32_t codepoint;

    while ((codepoint = str_decode(&typed)) != 0) {
        if (!str_append(text, cap, max_count, codepoint)) {
            memset(text + before, 0, strlen(text + before));
            return false;
        }
    }
    return true;
}

static void erase_last(char *text)
{
    size_t before = strlen(text);
    str_chop(text);
    memset(text + strlen(text), 0, before - strlen(text)); /* nothing stays behind the end */
}

static bool named_key(const struct board *b, struct rect rect, const struct keyboard_key *key,
                      char *text, size_t cap, size_t max_count)
{
    char id[UI_ID];
    const char *icon = NULL;
    const char *word = word_of(b, key->text, &icon);
    bool is_erase = strcmp(key->text, "erase") == 0;
    bool is_space = strcmp(key->text, "space") == 0;

    key_id(id, key);
    struct look look = {id, word, icon, true, false, true};
    look.is_on = strcmp(key->text, "shift") == 0 && b->keyboard->shift;
    look.is_enabled = is_erase   ? !b->is_empty
                      : is_space ? !b->is_full && !b->is_empty && !b->ends_blank
                                 : true;
    if (!draw_key(b, rect, &look)) {
        return false;
    }
    if (is_erase) {
        erase_last(text);
        return true;
    }
    if (is_space) {
        return type(text, cap, max_count, " ");
    }
    turn_page(b->keyboard, key->text);
    return false;
}

static bool letter_key(const struct board *b, struct rect rect, const struct keyboard_key *key,
                       char *text, size_t cap, size_t max_count)
{
    char id[UI_ID];
    char typed[12];
    struct look look = {id, typed, NULL, !b->is_full, false, false};

    key_id(id, key);
    change(typed, sizeof(typed), key->text, b->keyboard->shift ? upper : lower);
    if (b->kind != KEYBOARD_TEXT) {
        str_copy(typed, sizeof(typed), key->text);
    }
    if (!draw_key(b, rect, &look) || !type(text, cap, max_count, typed)) {
        return false;
    }
    b->keyboard->shift = false; /* for one letter */
    if (b->keyboard->page == PAGE_ACCENTS) {
        b->keyboard->page = PAGE_LETTERS; /* one accent a word is the rule */
    }
    return true;
}

static struct ui_font letter_font(const struct ui *ui, int key_w, int key_h)
{
    struct ui_font font = ui_font(ui, STYLE_BODY);
    int widest = ui->face->advance(ui->face->ctx, 'W', false);
    int by_width = (key_w - ui_mm(ui, 1)) * 1000 / widest;
    int by_height = key_h * 620 / ui->face->cap_height;

    font.em = font.em > by_width ? by_width : font.em;
    font.em = font.em > by_height ? by_height : font.em;
    return font;
}

bool keyboard_has_erase(const struct ui *ui, enum keyboard_kind kind, int width)
{
    return measure(ui, kind, width).columns != WIDTH_FIVE;
}

bool keyboard_erase(struct ui *ui, struct rect rect, const struct keyboard_words *words, char *text)
{
    struct board b = {.ui = ui, .words = words, .letter = ui_font(ui, STYLE_BODY)};
    struct look look = {"key.erase", words->erase, "delete", text[0] != '\0', false, true};

    if (!draw_key(&b, rect, &look)) {
        return false;
    }
    erase_last(text);
    return true;
}

/* How the rows divide the place of the whole: they stand at its bottom. */
struct rows {
    struct rect first; /* the upper one */
    int count, last_h; /* the lower one may be higher */
};

static struct rows rows_in(const struct ui *ui, enum keyboard_kind kind, const struct measure *m,
                           struct rect rect, int count)
{
    int least = kind == KEYBOARD_CORNER ? ui_mm(ui, CORNER_MM) : 0;
    int gaps = (count - 1) * m->gap;
    int most = ui_mm(ui, 22);
    int each = (rect.h - gaps) / count;
    each = each > most ? most : each;
    int last = each > least ? each : least;
    each = last > each ? (rect.h - gaps - last) / (count - 1) : each;
    int right = ui->screen.width_px - m->width;
    int total = (count - 1) * each + last + gaps;
    struct rect first = {rect.x + (rect.w - m->width) / 2, rect.y + rect.h - total, m->width, each};

    first.x = first.x < 0 ? 0 : first.x > right ? right : first.x;
    return (struct rows){first, count, last};
}

struct rect keyboard_corner(const struct ui *ui, struct rect rect)
{
    struct measure m = measure(ui, KEYBOARD_CORNER, rect.w);
    const struct keyboard_key hole = {.at = 4, .span = 2};
    int count = keyboard_row_count(keyboard_layout(KEYBOARD_CORNER, PAGE_LETTERS, m.columns));
    struct rows rows = rows_in(ui, KEYBOARD_CORNER, &m, rect, count);
    struct rect last = {rows.first.x, rect.y + rect.h - rows.last_h, rows.first.w, rows.last_h};

    struct rect place = key_rect(&m, last, 6, &hole);
    int away = ui_mm(ui, 0.5); /* no key: 3 mm from the others */
    rect_cut_left(&place, away);
    rect_cut_top(&place, away);
    return place;
}

bool keyboard_draw(struct ui *ui, struct rect rect, enum keyboard_kind kind,
                   struct keyboard *keyboard, const struct keyboard_words *words, char *text,
                   size_t cap, size_t max_count)
{
    struct board b = {ui,   measure(ui, kind, rect.w), kind, keyboard, words, {0}, false, false,
                      false};
    size_t len = strlen(text);
    bool changed = false;

    keyboard->page = keyboard->page < 0 || keyboard->page >= PAGES ? 0 : keyboard->page;
    const char *const *layout =
        keyboard_layout(kind, (enum keyboard_page)keyboard->page, b.m.columns);
    struct rows rows = rows_in(ui, kind, &b.m, rect, keyboard_row_count(layout));
    struct rect line = rows.first;
    int columns = keyboard_columns(kind, b.m.columns);
    b.letter = letter_font(ui, (b.m.width + b.m.gap) / columns - b.m.gap, line.h);
    b.is_full = str_count(text) >= max_count || len + 1 >= cap;
    b.is_empty = len == 0;
    b.ends_blank = len > 0 && text[len - 1] == ' ';
    for (int i = 0; i < rows.count; i++, line.y += line.h + b.m.gap) {
        struct keyboard_row row;
        keyboard_row_parse(layout[i], &row);
        struct rect place = line;
        place.h = i + 1 == rows.count ? rows.last_h : line.h;
        for (int k = 0; k < row.count; k++) {
            struct rect at = key_rect(&b.m, place, row.halves, &row.keys[k]);
            bool typed = row.keys[k].is_named
                             ? named_key(&b, at, &row.keys[k], text, cap, max_count)
                             : letter_key(&b, at, &row.keys[k], text, cap, max_count);
            changed = changed || typed;
        }
    }
    return changed;
}

/* ---- for scripts --------------------------------------------------------------------------- */

/* Is a key with this text on the page, in all widths? */
static bool is_on(enum keyboard_kind kind, enum keyboard_page page, const char *text)
{
    for (int width = 0; width < WIDTHS; width++) {
        const char *const *rows = keyboard_layout(kind, page, (enum keyboard_width)width);
        bool found = false;
        for (int i = 0; i < keyboard_row_count(rows); i++) {
            struct keyboard_row row;
            keyboard_row_parse(rows[i], &row);
            for (int k = 0; k < row.count; k++) {
                found = found || (!row.keys[k].is_named && strcmp(row.keys[k].text, text) == 0);
            }
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

bool keyboard_path(enum keyboard_kind kind, uint32_t codepoint, char *dst, size_t cap)
{
    /* Only from the digits there is a way to the accents in every width. */
    static const char *const before[PAGES] = {"", "key.digits key.accents ", "key.digits "};
    static const char *const after[PAGES] = {"", "", " key.letters"};
    char small[5] = "";
    char capital[5] = "";
    int pages = kind == KEYBOARD_TEXT ? PAGES : 1;

    if (cap > 0) {
        dst[0] = '\0';
    }
    str_encode(lower(codepoint), small);
    str_encode(upper(codepoint), capital);
    if (codepoint == ' ' && kind == KEYBOARD_TEXT) {
        return snprintf(dst, cap, "key.space") < (int)cap;
    }
    for (int page = 0; page < pages; page++) {
        bool found = is_on(kind, (enum keyboard_page)page, kind == KEYBOARD_TEXT ? small : capital);
        if (!found) {
            continue;
        }
        bool shift = kind == KEYBOARD_TEXT && lower(codepoint) != codepoint;
        int len = snprintf(dst, cap, "%s%skey.%s%s", before[page], shift ? "key.shift " : "", small,
                           after[page]);
        return len > 0 && (size_t)len < cap;
    }
    return false;
}
