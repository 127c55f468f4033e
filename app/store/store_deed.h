/* store_deed: what neighbours do in the village besides ideas: join in, say thanks, answer; and the
 * steps in which a plan gets another owner. All as records, each about a subject (subject.h).
 */
#ifndef DORPEL_STORE_DEED_H
#define DORPEL_STORE_DEED_H

#include "app/domain/question.h"
#include "app/domain/subject.h"
#include "app/store/store_idea.h"

enum deed { DEED_PLEDGE, DEED_THANKS, DEED_ANSWER };

/* contact: name and number, sealed to the owner. */
bool store_deed_pledge(struct store *store, const char *about, const struct contact_sealed *contact,
                       struct err *err);
bool store_deed_thank(struct store *store, const char *about, struct err *err);
/* One bit for each choice, or one for the step of a scale; or texts (the first is required, NULL
 * or "" when not said), and then no bits. ERR_FORMAT: neither, or both. */
bool store_deed_answer(struct store *store, const char *about, unsigned choices,
                       const char *const texts[ANSWER_TEXTS], struct err *err);

bool store_deed_count(struct store *store, const char *about, enum deed deed, uint32_t *ret,
                      struct err *err);
struct deed_tally {
    uint32_t answers; /* all, with words too */
    uint32_t choice[ANSWER_CHOICES];
};
bool store_deed_tally(struct store *store, const char *about, struct deed_tally *ret,
                      struct err *err);

struct owner_step {
    enum owner was, owner;
    enum owner_reason reason;
    bool is_maker; /* else the admin */
};
bool store_owner_change(struct store *store, const char *about, const struct owner_step *step,
                        struct err *err);
/* The steps of one subject, the newest first; or the newest of all. Returns how many there are,
 * at most `most` of which are in ret. */
bool store_owner_steps(struct store *store, const char *about, struct owner_step *ret, size_t most,
                       size_t *ret_count, struct err *err);

#endif
