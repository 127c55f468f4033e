#include "sync/sync_words.h"

#include "app/base/str.h"
#include "app/store/store_outbox.h"
#include "app/store/store_sync.h"
#include "sync/once.h"
#include "sync/village.h"

#include <inttypes.h>
#include <string.h>

enum { LINE_CAP = 512, NUMBER_CAP = 24 };

static void say(FILE *out, const struct export *export, const char *key, const char *const pairs[])
{
    static const char *const none[] = {NULL};
    char line[LINE_CAP];

    str_fill(line, sizeof(line), phrases_text(export->phrases, key), pairs == NULL ? none : pairs);
    fprintf(out, "%s\n", line);
}

static void say_number(FILE *out, const struct export *export, const char *key, uint32_t number)
{
    char text[NUMBER_CAP];

    snprintf(text, sizeof(text), "%" PRIu32, number);
    say(out, export, key, (const char *const[]){"n", text, NULL});
}

static void say_hub(FILE *out, const struct export *export, const char *key,
                    const struct enrol_answer *answer)
{
    char fingerprint[PARTY_FINGERPRINT];

    party_fingerprint(fingerprint, &answer->hub);
    say(out, export, key,
        (const char *const[]){"hub", answer->hub_name, "print", fingerprint, NULL});
}

/* ---- status -------------------------------------------------------------------------------- */

/* keys: status.votes status.rest and, of each, .waiting .sealed .carried .received .safe */
static bool say_stream(FILE *out, const struct export *export, const struct sync_kiosk *kiosk,
                       enum outbox_stream stream, struct err *err)
{
    static const char *const states[OUTBOX_STATES] = {"status.sealed", "status.carried",
                                                      "status.received", "status.safe"};
    struct outbox_counts counts;

    if (!store_outbox_count(kiosk->store, stream, &counts, err)) {
        return false;
    }
    say(out, export, stream == OUTBOX_VOTES ? "status.votes" : "status.rest", NULL);
    say_number(out, export, "status.waiting", counts.unsealed);
    for (int state = 0; state < OUTBOX_STATES; state++) {
        say_number(out, export, states[state], counts.bundles[state]);
    }
    return true;
}

static void say_where(FILE *out, const struct export *export, const struct sync_kiosk *kiosk)
{
    if (kiosk->is_revoked) {
        say_hub(out, export, "status.revoked", &kiosk->hub);
    } else if (kiosk->is_enrolled) {
        say_hub(out, export, "status.enrolled", &kiosk->hub);
    } else if (village_has_enrolled(kiosk, export->pack)) {
        say(out, export, "status.village", NULL);
    } else {
        say(out, export, "status.alone", NULL);
    }
    if (kiosk->has_pending) {
        say_hub(out, export, "status.pending", &kiosk->pending);
    }
}

bool words_status(FILE *out, const struct export *export, const struct sync_kiosk *kiosk,
                  struct err *err)
{
    say_where(out, export, kiosk);
    return say_stream(out, export, kiosk, OUTBOX_VOTES, err) &&
           say_stream(out, export, kiosk, OUTBOX_REST, err);
}

/* ---- enrolment ----------------------------------------------------------------------------- */

bool words_enrol(FILE *out, const struct export *export, struct sync_kiosk *kiosk,
                 const char *accept, struct err *err)
{
    char own[PARTY_FINGERPRINT];

    if (accept != NULL && !sync_kiosk_accept(kiosk, accept, err)) {
        say(out, export, err->code == ERR_MISSING ? "enrol.none" : "enrol.differs", NULL);
        return false;
    }
    party_fingerprint(own, &kiosk->self.party);
    say(out, export, "enrol.own", (const char *const[]){"print", own, NULL});
    say_where(out, export, kiosk);
    return true;
}

bool words_code(FILE *out, const struct export *export, struct sync_kiosk *kiosk, const char *typed,
                struct err *err)
{
    char code[CODE_MOST + 1];

    if (!code_read(code, ONCE_LEN, typed, err)) {
        say(out, export, "enrol.code-wrong", NULL);
        return false;
    }
    bool done = store_code_put(kiosk->store, code, err);
    crypto_wipe(code, sizeof(code));
    if (done) {
        say(out, export, "enrol.code-waits", NULL);
    }
    return done;
}
