/* How the kiosk is doing: store, disk, clock, button, stick, what was refused of a pack, and the
 * logbook. For a caretaker on the telephone with somebody who knows. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>

enum { SHOWN_LINES = 30 }; /* of the logbook, which has a screen of its own */

static void draw_line(struct ui *ui, struct rect *area, const char *id, bool good,
                      const char *words)
{
    part_fact(ui, area, id, good ? "check" : "triangle-alert", STYLE_BODY, words);
}

static void draw_store(struct ui *ui, const struct view *view, struct rect *area)
{
    bool good = view->store_key[0] == '\0';
    /* keys: store.read-only store.set-aside store.full */
    draw_line(ui, area, "health.store", good,
              page_word(view, good ? "health.store-good" : view->store_key));
    if (view->store_note[0] != '\0') {
        part_say(ui, area, "health.store-note", STYLE_BODY, COLOR_INK, 2.0, view->store_note);
    }
    if (view->pin_lost[0] || view->pin_lost[1]) {
        draw_line(ui, area, "health.pin-lost", false, page_word(view, "health.pin-lost"));
    }
    char words[200];
    bool large = view->disk_free_mb >= 1000;
    part_number(words, sizeof(words), view, large ? "health.disk-gb" : "health.disk",
                (int64_t)(large ? view->disk_free_mb / 1000 : view->disk_free_mb));
    draw_line(ui, area, "health.disk", view->disk_free_mb >= 100, words);
}

static enum action draw_clock(struct ui *ui, const struct view *view, struct rect *area)
{
    bool good = view->checks[CHECK_CLOCK] == CHECK_GOOD;
    char words[200];
    page_fill(words, sizeof(words), view, "health.clock",
              (const char *const[]){"name", view->clock_text, NULL});
    draw_line(ui, area, "health.clock", good, words);
    if (good) {
        return ACT_NONE;
    }
    struct rect row =
        rect_cut_top(area, part_button_height(ui, area->w, page_word(view, "health.clock-good")));
    rect_cut_top(area, page_gap(ui));
    return ui_button(ui, "health.clock-good", row, BUTTON_PLAIN, "check",
                     page_word(view, "health.clock-good"), true)
               ? ACT_CLOCK_CONFIRM
               : ACT_NONE;
}

static void draw_parts(struct ui *ui, const struct view *view, struct rect *area)
{
    /* keys: health.stick-none health.stick-ready health.stick-busy health.stick-done
     * health.stick-failed */
    static const char *const sticks[] = {
        [STICK_NONE] = "health.stick-none",     [STICK_READY] = "health.stick-ready",
        [STICK_BUSY] = "health.stick-busy",     [STICK_DONE] = "health.stick-done",
        [STICK_FAILED] = "health.stick-failed", [STICK_REFUSED] = "health.stick-failed",
    };
    draw_line(ui, area, "health.stick", view->stick < STICK_FAILED,
              page_word(view, sticks[view->stick]));
}

/* Store, room and clock have lines of their own, with numbers; of the others the one sentence. What
 * is wrong comes first on the page. */
static void draw_machine(struct ui *ui, const struct view *view, struct rect *area, bool good)
{
    const struct health *health = &view->health;
    if (!good && health->fault[HEALTH_DISK] == HEALTH_CARD_READ_ONLY) {
        draw_line(ui, area, "health.card", false, page_word(view, health_key(health, HEALTH_DISK)));
    }
    /* keys: health.power-good health.screen-good health.touch-good health.button-good
     * health.lamp-good health.pack-good health.button-bad health.pack-bad fault.card-read-only
     * fault.power-low fault.screen-none fault.touch-none fault.button-stuck fault.line-broken
     * fault.line-taken fault.chip-missing fault.lamp-dark fault.lamp-missing */
    for (int part = HEALTH_POWER; part < HEALTH_PARTS; part++) {
        if (health->is_asked[part] && good == (health->fault[part] == HEALTH_FINE)) {
            char id[40];
            snprintf(id, sizeof(id), "health.%s", health_part_name((enum health_part)part));
            draw_line(ui, area, id, good,
                      page_word(view, health_key(health, (enum health_part)part)));
        }
    }
}

static void draw_log(struct ui *ui, const struct view *view, struct rect *area)
{
    part_say(ui, area, "health.log", STYLE_TITLE, COLOR_INK, 2.0, page_word(view, "health.log"));
    size_t first = view->log_count > SHOWN_LINES ? view->log_count - SHOWN_LINES : 0;
    for (size_t i = first; i < view->log_count; i++) {
        const struct view_log *log = &view->log[i];
        char words[500], id[40];
        snprintf(id, sizeof(id), "health.log.%zu", i + 1);
        /* keys: log.start log.stick-done log.stick-failed log.round-opened log.round-paused
         * log.round-closed log.turn-given log.pin-failed log.pin-set log.pin-lost
         * log.pin-set-after-loss log.selftest
         * log.button-broken log.long-press log.store-set-aside log.store-full log.pack-refused
         * log.content-brought log.content-taken log.content-returned log.content-reverted
         * log.pack-loaded log.clock-set log.place log.practice-on log.practice-off
         * log.idea-shown log.idea-hidden log.idea-removed log.replied log.reply-taken-back
         * log.edited log.edit-chosen log.round-phase log.round-again log.void log.lang-set
         * log.ruler */
        page_fill(words, sizeof(words), view,
                  log->when[0] != '\0' ? "health.log-line" : "health.log-undated",
                  (const char *const[]){"when", log->when, "name", page_word(view, log->key),
                                        "detail", log->detail, NULL});
        part_say(ui, area, id, STYLE_BODY, COLOR_INK, 1.5, words);
    }
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "health.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_NOTICE);
    struct rect body = page.body;
    struct rect area = page_scroll(ui, view, visit, &page, "health", body);
    draw_machine(ui, view, &area, false);
    draw_store(ui, view, &area);
    enum action action = draw_clock(ui, view, &area);
    draw_parts(ui, view, &area);
    if (view->admin.logbook.is_known) {
        char changed[300];
        bool whole = view->admin.logbook.is_whole;
        part_number(changed, sizeof(changed), view, whole ? "logbook.whole" : "logbook.changed",
                    view->admin.logbook.line);
        draw_line(ui, &area, "health.logbook", whole, changed);
    }
    draw_machine(ui, view, &area, true);
    part_faults(ui, view, &area, "health", view->faults, view->fault_count);
    char words[200];
    page_fill(words, sizeof(words), view, "health.version",
              (const char *const[]){"name", view->version, "kiosk", view->kiosk, NULL});
    part_say(ui, &area, "health.version", STYLE_BODY, COLOR_INK_SOFT, 3.0, words);
    draw_log(ui, view, &area);
    ui_scroll_end(ui, area.y);
    return action != ACT_NONE ? action : page.action;
}

const struct screen screen_health = {"health", draw, true};
