/* The count from codes to a signed result, by the same tasks as the program, and what forgers,
 * double votes, wrong keys and typing errors do to it. */
#include "tests/faults/count_bench.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/count/claims.h"
#include "app/count/handover.h"
#include "app/count/keypaper.h"
#include "app/count/list.h"
#include "app/count/result.h"
#include "app/count/signed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#define ASSEN "tests/data/assen2024"
#define ASSEN_KEYS "tests/data/geheim/assen2024/2024"
#define PIJP "tests/data/amsterdam"
#define PIJP_KEYS "tests/data/geheim/amsterdam/289"

#define REGISTER                                                                                   \
    "register --key {K}/registrar.geheim --codes {K}/registrar-codes.json --out {D}/telbaar.json "
#define REGISTER_OPEN "register --key {K}/registrar.geheim --out {D}/telbaar.json "
#define FIRST "first --key {K}/first.geheim --list {D}/telbaar.json --out {D}/eerste.json "
#define LAST "last --key {K}/last.geheim --in {D}/eerste.json --out {D}/uitslag.json"

static const uint16_t some_plans[] = {1, 3, 0};

static void run(struct bench *bench, const char *line)
{
    if (!bench_run(bench, line)) {
        print_message("%s: %s %s %ld %s\n", line, bench->snag.key, bench->snag.file,
                      bench->snag.number, bench->snag.detail);
        fail();
    }
}

static void refused(struct bench *bench, const char *line, const char *key)
{
    assert_false(bench_run(bench, line));
    assert_string_equal(bench->snag.key, key);
}

static json_t *load(struct bench *bench, const char *name)
{
    size_t len;
    const char *text = bench_read(bench, name, &len);
    json_t *object = json_read(text, len, NULL);

    assert_non_null(object);
    return object;
}

/* Votes of the first `count` codes, for plans that differ from voter to voter. */
static void fill(struct bench *bench, struct bench_box *box, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++) {
        char code[CODE_LEN + 1];
        struct ballot ballot;
        const uint16_t numbers[] = {(uint16_t)(1 + i % 14), (uint16_t)(1 + (i + 3) % 14), 0};
        bench_ballot(bench, &ballot, numbers);
        bench_code(bench, i, code);
        bench_vote(bench, box, &ballot, code);
    }
}

/* ---- the whole way --------------------------------------------------------------------------- */

/* votes.txt: a ballot a line, plan numbers with commas. */
static void vote_as_in_file(struct bench *bench, struct bench_box *box, bool has_codes, size_t most)
{
    size_t len;
    char *text = NULL;
    const char *path = arena_printf(&bench->arena, "%s/votes.txt", bench->pack);

    assert_true(io_read_file(bench->io, &bench->arena, path, 1 << 20, &text, &len, NULL));
    for (size_t n = 0; *text != '\0' && n < most; n++) {
        uint16_t numbers[ROUND_MAX_PLANS + 1] = {0};
        char code[CODE_LEN + 1];
        struct ballot ballot;
        for (size_t i = 0; *text != '\n'; i++) {
            numbers[i] = (uint16_t)strtoul(text, &text, 10);
            text += *text == ',';
        }
        text++;
        bench_ballot(bench, &ballot, numbers);
        if (has_codes) {
            bench_code(bench, n, code);
        }
        bench_vote(bench, box, &ballot, has_codes ? code : NULL);
    }
}

static void assert_as_published(struct bench *bench, const json_t *result)
{
    size_t len;
    char *text = NULL;
    const json_t *totals = json_object_get(result, "totals");
    const char *path = arena_printf(&bench->arena, "%s/expected.txt", bench->pack);

    assert_true(io_read_file(bench->io, &bench->arena, path, 1 << 20, &text, &len, NULL));
    assert_int_equal(json_array_size(totals), bench->round->plan_count);
    for (size_t i = 0; i < json_array_size(totals); i++) {
        const json_t *line = json_array_get(totals, i);
        assert_int_equal(strtol(text, &text, 10), json_number(line, "number", -1));
        text++;
        assert_int_equal(strtol(text, &text, 10), json_number(line, "votes", -1));
        text++;
    }
}

static void eighty_four_real_ballots_give_the_published_votes(void **state)
{
    struct bench bench;
    struct bench_box box = {0};

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    vote_as_in_file(&bench, &box, true, BENCH_MAX_VOTES);
    assert_int_equal(box.count, 84);
    bench_save(&bench, &box, "stembus.jsonl");
    run(&bench, REGISTER "--box {D}/stembus.jsonl");
    run(&bench, FIRST "--box {D}/stembus.jsonl");
    run(&bench, LAST);
    json_t *result = load(&bench, "uitslag.json");
    assert_int_equal(json_number(result, "ballots", 0), 84);
    assert_int_equal(json_number(result, "blank", -1), 0);
    assert_as_published(&bench, result);
    json_t *receipts = json_object_get(result, "receipts");
    assert_int_equal(json_array_size(json_object_get(receipts, "counted")), 84);
    assert_int_equal(json_array_size(json_object_get(receipts, "not_counted")), 0);
    assert_int_equal(json_array_size(json_object_get(result, "steps")), 14);
    json_decref(result);
    run(&bench, "verify {D}/uitslag.json");
    assert_non_null(strstr(bench.said, "Deze uitslag is echt"));
    bench_finish(&bench);
}

static void a_purse_without_codes_is_counted_by_turns(void **state)
{
    struct bench bench;
    struct bench_box box = {.unlocks = 60};

    (void)state;
    bench_init(&bench, PIJP, PIJP_KEYS);
    vote_as_in_file(&bench, &box, false, 60);
    bench_save(&bench, &box, "stembus.jsonl");
    run(&bench, REGISTER_OPEN "--box {D}/stembus.jsonl");
    run(&bench, FIRST "--box {D}/stembus.jsonl");
    run(&bench, LAST);
    json_t *result = load(&bench, "uitslag.json");
    assert_int_equal(json_number(result, "ballots", 0), 60);
    json_decref(result);
    bench_finish(&bench);
}

static void more_ballots_than_turns_stop_the_count(void **state)
{
    struct bench bench;
    struct bench_box box = {.unlocks = 11};

    (void)state;
    bench_init(&bench, PIJP, PIJP_KEYS);
    vote_as_in_file(&bench, &box, false, 12);
    bench_save(&bench, &box, "stembus.jsonl");
    refused(&bench, REGISTER_OPEN "--box {D}/stembus.jsonl", "tel.register.refused");
    run(&bench, REGISTER_OPEN "--box {D}/stembus.jsonl --exception beheerder-vergat-een-beurt");
    json_t *list = load(&bench, "telbaar.json");
    assert_int_equal(json_array_size(json_object_get(list, "ballots")), 11);
    json_t *lost = json_object_get(json_object_get(list, "summary"), "not_counted");
    assert_int_equal(json_array_size(lost), 1);
    assert_string_equal(json_text(json_array_get(lost, 0), "reason", ""), "over-turns");
    json_decref(list);
    bench_finish(&bench);
}

static void below_ten_ballots_only_the_winners_are_told(void **state)
{
    struct bench bench;
    struct bench_box box = {0};

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    fill(&bench, &box, 0, 9);
    bench_save(&bench, &box, "stembus.jsonl");
    run(&bench, REGISTER "--box {D}/stembus.jsonl");
    run(&bench, FIRST "--box {D}/stembus.jsonl");
    run(&bench, LAST);
    assert_null(strstr(bench.said, "stemmen:"));
    json_t *result = load(&bench, "uitslag.json");
    assert_int_equal(json_array_size(json_object_get(result, "totals")), 0);
    assert_int_equal(json_array_size(json_object_get(result, "steps")), 0);
    assert_true(json_is_null(json_object_get(result, "blank")));
    assert_true(json_array_size(json_object_get(result, "winners")) > 0);
    json_decref(result);
    run(&bench, "verify {D}/uitslag.json");

    fill(&bench, &box, 9, 1); /* the tenth */
    bench_save(&bench, &box, "stembus.jsonl");
    run(&bench, REGISTER "--box {D}/stembus.jsonl");
    run(&bench, FIRST "--box {D}/stembus.jsonl");
    run(&bench, LAST);
    result = load(&bench, "uitslag.json");
    assert_int_equal(json_array_size(json_object_get(result, "totals")), 14);
    json_decref(result);
    bench_finish(&bench);
}

/* ---- one code, two kiosks ---------------------------------------------------------------------
 */

static void a_code_used_twice_counts_once_in_any_order(void **state)
{
    struct bench bench;
    struct bench_box a = {0}, b = {0};
    size_t len, other_len;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    fill(&bench, &a, 0, 8);
    fill(&bench, &b, 6, 6); /* codes 6 and 7 again */
    bench_save(&bench, &a, "a.jsonl");
    bench_save(&bench, &b, "b.jsonl");
    run(&bench, REGISTER "--box {D}/a.jsonl {D}/b.jsonl");
    const char *text = bench_read(&bench, "telbaar.json", &len);
    run(&bench, REGISTER "--box {D}/b.jsonl --box {D}/a.jsonl");
    const char *other = bench_read(&bench, "telbaar.json", &other_len);
    assert_int_equal(len, other_len);
    assert_memory_equal(text, other, len);
    run(&bench, REGISTER "--box {D}/b.jsonl {D}/a.jsonl {D}/b.jsonl"); /* from two sticks */
    other = bench_read(&bench, "telbaar.json", &other_len);
    assert_int_equal(len, other_len);
    assert_memory_equal(text, other, len);

    json_t *list = load(&bench, "telbaar.json");
    assert_int_equal(json_array_size(json_object_get(list, "ballots")), 12);
    json_t *lost = json_object_get(json_object_get(list, "summary"), "not_counted");
    assert_int_equal(json_array_size(lost), 2);
    assert_string_equal(json_text(json_array_get(lost, 0), "reason", ""), "code-twice");
    for (size_t i = 0; i < 2; i++) { /* the smaller of the two counts: the published rule */
        const uint8_t *x = a.votes[6 + i].ballot_id, *y = b.votes[i].ballot_id;
        const uint8_t *loser = seal_compare_claims(bench.round->id, x, y) < 0 ? y : x;
        char hex[2 * BALLOT_ID + 1];
        str_hex(hex, loser, BALLOT_ID);
        assert_null(strstr(strstr(text, "ballots"), hex));
    }
    json_decref(list);
    bench_finish(&bench);
}

/* ---- forged boxes -----------------------------------------------------------------------------
 */

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
    fill(&bench, &votes, 0, 2);
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
    fill(&bench, &votes, 0, 3);
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
    fill(&bench, &box, 0, 12);
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
    refused(&bench, REGISTER "--box {D}/stembus.jsonl", "tel.register.refused");
    run(&bench, REGISTER "--box {D}/stembus.jsonl --exception afgesproken");
    json_t *list = load(&bench, "telbaar.json");
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
    refused(&bench, REGISTER "--box {D}/stembus.jsonl {D}/copy.jsonl", "tel.register.refused");
    run(&bench, REGISTER "--box {D}/stembus.jsonl {D}/copy.jsonl --exception afgesproken");
    list = load(&bench, "telbaar.json");
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
    fill(&bench, &box, 0, 4);
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
    fill(&bench, &box, 0, 12);
    box.no_statement = true;
    bench_save(&bench, &box, "open.jsonl");
    refused(&bench, REGISTER "--box {D}/open.jsonl", "tel.register.refused");
    assert_non_null(strstr(bench.said, "geen sluitverklaring"));

    box.no_statement = false; /* a line left out: a ballot taken away */
    bench_save(&bench, &box, "stembus.jsonl");
    const char *text = bench_read(&bench, "stembus.jsonl", &len);
    const char *second = strchr(text, '\n') + 1;
    bench_write(&bench, "less.jsonl", second, len - (size_t)(second - text));
    refused(&bench, REGISTER "--box {D}/less.jsonl", "tel.register.refused");

    run(&bench, REGISTER "--box {D}/open.jsonl --exception kaart-stuk-op-zondag");
    run(&bench, FIRST "--box {D}/open.jsonl");
    run(&bench, LAST);
    assert_non_null(strstr(bench.said, "UITZONDERING: kaart-stuk-op-zondag"));
    json_t *result = load(&bench, "uitslag.json");
    const json_t *exceptions = json_object_get(result, "exceptions");
    assert_int_equal(json_array_size(exceptions), 1);
    assert_string_equal(json_string_value(json_array_get(exceptions, 0)), "kaart-stuk-op-zondag");
    json_decref(result);
    /* An exception that was not needed is not printed. */
    run(&bench, REGISTER "--box {D}/stembus.jsonl --exception voor-niets");
    assert_null(strstr(bench_read(&bench, "telbaar.json", NULL), "voor-niets"));
    bench_finish(&bench);
}

/* ---- forged papers between the keepers --------------------------------------------------------
 */

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
    fill(&bench, &box, 0, 3);
    bench_save(&bench, &box, "stembus.jsonl");
    run(&bench, REGISTER "--box {D}/stembus.jsonl");
    run(&bench, FIRST "--box {D}/stembus.jsonl");
    run(&bench, LAST);
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
    fill(&bench, &box, 0, 12);
    bench_save(&bench, &box, "stembus.jsonl");
    run(&bench, REGISTER "--box {D}/stembus.jsonl");
    run(&bench, FIRST "--box {D}/stembus.jsonl");
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
    refused(&bench, LAST, "tel.handover.forged");
    json_decref(less);

    /* One who takes an exception out of the summary that the registrar signed. */
    json_t *forged = json_deep_copy(object);
    json_put(json_object_get(forged, "summary"), "exceptions", json_array());
    json_put(json_object_get(forged, "summary"), "not_counted", json_null());
    signed_put(forged, SIGNED_FIRST, first.sign_secret);
    assert_true(signed_save(bench.io, path, forged, &snag));
    refused(&bench, LAST, "tel.handover.forged");
    json_decref(forged);

    /* One who puts the same box in twice, and rubbish in the place of another: counted apart. */
    handover.count++;
    memcpy(handover.boxes + handover.box_len, handover.boxes, handover.box_len);
    memset(handover.boxes + 5 * handover.box_len, 9, handover.box_len);
    handover_sort(&handover);
    json_t *worse = handover_make(&handover, list, &first);
    assert_true(signed_save(bench.io, path, worse, &snag));
    run(&bench, LAST);
    json_t *result = load(&bench, "uitslag.json");
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
    fill(&bench, &box, 0, 12);
    bench_save(&bench, &box, "stembus.jsonl");
    run(&bench, REGISTER "--box {D}/stembus.jsonl");
    run(&bench, FIRST "--box {D}/stembus.jsonl");
    run(&bench, LAST);
    assert_true(keyfile_load_secret(
        &last, bench.io, arena_printf(&bench.arena, "%s/last.geheim", bench.keys), &snag));
    json_t *result = load(&bench, "uitslag.json");
    json_array_insert_new(json_object_get(result, "winners"), 0, json_integer(14));
    signed_put(result, SIGNED_RESULT, last.sign_secret); /* by the last keeper himself */
    assert_true(signed_save(bench.io, bench_path(&bench, "uitslag.json"), result, &snag));
    refused(&bench, "verify {D}/uitslag.json", "tel.result.sums");
    signed_put(result, SIGNED_LIST, last.sign_secret); /* signed as another kind of paper */
    assert_true(signed_save(bench.io, bench_path(&bench, "uitslag.json"), result, &snag));
    refused(&bench, "verify {D}/uitslag.json", "tel.result.forged");
    json_decref(result);
    keyfile_wipe(&last);
    bench_finish(&bench);
}

/* ---- keys -------------------------------------------------------------------------------------
 */

static void the_wrong_key_is_refused_with_a_sentence(void **state)
{
    struct bench bench;
    struct bench_box box = {0};

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    fill(&bench, &box, 0, 2);
    bench_save(&bench, &box, "stembus.jsonl");
    refused(&bench,
            "register --key {K}/first.geheim --codes {K}/registrar-codes.json --out {D}/x --box "
            "{D}/stembus.jsonl",
            "tel.key.other-role");
    refused(&bench,
            "register --key " PIJP_KEYS "/registrar.geheim --codes {K}/registrar-codes.json --out "
            "{D}/x --box {D}/stembus.jsonl",
            "tel.key.other-round");
    refused(&bench,
            "register --key {P}/sleutels/2024/registrar.publiek --codes {K}/registrar-codes.json "
            "--out {D}/x --box {D}/stembus.jsonl",
            "tel.key.not-secret");
    refused(&bench, "register --key {K}/registrar.geheim --out {D}/x --box {D}/stembus.jsonl",
            "tel.codes.needed");
    refused(&bench, "register --key {K}/none --codes {K}/none --out {D}/x --box {D}/stembus.jsonl",
            "tel.file.missing");
    refused(&bench, "verify --round 1999 {D}/uitslag.json", "tel.round.unknown");
    bench_finish(&bench);
}

static void keys_and_codes_are_never_overwritten_and_secrets_are_the_owners(void **state)
{
    struct bench bench;
    struct stat secret, open;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    run(&bench, "keys --role village --out {D}/k");
    refused(&bench, "keys --role village --out {D}/k", "tel.file.exists");
    refused(&bench, "keys --role koning --out {D}/k", "tel.key.no-such-role");
    refused(&bench, "keys --role first --round 12 --out {D}/k", "tel.key.round-hex");
    assert_int_equal(stat(bench_path(&bench, "k/village.geheim"), &secret), 0);
    assert_int_equal(secret.st_mode & 0777, 0600);
    assert_int_equal(stat(bench_path(&bench, "k/village-papier.txt"), &secret), 0);
    assert_int_equal(secret.st_mode & 0777, 0600);
    assert_int_equal(stat(bench_path(&bench, "k/village.publiek"), &open), 0);
    assert_int_not_equal(open.st_mode & 0777, 0600);

    run(&bench, "codes 40 --out {D}/c --batch noord");
    refused(&bench, "codes 40 --out {D}/c", "tel.file.exists");
    refused(&bench, "codes 0 --out {D}/e", "tel.codes.count");
    refused(&bench, "codes 40x --out {D}/e", "tel.codes.count");
    refused(&bench, "codes 4 --out {D}/e --batch =1+1", "tel.codes.batch");
    assert_int_equal(stat(bench_path(&bench, "c/registrar-codes.json"), &secret), 0);
    assert_int_equal(secret.st_mode & 0777, 0600);
    bench_finish(&bench);
}

static void codes_fit_their_tags_and_proofs(void **state)
{
    enum { CODES = 60 };
    struct bench bench;
    struct codebook book;
    struct snag snag;
    char seen[CODES][CODE_LEN + 1];

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    run(&bench, "codes 60 --out {D}/c");
    bench.keys = bench_path(&bench, "c");
    assert_true(codebook_load(&book, bench.io, &bench.arena,
                              bench_path(&bench, "c/registrar-codes.json"), &snag));
    const char *tags = bench_read(&bench, "c/tags.txt", NULL);
    assert_int_equal(book.count, CODES);
    assert_int_equal(strncmp(tags,
                             "# dorpel-tags 1 9a817be0e0aa8ed988114d8ffa99798a "
                             "b27e971c4cf21b74bfdce83119ceaa2f 1 8\n",
                             50),
                     0);
    for (size_t i = 0; i < CODES; i++) {
        uint8_t tag[CODE_TAG], proof[CODE_PROOF];
        char hex[2 * CODE_TAG + 1];
        bench_code(&bench, i, seen[i]);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(seen[i], seen[j]);
        }
        assert_true(code_stretch(tag, proof, seen[i], bench.round->salt, bench.round->cost, NULL));
        const struct codebook_line *line = codebook_find(&book, tag);
        assert_non_null(line);
        assert_memory_equal(line->proof, proof, CODE_PROOF);
        str_hex(hex, tag, CODE_TAG);
        assert_non_null(strstr(tags, hex));
        str_hex(hex, proof, CODE_PROOF);
        assert_null(strstr(tags, hex)); /* a kiosk must not know the proofs */
    }
    bench_finish(&bench);
}

/* ---- the key on paper --------------------------------------------------------------------------
 */

static void a_key_comes_back_from_paper(void **state)
{
    struct bench bench;
    size_t len, again_len;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    run(&bench, "keys --role last --round 9a817be0e0aa8ed988114d8ffa99798a --out {D}/k");
    const char *key = bench_read(&bench, "k/last.geheim", &len);
    run(&bench, "keys --from-paper {D}/k/last-papier.txt --out {D}/again");
    const char *again = bench_read(&bench, "again/last.geheim", &again_len);
    assert_int_equal(len, again_len);
    assert_memory_equal(key, again, len);

    /* Typed by hand: capitals, the letter O for a nought, l for a one, no blanks. */
    char *paper = bench_read(&bench, "k/last-papier.txt", &len);
    for (size_t i = (size_t)(strstr(paper, "\n  1  ") - paper); i < len; i++) {
        paper[i] = paper[i] >= 'a' && paper[i] <= 'f' ? (char)(paper[i] - 'a' + 'A')
                   : paper[i] == '0'                  ? 'O'
                                                      : paper[i];
    }
    bench_write(&bench, "typed.txt", paper, len);
    run(&bench, "keys --from-paper {D}/typed.txt --out {D}/typed");
    assert_memory_equal(bench_read(&bench, "typed/last.geheim", NULL), key, again_len);
    bench_finish(&bench);
}

static void a_typing_error_on_paper_is_named_by_its_line(void **state)
{
    struct bench bench;
    struct keyfile key, got;
    char good[KEYPAPER_LINES][KEYPAPER_TEXT];
    struct snag snag;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    keyfile_make(&key, KEY_FIRST, bench.round->id);
    for (int line = 1; line <= KEYPAPER_LINES; line++) {
        keypaper_line(good[line - 1], &key, line);
    }
    for (int wrong = 1; wrong <= KEYPAPER_LINES; wrong++) {
        for (size_t at = 0; at < KEYPAPER_TEXT - 1; at++) {
            struct sheet_text {
                char text[KEYPAPER_LINES * (KEYPAPER_TEXT + 8)];
            } typed = {""};
            size_t len = 0;
            for (int line = 1; line <= KEYPAPER_LINES; line++) {
                char copy[KEYPAPER_TEXT];
                memcpy(copy, good[line - 1], sizeof(copy));
                if (line == wrong) {
                    copy[at] = copy[at] == ' ' || copy[at] == '=' ? 'x'
                               : copy[at] == '7'                  ? '8'
                                                                  : '7';
                }
                len += (size_t)snprintf(typed.text + len, sizeof(typed.text) - len, "%d %s\n", line,
                                        copy);
            }
            assert_false(keypaper_read(&got, typed.text, "papier", &snag));
            assert_string_equal(snag.key, "tel.paper.line");
            assert_int_equal(atoi(snag.detail), wrong);
            assert_int_equal(strlen(snag.detail), 1);
        }
    }
    assert_false(keypaper_read(&got, "", "papier", &snag));
    assert_string_equal(snag.detail, "1, 2, 3, 4, 5, 6, 7, 8");
    bench_finish(&bench);
}

static void lines_of_two_papers_make_no_key(void **state)
{
    struct bench bench;
    struct keyfile one, other, got;
    char text[KEYPAPER_LINES * (KEYPAPER_TEXT + 8)];
    struct snag snag;
    size_t len = 0;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    keyfile_make(&one, KEY_FIRST, bench.round->id);
    keyfile_make(&other, KEY_FIRST, bench.round->id);
    for (int line = 1; line <= KEYPAPER_LINES; line++) {
        char groups[KEYPAPER_TEXT];
        keypaper_line(groups, line == 3 ? &other : &one, line);
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%d. %s\r\n", line, groups);
    }
    assert_false(keypaper_read(&got, text, "papier", &snag));
    assert_string_equal(snag.key, "tel.paper.total");
    bench_finish(&bench);
}

/* ---- the trial ---------------------------------------------------------------------------------
 */

static void the_trial_tells_good_keys_from_wrong_ones(void **state)
{
    struct bench bench;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    run(&bench, "trial --key {K}/registrar.geheim");
    run(&bench, "trial --key {K}/first.geheim --out {D}/proef.json");
    run(&bench, "trial --key {K}/last.geheim --in {D}/proef.json");
    refused(&bench, "trial --key {K}/first.geheim", "tel.trial.needs-out");
    refused(&bench, "trial --key {K}/last.geheim", "tel.trial.needs-in");
    refused(&bench, "trial --first-key {K}/first.geheim --last-key {K}/last.geheim",
            "tel.trial.apart");
    refused(&bench, "trial --key " PIJP_KEYS "/last.geheim --in {D}/proef.json",
            "tel.key.other-round");
    /* A trial ballot whose inner layer was made for somebody else. */
    char *text = bench_read(&bench, "proef.json", NULL);
    char *inner = strstr(text, "\"inner\":\"") + strlen("\"inner\":\"");
    inner[3] = inner[3] == '0' ? '1' : '0';
    bench_write(&bench, "proef.json", text, strlen(text));
    refused(&bench, "trial --key {K}/last.geheim --in {D}/proef.json", "tel.trial.failed");
    bench_finish(&bench);
}

/* ---- sentences ---------------------------------------------------------------------------------
 */

/* Every key in the sources of this room has its sentence. */
static void every_sentence_is_there(void **state)
{
    struct bench bench;
    struct say say;
    struct err err;
    char **names;
    size_t count, found = 0;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    assert_true(say_load(&say, bench.io, &bench.arena, "assets", &err));
    assert_true(io_list_sorted(bench.io, &bench.arena, "app/count", &names, &count, &err));
    for (size_t i = 0; i < count; i++) {
        char *text;
        size_t len;
        const char *path = arena_printf(&bench.arena, "app/count/%s", names[i]);
        assert_true(io_read_file(bench.io, &bench.arena, path, 1 << 20, &text, &len, &err));
        for (const char *at = text; (at = strstr(at, "\"tel.")) != NULL; at++) {
            size_t key_len = strcspn(at + 1, "\"");
            const char *key = arena_strndup(&bench.arena, at + 1, key_len);
            if (!say_has(&say, key)) {
                print_message("%s: no sentence %s\n", path, key);
                fail();
            }
            found++;
        }
    }
    assert_true(found > 40);
    for (size_t i = 0; i < CLAIM_REASONS; i++) {
        assert_true(say_has(
            &say, arena_printf(&bench.arena, "niet.%s", claim_reason_name((enum claim_reason)i))));
    }
    for (size_t i = 0; i < BOX_STATES; i++) {
        assert_true(
            say_has(&say, arena_printf(&bench.arena, "box.%s", box_state_name((enum box_state)i))));
    }
    bench_finish(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eighty_four_real_ballots_give_the_published_votes),
        cmocka_unit_test(a_purse_without_codes_is_counted_by_turns),
        cmocka_unit_test(more_ballots_than_turns_stop_the_count),
        cmocka_unit_test(below_ten_ballots_only_the_winners_are_told),
        cmocka_unit_test(a_code_used_twice_counts_once_in_any_order),
        cmocka_unit_test(a_changed_bit_in_a_box_is_refused),
        cmocka_unit_test(lines_of_another_form_are_named_by_their_number),
        cmocka_unit_test(swapped_copied_and_invented_ballots_fall_out),
        cmocka_unit_test(the_swap_passes_when_the_proofs_say_so),
        cmocka_unit_test(a_box_that_does_not_add_up_needs_an_exception_that_is_printed),
        cmocka_unit_test(a_changed_bit_between_the_keepers_is_refused),
        cmocka_unit_test(the_last_keeper_refuses_fewer_boxes_than_the_registrar_let_count),
        cmocka_unit_test(a_result_whose_winners_do_not_follow_is_refused),
        cmocka_unit_test(the_wrong_key_is_refused_with_a_sentence),
        cmocka_unit_test(keys_and_codes_are_never_overwritten_and_secrets_are_the_owners),
        cmocka_unit_test(codes_fit_their_tags_and_proofs),
        cmocka_unit_test(a_key_comes_back_from_paper),
        cmocka_unit_test(a_typing_error_on_paper_is_named_by_its_line),
        cmocka_unit_test(lines_of_two_papers_make_no_key),
        cmocka_unit_test(the_trial_tells_good_keys_from_wrong_ones),
        cmocka_unit_test(every_sentence_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
