#include "tests/faults/village.h"

#include "app/base/json.h"
#include "app/store/db.h"
#include "app/domain/permit.h"
#include "app/store/store_round.h"
#include "app/store/store_sync.h"
#include "app/store/vfs_tap.h"
#include "tests/faults/ruler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool ok, const struct err *err, const char *what)
{
    if (!ok) {
        fprintf(stderr, "village: %s: %s\n", what, err->msg);
        abort();
    }
}

/* By the village's own key, as its owner does. The secret keys of our villages are published. */
static void enrol(struct village *village, const char *pack)
{
    static const char print[] = "3f2a 91bc 07de 55a1 e4c0 8d13 b6f9 2a7c";
    uint8_t secret[CRYPTO_SIGN_SECRET], permit[CRYPTO_SIGNATURE];
    const char *name = strrchr(pack, '/') + 1;
    char path[200], *text;
    struct arena arena;
    struct err err = {0};
    size_t len;
    bool is_demo = strcmp(name, "broekhoven") == 0;
    snprintf(path, sizeof(path), "%s%s/village.geheim",
             is_demo ? "assets/demo/demo-geheim" : "tests/data/geheim/", is_demo ? "" : name);
    arena_init(&arena, 0);
    must(io_read_file(village->io, &arena, path, 4096, &text, &len, &err), &err, path);
    json_t *key = json_read(text, len, &err);
    must(key != NULL && json_hex(key, "sign_secret", secret, sizeof(secret)), &err, "key");
    json_decref(key);
    permit_sign(permit, print, secret);
    must(store_self_print_put(village->watch, print, &err), &err, "print");
    must(store_permit_put(village->watch, permit, &err), &err, "permit");
    arena_finish(&arena);
}

void village_init(struct village *village, const char *screen, const char *pack, bool open_round)
{
    struct err err = {0};
    memset(village, 0, sizeof(*village));
    json_start();
    db_start();
    must(crypto_start(&err), &err, "crypto");
    snprintf(village->dir, sizeof(village->dir), "/tmp/dorpel-test-XXXXXX");
    must(mkdtemp(village->dir) != NULL, &err, "folder");
    village->io = io_posix();
    village->pack = pack_load(village->io, pack, &err);
    must(village->pack != NULL && village->pack->fault_count == 0, &err, "pack");
    must(vfs_tap_register(&village->io->tap, &err), &err, "tap");
    struct store_options options = {.dir = village->dir};
    village->watch = store_open(village->io, &options, &err);
    must(village->watch != NULL, &err, "store");
    if (open_round) {
        for (size_t i = 0; i < village->pack->round_count; i++) {
            must(store_round_open(village->watch, &village->pack->rounds[i], &err), &err, "open");
        }
    }
    enrol(village, pack);
    clock_init_virtual(&village->clock, 1772000000);
    struct app_options wanted = {
        .data = village->dir,
        .pack = pack,
        .assets = "assets",
        .programs = "/nonexistent",
        .lang = "nl",
        .vfs = "dorpel-tap",
        .seed = 1,
        .has_button = true,
    };
    must(ui_screen_parse(&wanted.screen, screen), &err, "screen");
    village->app = app_create(village->io, &village->clock, &wanted, &ruler_face, &err);
    must(village->app != NULL, &err, "app");
    app_frame(village->app);
    must(app_settle(village->app, &err), &err, "settle");
    app_frame(village->app);
}

void village_finish(struct village *village)
{
    app_destroy(village->app);
    store_close(village->watch);
    pack_free(village->pack);
    io_remove_tree(village->io, village->dir, NULL);
    io_destroy(village->io);
    memset(village, 0, sizeof(*village));
}

void village_pass(struct village *village, int64_t ms)
{
    while (ms > 0) {
        int64_t step = ms < 50 ? ms : 50;
        clock_advance(&village->clock, step);
        app_frame(village->app);
        ms -= step;
    }
    for (size_t i = 0; app_ahead(village->app, i) != NULL; i++) { /* as the kiosk's loop asks */
    }
}

static const struct ui_element *find(struct village *village, const char *id)
{
    const struct ui_element *list;
    size_t count = ui_elements(app_ui(village->app), &list);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].id, id) == 0 && list[i].rect.w > 0) {
            return &list[i];
        }
    }
    return NULL;
}

bool village_has(struct village *village, const char *id)
{
    return find(village, id) != NULL;
}

bool village_tap(struct village *village, const char *id)
{
    const struct ui_element *element = find(village, id);
    if (element == NULL || !element->enabled) {
        return false;
    }
    int x = element->rect.x + element->rect.w / 2, y = element->rect.y + element->rect.h / 2;
    app_touch(village->app, 1, UI_DOWN, x, y);
    village_pass(village, 60);
    app_touch(village->app, 1, UI_UP, x, y);
    village_pass(village, 60);
    while (app_is_busy(village->app)) {
        app_wait(village->app);
        app_frame(village->app);
    }
    return true;
}

uint32_t village_ballots(struct village *village, size_t round)
{
    struct vote_counts counts = {0};
    store_vote_counts(village->watch, village->pack->rounds[round].id, &counts, NULL);
    return counts.ballots;
}
