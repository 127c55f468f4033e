/* fuzz_stick: whatever stands on a stick, a hub that reads it and a kiosk that is visited by it
 * come to no harm, change nothing that is not theirs, and believe nothing that nobody signed.
 *
 * The input is a recipe: the stick as a village prepared it (empty, on its way to the hub, or on
 * its way back), and then what somebody did to it: files added, changed, cut, moved under any name,
 * made links, pipes, folders, too large, unreadable. `make fuzz` lets libFuzzer look for new ways
 * in, from tests/fuzz/corpus/stick/; tests/test_stick_corpus.c feeds that folder in every test run.
 */
#include "app/store/store_outbox.h"
#include "app/store/store_round.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_stick.h"
#include "tests/faults/hub_rig.h"
#include "tests/faults/sync_bench.h"

#include "tests/fuzz/disk_copy.h"
#include "tests/fuzz/tree.h"

#include <ctype.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STICK_BASES = 3, STICK_NAME = 90, STICK_EDITS = 24 };

enum stick_edit {
    EDIT_ADD,   /* one of the village's files, somewhere, under its own name */
    EDIT_NAMED, /* the same under any name */
    EDIT_RAW,   /* any bytes under any name */
    EDIT_CHANGE,
    EDIT_CUT,
    EDIT_KIND, /* it becomes a link, a pipe, a folder */
    EDIT_CLAIM,
    EDIT_ERROR,
    EDIT_DROP,
    EDIT_MOVE, /* into another folder */
    STICK_EDIT_KINDS
};

static struct stick_scene {
    bool is_made;
    struct hub_rig hub;
    struct sync_bench kiosk;
    struct sync_kiosk sync;
    struct tree base[STICK_BASES]; /* empty, going, coming back */
    struct disk_copy hub_disk, kiosk_disk;
} scene;

/* ---- a stick that is a tree ---------------------------------------------------------------- */

static int mount_tree(struct stick *stick)
{
    (void)stick;
    return 0;
}

static bool is_tree_present(struct stick *stick)
{
    (void)stick;
    return true;
}

static void forget_tree(struct stick *stick)
{
    (void)stick;
}

static bool visit_tree(struct tree *tree, struct visit_outcome *ret)
{
    static const struct stick_ops ops = {.mount_ro = mount_tree,
                                         .remount_rw = mount_tree,
                                         .unmount = mount_tree,
                                         .is_present = is_tree_present,
                                         .destroy = forget_tree};
    struct stick stick = {.ops = &ops, .io = &tree->io, .root = TREE_ROOT};

    return sync_bench_visit_on(&scene.kiosk, &stick, ret);
}

static void copy_tree(struct tree *to, const struct tree *from)
{
    tree_init(to);
    for (size_t i = 1; i < from->count; i++) {
        struct tree_entry *entry = tree_add(to, from->list[i]->path, from->list[i]->kind);
        assert(entry != NULL);
        if (from->list[i]->kind == TREE_FILE) {
            tree_set(entry, from->list[i]->data, from->list[i]->len);
        }
    }
}

/* ---- a village and its hub, once ----------------------------------------------------------- */

static void enrol(void)
{
    struct hub_rig *rig = &scene.hub;
    struct bundle_bytes bytes;
    struct hub_kiosk asked;
    char print[PARTY_FINGERPRINT];
    struct err err = {0};

    party_fingerprint(print, &rig->hub.party);
    bool done =
        sync_kiosk_load(&scene.sync, io_fault_io(scene.kiosk.rig.disk), scene.kiosk.store, RIG_DIR,
                        "machine", &err) &&
        sync_kiosk_request(&bytes, &rig->arena, &scene.sync, "Broekhoven", "De hal", &err) &&
        hub_enrol_ask(&rig->hub, bytes.data, bytes.len, &asked, &err) &&
        hub_enrol_accept(&rig->hub, asked.fingerprint, NULL, &err) &&
        hub_enrol_answer(&rig->hub, &rig->arena, scene.sync.self.party.id, &bytes, &err) &&
        sync_kiosk_answer(&scene.sync, bytes.data, bytes.len, &err) &&
        sync_kiosk_accept(&scene.sync, print, &err);
    assert(done);
    (void)done;
    scene.kiosk.kiosk = &scene.sync;
}

static void import_well(struct tree *tree)
{
    struct hub_imported imported;
    struct err err = {0};
    bool done =
        hub_stick_import(&scene.hub.hub, &tree->io, &scene.hub.arena, TREE_ROOT, &imported, &err);

    assert(done && imported.receipts[HUB_GOT_NEW] > 0 && imported.odd_count == 0);
    (void)done;
}

static void open_kiosk(void)
{
    scene.kiosk.store = rig_open(&scene.kiosk.rig, NULL);
    assert(scene.kiosk.store != NULL);
    bool done = sync_kiosk_load(&scene.sync, io_fault_io(scene.kiosk.rig.disk), scene.kiosk.store,
                                RIG_DIR, "machine", NULL);
    assert(done);
    (void)done;
}

static void close_kiosk(void)
{
    sync_kiosk_finish(&scene.sync);
    store_close(scene.kiosk.store);
    scene.kiosk.store = NULL;
}

static void make_scene(void)
{
    struct visit_outcome outcome;
    struct hub_answered answered;
    bool done = crypto_start(NULL);

    assert(done);
    hub_rig_init(&scene.hub, ENGINE_SQLITE);
    sync_bench_init(&scene.kiosk);
    sync_bench_votes(&scene.kiosk, 5);
    sync_bench_idea(&scene.kiosk, "Een bos", IDEA_WAITING);
    enrol();
    tree_init(&scene.base[0]);
    tree_init(&scene.base[1]);
    done = visit_tree(&scene.base[1], &outcome);
    assert(done);
    close_kiosk();
    disk_copy_take(&scene.kiosk_disk, scene.kiosk.rig.disk);
    hub_close(&scene.hub.hub);
    disk_copy_take(&scene.hub_disk, scene.hub.disk);
    hub_rig_reopen(&scene.hub);
    copy_tree(&scene.base[2], &scene.base[1]);
    import_well(&scene.base[2]);
    done = hub_stick_answer(&scene.hub.hub, &scene.base[2].io, TREE_ROOT, false, &answered, NULL);
    assert(done && answered.files > 0);
    scene.is_made = true;
}

/* As it was before the stick was read. */
static void put_back_hub(void)
{
    if (scene.hub.hub.db == NULL || !disk_copy_holds(&scene.hub_disk, scene.hub.disk)) {
        hub_close(&scene.hub.hub);
        disk_copy_put_back(&scene.hub_disk, scene.hub.disk);
        hub_rig_reopen(&scene.hub);
        scene.hub_disk.changes = io_fault_changes(scene.hub.disk);
    }
    arena_reset(&scene.hub.arena);
}

static void put_back_kiosk(void)
{
    if (scene.kiosk.store == NULL || !disk_copy_holds(&scene.kiosk_disk, scene.kiosk.rig.disk)) {
        if (scene.kiosk.store != NULL) {
            close_kiosk();
        }
        disk_copy_put_back(&scene.kiosk_disk, scene.kiosk.rig.disk);
        open_kiosk();
        scene.kiosk_disk.changes = io_fault_changes(scene.kiosk.rig.disk);
    }
}

/* For a test; the fuzzer just ends. */
static inline void finish_scene(void)
{
    if (scene.kiosk.store != NULL) {
        sync_kiosk_finish(&scene.sync);
    }
    sync_bench_finish(&scene.kiosk);
    hub_rig_finish(&scene.hub);
    for (size_t i = 0; i < STICK_BASES; i++) {
        tree_finish(&scene.base[i]);
    }
    disk_copy_free(&scene.hub_disk);
    disk_copy_free(&scene.kiosk_disk);
}

/* ---- what somebody did to it --------------------------------------------------------------- */

struct recipe {
    const uint8_t *data;
    size_t len, at;
};

static uint8_t next(struct recipe *recipe)
{
    return recipe->at < recipe->len ? recipe->data[recipe->at++] : 0;
}

static struct tree_entry *some_entry(struct recipe *recipe, struct tree *tree)
{
    return tree->list[next(recipe) % tree->count];
}

static const char *last_of(const char *path)
{
    return strrchr(path, '/') + 1;
}

/* A folder's path, a slash, and the name. */
static void name_in(char ret[TREE_PATH], const struct tree_entry *folder, const char *name)
{
    char path[TREE_PATH + STICK_NAME];

    snprintf(path, sizeof(path), "%s/%s", folder->path, name);
    str_copy(ret, TREE_PATH, path);
}

static struct tree_entry *some_folder(struct recipe *recipe, struct tree *tree)
{
    size_t at = next(recipe);

    for (size_t i = 0; i < tree->count; i++) {
        struct tree_entry *entry = tree->list[(at + i) % tree->count];
        if (entry->kind == TREE_DIR) {
            return entry;
        }
    }
    return tree->list[0];
}

/* What no file system forbids: all but NUL and the slash, "." and "..". */
static void some_name(struct recipe *recipe, char ret[STICK_NAME])
{
    static const char *const known[] = {".dkb", "-antwoord.dkb", "stick.id", "kiosk.id"};
    size_t len = next(recipe);
    size_t at = 0;

    for (size_t i = 0; i < len % (STICK_NAME - 20); i++) {
        char c = (char)next(recipe);
        ret[at++] = c == '\0' || c == '/' ? '_' : c;
    }
    str_copy(ret + at, STICK_NAME - at, len >= 128 ? known[len % 4] : at == 0 ? "x" : "");
    if (strcmp(ret, ".") == 0 || strcmp(ret, "..") == 0) {
        ret[0] = 'x';
    }
}

static void add(struct recipe *recipe, struct tree *tree, enum stick_edit edit)
{
    const struct tree *good = &scene.base[STICK_BASES - 1];
    const struct tree_entry *what = good->list[next(recipe) % good->count];
    const struct tree_entry *folder = some_folder(recipe, tree);
    char path[TREE_PATH], name[STICK_NAME];

    if (edit == EDIT_ADD) {
        name_in(path, folder, last_of(what->path));
    } else {
        some_name(recipe, name);
        name_in(path, folder, name);
    }
    struct tree_entry *entry =
        tree_find(tree, path) != NULL ? NULL : tree_add(tree, path, TREE_FILE);
    if (entry == NULL) {
        return;
    }
    if (edit == EDIT_RAW) {
        size_t len = (size_t)next(recipe) * 4;
        len = len < recipe->len - recipe->at ? len : recipe->len - recipe->at;
        tree_set(entry, recipe->data + recipe->at, len);
        recipe->at += len;
    } else if (what->kind == TREE_DIR) {
        entry->kind = TREE_DIR;
    } else {
        tree_set(entry, what->data, what->len);
    }
}

/* Into another folder, with all that is below it staying where it was: nobody finds that. */
static void move(struct recipe *recipe, struct tree *tree, struct tree_entry *entry)
{
    char path[TREE_PATH];

    name_in(path, some_folder(recipe, tree), last_of(entry->path));
    if (tree_find(tree, path) == NULL) {
        str_copy(entry->path, sizeof(entry->path), path);
    }
}

static void change(struct recipe *recipe, struct tree_entry *entry)
{
    size_t at = (size_t)next(recipe) << 8;

    at |= next(recipe);
    if (entry->kind == TREE_FILE && entry->len > 0) {
        entry->data[at % entry->len] ^= (uint8_t)(1 + next(recipe) % 255);
    }
}

static void edit_one(struct recipe *recipe, struct tree *tree)
{
    static const int64_t claims[] = {0, 1, BUNDLE_MAX_DATA, BUNDLE_MAX_DATA + 1, INT64_MAX};
    static const int errors[] = {EIO, EACCES, ENOENT, ENODEV};
    enum stick_edit edit = (enum stick_edit)(next(recipe) % STICK_EDIT_KINDS);

    if (edit <= EDIT_RAW) {
        add(recipe, tree, edit);
        return;
    }
    struct tree_entry *entry = some_entry(recipe, tree);
    if (entry == tree->list[0]) {
        return; /* the stick itself */
    }
    switch (edit) {
    case EDIT_CHANGE:
        change(recipe, entry);
        break;
    case EDIT_CUT:
        entry->len = entry->len * next(recipe) / 256;
        break;
    case EDIT_KIND:
        entry->kind = (enum tree_kind)(next(recipe) % 4);
        if (entry->kind == TREE_FILE && entry->data == NULL) {
            tree_set(entry, "", 0);
        }
        break;
    case EDIT_CLAIM:
        entry->claims = claims[next(recipe) % 5];
        break;
    case EDIT_ERROR:
        entry->error = errors[next(recipe) % 4];
        break;
    case EDIT_DROP:
        tree_drop(tree, entry);
        break;
    case EDIT_MOVE:
        move(recipe, tree, entry);
        break;
    case EDIT_ADD:
    case EDIT_NAMED:
    case EDIT_RAW:
    case STICK_EDIT_KINDS:
        break;
    }
}

static void prepare(struct tree *tree, const uint8_t *data, size_t size)
{
    struct recipe recipe = {data, size, 0};

    copy_tree(tree, &scene.base[next(&recipe) % STICK_BASES]);
    for (int i = 0; i < STICK_EDITS && recipe.at < recipe.len; i++) {
        edit_one(&recipe, tree);
    }
    tree->changes = 0;
}

/* ---- what must hold ------------------------------------------------------------------------ */

static bool begins(const char *path, const char *with)
{
    return strncmp(path, with, strlen(with)) == 0;
}

/* A hub writes acks and answers, and the folders to them. */
static bool hub_may_change(void *ctx, const char *path)
{
    (void)ctx;
    return strcmp(path, TREE_ROOT "/DORPSHUIS") == 0 ||
           begins(path, TREE_ROOT "/DORPSHUIS/TERUG") ||
           strcmp(path, TREE_ROOT "/DORPSHUIS/AANMELD") == 0 ||
           (begins(path, TREE_ROOT "/DORPSHUIS/AANMELD/") && strstr(path, "-antwoord.dkb") != NULL);
}

/* A kiosk writes nothing that came for it. */
static bool kiosk_may_change(void *ctx, const char *path)
{
    (void)ctx;
    return (begins(path, TREE_ROOT "/DORPSHUIS") && !begins(path, TREE_ROOT "/DORPSHUIS/TERUG") &&
            strstr(path, "-antwoord.dkb") == NULL) ||
           begins(path, TREE_ROOT "/LEESMIJ.txt") || begins(path, TREE_ROOT "/OVERZICHT.csv");
}

static void check_odd(const struct hub_imported *imported)
{
    assert(imported->odd_count <= HUB_STICK_FILES + 1);
    for (size_t i = 0; i < imported->odd_count; i++) {
        for (const char *at = imported->odd[i].path; *at != '\0'; at++) {
            assert(isalnum((unsigned char)*at) || strchr("-_./?", *at) != NULL);
        }
    }
}

static void meet_hub(struct tree *tree)
{
    struct hub_imported imported;
    struct hub_answered answered;
    struct err err = {0};

    tree->may_change = hub_may_change;
    tree->never_follows = true;
    bool done =
        hub_stick_import(&scene.hub.hub, &tree->io, &scene.hub.arena, TREE_ROOT, &imported, &err);
    check_odd(&imported);
    assert(tree->changes == 0);
    assert(done || err.code != ERR_NONE);
    if (imported.receipts[HUB_GOT_NEW] > 0) {
        hub_rig_assert_sound(&scene.hub);
    }
    assert(hub_rig_number(&scene.hub, "SELECT count(*) FROM kiosk WHERE state = 1") == 1);
    hub_stick_requests(&scene.hub.hub, &tree->io, &scene.hub.arena, TREE_ROOT, &imported, &err);
    check_odd(&imported);
    assert(tree->changes == 0);
    hub_stick_answer(&scene.hub.hub, &tree->io, TREE_ROOT, true, &answered, &err);
}

static bool stands_on(const struct tree *tree, const struct tree_entry *wanted)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct tree_entry *entry = tree->list[i];
        if (entry->kind == TREE_FILE && entry->len == wanted->len &&
            memcmp(entry->data, wanted->data, wanted->len) == 0) {
            return true;
        }
    }
    return false;
}

/* Only the ack itself, byte for byte, makes a kiosk believe it. */
static bool has_ack(const struct tree *tree)
{
    const struct tree *good = &scene.base[STICK_BASES - 1];

    for (size_t i = 0; i < good->count; i++) {
        if (good->list[i]->kind == TREE_FILE && strstr(good->list[i]->path, "/TERUG/") != NULL &&
            stands_on(tree, good->list[i])) {
            return true;
        }
    }
    return false;
}

static void meet_kiosk(struct tree *tree)
{
    struct visit_outcome outcome;
    struct outbox_counts counts;
    const char *result;
    size_t len;

    tree->may_change = kiosk_may_change;
    bool may_believe = has_ack(tree);
    bool done = visit_tree(tree, &outcome);
    assert(done == (outcome.fail_key == NULL));
    assert(scene.sync.is_enrolled && !scene.sync.has_pending);
    for (int stream = 0; stream < OUTBOX_STREAMS; stream++) {
        bool counted =
            store_outbox_count(scene.kiosk.store, (enum outbox_stream)stream, &counts, NULL);
        assert(counted);
        assert(counts.bundles[OUTBOX_SAFE] == 0);
        assert(may_believe || counts.bundles[OUTBOX_RECEIVED] == 0);
    }
    assert(!store_result_get(scene.kiosk.store, &scene.hub.arena, scene.kiosk.rig.round.id, &result,
                             &len, NULL));
}

/* The first byte: which stick, and who reads it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tree tree;

    if (!scene.is_made) {
        make_scene();
    }
    if (size == 0) {
        return 0;
    }
    crypto_test_seed(77);
    prepare(&tree, data, size);
    if (data[0] % (2 * STICK_BASES) < STICK_BASES) {
        put_back_hub();
        meet_hub(&tree);
    } else {
        put_back_kiosk();
        meet_kiosk(&tree);
    }
    tree_finish(&tree);
    return 0;
}
