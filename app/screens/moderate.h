/* moderate: what the pages share on which an admin reads what residents typed. */
#ifndef DORPEL_MODERATE_H
#define DORPEL_MODERATE_H

#include "app/screens/page.h"

struct moderate_state {
    const char *icon, *key;
};
extern const struct moderate_state moderate_states[IDEA_STATES];

/* "Are you sure that it goes for good?" with one text, which is its own id; page.main is yes. */
struct page moderate_sure(struct ui *ui, const struct view *view, struct visit *visit,
                          const char *scroll, const char *text);

#endif
