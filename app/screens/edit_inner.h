/* edit_inner: what the screens of editing share. Nobody else includes it. */
#ifndef DORPEL_EDIT_INNER_H
#define DORPEL_EDIT_INNER_H

#include "app/screens/page.h"

/* As the field is called, for people. */
const char *edit_field_name(const struct view *view, const struct view_field *field);
/* The page of one field, where it is not typed. */
enum action edit_draw_order(struct ui *ui, const struct view *view, struct visit *visit,
                            const struct view_field *field);
enum action edit_draw_photo(struct ui *ui, const struct view *view, struct visit *visit,
                            const struct view_field *field);

#endif
