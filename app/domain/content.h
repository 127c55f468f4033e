/* content: what a village tells on its screens, beside rounds and plans; and who owns which part.
 *
 * The nouns are read from a pack (app/content) and shown as they are. Each thing has an id that
 * lives longer than its words: answers, thanks and edits made on the kiosk name it. Strings are
 * owned by whoever loaded them (an arena) and never NULL; "" says nothing. Pure.
 */
#ifndef DORPEL_CONTENT_H
#define DORPEL_CONTENT_H

#include "app/domain/round.h"

enum { CONTENT_ID = 40, CONTENT_CHOICES = 6, CONTENT_FACES = 6, CONTENT_UPDATES = 24 };

struct news {
    const char *id, *title, *text, *photo;
    const char *date; /* as written: "12 april" */
    enum owner owner;
};

/* "Hier zijn we trots op": what already goes well. */
struct jewel {
    const char *id, *title, *text, *photo;
    const char *date;                 /* as written: "sinds 1887" */
    const char *by;                   /* who carries it: "Roelie en twaalf vrijwilligers" */
    const char *join;                 /* what one can join in with; "": no "Ik doe mee" */
    const char *faces[CONTENT_FACES]; /* file names in fotos/ */
    size_t face_count;
    enum owner owner;
};

/* "Zo kan het ook": a form of initiative, or a tip. */
struct card {
    const char *id, *title, *photo;
    const char *what, *who, *first; /* what is it, who does it, first step; first may be "" */
    const char *more;               /* a longer story, or "" */
    const char *from;               /* the village it came from, or "" */
    bool is_shared;                 /* the village lets other villages show it */
    enum owner owner;
};

/* "Vraag aan het dorp". An action question asks one answer and, after it, why, with which means
 * and what would kill it: the talk's action plan. */
enum question_kind { QUESTION_CHOICE, QUESTION_SCALE, QUESTION_OPEN, QUESTION_ACTION };
enum question_show { SHOW_NEVER, SHOW_AFTER, SHOW_ALWAYS }; /* never below ten answers */
struct question {
    const char *id, *text, *about; /* about may be "" */
    const char *group;             /* questions of one name are asked after each other, or "" */
    const char *photo;
    const char *choices[CONTENT_CHOICES];
    size_t choice_count;    /* choice: 2 to CONTENT_CHOICES; else 0 */
    uint16_t most;          /* choice: so many may be picked */
    uint16_t steps;         /* scale: 3 to 10 */
    const char *low, *high; /* scale: words at its ends */
    enum question_kind kind;
    enum question_show show;
    bool is_closed; /* answers are no longer taken */
    enum owner owner;
};

/* "Hoe staat het ermee?": a plan that got money, and what became of it. */
enum project_state { PROJECT_BEGUN, PROJECT_BUSY, PROJECT_HELP, PROJECT_DONE, PROJECT_STOPPED };
enum project_telling { TELL_STORY, TELL_PHOTOS, TELL_FIGURES }; /* as its owners chose */
struct update {
    const char *date, *text, *photo;
    enum project_state state;
};
struct project {
    const char *id, *title;
    const char *round;      /* name in rondes.ini, or "" when that round is not in the pack */
    uint16_t number;        /* of its plan there, or 0 */
    const char *by;         /* who does it */
    const char *help;       /* what help is asked for, when the state is PROJECT_HELP; else "" */
    int64_t got_cents;      /* from the village's money; 0: not told */
    int64_t spent_cents;    /* so far */
    struct update *updates; /* the newest first; one or more */
    size_t update_count;
    enum project_state state; /* of the newest update */
    enum project_telling telling;
    enum owner owner;
};

struct seed_idea {                          /* ideas that come with a demo village (ideeen.csv) */
    const char *what, *more, *whom, *photo; /* `what` is its id */
    const char *plan_of; /* as in an idea's record: "us", "us-with-help", "municipality" or "" */
    unsigned needs;
    uint32_t supports;
};

/* The village's own words: any text of the screens, in any language that a pack may have. */
struct own_text {
    const char *language, *key, *text;
};

/* ---- who owns which field ------------------------------------------------------------------- */

/* "Everything has an owner, and the owner holds the key." A pack is signed by the village, by the
 * municipality (or another giver), or by both; what each may change is this, field by field. */
enum content_signer { SIGNER_VILLAGE = 1, SIGNER_MUNICIPALITY = 2 }; /* bits */

enum content_holder {
    HOLDER_VILLAGE, /* the village, whatever it is */
    HOLDER_OWNER,   /* community and shared: the village; municipality: the municipality */
    HOLDER_GIVER    /* of the money. Community: the village; shared, municipality: the other one */
};

enum content_kind {
    CONTENT_VILLAGE,
    CONTENT_ROUND,
    CONTENT_PLAN, /* owned by its round's owner: the list of a round is one thing */
    CONTENT_NEWS,
    CONTENT_JEWEL,
    CONTENT_CARD,
    CONTENT_QUESTION,
    CONTENT_PROJECT,
    CONTENT_IDEA,
    CONTENT_TEXT,
    CONTENT_KEY,  /* of the village, for practice, of the municipality */
    CONTENT_FILE, /* what nothing refers to */
    CONTENT_KINDS
};
const char *content_kind_name(enum content_kind kind); /* "news" */

/* The village itself, as one thing. */
struct village_facts {
    const char *id; /* always "dorp" */
    const char *name, *tagline, *kiosk, *reader;
    bool formal, at_once;
    uint32_t residents;
};
struct public_key {
    const char *id; /* "village" */
    uint8_t box[CRYPTO_KEY], sign[CRYPTO_KEY];
};
struct other_file {
    const char *id; /* its path */
    uint8_t hash[CRYPTO_HASH];
};

enum field_form {
    FIELD_TEXT,    /* const char * */
    FIELD_BYTES,   /* as they stand, `size` of them */
    FIELD_PHOTO,   /* const char *: a name; the picture under it counts too */
    FIELD_CHOICES, /* of a question */
    FIELD_FACES,   /* of a jewel */
    FIELD_UPDATES, /* of a project */
    FIELD_THEMES,  /* of a round */
    FIELD_PAIRS,
    FIELD_TAGS
};
struct content_field {
    enum content_kind kind;
    const char *name; /* as in the file: "bedrag" */
    enum field_form form;
    size_t offset, size;
    enum content_holder holder;
    bool is_money;
};
extern const struct content_field content_fields[];
extern const size_t content_field_count;

/* May these signers change it? owner: of the thing (of a plan: of its round). Without a key of a
 * municipality in the village there is nobody else to ask: then the village holds all. */
bool content_may(enum content_holder holder, enum owner owner, unsigned signers,
                 bool knows_municipality);

#endif
