#include "sync/hub/hub_stick.h"

#include "app/base/str.h"
#include "sync/hub/hub_poll.h"

#include <ctype.h>

enum { AT_ONCE = 16, PARTY_HEX = 2 * BUNDLE_PARTY };

struct walk {
    struct hub *hub;
    struct io *io;
    struct arena *arena;
    struct arena files; /* of the parcels that wait */
    const char *root;
    struct hub_imported *ret;
    size_t file_count, byte_count, odd_cap;
    struct hub_parcel parcels[AT_ONCE];
    const char *paths[AT_ONCE];
    uint8_t claimed[AT_ONCE][BUNDLE_PARTY];
    size_t count;
};

/* ---- telling ------------------------------------------------------------------------------- */

/* keys: hub.receipt.not-bundle hub.receipt.not-signed hub.receipt.stranger hub.receipt.revoked
 * hub.receipt.foreign hub.receipt.not-kind hub.receipt.not-size */
static const char *key_of(struct walk *walk, enum hub_receipt_kind kind)
{
    return arena_printf(walk->arena, "hub.receipt.%s", hub_receipt_name(kind));
}

/* A name from a stick may hold anything: a newline would forge a line of ours. */
static const char *clean_path(struct walk *walk, const char *path)
{
    size_t root = strlen(walk->root);
    char *clean = arena_strdup(
        walk->arena,
        strncmp(path, walk->root, root) == 0 && path[root] == '/' ? path + root + 1 : path);

    for (char *at = clean; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at) && strchr("-_./", *at) == NULL) {
            *at = '?';
        }
    }
    return clean;
}

static void tell(struct walk *walk, const char *path, const char *key)
{
    struct hub_imported *ret = walk->ret;

    if (ret->odd_count > HUB_STICK_FILES) {
        return; /* enough said */
    }
    if (ret->odd_count == walk->odd_cap) {
        walk->odd_cap = walk->odd_cap == 0 ? 16 : 2 * walk->odd_cap;
        struct hub_stick_odd *wider = arena_array(walk->arena, walk->odd_cap, sizeof(*wider));
        if (ret->odd_count > 0) {
            memcpy(wider, ret->odd, ret->odd_count * sizeof(*wider));
        }
        ret->odd = wider;
    }
    ret->odd[ret->odd_count++] = (struct hub_stick_odd){clean_path(walk, path), key};
}

/* ---- bundles ------------------------------------------------------------------------------- */

static bool flush(struct walk *walk, struct err *err)
{
    struct hub_receipt receipts[AT_ONCE];

    if (walk->count == 0) {
        return true;
    }
    if (!hub_receive(walk->hub, walk->parcels, walk->count, receipts, err)) {
        return false;
    }
    for (size_t i = 0; i < walk->count; i++) {
        walk->ret->receipts[receipts[i].kind]++;
        if (!hub_receipt_is_kept(receipts[i].kind)) {
            tell(walk, walk->paths[i], key_of(walk, receipts[i].kind));
        }
    }
    walk->count = 0;
    arena_reset(&walk->files);
    return true;
}

/* Is there room for one more? Told once. */
static bool is_within(struct walk *walk, const char *path, int64_t size)
{
    if (walk->file_count >= HUB_STICK_FILES || walk->byte_count + (size_t)size > HUB_STICK_BYTES) {
        if (walk->file_count <= HUB_STICK_FILES) {
            tell(walk, path, "hub.odd.too-much");
            walk->file_count = HUB_STICK_FILES + 1;
        }
        return false;
    }
    walk->file_count++;
    walk->byte_count += (size_t)size;
    return true;
}

/* A file of the stick itself that cannot be read is odd; the stick that is gone is an error. */
static bool read_file(struct walk *walk, const char *path, char **ret, size_t *ret_len,
                      bool *ret_is_read, struct err *err)
{
    struct io_stat stat;
    struct err why = {0};
    int rc = walk->io->ops->stat(walk->io, path, &stat);

    *ret_is_read = false;
    if (rc < 0) {
        return err_errno(err, rc, "%s", path);
    }
    if (stat.kind != IO_FILE) {
        tell(walk, path, "hub.odd.no-file");
        return true;
    }
    if (stat.size > BUNDLE_MAX_DATA) {
        walk->ret->receipts[HUB_NOT_SIZE]++;
        tell(walk, path, key_of(walk, HUB_NOT_SIZE));
        return true;
    }
    if (!is_within(walk, path, stat.size)) {
        return true;
    }
    *ret_is_read = io_read_file(walk->io, &walk->files, path, BUNDLE_MAX_DATA, ret, ret_len, &why);
    if (!*ret_is_read && (why.code == ERR_GONE || why.code == ERR_IO)) {
        *err = why;
        return false;
    }
    if (!*ret_is_read) {
        tell(walk, path, "hub.odd.no-file");
    }
    return true;
}

static bool take_bundle(struct walk *walk, const char *path, const uint8_t *claimed,
                        struct err *err)
{
    char *text;
    size_t len;
    bool is_read;

    if (!read_file(walk, path, &text, &len, &is_read, err)) {
        return false;
    }
    if (!is_read) {
        return true;
    }
    struct hub_parcel *parcel = &walk->parcels[walk->count];
    *parcel = (struct hub_parcel){.bytes = (const uint8_t *)text, .len = len};
    if (claimed != NULL) {
        memcpy(walk->claimed[walk->count], claimed, BUNDLE_PARTY);
        parcel->claimed = walk->claimed[walk->count];
    }
    walk->paths[walk->count++] = path;
    return walk->count < AT_ONCE || flush(walk, err);
}

/* What a hub wrote there for a kiosk. */
static bool is_reply(const char *path)
{
    static const char end[] = "-antwoord.dkb";
    size_t len = strlen(path);

    return len >= sizeof(end) && strcmp(path + len - (sizeof(end) - 1), end) == 0;
}

static bool take_request(struct walk *walk, const char *path, const uint8_t *claimed,
                         struct err *err)
{
    char *text;
    size_t len;
    bool is_read;
    struct err why = {0};
    struct hub_kiosk kiosk;

    (void)claimed;
    if (is_reply(path)) {
        return true;
    }
    if (!read_file(walk, path, &text, &len, &is_read, err)) {
        return false;
    }
    if (is_read) {
        if (hub_enrol_ask(walk->hub, (const uint8_t *)text, len, &kiosk, &why)) {
            walk->ret->requests += kiosk.state == KIOSK_ASKED;
        } else if (why.code == ERR_FORMAT || why.code == ERR_CRYPTO || why.code == ERR_LIMIT ||
                   why.code == ERR_UNKNOWN) {
            tell(walk, path, "hub.odd.no-request");
        } else {
            *err = why;
            return false;
        }
    }
    arena_reset(&walk->files);
    return true;
}

/* What a kiosk heard of us: a hub that is an older copy of itself finds out, also when the kiosk
 * has nothing new to send. */
static bool take_poll(struct walk *walk, const char *path, const uint8_t *claimed, struct err *err)
{
    char *text;
    size_t len;
    bool is_read;
    struct err why = {0};

    (void)claimed;
    if (!read_file(walk, path, &text, &len, &is_read, err)) {
        return false;
    }
    if (is_read && !hub_poll_note(walk->hub, (const uint8_t *)text, len, &why)) {
        if (why.code != ERR_FORMAT && why.code != ERR_CRYPTO && why.code != ERR_LIMIT &&
            why.code != ERR_UNKNOWN && why.code != ERR_MISSING && why.code != ERR_DENIED) {
            *err = why;
            return false;
        }
        tell(walk, path, "hub.odd.no-file");
    }
    arena_reset(&walk->files);
    return true;
}

/* ---- folders ------------------------------------------------------------------------------- */

typedef bool take_fn(struct walk *walk, const char *path, const uint8_t *claimed, struct err *err);

static bool is_name(const char *name)
{
    size_t len = strlen(name);

    if (len == 0 || len > HUB_STICK_NAME || name[0] == '.') {
        return false;
    }
    for (; *name != '\0'; name++) {
        if (!isalnum((unsigned char)*name) && strchr("-_.", *name) == NULL) {
            return false;
        }
    }
    return true;
}

static bool ends_in_dkb(const char *name)
{
    size_t len = strlen(name);
    return len > 4 && strcmp(name + len - 4, ".dkb") == 0;
}

static bool is_folder(struct walk *walk, const char *path)
{
    struct io_stat stat;
    return walk->io->ops->stat(walk->io, path, &stat) == 0 && stat.kind == IO_DIR;
}

/* The files of one folder. What does not end in .dkb is another's. */
static bool take_folder(struct walk *walk, const char *dir, const uint8_t *claimed, take_fn *take,
                        struct err *err)
{
    char **names;
    size_t count;

    if (!io_list_sorted(walk->io, walk->arena, dir, &names, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(walk->arena, "%s/%s", dir, names[i]);
        if (!ends_in_dkb(names[i])) {
            continue;
        }
        if (!is_name(names[i])) {
            tell(walk, path, "hub.odd.name");
        } else if (!take(walk, path, claimed, err)) {
            return false;
        }
    }
    return true;
}

/* HEEN/<hub>: a folder a kiosk. */
static bool take_kiosks(struct walk *walk, const char *dir, struct err *err)
{
    char **names;
    size_t count;
    uint8_t kiosk[BUNDLE_PARTY];

    if (!io_list_sorted(walk->io, walk->arena, dir, &names, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(walk->arena, "%s/%s", dir, names[i]);
        if (!is_folder(walk, path) || !str_unhex(kiosk, sizeof(kiosk), names[i])) {
            tell(walk, path, "hub.odd.name");
        } else if (!take_folder(walk, path, kiosk, take_bundle, err)) {
            return false;
        }
    }
    return true;
}

static const char *hub_hex(struct walk *walk)
{
    char hex[PARTY_HEX + 1];

    str_hex(hex, walk->hub->party.id, BUNDLE_PARTY);
    return arena_strdup(walk->arena, hex);
}

static void walk_init(struct walk *walk, struct hub *hub, struct io *io, struct arena *arena,
                      const char *root, struct hub_imported *ret)
{
    *ret = (struct hub_imported){.odd = NULL};
    *walk = (struct walk){.hub = hub, .io = io, .arena = arena, .root = root, .ret = ret};
    arena_init(&walk->files, 0);
}

/* A stick, a folder with loose bundles, or one bundle. */
static bool import_path(struct walk *walk, const char *path, struct err *err)
{
    struct io_stat stat;
    int rc = walk->io->ops->stat(walk->io, path, &stat);

    if (rc < 0) {
        return err_errno(err, rc, "%s", path);
    }
    if (stat.kind != IO_DIR) {
        return take_bundle(walk, path, NULL, err);
    }
    if (!io_has_dir_below(walk->io, path, "DORPSHUIS")) {
        return take_folder(walk, path, NULL, take_bundle, err);
    }
    const char *ours = arena_printf(walk->arena, "DORPSHUIS/HEEN/%s", hub_hex(walk));
    return !io_has_dir_below(walk->io, path, ours) ||
           take_kiosks(walk, arena_printf(walk->arena, "%s/%s", path, ours), err);
}

bool hub_stick_import(struct hub *hub, struct io *io, struct arena *arena, const char *path,
                      struct hub_imported *ret, struct err *err)
{
    struct walk walk;

    walk_init(&walk, hub, io, arena, path, ret);
    bool done = import_path(&walk, path, err);
    /* What was read before the stick went is kept all the same. */
    struct err why = {0};
    bool kept = flush(&walk, &why) && (hub->key_count == 0 || hub_apply(hub, &ret->applied, &why));
    const char *asks = arena_printf(arena, "%s/DORPSHUIS/AANMELD", path);
    if (done && kept && io_has_dir_below(io, path, "DORPSHUIS/AANMELD")) {
        done = take_folder(&walk, asks, NULL, take_request, err);
    }
    const char *polls = arena_printf(arena, "DORPSHUIS/GELEZEN/%s", hub_hex(&walk));
    if (done && kept && hub->key_count > 0 && io_has_dir_below(io, path, polls)) {
        done = take_folder(&walk, arena_printf(arena, "%s/%s", path, polls), NULL, take_poll, err);
    }
    arena_finish(&walk.files);
    if (done && !kept) {
        *err = why;
    }
    return done && kept;
}

bool hub_stick_requests(struct hub *hub, struct io *io, struct arena *arena, const char *path,
                        struct hub_imported *ret, struct err *err)
{
    struct walk walk;
    struct io_stat stat;
    bool done;

    walk_init(&walk, hub, io, arena, path, ret);
    int rc = io->ops->stat(io, path, &stat);
    const char *asks = arena_printf(arena, "%s/DORPSHUIS/AANMELD", path);
    if (rc < 0) {
        done = err_errno(err, rc, "%s", path);
    } else if (stat.kind != IO_DIR) {
        done = take_request(&walk, path, NULL, err);
    } else if (io_has_dir_below(io, path, "DORPSHUIS")) {
        done = !io_has_dir_below(io, path, "DORPSHUIS/AANMELD") ||
               take_folder(&walk, asks, NULL, take_request, err);
    } else {
        done = take_folder(&walk, path, NULL, take_request, err);
    }
    arena_finish(&walk.files);
    return done;
}
