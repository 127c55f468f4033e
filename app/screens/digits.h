/* digits: a question that is answered with digits: a phone number, an idea's number, a PIN.
 *
 * The ten keys stand beside the question on lying screens, so that question and answer stay in
 * sight together; below it on upright ones.
 */
#ifndef DORPEL_DIGITS_H
#define DORPEL_DIGITS_H

#include "app/screens/page.h"

enum digits_look { DIGITS_SHOWN, DIGITS_SECRET }; /* SECRET: a full dot for each digit */

/* Like page_typed: writes visit->typed, at most max_count digits. The notice stands under the
 * question, or in its place where there is little room. */
struct page digits_page(struct ui *ui, const struct view *view, struct visit *visit,
                        const char *title, enum digits_look look, size_t max_count,
                        const char *main_key, bool main_enabled);

#endif
