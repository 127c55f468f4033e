/* "Vraag aan het dorp": questions to choose, to weigh and to write, one at a time. How it was
 * answered is seen when the owner says so, and never below ten answers. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"
#include "app/screens/said.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

static const struct view_question *question_now(const struct view *view, const struct visit *visit)
{
    return visit->own < view->own.question_count ? &view->own.questions[visit->own] : NULL;
}

static bool can_answer(const struct visit *visit, const struct view_question *item)
{
    return !item->question->is_closed && !visit_has_done(visit, item->about);
}

static const char *list_line(const struct visit *visit, const struct view *view,
                             const struct view_question *item)
{
    return visit_has_done(visit, item->about) ? page_word(view, "question.answered")
           : item->question->is_closed        ? page_word(view, "question.closed")
           : item->question->group[0] != '\0' ? item->question->group
                                              : NULL;
}

static void begin(struct visit *visit, size_t index)
{
    visit->own = index;
    visit->choices = 0;
    memset(visit->answer, 0, sizeof(visit->answer));
    visit_go(visit, SCREEN_QUESTION);
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "questions.title"), PAGE_BACK,
                                  NULL, NULL, false);
    if (view->own.question_count == 0) {
        part_empty(ui, view, visit, &page, "questions.none", "spot_help",
                   page_word(view, "questions.none"));
        return page.action;
    }
    struct rect area = page_scroll(ui, view, visit, &page, "questions", page.body);
    for (size_t i = 0; i < view->own.question_count; i++) {
        const struct view_question *item = &view->own.questions[i];
        char id[40];
        snprintf(id, sizeof(id), "questions.item.%zu", i + 1);
        bool done = visit_has_done(visit, item->about);
        struct part_tile tile = {id,
                                 item->question->photo,
                                 done ? "check" : "message-circle-question",
                                 item->question->text,
                                 list_line(visit, view, item),
                                 NULL};
        if (part_tile_row(ui, &area, &tile)) {
            begin(visit, i);
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_questions = {"questions", draw_list, false};

/* ---- one question ---------------------------------------------------------------------------- */

static const char *option_words(char *dst, size_t cap, const struct question *question,
                                size_t index)
{
    if (question->kind == QUESTION_CHOICE) {
        return question->choices[index];
    }
    bool first = index == 0, last = index + 1 == question->steps;
    const char *end = first ? question->low : last ? question->high : "";
    snprintf(dst, cap, end[0] != '\0' ? "%zu: %s" : "%zu", index + 1, end);
    return dst;
}

static unsigned bits(unsigned value)
{
    unsigned count = 0;
    for (; value != 0; value >>= 1) {
        count += value & 1u;
    }
    return count;
}

/* One: the new one takes its place. More: never away without a tap; a full hand says so. */
static void choose(struct visit *visit, const struct question *question, size_t index)
{
    unsigned bit = 1u << index;
    unsigned most = question->kind == QUESTION_CHOICE && question->most > 1 ? question->most : 1;
    if ((visit->choices & bit) != 0) {
        visit->choices &= ~bit;
    } else if (most == 1) {
        visit->choices = bit;
    } else if (bits(visit->choices) < most) {
        visit->choices |= bit;
    } else {
        visit->notice = "question.full";
        visit->notice_number = (int64_t)most;
        return;
    }
    visit->notice = NULL;
}

static void draw_choices(struct ui *ui, const struct question *question, struct visit *visit,
                         struct rect *area)
{
    int pad = ui_mm(ui, 4.0), tick = ui_mm(ui, 10.0);
    for (size_t i = 0; i < question->choice_count; i++) {
        char id[40];
        const char *label = question->choices[i];
        int text = ui_text_height(ui, STYLE_BODY, area->w - 2 * pad - tick, label);
        int height = text + ui_mm(ui, 6.0), least = ui_mm(ui, 20.0);
        struct rect place = rect_cut_top(area, height < least ? least : height);
        rect_cut_top(area, page_gap(ui));
        snprintf(id, sizeof(id), "question.choice.%zu", i + 1);
        if (ui_choice(ui, id, place, label, (visit->choices & 1u << i) != 0, true)) {
            choose(visit, question, i);
        }
        struct rect inner = rect_inset(place, pad, 0);
        rect_cut_right(&inner, tick);
        rect_cut_top(&inner, (inner.h - text) / 2);
        ui_text(ui, NULL, inner, STYLE_BODY, COLOR_INK, ALIGN_LEFT, label);
    }
}

/* Steps beside each other, as a ladder lies; what its two ends mean stands above and below. */
static void draw_scale(struct ui *ui, const struct question *question, struct visit *visit,
                       struct rect *area)
{
    int gap = page_gap(ui), size = ui_mm(ui, 20.0);
    int columns = (area->w + gap) / (size + gap);
    columns = columns < 1 ? 1 : columns > question->steps ? question->steps : columns;
    part_fact(ui, area, "question.low", "chevron-down", STYLE_BODY, question->low);
    for (int i = 0; i < question->steps; i += columns) {
        struct rect row = rect_cut_top(area, size);
        rect_cut_top(area, gap);
        for (int c = 0; c < columns && i + c < question->steps; c++) {
            char id[40], number[16], label[300];
            snprintf(id, sizeof(id), "question.choice.%d", i + c + 1);
            snprintf(number, sizeof(number), "%d", i + c + 1);
            struct rect place = rect_cut_left(&row, size);
            rect_cut_left(&row, gap);
            if (ui_choice(ui, id, place,
                          option_words(label, sizeof(label), question, (size_t)(i + c)),
                          (visit->choices & 1u << (i + c)) != 0, true)) {
                choose(visit, question, (size_t)(i + c));
            }
            rect_cut_top(&place, (place.h - ui_line_height(ui, STYLE_BOLD)) / 2);
            rect_cut_left(&place, ui_mm(ui, 3.0));
            ui_text(ui, NULL, place, STYLE_BOLD, COLOR_INK, ALIGN_LEFT, number);
        }
    }
    part_fact(ui, area, "question.high", "chevron-up", STYLE_BODY, question->high);
}

static void draw_options(struct ui *ui, const struct question *question, struct visit *visit,
                         struct rect *area)
{
    if (question->kind == QUESTION_SCALE) {
        draw_scale(ui, question, visit, area);
    } else {
        draw_choices(ui, question, visit, area);
    }
}

/* What people wrote, as far as it was read and placed. */
static void draw_said(struct ui *ui, const struct view *view, const struct view_question *item,
                      struct rect *area)
{
    const struct view_said *said = NULL;
    size_t count = view->own.said != NULL ? view->own.said(view->own.ctx, item->about, &said) : 0;
    for (size_t i = 0; i < count; i++) {
        char id[40];
        snprintf(id, sizeof(id), "question.said.%zu", i + 1);
        struct rect place = *area;
        place.h = said_height(ui, view, area->w, &said[i]);
        if (ui_is_visible(ui, place)) {
            said_words(ui, view, area, id, &said[i]);
        } else {
            rect_cut_top(area, place.h);
        }
        rect_cut_top(area, page_gap(ui));
    }
    part_say(ui, area, "question.read", STYLE_BODY, COLOR_INK_SOFT, 2.0,
             page_word(view, "question.read"));
}

static void draw_shown(struct ui *ui, const struct view *view, const struct view_question *item,
                       struct rect *area)
{
    const struct question *question = item->question;
    char words[300], count[80], line[400];
    part_number(count, sizeof(count), view, "question.answers", item->answers);
    part_fact(ui, area, "question.answers", "users", STYLE_BODY, count);
    for (size_t i = 0; i < question_options(question); i++) {
        char number[16];
        snprintf(number, sizeof(number), "%u", (unsigned)item->choice[i]);
        page_fill(line, sizeof(line), view, "question.count",
                  (const char *const[]){"name", option_words(words, sizeof(words), question, i),
                                        "n", number, NULL});
        part_say(ui, area, NULL, STYLE_BODY, COLOR_INK, 0.5, line);
        ui_bar(ui, rect_cut_top(area, ui_mm(ui, 6.0)), item->choice[i], item->answers, COLOR_MARK);
        rect_cut_top(area, page_gap(ui));
    }
    if (question_texts(question) > 0) {
        draw_said(ui, view, item, area);
    }
}

/* keys: question.when-closed question.when-ten question.when-never */
static const char *when_key(const struct question *question)
{
    return question->show == SHOW_NEVER                           ? "question.when-never"
           : question->show == SHOW_AFTER && !question->is_closed ? "question.when-closed"
                                                                  : "question.when-ten";
}

static enum action draw_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_question *item = question_now(view, visit);
    bool open = item != NULL && can_answer(visit, item);
    bool typed = item != NULL && question_texts(item->question) > 0;
    bool ready = open && (typed || visit->choices != 0);
    struct page page = page_begin(ui, view, visit, item != NULL ? item->question->text : NULL,
                                  PAGE_BACK, typed ? "pencil" : "check",
                                  !open   ? NULL
                                  : typed ? "question.write"
                                          : "question.send",
                                  view->can_store && ready);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    if (item == NULL) {
        return page.action;
    }
    struct rect body = page.body;
    bool beside = part_photo_beside(ui, &body, item->question->photo, item->question->text);
    char id[40];
    snprintf(id, sizeof(id), "question.%zu", visit->own);
    struct rect area = page_scroll(ui, view, visit, &page, id, body);
    if (!beside) {
        part_photo_above(ui, &area, item->question->photo, item->question->text);
    }
    part_say(ui, &area, "question.about", STYLE_BODY, COLOR_INK, 3.0, item->question->about);
    if (open && !typed) {
        draw_options(ui, item->question, visit, &area);
    }
    if (visit_has_done(visit, item->about)) {
        part_panel(ui, &area, "question.answered", "check", COLOR_CHOSEN, STYLE_BODY,
                   page_word(view, "question.thanks"));
    } else if (item->question->is_closed) {
        part_panel(ui, &area, "question.closed", "clock", COLOR_WARN, STYLE_BODY,
                   page_word(view, "question.closed"));
    }
    if (item->is_shown && !open) {
        draw_shown(ui, view, item, &area);
    } else {
        part_fact(ui, &area, "question.when", "eye-off", STYLE_BODY,
                  page_word(view, when_key(item->question)));
    }
    rect_cut_top(&area, page_owner(ui, view, area, item->question->owner));
    ui_scroll_end(ui, area.y);
    if (page.main && typed) {
        visit_go(visit, SCREEN_ANSWER);
    } else if (page.main) {
        visit_about(visit, item->about);
        return ACT_ANSWER;
    }
    return page.action;
}

const struct screen screen_question = {"question", draw_one, false};

/* ---- an answer in words ---------------------------------------------------------------------- */

/* Each text is a step further on the way here, so that "Terug" leads to the one before. */
static size_t step_now(const struct visit *visit)
{
    size_t count = 0;
    for (int i = visit->depth; i >= 0 && visit->stack[i] == SCREEN_ANSWER; i--) {
        count++;
    }
    return count > 0 && count <= ANSWER_TEXTS ? count - 1 : 0;
}

/* keys: answer.why answer.means answer.kills */
static const char *const step_keys[ANSWER_TEXTS] = {NULL, "answer.why", "answer.means",
                                                    "answer.kills"};

static enum action draw_answer(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_question *item = question_now(view, visit);
    size_t step = step_now(visit);
    bool last = item == NULL || step + 1 >= question_texts(item->question);
    const char *title = step > 0 || item == NULL ? page_word(view, step_keys[step > 0 ? step : 1])
                                                 : item->question->text;
    int depth = visit->depth;
    part_field_enter(visit, visit->answer[step]);
    bool said = visit->typed[0] != '\0';
    const char *next = last ? "question.send" : said || step == 0 ? "new.next" : "new.skip";
    struct page page = page_typed(ui, view, visit, title, NULL, KEYBOARD_TEXT, ANSWER_WORDS, next,
                                  view->can_store && (step > 0 || said));
    if (visit->depth == depth) {
        part_field_keep(visit, SCREEN_ANSWER, visit->answer[step], sizeof(visit->answer[step]));
    }
    if (!page.main || item == NULL) {
        return page.action;
    }
    if (last) {
        visit_about(visit, item->about);
        return ACT_ANSWER;
    }
    visit_go(visit, SCREEN_ANSWER);
    return page.action;
}

const struct screen screen_answer = {"answer", draw_answer, false};
