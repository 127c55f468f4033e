/* round: one vote of a village on its money: the plans, the ballot form, the keys, the rules.
 *
 * A round is read from a pack and frozen when it opens: round_digest() then binds every ballot to
 * exactly these plans, costs and rules. Pure. Strings are owned by whoever loaded it (an arena).
 */
#ifndef DORPEL_ROUND_H
#define DORPEL_ROUND_H

#include "app/base/crypto.h"

enum owner { OWNER_COMMUNITY, OWNER_SHARED, OWNER_MUNICIPALITY };
const char *owner_name(enum owner owner); /* "community", "shared", "municipality" */
bool owner_parse(enum owner *ret, const char *name);

enum round_access { ACCESS_CODE, ACCESS_UNLOCK, ACCESS_OPEN };
enum round_state { ROUND_CONCEPT, ROUND_OPEN, ROUND_PAUSED, ROUND_CLOSED };
const char *round_state_name(enum round_state state); /* "concept", "open", "paused", "closed" */

enum ballot_form { FORM_APPROVE, FORM_PURSE, FORM_POINTS, FORM_RANK };

enum { ROUND_MAX_THEMES = 20, ROUND_MAX_PAIRS = 400 };
enum { ROUND_ID = 16, ROUND_MAX_PLANS = 120, ROUND_MAX_BUDGET_CENTS = 2000000000 };
enum { ROUND_MAX_RESTARTS = 99 };

/* What a round goes through. A person goes on to the next phase; a date only proposes it, and
 * pauses a vote. */
enum round_phase { PHASE_IDEAS, PHASE_CHECK, PHASE_VOTE, PHASE_RESULT, PHASE_DOING, ROUND_PHASES };
const char *round_phase_name(enum round_phase phase); /* "ideas", "check", ... */
bool round_phase_parse(enum round_phase *ret, const char *name);

struct plan {
    uint16_t number; /* fixed; what is printed on paper and counted */
    const char *title;
    const char *summary; /* one sentence */
    const char *text;    /* may be "" */
    const char *by;      /* who made it: "Buurtvereniging De Brink"; may be "" */
    const char *photo;   /* file name in fotos/, or "" */
    const char *theme;   /* or "" */
    const char *change;  /* what changed before opening, "Was 4.000 euro"; or "" */
    int64_t cost_cents;
    enum owner owner;
};

struct round_theme { /* at most this much for the plans of a theme */
    const char *name;
    int64_t budget_cents;
};
struct plan_pair { /* at most one of the two gets money */
    uint16_t a, b; /* indices into plans, a before b */
};

struct round_keys { /* public halves only; a kiosk has no other */
    uint8_t registrar[CRYPTO_KEY];
    uint8_t registrar_sign[CRYPTO_KEY];
    uint8_t first[CRYPTO_KEY];
    uint8_t last[CRYPTO_KEY];
    uint8_t last_sign[CRYPTO_KEY];
};

struct round {
    uint8_t id[ROUND_ID];
    const char *name;     /* short, ASCII, as in rondes.ini: "2026" */
    const char *title;    /* "Dorpsbudget 2026" */
    const char *question; /* "Welke plannen krijgen geld?" */
    const char *about;    /* plain words: who may vote, until when, who counts */
    const char *giver;    /* who puts money in when shared, or "" */
    const char *terms;    /* on what conditions, in one sentence; or "" */
    enum owner owner;
    enum round_access access;
    enum ballot_form form;
    uint16_t choose_min; /* approve: at least; 0 or 1 = no minimum beyond one */
    uint16_t choose_max; /* approve and rank: at most; points: most per plan */
    uint16_t points;     /* points form: to divide in all */
    bool allow_blank;    /* a ballot with nothing on it may be cast */
    bool is_practice;
    const char *rule;         /* counting rule: "votes", "votes-no-skip", ... */
    const char *completion;   /* of equal shares: "add1", ...; NULL: none */
    const char *tie;          /* "lexico", ...; NULL: as a village does */
    const char *left_over;    /* "next", "part"; NULL: it is kept */
    uint32_t floor_votes;     /* a plan with fewer votes takes no part */
    uint32_t floor_permyriad; /* ... or on fewer of the ballots, in ten-thousandths */
    int64_t budget_cents;
    int day[ROUND_PHASES];            /* on which each begins, since 1970-01-01; 0: by hand */
    enum round_phase phase;           /* as a person chose it; see round_phase() */
    uint16_t restarts;                /* how often it began anew with the same codes */
    uint8_t base_id[ROUND_ID];        /* as the pack calls it; keys and codes are bound to it */
    const struct round_theme *themes; /* with a bound; plans of other themes have none */
    size_t theme_count;
    const struct plan_pair *pairs; /* by a, then b */
    size_t pair_count;
    uint8_t salt[CRYPTO_SALT];
    struct crypto_cost cost;
    struct round_keys keys;
    struct plan *plans; /* by rising number */
    size_t plan_count;
    const uint8_t (*tags)[32]; /* tags of the codes of this village, sorted; NULL without codes */
    size_t tag_count;
};

/* Digest of all that opening freezes: id, form, limits, budget, rule, plans with number, title and
 * cost. What may stand beside the rule is in it when something does ("dorpel round 2"), and so are
 * bounds of themes and plans that exclude each other ("dorpel round 3"); a round without keeps the
 * digest that it always had. */
void round_digest(uint8_t ret[CRYPTO_HASH], const struct round *round);
/* The phase as it is: `chosen` by a person, as far as the state of the ballot box leaves a choice.
 */
enum round_phase round_phase(enum round_state state, enum round_phase chosen);
/* The phase that the dates say, on this day; `now` when they say nothing. */
enum round_phase round_phase_due(const struct round *round, enum round_phase now, int day);
/* The id of a round that began anew n times with the same codes: ballots of before never meet those
 * of now. 0 times is base itself. */
void round_restart_id(uint8_t ret[ROUND_ID], const uint8_t base[ROUND_ID], uint16_t n);
const struct plan *round_plan(const struct round *round, uint16_t number); /* NULL: no such */
bool round_knows_tag(const struct round *round, const uint8_t tag[32]);    /* binary search */

#endif
