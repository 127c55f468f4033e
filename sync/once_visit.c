#include "sync/once_visit.h"

#include "app/base/str.h"
#include "app/store/store_sync.h"
#include "sync/once.h"

#include <string.h>

const char *once_visit_key(enum once_visit_end end)
{
    static const char *const keys[ONCE_VISIT_ENDS] = {
        [ONCE_VISIT_DONE] = "net.note.code-done",
        [ONCE_VISIT_WRONG] = "net.note.code-wrong",
        [ONCE_VISIT_STRANGE] = "net.note.code-strange",
        [ONCE_VISIT_FOLDER] = "net.note.code-folder",
    };
    return keys[end];
}

struct trying {
    struct sync_kiosk *kiosk;
    struct carrier *carrier;
    const struct carrier_place *place;
    struct arena arena;
    struct once once;
    struct enrol_request request;
};

/* Makes the request with its proof, for the hub whose card this is. */
static bool ask(struct trying *trying, const char *code, const char *village,
                struct enrol_card *ret_card, struct bundle_bytes *ret, struct err *err)
{
    struct sync_kiosk *kiosk = trying->kiosk;
    struct bundle_bytes card;

    if (!trying->carrier->ops->card(trying->carrier, &trying->arena, &card, err) ||
        !enrol_read_card(ret_card, card.data, card.len, err) ||
        !once_stretch(&trying->once, code, &ret_card->hub, err)) {
        return false;
    }
    trying->request = (struct enrol_request){.kiosk = kiosk->self.party};
    memcpy(trying->request.incarnation, kiosk->incarnation, BUNDLE_INCARNATION);
    str_copy(trying->request.village, sizeof(trying->request.village), village);
    str_copy(trying->request.name, sizeof(trying->request.name), village);
    once_ask(&trying->request, &trying->once, &ret_card->hub);
    return enrol_ask(ret, &trying->arena, &trying->request, &kiosk->self, err);
}

/* Of the hub of the card, for us, and it knows the code? Then no person need compare. */
static bool believe(struct trying *trying, const struct enrol_card *card,
                    const struct bundle_bytes *bytes, bool *ret_good, struct err *err)
{
    struct enrol_answer answer;
    char print[PARTY_FINGERPRINT];

    *ret_good = enrol_read_answer(&answer, bytes->data, bytes->len, &card->hub, NULL) &&
                memcmp(&answer.hub, &card->hub, sizeof(card->hub)) == 0 &&
                once_is_replied(&answer, &trying->once, &trying->request);
    if (!*ret_good) {
        return true;
    }
    party_fingerprint(print, &answer.hub);
    return sync_kiosk_answer(trying->kiosk, bytes->data, bytes->len, err) &&
           (trying->kiosk->is_enrolled || sync_kiosk_accept(trying->kiosk, print, err));
}

static bool try_code(struct trying *trying, const char *code, const char *village,
                     enum once_visit_end *ret, struct err *err)
{
    struct enrol_card card;
    struct bundle_bytes request, answer;
    struct err why = {0};
    bool good;

    if (!ask(trying, code, village, &card, &request, err)) {
        return false;
    }
    if (!trying->carrier->ops->enrol(trying->carrier, trying->place, &trying->arena, &request,
                                     &answer, &why)) {
        *ret = ONCE_VISIT_WRONG;
        return why.code == ERR_DENIED || err_set(err, why.code, "%s", why.msg);
    }
    if (!believe(trying, &card, &answer, &good, err)) {
        return false;
    }
    *ret = good ? ONCE_VISIT_DONE : ONCE_VISIT_STRANGE;
    return true;
}

static const enum store_code_state states[ONCE_VISIT_ENDS] = {
    [ONCE_VISIT_DONE] = STORE_CODE_NONE,
    [ONCE_VISIT_WRONG] = STORE_CODE_WRONG,
    [ONCE_VISIT_STRANGE] = STORE_CODE_STRANGE,
    [ONCE_VISIT_FOLDER] = STORE_CODE_FOLDER,
};

bool once_visit(struct sync_kiosk *kiosk, struct carrier *carrier,
                const struct carrier_place *place, const char *village, enum once_visit_end *ret,
                struct err *err)
{
    struct trying trying = {.kiosk = kiosk, .carrier = carrier, .place = place};
    enum store_code_state state;
    const char *code;
    bool good;

    *ret = ONCE_VISIT_NONE;
    arena_init(&trying.arena, 0);
    good = store_code_get(kiosk->store, &trying.arena, &state, &code, err);
    if (good && state == STORE_CODE_WAITS && strlen(code) == ONCE_LEN) {
        *ret = ONCE_VISIT_FOLDER;
        good = (carrier->ops->card == NULL || try_code(&trying, code, village, ret, err)) &&
               store_code_end(kiosk->store, states[*ret], err);
    }
    crypto_wipe(&trying.once, sizeof(trying.once));
    arena_finish(&trying.arena);
    return good;
}
