/* Keys, codes, the key on paper, the trial before a round; and that each sentence is there. */
#include "tests/faults/count_bench.h"

#include "app/base/str.h"
#include "app/count/claims.h"
#include "app/count/keypaper.h"
#include "app/domain/roots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

/* ---- keys -------------------------------------------------------------------------------- */

static void the_wrong_key_is_refused_with_a_sentence(void **state)
{
    struct bench bench;
    struct bench_box box = {0};

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_fill(&bench, &box, 0, 2);
    bench_save(&bench, &box, "stembus.jsonl");
    bench_refuse(
        &bench,
        "register --key {K}/first.geheim --codes {K}/registrar-codes.json --out {D}/x --box "
        "{D}/stembus.jsonl",
        "tel.key.other-role");
    bench_refuse(&bench,
                 "register --key " PIJP_KEYS
                 "/registrar.geheim --codes {K}/registrar-codes.json --out "
                 "{D}/x --box {D}/stembus.jsonl",
                 "tel.key.other-round");
    bench_refuse(
        &bench,
        "register --key {P}/sleutels/2024/registrar.publiek --codes {K}/registrar-codes.json "
        "--out {D}/x --box {D}/stembus.jsonl",
        "tel.key.not-secret");
    bench_refuse(&bench, "register --key {K}/registrar.geheim --out {D}/x --box {D}/stembus.jsonl",
                 "tel.codes.needed");
    bench_refuse(&bench,
                 "register --key {K}/none --codes {K}/none --out {D}/x --box {D}/stembus.jsonl",
                 "tel.file.missing");
    bench_refuse(&bench, "verify --round 1999 {D}/uitslag.json", "tel.round.unknown");
    bench_finish(&bench);
}

static void keys_and_codes_are_never_overwritten_and_secrets_are_the_owners(void **state)
{
    struct bench bench;
    struct stat secret, open;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_must(&bench, "keys --role village --out {D}/k");
    bench_refuse(&bench, "keys --role village --out {D}/k", "tel.file.exists");
    bench_refuse(&bench, "keys --role koning --out {D}/k", "tel.key.no-such-role");
    bench_refuse(&bench, "keys --role first --round 12 --out {D}/k", "tel.key.round-hex");
    assert_int_equal(stat(bench_path(&bench, "k/village.geheim"), &secret), 0);
    assert_int_equal(secret.st_mode & 0777, 0600);
    assert_int_equal(stat(bench_path(&bench, "k/village-papier.txt"), &secret), 0);
    assert_int_equal(secret.st_mode & 0777, 0600);
    assert_int_equal(stat(bench_path(&bench, "k/village.publiek"), &open), 0);
    assert_int_not_equal(open.st_mode & 0777, 0600);

    bench_must(&bench, "codes 40 --out {D}/c --batch noord");
    bench_refuse(&bench, "codes 40 --out {D}/c", "tel.file.exists");
    bench_refuse(&bench, "codes 0 --out {D}/e", "tel.codes.count");
    bench_refuse(&bench, "codes 40x --out {D}/e", "tel.codes.count");
    bench_refuse(&bench, "codes 4 --out {D}/e --batch =1+1", "tel.codes.batch");
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
    bench_must(&bench, "codes 60 --out {D}/c");
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

/* ---- the key on paper -------------------------------------------------------------------- */

static void a_key_comes_back_from_paper(void **state)
{
    struct bench bench;
    size_t len, again_len;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_must(&bench, "keys --role last --round 9a817be0e0aa8ed988114d8ffa99798a --out {D}/k");
    const char *key = bench_read(&bench, "k/last.geheim", &len);
    bench_must(&bench, "keys --from-paper {D}/k/last-papier.txt --out {D}/again");
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
    bench_must(&bench, "keys --from-paper {D}/typed.txt --out {D}/typed");
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

/* ---- the trial --------------------------------------------------------------------------- */

static void the_trial_tells_good_keys_from_wrong_ones(void **state)
{
    struct bench bench;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    bench_must(&bench, "trial --key {K}/registrar.geheim");
    bench_must(&bench, "trial --key {K}/first.geheim --out {D}/proef.json");
    bench_must(&bench, "trial --key {K}/last.geheim --in {D}/proef.json");
    bench_refuse(&bench, "trial --key {K}/first.geheim", "tel.trial.needs-out");
    bench_refuse(&bench, "trial --key {K}/last.geheim", "tel.trial.needs-in");
    bench_refuse(&bench, "trial --first-key {K}/first.geheim --last-key {K}/last.geheim",
                 "tel.trial.apart");
    bench_refuse(&bench, "trial --key " PIJP_KEYS "/last.geheim --in {D}/proef.json",
                 "tel.key.other-round");
    /* A trial ballot whose inner layer was made for somebody else. */
    char *text = bench_read(&bench, "proef.json", NULL);
    char *inner = strstr(text, "\"inner\":\"") + strlen("\"inner\":\"");
    inner[3] = inner[3] == '0' ? '1' : '0';
    bench_write(&bench, "proef.json", text, strlen(text));
    bench_refuse(&bench, "trial --key {K}/last.geheim --in {D}/proef.json", "tel.trial.failed");
    bench_finish(&bench);
}

/* ---- root keys --------------------------------------------------------------------------- */

#define LIST "{D}/dorp/" ROOTS_FILE
#define THREE "{D}/1/root.publiek {D}/2/root.publiek {D}/3/root.publiek"

/* Three people make a key each; the village's folder gets their list. */
static void make_roots(struct bench *bench)
{
    bench_must(bench, "keys --role root --out {D}/1");
    bench_must(bench, "keys --role root --out {D}/2");
    bench_must(bench, "keys --role root --out {D}/3");
    bench_must(bench, "keys --role village --out {D}/dorp/sleutels");
    bench_must(bench, "roots --pack {D}/dorp " THREE);
}

static void read_roots(struct bench *bench, const char *path, struct roots *ret)
{
    size_t len;
    const char *text = bench_read(bench, path, &len);

    assert_true(roots_read(ret, text, len, NULL));
}

static void three_people_sign_for_the_villages_next_key(void **state)
{
    struct bench bench;
    struct roots before, after;
    size_t len;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    make_roots(&bench);
    bench_must(&bench, "sign --key {D}/1/root.geheim --in " LIST " --out {D}/een");
    bench_must(&bench, "sign --key {D}/3/root.geheim --in {D}/een --out {D}/twee");
    read_roots(&bench, "een", &before);
    assert_false(roots_hold(&before));
    read_roots(&bench, "twee", &before);
    assert_true(roots_hold(&before));
    const char *text = bench_read(&bench, "twee", &len);
    bench_write(&bench, "dorp/" ROOTS_FILE, text, len);
    /* The village's key is lost: another one takes its place, and the first list stays under it. */
    bench_must(&bench, "keys --role village --out {D}/nieuw");
    text = bench_read(&bench, "nieuw/village.publiek", &len);
    bench_write(&bench, "dorp/sleutels/village.publiek", text, len);
    bench_must(&bench, "roots --pack {D}/dorp " THREE);
    bench_must(&bench, "sign --key {D}/2/root.geheim --in " LIST " --out {D}/drie");
    bench_must(&bench, "sign --key {D}/3/root.geheim --in {D}/drie --out {D}/vier");
    read_roots(&bench, "vier", &after);
    assert_int_equal(after.count, 2);
    assert_true(roots_follow(&before, &after));
    bench_finish(&bench);
}

static void root_keys_that_do_not_fit_are_refused_with_a_sentence(void **state)
{
    struct bench bench;
    size_t len;

    (void)state;
    bench_init(&bench, ASSEN, ASSEN_KEYS);
    make_roots(&bench);
    bench_refuse(&bench, "roots --pack {D}/dorp {D}/1/root.publiek {D}/2/root.publiek",
                 "tel.roots.three");
    bench_refuse(&bench, "roots --pack {D}/dorp " THREE, "tel.roots.open");
    bench_refuse(&bench, "sign --key {D}/dorp/sleutels/village.geheim --in " LIST " --out {D}/x",
                 "tel.key.other-role");
    bench_refuse(&bench, "sign --key {D}/1/root.publiek --in " LIST " --out {D}/x",
                 "tel.key.not-secret");
    bench_refuse(&bench, "sign --key {D}/1/root.geheim --in {D}/1/root.publiek --out {D}/x",
                 "tel.roots.not");
    bench_must(&bench, "keys --role root --out {D}/4");
    bench_refuse(&bench, "sign --key {D}/4/root.geheim --in " LIST " --out {D}/x",
                 "tel.roots.stranger");
    bench_must(&bench, "sign --key {D}/1/root.geheim --in " LIST " --out {D}/x");
    bench_refuse(&bench, "sign --key {D}/2/root.geheim --in " LIST " --out {D}/x",
                 "tel.file.exists");
    bench_must(&bench, "sign --key {D}/2/root.geheim --in {D}/x --out {D}/y");
    const char *text = bench_read(&bench, "y", &len);
    bench_write(&bench, "dorp/" ROOTS_FILE, text, len);
    bench_refuse(&bench,
                 "roots --pack {D}/dorp {D}/1/root.publiek {D}/1/root.publiek {D}/2/root.publiek",
                 "tel.roots.twice");
    bench_refuse(&bench,
                 "roots --pack {D}/dorp {D}/1/root.publiek {D}/2/root.publiek "
                 "{D}/dorp/sleutels/village.publiek",
                 "tel.key.other-role");
    bench_finish(&bench);
}

/* ---- sentences --------------------------------------------------------------------------- */

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
    assert_true(say_load(&say, bench.io, &bench.arena, "assets", desk_texts, &err));
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
        cmocka_unit_test(the_wrong_key_is_refused_with_a_sentence),
        cmocka_unit_test(keys_and_codes_are_never_overwritten_and_secrets_are_the_owners),
        cmocka_unit_test(codes_fit_their_tags_and_proofs),
        cmocka_unit_test(a_key_comes_back_from_paper),
        cmocka_unit_test(a_typing_error_on_paper_is_named_by_its_line),
        cmocka_unit_test(lines_of_two_papers_make_no_key),
        cmocka_unit_test(the_trial_tells_good_keys_from_wrong_ones),
        cmocka_unit_test(three_people_sign_for_the_villages_next_key),
        cmocka_unit_test(root_keys_that_do_not_fit_are_refused_with_a_sentence),
        cmocka_unit_test(every_sentence_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
