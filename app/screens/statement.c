/* The closing statement of a round: how many, and a code with all of it. A photo of this screen
 * shows later whether everything of this kiosk was counted. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <stdio.h>

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_round *round =
        visit->round < view->round_count ? &view->rounds[visit->round] : NULL;
    if (round == NULL || !round->statement.is_known) {
        visit_back(visit);
        return ACT_NONE;
    }
    const struct view_statement *statement = &round->statement;
    const char *alt = page_word(view, "statement.qr");
    char words[200];
    struct page page = page_begin(ui, view, visit, page_word(view, "statement.title"), PAGE_BACK,
                                  NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect body = part_qr_beside(ui, page.body, "statement.qr", statement->qr, alt);
    struct rect area = page_scroll(ui, view, visit, &page, "statement", body);
    part_say(ui, &area, "statement.round", STYLE_BOLD, COLOR_INK, 2.0, round->round->title);
    part_number(words, sizeof(words), view,
                statement->ballots == 1 ? "rounds.ballot" : "rounds.ballots", statement->ballots);
    part_fact(ui, &area, "statement.ballots", "vote", STYLE_BODY, words);
    part_number(words, sizeof(words), view, "statement.registers", statement->registers);
    part_fact(ui, &area, "statement.registers", "list-checks", STYLE_BODY, words);
    if (round->round->access == ACCESS_UNLOCK) {
        part_number(words, sizeof(words), view, "statement.unlocks", statement->unlocks);
        part_fact(ui, &area, "statement.unlocks", "user-check", STYLE_BODY, words);
    }
    part_say(ui, &area, "statement.photo", STYLE_BODY, COLOR_INK, 3.0,
             page_word(view, "statement.photo"));
    part_say(ui, &area, "statement.set-of", STYLE_BODY, COLOR_INK_SOFT, 0.5,
             page_word(view, "statement.set"));
    part_say(ui, &area, "statement.set", STYLE_BODY, COLOR_INK, 3.0, statement->set);
    part_qr_below(ui, &area, page.body, "statement.qr", statement->qr, alt);
    ui_scroll_end(ui, area.y);
    return page.action;
}

const struct screen screen_statement = {"statement", draw, true};
