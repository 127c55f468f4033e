/* part_tile: a thing of the village as a card with its photo: to be tapped, in lists and menus; and
 * its photo beside its story. Knows no screen; owns no memory.
 */
#ifndef DORPEL_PART_TILE_H
#define DORPEL_PART_TILE_H

#include "app/screens/part.h"

struct part_tile {
    const char *id;
    const char *photo; /* in fotos/; NULL or "": the icon in its place */
    const char *icon;
    const char *title, *line; /* line may be NULL */
    const char *mark;         /* an icon before the line, or NULL */
};
int part_tile_height(const struct ui *ui, int width, const struct part_tile *tile);
bool part_tile(struct ui *ui, struct rect rect, const struct part_tile *tile);
/* Taken off the top of *area, alone in its row. */
bool part_tile_row(struct ui *ui, struct rect *area, const struct part_tile *tile);
/* In columns as the width allows; the index of the one that was tapped, or -1. */
int part_tiles(struct ui *ui, struct rect *area, const struct part_tile *tiles, size_t count);

/* The photo in a column of its own, cut off *body, where there is room; else false, and then
 * part_photo_above shows it in the story. */
bool part_photo_beside(struct ui *ui, struct rect *body, const char *photo, const char *alt);
void part_photo_above(struct ui *ui, struct rect *area, const char *photo, const char *alt);
/* A row of faces. */
void part_faces(struct ui *ui, struct rect *area, const char *const faces[], size_t count,
                const char *alt);

#endif
