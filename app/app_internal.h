/* app_internal: what app.c, app_view.c, app_act.c and app_setup.c share. Nobody else includes it.
 */
#ifndef DORPEL_APP_INTERNAL_H
#define DORPEL_APP_INTERNAL_H

#include "app/app.h"
#include "app/app_content.h"
#include "app/app_photo.h"
#include "app/content/pack_overlay.h"
#include "app/domain/health.h"
#include "app/screens/screen.h"
#include "app/stick_run.h"
#include "app/store/store_admin.h"
#include "app/store/store_edit.h"
#include "app/store/store_deed.h"
#include "app/store/store_idea.h"
#include "app/store/store_logbook.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "app/wifi_work.h"
#include "app/worker.h"
#include "firmware/button.h"

#define APP_VERSION "0.1"

enum {
    APP_IDLE_MS = 120000,
    APP_WARNING_MS = 45000,
    APP_DONE_MS = 60000,        /* the receipt stays this long at most */
    APP_TURN_MS = 120000,       /* a voter let in by the caretaker */
    APP_FLOOR_MS = 600000,      /* how often the clock's floor is kept */
    APP_FLOOR_QUIET_MS = 60000, /* and only when nobody stood here for so long */
    APP_LOG_LINES = 500,        /* of the logbook, on the screen */
    APP_SILENT_DAYS = 14,       /* without an answer: then the caretaker reads it */
    APP_STICK_MS = 500,         /* how often a staff screen looks whether a stick is in */
    APP_NIGHT_MS = 86400000,    /* how often the store is re-packed */
    APP_TELL_MS = 60000,        /* how often it is seen whether the health changed */
    APP_TOLD_MS = 3600000,      /* and when it was told: a loose plug makes no pile of records */
    APP_QUIET_MS = 600000,      /* and only when nobody touched anything for so long */
    APP_STACK = 128 * 1024,     /* how deep an act may go: our calls, SQLite's and jansson's */
    APP_WAKE_DRAWS = 12,        /* frames in a row before we say a screen never rests */
};

/* The ideas: app_ideas.c. */
enum { APP_CARDS = 24 }; /* whole ones that are kept, some 15 KB each; a screen shows fewer */
struct idea_card {
    uint64_t used; /* 0: free */
    struct idea_row row;
    struct reply replies[REPLY_FROMS];
    struct view_idea view;
};
struct alike { /* what was last looked for: a visitor's words */
    char what[IDEA_WHAT * 4 + 1];
    int least;
    uint8_t rids[VIEW_ALIKE][RECORD_RID];
    size_t count;
};
struct shelf {
    struct store *store; /* whose ideas these are, and of when; NULL: empty */
    uint64_t stamp;
    bool staff;
    bool is_listed; /* the names were read; until then there are counts only */
    bool has_one;   /* and perhaps which one is the index-th quiet: the village shows one a turn */
    size_t one;
    enum idea_sort one_sort;
    uint8_t one_rid[RECORD_RID];
    struct arena arena;
    struct idea_name *names;
    size_t name_count;
    const struct idea_name **lists[VIEW_LISTS];
    size_t counts[VIEW_LISTS], waiting, refused;
    struct idea_card cards[APP_CARDS];
    uint64_t clock;
    struct alike alike;
};

struct opened { /* the parcel that is looked into; in the view's arena */
    const struct view_sent_thing *things;
    size_t count, index;
};

struct heard { /* what was said in words about one subject; in the view's arena */
    const char *about;
    const struct view_said *list;
    size_t count;
};

struct app_guests { /* zero is empty */
    struct arena arena;
    struct card *cards;
    size_t count;
    uint8_t digest[CRYPTO_HASH]; /* of the file that was read */
    uint8_t village[CRYPTO_KEY]; /* ours then: its own cards are no guests */
};

struct app {
    struct io *io;
    struct clock *clock;
    struct app_options options;
    char lang_fresh[4]; /* of a fresh visit */
    char data[512], pack_dir[600], photos[700];
    char stick_folder[512]; /* "" = none */
    char stick_fail[32];

    struct store *real, *practice; /* practice is NULL until it is used */
    bool is_practice;
    struct pack *loaded;     /* the one in use, or NULL */
    const struct pack *pack; /* ... with what was edited here laid over it */
    struct overlay *overlay; /* of it; all in overlay_arena */
    struct arena overlay_arena;
    struct app_guests guests;      /* cards of other villages */
    bool is_enrolled;              /* by a hub or the village's own key; else votes are practice */
    struct pack *refused;          /* the newest that was refused, for its faults, or NULL */
    struct round *practice_rounds; /* the pack's, with ids and keys of their own; arena */
    struct arena setup;            /* lives as long as the pack */
    struct lang *lang;
    uint16_t (*windows)[4];
    size_t window_count;

    struct ui *ui;
    struct visit visit;
    struct ui *ahead_ui; /* app_ahead's: what it draws nobody sees, and nobody taps */
    struct visit ahead_visit;
    struct view view;
    struct arena view_arena;
    struct shelf shelf;
    struct opened opened;
    struct heard heard;
    bool view_is_fresh; /* made in this frame: the store was read, and maybe written before */
    bool view_is_old;   /* an act changed what the store knows */
    enum screen_id last_screen;

    struct content_desk content;
    struct photo_desk photo;
    struct worker *worker;
    struct stick_run stick;
    enum stick_state stick_shown;
    struct view_wifi wifi;       /* as last looked at */
    struct wifi_work *wifi_work; /* a question that waits for its answer, or NULL */
    int64_t wifi_ms;             /* and when it was asked */
    bool stick_is_new;           /* and the screen says so */
    const char *stick_warning;   /* text key; "" or NULL: none */
    struct button button;
    bool button_broken; /* the self-test's verdict, kept in the store */
    bool button_heard;  /* a press during the self-test */
    bool lamp_dark;     /* and of the lamp */
    struct app_machine machine;
    char place[24]; /* text key of where the kiosk stands; "" */
    enum lamp_pattern lamp;
    int64_t lamp_since_ms;
    enum check_state checks[CHECKS];
    const char *check_note[CHECKS];

    bool visit_ended; /* in this frame: the stack below it is wiped when it is done */
    int64_t last_input_ms;
    int64_t screen_since_ms;
    int64_t turn_until_ms; /* 0: no turn */
    size_t turn_round;
    int64_t stick_ms;           /* when we last looked for a stick */
    int64_t floor_ms, night_ms; /* when the floor was kept, the store re-packed */
    int64_t photo_ms;           /* when photos that nothing shows were looked for */
    int64_t tell_ms;            /* when it is seen again whether the health changed */
    char view_lang[4];          /* the language the view was made in */
    bool warned;                /* "Bent u er nog?" is on the screen */
    bool answered;              /* and a finger lifted from it */
    char clock_text[64];
};

int64_t app_now_ms(const struct app *app);
struct store *app_store(struct app *app); /* of ideas: real or practice */
/* Of this round's votes. Without a practice store its twins are nowhere, and open in no store. */
struct store *app_store_of(struct app *app, const struct round *round);
bool app_open_practice(struct app *app, struct err *err);
/* app_guests.c: cards of other villages. look: has dorpel-sync brought others? True: they were
 * read, and app_overlay is to be made anew. */
bool app_guests_look(struct app *app);
void app_guests_lay(const struct app *app, struct pack *pack);
void app_guests_finish(struct app *app);
/* app_enrol.c: does this round of the pack take real votes from whom stands here? */
bool app_is_for_real(const struct app *app, const struct round *round);
void app_enrol_look(struct app *app); /* is this kiosk enrolled, by whom? Reads settings. */
bool app_enrol_by_village(struct app *app);
void app_act_hub_village(struct app *app);
void app_enrol_done(struct app *app, bool done); /* the child at the key stick ended */
/* The round at index as it is voted in now: the real one, or its practice twin. */
const struct round *app_round(const struct app *app, size_t index);
void app_notice(struct app *app, const char *key, int64_t number);
void app_log(struct app *app, const char *key, const char *detail); /* logbook */
void app_end_visit(struct app *app);

bool app_setup_store(struct app *app, bool check_later, struct err *err);
void app_setup_practice(struct app *app, struct arena *arena); /* the pack's rounds, to practise */
void app_overlay(struct app *app);
bool app_is_frozen(struct app *app, const struct overlay_field *field); /* its round was opened */
int app_today(struct app *app);                         /* days since 1970-01-01, of the village */
bool app_setup_texts(struct app *app, struct err *err); /* texts, windows */
bool app_setup_pack(struct app *app, struct err *err);  /* false: none at all; see refused */
void app_view_make(struct app *app);                    /* all of it, from the store */
void app_view_post(struct app *app);                    /* the hub, and what travels to it */
void app_view_admin(struct app *app);                   /* for staff; see view_admin.h */
/* This pack from now on; it becomes the app's, and the one before is freed. */
void app_setup_use(struct app *app, struct pack *pack, const char *dir);
void app_view_statement(struct app *app, struct view_round *round);
/* "9 maart", "9 maart 14:05" or "maandag 9 maart 2026, 14:05", in dst, which is returned. */
enum date_form { DATE_DAY, DATE_SHORT, DATE_LONG };
const char *app_date_words(struct app *app, char *dst, size_t cap, int64_t wall_s,
                           enum date_form form);
void app_view_own(struct app *app); /* what is the village's own: app_view_own.c */
void app_view_owners(struct app *app, struct round *round); /* whose plan it is now */
void app_view_ideas(struct app *app);                       /* read again only when they changed */
void app_shelf_list(struct shelf *shelf); /* the names, when they are not there yet */
/* "idee/<rid>/antwoord/dorp": the item of store_edit that a reply is; dst of EDIT_ITEM. */
void app_reply_item(char dst[EDIT_ITEM], const uint8_t rid[RECORD_RID], enum reply_from from);
void app_shelf_wipe(struct shelf *shelf);
void app_view_refresh(struct app *app); /* times, stick, checks */

void app_take_stick(struct app *app);     /* looks, now and then; reads what a visit tells */
void app_look_for_stick(struct app *app); /* now */
bool app_stick_is_in(struct app *app);
bool app_stick_is_here(struct app *app); /* else it looks, and says that none is in */
bool app_stick_ask(struct app *app, enum stick_word word, struct err *err); /* one is in */

bool app_health_tell(struct app *app); /* true: a record was made */
void app_read_place(struct app *app);
void app_act_place(struct app *app);

void app_act(struct app *app, enum action action);
void app_act_button(struct app *app); /* a clean press of the lit button */
void app_act_code_done(struct app *app, const struct worker_answer *answer);

/* Acts, by family. Each leaves its sentence in the visit's notice. */
void app_notice_store(struct app *app, const struct err *err, const char *otherwise);
void app_done(struct app *app, const char *notice); /* the view is old now; notice may be NULL */
void app_act_support(struct app *app);
void app_act_pledge(struct app *app);
void app_act_idea_save(struct app *app);
void app_act_idea_find(struct app *app);
void app_act_idea_withdraw(struct app *app);
void app_act_idea_erase(struct app *app);
bool app_seal_visitor(struct app *app, struct contact_sealed *ret, struct err *err);
void app_act_pledge_about(struct app *app); /* app_act_own.c */
void app_view_said(struct app *app);        /* answers in words, and what waits */
void app_act_said(struct app *app, enum action action);
void app_act_release(struct app *app);
void app_act_thank(struct app *app);
void app_act_answer(struct app *app);
void app_act_owner_change(struct app *app);
void app_act_code_check(struct app *app);
void app_act_turn_take(struct app *app);
void app_act_vote(struct app *app);
void app_act_words_check(struct app *app);
void app_act_pin_check(struct app *app);
void app_act_pin_set(struct app *app);
void app_act_stick(struct app *app, enum stick_word word);
void app_act_turn_give(struct app *app);
void app_act_turn_end(struct app *app);
void app_act_moderate(struct app *app, enum idea_state state);
void app_act_round(struct app *app, bool by_button);
void app_act_checks_run(struct app *app);
void app_act_button_proven(struct app *app);
void app_act_practice(struct app *app, bool on);
void app_act_lamp(struct app *app, bool seen);
void app_act_clock(struct app *app);
void app_act_round_again(struct app *app, bool by_button);
void app_setup_device(struct app *app); /* language and size of the screen, from the store */
void app_act_helpers(struct app *app);
void app_helpers_heard(struct app *app, bool done); /* the visit of the stick ended */
void app_wifi_look(struct app *app);
void app_wifi_take(struct app *app, bool wait); /* what NetworkManager answered */
void app_act_network(struct app *app, enum action action);
void app_act_device(struct app *app, enum action action);
void app_act_admin(struct app *app, enum action action); /* app_act_admin.c: all of theirs */
void app_act_edit(struct app *app, enum action action);  /* visit->item becomes visit->typed */
void app_act_hub_code(struct app *app);
void app_act_hub(struct app *app, bool accepts, bool by_button);

#endif
