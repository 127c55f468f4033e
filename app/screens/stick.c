/* The data on a stick: one big button, progress in words and a bar, and "Klaar" only when what is
 * on the stick was read back and is the same. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>

static void draw_busy(struct ui *ui, const struct view *view, struct rect *area)
{
    /* keys: stick.step.look stick.step.mount stick.step.import stick.step.write stick.step.close
     * stick.step.check */
    part_say(ui, area, "stick.step", STYLE_TITLE, COLOR_INK, 4.0, page_word(view, view->stick_key));
    if (view->stick_whole > 0) {
        ui_bar(ui, rect_cut_top(area, ui_mm(ui, 10.0)), view->stick_part, view->stick_whole,
               COLOR_MARK);
        rect_cut_top(area, page_gap(ui));
    }
    part_fact(ui, area, "stick.leave-in", "hand", STYLE_BODY, page_word(view, "stick.leave-in"));
    if (view->stick_whole > 0) {
        char part[24], whole[24], words[100];
        snprintf(part, sizeof(part), "%d", view->stick_part);
        snprintf(whole, sizeof(whole), "%d", view->stick_whole);
        page_fill(words, sizeof(words), view, "stick.part",
                  (const char *const[]){"n", part, "max", whole, NULL});
        part_say(ui, area, "stick.part", STYLE_BODY, COLOR_INK_SOFT, 0.0, words);
    }
}

/* Votes and the rest together. Nothing where nothing travels: in practice, and without a hub. */
static struct view_travel travel_of(const struct view *view)
{
    struct view_travel whole = {0};
    if (view->is_practice || !view->post.hub.is_known) {
        return whole;
    }
    for (int i = 0; i < VIEW_STREAMS; i++) {
        const struct view_travel *part = &view->post.travel[i];
        whole.waiting += part->waiting;
        whole.sealed += part->sealed;
        whole.carried += part->carried;
        whole.received += part->received;
        whole.safe += part->safe;
    }
    return whole;
}

static void draw_done(struct ui *ui, const struct view *view, struct rect *area)
{
    part_panel(ui, area, "stick.done", "circle-check", COLOR_COMMUNITY, STYLE_TITLE,
               page_word(view, "stick.done"));
    for (size_t i = 0; i < view->stick_note_count; i++) {
        char id[48];
        snprintf(id, sizeof(id), "stick.note.%zu", i + 1);
        part_panel(ui, area, id, "info", COLOR_WARN, STYLE_BODY,
                   page_word(view, view->stick_notes[i]));
    }
    char words[160];
    part_number(words, sizeof(words), view, "stick.files", view->stick_files);
    part_say(ui, area, "stick.files", STYLE_BODY, COLOR_INK, 3.0, words);
    const struct view_travel travel = travel_of(view);
    part_travel(ui, view, area, "stick", &travel, "");
}

static void draw_failed(struct ui *ui, const struct view *view, struct rect *area)
{
    /* keys: stick.fail.pulled stick.fail.full stick.fail.readonly stick.fail.vanished
     * stick.fail.lying stick.fail.not-a-stick stick.fail.new stick.fail.store stick.fail.io */
    part_panel(ui, area, "stick.failed", "triangle-alert", COLOR_WARN, STYLE_BODY,
               page_word(view, view->stick_key));
    part_say(ui, area, "stick.safe", STYLE_BODY, COLOR_INK, 0.0, page_word(view, "stick.safe"));
}

/* Before a visit: what it will take along, and what nobody answered yet. */
static void draw_travel(struct ui *ui, const struct view *view, struct rect *area)
{
    const struct view_travel travel = travel_of(view);
    if (view->post.is_silent) {
        part_panel(ui, area, "stick.silent", "clock", COLOR_WARN, STYLE_BODY,
                   page_word(view, "travel.silent"));
    }
    part_travel(ui, view, area, "stick", &travel, "");
}

static void draw_state(struct ui *ui, const struct view *view, struct rect *area)
{
    switch (view->stick) {
    case STICK_NONE:
        part_say(ui, area, "stick.insert", STYLE_TITLE, COLOR_INK, 3.0,
                 page_word(view, "stick.insert"));
        part_say(ui, area, "stick.why", STYLE_BODY, COLOR_INK, 3.0, page_word(view, "stick.why"));
        draw_travel(ui, view, area);
        break;
    case STICK_READY:
        part_panel(ui, area, "stick.ready", "check", COLOR_CHOSEN, STYLE_BOLD,
                   page_word(view, "stick.ready"));
        if (view->stick_is_new) {
            part_panel(ui, area, "stick.new", "info", COLOR_WARN, STYLE_BODY,
                       page_word(view, "stick.new"));
        }
        if (view->stick_warning[0] != '\0') {
            part_panel(ui, area, "stick.warning", "triangle-alert", COLOR_WARN, STYLE_BODY,
                       page_word(view, view->stick_warning));
        }
        draw_travel(ui, view, area);
        break;
    case STICK_BUSY:
        draw_busy(ui, view, area);
        break;
    case STICK_DONE:
        draw_done(ui, view, area);
        break;
    case STICK_FAILED:
    case STICK_REFUSED:
        draw_failed(ui, view, area);
        break;
    }
}

/* What is said in each state, to see whether a picture fits beside it. */
enum { SENTENCES = 16 };
static void sentences_of(const struct view *view, const char *ret[SENTENCES])
{
    static const char *const keys[][3] = {
        [STICK_NONE] = {"stick.insert", "stick.why", NULL},
        [STICK_READY] = {"stick.ready", NULL, NULL},
        [STICK_BUSY] = {"stick.leave-in", "stick.leave-in", "stick.leave-in"},
        [STICK_DONE] = {"stick.done", "stick.done", "stick.files"},
        [STICK_FAILED] = {"stick.safe", NULL, NULL},
        [STICK_REFUSED] = {"stick.safe", NULL, NULL},
    };
    size_t count = 0;
    for (size_t i = 0; i < 3 && keys[view->stick][i] != NULL; i++) {
        ret[count++] = page_word(view, keys[view->stick][i]);
    }
    if (view->stick >= STICK_FAILED) {
        ret[count++] = page_word(view, view->stick_key);
    }
    if (view->stick == STICK_READY && view->stick_is_new) {
        ret[count++] = page_word(view, "stick.new");
    }
    if (view->stick == STICK_READY && view->stick_warning[0] != '\0') {
        ret[count++] = page_word(view, view->stick_warning);
    }
    if (view->stick < STICK_BUSY && view->post.is_silent) {
        ret[count++] = page_word(view, "travel.silent");
    }
    for (size_t i = 0; view->stick == STICK_DONE && i < view->stick_note_count; i++) {
        ret[count++] = page_word(view, view->stick_notes[i]);
    }
    /* The lines of part_travel are about as long as these. */
    const struct view_travel travel = travel_of(view);
    const uint32_t lines[] = {travel.waiting, travel.sealed, travel.carried, travel.received,
                              travel.safe};
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        if (lines[i] > 0 && view->stick != STICK_BUSY && view->stick < STICK_FAILED) {
            ret[count++] = page_word(view, "travel.sealed");
        }
    }
    ret[count] = NULL;
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    bool busy = view->stick == STICK_BUSY;
    const char *main_key = view->stick == STICK_FAILED ? "stick.again" : "stick.take";
    if (busy || view->stick == STICK_NONE || view->stick == STICK_REFUSED) {
        main_key = NULL;
    } else if (view->stick == STICK_DONE) {
        main_key = "stick.close";
    }
    struct page page =
        page_begin(ui, view, visit, page_word(view, "stick.title"), busy ? 0 : PAGE_BACK,
                   view->stick == STICK_DONE ? "check" : "usb", main_key, true);
    if (view->stick < STICK_FAILED) {
        page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    }
    struct rect body = page.body;
    const char *words[SENTENCES] = {NULL};
    sentences_of(view, words);
    body = part_art_beside(ui, body, view->stick == STICK_DONE ? "spot_done" : "spot_stick", words);
    struct rect area = page_scroll(ui, view, visit, &page, "stick", body);
    draw_state(ui, view, &area);
    ui_scroll_end(ui, area.y);
    if (page.main && view->stick == STICK_DONE) {
        visit_return(visit, SCREEN_CARETAKER);
        return page.action;
    }
    return page.main ? ACT_STICK_TAKE : page.action;
}

const struct screen screen_stick = {"stick", draw, true};
