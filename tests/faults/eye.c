#include "tests/faults/eye.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TARGET_MM 16.0
#define FIRM_MM 20.0 /* yes, no, stop and the rest of the bar */
#define KEY_MM 12.7
#define GAP_MM 3.0
#define KEY_GAP_MM 2.54
#define HALF_PX 0.501 /* millimetres become whole pixels */

/* ---- faults --------------------------------------------------------------------------------- */

void eye_fault(struct eye *eye, const char *kind, const char *element, const char *detail)
{
    char key[140];
    /* One screen's states have most of their faults in common. */
    int name = (int)strcspn(eye->stop, "-");
    snprintf(key, sizeof(key), "%s: %.*s: %.60s", kind, name, eye->stop, element);
    for (size_t i = 0; i < eye->fault_count; i++) {
        if (strcmp(eye->faults[i].key, key) == 0) {
            eye->faults[i].cells++;
            return;
        }
    }
    if (eye->fault_count == EYE_FAULTS) {
        return;
    }
    struct eye_fault *fault = &eye->faults[eye->fault_count++];
    snprintf(fault->key, sizeof(fault->key), "%s", key);
    snprintf(fault->text, sizeof(fault->text), "%s%s%.80s (%s, %s)", key,
             detail[0] != '\0' ? ", " : "", detail, eye->stop, eye->cell);
    fault->cells = 1;
}

void eye_tell(const struct eye *eye, FILE *to)
{
    size_t most = getenv("EYE_ALL") != NULL ? EYE_FAULTS : EYE_TOLD;
    for (size_t i = 0; i < eye->fault_count && i < most; i++) {
        fprintf(to, "%s, %zu times\n", eye->faults[i].text, eye->faults[i].cells);
    }
    if (eye->fault_count > most) {
        fprintf(to, "... and %zu more\n", eye->fault_count - most);
    }
}

bool eye_has(const struct eye *eye, const char *key_part)
{
    for (size_t i = 0; i < eye->fault_count; i++) {
        if (strstr(eye->faults[i].key, key_part) != NULL) {
            return true;
        }
    }
    return false;
}

/* ---- elements ------------------------------------------------------------------------------- */

static bool can_tap(const struct ui_element *element)
{
    return element->kind == UI_BUTTON || element->kind == UI_CHOICE || element->kind == UI_AREA;
}

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static double least_mm(const struct eye *eye, const char *id)
{
    if (starts(id, "key.")) {
        return eye->has_digits ? TARGET_MM : KEY_MM;
    }
    /* Yes, no, stop and go; and all of the bar, "Beheer" excepted, which is meant to be small but
     * visible. Upright at 7 inch four of 20 mm are wider than the glass: there only "Stoppen". */
    bool is_bar = starts(id, "bar.") && strcmp(id, "bar.staff") != 0;
    bool firm = strcmp(id, "main") == 0 || strcmp(id, "bar.stop") == 0 || starts(id, "sure.") ||
                strcmp(id, "contact.yes") == 0 || strcmp(id, "contact.no") == 0 ||
                (is_bar && eye->width_mm >= 4 * FIRM_MM + 3 * GAP_MM + 2 * GAP_MM);
    return firm ? FIRM_MM : TARGET_MM;
}

static void remember_size(struct eye *eye, const struct ui_element *element)
{
    size_t i = 0;
    while (i < eye->seen_count && strcmp(eye->seen[i].id, element->id) != 0) {
        i++;
    }
    if (i == EYE_SEEN) {
        return;
    }
    if (i == eye->seen_count) {
        eye->seen[i] = (struct eye_seen){.kind = element->kind};
        snprintf(eye->seen[i].id, sizeof(eye->seen[i].id), "%s", element->id);
        eye->seen_count++;
    }
    struct eye_seen *seen = &eye->seen[i];
    seen->w = element->rect.w > seen->w ? element->rect.w : seen->w;
    seen->h = element->rect.h > seen->h ? element->rect.h : seen->h;
}

static void judge_pair(struct eye *eye, const struct ui_element *a, const struct ui_element *b)
{
    struct rect both = rect_both(a->rect, b->rect);
    char detail[100];
    if (both.w > 0 && both.h > 0) {
        snprintf(detail, sizeof(detail), "%d x %d px of %.48s", both.w, both.h, b->id);
        eye_fault(eye, "overlap", a->id, detail);
        return;
    }
    int right = a->rect.x + a->rect.w, right_b = b->rect.x + b->rect.w;
    int low = a->rect.y + a->rect.h, low_b = b->rect.y + b->rect.h;
    int dx = b->rect.x >= right     ? b->rect.x - right
             : a->rect.x >= right_b ? a->rect.x - right_b
                                    : 0;
    int dy = b->rect.y >= low ? b->rect.y - low : a->rect.y >= low_b ? a->rect.y - low_b : 0;
    bool keys = starts(a->id, "key.") && starts(b->id, "key.");
    double need = keys ? KEY_GAP_MM : GAP_MM;
    if (dx + HALF_PX < need * eye->px_per_mm && dy + HALF_PX < need * eye->px_per_mm) {
        snprintf(detail, sizeof(detail), "%.2f mm to %.48s", (dx > dy ? dx : dy) / eye->px_per_mm,
                 b->id);
        eye_fault(eye, "near", a->id, detail);
    }
}

static void judge_elements(struct eye *eye, const struct ui *ui)
{
    const struct ui_element *list;
    size_t count = ui_elements(ui, &list);
    struct rect screen = ui_bounds(ui);
    bool help = false, stop = false;
    for (size_t i = 0; i < count; i++) {
        const struct ui_element *element = &list[i];
        help = help || strcmp(element->id, "bar.help") == 0;
        stop = stop || strcmp(element->id, "bar.stop") == 0;
        if (element->label == NULL || element->label[0] == '\0') {
            eye_fault(eye, "no words for a voice", element->id, "");
        }
        if (element->rect.w == 0) {
            continue; /* scrolled away */
        }
        if (element->clipped) {
            eye_fault(eye, "clipped", element->id, "");
        }
        struct rect in = rect_both(element->rect, screen);
        if (in.w != element->rect.w || in.h != element->rect.h) {
            eye_fault(eye, "outside", element->id, "");
        }
        if (!can_tap(element)) {
            continue;
        }
        remember_size(eye, element);
        for (size_t k = i + 1; k < count; k++) {
            if (can_tap(&list[k]) && list[k].rect.w > 0) {
                judge_pair(eye, element, &list[k]);
            }
        }
    }
    if (eye->screen == SCREEN_ATTRACT || eye->is_modal) {
        return;
    }
    if (!help && eye->screen != SCREEN_HELP) {
        eye_fault(eye, "no help", "bar.help", "");
    }
    /* After the receipt only "Klaar" is left, and it does what "Stoppen" does. */
    if (!stop && eye->screen != SCREEN_VOTE_DONE) {
        eye_fault(eye, "no way out", "bar.stop", "");
    }
}

void eye_done(struct eye *eye)
{
    for (size_t i = 0; i < eye->seen_count; i++) {
        const struct eye_seen *seen = &eye->seen[i];
        double least = least_mm(eye, seen->id) * eye->px_per_mm;
        if (seen->w + HALF_PX < least || seen->h + HALF_PX < least) {
            char detail[80];
            snprintf(detail, sizeof(detail), "%.1f x %.1f mm", seen->w / eye->px_per_mm,
                     seen->h / eye->px_per_mm);
            eye_fault(eye, "small", seen->id, detail);
        }
    }
    eye->seen_count = 0;
}

/* ---- letters -------------------------------------------------------------------------------- */

/* The box of its capitals. */
static struct rect ink_box(const struct eye *eye, const struct dl_cmd *cmd)
{
    int cap = cmd->font_px * eye->face->cap_height / 1000;
    return (struct rect){cmd->rect.x, cmd->rect.y - cap, cmd->rect.w, cap};
}

enum { WORDS_MOST = 1024 };

struct word {
    struct rect seen;
    const char *text;
};

static bool is_veil(const struct dl_cmd *cmd, struct rect screen)
{
    return cmd->kind == DL_FILL && (cmd->color & 255) < 255 && cmd->rect.w >= screen.w &&
           cmd->rect.h >= screen.h;
}

static void judge_word(struct eye *eye, const struct ui *ui, const struct dl_cmd *cmd,
                       const char *text)
{
    double cap = cmd->font_px * eye->face->cap_height / 1000.0 / eye->px_per_mm;
    double least = theme_cap_mm(ui_short_mm(ui), ui_look(ui)->size_step, STYLE_BODY);
    struct rect screen = ui_bounds(ui);
    if (cap < least - 0.02) {
        char detail[60];
        snprintf(detail, sizeof(detail), "capitals of %.2f mm", cap);
        eye_fault(eye, "low letters", text, detail);
    }
    if (cmd->rect.x < 0 || cmd->rect.x + cmd->rect.w > screen.w) {
        eye_fault(eye, "words outside", text, "");
    }
}

static void judge_words(struct eye *eye, const struct ui *ui)
{
    static struct word words[WORDS_MOST];
    const struct dl *list = ui_list(ui);
    struct rect screen = ui_bounds(ui), clip = screen;
    size_t count = 0;
    for (size_t i = 0; i < list->cmd_count; i++) {
        const struct dl_cmd *cmd = &list->cmds[i];
        if (cmd->kind == DL_CLIP) {
            clip = cmd->rect;
        } else if (is_veil(cmd, screen)) {
            count = 0; /* what lies under it is not read */
        }
        if (cmd->kind != DL_TEXT) {
            continue;
        }
        const char *text = list->texts + cmd->at;
        struct rect box = ink_box(eye, cmd);
        struct rect seen = rect_both(box, clip);
        if (seen.w <= 0 || seen.h <= 0) {
            continue;
        }
        judge_word(eye, ui, cmd, text);
        if (seen.w < box.w) {
            eye_fault(eye, "words cut", text, "");
        }
        for (size_t k = 0; k < count; k++) {
            struct rect both = rect_both(seen, words[k].seen);
            if (both.w > 1 && both.h > 1) {
                eye_fault(eye, "words on words", text, words[k].text);
            }
        }
        if (count < WORDS_MOST) {
            words[count++] = (struct word){seen, text};
        }
    }
}

void eye_page(struct eye *eye, const struct ui *ui)
{
    if (ui_list(ui)->overflow) {
        eye_fault(eye, "too much", "display list", "");
    }
    judge_elements(eye, ui);
    judge_words(eye, ui);
}
