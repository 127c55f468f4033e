/* Wie doen mee? Names and numbers, with the village's key stick and only then; on paper, not here.
 */
#include "app/screens/all.h"
#include "app/screens/part.h"

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "helpers.title"), PAGE_BACK,
                                  "printer", "helpers.go", true);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    const char *words = page_word(view, "helpers.text");
    struct rect body =
        part_art_beside(ui, page.body, "spot_stick", (const char *const[]){words, words, NULL});
    struct rect area = page_scroll(ui, view, visit, &page, "helpers", body);
    part_say(ui, &area, "helpers.text", STYLE_BODY, COLOR_INK, 0.0, words);
    ui_scroll_end(ui, area.y);
    return page.main ? ACT_HELPERS : page.action;
}

const struct screen screen_helpers = {"helpers", draw, true};
