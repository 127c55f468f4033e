/* "Ons dorp": what the village is proud of, and its news. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

struct layout { /* of one card at this width */
    struct rect picture, words;
    int height;
};

/* Photo left of the words on wide screens, above them on narrow ones. */
static struct layout lay_out(const struct ui *ui, struct rect area, const struct view_news *item)
{
    struct layout ret = {0};
    int pad = ui_mm(ui, 3.0);
    bool has_photo = item->photo[0] != '\0';
    bool beside = area.w >= ui_mm(ui, 105.0);
    struct rect inner = rect_inset(area, pad, pad);
    int top = inner.y;
    if (has_photo && beside) {
        ret.picture = rect_cut_left(&inner, inner.w * 36 / 100);
        ret.picture.h = ret.picture.w * 3 / 4;
        rect_cut_left(&inner, ui_mm(ui, 4.0));
    } else if (has_photo) {
        ret.picture = inner;
        ret.picture.h = inner.w * 9 / 16;
        inner.y += ret.picture.h + ui_mm(ui, 2.0);
    }
    ret.words = inner;
    int words = ui_text_height(ui, STYLE_BOLD, inner.w, item->title) +
                ui_text_height(ui, STYLE_BODY, inner.w, item->text);
    words += item->date[0] != '\0' ? ui_line_height(ui, STYLE_BODY) : 0;
    int bottom = inner.y + words;
    int picture_bottom = ret.picture.y + ret.picture.h;
    bottom = picture_bottom > bottom ? picture_bottom : bottom;
    ret.height = bottom - top + 2 * pad;
    return ret;
}

static void draw_item(struct ui *ui, struct rect *area, const char *id,
                      const struct view_news *item)
{
    struct layout lay = lay_out(ui, *area, item);
    struct rect card = rect_cut_top(area, lay.height);
    rect_cut_top(area, page_gap(ui));
    if (!ui_is_visible(ui, card)) {
        return;
    }
    ui_card(ui, card, COLOR_CARD);
    if (item->photo[0] != '\0') {
        ui_image(ui, NULL, lay.picture, item->photo, item->title);
    }
    struct rect words = lay.words;
    part_say(ui, &words, id, STYLE_BOLD, COLOR_INK, 0.0, item->title);
    part_say(ui, &words, NULL, STYLE_BODY, COLOR_INK_SOFT, 0.0, item->date);
    part_say(ui, &words, NULL, STYLE_BODY, COLOR_INK, 0.0, item->text);
}

static void draw_part(struct ui *ui, const struct view *view, struct rect *area, const char *name,
                      const char *key, const struct view_news *items, size_t count)
{
    if (count == 0) {
        return;
    }
    char id[40];
    snprintf(id, sizeof(id), "village.%s", name);
    part_say(ui, area, id, STYLE_TITLE, COLOR_INK, 2.0, page_word(view, key));
    for (size_t i = 0; i < count; i++) {
        snprintf(id, sizeof(id), "village.%s.%zu", name, i + 1);
        draw_item(ui, area, id, &items[i]);
    }
    rect_cut_top(area, ui_mm(ui, 2.0));
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, view->village, PAGE_BACK, NULL, NULL, false);
    struct rect area = ui_scroll_begin(ui, "village", page.body, page_word(view, "scroll.more"),
                                       page_word(view, "scroll.back"));
    part_say(ui, &area, "village.tagline", STYLE_BODY, COLOR_INK_SOFT, 3.0, view->tagline);
    /* keys: village.jewels village.news */
    draw_part(ui, view, &area, "jewels", "village.jewels", view->jewels, view->jewel_count);
    draw_part(ui, view, &area, "news", "village.news", view->news, view->news_count);
    if (view->jewel_count + view->news_count == 0) {
        part_say(ui, &area, "village.none", STYLE_BODY, COLOR_INK, 0.0,
                 page_word(view, "village.none"));
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_village = {"village", draw, false};
