/* Answers in words are read before others see them, as ideas are: the list, one answer, and taking
 * one away. What was not placed stays covered until it is tapped; nobody edits another's words. */
#include "app/base/str.h"
#include "app/screens/all.h"
#include "app/screens/moderate.h"
#include "app/screens/part.h"
#include "app/screens/said.h"

#include <stdio.h>
#include <string.h>

static bool is_covered(const struct visit *visit, const struct view_said *said)
{
    return said->state != IDEA_SHOWN && memcmp(visit->read_rid, said->rid, RECORD_RID) != 0;
}

static const struct view_said *said_now(const struct view *view, const struct visit *visit)
{
    for (size_t i = 0; i < view->admin.said_count; i++) {
        if (memcmp(view->admin.said[i].rid, visit->said_rid, RECORD_RID) == 0) {
            return &view->admin.said[i];
        }
    }
    return NULL;
}

enum { BEGIN = 60 /* characters of an answer in the list; the screen behind it has all */ };

static const char *beginning(char *dst, size_t cap, const char *words)
{
    str_copy(dst, cap, words);
    if (str_count(words) <= BEGIN) {
        return dst;
    }
    while (str_count(dst) >= BEGIN) {
        str_chop(dst);
    }
    return strcat(dst, "\u2026");
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page =
        page_begin(ui, view, visit, page_word(view, "said.title"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    if (view->admin.said_count == 0) {
        part_empty(ui, view, visit, &page, "said.none", "spot_help", page_word(view, "said.none"));
        return page.action;
    }
    struct rect area = page_scroll(ui, view, visit, &page, "said", page.body);
    for (size_t i = 0; i < view->admin.said_count; i++) {
        const struct view_said *said = &view->admin.said[i];
        const char *state = page_word(view, moderate_states[said->state].key);
        char id[40], begin[BEGIN * 4 + 8];
        snprintf(id, sizeof(id), "said.item.%zu", i + 1);
        if (part_row(ui, &area, id, moderate_states[said->state].icon,
                     is_covered(visit, said) ? page_word(view, "said.one")
                                             : beginning(begin, sizeof(begin), said->texts[0]),
                     state)) {
            memcpy(visit->said_rid, said->rid, RECORD_RID);
            visit_go(visit, SCREEN_SAID_ONE);
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_said = {"said", draw_list, true};

/* ---- one ------------------------------------------------------------------------------------ */

/* keys: answer.why answer.means answer.kills */
static const char *const asked[ANSWER_TEXTS] = {NULL, "answer.why", "answer.means", "answer.kills"};

#define ASKED_GAP_MM 0.5
#define SAID_GAP_MM 2.0

int said_height(struct ui *ui, const struct view *view, int width, const struct view_said *said)
{
    int height = part_fact_height(ui, STYLE_BODY, width, said->texts[0]) + ui_mm(ui, SAID_GAP_MM);

    for (size_t i = 1; i < ANSWER_TEXTS; i++) {
        if (said->texts[i][0] != '\0') {
            height += ui_text_height(ui, STYLE_BODY, width, page_word(view, asked[i])) +
                      ui_mm(ui, ASKED_GAP_MM) +
                      ui_text_height(ui, STYLE_BODY, width, said->texts[i]) +
                      ui_mm(ui, SAID_GAP_MM);
        }
    }
    return height;
}

void said_words(struct ui *ui, const struct view *view, struct rect *area, const char *stem,
                const struct view_said *said)
{
    char id[60];
    snprintf(id, sizeof(id), "%s.words", stem);
    part_fact(ui, area, id, "message-square", STYLE_BODY, said->texts[0]);
    for (size_t i = 1; i < ANSWER_TEXTS; i++) {
        if (said->texts[i][0] != '\0') {
            snprintf(id, sizeof(id), "%s.words.%zu", stem, i);
            part_say(ui, area, NULL, STYLE_BODY, COLOR_INK_SOFT, ASKED_GAP_MM,
                     page_word(view, asked[i]));
            part_say(ui, area, id, STYLE_BODY, COLOR_INK, SAID_GAP_MM, said->texts[i]);
        }
    }
}

/* Below the words: what else may be done with it than what the big button does. */
static enum action draw_other(struct ui *ui, const struct view *view, struct visit *visit,
                              struct rect *area, const struct view_said *said)
{
    bool gone = said->state == IDEA_HIDDEN;
    const char *id = gone ? "moderate.remove" : "moderate.hide";
    const char *word = page_word(view, id);
    struct rect place = rect_cut_top(area, part_button_height(ui, area->w, word));
    rect_cut_top(area, page_gap(ui));
    if (!ui_button(ui, id, place, BUTTON_PLAIN, gone ? "trash-2" : "eye-off", word,
                   view->can_store)) {
        return ACT_NONE;
    }
    if (gone) {
        visit_go(visit, SCREEN_SAID_REMOVE);
    }
    return gone ? ACT_NONE : ACT_SAID_HIDE;
}

static enum action draw_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_said *said = said_now(view, visit);
    bool covered = said != NULL && is_covered(visit, said);
    bool can_show = said != NULL && !covered && said->state != IDEA_SHOWN;
    struct page page = page_begin(ui, view, visit, page_word(view, "said.one"), PAGE_BACK, "check",
                                  can_show ? "moderate.show" : NULL, view->can_store);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "said.one", page.body);
    enum action action = ACT_NONE;
    if (said == NULL) {
        part_say(ui, &area, "said.gone", STYLE_BODY, COLOR_INK, 2.0, page_word(view, "said.none"));
    } else {
        part_say(ui, &area, "said.question", STYLE_BOLD, COLOR_INK, 2.0, said->question);
        part_fact(ui, &area, "said.state", moderate_states[said->state].icon, STYLE_BODY,
                  page_word(view, moderate_states[said->state].key));
    }
    if (covered &&
        part_row(ui, &area, "moderate.uncover", "eye", page_word(view, "moderate.uncover"),
                 page_word(view, "moderate.covered"))) {
        memcpy(visit->read_rid, said->rid, RECORD_RID);
    } else if (said != NULL && !covered) {
        said_words(ui, view, &area, "said", said);
        action = draw_other(ui, view, visit, &area, said);
    }
    ui_scroll_end(ui, area.y);
    return page.main ? ACT_SAID_SHOW : action != ACT_NONE ? action : page.action;
}

const struct screen screen_said_one = {"said_one", draw_one, true};

static enum action draw_remove(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = moderate_sure(ui, view, visit, "said_remove", "said.remove-text");
    return page.main ? ACT_SAID_REMOVE : page.action;
}

const struct screen screen_said_remove = {"said_remove", draw_remove, true};
