#include "tests/faults/count_bench.h"

#include "app/base/str.h"
#include "app/domain/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

void bench_init(struct bench *bench, const char *pack, const char *keys)
{
    struct err err = {0};

    *bench = (struct bench){.dir = "/tmp/dorpel-count-XXXXXX", .pack = pack, .keys = keys};
    json_start();
    bool started = crypto_start(&err);
    assert_true(started);
    const char *made = mkdtemp(bench->dir);
    assert_true(made != NULL);
    arena_init(&bench->arena, 0);
    bench->io = io_posix();
    bench->village = pack_load(bench->io, pack, &err);
    assert_true(bench->village != NULL && bench->village->fault_count == 0);
    bench->round = &bench->village->rounds[0];
}

void bench_finish(struct bench *bench)
{
    io_remove_tree(bench->io, bench->dir, NULL);
    pack_free(bench->village);
    arena_finish(&bench->arena);
    io_destroy(bench->io);
}

const char *bench_path(struct bench *bench, const char *name)
{
    return arena_printf(&bench->arena, "%s/%s", bench->dir, name);
}

char *bench_read(struct bench *bench, const char *name, size_t *ret_len)
{
    char *text = NULL;
    size_t len;
    bool read = io_read_file(bench->io, &bench->arena, bench_path(bench, name), 64 << 20, &text,
                             ret_len == NULL ? &len : ret_len, NULL);
    assert_true(read);
    return text;
}

/* Without io_write_file: a test that forges a file thousands of times need not sync it. */
void bench_write(struct bench *bench, const char *name, const char *data, size_t len)
{
    FILE *file = fopen(bench_path(bench, name), "wb");
    assert_true(file != NULL);
    size_t written = fwrite(data, 1, len, file);
    int rc = fclose(file);
    assert_true(written == len && rc == 0);
}

/* ---- running a task ---------------------------------------------------------------------- */

/* "{D}/telbaar.json": the folder in place of the mark. */
static char *filled(struct bench *bench, const char *word)
{
    const char *const pairs[] = {"D", bench->dir, "K", bench->keys, "P", bench->pack, NULL};
    char text[512];

    str_fill(text, sizeof(text), word, pairs);
    return arena_strdup(&bench->arena, text);
}

static int split(struct bench *bench, const char *line, char *argv[], int most)
{
    int argc = 1;

    argv[0] = arena_strdup(&bench->arena, "dorpel-count");
    while (*line != '\0') {
        size_t len = strcspn(line, " ");
        assert_true(argc < most);
        argv[argc++] = filled(bench, arena_strndup(&bench->arena, line, len));
        line += len + (line[len] == ' ' ? 1 : 0);
    }
    return argc;
}

static bool run_task(struct desk *desk, struct snag *snag)
{
    static const struct {
        const char *word;
        bool (*run)(struct desk *desk, struct snag *snag);
    } tasks[] = {{"keys", task_keys},   {"codes", task_codes}, {"register", task_register},
                 {"first", task_first}, {"last", task_last},   {"verify", task_verify},
                 {"trial", task_trial}, {"roots", task_roots}, {"sign", task_sign}};

    for (size_t i = 0; i < sizeof(tasks) / sizeof(tasks[0]); i++) {
        if (strcmp(tasks[i].word, desk->args->word) == 0) {
            return tasks[i].run(desk, snag);
        }
    }
    assert_true(false);
    return false;
}

bool bench_run(struct bench *bench, const char *line)
{
    char *argv[64];
    struct args args;
    struct desk desk;
    char *said = NULL;
    size_t said_len = 0;
    int argc = split(bench, line, argv, 64);
    bool understood = args_read(&args, argc, argv);

    assert_true(understood);
    if (args.value[ARG_PACK] == NULL) {
        args.value[ARG_PACK] = bench->pack;
    }
    if (args.value[ARG_ROUND] == NULL && strcmp(args.word, "keys") != 0) {
        args.value[ARG_ROUND] = bench->round->name;
    }
    desk_init(&desk, bench->io, &args);
    bool loaded = say_load(&desk.say, bench->io, &desk.arena, "assets", desk_texts, NULL);
    assert_true(loaded);
    desk.out = open_memstream(&said, &said_len);
    desk.info = fopen("/dev/null", "w");
    assert_true(desk.out != NULL && desk.info != NULL);
    bench->snag = (struct snag){.key = ""};
    bool done = run_task(&desk, &bench->snag);
    fclose(desk.out);
    fclose(desk.info);
    str_copy(bench->said, sizeof(bench->said), said);
    free(said);
    desk_finish(&desk);
    return done;
}

void bench_must(struct bench *bench, const char *line)
{
    if (!bench_run(bench, line)) {
        print_message("%s: %s %s %ld %s\n", line, bench->snag.key, bench->snag.file,
                      bench->snag.number, bench->snag.detail);
        fail();
    }
}

void bench_refuse(struct bench *bench, const char *line, const char *key)
{
    assert_false(bench_run(bench, line));
    assert_string_equal(bench->snag.key, key);
}

json_t *bench_load(struct bench *bench, const char *name)
{
    size_t len;
    const char *text = bench_read(bench, name, &len);
    json_t *object = json_read(text, len, NULL);

    assert_non_null(object);
    return object;
}

/* ---- votes ------------------------------------------------------------------------------- */

void bench_ballot(const struct bench *bench, struct ballot *ret, const uint16_t *numbers)
{
    *ret = (struct ballot){.value = {0}};
    for (; *numbers != 0; numbers++) {
        const struct plan *plan = round_plan(bench->round, *numbers);
        assert_true(plan != NULL);
        ret->value[plan - bench->round->plans] = 1;
    }
}

void bench_code(struct bench *bench, size_t n, char ret[CODE_LEN + 1])
{
    char *text = NULL;
    size_t len;
    const char *path = arena_printf(&bench->arena, "%s/codes.csv", bench->keys);
    bool read = io_read_file(bench->io, &bench->arena, path, 1 << 20, &text, &len, NULL);

    assert_true(read);
    for (size_t line = 0; line <= n; line++) {
        text = strchr(text, '\n') + 1;
    }
    read = code_normalise(ret, arena_strndup(&bench->arena, strchr(text, ';') + 1, CODE_LEN + 1),
                          NULL);
    assert_true(read);
}

void bench_vote(struct bench *bench, struct bench_box *box, const struct ballot *ballot,
                const char *code)
{
    uint8_t tag[CODE_TAG], proof[CODE_PROOF];
    bool done = code == NULL ||
                code_stretch(tag, proof, code, bench->round->salt, bench->round->cost, NULL);

    if (box->votes == NULL) {
        box->votes = arena_array(&bench->arena, BENCH_MAX_VOTES, sizeof(*box->votes));
    }
    assert_true(done && box->count < BENCH_MAX_VOTES);
    done = seal_vote(&box->votes[box->count++], ballot, bench->round, code == NULL ? NULL : tag,
                     code == NULL ? NULL : proof, NULL);
    assert_true(done);
}

void bench_fill(struct bench *bench, struct bench_box *box, size_t from, size_t count)
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

/* ---- a box as a file, written by hand: not by the exporter, which has tests of its own --- */

struct row {
    char rid[2 * RECORD_RID + 1];
    char *text;
};

static int by_rid(const void *a, const void *b)
{
    return strcmp(((const struct row *)a)->rid, ((const struct row *)b)->rid);
}

static char *hex_of(struct bench *bench, const uint8_t *bytes, size_t len)
{
    char *hex = arena_alloc(&bench->arena, 2 * len + 1);
    str_hex(hex, bytes, len);
    return hex;
}

static void add_vote(struct bench *bench, struct row rows[2], const struct sealed_vote *vote)
{
    const char *round = hex_of(bench, bench->round->id, ROUND_ID);

    str_hex(rows[0].rid, vote->ballot_id, RECORD_RID);
    rows[0].text = arena_printf(
        &bench->arena,
        "{\"body\":{\"ballot\":\"%s\",\"round\":\"%s\",\"sealed\":\"%s\"},\"kind\":\"ballot\","
        "\"rid\":\"%s\",\"version\":1}",
        hex_of(bench, vote->ballot_id, BALLOT_ID), round,
        hex_of(bench, vote->ballot, vote->ballot_len), rows[0].rid);
    str_hex(rows[1].rid, vote->register_rid, RECORD_RID);
    rows[1].text = arena_printf(
        &bench->arena,
        "{\"body\":{\"round\":\"%s\",\"sealed\":\"%s\",\"tag\":\"%s\"},\"kind\":\"register\","
        "\"rid\":\"%s\",\"version\":1}",
        round, hex_of(bench, vote->entry, SEAL_REGISTER), hex_of(bench, vote->tag, CODE_TAG),
        rows[1].rid);
}

static int by_bytes_32(const void *a, const void *b)
{
    return memcmp(a, b, BALLOT_ID);
}

static int by_bytes_16(const void *a, const void *b)
{
    return memcmp(a, b, RECORD_RID);
}

static void add_statement(struct bench *bench, struct row *row, const struct bench_box *box)
{
    struct record record;
    uint8_t set[CRYPTO_HASH];
    size_t ids_len = box->count * BALLOT_ID;
    uint8_t *pile = arena_alloc(&bench->arena, ids_len + box->count * RECORD_RID + 1);

    for (size_t i = 0; i < box->count; i++) {
        memcpy(pile + i * BALLOT_ID, box->votes[i].ballot_id, BALLOT_ID);
        memcpy(pile + ids_len + i * RECORD_RID, box->votes[i].register_rid, RECORD_RID);
    }
    qsort(pile, box->count, BALLOT_ID, by_bytes_32);
    qsort(pile + ids_len, box->count, RECORD_RID, by_bytes_16);
    crypto_hash(set, pile, ids_len + box->count * RECORD_RID);
    json_t *body = json_object();
    json_put_number(body, "ballots", (int64_t)box->count);
    json_put_number(body, "registers", (int64_t)box->count);
    json_put_hex(body, "round", bench->round->id, ROUND_ID);
    json_put_hex(body, "set", set, sizeof(set));
    json_put_number(body, "unlocks", box->unlocks);
    bool made = record_make(&record, &bench->arena, RECORD_CLOSE_STATEMENT, body, NULL);
    assert_true(made);
    json_decref(body);
    str_hex(row->rid, record.rid, RECORD_RID);
    row->text = record_line(&bench->arena, &record, NULL);
}

void bench_save(struct bench *bench, const struct bench_box *box, const char *name)
{
    size_t count = 0;
    size_t cap = 4096;
    struct row *rows = arena_array(&bench->arena, 2 * box->count + 1, sizeof(*rows));

    for (size_t i = 0; i < box->count; i++, count += 2) {
        add_vote(bench, rows + count, &box->votes[i]);
        cap += strlen(rows[count].text) + strlen(rows[count + 1].text) + 2;
    }
    if (!box->no_statement) {
        add_statement(bench, &rows[count++], box);
    }
    qsort(rows, count, sizeof(*rows), by_rid);
    char *text = arena_alloc(&bench->arena, cap);
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        len += (size_t)snprintf(text + len, cap - len, "%s\n", rows[i].text);
    }
    bench_write(bench, name, text, len);
}
