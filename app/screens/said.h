/* said: an answer in words, for the screens that show one. */
#ifndef DORPEL_SAID_H
#define DORPEL_SAID_H

#include "app/screens/page.h"

/* Its height in pixels; hundreds may be on one screen, and only what is seen is drawn.
 * The answer, and with an action why, by which means and what kills it; taken off *area. The ids
 * are STEM.words, STEM.words.1, ... */
int said_height(struct ui *ui, const struct view *view, int width, const struct view_said *said);
void said_words(struct ui *ui, const struct view *view, struct rect *area, const char *stem,
                const struct view_said *said);

#endif
