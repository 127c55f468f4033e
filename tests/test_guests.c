/* Cards that villages share: what is read, what may follow what, and which letter is believed. */
#include "sync/guest_letter.h"

#include "app/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { VILLAGES = 4 };

struct desk {
    struct io *io;
    struct arena arena;
    struct party_secret hub, other;
    char data[64];
};

static int begin(void **state)
{
    struct desk *d = calloc(1, sizeof(*d));

    arena_init(&d->arena, 0);
    d->io = io_posix();
    party_make(&d->hub);
    party_make(&d->other);
    str_copy(d->data, sizeof(d->data), "/tmp/dorpel-guests-XXXXXX");
    assert_non_null(mkdtemp(d->data));
    *state = d;
    return 0;
}

static int end(void **state)
{
    struct desk *d = *state;

    io_remove_tree(d->io, d->data, NULL);
    io_destroy(d->io);
    arena_finish(&d->arena);
    free(d);
    return 0;
}

static struct card card_of(const char *id, bool is_shared)
{
    return (struct card){.id = id,
                         .title = "Een schuur",
                         .what = "Voor iedereen.",
                         .who = "",
                         .first = "Vraag het.",
                         .more = "",
                         .from = "",
                         .photo = "schuur.png",
                         .is_shared = is_shared};
}

/* Village i of which the pack has this number; 0: not there. One card each. */
static json_t *list_of(const uint64_t versions[VILLAGES])
{
    json_t *list = json_array();

    for (uint8_t i = 0; i < VILLAGES; i++) {
        uint8_t key[CRYPTO_KEY] = {i};
        char name[16];
        snprintf(name, sizeof(name), "Dorp %d", i);
        struct card cards[] = {card_of("schuur", true), card_of("van-ons", false)};
        if (versions[i] > 0) {
            json_array_append_new(list, guests_village(name, key, versions[i], cards, 2));
        }
    }
    return list;
}

static struct bundle_bytes letter_of(struct desk *d, const struct party_secret *hub,
                                     uint64_t incarnation, const uint64_t versions[VILLAGES])
{
    struct bundle_bytes bytes;

    assert_true(guest_letter_make(&bytes, &d->arena, hub, incarnation, list_of(versions), NULL));
    return bytes;
}

static enum err_code keep(struct desk *d, struct bundle_bytes letter)
{
    struct err err = {0};
    bool is_new;
    bool done =
        guest_letter_keep(d->io, d->data, &d->hub.party, letter.data, letter.len, &is_new, &err);

    assert_true(done || !is_new);
    return done ? ERR_NONE : err.code;
}

static bool kept(struct desk *d, struct guests *ret)
{
    char *text;
    size_t len;

    return io_read_file(d->io, &d->arena, arena_printf(&d->arena, "%s/" GUESTS_FILE, d->data),
                        GUESTS_BYTES, &text, &len, NULL) &&
           guests_read(ret, &d->arena, text, len, NULL);
}

#define OF(a, b, c, e) ((const uint64_t[VILLAGES]){a, b, c, e})

static void shared_cards_come_over_and_no_others(void **state)
{
    struct desk *d = *state;
    struct guests guests;
    struct card *cards;
    const uint8_t ours[CRYPTO_KEY] = {1};

    assert_int_equal(keep(d, letter_of(d, &d->hub, 1, OF(3, 1, 7, 0))), ERR_NONE);
    assert_true(kept(d, &guests));
    assert_int_equal(guests.village_count, 3);
    assert_int_equal(guests_cards(&cards, &d->arena, &guests, ours), 2); /* our own are no guests */
    assert_string_equal(cards[0].from, "Dorp 0");
    assert_string_equal(cards[1].from, "Dorp 2");
    assert_string_equal(cards[0].id, "0000000000000000-schuur");
    assert_string_equal(cards[0].photo, ""); /* no file of another village is ever looked for */
    assert_string_equal(cards[0].first, "Vraag het.");
}

static void no_number_falls_and_no_village_goes_missing(void **state)
{
    struct desk *d = *state;

    assert_int_equal(keep(d, letter_of(d, &d->hub, 5, OF(3, 4, 0, 0))), ERR_NONE);
    assert_int_equal(keep(d, letter_of(d, &d->hub, 5, OF(2, 4, 0, 0))), ERR_USED);
    assert_int_equal(keep(d, letter_of(d, &d->hub, 5, OF(9, 3, 9, 9))), ERR_USED); /* of two days */
    assert_int_equal(keep(d, letter_of(d, &d->hub, 5, OF(9, 0, 9, 9))), ERR_USED);
    assert_int_equal(keep(d, letter_of(d, &d->hub, 4, OF(9, 9, 9, 9))), ERR_USED);
    struct guests guests;
    assert_true(kept(d, &guests));
    assert_int_equal(guests.villages[0].version, 3);
    assert_int_equal(keep(d, letter_of(d, &d->hub, 5, OF(3, 5, 1, 0))), ERR_NONE);
    /* A hub that was put back says so itself, signed. */
    assert_int_equal(keep(d, letter_of(d, &d->hub, 6, OF(1, 0, 0, 0))), ERR_NONE);
}

static void only_our_own_hub_is_believed(void **state)
{
    struct desk *d = *state;
    struct guests guests;
    struct bundle_bytes bytes;
    const struct bundle_head head = {.type = BUNDLE_GUESTS, .seq = 1, .stream = BUNDLE_REST};
    const struct bundle_head ack = {.type = BUNDLE_ACK, .seq = 1, .stream = BUNDLE_REST};

    assert_int_equal(keep(d, letter_of(d, &d->other, 1, OF(1, 1, 0, 0))), ERR_CRYPTO);
    /* Signed by ours, but it speaks of another: what one municipality said is not passed on. */
    bytes = letter_of(d, &d->other, 1, OF(1, 1, 0, 0));
    struct bundle_head read;
    assert_true(bundle_read(&read, bytes.data, bytes.len, NULL));
    struct bundle_bytes again;
    assert_true(bundle_make(&again, &d->arena, &head, read.sealed, read.payload_len, NULL, 0,
                            d->hub.party.sign, d->hub.sign_secret, NULL));
    assert_int_equal(keep(d, again), ERR_DENIED);
    /* A letter of another type with the same words is none. */
    bytes = letter_of(d, &d->hub, 1, OF(1, 1, 0, 0));
    assert_true(bundle_read(&read, bytes.data, bytes.len, NULL));
    assert_true(bundle_make(&again, &d->arena, &ack, read.sealed, read.payload_len, NULL, 0,
                            d->hub.party.sign, d->hub.sign_secret, NULL));
    assert_int_equal(keep(d, again), ERR_FORMAT);
    assert_false(kept(d, &guests));
    assert_int_equal(keep(d, bytes), ERR_NONE);
}

static void a_letter_that_was_cut_or_changed_anywhere_is_none(void **state)
{
    struct desk *d = *state;
    struct guests guests;
    struct bundle_bytes good = letter_of(d, &d->hub, 1, OF(1, 2, 3, 4));
    struct bundle_bytes wrong = {arena_alloc(&d->arena, good.len), good.len};

    for (size_t at = 0; at < good.len; at++) {
        memcpy(wrong.data, good.data, good.len);
        wrong.data[at] ^= 4;
        wrong.len = good.len;
        assert_int_not_equal(keep(d, wrong), ERR_NONE);
        wrong.data[at] ^= 4;
        wrong.len = at;
        assert_int_not_equal(keep(d, wrong), ERR_NONE);
    }
    assert_false(kept(d, &guests));
}

/* ---- what a list may say --------------------------------------------------------------------- */

static const char frame[] =
    "{\"hub\":\"00112233445566778899aabbccddeeff\",\"hub_incarnation\":1,\"villages\":[{\"cards\":["
    "{\"first\":\"%s\",\"id\":\"%s\",\"more\":\"\",\"photo\":\"../../etc/passwd\",\"title\":\"%s\","
    "\"what\":\"%s\",\"who\":\"\"}],\"key\":"
    "\"0000000000000000000000000000000000000000000000000000000000000000\","
    "\"name\":\"%s\",\"version\":%s}]}";

static enum err_code read_with(struct desk *d, const char *id, const char *title, const char *what,
                               const char *name, const char *version)
{
    struct guests guests = {.village_count = 99};
    struct err err = {0};
    const char *text = arena_printf(&d->arena, frame, "", id, title, what, name, version);
    bool done = guests_read(&guests, &d->arena, text, strlen(text), &err);

    assert_true(done || guests.village_count == 99); /* nothing is half read */
    assert_true(!done || guests.villages[0].cards[0].photo[0] == '\0');
    return done ? ERR_NONE : err.code;
}

static void a_text_that_no_pack_may_have_is_not_read(void **state)
{
    struct desk *d = *state;
    char text[2000];

    memset(text, 'x', sizeof(text));
    text[140] = '\0';
    assert_int_equal(read_with(d, "a", "T", "W", "Dorp", "1"), ERR_NONE);
    assert_int_equal(read_with(d, "a", text, "W", "Dorp", "1"), ERR_NONE);
    text[140] = 'x';
    text[141] = '\0';
    assert_int_equal(read_with(d, "a", text, "W", "Dorp", "1"), ERR_FORMAT);
    text[141] = 'x';
    text[1501] = '\0';
    assert_int_equal(read_with(d, "a", "T", text, "Dorp", "1"), ERR_FORMAT);
    text[41] = '\0';
    assert_int_equal(read_with(d, "a", "T", "W", text, "1"), ERR_FORMAT);
    assert_int_equal(read_with(d, text, "T", "W", "Dorp", "1"), ERR_FORMAT);
    assert_int_equal(read_with(d, "", "T", "W", "Dorp", "1"), ERR_FORMAT);
    assert_int_equal(read_with(d, "../a", "T", "W", "Dorp", "1"), ERR_FORMAT);
    assert_int_equal(read_with(d, "a", "", "W", "Dorp", "1"), ERR_FORMAT);
    assert_int_equal(read_with(d, "a", "T", "", "Dorp", "1"), ERR_FORMAT);
    assert_int_equal(read_with(d, "a", "T", "W", "", "1"), ERR_FORMAT); /* always from somewhere */
    assert_int_equal(read_with(d, "a", "T\\u0007", "W", "Dorp", "1"), ERR_FORMAT);
    assert_int_equal(read_with(d, "a", "T\\u202e", "W", "Dorp", "1"), ERR_FORMAT);
    assert_int_equal(read_with(d, "a", "T", "W", "Dorp", "0"), ERR_FORMAT);
    assert_int_equal(read_with(d, "a", "T", "W", "Dorp", "-1"), ERR_FORMAT);
    assert_int_equal(read_with(d, "a", "T", "W", "Dorp", "\"1\""), ERR_FORMAT);
}

static enum err_code read_list(struct desk *d, json_t *villages)
{
    json_t *root = json_object();
    struct guests guests;
    struct err err = {0};
    size_t len;

    json_put_hex(root, "hub", d->hub.party.id, BUNDLE_PARTY);
    json_put_number(root, "hub_incarnation", 1);
    json_put(root, "villages", villages);
    const char *text = json_canonical(&d->arena, root, &len);
    json_decref(root);
    return guests_read(&guests, &d->arena, text, len, &err) ? ERR_NONE : err.code;
}

static json_t *village_with(uint8_t at, size_t count)
{
    uint8_t key[CRYPTO_KEY] = {at};
    struct card card = card_of("a", true);
    json_t *village = guests_village("Dorp", key, 1, &card, 1);
    json_t *cards = json_object_get(village, "cards");

    while (json_array_size(cards) < count) {
        json_array_append(cards, json_array_get(cards, 0));
    }
    return village;
}

static void there_are_never_more_than_may_be(void **state)
{
    struct desk *d = *state;
    json_t *list = json_array();

    for (uint8_t i = 0; i < 3; i++) {
        json_array_append_new(list, village_with(i, GUESTS_OF_ONE));
    }
    json_t *more = json_deep_copy(list);
    assert_int_equal(read_list(d, list), ERR_NONE);
    json_array_append_new(more, village_with(3, 1));
    assert_int_equal(read_list(d, more), ERR_LIMIT);
    list = json_array();
    json_array_append_new(list, village_with(0, GUESTS_OF_ONE + 1));
    assert_int_equal(read_list(d, list), ERR_LIMIT);
    list = json_array(); /* one village twice */
    json_array_append_new(list, village_with(4, 1));
    json_array_append_new(list, village_with(4, 1));
    assert_int_equal(read_list(d, list), ERR_FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shared_cards_come_over_and_no_others, begin, end),
        cmocka_unit_test_setup_teardown(no_number_falls_and_no_village_goes_missing, begin, end),
        cmocka_unit_test_setup_teardown(only_our_own_hub_is_believed, begin, end),
        cmocka_unit_test_setup_teardown(a_letter_that_was_cut_or_changed_anywhere_is_none, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_text_that_no_pack_may_have_is_not_read, begin, end),
        cmocka_unit_test_setup_teardown(there_are_never_more_than_may_be, begin, end),
    };

    json_start();
    return !crypto_start(NULL) || cmocka_run_group_tests(tests, NULL, NULL);
}
