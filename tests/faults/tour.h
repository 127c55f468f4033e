/* tour: every screen in each of its interesting states, without store, clock or button.
 *
 * A stop fills a view and a visit by hand, from the demo village: few and many ideas, long names,
 * notices, results known and unknown, practice, a stick in each state, a damaged pack. The same
 * stop is the same frame on every machine. tour_init/tour_finish on the caller's memory, which is
 * large: keep it static. Run from the top of the repository.
 */
#ifndef DORPEL_TOUR_H
#define DORPEL_TOUR_H

#include "app/content/pack.h"
#include "app/screens/screen.h"

enum { TOUR_IDEAS = 12, TOUR_ROUNDS = 2, TOUR_LOG = 12, TOUR_FAULTS = 4, TOUR_WINDOWS = 400 };

struct tour {
    struct io *io;
    struct arena arena;
    struct pack *pack;
    struct lang *lang;
    uint16_t windows[TOUR_WINDOWS][4];
    size_t window_count;

    /* as the stop has it */
    struct view view;
    struct visit visit;
    struct round rounds[TOUR_ROUNDS];
    struct plan plans[TOUR_ROUNDS][ROUND_MAX_PLANS];
    struct view_round view_rounds[TOUR_ROUNDS];
    struct idea ideas[TOUR_IDEAS];
    struct view_idea view_ideas[TOUR_IDEAS], waiting[TOUR_IDEAS];
    struct view_news news[32];
    struct view_jewel jewels[32];
    struct view_project projects[32];
    struct view_question questions[32];
    struct view_sent sent[4];
    struct view_log log[TOUR_LOG];
    struct view_fault faults[TOUR_FAULTS];
    struct qr codes[2]; /* of our own fingerprint, of a closed box */
    int idle_left_s;    /* above 0: "Bent u er nog?" lies over the screen */
};

struct tour_stop {
    enum screen_id screen;
    const char *state; /* with the screen's name the name of its goldens and pictures */
    void (*set)(struct tour *tour); /* NULL: as the village is */
};
struct tour_part { /* a family of screens, a file each */
    const struct tour_stop *stops;
    size_t count;
};
extern const struct tour_part tour_village, tour_own, tour_vote, tour_result_ways, tour_staff,
    tour_admin, tour_machine, tour_content;
const struct tour_stop *tour_stop(size_t index); /* NULL behind the last */

void tour_init(struct tour *tour);
void tour_finish(struct tour *tour);
const char *tour_name(const struct tour_stop *stop, char *dst, size_t cap); /* "home-open" */

/* To a stop, in a language ("nl", "fy", "en"). */
void tour_go(struct tour *tour, const struct tour_stop *stop, const char *language);
/* Draws until the screen is still; aborts when it never is, or when the stop is left by itself. */
void tour_draw(struct tour *tour, struct ui *ui, struct ui_look look);
/* Scrolls the part that scrolls on by half its height; false when there is nothing below. */
bool tour_scroll(struct ui *ui);

/* For the files of stops: */
#define TOUR_WIDE_TITLE                                                                            \
    "Leeftijdsbestendige appartementen naast het gezondheidscentrum aan de vaart"
void tour_type(struct tour *tour, const char *text); /* into the field */
void tour_few_ideas(struct tour *tour, size_t count);
void tour_no_store(struct tour *tour);
void tour_long_names(struct tour *tour); /* of village, reader, rounds, plans, ideas */
void tour_result(struct tour *tour, size_t round, bool totals); /* closed and counted */
void tour_drawing(struct drawing *drawing);

#endif
