/* eye: judges a frame as a person would who has stiff fingers and weak eyes.
 *
 * Looks at elements and display list: nothing clipped, outside or on top of something else; what
 * can be tapped is large enough and has room around it; letters as high as promised; help and the
 * way out are there; words stand out from their ground. Faults are collected, one for each kind,
 * screen and element; the first cell where it was seen is told.
 */
#ifndef DORPEL_EYE_H
#define DORPEL_EYE_H

#include "app/screens/screen.h"
#include "app/ui/ui_sdl.h"

#include <stdio.h>

enum { EYE_FAULTS = 400, EYE_SEEN = 400, EYE_TOLD = 20 };

struct eye_fault {
    char key[140]; /* kind, stop, element */
    char text[300];
    size_t cells; /* in how many it was seen */
};

struct eye_seen { /* over all pages of a part that scrolls */
    char id[48];
    enum ui_kind kind;
    int w, h;
};

struct eye {
    const struct face *face;
    struct ui_sdl *sdl; /* to see the ground of words that stand on a picture; may be NULL */
    const char *stop;   /* "home-open" */
    const char *cell;   /* "1280x800@217mm, step 2, warm, nl" */
    enum screen_id screen;
    bool is_modal;   /* a question lies over the screen */
    bool has_digits; /* a question that is answered with ten digits */
    double px_per_mm, width_mm;
    struct eye_seen seen[EYE_SEEN];
    size_t seen_count;
    struct eye_fault faults[EYE_FAULTS];
    size_t fault_count;
};

/* One page of a stop; eye_done after its last page. */
void eye_page(struct eye *eye, const struct ui *ui);
void eye_done(struct eye *eye);
/* The colours of all words and icons on it, against what lies under them. */
void eye_colors(struct eye *eye, const struct ui *ui);
void eye_tell(const struct eye *eye, FILE *to); /* the first EYE_TOLD; all with EYE_ALL=1 */
/* Was there a fault whose "kind: screen: element" contains this? */
bool eye_has(const struct eye *eye, const char *key_part);
void eye_fault(struct eye *eye, const char *kind, const char *element, const char *detail);

#endif
