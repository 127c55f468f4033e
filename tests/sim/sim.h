/* sim: kiosks, sticks, a network and a hub in one process, the real code under seeded misfortune.
 *
 * A world is made from a seed; acts follow each other until the seed has had enough; then all
 * faults end, everything that can still travel does, and the promises are held against an oracle
 * that was told what visitors were told. The same seed gives the same run to the byte.
 *
 *     card       a memory card: a disk in memory (io_fault) with SQLite on it; can be copied whole
 *     kiosk      a machine with a card in it: store and sync of app/ and sync/
 *     stick      a folder, between visits; in a kiosk or at the hub's desk a stick_fake
 *     mail       the network: bundles and acks as bytes that are lost, doubled, late, cut, changed
 *     hub        sync/hub on SQLite on a disk of its own, with backups and older copies
 *     count      the registrar, two keepers and their programs, when all has come
 *     oracle     every vote that was confirmed and on which cards it is; every bundle that the hub
 *                said it has; every bundle that was ever in a backup that can be read
 *
 * What is out of reach: a vote that is on no card that lives, in no bundle on a stick that was not
 * lost, and not in the hub as it was put back: nobody has it any more. Votes on a kiosk that the
 * clerk revoked, as far as they had not arrived, are out of reach by her own decision.
 */
#ifndef DORPEL_SIM_H
#define DORPEL_SIM_H

#include "app/count/keyfile.h"
#include "sync/hub/hub_receive.h"
#include "sync/post.h"
#include "sync/visit.h"
#include "tests/faults/store_rig.h"

enum {
    SIM_KIOSKS = 6,
    SIM_STICKS = 3,
    SIM_IMAGES = 3,
    SIM_COPIES = 3,
    SIM_VOTERS = 40,
    SIM_VOTES = 400,
    SIM_IDEAS = 120,
    SIM_IDS = 1200,
    SIM_MAIL = 40,
    SIM_BACKUPS = 64,
    SIM_PATH = 200
};

enum sim_bug {
    SIM_BUG_NONE,
    SIM_BUG_PURGE_EARLY,  /* bytes are forgotten at the first ack */
    SIM_BUG_PURGE_LATER,  /* a while after the first ack */
    SIM_BUG_DEDUPE_SEQ,   /* hub: a number that came before is a copy */
    SIM_BUG_REFUSE_FORK,  /* hub: "already have that number" */
    SIM_BUG_BARE_200,     /* an answer without an ack is believed */
    SIM_BUG_NO_READ_BACK, /* the stick is believed */
    SIM_BUG_EARLY_SAFE,   /* hub: safe as soon as it came */
    SIM_BUG_UNSIGNED,     /* count: a ballot is opened that the registrar did not sign */
    SIM_BUGS
};
extern const char *const sim_bug_names[SIM_BUGS];

/* ---- chance: the seed's own stream, apart from that of crypto.h ---- */
struct sim_dice {
    uint64_t state;
};
uint64_t sim_random(struct sim_dice *dice);
unsigned sim_below(struct sim_dice *dice, unsigned limit); /* 0 .. limit - 1 */
bool sim_chance(struct sim_dice *dice, unsigned percent);

/* ---- sets ---- */
struct sim_ids { /* of bundles */
    uint8_t id[SIM_IDS][BUNDLE_ID];
    size_t count;
};
bool sim_ids_has(const struct sim_ids *ids, const uint8_t id[BUNDLE_ID]);
void sim_ids_add(struct sim_ids *ids, const uint8_t id[BUNDLE_ID]);

struct sim_marks { /* of votes or ideas, by their place in the oracle's list */
    uint64_t bits[(SIM_VOTES + 63) / 64];
};
bool sim_marked(const struct sim_marks *marks, size_t at);
void sim_mark(struct sim_marks *marks, size_t at);

/* ---- the oracle ---- */
struct sim_vote {
    unsigned voter;
    uint8_t ballot[RECORD_RID], entry[RECORD_RID];
    uint8_t tag[CODE_TAG];
};

/* ---- cards ---- */
struct sim_files {
    struct sim_file {
        char path[SIM_PATH];
        uint8_t *data;
        size_t len;
    } * list;
    size_t count;
};
void sim_files_take(struct sim_files *ret, struct io_fault *disk); /* all that stands on it */
void sim_files_free(struct sim_files *files);

struct sim_disk { /* with SQLite on it */
    struct io_fault *disk;
    struct vfs_io *vfs;
    char name[24];    /* of the VFS */
    bool keeps_names; /* as ext4: what was synced has its name; else as strict as POSIX */
};
/* files NULL: empty. */
struct sim_disk *sim_disk_new(const struct sim_files *files, bool keeps_names);
void sim_disk_free(struct sim_disk *disk);

struct sim_image { /* a card, copied while the kiosk was off */
    bool is_there;
    struct sim_files files;
    struct sim_marks votes, ideas;
    unsigned identity;
};

struct sim_kiosk {
    bool is_there;
    struct sim_disk *card;
    struct store *store;
    struct sync_kiosk sync;
    bool has_sync;
    char machine[24]; /* "": cannot be told */
    int64_t now_s;
    int quality;
    unsigned identity; /* whose keys are on the card */
    uint64_t version;  /* of the newest answer that it accepted */
    struct sim_marks votes, ideas;
    size_t unsure; /* a vote that the power cut short; SIM_VOTES: none */
};

struct sim_mail {
    bool is_there;
    int to; /* kiosk; -1: the hub */
    uint8_t *data;
    size_t len;
};

struct sim_copy { /* of the hub's database, or of a stick */
    bool is_there;
    uint8_t *data;
    size_t len;
};

struct sim {
    uint64_t seed;
    struct sim_dice dice;
    enum sim_bug bug;
    bool verbose;
    unsigned step;
    char problem[400]; /* "": none */

    struct rig rig;                        /* the round, and how votes for it are made */
    struct keyfile registrar, first, last; /* of those who count it */
    struct pack pack;
    struct phrases phrases;
    struct io *files;
    struct arena arena;     /* of one act */
    struct arena rig_arena; /* of the whole run */
    char dir[64];           /* of the sticks */
    unsigned misfortune;    /* how much goes wrong, per cent */
    bool is_draining;

    struct sim_kiosk kiosk[SIM_KIOSKS];
    size_t kiosk_count;
    struct sim_image image[SIM_IMAGES];
    bool stick_copied[SIM_COPIES];
    struct sim_mail mail[SIM_MAIL];

    struct sim_disk *hub_disk;
    struct clock clock;
    struct hub_place place;
    struct hub hub;
    bool is_hub_open;
    struct hub_knows knows;
    struct sim_copy hub_copy[SIM_COPIES];
    struct sim_tap {
        uint64_t left;
        bool is_struck;
    } tap;

    /* the oracle */
    struct sim_vote vote[SIM_VOTES];
    size_t vote_count;
    struct sim_marks cast; /* confirmed, or found on a card after a power cut */
    uint8_t idea[SIM_IDEAS][RECORD_RID];
    size_t idea_count;
    struct party identity[SIM_KIOSKS];
    struct bundle_bytes request[SIM_KIOSKS]; /* of each identity, to enrol */
    bool is_revoked[SIM_KIOSKS];
    bool is_overwritten, is_put_back; /* a card; the hub */
    size_t identity_count;
    struct sim_ids kept;     /* the hub said that it has them, and was not put back since */
    struct sim_ids ever;     /* the hub had them at some time */
    struct sim_ids verified; /* in a backup that was read */
    struct sim_ids due;      /* must be at the hub in the end */
    char backup[SIM_BACKUPS][40];
    size_t backup_count;
    unsigned received_ago[SIM_KIOSKS]; /* for SIM_BUG_PURGE_LATER */
};

/* One line of what happens, when somebody wants to read it. */
void sim_say(const struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The first problem stays. */
void sim_fail(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
#define SIM_HAS_FAILED(sim) ((sim)->problem[0] != '\0')

/* sim_run: a whole run. true: all promises hold; else sim->problem. */
bool sim_run(struct sim *sim, uint64_t seed, enum sim_bug bug, bool verbose);

/* sim_world */
void sim_begin(struct sim *sim);
void sim_end(struct sim *sim);

/* sim_kiosk */
void sim_kiosk_new(struct sim *sim, const struct sim_image *image); /* NULL: a fresh card */
void sim_kiosk_off(struct sim *sim, size_t n);
void sim_kiosk_on(struct sim *sim, size_t n);
void sim_kiosk_accept(struct sim *sim, size_t n); /* the admin compared the hub's fingerprint */
void sim_kiosk_check(struct sim *sim, size_t n);  /* what must hold at any time */
/* Around an act on a kiosk: its power may go. */
void sim_kiosk_arm(struct sim *sim, size_t n);
void sim_kiosk_disarm(struct sim *sim, size_t n);

void sim_act_vote(struct sim *sim, size_t n);
void sim_act_idea(struct sim *sim, size_t n);
void sim_act_close(struct sim *sim, size_t n);
void sim_act_night(struct sim *sim, size_t n);
void sim_act_clock(struct sim *sim, size_t n);

/* sim_card */
void sim_act_image(struct sim *sim, size_t n);
void sim_act_put_back(struct sim *sim, size_t n); /* an image onto this kiosk's card */
void sim_act_clone(struct sim *sim);              /* an image into one more kiosk */

/* sim_stick */
bool sim_visit(struct sim *sim, size_t n, unsigned stick); /* true: it said "done" */
bool sim_desk(struct sim *sim, unsigned stick);
void sim_act_stick_lost(struct sim *sim, unsigned stick);
void sim_act_stick_copy(struct sim *sim, unsigned stick);
void sim_act_stick_back(struct sim *sim, unsigned stick);
void sim_stick_due(struct sim *sim, unsigned stick); /* what is on it must arrive */

/* sim_net */
void sim_act_network(struct sim *sim, size_t n);
void sim_act_mail(struct sim *sim); /* something late arrives */
void sim_mail_drop_all(struct sim *sim);

/* sim_hub */
bool sim_hub_on(struct sim *sim);
void sim_hub_off(struct sim *sim);
void sim_hub_arm(struct sim *sim);
void sim_hub_disarm(struct sim *sim);
void sim_hub_note(struct sim *sim); /* looks what it has now */
/* true: the receipt holds. */
bool sim_hub_receive(struct sim *sim, const uint8_t *data, size_t len,
                     enum hub_receipt_kind *ret_kind);
void sim_hub_take(struct sim *sim, const uint8_t *data, size_t len);
void sim_hub_enrol_all(struct sim *sim); /* the clerk says yes to all who ask, but the revoked */
void sim_act_backup(struct sim *sim);
void sim_act_hub_copy(struct sim *sim);
void sim_act_hub_back(struct sim *sim);
void sim_act_upgrade(struct sim *sim);
void sim_act_revoke(struct sim *sim, size_t n);
int64_t sim_hub_number(struct sim *sim, const char *sql);
bool sim_hub_has(struct sim *sim, const char *sql, const uint8_t *id, size_t len);

/* sim_count: the round as it is counted from what the hub gives; holds it against the oracle. */
void sim_count_keys(struct sim *sim); /* into the round */
void sim_check_count(struct sim *sim);

/* sim_drain and sim_check */
void sim_drain(struct sim *sim);
void sim_check(struct sim *sim);

#endif
