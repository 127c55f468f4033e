/* page_frame: what page_begin and page_typed stand on: the wall, the ribbon of practice and the
 * bar.
 *
 * Only for the files of page. On low screens the bar is a rail of icons at the left, from top to
 * bottom; on others a row at the bottom, with the big button in a row of its own when both do not
 * fit.
 */
#ifndef DORPEL_PAGE_FRAME_H
#define DORPEL_PAGE_FRAME_H

#include "app/screens/page.h"

/* main_key NULL: no big button. */
struct page page_frame(struct ui *ui, const struct view *view, struct visit *visit, unsigned flags,
                       const char *main_icon, const char *main_key, bool main_enabled);
/* Does the big button stand in the same row as the rest of the bar? */
bool page_has_main_in_bar(const struct ui *ui, const struct view *view, const struct visit *visit,
                          unsigned flags, const char *main_icon, const char *main_key);

#endif
