/* ruler: a face for tests without fonts: every letter is 550 units wide, a capital 668 high. */
#ifndef DORPEL_RULER_H
#define DORPEL_RULER_H

#include "app/ui/text.h"

extern const struct face ruler_face;

#endif
