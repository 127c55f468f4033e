/* What the kiosk reads at its start: words, the village's panes, the pack; and what a demo village
 * brings with it. */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/base/str.h"
#include "app/store/store_said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXTS = 512 * 1024, MAX_WINDOWS = 400 };

/* ---- the store ------------------------------------------------------------------------------ */

/* The clock's floor: after a power cut the Pi's clock starts anywhere, but never before this. */
static void read_floor(struct app *app)
{
    struct arena arena;
    arena_init(&arena, 4096);
    const char *text;
    int64_t floor_s;
    if (store_setting_get(app->real, &arena, "clock-floor", &text, NULL) &&
        clock_parse(&floor_s, text) && floor_s > app->clock->floor_s) {
        app->clock->floor_s = floor_s;
    }
    arena_finish(&arena);
}

static void read_button(struct app *app)
{
    struct arena arena;
    arena_init(&arena, 4096);
    const char *broken;
    app->button_broken = store_setting_get(app->real, &arena, "button-broken", &broken, NULL) &&
                         strcmp(broken, "1") == 0;
    app->lamp_dark = store_setting_get(app->real, &arena, "lamp-dark", &broken, NULL) &&
                     strcmp(broken, "1") == 0;
    arena_finish(&arena);
}

bool app_setup_store(struct app *app, bool check_later, struct err *err)
{
    struct store_options options = {
        .dir = app->data, .vfs = app->options.vfs, .check_later = check_later};
    app->real = store_open(app->io, &options, err);
    if (app->real == NULL) {
        return false;
    }
    if (store_health(app->real) == STORE_SET_ASIDE) {
        char folder[24];
        snprintf(folder, sizeof(folder), "damaged-%d", store_health_note(app->real)->folder);
        app_log(app, "log.store-set-aside", folder);
    }
    if (store_pin_was_lost(app->real, ROLE_CARETAKER) ||
        store_pin_was_lost(app->real, ROLE_ADMIN)) {
        app_log(app, "log.pin-lost", ""); /* at each start, until they are chosen */
    }
    read_floor(app);
    read_button(app);
    app_read_place(app);
    return true;
}

/* The check that waited until the village was on the screen. A damaged store is opened again: that
 * sets it aside. */
static bool settle_store(struct app *app, struct err *err)
{
    struct err own = {0};
    if (store_settle(app->real, &own) || own.code != ERR_DAMAGED) {
        return true;
    }
    app_shelf_wipe(&app->shelf);
    store_close(app->real);
    app->view_is_old = true;
    if (!app_setup_store(app, false, err)) {
        return false;
    }
    app_overlay(app);
    return true;
}

/* ---- words ---------------------------------------------------------------------------------- */

struct words_into {
    struct lang *lang;
    const char *language;
};

static bool take_words(void *ctx, const struct csv_row *row)
{
    struct words_into *into = ctx;
    const char *key = csv_field(row, "sleutel");
    if (key[0] != '\0') {
        lang_add(into->lang, into->language, key, csv_field(row, "tekst"));
    }
    return true;
}

static bool read_words(struct app *app, const char *path, const char *language, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    char *text;
    size_t len;
    struct words_into into = {app->lang, language};
    bool ok = io_read_file(app->io, &arena, path, MAX_TEXTS, &text, &len, err) &&
              csv_read(text, len, ';', take_words, &into, err);
    arena_finish(&arena);
    return ok ? true : err_wrap(err, "%s", path);
}

static bool read_language(struct app *app, const char *language, struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    char *dir = arena_printf(&arena, "%s/texts/%s", app->options.assets, language);
    char **names;
    size_t count;
    bool ok = io_list_sorted(app->io, &arena, dir, &names, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
        size_t len = strlen(names[i]);
        if (len > 4 && strcmp(names[i] + len - 4, ".csv") == 0) {
            ok = read_words(app, arena_printf(&arena, "%s/%s", dir, names[i]), language, err);
        }
    }
    arena_finish(&arena);
    return ok;
}

struct panes {
    uint16_t (*list)[4];
    size_t count;
};

static bool take_pane(void *ctx, const struct csv_row *row)
{
    struct panes *panes = ctx;
    if (panes->count == MAX_WINDOWS) {
        return false;
    }
    static const char *const names[] = {"x", "y", "w", "h"};
    for (int i = 0; i < 4; i++) {
        long value = strtol(csv_field(row, names[i]), NULL, 10);
        panes->list[panes->count][i] = (uint16_t)(value < 0 ? 0 : value > 2000 ? 2000 : value);
    }
    panes->count++;
    return true;
}

static void read_panes(struct app *app)
{
    struct arena arena;
    arena_init(&arena, 0);
    char *path = arena_printf(&arena, "%s/art/village_windows.csv", app->options.assets);
    char *text;
    size_t len;
    if (io_read_file(app->io, &arena, path, MAX_TEXTS, &text, &len, NULL)) {
        struct panes panes = {arena_array(&app->setup, MAX_WINDOWS, sizeof(uint16_t[4])), 0};
        csv_read(text, len, ';', take_pane, &panes, NULL);
        app->windows = panes.list;
        app->window_count = panes.count;
    }
    arena_finish(&arena);
}

bool app_setup_texts(struct app *app, struct err *err)
{
    app->lang = lang_create();
    if (app->lang == NULL) {
        return err_set(err, ERR_MEMORY, "words");
    }
    if (!read_language(app, "nl", err)) {
        return err_wrap(err, "the Dutch words");
    }
    /* Other languages fall back to Dutch word by word; one that is missing is no reason to stop. */
    read_language(app, "fy", NULL);
    read_language(app, "en", NULL);
    char path[700];
    snprintf(path, sizeof(path), "%s/texts/pack-nl.csv", app->options.assets);
    read_words(app, path, "nl", NULL);
    read_panes(app);
    return true;
}

/* ---- the pack ------------------------------------------------------------------------------- */

/* A round's twin for practice: its own id and salt, the published practice key for every lock. */
void app_setup_practice(struct app *app, struct arena *arena)
{
    const struct pack *pack = app->pack;
    app->practice_rounds = arena_array(arena, pack->round_count, sizeof(struct round));
    for (size_t i = 0; i < pack->round_count; i++) {
        struct round *round = &app->practice_rounds[i];
        *round = pack->rounds[i];
        uint8_t hash[CRYPTO_HASH];
        struct crypto_part parts[] = {{"dorpel practice", 15}, {round->id, ROUND_ID}};
        crypto_hash_parts(hash, parts, 2);
        memcpy(round->id, hash, ROUND_ID);
        round->is_practice = true;
        round->tags = NULL;
        round->tag_count = 0;
        memcpy(round->keys.registrar, pack->practice_key, CRYPTO_KEY);
        memcpy(round->keys.first, pack->practice_key, CRYPTO_KEY);
        memcpy(round->keys.last, pack->practice_key, CRYPTO_KEY);
        memset(round->keys.registrar_sign, 0, CRYPTO_KEY);
        memset(round->keys.last_sign, 0, CRYPTO_KEY);
    }
}

static void use_pack(struct app *app, struct pack *pack)
{
    app->loaded = pack;
    snprintf(app->photos, sizeof(app->photos), "%s/fotos", pack->dir);
    if (!pack->formal) {
        char path[700];
        snprintf(path, sizeof(path), "%s/texts/nl-je.csv", app->options.assets);
        read_words(app, path, "nl", NULL);
    }
    for (size_t i = 0; i < pack->text_count; i++) { /* the village's own words win */
        lang_add(app->lang, pack->texts[i].language, pack->texts[i].key, pack->texts[i].text);
    }
    app_guests_look(app);
    app_overlay(app);
    store_hold(app->real, !pack->at_once);
    if (app->practice != NULL) {
        store_hold(app->practice, !pack->at_once);
    }
}

/* The folder in the data folder where the last good pack is kept; false when there is none yet. */
static bool kept_pack_dir(struct app *app, char *dst, size_t cap)
{
    struct arena arena;
    arena_init(&arena, 0);
    const char *name;
    bool ok = store_setting_get(app->real, &arena, "pack", &name, NULL);
    if (ok) {
        snprintf(dst, cap, "%s/inhoud/%s", app->data, name);
    }
    arena_finish(&arena);
    return ok;
}

/* All that pointed into the one before is made anew: words, the practice twins, the view. */
void app_setup_use(struct app *app, struct pack *pack, const char *dir)
{
    struct err err = {0};
    struct lang *words = app->lang;
    struct pack *before = app->loaded;

    app_shelf_wipe(&app->shelf);
    arena_reset(&app->setup);
    if (!app_setup_texts(app, &err)) { /* our own assets are gone: then the words of before */
        log_line(LOG_ERROR, "%s", err.msg);
        lang_destroy(app->lang);
        app->lang = words;
        words = NULL;
    }
    snprintf(app->pack_dir, sizeof(app->pack_dir), "%s", dir);
    use_pack(app, pack);
    pack_free(app->refused);
    app->refused = NULL;
    lang_destroy(words);
    pack_free(before);
    app->view_is_old = true;
}

/* What was taken in on site or by the hub is the village's own choice: it goes before the folder
 * that the kiosk was started with. */
static bool use_stock(struct app *app)
{
    char dir[600];
    bool has = app_content_start(app, dir, sizeof(dir));

    for (int tries = 0; has && tries < 2; tries++) {
        struct pack *pack = pack_open(app->io, dir, PACK_KEPT, NULL);
        if (pack != NULL && pack->fault_count == 0) {
            snprintf(app->pack_dir, sizeof(app->pack_dir), "%s", dir);
            use_pack(app, pack);
            return true;
        }
        pack_free(pack);
        has = tries == 0 && app_content_back(app, dir, sizeof(dir));
    }
    return false;
}

bool app_setup_pack(struct app *app, struct err *err)
{
    if (use_stock(app)) {
        return true;
    }
    struct pack *pack = pack_load(app->io, app->options.pack, err);
    if (pack != NULL && pack->fault_count == 0) {
        snprintf(app->pack_dir, sizeof(app->pack_dir), "%s", app->options.pack);
        use_pack(app, pack);
        return true;
    }
    app->refused = pack;
    if (pack != NULL) {
        err_set(err, ERR_FORMAT, "%s:%d", pack->faults[0].file, pack->faults[0].line);
    }
    char kept[600];
    if (!kept_pack_dir(app, kept, sizeof(kept))) {
        return false;
    }
    pack = pack_load(app->io, kept, NULL);
    if (pack != NULL && pack->fault_count == 0) {
        snprintf(app->pack_dir, sizeof(app->pack_dir), "%s", kept);
        use_pack(app, pack);
    } else {
        pack_free(pack);
    }
    return false; /* what was asked for was refused, even when the one before stays in use */
}

/* ---- after the first frame ------------------------------------------------------------------ */

static bool copy_tree(struct app *app, const char *from, const char *to, int depth)
{
    struct arena arena;
    arena_init(&arena, 0);
    char **names;
    size_t count;
    bool ok = depth < 4 && io_make_dirs(app->io, to, NULL) &&
              io_list_sorted(app->io, &arena, from, &names, &count, NULL);
    for (size_t i = 0; ok && i < count; i++) {
        char *source = arena_printf(&arena, "%s/%s", from, names[i]);
        char *target = arena_printf(&arena, "%s/%s", to, names[i]);
        struct io_stat stat;
        if (app->io->ops->stat(app->io, source, &stat) != 0) {
            ok = false;
        } else if (stat.kind == IO_DIR) {
            ok = copy_tree(app, source, target, depth + 1);
        } else if (stat.kind == IO_FILE) {
            char *text;
            size_t len;
            ok = io_read_file(app->io, &arena, source, PACK_MAX_FILE, &text, &len, NULL) &&
                 io_write_file(app->io, target, text, len, NULL);
        }
    }
    arena_finish(&arena);
    return ok;
}

/* Keeps a copy of a good pack in the data folder, so that a damaged one later never leaves the
 * village without. The copy is whole before its name is written down. */
static void keep_pack(struct app *app)
{
    char name[17], fresh[600], kept[600] = "";
    str_hex(name, app->pack->digest, 8);
    snprintf(fresh, sizeof(fresh), "%s/inhoud/%s", app->data, name);
    bool had = kept_pack_dir(app, kept, sizeof(kept));
    if (strcmp(app->pack_dir, app->options.pack) != 0) {
        return; /* taken in: it is kept already */
    }
    if (had && strcmp(kept, fresh) == 0) {
        stock_given(&app->content.stock, app->io, app->data, name, NULL);
        return;
    }
    if (copy_tree(app, app->pack_dir, fresh, 0) &&
        store_setting_put(app->real, "pack", name, NULL)) {
        stock_given(&app->content.stock, app->io, app->data, name, NULL);
        app_log(app, "log.pack-loaded", app->pack->name);
        if (had) {
            io_remove_tree(app->io, kept, NULL);
        }
    }
}

static enum idea_plan_of plan_of_word(const char *word)
{
    enum owner owner;
    if (!owner_parse(&owner, word)) {
        return strcmp(word, "dorp") == 0       ? PLAN_OF_US
               : strcmp(word, "samen") == 0    ? PLAN_OF_US_WITH_HELP
               : strcmp(word, "gemeente") == 0 ? PLAN_OF_MUNICIPALITY
                                               : PLAN_OF_NONE;
    }
    return owner == OWNER_COMMUNITY ? PLAN_OF_US
           : owner == OWNER_SHARED  ? PLAN_OF_US_WITH_HELP
                                    : PLAN_OF_MUNICIPALITY;
}

static bool seed_one(struct app *app, const struct seed_idea *seed)
{
    struct idea idea;
    memset(&idea, 0, sizeof(idea));
    str_clean(idea.what, sizeof(idea.what), seed->what, false);
    str_clean(idea.more, sizeof(idea.more), seed->more, true);
    str_clean(idea.whom, sizeof(idea.whom), seed->whom, false);
    idea.plan_of = plan_of_word(seed->plan_of);
    idea.needs = seed->needs;
    uint16_t words[2];
    uint8_t rid[RECORD_RID];
    bool ok = store_idea_add(app->real, &idea, app->pack->village_key, NULL, words, rid, NULL) &&
              store_idea_moderate(app->real, rid, IDEA_SHOWN, "", NULL);
    for (uint32_t i = 0; ok && i < seed->supports && i < 100; i++) {
        ok = store_idea_support(app->real, rid, NULL);
    }
    return ok;
}

/* Once, at a demo village's first start. */
static void seed_all(struct app *app)
{
    struct arena arena;
    arena_init(&arena, 0);
    const char *done;
    store_hold(app->real, false); /* nobody of this kiosk gave these */
    if (app->pack->idea_count > 0 && !store_setting_get(app->real, &arena, "seeded", &done, NULL)) {
        for (size_t i = 0; i < app->pack->idea_count; i++) {
            seed_one(app, &app->pack->ideas[i]);
        }
        store_setting_put(app->real, "seeded", "1", NULL);
        app->view_is_old = true;
    }
    store_hold(app->real, !app->pack->at_once);
    arena_finish(&arena);
}

bool app_settle(struct app *app, struct err *err)
{
    if (!settle_store(app, err)) {
        return false;
    }
    app_content_healthy(app);
    if (app->pack != NULL && store_health(app->real) != STORE_READ_ONLY) {
        keep_pack(app);
        seed_all(app);
    }
    return true;
}
