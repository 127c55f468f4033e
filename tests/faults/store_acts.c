#include "tests/faults/store_acts.h"

#include "app/store/store_idea.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACT_VOTER = 100 };
#define PIN "123456"

/* ---- small looks ---------------------------------------------------------------------------- */

static struct vote_counts counts(struct world *w)
{
    struct vote_counts ret = {0};
    store_vote_counts(w->store, w->rig.round.id, &ret, NULL);
    return ret;
}

static bool is_used(struct world *w, unsigned voter)
{
    uint8_t tag[CODE_TAG];
    bool used = false;

    rig_tag(tag, voter);
    return store_vote_is_used(w->store, w->rig.round.id, tag, &used, NULL) && used;
}

static enum round_state round_now(struct world *w)
{
    enum round_state state = ROUND_CONCEPT;
    store_round_state(w->store, w->rig.round.id, &state, NULL, NULL);
    return state;
}

static enum idea_state idea_now(struct world *w)
{
    struct idea_row *row = malloc(sizeof(*row));
    enum idea_state state =
        store_idea_get(w->store, w->idea, row, NULL) ? row->state : IDEA_WITHDRAWN;
    free(row);
    return state;
}

/* ---- the acts ------------------------------------------------------------------------------- */

static bool run_idea(struct world *w)
{
    struct idea idea;
    struct contact_sealed contact = {{5}};
    uint16_t words[2];
    uint8_t rid[RECORD_RID];

    rig_idea(&idea, 3);
    return store_idea_add(w->store, &idea, NULL, &contact, words, rid, &w->err);
}

static const char *check_idea(struct world *w, bool confirmed)
{
    int64_t ideas = rig_number(w->store, "SELECT count(*) FROM idea");
    int64_t contacts = rig_number(w->store, "SELECT count(*) FROM idea WHERE has_contact");

    if (ideas < 2 || ideas > 3) {
        return "an idea of before is gone, or one too many is there";
    }
    if (contacts != ideas - 1) { /* of the two of before one has a contact */
        return "half an idea: without its contact";
    }
    return confirmed && ideas != 3 ? "a confirmed idea is gone" : NULL;
}

static bool run_vote(struct world *w)
{
    rig_vote(&w->vote, &w->rig, ACT_VOTER);
    return store_vote_cast(w->store, w->rig.round.id, &w->vote, true, &w->err);
}

static const char *check_vote(struct world *w, bool confirmed)
{
    enum unlock_state turn = UNLOCK_NEVER;
    bool is_there = is_used(w, ACT_VOTER);

    store_unlock_last(w->store, w->rig.round.id, &turn, NULL);
    if (is_there != (counts(w).ballots == WORLD_VOTES + 1)) {
        return "a code is used without its ballot";
    }
    if ((turn == UNLOCK_USED) != is_there) {
        return "a turn and its vote do not go together";
    }
    return confirmed && !is_there ? "a confirmed vote is gone" : NULL;
}

static bool run_moderate(struct world *w)
{
    return store_idea_moderate(w->store, w->idea, IDEA_SHOWN, NULL, &w->err);
}

static const char *check_moderate(struct world *w, bool confirmed)
{
    enum idea_state now = idea_now(w);

    if (now != IDEA_WAITING && now != IDEA_SHOWN) {
        return "an idea in a state that nobody gave it";
    }
    return confirmed && now != IDEA_SHOWN ? "a confirmed verdict is gone" : NULL;
}

static bool run_erase(struct world *w)
{
    return store_idea_erase_contact(w->store, w->idea, &w->err);
}

static const char *check_erase(struct world *w, bool confirmed)
{
    int64_t erases = rig_number(w->store, "SELECT count(*) FROM record WHERE kind = 'erase'");
    int64_t bodies = rig_number(w->store, "SELECT count(body) FROM record WHERE kind = 'pledge'");

    if (erases + bodies != 1) {
        return "an erase that erased nothing, or erased without saying so";
    }
    return confirmed && erases == 0 ? "an erased name is back" : NULL;
}

static bool run_pin(struct world *w)
{
    int64_t wait_ms;
    store_pin_check(w->store, ROLE_ADMIN, "000000", 0, &wait_ms, &w->err);
    return w->err.code == ERR_DENIED; /* told "wrong": a try was had */
}

static const char *check_pin(struct world *w, bool confirmed)
{
    int64_t failures = rig_number(w->store, "SELECT failures FROM pin WHERE role = 1");

    if (!store_pin_is_set(w->store, ROLE_ADMIN) || failures < 0) {
        return "the PIN is gone";
    }
    return confirmed && failures == 0 ? "a failed try is forgotten" : NULL;
}

static bool run_close(struct world *w)
{
    return store_round_close(w->store, &w->rig.round, &w->err);
}

static const char *check_close(struct world *w, bool confirmed)
{
    struct close_statement statement = {0};
    bool has = store_round_statement(w->store, w->rig.round.id, &statement, NULL);
    bool closed = round_now(w) == ROUND_CLOSED;

    if (closed != has) {
        return "closed without a statement, or a statement of an open round";
    }
    if (closed && (counts(w).unreleased != 0 || statement.ballots != WORLD_VOTES)) {
        return "closed, but not all may leave";
    }
    return confirmed && !closed ? "a confirmed closing is gone" : NULL;
}

static bool run_night(struct world *w)
{
    return store_night(w->store, &w->err);
}

static const char *check_night(struct world *w, bool confirmed)
{
    struct err err;
    (void)w;
    struct db *backup = db_open(RIG_DIR "/dorpel-backup.db", "rig", true, &err);

    if (backup == NULL) {
        return confirmed || err.code != ERR_MISSING ? "no backup, or a broken one" : NULL;
    }
    bool whole = db_check_all(backup, NULL);
    db_close(backup);
    return whole ? NULL : "a backup that is half";
}

const struct act acts[ACTS] = {
    [ACT_IDEA] = {"idea", run_idea, check_idea},
    [ACT_VOTE] = {"vote", run_vote, check_vote},
    [ACT_MODERATE] = {"moderate", run_moderate, check_moderate},
    [ACT_ERASE] = {"erase", run_erase, check_erase},
    [ACT_PIN] = {"pin", run_pin, check_pin},
    [ACT_CLOSE] = {"close", run_close, check_close},
    [ACT_NIGHT] = {"night", run_night, check_night},
};

/* ---- the world ------------------------------------------------------------------------------ */

static void must(bool done)
{
    if (!done) {
        abort();
    }
}

static void make_past(struct world *w)
{
    struct idea idea;
    struct contact_sealed contact = {{5}};
    uint16_t words[2];
    uint8_t rid[RECORD_RID];

    must(store_round_open(w->store, &w->rig.round, &w->err));
    for (unsigned i = 0; i < WORLD_VOTES; i++) {
        rig_vote(&w->vote, &w->rig, i);
        must(store_vote_cast(w->store, w->rig.round.id, &w->vote, false, &w->err));
    }
    must(store_unlock_give(w->store, w->rig.round.id, &w->err));
    rig_idea(&idea, 1);
    must(store_idea_add(w->store, &idea, NULL, NULL, words, rid, &w->err));
    rig_idea(&idea, 2);
    must(store_idea_add(w->store, &idea, NULL, &contact, words, w->idea, &w->err));
    must(store_pin_set(w->store, ROLE_ADMIN, PIN, &w->err));
}

/* The past is made once and kept as bytes: some hundreds of worlds are needed. */
static struct {
    uint8_t *bytes;
    size_t len;
    uint8_t idea[RECORD_RID];
} past;

static void make_base(void)
{
    static struct world w;
    size_t len;

    rig_init(&w.rig);
    w.store = rig_open(&w.rig, &w.err);
    must(w.store != NULL);
    make_past(&w);
    store_close(w.store);
    const uint8_t *bytes = io_fault_peek(w.rig.disk, RIG_DIR "/dorpel.db", &len);
    past.bytes = malloc(len);
    must(bytes != NULL && past.bytes != NULL);
    memcpy(past.bytes, bytes, len);
    past.len = len;
    memcpy(past.idea, w.idea, RECORD_RID);
    rig_finish(&w.rig);
}

void world_init_bare(struct world *w)
{
    if (past.bytes == NULL) {
        make_base();
    }
    memset(w, 0, sizeof(*w));
    rig_init(&w->rig);
    crypto_test_seed(2); /* other rids than those of the past */
    arena_init(&w->arena, 0);
    memcpy(w->idea, past.idea, RECORD_RID);
}

void world_init(struct world *w)
{
    world_init_bare(w);
    io_fault_put(w->rig.disk, RIG_DIR "/dorpel.db", past.bytes, past.len);
    w->store = rig_open(&w->rig, &w->err);
    must(w->store != NULL);
    must(store_setting_put(w->store, "taal", "nl", &w->err));
    memset(&w->err, 0, sizeof(w->err));
}

void world_finish(struct world *w)
{
    store_close(w->store);
    arena_finish(&w->arena);
    rig_finish(&w->rig);
}

const char *world_reopen(struct world *w)
{
    struct err err;

    w->store = rig_open(&w->rig, &err);
    if (w->store == NULL) {
        return "the store does not open any more";
    }
    return store_health(w->store) == STORE_FINE ? NULL : "the store is not fine any more";
}

static const char *check_votes(struct world *w)
{
    struct vote_counts now = counts(w);

    if (now.ballots != now.registers) {
        return "half a vote";
    }
    for (unsigned i = 0; i < WORLD_VOTES; i++) {
        if (!is_used(w, i)) {
            return "a vote of before is gone";
        }
    }
    return store_verify(w->store, NULL) ? NULL : "the database is damaged";
}

static const char *check_projections(struct world *w)
{
    arena_reset(&w->arena);
    const char *before = rig_projections(w->store, &w->arena);
    bool same =
        store_rebuild(w->store, NULL) && strcmp(before, rig_projections(w->store, &w->arena)) == 0;
    return same ? NULL : "the projections are not those of the records";
}

const char *world_check(struct world *w, const struct act *act, bool confirmed)
{
    const char *problem = check_votes(w);

    problem = problem != NULL ? problem : check_projections(w);
    problem = problem != NULL ? problem : act->check(w, confirmed);
    if (problem != NULL) {
        return problem;
    }
    /* And on: what was not confirmed can be done now, what is there is not done twice. */
    w->err = (struct err){0};
    bool again = act->run(w);
    if (!again && w->err.code != ERR_USED && w->err.code != ERR_DENIED &&
        w->err.code != ERR_MISSING) {
        return "the kiosk does not go on";
    }
    problem = check_votes(w);
    if (problem != NULL || act == &acts[ACT_IDEA]) { /* an idea may be told twice */
        return problem;
    }
    return act->check(w, true);
}
