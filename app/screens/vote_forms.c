#include "app/screens/vote_forms.h"

#include "app/screens/part.h"
#include "app/screens/vote_parts.h"
#include "app/ui/paint.h"

#include <stdio.h>

#define STEP_MM 16.0 /* a button of the stepper */

/* ---- points --------------------------------------------------------------------------------- */

/* Room for the largest number that may stand there. */
static int number_width(const struct ui *ui, const struct round *round)
{
    char most[8];

    snprintf(most, sizeof(most), "%u", round->choose_max);
    int width = ui_text_width(ui, STYLE_TITLE, most) + ui_mm(ui, 5.0);
    return width > ui_mm(ui, 12.0) ? width : ui_mm(ui, 12.0);
}

int vote_stepper_width(const struct ui *ui, const struct round *round)
{
    return 2 * ui_mm(ui, STEP_MM) + number_width(ui, round);
}

/* One that has nothing to do stays visible, pale, and cannot be tapped. */
static bool step_button(struct ui *ui, const char *id, struct rect place, const char *icon,
                        const char *label, bool enabled)
{
    bool tapped = enabled && ui_tap_area(ui, id, place, label);
    int radius = ui_mm(ui, 3.0), size = ui_mm(ui, 9.0);

    ui_fill(ui, place, radius, !enabled || ui_is_held(ui, id) ? COLOR_PAPER : COLOR_CARD);
    ui_stroke(ui, place, radius, ui_mm(ui, 0.6), enabled ? COLOR_MARK : COLOR_LINE);
    ui_icon(ui, rect_center(place, size, size), icon, enabled ? COLOR_INK : COLOR_INK_SOFT);
    return tapped;
}

static void add_point(struct visit *visit, const struct round *round, size_t index)
{
    enum ballot_verdict verdict = ballot_may_add(&visit->ballot, round, index);

    visit->notice = NULL;
    if (verdict == BALLOT_OK) {
        ballot_toggle(&visit->ballot, round, index);
    } else {
        visit->notice =
            verdict == BALLOT_TOO_MANY ? "vote.check-plan-points" : vote_verdict_key(verdict);
        visit->notice_number = round->choose_max;
    }
}

void vote_stepper(struct ui *ui, const struct view *view, struct visit *visit,
                  const struct round *round, size_t index, struct rect rect)
{
    const struct plan *plan = &round->plans[index];
    unsigned points = visit->ballot.value[index];
    char id[40], words[300], number[8];
    struct rect less = rect_cut_left(&rect, ui_mm(ui, STEP_MM));
    struct rect more = rect_cut_right(&rect, ui_mm(ui, STEP_MM));

    page_fill(words, sizeof(words), view, "vote.point-less",
              (const char *const[]){"name", plan->title, NULL});
    snprintf(id, sizeof(id), "plan.%u.less", plan->number);
    if (step_button(ui, id, less, "minus", words, points > 0)) {
        visit->notice = NULL;
        ballot_less(&visit->ballot, round, index);
    }
    snprintf(number, sizeof(number), "%u", points);
    snprintf(id, sizeof(id), "plan.%u.points", plan->number);
    struct rect middle = rect_center(rect, rect.w, ui_line_height(ui, STYLE_TITLE));
    ui_text(ui, id, middle, STYLE_TITLE, COLOR_INK, ALIGN_CENTER, number);
    page_fill(words, sizeof(words), view, "vote.point-more",
              (const char *const[]){"name", plan->title, NULL});
    snprintf(id, sizeof(id), "plan.%u.add", plan->number);
    if (step_button(ui, id, more, "plus", words, true)) {
        add_point(visit, round, index);
    }
}

const char *vote_points_words(char *dst, size_t cap, const struct view *view, unsigned points)
{
    return part_number(dst, cap, view, points == 1 ? "vote.points-one" : "vote.points", points);
}

/* ---- an order of preference ----------------------------------------------------------------- */

int vote_place(struct ui *ui, struct rect rect, unsigned place, bool draw)
{
    char number[8];

    snprintf(number, sizeof(number), "%u", place);
    int high = ui_line_height(ui, STYLE_BOLD);
    int wide = ui_text_width(ui, STYLE_BOLD, number) + ui_mm(ui, 4.0);
    wide = wide > high ? wide : high;
    if (draw) {
        struct rect disc = {rect.x + rect.w - wide, rect.y, wide, high};
        ui_fill(ui, disc, high / 2, COLOR_ACCENT);
        ui_text(ui, NULL, disc, STYLE_BOLD, COLOR_ON_ACCENT, ALIGN_CENTER, number);
    }
    return wide;
}

/* ---- both ----------------------------------------------------------------------------------- */

const char *vote_form_how(char *dst, size_t cap, const struct view *view, const struct round *round)
{
    if (round->form == FORM_POINTS) {
        return part_number(dst, cap, view, "vote.points-how", round->points);
    }
    return round->form == FORM_RANK ? page_word(view, "vote.rank-how") : NULL;
}

void vote_choose(struct visit *visit, const struct round *round, size_t index)
{
    visit->notice = NULL;
    if (visit->ballot.value[index] == 0) {
        enum ballot_verdict verdict = ballot_may_add(&visit->ballot, round, index);
        if (verdict != BALLOT_OK) {
            visit->notice = vote_verdict_key(verdict);
            visit->notice_number = round->choose_max;
            return;
        }
    }
    ballot_toggle(&visit->ballot, round, index);
}
