/* said: an answer in words, for the screens that show one. */
#ifndef DORPEL_SAID_H
#define DORPEL_SAID_H

#include "app/screens/page.h"

/* The answer, and with an action why, by which means and what kills it; taken off *area. The ids
 * are STEM.words, STEM.words.1, ... */
void said_words(struct ui *ui, const struct view *view, struct rect *area, const char *stem,
                const struct view_said *said);

#endif
