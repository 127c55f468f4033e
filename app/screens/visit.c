#include "app/screens/visit.h"

#include "app/base/crypto.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void visit_start(struct visit *visit, const char *lang)
{
    visit_wipe(visit);
    snprintf(visit->lang, sizeof(visit->lang), "%s", lang);
}

void visit_wipe(struct visit *visit)
{
    crypto_wipe(visit, sizeof(*visit));
    visit->look.size_step = SIZE_DEFAULT;
    visit->stack[0] = SCREEN_ATTRACT;
    visit->words_found = -1;
    visit->staff = STAFF_NONE;
    visit->asks = STAFF_NONE;
}

enum screen_id visit_now(const struct visit *visit)
{
    return visit->stack[visit->depth];
}

/* What belongs to one screen only: its field, its keyboard page, its sentence. */
static void leave_screen(struct visit *visit)
{
    crypto_wipe(visit->typed, sizeof(visit->typed));
    memset(&visit->keyboard, 0, sizeof(visit->keyboard));
    visit->notice = NULL;
    visit->notice_number = 0;
    visit->is_storing = false; /* who leaves the screen does not wait for its answer */
    visit->code_waits = false;
    visit->field_entered = false;
}

/* Help and letters are looked at beside a question: what was typed there waits. */
static bool is_aside(enum screen_id screen)
{
    return screen == SCREEN_HELP || screen == SCREEN_LOOK;
}

static void leave_for(struct visit *visit, enum screen_id other)
{
    if (is_aside(visit_now(visit)) || is_aside(other)) {
        visit->is_storing = false;
        visit->code_waits = false;
        if (visit->typed[0] == '\0') { /* a sentence about a tap is over; about an answer not */
            visit->notice = NULL;
        }
    } else {
        leave_screen(visit);
    }
}

void visit_go(struct visit *visit, enum screen_id screen)
{
    assert(screen < SCREEN_COUNT);
    leave_for(visit, screen);
    if (is_aside(visit_now(visit)) && is_aside(screen)) {
        visit->stack[visit->depth] = screen; /* from one to the other and on: never a longer way */
        return;
    }
    if (visit->depth + 1 == VISIT_STACK) {
        /* The way is full: forget the oldest step above home, never the newest. */
        memmove(&visit->stack[2], &visit->stack[3], (VISIT_STACK - 3) * sizeof(visit->stack[0]));
        visit->depth--;
    }
    visit->stack[++visit->depth] = screen;
}

void visit_back(struct visit *visit)
{
    if (visit->depth > 0) {
        leave_for(visit, visit->stack[visit->depth - 1]);
        visit->depth--;
    }
}

void visit_return(struct visit *visit, enum screen_id screen)
{
    leave_screen(visit);
    for (int i = visit->depth; i >= 0; i--) {
        if (visit->stack[i] == screen) {
            visit->depth = i;
            return;
        }
    }
    visit->depth = 1;
    visit->stack[1] = SCREEN_HOME;
    if (screen != SCREEN_HOME) {
        visit->stack[++visit->depth] = screen;
    }
}

void visit_grant(struct visit *visit)
{
    crypto_wipe(&visit->ballot, sizeof(visit->ballot));
    visit->may_vote = true;
    visit->right_round = visit->round;
}

void visit_drop_right(struct visit *visit)
{
    visit->may_vote = false;
    crypto_wipe(&visit->ballot, sizeof(visit->ballot));
    crypto_wipe(visit->tag, sizeof(visit->tag));
    crypto_wipe(visit->proof, sizeof(visit->proof));
}

bool visit_may_vote(const struct visit *visit)
{
    return visit->may_vote && visit->right_round == visit->round;
}

void visit_about(struct visit *visit, const char *about)
{
    snprintf(visit->about, sizeof(visit->about), "%s", about);
}

void visit_pledge_about(struct visit *visit, const char *about)
{
    visit_about(visit, about);
    visit->is_pledge_about = true;
    visit_go(visit, SCREEN_PLEDGE_WHY);
}

void visit_did(struct visit *visit, const char *about)
{
    if (visit->done_count < VISIT_DEEDS) {
        snprintf(visit->done[visit->done_count++], SUBJECT_CAP, "%s", about);
    }
}

/* With a full list everything was done: a visit is long enough then. */
bool visit_has_done(const struct visit *visit, const char *about)
{
    for (size_t i = 0; i < visit->done_count; i++) {
        if (strcmp(visit->done[i], about) == 0) {
            return true;
        }
    }
    return visit->done_count == VISIT_DEEDS;
}

bool visit_is_maker(const struct visit *visit, const uint8_t rid[RECORD_RID])
{
    return visit->has_mine && memcmp(visit->mine_rid, rid, RECORD_RID) == 0;
}

bool visit_has_supported(const struct visit *visit, const uint8_t rid[RECORD_RID])
{
    for (size_t i = 0; i < visit->supported_count; i++) {
        if (memcmp(visit->supported[i], rid, RECORD_RID) == 0) {
            return true;
        }
    }
    return false;
}
