/* The two envelopes and the two layers. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/str.h"
#include "app/domain/seal.h"
#include "app/domain/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLANS = 4 };

static struct plan plans[PLANS];
static struct round round_now;
static uint8_t registrar_secret[32], first_secret[32], last_secret[32];
static uint8_t tag[CODE_TAG], proof[CODE_PROOF];

static int start(void **state)
{
    (void)state;
    if (!crypto_start(NULL)) {
        return -1;
    }
    crypto_test_seed(11);
    for (size_t i = 0; i < PLANS; i++) {
        plans[i] = (struct plan){.number = (uint16_t)(i + 1), .title = "Plan", .cost_cents = 100};
    }
    round_now = (struct round){.form = FORM_APPROVE,
                               .choose_max = PLANS,
                               .allow_blank = true,
                               .budget_cents = 1000,
                               .rule = "votes",
                               .plans = plans,
                               .plan_count = PLANS};
    crypto_random(round_now.id, sizeof(round_now.id));
    crypto_box_keypair(round_now.keys.registrar, registrar_secret);
    crypto_box_keypair(round_now.keys.first, first_secret);
    crypto_box_keypair(round_now.keys.last, last_secret);
    memset(tag, 0x11, sizeof(tag));
    memset(proof, 0x22, sizeof(proof));
    return 0;
}

static struct ballot ballot_of(unsigned marks)
{
    struct ballot ballot = {0};

    for (size_t i = 0; i < PLANS; i++) {
        ballot.value[i] = (uint16_t)(marks >> i & 1);
    }
    return ballot;
}

static bool open_both(struct ballot *ret, const struct sealed_vote *vote)
{
    uint8_t inner[SEAL_BALLOT_MAX];

    return seal_open_first(inner, vote->ballot, vote->ballot_len, round_now.keys.first,
                           first_secret, NULL) &&
           seal_open_last(ret, inner, seal_inner_len(&round_now), &round_now, last_secret, NULL);
}

static void every_choice_comes_back_through_both_keepers(void **state)
{
    (void)state;
    for (unsigned marks = 0; marks < 16; marks++) {
        struct ballot ballot = ballot_of(marks), back = {.value = {9}};
        struct sealed_vote vote;
        assert_true(seal_vote(&vote, &ballot, &round_now, tag, proof, NULL));
        assert_true(open_both(&back, &vote));
        assert_memory_equal(back.value, ballot.value, sizeof(ballot.value));
    }
}

static void every_choice_is_sealed_in_the_same_length(void **state)
{
    (void)state;
    for (unsigned marks = 0; marks < 16; marks++) {
        struct ballot ballot = ballot_of(marks);
        struct sealed_vote vote;
        assert_true(seal_vote(&vote, &ballot, &round_now, tag, proof, NULL));
        assert_int_equal(vote.ballot_len, seal_ballot_len(&round_now));
        assert_int_equal(vote.ballot_len, 32 + 2 * PLANS + 2 * CRYPTO_SEAL_EXTRA);
    }
}

static void the_id_names_the_sealed_bytes_and_is_new_each_time(void **state)
{
    struct ballot ballot = ballot_of(1);
    struct sealed_vote one, two;
    uint8_t id[32];

    (void)state;
    assert_true(seal_vote(&one, &ballot, &round_now, tag, proof, NULL));
    assert_true(seal_vote(&two, &ballot, &round_now, tag, proof, NULL));
    crypto_hash(id, one.ballot, one.ballot_len);
    assert_memory_equal(id, one.ballot_id, 32);
    assert_memory_not_equal(one.ballot_id, two.ballot_id, 32);
    assert_memory_not_equal(one.ballot, two.ballot, one.ballot_len);
    assert_memory_not_equal(one.register_rid, two.register_rid, 16);
}

static void the_register_entry_tells_the_registrar_ballot_and_proof(void **state)
{
    struct ballot ballot = ballot_of(1);
    struct sealed_vote vote;
    uint8_t id[32], back[32];

    (void)state;
    assert_true(seal_vote(&vote, &ballot, &round_now, tag, proof, NULL));
    assert_memory_equal(vote.tag, tag, 32);
    assert_true(
        seal_open_register(id, back, vote.entry, round_now.keys.registrar, registrar_secret, NULL));
    assert_memory_equal(id, vote.ballot_id, 32);
    assert_memory_equal(back, proof, 32);
    assert_false(
        seal_open_register(id, back, vote.entry, round_now.keys.first, first_secret, NULL));
}

static void without_a_code_the_tag_is_random_and_the_proof_nothing(void **state)
{
    struct ballot ballot = ballot_of(1);
    struct sealed_vote one, two;
    uint8_t id[32], back[32], nothing[32] = {0};

    (void)state;
    assert_true(seal_vote(&one, &ballot, &round_now, NULL, NULL, NULL));
    assert_true(seal_vote(&two, &ballot, &round_now, NULL, NULL, NULL));
    assert_memory_not_equal(one.tag, two.tag, 32);
    assert_memory_not_equal(one.tag, nothing, 32);
    assert_true(
        seal_open_register(id, back, one.entry, round_now.keys.registrar, registrar_secret, NULL));
    assert_memory_equal(back, nothing, 32);
    assert_int_equal(sizeof(one.entry), SEAL_REGISTER);
}

static bool holds(const uint8_t *hay, size_t hay_len, const uint8_t *needle, size_t needle_len)
{
    for (size_t i = 0; i + needle_len <= hay_len; i++) {
        if (memcmp(hay + i, needle, needle_len) == 0) {
            return true;
        }
    }
    return false;
}

static void the_two_envelopes_share_nothing_in_the_clear(void **state)
{
    (void)state;
    for (int run = 0; run < 200; run++) {
        struct ballot ballot = ballot_of((unsigned)run % 16);
        struct sealed_vote vote;
        assert_true(seal_vote(&vote, &ballot, &round_now, NULL, NULL, NULL));
        for (size_t at = 0; at + 4 <= vote.ballot_len; at++) {
            assert_false(holds(vote.entry, sizeof(vote.entry), vote.ballot + at, 4));
            assert_false(holds(vote.tag, sizeof(vote.tag), vote.ballot + at, 4));
        }
        for (size_t at = 0; at + 4 <= BALLOT_ID; at++) {
            assert_false(holds(vote.entry, sizeof(vote.entry), vote.ballot_id + at, 4));
            assert_false(holds(vote.tag, sizeof(vote.tag), vote.ballot_id + at, 4));
            assert_false(holds(vote.register_rid, 16, vote.ballot_id + at, 4));
        }
    }
}

static void one_keeper_alone_opens_nothing(void **state)
{
    struct ballot ballot = ballot_of(3), back = {.value = {9}};
    struct sealed_vote vote;
    uint8_t inner[SEAL_BALLOT_MAX] = {0};

    (void)state;
    assert_true(seal_vote(&vote, &ballot, &round_now, tag, proof, NULL));
    /* last without first */
    assert_false(seal_open_first(inner, vote.ballot, vote.ballot_len, round_now.keys.last,
                                 last_secret, NULL));
    assert_false(
        seal_open_last(&back, vote.ballot, vote.ballot_len, &round_now, last_secret, NULL));
    /* first without last */
    assert_true(seal_open_first(inner, vote.ballot, vote.ballot_len, round_now.keys.first,
                                first_secret, NULL));
    assert_false(
        seal_open_last(&back, inner, seal_inner_len(&round_now), &round_now, first_secret, NULL));
    assert_false(seal_open_last(&back, inner, seal_inner_len(&round_now), &round_now,
                                registrar_secret, NULL));
    assert_int_equal(back.value[0], 9);
}

static void every_flipped_bit_and_every_cut_of_a_ballot_is_refused(void **state)
{
    struct ballot ballot = ballot_of(5), back;
    struct sealed_vote vote;
    uint8_t inner[SEAL_BALLOT_MAX];
    size_t inner_len = seal_inner_len(&round_now);

    (void)state;
    assert_true(seal_vote(&vote, &ballot, &round_now, tag, proof, NULL));
    assert_true(seal_open_first(inner, vote.ballot, vote.ballot_len, round_now.keys.first,
                                first_secret, NULL));
    for (size_t bit = 0; bit < 8 * inner_len; bit++) {
        inner[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(seal_open_last(&back, inner, inner_len, &round_now, last_secret, NULL));
        inner[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t len = 0; len < SEAL_BALLOT_MAX; len++) {
        assert_int_equal(seal_open_last(&back, inner, len, &round_now, last_secret, NULL),
                         len == inner_len);
    }
    for (size_t bit = 0; bit < 8 * vote.ballot_len; bit++) {
        vote.ballot[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(seal_open_first(inner, vote.ballot, vote.ballot_len, round_now.keys.first,
                                     first_secret, NULL));
        vote.ballot[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    struct err err = {0};
    uint8_t *large = calloc(1, SEAL_BALLOT_MAX + 1);
    assert_false(seal_open_first(inner, large, SEAL_BALLOT_MAX + 1, round_now.keys.first,
                                 first_secret, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    free(large);
}

/* Anyone can seal anything to the last keeper: too much or too little, with a seal that holds. */
static void a_well_sealed_box_of_another_length_is_refused(void **state)
{
    uint8_t content[2000] = {0}, sealed[2000 + CRYPTO_SEAL_EXTRA];
    struct ballot back = {.value = {9}};
    struct err err = {0};

    (void)state;
    for (size_t len = 0; len < sizeof(content); len += len < 60 ? 1 : 97) {
        assert_true(crypto_seal(sealed, content, len, round_now.keys.last, NULL));
        assert_false(
            seal_open_last(&back, sealed, len + CRYPTO_SEAL_EXTRA, &round_now, last_secret, &err));
        assert_int_equal(err.code, ERR_FORMAT);
    }
    assert_int_equal(back.value[0], 9);
}

static void a_ballot_of_another_round_is_refused_by_the_last_keeper(void **state)
{
    struct ballot ballot = ballot_of(1), back;
    struct sealed_vote vote;
    struct round other = round_now;
    uint8_t inner[SEAL_BALLOT_MAX];
    struct err err = {0};

    (void)state;
    other.id[0] ^= 1;
    assert_true(seal_vote(&vote, &ballot, &other, tag, proof, NULL));
    assert_true(seal_open_first(inner, vote.ballot, vote.ballot_len, round_now.keys.first,
                                first_secret, NULL));
    assert_false(
        seal_open_last(&back, inner, seal_inner_len(&round_now), &round_now, last_secret, &err));
    assert_int_equal(err.code, ERR_FORMAT);
}

static void what_is_no_ballot_is_not_sealed_and_leaves_nothing(void **state)
{
    struct sealed_vote vote, before;
    struct ballot ballot = {.value = {2}};
    struct round no_key = round_now;
    struct err err = {0};

    (void)state;
    memset(&vote, 0x55, sizeof(vote));
    before = vote;
    assert_false(seal_vote(&vote, &ballot, &round_now, tag, proof, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    memset(no_key.keys.registrar, 0, 32);
    ballot.value[0] = 1;
    assert_false(seal_vote(&vote, &ballot, &no_key, tag, proof, &err));
    assert_int_equal(err.code, ERR_CRYPTO);
    assert_memory_equal(&vote, &before, sizeof(vote));
}

/* From b2sum, over 16 bytes 00..0f and 32 bytes aa, or 32 bytes bb. */
static void of_two_ballots_under_one_code_everyone_picks_the_same(void **state)
{
    uint8_t round_id[ROUND_ID], a[32], b[32];

    (void)state;
    for (uint8_t i = 0; i < ROUND_ID; i++) {
        round_id[i] = i;
    }
    memset(a, 0xAA, sizeof(a)); /* ab6fb7a1... */
    memset(b, 0xBB, sizeof(b)); /* 1317f4d8... */
    assert_true(seal_compare_claims(round_id, a, b) > 0);
    assert_true(seal_compare_claims(round_id, b, a) < 0);
    assert_int_equal(seal_compare_claims(round_id, a, a), 0);
}

/* The planted bug would be an order that one can steer: by the ballot id itself. */
static void which_of_two_ballots_counts_cannot_be_read_from_their_ids(void **state)
{
    int smaller_id_first = 0;

    (void)state;
    for (int run = 0; run < 2000; run++) {
        uint8_t a[32], b[32];
        crypto_random(a, 32);
        crypto_random(b, 32);
        bool by_id = memcmp(a, b, 32) < 0;
        bool by_claim = seal_compare_claims(round_now.id, a, b) < 0;
        smaller_id_first += by_id == by_claim;
    }
    assert_in_range(smaller_id_first, 900, 1100);
}

/* Chi-square over the first receipt word in 16 groups, 10,000 receipts for each of two opposite
 * choices: words say nothing of the choice. */
static void receipt_words_are_spread_alike_whatever_was_chosen(void **state)
{
    enum { GROUPS = 16, VOTES = 10000 };
    int count[2][GROUPS] = {{0}};
    double chi2 = 0;

    (void)state;
    for (int choice = 0; choice < 2; choice++) {
        struct ballot ballot = ballot_of(choice == 0 ? 1 : 14);
        for (int i = 0; i < VOTES; i++) {
            struct sealed_vote vote;
            char receipt[RECEIPT_LEN], word[16] = "";
            assert_true(seal_vote(&vote, &ballot, &round_now, tag, proof, NULL));
            words_receipt(receipt, vote.ballot_id);
            sscanf(receipt, "%15s", word);
            count[choice][words_find(word) * GROUPS / WORDS_COUNT]++;
        }
    }
    for (int g = 0; g < GROUPS; g++) {
        double both = (count[0][g] + count[1][g]) / 2.0;
        for (int choice = 0; choice < 2; choice++) {
            double off = count[choice][g] - both;
            chi2 += off * off / both;
        }
    }
    assert_true(chi2 < 37.7); /* 15 degrees of freedom, 0.1 % */
}

static void a_name_and_number_are_read_by_their_owner_only(void **state)
{
    uint8_t public_key[32], secret_key[32], sealed[SEAL_CONTACT], again[SEAL_CONTACT];
    char name[128] = "?", phone[128] = "?";

    (void)state;
    crypto_box_keypair(public_key, secret_key);
    assert_true(seal_contact(sealed, "Zoë de Boer", "0528 123456", public_key, NULL));
    assert_true(seal_contact(again, "", "", public_key, NULL)); /* as long as a full one */
    assert_true(seal_open_contact(name, phone, sealed, public_key, secret_key, NULL));
    assert_string_equal(name, "Zoë de Boer");
    assert_string_equal(phone, "0528 123456");
    assert_true(seal_open_contact(name, phone, again, public_key, secret_key, NULL));
    assert_string_equal(name, "");
    assert_string_equal(phone, "");
    assert_false(seal_open_contact(name, phone, sealed, public_key, last_secret, NULL));
    for (size_t bit = 0; bit < 8 * sizeof(sealed); bit += 5) {
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(seal_open_contact(name, phone, sealed, public_key, secret_key, NULL));
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void an_ideas_words_are_restored_by_their_owner_only(void **state)
{
    uint8_t public_key[32], secret_key[32], sealed[SEAL_WORDS];
    struct idea_secret secret, back = {.salt = {0}};

    (void)state;
    crypto_box_keypair(public_key, secret_key);
    crypto_random(&secret, sizeof(secret));
    assert_true(seal_words(sealed, &secret, public_key, NULL));
    assert_true(seal_open_words(&back, sealed, public_key, secret_key, NULL));
    assert_memory_equal(back.salt, secret.salt, sizeof(secret.salt));
    assert_memory_equal(back.stretched, secret.stretched, sizeof(secret.stretched));
    assert_false(seal_open_words(&back, sealed, public_key, last_secret, NULL));
    sealed[40] ^= 1;
    assert_false(seal_open_words(&back, sealed, public_key, secret_key, NULL));
    uint8_t nobody[32] = {0};
    assert_false(seal_words(sealed, &secret, nobody, NULL));
}

static void a_contact_too_long_or_forged_is_refused(void **state)
{
    uint8_t public_key[32], secret_key[32], sealed[SEAL_CONTACT], plain[SEAL_CONTACT_PLAIN];
    char longest[129], name[128] = "?", phone[128] = "?";
    struct err err = {0};

    (void)state;
    crypto_box_keypair(public_key, secret_key);
    memset(longest, 'a', 128);
    longest[128] = '\0';
    assert_false(seal_contact(sealed, longest, "", public_key, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_false(seal_contact(sealed, "", longest, public_key, NULL));
    longest[127] = '\0';
    assert_true(seal_contact(sealed, longest, longest, public_key, NULL));
    assert_true(seal_open_contact(name, phone, sealed, public_key, secret_key, NULL));
    assert_string_equal(name, longest);
    /* anyone can seal anything: what is inside is checked too */
    memset(plain, 'x', sizeof(plain)); /* never ends */
    assert_true(crypto_seal(sealed, plain, sizeof(plain), public_key, NULL));
    assert_false(seal_open_contact(name, phone, sealed, public_key, secret_key, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    memset(plain, 0, sizeof(plain));
    plain[0] = 0xFF; /* no UTF-8 */
    assert_true(crypto_seal(sealed, plain, sizeof(plain), public_key, NULL));
    assert_false(seal_open_contact(name, phone, sealed, public_key, secret_key, NULL));
    assert_string_equal(name, longest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_choice_comes_back_through_both_keepers),
        cmocka_unit_test(every_choice_is_sealed_in_the_same_length),
        cmocka_unit_test(the_id_names_the_sealed_bytes_and_is_new_each_time),
        cmocka_unit_test(the_register_entry_tells_the_registrar_ballot_and_proof),
        cmocka_unit_test(without_a_code_the_tag_is_random_and_the_proof_nothing),
        cmocka_unit_test(the_two_envelopes_share_nothing_in_the_clear),
        cmocka_unit_test(one_keeper_alone_opens_nothing),
        cmocka_unit_test(every_flipped_bit_and_every_cut_of_a_ballot_is_refused),
        cmocka_unit_test(a_well_sealed_box_of_another_length_is_refused),
        cmocka_unit_test(a_ballot_of_another_round_is_refused_by_the_last_keeper),
        cmocka_unit_test(what_is_no_ballot_is_not_sealed_and_leaves_nothing),
        cmocka_unit_test(of_two_ballots_under_one_code_everyone_picks_the_same),
        cmocka_unit_test(which_of_two_ballots_counts_cannot_be_read_from_their_ids),
        cmocka_unit_test(receipt_words_are_spread_alike_whatever_was_chosen),
        cmocka_unit_test(a_name_and_number_are_read_by_their_owner_only),
        cmocka_unit_test(an_ideas_words_are_restored_by_their_owner_only),
        cmocka_unit_test(a_contact_too_long_or_forged_is_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
