/* Pieces of the screens about the hub: what travels, fingerprints, codes for a phone. */
#include "app/screens/part.h"

#include <stdio.h>

bool part_travel(struct ui *ui, const struct view *view, struct rect *area, const char *id,
                 const struct view_travel *travel, const char *left)
{
    const struct {
        const char *name, *icon, *key;
        uint32_t count;
    } lines[] = {
        {"waiting", "box", "travel.waiting", travel->waiting},
        {"sealed", "usb", "travel.sealed", travel->sealed},
        {"carried", "upload", left[0] != '\0' ? "travel.carried-since" : "travel.carried",
         travel->carried},
        {"received", "landmark", "travel.received", travel->received},
        {"safe", "shield-check", "travel.safe", travel->safe},
    };
    /* keys: travel.waiting travel.sealed travel.carried travel.carried-since travel.received
     * travel.safe */
    bool any = false;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        char words[200], number[16], full[48];
        if (lines[i].count == 0) {
            continue;
        }
        any = true;
        snprintf(number, sizeof(number), "%u", (unsigned)lines[i].count);
        snprintf(full, sizeof(full), "%s.%s", id, lines[i].name);
        page_fill(words, sizeof(words), view, lines[i].key,
                  (const char *const[]){"n", number, "when", left, NULL});
        part_fact(ui, area, full, lines[i].icon, STYLE_BODY, words);
    }
    return any;
}

void part_print(struct ui *ui, struct rect *area, const char *id, const char *print)
{
    part_say(ui, area, id, STYLE_TITLE, COLOR_INK, 3.0, print);
}

/* ---- codes ---------------------------------------------------------------------------------- */

struct rect part_qr_beside(struct ui *ui, struct rect body, const char *id, const struct qr *qr,
                           const char *alt)
{
    if (qr == NULL || page_is_upright(ui)) {
        return body;
    }
    int most = body.w * 2 / 5;
    struct rect place = rect_cut_right(&body, most < body.h ? most : body.h);
    ui_qr(ui, id, place, qr, alt);
    rect_cut_right(&body, 2 * page_gap(ui));
    return body;
}

void part_qr_below(struct ui *ui, struct rect *area, struct rect body, const char *id,
                   const struct qr *qr, const char *alt)
{
    if (qr == NULL || !page_is_upright(ui)) {
        return;
    }
    struct rect place = *area;
    place.h = body.h * 3 / 5; /* the scroll buttons stand in it too */
    struct rect used = ui_qr(ui, id, place, qr, alt);
    rect_cut_top(area, used.h);
    rect_cut_top(area, page_gap(ui));
}
