/* After a visit nothing of it is left in memory, on the screen or in the log.
 *
 * Built against the release objects, the ones that are shipped: what the optimiser takes away is
 * missed here, and no sanitizer keeps freed blocks. All writable memory of the process is searched
 * for what was typed, chosen or shown; the needles themselves lie in a vault that is read-only
 * whenever somebody looks.
 */
#define _DEFAULT_SOURCE
#define _GNU_SOURCE
#include "app/base/json.h"
#include "app/base/log.h"
#include "app/base/str.h"
#include "app/domain/code.h"
#include "app/domain/words.h"
#include "app/store/store_admin.h"
#include "app/store/store_logbook.h"
#include "app/ui/keyboard.h"
#include "tests/faults/forgetful.h"
#include "tests/faults/village.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { VISITS = 50, MAX_NEEDLES = 24, NEEDLE = 96, CODE_LINE = 10, DUMP = 256 * 1024 };

static const char codes_file[] = "assets/demo/demo-geheim/2026/codes.csv";

/* Constants lie in read-only memory. Nobody else has words like these. */
static const char idea_text[] = "een qwijlbankje voor zomeravonden";
static const char more_text[] = "bij de xurkvijver onder de beuk";
static const char draft_text[] = "mijn pvogelhut is van niemand";
static const char name_text[] = "jokelien vrabbelzwaan";
static const char phone_text[] = "0687193542";
static const char pin_text[] = "907316";

/* ---- needles ----------------------------------------------------------------------------------
 */

struct needle {
    const char *name;
    size_t len, before; /* before: how often it is there without any visit */
    uint8_t bytes[NEEDLE];
};

struct vault {
    size_t count;
    struct needle list[MAX_NEEDLES];
};

static struct vault *vault; /* a mapping of its own, writable only while it is filled */

static void vault_open(void)
{
    assert_int_equal(mprotect(vault, sizeof(*vault), PROT_READ | PROT_WRITE), 0);
}

static void vault_close(void)
{
    assert_int_equal(mprotect(vault, sizeof(*vault), PROT_READ), 0);
}

static struct needle *vault_find(const char *name)
{
    for (size_t i = 0; i < vault->count; i++) {
        if (strcmp(vault->list[i].name, name) == 0) {
            return &vault->list[i];
        }
    }
    return NULL;
}

/* One that is there already is filled anew. */
static struct needle *vault_put(const char *name, const void *bytes, size_t len)
{
    struct needle *needle = vault_find(name);
    assert_true(len <= NEEDLE && len >= 6);
    if (needle == NULL) {
        assert_true(vault->count < MAX_NEEDLES);
        needle = &vault->list[vault->count++];
        memset(needle, 0, sizeof(*needle));
        needle->name = name;
    }
    needle->len = len;
    memset(needle->bytes, 0, NEEDLE);
    memcpy(needle->bytes, bytes, len);
    return needle;
}

/* How often the needle stands in one range. */
static size_t count_in(const uint8_t *from, const uint8_t *to, const struct needle *needle)
{
    size_t count = 0;
    while (from < to &&
           (from = memmem(from, (size_t)(to - from), needle->bytes, needle->len)) != NULL) {
        count++;
        from++;
    }
    return count;
}

struct found {
    size_t count[MAX_NEEDLES];
    char where[MAX_NEEDLES][400]; /* the mappings in which it was seen */
};

/* Searches all that this process may write. */
static void search(struct found *ret)
{
    memset(ret, 0, sizeof(*ret));
    int file = open("/proc/self/maps", O_RDONLY);
    assert_true(file >= 0);
    static char maps[64 * 1024];
    size_t len = 0;
    for (ssize_t got; (got = read(file, maps + len, sizeof(maps) - 1 - len)) > 0;) {
        len += (size_t)got;
    }
    close(file);
    maps[len] = '\0';
    for (char *line = strtok(maps, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        uintptr_t from, to;
        char rights[5];
        if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) != 3 || rights[0] != 'r' ||
            rights[1] != 'w') {
            continue;
        }
        for (size_t i = 0; i < vault->count; i++) {
            size_t count = count_in((const uint8_t *)from, (const uint8_t *)to, &vault->list[i]);
            ret->count[i] += count;
            if (count > 0) {
                size_t at = strlen(ret->where[i]);
                snprintf(ret->where[i] + at, sizeof(ret->where[i]) - at, "\n  %zu in %s", count,
                         line);
            }
        }
    }
}

static size_t leaks(bool is_told)
{
    static struct found found;
    size_t count = 0;
    search(&found);
    for (size_t i = 0; i < vault->count; i++) {
        if (found.count[i] > vault->list[i].before) {
            count++;
            if (is_told) {
                print_error("left in memory: %s, %zu times:%s\n", vault->list[i].name,
                            found.count[i] - vault->list[i].before, found.where[i]);
            }
        }
    }
    return count;
}

/* ---- the kiosk --------------------------------------------------------------------------------
 */

struct test {
    struct village village;
    const char *codes; /* the letters' codes: a mapping of a file, read-only */
    size_t codes_len;
    size_t calls; /* of the disk */
    size_t used;  /* codes */
    struct io_ops ops;
    const struct io_ops *posix;
};

static struct test *current; /* for the counting table of io, which has no context of its own */

static int count_change(void *ctx, const char *what, const char *path)
{
    struct test *test = ctx;
    (void)what;
    (void)path;
    test->calls++;
    return 0;
}

static int count_open(struct io *io, const char *path, int flags)
{
    current->calls++;
    return current->posix->open(io, path, flags);
}

static int count_stat(struct io *io, const char *path, struct io_stat *ret)
{
    current->calls++;
    return current->posix->stat(io, path, ret);
}

static int count_list(struct io *io, const char *path, int (*each)(void *ctx, const char *name),
                      void *ctx)
{
    current->calls++;
    return current->posix->list(io, path, each, ctx);
}

static void map_codes(struct test *test)
{
    int file = open(codes_file, O_RDONLY);
    struct stat stat;
    assert_true(file >= 0 && fstat(file, &stat) == 0);
    test->codes_len = (size_t)stat.st_size;
    test->codes = mmap(NULL, test->codes_len, PROT_READ, MAP_PRIVATE, file, 0);
    assert_true(test->codes != MAP_FAILED);
    close(file);
}

/* "ABCD-2345" of the nth letter. */
static const char *code_of(const struct test *test, size_t n)
{
    const char *at = test->codes;
    for (size_t line = 0; line <= n; line++) {
        at = strchr(at, '\n') + 1;
    }
    return strchr(at, ';') + 1;
}

static char *dump_screen(struct test *test)
{
    char *dump = calloc(1, DUMP);
    assert_non_null(dump);
    assert_true(dl_dump(ui_list(app_ui(test->village.app)), dump, DUMP) < DUMP);
    return dump;
}

static int start(void **state)
{
    struct test *test = calloc(1, sizeof(*test));
    current = test;
    json_start();
    map_codes(test);
    vault = mmap(NULL, sizeof(*vault), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(vault != MAP_FAILED);
    village_init(&test->village, "1280x800@217mm", "assets/demo/broekhoven", true);
    char path[100];
    snprintf(path, sizeof(path), "%s/dorpel.log", test->village.dir);
    log_open(test->village.io, &test->village.clock, path, 64 * 1024);
    test->posix = test->village.io->ops;
    test->ops = *test->posix;
    test->ops.open = count_open;
    test->ops.stat = count_stat;
    test->ops.list = count_list;
    test->village.io->ops = &test->ops;
    village_pass(&test->village, 500);
    *state = test;
    return 0;
}

static int stop(void **state)
{
    struct test *test = *state;
    test->village.io->ops = test->posix;
    test->village.io->tap = (struct io_tap){0};
    log_close();
    village_finish(&test->village);
    munmap((void *)(uintptr_t)test->codes, test->codes_len);
    munmap(vault, sizeof(*vault));
    free(test);
    return 0;
}

/* ---- a visitor's hands ------------------------------------------------------------------------
 */

static void tap(struct test *test, const char *id)
{
    if (!village_tap(&test->village, id)) {
        fail_msg("cannot tap %s on %s", id, app_screen_name(test->village.app));
    }
}

static void expect_screen(struct test *test, const char *name)
{
    assert_string_equal(app_screen_name(test->village.app), name);
}

static void type(struct test *test, enum keyboard_kind kind, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char keys[64];
        assert_true(keyboard_path(kind, (unsigned char)text[i], keys, sizeof(keys)));
        tap(test, keys);
    }
}

static void type_text(struct test *test, const char *text)
{
    type(test, KEYBOARD_TEXT, text, strlen(text));
}

static void wake(struct test *test)
{
    struct app *app = test->village.app;
    app_touch(app, 1, UI_DOWN, 600, 400);
    village_pass(&test->village, 60);
    app_touch(app, 1, UI_UP, 600, 400);
    village_pass(&test->village, 60);
    expect_screen(test, "home");
}

static void press(struct test *test)
{
    app_button_edge(test->village.app, true, clock_mono_ms(&test->village.clock));
    village_pass(&test->village, 60);
    app_button_edge(test->village.app, false, clock_mono_ms(&test->village.clock));
    village_pass(&test->village, 60);
}

/* Takes what the screen shows into the vault. */
static void keep_shown(struct test *test, const char *id)
{
    const struct ui_element *list;
    size_t count = ui_elements(app_ui(test->village.app), &list);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].id, id) == 0) {
            vault_open();
            vault_put(id, list[i].label, strlen(list[i].label));
            vault_close();
            return;
        }
    }
    fail_msg("no %s on %s", id, app_screen_name(test->village.app));
}

static void show_pin(struct test *test)
{
    tap(test, "bar.staff");
    tap(test, "staff.caretaker");
    /* The first time it is chosen, and typed twice. */
    int times = strcmp(app_screen_name(test->village.app), "pin_set") == 0 ? 2 : 1;
    for (int i = 0; i < times; i++) {
        type(test, KEYBOARD_DIGITS, pin_text, 6);
        tap(test, "main");
    }
    expect_screen(test, "caretaker");
}

static void put_in_idea(struct test *test)
{
    tap(test, "home.ideas");
    tap(test, "main");
    type_text(test, idea_text);
    tap(test, "main");
    tap(test, "new_review.tell");
    type_text(test, more_text);
    for (int i = 0; i < 5; i++) { /* for whom, whose plan, needs, drawing are skipped */
        tap(test, "main");
    }
    tap(test, "contact.yes");
    type_text(test, name_text);
    tap(test, "main");
    type(test, KEYBOARD_DIGITS, phone_text, strlen(phone_text));
    tap(test, "main");
    expect_screen(test, "new_review");
    tap(test, "main");
    expect_screen(test, "new_done");
    keep_shown(test, "done.words");
    tap(test, "main");
}

/* The letter's code in every form, its tag and proof. */
static void keep_code(struct test *test, const char *shown)
{
    const struct round *round = &test->village.pack->rounds[0];
    vault_open();
    struct needle *printed = vault_put("the code as printed", shown, CODE_LEN + 1);
    uint8_t form[2 * CODE_LEN];
    memcpy(form, printed->bytes, 4);
    memcpy(form + 4, printed->bytes + 5, 4);
    struct needle *typed = vault_put("the code as typed", form, CODE_LEN);
    for (size_t i = 0; i < CODE_LEN; i++) {
        form[i] |= form[i] >= 'A' ? 0x20 : 0;
    }
    vault_put("the code in small letters", form, CODE_LEN);
    crypto_wipe(form, sizeof(form));
    struct needle *tag = vault_put("tag", printed->bytes, CODE_TAG);
    struct needle *proof = vault_put("proof", printed->bytes, CODE_PROOF);
    assert_true(code_stretch(tag->bytes, proof->bytes, (const char *)typed->bytes, round->salt,
                             round->cost, NULL));
    vault_close();
}

/* The ballot as the visit holds it, one or two bytes a plan. */
static void keep_choice(struct test *test, const size_t *plans, size_t count)
{
    vault_open();
    struct needle *needle = vault_put("the choice", "\0\0\0\0\0\0", 6);
    needle->len = 2 * test->village.pack->rounds[0].plan_count;
    assert_true(needle->len <= NEEDLE);
    for (size_t i = 0; i < count; i++) {
        needle->bytes[2 * plans[i]] = 1;
    }
    needle->len -= 1; /* without the last zero it is found in either order of bytes */
    vault_close();
}

static void enter_code(struct test *test)
{
    const char *code = code_of(test, test->used++);
    keep_code(test, code);
    tap(test, "home.vote");
    tap(test, "main");
    type(test, KEYBOARD_CODE, code, 4);
    type(test, KEYBOARD_CODE, code + 5, 4);
    tap(test, "main");
    expect_screen(test, "vote_plans");
}

static void choose(struct test *test)
{
    static const size_t plans[] = {0, 1, 2};
    for (size_t i = 0; i < 3; i++) {
        char id[24];
        snprintf(id, sizeof(id), "plan.%u", test->village.pack->rounds[0].plans[plans[i]].number);
        for (int page = 0; page < 9 && !village_has(&test->village, id); page++) {
            tap(test, "plans.more");
            village_pass(&test->village, 700);
        }
        tap(test, id);
    }
    keep_choice(test, plans, 3);
    tap(test, "main");
    expect_screen(test, "vote_review");
    tap(test, "main");
    expect_screen(test, "vote_confirm");
}

/* ---- visits -----------------------------------------------------------------------------------
 */

static void fill_vault(void)
{
    vault_open();
    vault->count = 0;
    vault_put("the idea", idea_text, strlen(idea_text));
    vault_put("more of the idea", more_text, strlen(more_text));
    vault_put("an idea that was not kept", draft_text, strlen(draft_text));
    vault_put("the name", name_text, strlen(name_text));
    vault_put("the phone number", phone_text, strlen(phone_text));
    vault_put("the PIN", pin_text, strlen(pin_text));
    vault_close();
}

/* What is there before anybody came, such as the tags of all letters. */
static void count_before(void)
{
    static struct found found;
    search(&found);
    vault_open();
    for (size_t i = 0; i < vault->count; i++) {
        vault->list[i].before = found.count[i];
    }
    vault_close();
}

/* One kind of visit: up to the moment before it ends. */
static void visit(struct test *test, size_t kind)
{
    wake(test);
    switch (kind % 4) {
    case 0: /* all of it, and away from the receipt */
        put_in_idea(test);
        tap(test, "bar.back");
        enter_code(test);
        choose(test);
        press(test);
        expect_screen(test, "vote_done");
        keep_shown(test, "receipt");
        tap(test, "bar.help");
        break;
    case 1: /* up to the button, and no further */
        enter_code(test);
        choose(test);
        break;
    case 2: /* an idea half typed */
        tap(test, "home.ideas");
        tap(test, "main");
        type_text(test, draft_text);
        break;
    default: /* staff */
        show_pin(test);
        break;
    }
}

static void end(struct test *test, bool by_hand)
{
    test->village.io->tap = (struct io_tap){NULL, NULL};
    if (by_hand) {
        const struct ui_element *list;
        size_t count = ui_elements(app_ui(test->village.app), &list);
        int x = -1, y = -1;
        for (size_t i = 0; i < count; i++) {
            if (strcmp(list[i].id, "bar.stop") == 0) {
                x = list[i].rect.x + list[i].rect.w / 2;
                y = list[i].rect.y + list[i].rect.h / 2;
            }
        }
        assert_true(x >= 0);
        app_touch(test->village.app, 1, UI_DOWN, x, y);
        village_pass(&test->village, 60);
        app_touch(test->village.app, 1, UI_UP, x, y);
    } else {
        village_pass(&test->village, 120000 + 45000 - 50);
        clock_advance(&test->village.clock, 50);
    }
    store_forget(test->village.watch); /* the test's own look at the database */
    test->calls = 0;
    test->village.io->tap = (struct io_tap){count_change, test};
    app_frame(test->village.app); /* the one frame */
    test->village.io->tap = (struct io_tap){NULL, NULL};
    expect_screen(test, "attract");
}

/* ---- tests ------------------------------------------------------------------------------------
 */

static void nothing_of_a_visit_is_left_in_memory_within_one_frame(void **state)
{
    struct test *test = *state;
    for (size_t i = 0; i < VISITS; i++) {
        fill_vault();
        if (i % 4 < 2) {
            keep_code(test, code_of(test, test->used));
        }
        count_before();
        visit(test, i);
        if (i % 4 != 3) {
            assert_true(leaks(false) > 0); /* a search that finds nothing would prove nothing */
        }
        end(test, i / 4 % 2 == 0);
        if (leaks(true) > 0) {
            fail_msg("visit %zu of kind %zu left something", i, i % 4);
        }
        assert_int_equal(test->calls, 0);
    }
}

static void a_wipe_that_skips_the_field_is_caught(void **state)
{
    struct test *test = *state;
    fill_vault();
    visit(test, 2);
    forgetful_is_on = true;
    end(test, true);
    forgetful_is_on = false;
    assert_true(leaks(false) > 0);
    wake(test);
    tap(test, "bar.stop");
    assert_int_equal(leaks(true), 0);
}

/* The card on the attract screen takes turns: the same turn must look the same. */
static void the_attract_screen_is_as_it_was_before_the_visit(void **state)
{
    struct test *test = *state;
    for (size_t kind = 1; kind < 4; kind++) {
        char *before = dump_screen(test);
        fill_vault();
        visit(test, kind);
        end(test, kind != 2);
        bool is_same = false;
        for (int turn = 0; turn < 100 && !is_same; turn++) {
            char *after = dump_screen(test);
            is_same = strcmp(before, after) == 0;
            free(after);
            clock_advance(&test->village.clock, 12000);
            app_frame(test->village.app);
        }
        free(before);
        assert_true(is_same);
    }
}

/* ---- what stays silent, what is dropped --------------------------------------------------------
 */

static size_t read_log(struct test *test, char *dst, size_t cap)
{
    char path[100];
    snprintf(path, sizeof(path), "%s/dorpel.log", test->village.dir);
    int file = open(path, O_RDONLY);
    assert_true(file >= 0);
    ssize_t len = read(file, dst, cap);
    close(file);
    assert_true(len >= 0 && (size_t)len < cap);
    return (size_t)len;
}

static size_t count_logbook(struct test *test)
{
    struct arena arena;
    struct logbook_line *lines;
    size_t count = 0;
    arena_init(&arena, 0);
    assert_true(store_logbook(test->village.watch, &arena, 400, &lines, &count, NULL));
    arena_finish(&arena);
    return count;
}

static void log_and_logbook_say_nothing_of_a_vote(void **state)
{
    struct test *test = *state;
    static char before[64 * 1024], after[64 * 1024];
    fill_vault();
    size_t len = read_log(test, before, sizeof(before)), lines = count_logbook(test);
    uint32_t ballots = village_ballots(&test->village, 0);
    wake(test);
    enter_code(test);
    choose(test);
    press(test);
    expect_screen(test, "vote_done");
    tap(test, "main");
    assert_int_equal(village_ballots(&test->village, 0), ballots + 1);
    assert_int_equal(read_log(test, after, sizeof(after)), len);
    assert_memory_equal(before, after, len);
    assert_int_equal(count_logbook(test), lines);
}

/* Somebody types a code and walks off while it is looked up; the next one is nobody's heir. */
static void the_answer_for_a_visitor_who_left_is_dropped(void **state)
{
    struct test *test = *state;
    struct app *app = test->village.app;
    fill_vault();
    wake(test);
    tap(test, "home.vote");
    tap(test, "main");
    keep_code(test, code_of(test, 0));
    count_before();
    app_scan(app, (const char *)vault_find("the code as typed")->bytes);
    assert_true(app_is_busy(app));
    end(test, true);
    app_touch(app, 1, UI_DOWN, 600, 400);
    app_frame(app);
    app_touch(app, 1, UI_UP, 600, 400);
    while (app_is_busy(app)) {
        app_wait(app);
        app_frame(app);
    }
    expect_screen(test, "home");
    tap(test, "home.vote");
    tap(test, "main");
    expect_screen(test, "vote_code"); /* a code is asked again, and not the other's shown */
    assert_true(village_has(&test->village, "key.a"));
    assert_int_equal(leaks(true), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_of_a_visit_is_left_in_memory_within_one_frame,
                                        start, stop),
        cmocka_unit_test_setup_teardown(the_attract_screen_is_as_it_was_before_the_visit, start,
                                        stop),
        cmocka_unit_test_setup_teardown(log_and_logbook_say_nothing_of_a_vote, start, stop),
        cmocka_unit_test_setup_teardown(the_answer_for_a_visitor_who_left_is_dropped, start, stop),
        cmocka_unit_test_setup_teardown(a_wipe_that_skips_the_field_is_caught, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
