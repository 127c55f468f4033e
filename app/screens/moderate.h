/* moderate: what the pages share on which an admin reads what residents typed. */
#ifndef DORPEL_MODERATE_H
#define DORPEL_MODERATE_H

#include "app/screens/page.h"

/* "Are you sure that it goes for good?" with one text, which is its own id; page.main is yes. */
struct page moderate_sure(struct ui *ui, const struct view *view, struct visit *visit,
                          const char *scroll, const char *text);

#endif
