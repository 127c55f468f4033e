/* hub_rig: a hub on either engine, and kiosks that send to it, for the tests of the hub.
 *
 * SQLite lies on a disk in memory whose power can go; PostgreSQL is a real server (pg_server). The
 * kiosks are played: they have keys, incarnations and numbers, and make their bundles themselves.
 */
#ifndef DORPEL_HUB_RIG_H
#define DORPEL_HUB_RIG_H

#include "sync/ack.h"
#include "sync/frame.h"
#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_digest.h"
#include "sync/hub/hub_receive.h"
#include "tests/faults/io_fault.h"
#include "tests/faults/vfs_io.h"

enum hub_engine { ENGINE_SQLITE, ENGINE_PG };
enum { HUB_RIG_FRAMES = 400 };

struct hub_rig { /* stays where hub_rig_init found it */
    struct io_fault *disk;
    struct vfs_io *vfs;
    struct clock clock;
    struct hub_place place;
    struct hub hub;
    struct arena arena; /* of all that is made below */
    char url[160];
};

void hub_rig_init(struct hub_rig *rig, enum hub_engine engine); /* seeds the randomness */
void hub_rig_finish(struct hub_rig *rig);
void hub_rig_reopen(struct hub_rig *rig); /* asserts that it opens */

struct played { /* a kiosk */
    struct hub_rig *rig;
    struct party_secret keys;
    uint8_t incarnation[BUNDLE_INCARNATION];
    uint64_t seq[2];
    uint8_t prev[2][BUNDLE_ID];
    int64_t told_incarnation, told_seq; /* the newest ack that it read */
    int64_t cast_total;                 /* 0: says nothing */
    uint8_t round[RECORD_RID];          /* of its votes */
    struct frame frames[HUB_RIG_FRAMES];
    size_t count; /* frames in the next bundle */
    bool is_practice;
    bool is_closing; /* the next bundle is a closing statement's own */
};

/* Asks, and is accepted by the clerk. n: which one. */
void played_init(struct played *kiosk, struct hub_rig *rig, unsigned n);
void played_make(struct played *kiosk, struct hub_rig *rig, unsigned n); /* asks nobody */
void played_new_incarnation(struct played *kiosk);

/* Into the next bundle; the same n makes the same record. */
void played_idea(struct played *kiosk, unsigned n);
void played_support(struct played *kiosk, unsigned n, unsigned idea);
void played_vote(struct played *kiosk, unsigned n); /* a ballot and a register entry */
void played_erase(struct played *kiosk, unsigned n, unsigned idea);
void played_tombstone(struct played *kiosk, unsigned idea);
void played_open_round(struct played *kiosk, unsigned n);
/* A closing statement for votes first..last, of which it tells `ballots`. */
void played_close(struct played *kiosk, unsigned n, unsigned first, unsigned last, int64_t ballots);
void played_kind(struct played *kiosk, unsigned n, const char *kind, const char *body);

/* Seals what was put in; begins the next. In the rig's arena. */
struct bundle_bytes played_seal(struct played *kiosk, enum bundle_stream stream);
/* A bundle of ideas first..last, or of votes. */
struct bundle_bytes played_ideas(struct played *kiosk, unsigned first, unsigned last);
struct bundle_bytes played_votes(struct played *kiosk, unsigned first, unsigned last);

enum hub_receipt_kind hub_rig_receive(struct hub_rig *rig, struct bundle_bytes bytes);
struct hub_applied hub_rig_apply(struct hub_rig *rig);
/* Both. */
enum hub_receipt_kind hub_rig_send(struct hub_rig *rig, struct bundle_bytes bytes);
/* The next ack to it, read as the kiosk reads it; ret->hub_seq 0: no news. */
void hub_rig_ack(struct hub_rig *rig, const struct played *kiosk, struct ack *ret);
struct hub_digest hub_rig_digest(struct hub_rig *rig);
/* One number out of the database; the SQL is a constant. */
int64_t hub_rig_number(struct hub_rig *rig, const char *sql);
/* Everything fits: `verify` finds nothing. */
void hub_rig_assert_sound(struct hub_rig *rig);

#endif
