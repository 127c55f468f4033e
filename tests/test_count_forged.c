/* What forgers do to a box and to the papers between the keepers, and that it is seen. */
#include "tests/faults/count_bench.h"

#include "app/base/json.h"
#include "app/count/claims.h"
#include "app/count/handover.h"
#include "app/count/list.h"
#include "app/count/result.h"
#include "app/count/signed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

static const uint16_t some_plans[] = {1, 3, 0};

/* ---- forged boxes ------------------------------------------------------------------------ */

struct verdict {
    bool is_refused; /* the file, its sums, or an entry */
    bool is_same;    /* the same ballots count */
};

static struct verdict judge(struct bench *bench, const char *name, const struct keyfile *key,
                            const struct codebook *book, const struct claims *honest)
{
    struct arena arena;
    struct box box;
    struct claims claims;
    struct snag snag;
    struct verdict verdict = {.is_refused = true};

    arena_init(&arena, 0);
    if (box_load(&box, bench->io, &arena, bench_path(bench, name), bench->round, &snag)) {
        claims_decide(&claims, &arena, bench->round, key, book, &box, 1);
        verdict.is_refused = box_check(&box) != BOX_WHOLE || claims_faults(&claims) > 0;
        verdict.is_same = honest != NULL && claims.count == honest->count &&
                          memcmp(claims.counting, honest->counting, claims.count * BALLOT_ID) == 0;
    }
    arena_finish(&arena);
    return verdict;
}

static void load_registrar(struct bench *bench, struct keyfile *key, struct codebook *book)
{
    struct snag snag;

    assert_true(keyfile_load_secret(
        key, bench->io, arena_printf(&bench->arena, "%s/registrar.geheim", bench->keys), &snag));
    assert_true(codebook_load(book, bench->io, &bench->arena,
                              arena_printf(&bench->arena, "%s/registrar-codes.json", bench->keys),
                              &snag));
}

/* Every byte, one bit of it: refused, or (the number of the closing statement alone is signed by
 * nobody yet) of no effect at all. */
static void a_changed_bit_in_a_box_is_refused(void **state)
{
    struct bench bench;
    struct bench_box votes = {0};
    struct keyfile key;
    struct codebook book;
    struct claims honest;
    struct box box;
    struct snag snag;
    size_t len, harmless = 0;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    load_registrar(&bench, &key, &book);
    bench_fill(&bench, &votes, 0, 2);
    bench_save(&bench, &votes, "stembus.jsonl");
    char *text = bench_read(&bench, "stembus.jsonl", &len);
    assert_true(box_load(&box, bench.io, &bench.arena, bench_path(&bench, "stembus.jsonl"),
                         bench.round, &snag));
    claims_decide(&honest, &bench.arena, bench.round, &key, &book, &box, 1);
    assert_int_equal(honest.count, 2);
    for (size_t i = 0; i < len; i++) {
        text[i] = (char)(text[i] ^ 1 << (i * 5 + 3) % 8);
        bench_write(&bench, "forged.jsonl", text, len);
        struct verdict verdict = judge(&bench, "forged.jsonl", &key, &book, &honest);
        text[i] = (char)(text[i] ^ 1 << (i * 5 + 3) % 8);
        assert_true(verdict.is_refused || verdict.is_same);
        harmless += !verdict.is_refused;
    }
    assert_true(harmless <= 2 * RECORD_RID);                     /* the digits of one rid */
    for (size_t cut = 1; cut <= len; cut += cut < 40 ? 1 : 61) { /* and every kind of cut */
        bench_write(&bench, "forged.jsonl", text, len - cut);
        assert_true(judge(&bench, "forged.jsonl", &key, &book, &honest).is_refused);
    }
    keyfile_wipe(&key);
    bench_finish(&bench);
}

static void lines_of_another_form_are_named_by_their_number(void **state)
{
    static const struct {
        const char *from, *to, *key;
    } edits[] = {
        {"{\"body\"", "{ \"body\"", "tel.box.form"},
        {"\"version\":1", "\"version\":2", "tel.box.form"},
        {"\"kind\":\"ballot\"", "\"kind\":\"bullet\"", "tel.box.form"},
        {"\"version\":1}", "\"version\":1,\"x\":1}", "tel.box.form"},
        {"\"ballot\":\"", "\"ballot\":\"00", "tel.box.form"},
        {"\"sealed\":\"", "\"sealed\":\"00", "tel.box.length"},
        {"\n", "\n\n", "tel.box.form"},
    };
    struct bench bench;
    struct bench_box votes = {0};
    struct box box;
    size_t len;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &votes, 0, 3);
    votes.no_statement = true;
    bench_save(&bench, &votes, "stembus.jsonl");
    const char *text = bench_read(&bench, "stembus.jsonl", &len);
    for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
        const char *at = strstr(text, edits[i].from);
        assert_non_null(at);
        const char *forged = arena_printf(&bench.arena, "%.*s%s%s", (int)(at - text), text,
                                          edits[i].to, at + strlen(edits[i].from));
        bench_write(&bench, "forged.jsonl", forged, strlen(forged));
        assert_false(box_load(&box, bench.io, &bench.arena, bench_path(&bench, "forged.jsonl"),
                              bench.round, &bench.snag));
        assert_string_equal(bench.snag.key, edits[i].key);
        long line = 1;
        for (const char *c = text; c < at; c++) {
            line += *c == '\n';
        }
        assert_int_equal(bench.snag.number, line + (edits[i].from[0] == '\n'));
    }
    /* The same line twice, and two lines in the wrong order. */
    const char *second = strchr(text, '\n') + 1;
    const char *twice = arena_printf(&bench.arena, "%.*s%s", (int)(second - text), text, text);
    bench_write(&bench, "forged.jsonl", twice, strlen(twice));
    assert_false(box_load(&box, bench.io, &bench.arena, bench_path(&bench, "forged.jsonl"),
                          bench.round, &bench.snag));
    assert_string_equal(bench.snag.key, "tel.box.order");
    assert_int_equal(bench.snag.number, 2);
    bench_finish(&bench);
}

static void swap_bytes(uint8_t *a, uint8_t *b, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        uint8_t kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

static void swapped_copied_and_invented_ballots_fall_out(void **state)
{
    struct bench bench;
    struct bench_box box = {0};
    struct ballot ballot;
    uint8_t proof[CODE_PROOF] = {7};

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &box, 0, 12);
    /* Two voters' entries change places: the ballots would count for the other's code. */
    swap_bytes(box.votes[0].entry, box.votes[1].entry, SEAL_REGISTER);
    /* An entry copied under the tag of a code that was not used: a second vote out of nothing. */
    struct sealed_vote copy = box.votes[2];
    crypto_random(copy.register_rid, sizeof(copy.register_rid));
    char code[CODE_LEN + 1];
    bench_code(&bench, 50, code);
    assert_true(code_stretch(copy.tag, proof, code, bench.round->salt, bench.round->cost, NULL));
    bench_ballot(&bench, &ballot, some_plans);
    memset(proof, 7, sizeof(proof));
    /* Invented: everything public is known to the forger, a proof is not. */
    struct sealed_vote invented;
    assert_true(seal_vote(&invented, &ballot, bench.round, copy.tag, proof, NULL));
    box.votes[box.count++] = invented;
    bench_save(&bench, &box, "stembus.jsonl");
    bench_refuse(&bench, REGISTER "--box {D}/stembus.jsonl", "tel.register.refused");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl --exception afgesproken");
    json_t *list = bench_load(&bench, "telbaar.json");
    json_t *rejected = json_object_get(json_object_get(list, "summary"), "rejected");
    assert_int_equal(json_array_size(json_object_get(list, "ballots")), 10);
    assert_int_equal(json_number(rejected, "wrong-proof", 0), 3);
    assert_int_equal(json_number(rejected, "no-entry", 0), 3);
    json_decref(list);

    box.votes[box.count - 1] = copy; /* the copy instead; its ballot stands in the box once */
    box.count--;
    struct bench_box copies = {.votes = &copy, .count = 1};
    bench_save(&bench, &copies, "copy.jsonl");
    bench_save(&bench, &box, "stembus.jsonl");
    bench_refuse(&bench, REGISTER "--box {D}/stembus.jsonl {D}/copy.jsonl", "tel.register.refused");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl {D}/copy.jsonl --exception afgesproken");
    list = bench_load(&bench, "telbaar.json");
    assert_int_equal(json_array_size(json_object_get(list, "ballots")), 10);
    json_decref(list);
    bench_finish(&bench);
}

/* The twin: with a book in which the proofs are swapped as well the swap is not seen. So it is the
 * proof, and nothing else, that the test above stands on. */
static void the_swap_passes_when_the_proofs_say_so(void **state)
{
    struct bench bench;
    struct bench_box box = {0};
    struct keyfile key;
    struct codebook book;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    load_registrar(&bench, &key, &book);
    bench_fill(&bench, &box, 0, 4);
    swap_bytes(box.votes[0].entry, box.votes[1].entry, SEAL_REGISTER);
    bench_save(&bench, &box, "stembus.jsonl");
    assert_true(judge(&bench, "stembus.jsonl", &key, &book, NULL).is_refused);
    struct codebook_line *one = NULL, *other = NULL;
    for (size_t i = 0; i < book.count; i++) {
        one = memcmp(book.lines[i].tag, box.votes[0].tag, CODE_TAG) == 0 ? &book.lines[i] : one;
        other = memcmp(book.lines[i].tag, box.votes[1].tag, CODE_TAG) == 0 ? &book.lines[i] : other;
    }
    assert_true(one != NULL && other != NULL);
    swap_bytes(one->proof, other->proof, CODE_PROOF);
    assert_false(judge(&bench, "stembus.jsonl", &key, &book, NULL).is_refused);
    keyfile_wipe(&key);
    bench_finish(&bench);
}

static void a_box_that_does_not_add_up_needs_an_exception_that_is_printed(void **state)
{
    struct bench bench;
    struct bench_box box = {0};
    size_t len;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &box, 0, 12);
    box.no_statement = true;
    bench_save(&bench, &box, "open.jsonl");
    bench_refuse(&bench, REGISTER "--box {D}/open.jsonl", "tel.register.refused");
    assert_non_null(strstr(bench.said, "geen sluitverklaring"));

    box.no_statement = false; /* a line left out: a ballot taken away */
    bench_save(&bench, &box, "stembus.jsonl");
    const char *text = bench_read(&bench, "stembus.jsonl", &len);
    const char *second = strchr(text, '\n') + 1;
    bench_write(&bench, "less.jsonl", second, len - (size_t)(second - text));
    bench_refuse(&bench, REGISTER "--box {D}/less.jsonl", "tel.register.refused");

    bench_must(&bench, REGISTER "--box {D}/open.jsonl --exception kaart-stuk-op-zondag");
    bench_must(&bench, FIRST "--box {D}/open.jsonl");
    bench_must(&bench, LAST);
    assert_non_null(strstr(bench.said, "UITZONDERING: kaart-stuk-op-zondag"));
    json_t *result = bench_load(&bench, "uitslag.json");
    const json_t *exceptions = json_object_get(result, "exceptions");
    assert_int_equal(json_array_size(exceptions), 1);
    assert_string_equal(json_string_value(json_array_get(exceptions, 0)), "kaart-stuk-op-zondag");
    json_decref(result);
    /* An exception that was not needed is not printed. */
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl --exception voor-niets");
    assert_null(strstr(bench_read(&bench, "telbaar.json", NULL), "voor-niets"));
    bench_finish(&bench);
}

/* ---- forged papers between the keepers --------------------------------------------------- */

/* Each byte of a file with one bit changed, and all bits of the first `dense` bytes. */
static void assert_each_bit_is_seen(struct bench *bench, const char *name, size_t dense,
                                    bool (*reads)(struct bench *bench, const char *path))
{
    size_t len;
    char *text = bench_read(bench, name, &len);
    const char *path = bench_path(bench, "forged.json");

    bench_write(bench, "forged.json", text, len);
    assert_true(reads(bench, path));
    for (size_t i = 0; i < len; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            if (i >= dense && bit != (i * 5 + 3) % 8) {
                continue;
            }
            text[i] = (char)(text[i] ^ 1 << bit);
            bench_write(bench, "forged.json", text, len);
            bool good = reads(bench, path);
            text[i] = (char)(text[i] ^ 1 << bit);
            if (good) {
                print_message("%s: bit %u of byte %zu was not seen\n", name, bit, i);
                fail();
            }
        }
    }
}

static bool reads_list(struct bench *bench, const char *path)
{
    struct snag snag;
    json_t *list = list_load(bench->io, path, bench->round, &snag);

    json_decref(list);
    return list != NULL;
}

static bool reads_handover(struct bench *bench, const char *path)
{
    struct snag snag;
    struct handover handover;
    struct keyfile first;
    struct arena arena;

    arena_init(&arena, 0);
    const char *key =
        arena_printf(&arena, "%s/sleutels/%s/first.publiek", bench->pack, bench->round->name);
    assert_true(keyfile_load_public(&first, bench->io, key, &snag));
    json_t *object =
        handover_load(&handover, bench->io, &arena, path, bench->round, first.sign, &snag);
    arena_finish(&arena);
    json_decref(object);
    return object != NULL;
}

static bool reads_result(struct bench *bench, const char *path)
{
    struct snag snag;
    json_t *result = result_load(bench->io, path, bench->round, &snag);

    json_decref(result);
    return result != NULL;
}

static void a_changed_bit_between_the_keepers_is_refused(void **state)
{
    struct bench bench;
    struct bench_box box = {0};

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &box, 0, 3);
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    assert_each_bit_is_seen(&bench, "telbaar.json", 300, reads_list);
    assert_each_bit_is_seen(&bench, "eerste.json", 200, reads_handover);
    assert_each_bit_is_seen(&bench, "uitslag.json", 200, reads_result);
    bench_finish(&bench);
}

static void the_last_keeper_refuses_fewer_boxes_than_the_registrar_let_count(void **state)
{
    struct bench bench;
    struct bench_box box = {0};
    struct handover handover;
    struct keyfile first;
    struct snag snag;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &box, 0, 12);
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    assert_true(keyfile_load_secret(
        &first, bench.io, arena_printf(&bench.arena, "%s/first.geheim", bench.keys), &snag));
    const char *path = bench_path(&bench, "eerste.json");
    json_t *object =
        handover_load(&handover, bench.io, &bench.arena, path, bench.round, first.sign, &snag);
    assert_non_null(object);
    json_t *list = list_load(bench.io, bench_path(&bench, "telbaar.json"), bench.round, &snag);
    assert_non_null(list);

    /* A first keeper who keeps a box back, in her own name. */
    handover.count--;
    json_t *less = handover_make(&handover, list, &first);
    assert_true(signed_save(bench.io, path, less, &snag));
    bench_refuse(&bench, LAST, "tel.handover.forged");
    json_decref(less);

    /* One who takes an exception out of the summary that the registrar signed. */
    json_t *forged = json_deep_copy(object);
    json_put(json_object_get(forged, "summary"), "exceptions", json_array());
    json_put(json_object_get(forged, "summary"), "not_counted", json_null());
    signed_put(forged, SIGNED_FIRST, first.sign_secret);
    assert_true(signed_save(bench.io, path, forged, &snag));
    bench_refuse(&bench, LAST, "tel.handover.forged");
    json_decref(forged);

    /* One who puts the same box in twice, and rubbish in the place of another: counted apart. */
    handover.count++;
    memcpy(handover.boxes + handover.box_len, handover.boxes, handover.box_len);
    memset(handover.boxes + 5 * handover.box_len, 9, handover.box_len);
    handover_sort(&handover);
    json_t *worse = handover_make(&handover, list, &first);
    assert_true(signed_save(bench.io, path, worse, &snag));
    bench_must(&bench, LAST);
    json_t *result = bench_load(&bench, "uitslag.json");
    assert_int_equal(json_number(result, "ballots", 0), 10);
    assert_int_equal(json_number(json_object_get(result, "refused"), "double", 0), 1);
    assert_int_equal(json_number(json_object_get(result, "refused"), "malformed", 0), 1);
    json_decref(result);
    json_decref(worse);
    json_decref(list);
    json_decref(object);
    keyfile_wipe(&first);
    bench_finish(&bench);
}

static void a_result_whose_winners_do_not_follow_is_refused(void **state)
{
    struct bench bench;
    struct bench_box box = {0};
    struct keyfile last;
    struct snag snag;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &box, 0, 12);
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    assert_true(keyfile_load_secret(
        &last, bench.io, arena_printf(&bench.arena, "%s/last.geheim", bench.keys), &snag));
    json_t *result = bench_load(&bench, "uitslag.json");
    json_array_insert_new(json_object_get(result, "winners"), 0, json_integer(14));
    signed_put(result, SIGNED_RESULT, last.sign_secret); /* by the last keeper himself */
    assert_true(signed_save(bench.io, bench_path(&bench, "uitslag.json"), result, &snag));
    bench_refuse(&bench, "verify {D}/uitslag.json", "tel.result.sums");
    signed_put(result, SIGNED_LIST, last.sign_secret); /* signed as another kind of paper */
    assert_true(signed_save(bench.io, bench_path(&bench, "uitslag.json"), result, &snag));
    bench_refuse(&bench, "verify {D}/uitslag.json", "tel.result.forged");
    json_decref(result);
    keyfile_wipe(&last);
    bench_finish(&bench);
}

/* Last keeper or not: steps that add up but are not what the votes give. */
static void assert_not_believed(struct bench *bench, json_t *result, const struct keyfile *last)
{
    struct snag snag;

    signed_put(result, SIGNED_RESULT, last->sign_secret);
    assert_true(signed_save(bench->io, bench_path(bench, "uitslag.json"), result, &snag));
    bench_refuse(bench, "verify {D}/uitslag.json", "tel.result.sums");
    json_decref(result);
}

static json_t *a_step(json_t *result, size_t index)
{
    return json_array_get(json_object_get(result, "steps"), index);
}

static void steps_that_only_add_up_are_refused(void **state)
{
    struct bench bench;
    struct bench_box box = {.unlocks = 40};
    struct keyfile last;
    struct snag snag;

    (void)state;
    bench_init(&bench, PIJP, PIJP_KEYS); /* most votes first: counted again from the totals */
    for (uint16_t i = 0; i < 40; i++) {
        const uint16_t numbers[] = {bench.round->plans[i % 5].number, 0};
        struct ballot ballot;
        bench_ballot(&bench, &ballot, numbers);
        bench_vote(&bench, &box, &ballot, NULL);
    }
    bench_save(&bench, &box, "stembus.jsonl");
    bench_must(&bench, REGISTER_OPEN "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    assert_true(keyfile_load_secret(
        &last, bench.io, arena_printf(&bench.arena, "%s/last.geheim", bench.keys), &snag));
    json_t *result = bench_load(&bench, "uitslag.json");
    json_put_number(a_step(result, 0), "short_votes", 7);
    assert_not_believed(&bench, result, &last);
    keyfile_wipe(&last);
    bench_finish(&bench);

    struct bench_box other = {0};
    bench_init(&bench, ASSEN, ASSEN_KEYS); /* equal shares: the steps must be of these totals */
    bench_fill(&bench, &other, 0, 20);
    bench_save(&bench, &other, "stembus.jsonl");
    bench_must(&bench, REGISTER "--box {D}/stembus.jsonl");
    bench_must(&bench, FIRST "--box {D}/stembus.jsonl");
    bench_must(&bench, LAST);
    bench_must(&bench, "verify {D}/uitslag.json");
    assert_true(keyfile_load_secret(
        &last, bench.io, arena_printf(&bench.arena, "%s/last.geheim", bench.keys), &snag));
    result = bench_load(&bench, "uitslag.json");
    json_put_number(a_step(result, 0), "votes", json_number(a_step(result, 0), "votes", 0) + 1);
    assert_not_believed(&bench, result, &last);
    keyfile_wipe(&last);
    bench_finish(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_changed_bit_in_a_box_is_refused),
        cmocka_unit_test(lines_of_another_form_are_named_by_their_number),
        cmocka_unit_test(swapped_copied_and_invented_ballots_fall_out),
        cmocka_unit_test(the_swap_passes_when_the_proofs_say_so),
        cmocka_unit_test(a_box_that_does_not_add_up_needs_an_exception_that_is_printed),
        cmocka_unit_test(a_changed_bit_between_the_keepers_is_refused),
        cmocka_unit_test(the_last_keeper_refuses_fewer_boxes_than_the_registrar_let_count),
        cmocka_unit_test(a_result_whose_winners_do_not_follow_is_refused),
        cmocka_unit_test(steps_that_only_add_up_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
