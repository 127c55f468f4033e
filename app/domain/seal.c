#include "app/domain/seal.h"

#include "app/base/str.h"

#include <string.h>

enum { PLAIN_MAX = CRYPTO_HASH + 2 * ROUND_MAX_PLANS, INNER_MAX = PLAIN_MAX + CRYPTO_SEAL_EXTRA };
_Static_assert(SEAL_BALLOT_MAX == INNER_MAX + CRYPTO_SEAL_EXTRA, "two layers");

size_t seal_inner_len(const struct round *round)
{
    return ballot_plain_len(round) + CRYPTO_SEAL_EXTRA;
}

size_t seal_ballot_len(const struct round *round)
{
    return seal_inner_len(round) + CRYPTO_SEAL_EXTRA;
}

/* Both layers around the choice, and the id of what comes out. */
static bool seal_choice(struct sealed_vote *vote, const struct ballot *ballot,
                        const struct round *round, struct err *err)
{
    uint8_t plain[PLAIN_MAX];
    uint8_t inner[INNER_MAX];

    ballot_encode(plain, ballot, round);
    bool done = crypto_seal(inner, plain, ballot_plain_len(round), round->keys.last, err) &&
                crypto_seal(vote->ballot, inner, seal_inner_len(round), round->keys.first, err);
    crypto_wipe(plain, sizeof(plain));
    crypto_wipe(inner, sizeof(inner));
    if (done) {
        vote->ballot_len = seal_ballot_len(round);
        crypto_hash(vote->ballot_id, vote->ballot, vote->ballot_len);
    }
    return done;
}

/* The register entry: what binds this ballot to a code, for the registrar only. */
static bool seal_entry(struct sealed_vote *vote, const struct round *round, const uint8_t *tag,
                       const uint8_t *proof, struct err *err)
{
    uint8_t plain[BALLOT_ID + CODE_PROOF] = {0};

    crypto_random(vote->register_rid, sizeof(vote->register_rid));
    if (tag != NULL) {
        memcpy(vote->tag, tag, CODE_TAG);
    } else {
        crypto_random(vote->tag, CODE_TAG);
    }
    memcpy(plain, vote->ballot_id, BALLOT_ID);
    if (tag != NULL && proof != NULL) {
        memcpy(plain + BALLOT_ID, proof, CODE_PROOF);
    }
    bool done = crypto_seal(vote->entry, plain, sizeof(plain), round->keys.registrar, err);
    crypto_wipe(plain, sizeof(plain));
    return done;
}

bool seal_vote(struct sealed_vote *ret, const struct ballot *ballot, const struct round *round,
               const uint8_t *tag, const uint8_t *proof, struct err *err)
{
    struct sealed_vote vote = {0};
    enum ballot_verdict verdict = ballot_check(ballot, round);

    /* What the keepers would refuse to count must not take a code with it. */
    if (verdict != BALLOT_OK && verdict != BALLOT_BLANK) {
        return err_set(err, ERR_FORMAT, "not a ballot of this round (%d)", (int)verdict);
    }
    bool done = seal_choice(&vote, ballot, round, err) && seal_entry(&vote, round, tag, proof, err);
    if (done) {
        *ret = vote;
    }
    crypto_wipe(&vote, sizeof(vote)); /* the two records part here, on the stack too */
    return done;
}

bool seal_open_register(uint8_t ret_ballot_id[BALLOT_ID], uint8_t ret_proof[CODE_PROOF],
                        const uint8_t entry[SEAL_REGISTER], const uint8_t public_key[CRYPTO_KEY],
                        const uint8_t secret_key[CRYPTO_KEY], struct err *err)
{
    uint8_t plain[BALLOT_ID + CODE_PROOF];

    if (!crypto_open(plain, entry, SEAL_REGISTER, public_key, secret_key, err)) {
        return err_wrap(err, "register entry");
    }
    memcpy(ret_ballot_id, plain, BALLOT_ID);
    memcpy(ret_proof, plain + BALLOT_ID, CODE_PROOF);
    crypto_wipe(plain, sizeof(plain));
    return true;
}

bool seal_open_first(uint8_t *ret_inner, const uint8_t *sealed, size_t len,
                     const uint8_t public_key[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY],
                     struct err *err)
{
    if (len > SEAL_BALLOT_MAX) { /* ret_inner is sized for a ballot */
        return err_set(err, ERR_LIMIT, "a ballot of %zu bytes", len);
    }
    return crypto_open(ret_inner, sealed, len, public_key, secret_key, err) ||
           err_wrap(err, "outer seal");
}

bool seal_open_last(struct ballot *ret, const uint8_t *inner, size_t len, const struct round *round,
                    const uint8_t secret_key[CRYPTO_KEY], struct err *err)
{
    uint8_t plain[PLAIN_MAX];
    uint8_t public_key[CRYPTO_KEY];

    if (round->plan_count > ROUND_MAX_PLANS || len != seal_inner_len(round)) {
        return err_set(err, ERR_FORMAT, "an inner box of %zu bytes", len);
    }
    bool done = (crypto_public_of(public_key, secret_key) ||
                 err_set(err, ERR_CRYPTO, "not a secret key")) &&
                crypto_open(plain, inner, len, public_key, secret_key, err) &&
                ballot_decode(ret, plain, ballot_plain_len(round), round, err);
    crypto_wipe(plain, sizeof(plain));
    return done || err_wrap(err, "inner seal");
}

/* BLAKE2b-256 of 48 bytes, nothing else: anyone can check it with b2sum. */
static void claim_of(uint8_t ret[CRYPTO_HASH], const uint8_t round_id[ROUND_ID],
                     const uint8_t ballot_id[BALLOT_ID])
{
    uint8_t both[ROUND_ID + BALLOT_ID];

    memcpy(both, round_id, ROUND_ID);
    memcpy(both + ROUND_ID, ballot_id, BALLOT_ID);
    crypto_hash(ret, both, sizeof(both));
}

int seal_compare_claims(const uint8_t round_id[ROUND_ID], const uint8_t a[BALLOT_ID],
                        const uint8_t b[BALLOT_ID])
{
    uint8_t claim_a[CRYPTO_HASH], claim_b[CRYPTO_HASH];

    claim_of(claim_a, round_id, a);
    claim_of(claim_b, round_id, b);
    return memcmp(claim_a, claim_b, CRYPTO_HASH);
}

/* ---- a name and phone number --------------------------------------------------------------- */

enum { CONTACT_PART = SEAL_CONTACT_PLAIN / 2 };

bool seal_contact(uint8_t dst[SEAL_CONTACT], const char *name, const char *phone,
                  const uint8_t owner_key[CRYPTO_KEY], struct err *err)
{
    char plain[SEAL_CONTACT_PLAIN] = {0}; /* name in the first half, phone in the second */
    size_t name_len = strlen(name), phone_len = strlen(phone);

    if (name_len >= CONTACT_PART || phone_len >= CONTACT_PART) {
        return err_set(err, ERR_LIMIT, "a name or number that is too long");
    }
    memcpy(plain, name, name_len);
    memcpy(plain + CONTACT_PART, phone, phone_len);
    bool done = crypto_seal(dst, plain, sizeof(plain), owner_key, err);
    crypto_wipe(plain, sizeof(plain));
    return done;
}

static bool is_text(const char *half)
{
    size_t len = strnlen(half, CONTACT_PART);
    return len < CONTACT_PART && str_is_utf8(half, len);
}

bool seal_open_contact(char ret_name[128], char ret_phone[128], const uint8_t sealed[SEAL_CONTACT],
                       const uint8_t public_key[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY],
                       struct err *err)
{
    uint8_t plain[SEAL_CONTACT_PLAIN];
    const char *name = (const char *)plain;
    const char *phone = name + CONTACT_PART;

    if (!crypto_open(plain, sealed, SEAL_CONTACT, public_key, secret_key, err)) {
        return err_wrap(err, "contact");
    }
    bool good = is_text(name) && is_text(phone);
    if (good) {
        memcpy(ret_name, name, CONTACT_PART);
        memcpy(ret_phone, phone, CONTACT_PART);
    } else {
        err_set(err, ERR_FORMAT, "contact: not text");
    }
    crypto_wipe(plain, sizeof(plain));
    return good;
}

/* ---- an idea's two words -------------------------------------------------------------------- */

bool seal_words(uint8_t dst[SEAL_WORDS], const struct idea_secret *secret,
                const uint8_t owner_key[CRYPTO_KEY], struct err *err)
{
    uint8_t plain[CRYPTO_SALT + IDEA_SECRET];

    memcpy(plain, secret->salt, CRYPTO_SALT);
    memcpy(plain + CRYPTO_SALT, secret->stretched, IDEA_SECRET);
    bool done = crypto_seal(dst, plain, sizeof(plain), owner_key, err);
    crypto_wipe(plain, sizeof(plain));
    return done;
}

bool seal_open_words(struct idea_secret *ret, const uint8_t sealed[SEAL_WORDS],
                     const uint8_t public_key[CRYPTO_KEY], const uint8_t secret_key[CRYPTO_KEY],
                     struct err *err)
{
    uint8_t plain[CRYPTO_SALT + IDEA_SECRET];

    if (!crypto_open(plain, sealed, SEAL_WORDS, public_key, secret_key, err)) {
        return err_wrap(err, "words");
    }
    memcpy(ret->salt, plain, CRYPTO_SALT);
    memcpy(ret->stretched, plain + CRYPTO_SALT, IDEA_SECRET);
    crypto_wipe(plain, sizeof(plain));
    return true;
}
