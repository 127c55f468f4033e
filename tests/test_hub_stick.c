/* A stick on the clerk's PC: read, answered, and the words of the program around it. */
#include "app/base/str.h"
#include "app/count/boxfile.h"
#include "sync/hub/hub_stick.h"
#include "sync/hub/hub_words.h"
#include "tests/faults/hub_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define STICK "/stick"

static const char *hex_of(struct hub_rig *rig, const uint8_t *bytes, size_t len)
{
    char *hex = arena_alloc(&rig->arena, 2 * len + 1);
    str_hex(hex, bytes, len);
    return hex;
}

static const char *folder_of(struct hub_rig *rig, const char *root, const char *way,
                             const struct played *kiosk)
{
    return arena_printf(&rig->arena, "%s/DORPSHUIS/%s/%s/%s", root, way,
                        hex_of(rig, rig->hub.party.id, BUNDLE_PARTY),
                        hex_of(rig, kiosk->keys.party.id, BUNDLE_PARTY));
}

static void put(struct hub_rig *rig, struct io *io, const char *dir, const char *name,
                struct bundle_bytes bytes)
{
    assert_true(io_make_dirs(io, dir, NULL));
    assert_true(io_write_file(io, arena_printf(&rig->arena, "%s/%s", dir, name), bytes.data,
                              bytes.len, NULL));
}

static const char *name_of(struct hub_rig *rig, struct bundle_bytes bytes, char stream,
                           unsigned seq)
{
    uint8_t id[BUNDLE_ID];

    bundle_id(id, bytes.data, bytes.len);
    return arena_printf(&rig->arena, "%c-%08u-%s.dkb", stream, seq, hex_of(rig, id, 4));
}

static struct hub_imported import(struct hub_rig *rig, struct io *io, const char *path)
{
    struct hub_imported imported;
    struct err err = {0};

    if (!hub_stick_import(&rig->hub, io, &rig->arena, path, &imported, &err)) {
        fail_msg("%s", err.msg);
    }
    return imported;
}

static size_t odd_of(const struct hub_imported *imported, const char *key)
{
    size_t count = 0;

    for (size_t i = 0; i < imported->odd_count; i++) {
        count += strcmp(imported->odd[i].key, key) == 0;
    }
    return count;
}

/* ---- a good stick -------------------------------------------------------------------------- */

static void a_stick_is_read_applied_and_answered(void **state)
{
    struct hub_rig rig;
    struct played kiosk, elsewhere;
    struct hub_answered answered;
    struct err err = {0};
    char **names;
    size_t count;
    struct ack ack;
    char *text;
    size_t len;

    (void)state;
    hub_rig_init(&rig, ENGINE_SQLITE);
    struct io *io = rig.place.io;
    played_init(&kiosk, &rig, 1);
    played_init(&elsewhere, &rig, 2);
    struct bundle_bytes votes = played_votes(&kiosk, 1, 5), ideas = played_ideas(&kiosk, 1, 3);
    put(&rig, io, folder_of(&rig, STICK, "HEEN", &kiosk), name_of(&rig, votes, 'A', 1), votes);
    put(&rig, io, folder_of(&rig, STICK, "HEEN", &kiosk), name_of(&rig, ideas, 'B', 1), ideas);
    put(&rig, io, folder_of(&rig, STICK, "HEEN", &kiosk), "kiosk.id", ideas); /* not ours */
    struct hub_imported imported = import(&rig, io, STICK);
    assert_int_equal(imported.receipts[HUB_GOT_NEW], 2);
    assert_int_equal(imported.applied.applied, 2);
    assert_int_equal(imported.odd_count, 0);
    imported = import(&rig, io, STICK);
    assert_int_equal(imported.receipts[HUB_GOT_BEFORE], 2);

    assert_true(hub_stick_answer(&rig.hub, io, STICK, false, &answered, &err));
    assert_int_equal(answered.files, 1); /* it sent, so it has the answer to its request */
    assert_int_equal(answered.kiosks, 1);
    assert_false(io_exists(io, folder_of(&rig, STICK, "TERUG", &elsewhere)));
    const char *back = folder_of(&rig, STICK, "TERUG", &kiosk);
    assert_true(io_list_sorted(io, &rig.arena, back, &names, &count, &err));
    assert_int_equal(count, 1);
    assert_true(io_read_file(io, &rig.arena, arena_printf(&rig.arena, "%s/%s", back, names[0]),
                             BUNDLE_MAX_DATA, &text, &len, &err));
    assert_true(ack_read(&ack, &rig.arena, (const uint8_t *)text, len, &rig.hub.party,
                         kiosk.keys.party.id, &err));
    assert_int_equal(ack.bundle_count, 2);
    assert_memory_equal(names[0], "00000001-", 9);

    /* Again: nothing new, and what is there stays. */
    assert_true(hub_stick_answer(&rig.hub, io, STICK, false, &answered, &err));
    assert_int_equal(answered.files, 0);
    assert_int_equal(answered.kiosks, 1);
    /* All kiosks, on an empty stick. */
    assert_true(hub_stick_answer(&rig.hub, io, "/other", true, &answered, &err));
    assert_int_equal(answered.kiosks, 2);
    hub_rig_finish(&rig);
}

static void loose_files_and_one_file_are_read_as_well(void **state)
{
    struct hub_rig rig;
    struct played kiosk;

    (void)state;
    hub_rig_init(&rig, ENGINE_SQLITE);
    struct io *io = rig.place.io;
    played_init(&kiosk, &rig, 1);
    put(&rig, io, "/loose", "een.dkb", played_ideas(&kiosk, 1, 1));
    put(&rig, io, "/loose", "twee.dkb", played_ideas(&kiosk, 2, 2));
    put(&rig, io, "/loose", "drie.txt", played_ideas(&kiosk, 3, 3));
    assert_int_equal(import(&rig, io, "/loose").receipts[HUB_GOT_NEW], 2);
    assert_int_equal(import(&rig, io, "/loose/drie.txt").receipts[HUB_GOT_NEW], 1);
    hub_rig_finish(&rig);
}

/* ---- a bad stick --------------------------------------------------------------------------- */

static void what_is_odd_is_passed_over_and_the_rest_is_read(void **state)
{
    struct hub_rig rig;
    struct played kiosk;
    char dir[] = "/tmp/dorpel-test-hub-XXXXXX", path[400];
    struct io *io = io_posix();

    (void)state;
    assert_non_null(mkdtemp(dir));
    hub_rig_init(&rig, ENGINE_SQLITE);
    played_init(&kiosk, &rig, 1);
    const char *folder = folder_of(&rig, dir, "HEEN", &kiosk);
    struct bundle_bytes good = played_ideas(&kiosk, 1, 1);
    struct bundle_bytes bad = played_ideas(&kiosk, 2, 2);
    bad.data[bad.len - 1] ^= 1;
    put(&rig, io, folder, "A-1.dkb", good);
    put(&rig, io, folder, "A-2.dkb", bad);
    put(&rig, io, folder, "A-3\nVan de stick gelezen: 900.dkb", good);
    put(&rig, io, folder, ".dkb.dkb", good);
    put(&rig, io, folder, "leeg.dkb", (struct bundle_bytes){(uint8_t *)(uintptr_t) "", 0});
    snprintf(path, sizeof(path), "%s/link.dkb", folder);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    snprintf(path, sizeof(path), "%s/pijp.dkb", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof(path), "%s/map.dkb", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/DORPSHUIS/HEEN/%s/geen-kiosk", dir,
             hex_of(&rig, rig.hub.party.id, BUNDLE_PARTY));
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/DORPSHUIS/HEEN/%s/%s", dir,
             hex_of(&rig, rig.hub.party.id, BUNDLE_PARTY),
             hex_of(&rig, rig.hub.party.id, BUNDLE_PARTY));
    assert_int_equal(symlink(folder, path), 0);

    struct hub_imported imported = import(&rig, io, dir);
    assert_int_equal(imported.receipts[HUB_GOT_NEW], 1);
    assert_int_equal(odd_of(&imported, "hub.receipt.not-signed"), 1);
    assert_int_equal(odd_of(&imported, "hub.receipt.not-bundle"), 1);
    assert_int_equal(odd_of(&imported, "hub.odd.no-file"), 3);
    assert_int_equal(odd_of(&imported, "hub.odd.name"), 4);
    for (size_t i = 0; i < imported.odd_count; i++) {
        assert_null(strpbrk(imported.odd[i].path, "\n \r"));
    }
    assert_true(io_remove_tree(io, dir, NULL));
    io_destroy(io);
    hub_rig_finish(&rig);
}

static void a_stick_with_too_much_is_read_as_far_as_it_may(void **state)
{
    struct hub_rig rig;
    struct played kiosk;

    (void)state;
    hub_rig_init(&rig, ENGINE_SQLITE);
    played_init(&kiosk, &rig, 1);
    const char *folder = folder_of(&rig, STICK, "HEEN", &kiosk);
    for (unsigned i = 0; i <= HUB_STICK_FILES + 5; i++) {
        char name[240];
        snprintf(name, sizeof(name), "%s/B-%08u.dkb", folder, i);
        io_fault_put(rig.disk, name, "x", 1);
    }
    struct hub_imported imported = import(&rig, rig.place.io, STICK);
    assert_int_equal(imported.receipts[HUB_NOT_BUNDLE], HUB_STICK_FILES);
    assert_int_equal(odd_of(&imported, "hub.odd.too-much"), 1);
    hub_rig_finish(&rig);
}

static void another_hubs_folder_is_not_read(void **state)
{
    struct hub_rig rig;
    struct played kiosk;

    (void)state;
    hub_rig_init(&rig, ENGINE_SQLITE);
    played_init(&kiosk, &rig, 1);
    put(&rig, rig.place.io,
        STICK "/DORPSHUIS/HEEN/00000000000000000000000000000000/"
              "11111111111111111111111111111111",
        "A-1.dkb", played_ideas(&kiosk, 1, 1));
    struct hub_imported imported = import(&rig, rig.place.io, STICK);
    assert_int_equal(imported.receipts[HUB_GOT_NEW] + imported.odd_count, 0);
    hub_rig_finish(&rig);
}

/* Pulled out at every read: what was read is kept, and the clerk is told. */
static void a_stick_pulled_out_keeps_what_was_read(void **state)
{
    size_t failed = 0;

    (void)state;
    for (uint64_t n = 1;; n++) {
        struct hub_rig rig;
        struct io_fault *stick = io_fault_new();
        struct played kiosk;
        struct hub_imported imported;
        struct err err = {0};
        hub_rig_init(&rig, ENGINE_SQLITE);
        played_init(&kiosk, &rig, 1);
        for (unsigned i = 0; i < 3; i++) {
            struct bundle_bytes bytes = played_ideas(&kiosk, i, i);
            put(&rig, io_fault_io(stick), folder_of(&rig, STICK, "HEEN", &kiosk),
                name_of(&rig, bytes, 'B', i), bytes);
        }
        uint64_t before = io_fault_reads(stick);
        io_fault_fail_read_at(stick, n, 5, FAULT_FOREVER); /* EIO */
        bool done =
            hub_stick_import(&rig.hub, io_fault_io(stick), &rig.arena, STICK, &imported, &err);
        bool hit = io_fault_reads(stick) - before >= n;
        assert_int_equal(hub_rig_number(&rig, "SELECT count(*) FROM bundle WHERE state = 1"),
                         imported.receipts[HUB_GOT_NEW]);
        failed += !done;
        io_fault_free(stick);
        hub_rig_finish(&rig);
        if (!hit) {
            assert_true(done);
            break;
        }
    }
    assert_true(failed > 3);
}

/* The answers, with each change of the stick failing: never told as written. */
static void an_answer_that_was_not_written_is_not_told(void **state)
{
    (void)state;
    for (uint64_t n = 1;; n++) {
        struct hub_rig rig;
        struct io_fault *stick = io_fault_new();
        struct played kiosk;
        struct hub_answered answered;
        struct err err = {0};
        hub_rig_init(&rig, ENGINE_SQLITE);
        played_init(&kiosk, &rig, 1);
        hub_rig_send(&rig, played_ideas(&kiosk, 1, 1));
        assert_true(io_make_dirs(io_fault_io(stick), folder_of(&rig, STICK, "HEEN", &kiosk), NULL));
        uint64_t before = io_fault_changes(stick);
        io_fault_fail_at(stick, n, 28, FAULT_FOREVER);
        bool done = hub_stick_answer(&rig.hub, io_fault_io(stick), STICK, false, &answered, &err);
        bool hit = io_fault_changes(stick) - before >= n;
        assert_true(done == !hit);
        /* Another stick, later, brings it all the same. */
        assert_true(hub_stick_answer(&rig.hub, rig.place.io, "/next", true, &answered, &err));
        assert_int_equal(answered.files, 1);
        io_fault_free(stick);
        hub_rig_finish(&rig);
        if (!hit) {
            break;
        }
    }
}

struct altering {
    struct hub_rig *rig;
    struct io_fault *stick;
};

/* A stick that says yes to everything and keeps something else. */
static int alter(void *ctx, const char *what, const char *path)
{
    struct altering *altering = ctx;
    char **names;
    size_t count;

    if (strcmp(what, "sync_dir") == 0 &&
        io_list_sorted(io_fault_io(altering->stick), &altering->rig->arena, path, &names, &count,
                       NULL) &&
        count > 0) {
        io_fault_flip(altering->stick, arena_printf(&altering->rig->arena, "%s/%s", path, names[0]),
                      900);
    }
    return 0;
}

static void a_stick_that_gives_other_bytes_back_is_told(void **state)
{
    struct hub_rig rig;
    struct io_fault *stick = io_fault_new();
    struct played kiosk;
    struct hub_answered answered;
    struct err err = {0};
    struct altering altering = {&rig, stick};

    (void)state;
    hub_rig_init(&rig, ENGINE_SQLITE);
    played_init(&kiosk, &rig, 1);
    hub_rig_send(&rig, played_ideas(&kiosk, 1, 1));
    io_fault_io(stick)->tap = (struct io_tap){alter, &altering};
    assert_false(hub_stick_answer(&rig.hub, io_fault_io(stick), STICK, true, &answered, &err));
    assert_int_equal(err.code, ERR_IO);
    io_fault_free(stick);
    hub_rig_finish(&rig);
}

/* ---- the words ----------------------------------------------------------------------------- */

struct desk { /* real files, as the program has them */
    char dir[40], db[80];
    struct io *io;
    struct arena arena;
    struct say say;
    struct clock clock;
    char out[8000], info[4000];
};

static void desk_init(struct desk *desk)
{
    static const char *const files[] = {"hub-nl.csv", NULL};
    struct err err = {0};

    *desk = (struct desk){.dir = "/tmp/dorpel-test-desk-XXXXXX", .io = io_posix()};
    assert_non_null(mkdtemp(desk->dir));
    snprintf(desk->db, sizeof(desk->db), "%s/hub.sqlite", desk->dir);
    arena_init(&desk->arena, 0);
    clock_init_virtual(&desk->clock, 1790000000);
    if (!say_load(&desk->say, desk->io, &desk->arena, "assets", files, &err)) {
        fail_msg("%s", err.msg);
    }
}

static void desk_finish(struct desk *desk)
{
    assert_true(io_remove_tree(desk->io, desk->dir, NULL));
    arena_finish(&desk->arena);
    io_destroy(desk->io);
}

static void read_stream(FILE *from, char *dst, size_t cap)
{
    rewind(from);
    dst[fread(dst, 1, cap - 1, from)] = '\0';
    fclose(from);
}

/* One run of the program: what stands behind the word, NULL at the end; --db is added. */
static int say_word(struct desk *desk, const char *word, ...)
{
    char *argv[16] = {(char *)(uintptr_t)word, (char *)(uintptr_t) "--db", desk->db};
    int argc = 3;
    va_list args;
    struct hub_run run = {.io = desk->io,
                          .say = &desk->say,
                          .arena = &desk->arena,
                          .clock = &desk->clock,
                          .out = tmpfile(),
                          .info = tmpfile()};

    va_start(args, word);
    for (char *arg = va_arg(args, char *); arg != NULL; arg = va_arg(args, char *)) {
        argv[argc++] = arg;
    }
    va_end(args);
    int rc = hub_word_run(&run, hub_word_find(word), argc, argv);
    read_stream(run.out, desk->out, sizeof(desk->out));
    read_stream(run.info, desk->info, sizeof(desk->info));
    return rc;
}

static void assert_says(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" does not say: %s", text, part);
    }
}

/* The clerk's whole year, word by word. */
static void a_clerk_does_everything_with_words(void **state)
{
    struct desk desk;
    struct hub_rig rig;
    struct played kiosk;
    struct enrol_request request = {.village = "Broekhoven", .name = "De hal"};
    struct bundle_bytes bytes;
    struct enrol_answer answer;
    char finger[PARTY_FINGERPRINT], stick[80], path[200], round[2 * RECORD_RID + 1];
    struct err err = {0};
    char *text;
    size_t len;

    (void)state;
    desk_init(&desk);
    snprintf(stick, sizeof(stick), "%s/stick", desk.dir);
    assert_int_equal(say_word(&desk, "status", NULL), 1);
    assert_says(desk.info, "Dit is er niet");
    assert_int_equal(say_word(&desk, "init", NULL), 1);
    assert_int_equal(say_word(&desk, "init", "--name", "Gemeente Proef", NULL), 0);
    assert_says(desk.out, "De hub is gemaakt: Gemeente Proef.");
    assert_int_equal(say_word(&desk, "init", "--name", "Nog een", NULL), 1);
    assert_says(desk.info, "Hier is al een hub: Gemeente Proef.");

    /* The kiosk asks on a stick; it knows only what stands there. */
    hub_rig_init(&rig, ENGINE_SQLITE);
    played_make(&kiosk, &rig, 1);
    request.kiosk = kiosk.keys.party;
    assert_true(enrol_ask(&bytes, &rig.arena, &request, &kiosk.keys, &err));
    snprintf(path, sizeof(path), "%s/DORPSHUIS/AANMELD", stick);
    put(&rig, desk.io, path,
        arena_printf(&rig.arena, "%s.dkb", hex_of(&rig, kiosk.keys.party.id, BUNDLE_PARTY)), bytes);
    assert_int_equal(say_word(&desk, "enrol", stick, NULL), 0);
    party_fingerprint(finger, &kiosk.keys.party);
    assert_says(desk.out, finger);
    assert_int_equal(say_word(&desk, "enrol", "--yes", "3f2a 91bc", NULL), 1);
    assert_says(desk.info, "Geen kiosk met dit kenmerk");
    assert_int_equal(say_word(&desk, "enrol", stick, "--yes", finger, NULL), 0);
    assert_says(desk.out, "Aangemeld: Broekhoven, De hal.");
    snprintf(path, sizeof(path), "%s/DORPSHUIS/AANMELD/%s-antwoord.dkb", stick,
             hex_of(&rig, kiosk.keys.party.id, BUNDLE_PARTY));
    assert_true(io_read_file(desk.io, &rig.arena, path, BUNDLE_MAX_DATA, &text, &len, &err));
    assert_true(enrol_read_answer(&answer, (const uint8_t *)text, len, NULL, &err));

    /* Votes and a closing statement go out, sealed to the hub that answered. */
    struct party own = rig.hub.party;
    rig.hub.party = answer.hub;
    struct bundle_bytes votes = played_votes(&kiosk, 1, 5);
    played_idea(&kiosk, 1);
    played_close(&kiosk, 1, 1, 5, 5);
    struct bundle_bytes rest = played_seal(&kiosk, BUNDLE_REST);
    const char *out = folder_of(&rig, stick, "HEEN", &kiosk);
    rig.hub.party = own;
    str_hex(round, kiosk.round, RECORD_RID);
    put(&rig, desk.io, out, name_of(&rig, rest, 'B', 1), rest);
    assert_int_equal(say_word(&desk, "import", stick, NULL), 0);
    assert_says(desk.out, "Gelezen: 1 bestanden. Nieuw: 1.");
    snprintf(path, sizeof(path), "%s/stembus.jsonl", desk.dir);
    assert_int_equal(say_word(&desk, "export", "--box", round, path, NULL), 1);
    assert_says(desk.info, "De ronde is niet compleet.");
    assert_false(io_exists(desk.io, path));
    put(&rig, desk.io, out, name_of(&rig, votes, 'A', 1), votes);
    assert_int_equal(say_word(&desk, "import", stick, NULL), 0);
    assert_says(desk.out, "Nieuw: 1. Hadden we al: 1.");
    assert_int_equal(say_word(&desk, "answer", stick, NULL), 0);
    assert_says(desk.out, "U mag de stick eruit halen.");
    assert_int_equal(say_word(&desk, "status", NULL), 0);
    assert_says(desk.out, "pakketten ontvangen: 2, waarvan veilig bewaard: 0");
    assert_says(desk.out, "compleet: alles klopt");
    snprintf(path, sizeof(path), "%s/kopie", desk.dir);
    assert_int_equal(say_word(&desk, "backup", path, NULL), 0);
    assert_says(desk.out, "Vanaf nu veilig bewaard: 2 pakketten.");
    assert_int_equal(say_word(&desk, "status", "--json", NULL), 0);
    assert_says(desk.out, "\"safe\":2");
    assert_int_equal(say_word(&desk, "verify", NULL), 0);
    assert_says(desk.out, "Alles klopt.");
    assert_int_equal(say_word(&desk, "export", "--csv", NULL), 0);
    assert_says(desk.out, "\"Broekhoven\";\"idea\"");
    assert_int_equal(say_word(&desk, "export", "--json", NULL), 0);
    assert_says(desk.out, "\"kind\":\"idea\"");
    assert_null(strstr(desk.out, "\"kind\":\"ballot\""));
    assert_int_equal(say_word(&desk, "enrol", "--revoke", finger, NULL), 0);
    assert_int_equal(say_word(&desk, "import", stick, NULL), 1);
    assert_says(desk.info, "die er niet meer bij hoort");
    assert_int_equal(say_word(&desk, "import", NULL), 2);
    assert_int_equal(say_word(&desk, "import", "--wat", NULL), 2);

    /* The box is one that the count reads line for line. */
    snprintf(path, sizeof(path), "%s/stembus.jsonl", desk.dir);
    round[8] = '\0';
    assert_int_equal(say_word(&desk, "export", "--box", round, path, NULL), 0);
    assert_says(desk.out, "5 stembiljetten");
    struct round other = {.id = {9}};
    struct box box;
    struct snag snag;
    assert_true(box_load(&box, desk.io, &desk.arena, path, &other, &snag));
    assert_true(io_read_file(desk.io, &rig.arena, path, 1 << 20, &text, &len, &err));
    size_t lines = 0;
    for (size_t i = 0; i < len; i++) {
        lines += text[i] == '\n';
    }
    assert_int_equal(lines, 11);
    assert_int_equal(say_word(&desk, "export", "--box", round, desk.dir, NULL), 0);
    const char *own_box = arena_printf(&rig.arena, "%s/stembus-%s.jsonl", desk.dir,
                                       hex_of(&rig, kiosk.keys.party.id, 4));
    char *again;
    size_t again_len;
    assert_true(io_read_file(desk.io, &rig.arena, own_box, 1 << 20, &again, &again_len, &err));
    assert_int_equal(again_len, len);
    assert_memory_equal(again, text, len);
    hub_rig_finish(&rig);
    desk_finish(&desk);
}

static int start(void **state)
{
    (void)state;
    json_start();
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stick_is_read_applied_and_answered),
        cmocka_unit_test(loose_files_and_one_file_are_read_as_well),
        cmocka_unit_test(what_is_odd_is_passed_over_and_the_rest_is_read),
        cmocka_unit_test(a_stick_with_too_much_is_read_as_far_as_it_may),
        cmocka_unit_test(another_hubs_folder_is_not_read),
        cmocka_unit_test(a_stick_pulled_out_keeps_what_was_read),
        cmocka_unit_test(an_answer_that_was_not_written_is_not_told),
        cmocka_unit_test(a_stick_that_gives_other_bytes_back_is_told),
        cmocka_unit_test(a_clerk_does_everything_with_words),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
