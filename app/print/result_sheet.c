#include "app/print/result_sheet.h"

#include "app/base/str.h"
#include "app/domain/count/explain.h"

#include <stdio.h>
#include <string.h>

/* The colours of the kiosk's warm theme. */
enum {
    INK = 0x231F26,
    SOFT = 0x5B5148,
    LINE = 0x97866B,
    PAPER = 0xFBF4E6,
    GREEN = 0x0B3D26,
    WHITE = 0xFFFFFF,
    HONEY = 0xFFC857,
    TINT = 0xFFF0C4
};

enum { MARGIN = 15, SENTENCE = 1024, BLOCK = 6000 };
#define BODY_W (SHEET_WIDTH_MM - 2.0 * MARGIN)
#define BADGE_PER_POINT 0.42          /* mm for each point of the letters beside it */
#define FOOT (SHEET_HEIGHT_MM - 14.0) /* nothing below but the foot itself */

struct drawing {
    struct print *print;
    const struct result_sheet *sheet;
    struct arena arena;
    double y;
    int page;
    struct block *blocks; /* the steps, ready to be placed */
    double column_w;
};

struct block { /* one step */
    const char *name, *words;
    double height;
    bool bought;
};

static const struct count_outcome *outcome_of(const struct drawing *drawing)
{
    return drawing->sheet->counted->outcome;
}

static const struct election *election_of(const struct drawing *drawing)
{
    return drawing->sheet->counted->election;
}

static const char *fill(struct drawing *drawing, const char *key, const char *const pairs[])
{
    static const char *const nothing[] = {NULL};
    const struct sheet_words *words = &drawing->sheet->words;
    char *dst = arena_alloc(&drawing->arena, SENTENCE);

    return str_fill(dst, SENTENCE, words->text(words->ctx, key), pairs == NULL ? nothing : pairs);
}

static const char *money(struct drawing *drawing, int64_t units)
{
    return arena_printf(&drawing->arena, "\u20ac %s",
                        explain_amount(&drawing->arena, units, election_of(drawing)->unit));
}

/* An explanation as one paragraph. */
static const char *paragraph(struct drawing *drawing, struct explain_text text)
{
    char *dst = arena_alloc(&drawing->arena, BLOCK);
    size_t len = 0;

    for (size_t i = 0; i < text.count; i++) {
        const char *sentence = fill(drawing, text.lines[i].key, text.lines[i].pairs);
        if (len + strlen(sentence) + 2 > BLOCK) {
            break;
        }
        len += (size_t)snprintf(dst + len, BLOCK - len, "%s%s", i == 0 ? "" : " ", sentence);
    }
    return dst;
}

/* ---- the head ------------------------------------------------------------------------------ */

static void draw_head(struct drawing *drawing)
{
    const struct result_sheet *sheet = drawing->sheet;
    const struct print_style small = {13, false, HONEY, PRINT_LEFT, 0};
    struct print_style large = {30, true, WHITE, PRINT_LEFT, 1.15};
    const char *above = sheet->village[0] != '\0' && strcmp(sheet->village, sheet->title) != 0
                            ? sheet->village
                            : fill(drawing, "sheet.result", NULL);
    double high;

    while ((high = print_text_height(drawing->print, BODY_W, &large, sheet->title)) > 30 &&
           large.size_pt > 16) {
        large.size_pt -= 2;
    }
    print_fill(drawing->print, (struct print_box){0, 0, SHEET_WIDTH_MM, high + 26}, 0, GREEN);
    print_text(drawing->print, (struct print_box){MARGIN, 10, BODY_W, 0}, &small, above);
    print_text(drawing->print, (struct print_box){MARGIN, 17, BODY_W, 0}, &large, sheet->title);
    print_fill(drawing->print, (struct print_box){0, high + 26, SHEET_WIDTH_MM, 1.6}, 0, HONEY);
    drawing->y = high + 34;
}

/* Three facts beside each other: how many voted, what there was, how many plans get money. */
static void draw_facts(struct drawing *drawing)
{
    const struct count_outcome *outcome = outcome_of(drawing);
    const struct print_style large = {22, true, GREEN, PRINT_LEFT, 1.2};
    const struct print_style small = {12, false, SOFT, PRINT_LEFT, 0};
    const char *const value[] = {
        explain_amount(&drawing->arena, (int64_t)drawing->sheet->counted->ballots, 1),
        money(drawing, election_of(drawing)->budget),
        arena_printf(&drawing->arena, "%zu", outcome->winner_count),
    };
    const char *const words[] = {
        fill(drawing, drawing->sheet->counted->ballots == 1 ? "sheet.ballots-one" : "sheet.ballots",
             NULL),
        fill(drawing, "sheet.budget", NULL),
        fill(drawing, outcome->winner_count == 1 ? "sheet.winners-one" : "sheet.winners", NULL),
    };

    for (int i = 0; i < 3; i++) {
        double x = MARGIN + i * BODY_W / 3;
        print_text(drawing->print, (struct print_box){x, drawing->y, BODY_W / 3, 0}, &large,
                   value[i]);
        print_text(drawing->print, (struct print_box){x, drawing->y + 9.5, BODY_W / 3 - 4, 0},
                   &small, words[i]);
    }
    drawing->y += 20;
}

static void new_page(struct drawing *drawing);
static double whole_height(struct drawing *drawing);
static double steps_height(struct drawing *drawing);

/* ---- the winners --------------------------------------------------------------------------- */

static double badge_width(struct drawing *drawing, const char *id, double size_pt)
{
    const struct print_style style = {size_pt * 0.75, true, WHITE, PRINT_CENTER, 1};
    double width = print_text_width(drawing->print, &style, id) + 4;

    return width < size_pt * BADGE_PER_POINT ? size_pt * BADGE_PER_POINT : width;
}

/* The plan's id in a round of green, as wide as it needs. */
static void draw_badge(struct drawing *drawing, const char *id, double size_pt)
{
    const struct print_style style = {size_pt * 0.75, true, WHITE, PRINT_CENTER, 1};
    double high = size_pt * BADGE_PER_POINT, letter = size_pt * 0.75 * 25.4 / 72;
    struct print_box box = {MARGIN, drawing->y, badge_width(drawing, id, size_pt), high};

    print_fill(drawing->print, box, high / 2, GREEN);
    box.y += (high - letter) / 2;
    print_text(drawing->print, box, &style, id);
}

/* Letters of this size, and where the names begin: the same for all. */
struct row_form {
    double size_pt, left;
};

static double winner_height(struct drawing *drawing, uint16_t index, struct row_form form,
                            double *ret_words_w)
{
    const struct election_plan *plan = &election_of(drawing)->plans[index];
    const struct print_style style = {form.size_pt, true, INK, PRINT_LEFT, 1.2};
    double cost_w = print_text_width(drawing->print, &style, money(drawing, plan->cost)) + 4;
    double badge = form.size_pt * BADGE_PER_POINT;

    *ret_words_w = BODY_W - form.left - cost_w;
    double high = print_text_height(drawing->print, *ret_words_w, &style,
                                    plan->name[0] != '\0' ? plan->name : plan->id);
    return (high > badge ? high : badge) + form.size_pt * 0.07;
}

static void draw_winner(struct drawing *drawing, uint16_t index, struct row_form form)
{
    const struct election_plan *plan = &election_of(drawing)->plans[index];
    const struct print_style name = {form.size_pt, true, INK, PRINT_LEFT, 1.2};
    const struct print_style cost = {form.size_pt, true, INK, PRINT_RIGHT, 1.2};
    double line = form.size_pt * 25.4 / 72 * 1.2;
    double y = drawing->y + (form.size_pt * BADGE_PER_POINT - line) / 2;
    double words_w;
    double high = winner_height(drawing, index, form, &words_w);

    draw_badge(drawing, plan->id, form.size_pt);
    print_text(drawing->print, (struct print_box){MARGIN, y, BODY_W, 0}, &cost,
               money(drawing, plan->cost));
    print_text(drawing->print, (struct print_box){MARGIN + form.left, y, words_w, 0}, &name,
               plan->name[0] != '\0' ? plan->name : plan->id);
    drawing->y += high;
}

static void heading(struct drawing *drawing, const char *key, double size_pt)
{
    const struct print_style style = {size_pt, true, GREEN, PRINT_LEFT, 1.2};

    drawing->y += print_text(drawing->print, (struct print_box){MARGIN, drawing->y, BODY_W, 0},
                             &style, fill(drawing, key, NULL)) +
                  size_pt * 0.12;
}

/* All winners in letters of this size; how high that is. */
static double winners_height(struct drawing *drawing, double size_pt, struct row_form *ret)
{
    const struct count_outcome *outcome = outcome_of(drawing);
    double height = 0, ignored;

    *ret = (struct row_form){size_pt, 0};
    for (size_t i = 0; i < outcome->winner_count; i++) {
        const char *id = election_of(drawing)->plans[outcome->winners[i]].id;
        double width = badge_width(drawing, id, size_pt) + 4;
        ret->left = width > ret->left ? width : ret->left;
    }
    for (size_t i = 0; i < outcome->winner_count; i++) {
        height += winner_height(drawing, outcome->winners[i], *ret, &ignored);
    }
    return height;
}

enum { LARGEST = 26, READ_FROM_AFAR = 18, SMALLEST = 12 };

/* Letters as large as the first page lets them be: with the steps on it, if they can then still be
 * read from 1.5 m; else without. */
static struct row_form winners_form(struct drawing *drawing)
{
    double room = FOOT - drawing->y - 13 - 22 - whole_height(drawing);
    double steps = steps_height(drawing);
    struct row_form form = {0};

    for (int size = LARGEST; size >= READ_FROM_AFAR; size--) {
        if (winners_height(drawing, size, &form) <= room - steps) {
            return form;
        }
    }
    for (int size = LARGEST; size > SMALLEST; size--) {
        if (winners_height(drawing, size, &form) <= room) {
            return form;
        }
    }
    winners_height(drawing, SMALLEST, &form);
    return form;
}

static void draw_winners(struct drawing *drawing)
{
    const struct count_outcome *outcome = outcome_of(drawing);

    if (outcome->winner_count == 0) {
        heading(drawing, "count.winners-none", 22);
        return;
    }
    struct row_form form = winners_form(drawing);
    heading(drawing, "sheet.get", 22);
    for (size_t i = 0; i < outcome->winner_count; i++) {
        double ignored;
        double high = winner_height(drawing, outcome->winners[i], form, &ignored);
        if (drawing->y + high > FOOT) {
            new_page(drawing);
        }
        draw_winner(drawing, outcome->winners[i], form);
    }
    drawing->y += 3;
}

/* ---- the money ----------------------------------------------------------------------------- */

/* The budget as one bar: what each plan took, and what is left, in honey. */
static void draw_money(struct drawing *drawing)
{
    const struct count_outcome *outcome = outcome_of(drawing);
    const struct print_style number = {11, true, INK, PRINT_CENTER, 1};
    const struct print_style words = {12, false, INK, PRINT_RIGHT, 1.3};
    int64_t budget = election_of(drawing)->budget;
    struct print_box bar = {MARGIN, drawing->y, BODY_W, 10};

    if (budget <= 0) {
        return;
    }
    if (drawing->y + 20 > FOOT) {
        new_page(drawing);
        bar.y = drawing->y;
    }
    double scale = BODY_W / (double)budget;
    print_fill(drawing->print, bar, 2, HONEY);
    for (size_t i = 0; i < outcome->step_count; i++) {
        const struct count_step *step = &outcome->steps[i];
        struct print_box band = {MARGIN + (double)(budget - step->left_before) * scale, bar.y,
                                 (double)(step->left_before - step->left_after) * scale, bar.h};
        const char *id = election_of(drawing)->plans[step->plan].id;
        if (band.w <= 0) {
            continue;
        }
        print_fill(drawing->print, band, 0, TINT);
        print_stroke(drawing->print, band, 0, 0.3, LINE);
        if (print_text_width(drawing->print, &number, id) + 1 < band.w) {
            band.y += (band.h - 11 * 25.4 / 72) / 2;
            print_text(drawing->print, band, &number, id);
        }
    }
    print_stroke(drawing->print, bar, 0, 0.5, LINE);
    const char *const pairs[] = {"left", money(drawing, budget - outcome->cost), NULL};
    print_text(drawing->print, (struct print_box){MARGIN, bar.y + 11, BODY_W, 0}, &words,
               fill(drawing, "sheet.left", pairs));
    drawing->y += 19;
}

/* ---- the steps ----------------------------------------------------------------------------- */

static void draw_foot(struct drawing *drawing)
{
    const struct print_style style = {8, false, SOFT, PRINT_CENTER, 1.2};
    char number[16];

    snprintf(number, sizeof(number), "%d", drawing->page);
    const char *const pairs[] = {"n", number, "title", drawing->sheet->title, NULL};
    print_text(drawing->print, (struct print_box){MARGIN, SHEET_HEIGHT_MM - 11, BODY_W, 0}, &style,
               fill(drawing, "sheet.foot", pairs));
}

static void new_page(struct drawing *drawing)
{
    draw_foot(drawing);
    print_next_page(drawing->print);
    drawing->page++;
    print_fill(drawing->print, (struct print_box){0, 0, SHEET_WIDTH_MM, 6}, 0, GREEN);
    drawing->y = 16;
}

static const struct print_style step_name = {9.5, true, INK, PRINT_LEFT, 1.25};
static const struct print_style step_words = {8.5, false, INK, PRINT_LEFT, 1.28};
static const double step_gap = 2.2, step_indent = 4, column_gap = 7;

static struct block make_block(struct drawing *drawing, size_t index)
{
    const struct count_step *step = &outcome_of(drawing)->steps[index];
    const struct election_plan *plan = &election_of(drawing)->plans[step->plan];
    double width = drawing->column_w - step_indent;
    struct block block = {
        .name = arena_printf(&drawing->arena, "%zu. %s", index + 1,
                             plan->name[0] != '\0' ? plan->name : plan->id),
        .words = paragraph(drawing, explain_step(&drawing->arena, drawing->sheet->counted, index)),
        .bought = step->reason == COUNT_FUNDED || step->reason == COUNT_PARTLY,
    };

    block.height = print_text_height(drawing->print, width, &step_name, block.name) +
                   print_text_height(drawing->print, width, &step_words, block.words) + step_gap;
    return block;
}

static void make_blocks(struct drawing *drawing)
{
    size_t count = outcome_of(drawing)->step_count;

    drawing->column_w = (BODY_W - column_gap) / 2;
    drawing->blocks = arena_array(&drawing->arena, count + 1, sizeof(*drawing->blocks));
    for (size_t i = 0; i < count; i++) {
        drawing->blocks[i] = make_block(drawing, i);
    }
}

static void draw_block(struct drawing *drawing, const struct block *block, double x, double y)
{
    double width = drawing->column_w - step_indent;

    print_fill(drawing->print, (struct print_box){x, y + 0.6, 1.2, block->height - step_gap - 1.0},
               0.6, block->bought ? GREEN : LINE);
    x += step_indent;
    y += print_text(drawing->print, (struct print_box){x, y, width, 0}, &step_name, block->name);
    print_text(drawing->print, (struct print_box){x, y, width, 0}, &step_words, block->words);
}

/* How many blocks from `first` stand in one column of this height; at least one. */
static size_t fits(const struct block *blocks, size_t count, size_t first, double height)
{
    size_t i = first;
    double used = 0;

    while (i < count && (i == first || used + blocks[i].height <= height)) {
        used += blocks[i++].height;
    }
    return i;
}

/* The lowest height at which two columns hold what is left; `room` when they do not. */
static double even_height(const struct block *blocks, size_t count, size_t first, double room)
{
    for (int height = 10; height < room; height += 2) {
        size_t second = fits(blocks, count, first, height);
        double used = 0;
        for (size_t i = first; i < second; i++) {
            used += blocks[i].height;
        }
        if (used <= height && fits(blocks, count, second, height) == count) {
            return height;
        }
    }
    return room;
}

/* With their heading; more than a page when one page does not hold them. */
static double steps_height(struct drawing *drawing)
{
    size_t count = outcome_of(drawing)->step_count;

    return 14 + even_height(drawing->blocks, count, 0, SHEET_HEIGHT_MM);
}

static void draw_columns(struct drawing *drawing, size_t *at)
{
    const struct block *blocks = drawing->blocks;
    size_t count = outcome_of(drawing)->step_count;
    double height = even_height(blocks, count, *at, FOOT - drawing->y);

    for (int column = 0; column < 2 && *at < count; column++) {
        double y = drawing->y, x = MARGIN + column * (drawing->column_w + column_gap);
        for (size_t end = fits(blocks, count, *at, height); *at < end; ++*at) {
            draw_block(drawing, &blocks[*at], x, y);
            y += blocks[*at].height;
        }
    }
}

/* On the first page when all of them fit there. */
static void draw_steps(struct drawing *drawing)
{
    size_t count = outcome_of(drawing)->step_count, at = 0;

    if (drawing->y + steps_height(drawing) > FOOT) {
        new_page(drawing);
    }
    heading(drawing, "sheet.steps", 14);
    for (draw_columns(drawing, &at); at < count; draw_columns(drawing, &at)) {
        new_page(drawing);
    }
}

static const struct print_style whole_words = {10.5, false, INK, PRINT_LEFT, 1.35};

static double whole_height(struct drawing *drawing)
{
    const char *words = paragraph(drawing, explain_whole(&drawing->arena, drawing->sheet->counted));
    return print_text_height(drawing->print, BODY_W - 10, &whole_words, words) + 14;
}

/* How it was counted, as a whole, on a tinted ground. */
static void draw_whole(struct drawing *drawing)
{
    const char *words = paragraph(drawing, explain_whole(&drawing->arena, drawing->sheet->counted));
    double high = whole_height(drawing);

    if (drawing->y + high - 6 > FOOT) {
        new_page(drawing);
    }
    print_fill(drawing->print, (struct print_box){MARGIN, drawing->y, BODY_W, high - 6}, 3, PAPER);
    print_text(drawing->print, (struct print_box){MARGIN + 5, drawing->y + 4, BODY_W - 10, 0},
               &whole_words, words);
    drawing->y += high;
}

void result_sheet_draw(struct print *print, const struct result_sheet *sheet)
{
    struct drawing drawing = {.print = print, .sheet = sheet, .page = 1};

    arena_init(&drawing.arena, 0);
    print_title(print, sheet->title);
    make_blocks(&drawing);
    draw_head(&drawing);
    draw_facts(&drawing);
    draw_winners(&drawing);
    draw_money(&drawing);
    draw_whole(&drawing);
    draw_steps(&drawing);
    draw_foot(&drawing);
    arena_finish(&drawing.arena);
}
