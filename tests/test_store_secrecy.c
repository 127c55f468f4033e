/* What the card tells a finder: no order of votes, no pairs, no names, no codes.
 *
 * The same votes are cast in two orders; after the re-pack the files must not differ in one byte.
 * And as a finder would do it: where a ballot or register entry stands in a file says nothing of
 * when it was cast (Kendall's tau), nor which of the other sort belongs to it. Each of these is
 * shown a store that does not re-pack, and must see it.
 */
#define _GNU_SOURCE /* memmem */
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"
#include "tests/faults/store_rig.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

enum { VOTES = 500, NEEDLE = 32 };

struct hall {
    struct rig rig;
    struct store *store;
    struct err err;
    struct sealed_vote *votes; /* by voter */
};

static void begin(struct hall *hall)
{
    memset(hall, 0, sizeof(*hall));
    rig_init(&hall->rig);
    hall->votes = calloc(VOTES, sizeof(*hall->votes));
    for (unsigned i = 0; i < VOTES; i++) {
        rig_vote(&hall->votes[i], &hall->rig, i);
    }
    crypto_test_seed(9); /* what the store draws is the same in every hall */
    hall->store = rig_open(&hall->rig, &hall->err);
    assert_non_null(hall->store);
    assert_true(store_round_open(hall->store, &hall->rig.round, &hall->err));
}

static void end(struct hall *hall)
{
    store_close(hall->store);
    free(hall->votes);
    rig_finish(&hall->rig);
}

/* Voter number i of the queue, in one of several orders. */
static size_t voter_at(unsigned order, size_t i)
{
    static const size_t steps[] = {1, 7, 499, 123};
    return (i * steps[order] + order) % VOTES; /* each step has no factor in common with 500 */
}

static void cast_all(struct hall *hall, unsigned order)
{
    for (size_t i = 0; i < VOTES; i++) {
        assert_true(store_vote_cast(hall->store, hall->rig.round.id,
                                    &hall->votes[voter_at(order, i)], false, &hall->err));
    }
}

/* ---- what a finder does --------------------------------------------------------------------- */

struct find { /* where the k-th cast vote stands in a file; -1: not there */
    int64_t ballot[VOTES], entry[VOTES];
    size_t found;
};

static int64_t where(const uint8_t *bytes, size_t len, const uint8_t *needle)
{
    const uint8_t *at = bytes == NULL ? NULL : memmem(bytes, len, needle, NEEDLE);
    return at == NULL ? -1 : at - bytes;
}

static void look(struct hall *hall, const char *path, unsigned order, struct find *ret)
{
    size_t len = 0;
    const uint8_t *bytes = io_fault_peek(hall->rig.disk, path, &len);

    ret->found = 0;
    for (size_t i = 0; i < VOTES; i++) {
        const struct sealed_vote *vote = &hall->votes[voter_at(order, i)];
        ret->ballot[i] = where(bytes, len, vote->ballot);
        ret->entry[i] = where(bytes, len, vote->entry);
        ret->found += ret->ballot[i] >= 0 ? 1 : 0;
        ret->found += ret->entry[i] >= 0 ? 1 : 0;
    }
}

/* Kendall's tau of two rows of positions (b NULL: of a with 0, 1, 2, ...), over pairs that are
 * there; page > 0: only pairs that stand in one page of that many bytes. */
static double tau(const int64_t *a, const int64_t *b, int64_t page)
{
    int64_t same = 0, other = 0;

    for (int64_t i = 0; i < VOTES; i++) {
        for (int64_t j = i + 1; j < VOTES; j++) {
            int64_t y = b == NULL ? 1 : b[j] - b[i];
            if (a[i] < 0 || a[j] < 0 || (b != NULL && (b[i] < 0 || b[j] < 0)) ||
                (page > 0 && a[i] / page != a[j] / page)) {
                continue;
            }
            same += (a[j] > a[i]) == (y > 0);
            other += (a[j] > a[i]) != (y > 0);
        }
    }
    return same + other == 0 ? 0 : (double)(same - other) / (double)(same + other);
}

/* Pairs that a finder gets right who takes the k-th ballot and the k-th entry of a file together.
 */
static size_t right_pairs(const struct find *find)
{
    size_t right = 0;

    for (size_t i = 0; i < VOTES; i++) {
        size_t before_ballot = 0, before_entry = 0;
        for (size_t j = 0; j < VOTES; j++) {
            before_ballot += find->ballot[j] < find->ballot[i];
            before_entry += find->entry[j] < find->entry[i];
        }
        right += find->ballot[i] >= 0 && find->entry[i] >= 0 && before_ballot == before_entry;
    }
    return right;
}

static double size_of(double value)
{
    return value < 0 ? -value : value;
}

/* Does this file say anything of order or pairs? Chance alone stays within these bounds. */
static bool tells(const struct find *find)
{
    return size_of(tau(find->ballot, NULL, 0)) > 0.1 || size_of(tau(find->entry, NULL, 0)) > 0.1 ||
           size_of(tau(find->ballot, find->entry, 0)) > 0.1 ||
           size_of(tau(find->ballot, NULL, 4096)) > 0.15 ||
           size_of(tau(find->entry, NULL, 4096)) > 0.15 || right_pairs(find) > 5;
}

static bool any_file_tells(struct hall *hall, unsigned order)
{
    static const char *const paths[] = {RIG_DIR "/dorpel.db", RIG_DIR "/dorpel.db-wal",
                                        RIG_DIR "/dorpel-backup.db"};
    struct find *find = malloc(sizeof(*find));
    bool any = false;

    for (size_t i = 0; i < 3; i++) {
        look(hall, paths[i], order, find);
        any = any || tells(find);
    }
    look(hall, paths[0], order, find);
    assert_int_equal(find->found,
                     2 * VOTES); /* the finder does find them, or the test says nothing */
    free(find);
    return any;
}

/* ---- order ---------------------------------------------------------------------------------- */

static void after_the_night_no_file_tells_the_order_of_votes(void **state)
{
    (void)state;

    for (unsigned order = 0; order < 4; order++) {
        struct hall h;
        begin(&h);
        cast_all(&h, order);
        assert_true(store_night(h.store, &h.err));
        assert_false(any_file_tells(&h, order));
        end(&h);
    }
}

static void after_the_program_ended_no_file_tells_the_order_of_votes(void **state)
{
    struct hall h;
    (void)state;

    begin(&h);
    cast_all(&h, 1);
    store_close(h.store);
    assert_false(any_file_tells(&h, 1));
    assert_false(io_exists(io_fault_io(h.rig.disk), RIG_DIR "/dorpel.db-wal"));
    h.store = rig_open(&h.rig, &h.err);
    end(&h);
}

static void after_the_closing_no_file_tells_the_order_of_votes(void **state)
{
    struct hall h;
    (void)state;

    begin(&h);
    cast_all(&h, 2);
    assert_true(store_round_close(h.store, &h.rig.round, &h.err));
    assert_false(any_file_tells(&h, 2));
    end(&h);
}

static void without_the_repack_the_order_is_seen(void **state)
{
    struct hall h;
    struct find *find = malloc(sizeof(*find));
    (void)state;

    begin(&h);
    store_plant(h.store, BUG_NO_REPACK);
    cast_all(&h, 1);
    assert_true(store_night(h.store, &h.err));
    look(&h, RIG_DIR "/dorpel.db-wal", 1, find); /* the journal keeps it */
    assert_true(tells(find));
    free(find);
    end(&h);
}

/* ---- byte for byte -------------------------------------------------------------------------- */

struct copy {
    uint8_t *bytes;
    size_t len;
};

static struct copy night_of(unsigned order, enum store_bug bug, const char *path)
{
    struct hall h;
    struct copy copy = {0};

    begin(&h);
    store_plant(h.store, bug);
    cast_all(&h, order);
    assert_true(store_night(h.store, &h.err));
    store_close(h.store);
    const uint8_t *bytes = io_fault_peek(h.rig.disk, path, &copy.len);
    assert_non_null(bytes);
    copy.bytes = malloc(copy.len);
    memcpy(copy.bytes, bytes, copy.len);
    h.store = rig_open(&h.rig, &h.err);
    end(&h);
    return copy;
}

static bool same_in_two_orders(enum store_bug bug, const char *path)
{
    struct copy one = night_of(0, bug, path), two = night_of(3, bug, path);
    bool same = one.len == two.len && memcmp(one.bytes, two.bytes, one.len) == 0;

    free(one.bytes);
    free(two.bytes);
    return same;
}

static void two_orders_of_the_same_votes_leave_the_same_bytes(void **state)
{
    (void)state;
    assert_true(same_in_two_orders(BUG_NONE, RIG_DIR "/dorpel.db"));
    assert_true(same_in_two_orders(BUG_NONE, RIG_DIR "/dorpel-backup.db"));
}

static void without_the_repack_two_orders_leave_other_bytes(void **state)
{
    (void)state;
    assert_false(same_in_two_orders(BUG_NO_REPACK, RIG_DIR "/dorpel.db"));
}

/* ---- names and codes ------------------------------------------------------------------------ */

#define NAME "Geertruida Wiersma"
#define PHONE "0612345678"
#define ADMIN_PIN "735190"

static bool on_the_disk(struct hall *hall, const char *text)
{
    static const char *const paths[] = {RIG_DIR "/dorpel.db", RIG_DIR "/dorpel.db-wal",
                                        RIG_DIR "/dorpel-backup.db"};

    for (size_t i = 0; i < 3; i++) {
        size_t len = 0;
        const uint8_t *bytes = io_fault_peek(hall->rig.disk, paths[i], &len);
        if (bytes != NULL && memmem(bytes, len, text, strlen(text)) != NULL) {
            return true;
        }
    }
    return false;
}

static void names_codes_words_and_pins_stand_nowhere(void **state)
{
    struct hall h;
    struct contact_sealed contact;
    struct idea idea;
    uint16_t words[2];
    uint8_t rid[RECORD_RID], public_key[CRYPTO_KEY], secret_key[CRYPTO_KEY];
    uint8_t tag[CODE_TAG], proof[CODE_PROOF];
    char code[CODE_LEN + 1];
    struct ballot ballot = {.value = {1}};
    int64_t wait_ms;
    (void)state;

    begin(&h);
    crypto_box_keypair(public_key, secret_key);
    assert_true(seal_contact(contact.bytes, NAME, PHONE, public_key, &h.err));
    rig_idea(&idea, 1);
    assert_true(store_idea_add(h.store, &idea, NULL, &contact, words, rid, &h.err));
    assert_true(store_idea_pledge(h.store, rid, &contact, &h.err));
    assert_true(store_pin_set(h.store, ROLE_ADMIN, ADMIN_PIN, &h.err));
    assert_true(store_pin_check(h.store, ROLE_ADMIN, ADMIN_PIN, 0, &wait_ms, &h.err));
    code_make(code);
    assert_true(code_stretch(tag, proof, code, h.rig.round.salt, h.rig.round.cost, &h.err));
    assert_true(seal_vote(&h.votes[0], &ballot, &h.rig.round, tag, proof, &h.err));
    assert_true(store_guess_begin(h.store, "code", 0, &h.err));
    assert_true(store_vote_cast(h.store, h.rig.round.id, &h.votes[0], false, &h.err));

    char hex[2 * CODE_PROOF + 1];
    for (size_t i = 0; i < CODE_PROOF; i++) {
        static const char digits[] = "0123456789abcdef";
        hex[2 * i] = digits[proof[i] >> 4];
        hex[2 * i + 1] = digits[proof[i] & 15];
    }
    hex[16] = '\0';
    for (int night = 0; night < 2; night++) {
        assert_false(on_the_disk(&h, NAME));
        assert_false(on_the_disk(&h, "Geertruida"));
        assert_false(on_the_disk(&h, PHONE));
        assert_false(on_the_disk(&h, code));
        assert_false(on_the_disk(&h, ADMIN_PIN));
        assert_false(on_the_disk(&h, hex));
        assert_true(store_night(h.store, &h.err));
    }
    end(&h);
}

static void a_name_in_the_open_is_seen(void **state)
{
    struct hall h;
    struct idea idea;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];
    (void)state;

    begin(&h);
    rig_idea(&idea, 1);
    strcpy(idea.whom, NAME);
    assert_true(store_idea_add(h.store, &idea, NULL, NULL, words, rid, &h.err));
    assert_true(on_the_disk(&h, NAME));
    end(&h);
}

static void an_erased_contact_is_gone_after_the_night(void **state)
{
    struct hall h;
    struct contact_sealed contact;
    struct idea idea;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];
    char hex[33] = "";
    (void)state;

    begin(&h);
    crypto_random(contact.bytes, sizeof(contact.bytes));
    for (size_t i = 0; i < 16; i++) {
        static const char digits[] = "0123456789abcdef";
        hex[2 * i] = digits[contact.bytes[100 + i] >> 4];
        hex[2 * i + 1] = digits[contact.bytes[100 + i] & 15];
    }
    rig_idea(&idea, 1);
    assert_true(store_idea_add(h.store, &idea, NULL, &contact, words, rid, &h.err));
    assert_true(store_night(h.store, &h.err));
    assert_true(on_the_disk(&h, hex)); /* sealed, but there, in the backup too */
    assert_true(store_idea_erase_contact(h.store, rid, &h.err));
    assert_true(store_night(h.store, &h.err));
    assert_false(on_the_disk(&h, hex));
    end(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(after_the_night_no_file_tells_the_order_of_votes),
        cmocka_unit_test(after_the_program_ended_no_file_tells_the_order_of_votes),
        cmocka_unit_test(after_the_closing_no_file_tells_the_order_of_votes),
        cmocka_unit_test(without_the_repack_the_order_is_seen),
        cmocka_unit_test(two_orders_of_the_same_votes_leave_the_same_bytes),
        cmocka_unit_test(without_the_repack_two_orders_leave_other_bytes),
        cmocka_unit_test(names_codes_words_and_pins_stand_nowhere),
        cmocka_unit_test(a_name_in_the_open_is_seen),
        cmocka_unit_test(an_erased_contact_is_gone_after_the_night),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
