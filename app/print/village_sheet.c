#include "app/print/village_sheet.h"

#include <stdio.h>

/* The colours of the kiosk's warm theme. */
enum {
    INK = 0x231F26,
    SOFT = 0x5B5148,
    LINE = 0x97866B,
    PAPER = 0xFBF4E6,
    GREEN = 0x0B3D26,
    WHITE = 0xFFFFFF,
    TINT = 0xFFF0C4
};
enum { SHEET_W = 210, SHEET_H = 297, MARGIN = 15, CODE_MM = 46, CODE_QUIET = 4 };
#define BODY_W (SHEET_W - 2.0 * MARGIN)
#define FOOT_Y (SHEET_H - 14.0)

static const struct print_style village_style = {44, true, WHITE, PRINT_LEFT, 0};
static const struct print_style title_style = {20, false, WHITE, PRINT_LEFT, 0};
static const struct print_style head_style = {24, true, GREEN, PRINT_LEFT, 0};
static const struct print_style item_style = {20, true, INK, PRINT_LEFT, 0};
static const struct print_style small_style = {14, false, SOFT, PRINT_LEFT, 0};
static const struct print_style foot_style = {10, false, SOFT, PRINT_LEFT, 0};

/* Words from *y down, and a gap; nothing when they would run into the foot. */
static bool say(struct print *print, double x, double width, double *y, double gap,
                const struct print_style *style, const char *words)
{
    double high = print_text_height(print, width, style, words);
    if (words[0] == '\0' || *y + high > FOOT_Y) {
        return words[0] == '\0';
    }
    print_text(print, (struct print_box){x, *y, width, 0}, style, words);
    *y += high + gap;
    return true;
}

static double banner(struct print *print, const char *village, const char *title,
                     const char *practice)
{
    char words[300];
    double width = BODY_W, top = 10.0;
    snprintf(words, sizeof(words), "%s%s%s", practice, practice[0] != '\0' ? " - " : "", title);
    double high = print_text_height(print, width, &village_style, village) +
                  print_text_height(print, width, &title_style, words) + 2 * top;
    print_fill(print, (struct print_box){0, 0, SHEET_W, SHEET_H}, 0, PAPER);
    print_fill(print, (struct print_box){0, 0, SHEET_W, high}, 0, GREEN);
    top += print_text(print, (struct print_box){MARGIN, top, width, 0}, &village_style, village);
    print_text(print, (struct print_box){MARGIN, top, width, 0}, &title_style, words);
    return high + 8.0;
}

static void draw_code(struct print *print, const struct poster *poster, double x, double y)
{
    int side = poster->code_side + 2 * CODE_QUIET;
    double unit = (double)CODE_MM / side;
    print_fill(print, (struct print_box){x, y, CODE_MM, CODE_MM}, 1.5, WHITE);
    for (int row = 0; row < poster->code_side; row++) {
        for (int from = 0, to; from < poster->code_side; from = to) {
            /* A run of dark squares as one: no hairlines between them. */
            for (to = from; to < poster->code_side && poster->code[row * poster->code_side + to];) {
                to++;
            }
            if (to > from) {
                print_fill(print,
                           (struct print_box){x + (from + CODE_QUIET) * unit,
                                              y + (row + CODE_QUIET) * unit, (to - from) * unit,
                                              unit},
                           0, 0x000000);
            }
            to += to == from;
        }
    }
    print_text(print, (struct print_box){x, y + CODE_MM + 2, CODE_MM, 0}, &foot_style,
               poster->code_words);
}

static void draw_round(struct print *print, const struct poster_round *round, double *y)
{
    if (!say(print, MARGIN, BODY_W, y, 1.0, &head_style, round->title)) {
        return;
    }
    say(print, MARGIN, BODY_W, y, 2.0, &small_style, round->state);
    for (size_t i = 0; i < round->winner_count; i++) {
        double high = print_text_height(print, BODY_W - 8.0, &item_style, round->winners[i]) + 3.0;
        if (*y + high > FOOT_Y) {
            return;
        }
        print_fill(print, (struct print_box){MARGIN, *y, BODY_W, high}, 2.0, TINT);
        print_text(print, (struct print_box){MARGIN + 4.0, *y + 1.5, BODY_W - 8.0, 0}, &item_style,
                   round->winners[i]);
        *y += high + 2.0;
    }
    *y += 4.0;
}

void poster_draw(struct print *print, const struct poster *poster)
{
    bool has_code = poster->code != NULL && poster->code_side > 0;
    double beside = has_code ? CODE_MM + 8.0 : 0;
    print_title(print, poster->title);
    double y = banner(print, poster->village, poster->title, poster->practice);
    double top = y;
    if (has_code) {
        draw_code(print, poster, SHEET_W - MARGIN - CODE_MM, y);
    }
    if (poster->idea_count > 0) {
        say(print, MARGIN, BODY_W - beside, &y, 3.0, &head_style, poster->ideas_title);
    }
    for (size_t i = 0; i < poster->idea_count; i++) {
        if (!say(print, MARGIN, BODY_W - beside, &y, 0.0, &item_style, poster->ideas[i])) {
            break;
        }
        say(print, MARGIN, BODY_W - beside, &y, 3.5, &small_style, poster->supports[i]);
    }
    double below = top + CODE_MM + 20.0;
    y = has_code && y < below ? below : y + 4.0;
    for (size_t i = 0; i < poster->round_count; i++) {
        draw_round(print, &poster->rounds[i], &y);
    }
    print_text(print, (struct print_box){MARGIN, FOOT_Y + 2.0, BODY_W, 0}, &foot_style,
               poster->foot);
}

/* ---- an idea that was helped on ---------------------------------------------------------------
 */

enum { EMPTY_LINES = 3, LINE_MM = 10 };

void guide_page_draw(struct print *print, const struct guide_page *page)
{
    double y = banner(print, page->village, page->title, "");
    say(print, MARGIN, BODY_W, &y, 1.0, &small_style, page->number);
    say(print, MARGIN, BODY_W, &y, 6.0, &head_style, page->what);
    for (size_t i = 0; i < GUIDE_ANSWERS; i++) {
        say(print, MARGIN, BODY_W, &y, 1.5, &item_style, page->asks[i]);
        if (page->answers[i][0] != '\0') {
            static const struct print_style answer = {17, false, INK, PRINT_LEFT, 0};
            say(print, MARGIN, BODY_W, &y, 6.0, &answer, page->answers[i]);
            continue;
        }
        for (int line = 0; line < EMPTY_LINES; line++) { /* for who goes on with a pencil */
            y += LINE_MM;
            print_fill(print, (struct print_box){MARGIN, y, BODY_W, 0.3}, 0, LINE);
        }
        y += 6.0;
    }
    print_text(print, (struct print_box){MARGIN, FOOT_Y + 2.0, BODY_W, 0}, &foot_style, page->foot);
}
