/* "Ons dorp": what the village is proud of, and its news. */
#include "app/screens/all.h"
#include "app/screens/part.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

struct layout { /* of one card at this width */
    struct rect picture, head, text;
    int height;
};

/* Lying: photo on the left with the title beside it, and the story too when it is short; a long
 * story takes the whole width below. Upright: all under each other. */
static struct layout lay_out(const struct ui *ui, struct rect area, const struct view_news *item)
{
    struct layout ret = {0};
    int pad = ui_mm(ui, 3.0);
    struct rect inner = rect_inset(area, pad, pad);
    int bottom = inner.y;
    ret.head = inner;
    if (item->photo[0] != '\0') {
        bool beside = ui_bounds(ui).w > ui_bounds(ui).h;
        ret.picture = inner;
        ret.picture.w = beside ? inner.w * 38 / 100 : inner.w;
        ret.picture.h = beside ? ret.picture.w * 2 / 3 : ret.picture.w * 9 / 16;
        bottom = inner.y + ret.picture.h;
        if (beside) {
            rect_cut_left(&ret.head, ret.picture.w + ui_mm(ui, 4.0));
        } else {
            ret.head.y = bottom + ui_mm(ui, 2.0);
        }
    }
    ret.head.h = ui_text_height(ui, STYLE_BOLD, ret.head.w, item->title) +
                 ui_text_height(ui, STYLE_BODY, ret.head.w, item->date);
    ret.text = ret.head;
    ret.text.y = ret.head.y + ret.head.h;
    int beside_h = ui_text_height(ui, STYLE_BODY, ret.text.w, item->text);
    if (ret.text.w < inner.w && ret.text.y + beside_h > bottom + ui_line_height(ui, STYLE_BODY)) {
        ret.text = inner;
        ret.text.y =
            (ret.head.y + ret.head.h > bottom ? ret.head.y + ret.head.h : bottom) + ui_mm(ui, 1.0);
    }
    ret.text.h = ui_text_height(ui, STYLE_BODY, ret.text.w, item->text);
    bottom = ret.text.y + ret.text.h > bottom ? ret.text.y + ret.text.h : bottom;
    ret.height = bottom - area.y + pad;
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
        char photo[48];
        snprintf(photo, sizeof(photo), "%s.photo", id);
        ui_image(ui, photo, lay.picture, item->photo, item->title);
    }
    part_say(ui, &lay.head, id, STYLE_BOLD, COLOR_INK, 0.0, item->title);
    part_say(ui, &lay.head, NULL, STYLE_BODY, COLOR_INK_SOFT, 0.0, item->date);
    part_say(ui, &lay.text, NULL, STYLE_BODY, COLOR_INK, 0.0, item->text);
}

static void draw_part(struct ui *ui, const struct view *view, struct rect *area, const char *name,
                      const char *key, const struct view_news *items, size_t count)
{
    if (count == 0) {
        return;
    }
    char id[40];
    snprintf(id, sizeof(id), "village.%s", name);
    part_fact(ui, area, id, strcmp(name, "jewels") == 0 ? "star" : "newspaper", STYLE_BOLD,
              page_word(view, key));
    for (size_t i = 0; i < count; i++) {
        snprintf(id, sizeof(id), "village.%s.%zu", name, i + 1);
        draw_item(ui, area, id, &items[i]);
    }
    rect_cut_top(area, ui_mm(ui, 2.0));
}

static enum action draw(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, view->village, PAGE_BACK, NULL, NULL, false);
    struct rect area = page_scroll(ui, view, visit, &page, "village", page.body);
    if (ui_text_width(ui, STYLE_BODY, view->tagline) <= area.w) {
        part_say(ui, &area, "village.tagline", STYLE_BODY, COLOR_INK_SOFT, 2.0, view->tagline);
    }
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
