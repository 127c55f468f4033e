/* Who may import whom (design section 4), held from the include lines of app, sync and firmware. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the rule ------------------------------------------------------------------------------ */

/* A room is known by the start of a path; the first that fits is the room. Its own files it may
 * always include. */
struct room {
    const char *where;
    const char *may[12]; /* starts of paths */
};

static const struct room rooms[] = {
    {"app/base/", {NULL}},
    {"app/domain/", {"app/base/"}},
    {"app/store/", {"app/base/", "app/domain/"}},
    {"app/content/", {"app/base/", "app/domain/"}},
    {"app/print/", {"app/base/", "app/domain/"}},
    {"app/ui/", {"app/base/"}},
    {"app/screens/", {"app/base/", "app/domain/", "app/ui/"}},
    {"app/count/", {"app/base/", "app/domain/", "app/print/", "app/content/"}},
    {"app/",
     {"app/base/", "app/domain/", "app/store/", "app/content/", "app/ui/", "app/screens/",
      "firmware/"}},
    {"firmware/", {"app/base/"}},
    {"sync/hub/",
     {"app/base/", "app/domain/", "app/content/", "app/print/", "app/store/db.h", "sync/"}},
    /* Paper for a stick is drawn in a process of its own; a code on it is the screen's. */
    {"sync/paper",
     {"app/base/", "app/domain/", "app/store/", "app/content/", "app/print/", "app/ui/qr.h",
      "sync/"}},
    {"sync/", {"app/base/", "app/domain/", "app/store/", "app/content/", "sync/paper.h"}},
};

/* Headers that are not the rooms' to choose, and the only files that may have them. */
static const struct {
    const char *header; /* patterns, as of a shell */
    const char *file[4];
} guarded[] = {
    {"gmp.h", {"app/domain/count/ledger.c"}},
    {"gpiod.h", {"firmware/gpio_libgpiod_*.c"}},
    {"sqlite3*.h",
     {"app/store/db.c", "app/store/db.h", "app/store/db_memory.c", "app/store/vfs_tap.c"}},
    {"SDL*", {"app/ui/ui_sdl*.c", "app/ui/ui_sdl*.h"}},
    {"sodium*", {"app/base/crypto.c"}},
    {"jansson*.h", {"app/base/json.h"}},
    {"ini.h", {"app/content/*", "app/options.c", "sync/sync_conf.c"}},
    {"csv.h", {"app/content/*"}},
    {"gmp.h", {"app/domain/count/ledger.c"}},
    {"jpeglib.h", {"app/content/photo_jpeg.c"}},
    {"jerror.h", {"app/content/photo_jpeg.c"}},
    {"png.h", {"app/content/photo_png.c"}},
    {"cairo*", {"app/print/*"}},
    {"pango*", {"app/print/*"}},
    {"fontconfig/*", {"app/print/*"}},
    {"qrencode.h", {"app/ui/qr.c"}},
    {"dbus/*", {"app/wifi_dbus.c"}},
    {"curl/*", {"sync/carrier_*.c"}},
    {"microhttpd.h", {"sync/hub/http*.c"}},
    {"libpq-fe.h", {"sync/hub/hub_store_pg*.c"}},
};

/* The C library and the kernel: these are everyone's, but for the pure rooms below. */
static const char *const system_headers[] = {
    "assert.h",    "ctype.h",   "dirent.h",   "errno.h",   "fcntl.h",       "fenv.h",
    "float.h",     "fnmatch.h", "ftw.h",      "glob.h",    "grp.h",         "inttypes.h",
    "iso646.h",    "limits.h",  "locale.h",   "malloc.h",  "math.h",        "mntent.h",
    "netdb.h",     "poll.h",    "pthread.h",  "pwd.h",     "sched.h",       "setjmp.h",
    "signal.h",    "spawn.h",   "stdalign.h", "stdarg.h",  "stdatomic.h",   "stdbool.h",
    "stddef.h",    "stdint.h",  "stdio.h",    "stdlib.h",  "stdnoreturn.h", "string.h",
    "strings.h",   "syslog.h",  "termios.h",  "threads.h", "time.h",        "uchar.h",
    "unistd.h",    "wchar.h",   "wctype.h",   "arpa/*.h",  "linux/*.h",     "net/*.h",
    "netinet/*.h", "sys/*.h",
};

/* domain knows no file, no clock and no log; screens know no file and no time either. */
static const struct {
    const char *where;
    const char *header;
} impure[] = {
    {"app/domain/", "app/base/io.h"},  {"app/domain/", "app/base/clock.h"},
    {"app/domain/", "app/base/log.h"}, {"app/domain/", "time.h"},
    {"app/domain/", "unistd.h"},       {"app/domain/", "fcntl.h"},
    {"app/domain/", "sys/*"},          {"app/domain/", "dirent.h"},
    {"app/domain/", "pthread.h"},      {"app/screens/", "app/base/io.h"},
    {"app/screens/", "time.h"},        {"app/screens/", "unistd.h"},
    {"app/screens/", "fcntl.h"},       {"app/screens/", "sys/*"},
};

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static const struct room *room_of(const char *path)
{
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        if (starts_with(path, rooms[i].where)) {
            return &rooms[i];
        }
    }
    return NULL;
}

static bool is_impure(const char *file, const char *header)
{
    for (size_t i = 0; i < sizeof(impure) / sizeof(impure[0]); i++) {
        if (starts_with(file, impure[i].where) && fnmatch(impure[i].header, header, 0) == 0) {
            return true;
        }
    }
    return false;
}

static bool may_import_ours(const char *file, const char *header)
{
    const struct room *room = room_of(file);
    const struct room *other = room_of(header);

    if (room == NULL || other == NULL || is_impure(file, header)) {
        return false;
    }
    if (room == other) {
        return true;
    }
    for (size_t i = 0; room->may[i] != NULL; i++) {
        if (starts_with(header, room->may[i])) {
            return true;
        }
    }
    return false;
}

static bool may_import_theirs(const char *file, const char *header)
{
    if (is_impure(file, header)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(guarded) / sizeof(guarded[0]); i++) {
        if (fnmatch(guarded[i].header, header, 0) != 0) {
            continue;
        }
        for (size_t f = 0; f < 4 && guarded[i].file[f] != NULL; f++) {
            if (fnmatch(guarded[i].file[f], file, 0) == 0) {
                return true;
            }
        }
        return false;
    }
    for (size_t i = 0; i < sizeof(system_headers) / sizeof(system_headers[0]); i++) {
        if (fnmatch(system_headers[i], header, 0) == 0) {
            return true;
        }
    }
    return false; /* a library that the design does not know */
}

/* May `file` hold this line? Lines that include nothing always may. */
static bool line_is_allowed(const char *file, const char *line)
{
    char header[200];
    char open = '\0';

    if (sscanf(line, " # include %c%199[^\">]", &open, header) == 2) {
        return open == '"'   ? may_import_ours(file, header)
               : open == '<' ? may_import_theirs(file, header)
                             : false;
    }
    /* # include NAME hides what it includes */
    char word[8] = "";
    return sscanf(line, " # %7[a-z]", word) != 1 || strcmp(word, "include") != 0;
}

/* ---- reading the source -------------------------------------------------------------------- */

struct scan {
    struct io *io;
    struct arena arena;
    const char *root; /* "" or a folder with a slash behind it */
    size_t files, includes, bad;
    bool quiet;
};

static void scan_file(struct scan *scan, const char *path)
{
    char *text;
    size_t len;
    struct err err = {0};

    if (!io_read_file(scan->io, &scan->arena, arena_printf(&scan->arena, "%s%s", scan->root, path),
                      4 << 20, &text, &len, &err)) {
        fail_msg("%s", err.msg);
    }
    scan->files++;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        scan->includes += strstr(line, "include") != NULL;
        if (!line_is_allowed(path, line)) {
            scan->bad++;
            if (!scan->quiet) {
                print_error("%s may not have: %s\n", path, line);
            }
        }
    }
}

static void scan_folder(struct scan *scan, const char *path)
{
    char **names;
    size_t count;
    const char *full = arena_printf(&scan->arena, "%s%s", scan->root, path);

    if (!io_list_sorted(scan->io, &scan->arena, full, &names, &count, NULL)) {
        return; /* a room that is not built yet */
    }
    for (size_t i = 0; i < count; i++) {
        struct io_stat stat;
        char *inner = arena_printf(&scan->arena, "%s/%s", path, names[i]);
        const char *inner_full = arena_printf(&scan->arena, "%s%s", scan->root, inner);
        const char *dot = strrchr(names[i], '.');
        if (scan->io->ops->stat(scan->io, inner_full, &stat) == 0 && stat.kind == IO_DIR) {
            scan_folder(scan, inner);
        } else if (dot != NULL && (strcmp(dot, ".c") == 0 || strcmp(dot, ".h") == 0)) {
            scan_file(scan, inner);
        }
    }
}

static struct scan scan_all(const char *root, bool quiet)
{
    struct scan scan = {.io = io_posix(), .root = root, .quiet = quiet};

    arena_init(&scan.arena, 0);
    scan_folder(&scan, "app");
    scan_folder(&scan, "sync");
    scan_folder(&scan, "firmware");
    arena_finish(&scan.arena);
    io_destroy(scan.io);
    return scan;
}

/* ---- the tests ----------------------------------------------------------------------------- */

static void every_file_imports_only_what_its_room_may(void **state)
{
    struct scan scan = scan_all("", false);

    (void)state;
    assert_true(scan.files > 30 && scan.includes > 100); /* run from the root of the repository */
    assert_int_equal(scan.bad, 0);
}

/* The twin: one planted line in one file of a tree, and the scan must see it. */
static void a_planted_import_is_reported(void **state)
{
    static const struct {
        const char *path, *text;
    } planted[] = {
        {"app/domain/ballot.c", "#include \"app/base/err.h\"\n\n#include \"app/store/store.h\"\n"},
        {"app/screens/deep/vote.c", "  #  include  \"app/store/store.h\""},
        {"sync/visit.c", "int x;\n#include <SDL.h>"},
        {"firmware/lamp.h", "#include <gpiod.h>\r\n"},
    };
    struct io *io = io_posix();

    (void)state;
    for (size_t i = 0; i < sizeof(planted) / sizeof(planted[0]); i++) {
        char root[64] = "/tmp/dorpel-test-imports-XXXXXX", path[160];
        assert_non_null(mkdtemp(root));
        snprintf(path, sizeof(path), "%s/%s", root, planted[i].path);
        *strrchr(path, '/') = '\0';
        assert_true(io_make_dirs(io, path, NULL));
        snprintf(path, sizeof(path), "%s/%s", root, planted[i].path);
        assert_true(io_write_file(io, path, planted[i].text, strlen(planted[i].text), NULL));
        strcat(root, "/");
        struct scan scan = scan_all(root, true);
        assert_int_equal(scan.files, 1);
        assert_int_equal(scan.bad, 1);
        root[strlen(root) - 1] = '\0';
        assert_true(io_remove_tree(io, root, NULL));
    }
    io_destroy(io);
}

static void each_door_is_open_to_its_own_and_shut_to_others(void **state)
{
    static const struct {
        bool allowed;
        const char *file, *line;
    } known[] = {
        {true, "app/base/io.c", "#include \"app/base/err.h\""},
        {false, "app/base/io.c", "#include \"app/domain/round.h\""},
        {true, "app/domain/seal.c", "#include \"app/base/crypto.h\""},
        {false, "app/domain/seal.c", "#include \"app/base/io.h\""},
        {false, "app/domain/seal.c", "#include \"app/base/clock.h\""},
        {false, "app/domain/seal.c", "#include <time.h>"},
        {false, "app/domain/seal.c", "#include \"app/content/pack.h\""},
        {true, "app/store/store.c", "#include \"app/domain/record.h\""},
        {false, "app/store/store.c", "#include \"app/content/pack.h\""},
        {false, "app/content/pack.c", "#include \"app/store/store.h\""},
        {false, "app/ui/ui.c", "#include \"app/domain/round.h\""},
        {false, "app/ui/ui.c", "#include \"firmware/gpio.h\""},
        {true, "app/screens/vote.c", "#include \"app/ui/ui.h\""},
        {false, "app/screens/vote.c", "#include \"app/store/store.h\""},
        {false, "app/screens/vote.c", "#include \"app/app.h\""},
        {false, "app/screens/vote.c", "#include \"firmware/lamp.h\""},
        {true, "app/app.c", "#include \"app/store/store.h\""},
        {true, "app/main.c", "#include \"firmware/gpio.h\""},
        {false, "app/app.c", "#include \"app/print/pdf.h\""},
        {false, "app/app.c", "#include \"sync/visit.h\""},
        {false, "app/app.c", "#include \"app/count/desk.h\""},
        {true, "app/count/desk.c", "#include \"app/content/pack.h\""},
        {false, "app/count/desk.c", "#include \"app/store/store.h\""},
        {false, "app/count/desk.c", "#include \"app/ui/ui.h\""},
        {true, "sync/export.c", "#include \"app/store/store.h\""},
        {false, "sync/export.c", "#include \"app/ui/ui.h\""},
        {false, "sync/export.c", "#include \"app/app.h\""},
        {false, "sync/export.c", "#include \"firmware/gpio.h\""},
        {false, "sync/export.c", "#include \"sync/hub/desks.h\""},
        {true, "sync/hub/desks.c", "#include \"sync/export.h\""},
        {true, "sync/hub/desks.c", "#include \"app/store/db.h\""},
        {false, "sync/hub/desks.c", "#include \"app/store/store.h\""},
        {true, "firmware/button.c", "#include \"app/base/err.h\""},
        {false, "firmware/button.c", "#include \"app/domain/round.h\""},
        {true, "firmware/gpio_libgpiod_v1.c", "#include <gpiod.h>"},
        {false, "firmware/gpio.c", "#include <gpiod.h>"},
        {true, "app/store/db.c", "#include <sqlite3.h>"},
        {true, "app/store/vfs_tap.c", "#include <sqlite3.h>"},
        {false, "app/store/store.c", "#include <sqlite3.h>"},
        {true, "app/ui/ui_sdl.c", "#include <SDL.h>"},
        {true, "app/ui/ui_sdl_font.c", "#include <SDL2/SDL_ttf.h>"},
        {false, "app/ui/ui.c", "#include <SDL.h>"},
        {false, "app/main.c", "#include <SDL.h>"},
        {true, "app/ui/qr.c", "#include <qrencode.h>"},
        {false, "app/ui/widgets_draw.c", "#include <qrencode.h>"},
        {true, "app/base/crypto.c", "#include <sodium.h>"},
        {false, "app/domain/seal.c", "#include <sodium.h>"},
        {false, "app/base/crypto.h", "#include <sodium/core.h>"},
        {true, "app/base/json.h", "#include <jansson.h>"},
        {false, "app/count/list.h", "#include <jansson.h>"},
        {false, "app/app.c", "#include <curl/curl.h>"},
        {false, "app/app.c", "#include <openssl/evp.h>"}, /* nobody knows it */
        {false, "app/app.c", "#include \"app.h\""},       /* from the root, always */
        {false, "app/app.c", "#include \"../sync/visit.h\""},
        {false, "app/app.c", "#include HIDDEN_HEADER"},
        {true, "app/app.c", "#include <string.h>"},
        {true, "sync/visit.c", "#include <sys/stat.h>"},
        {true, "app/base/io.c", "/* #include \"app/domain/round.h\" */"},
        {true, "app/base/io.c", "#define INCLUDED 1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (line_is_allowed(known[i].file, known[i].line) != known[i].allowed) {
            fail_msg("%s: %s", known[i].file, known[i].line);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_imports_only_what_its_room_may),
        cmocka_unit_test(a_planted_import_is_reported),
        cmocka_unit_test(each_door_is_open_to_its_own_and_shut_to_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
