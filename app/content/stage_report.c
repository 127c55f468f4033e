/* The report of a pack that was brought, as the process that staged it writes it and the app reads
 * it; and the finding of packs on a stick. */
#include "app/content/stage_inner.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/content/succession.h"

#include <stdio.h>
#include <string.h>

enum { REPORT_MAX = 1024 * 1024, FIND_MAX = 200 };

static json_t *faults_json(const struct pack_fault *faults, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        json_array_append_new(list, json_pack("{s:s,s:i,s:i,s:s,s:s}", "file", faults[i].file,
                                              "line", faults[i].line, "column", faults[i].column,
                                              "key", faults[i].key, "detail", faults[i].detail));
    }
    return list;
}

static json_t *items_json(const struct stage_report *report)
{
    json_t *items = json_array();

    for (int kind = 0; kind < CONTENT_KINDS; kind++) {
        for (int what = 0; what < CHANGE_WHATS; what++) {
            json_array_append_new(items, json_integer((json_int_t)report->items[kind][what]));
        }
    }
    return items;
}

bool stage_report_save(const struct stage_report *report, struct io *io, const char *data,
                       struct err *err)
{
    struct arena arena;
    char path[STAGE_PATH];
    size_t len = 0;
    json_t *object = json_object();

    json_put_number(object, "refusal", report->refusal);
    json_put_text(object, "slot", report->slot);
    json_put_text(object, "name", report->name);
    json_put_number(object, "version", (int64_t)report->version);
    json_put_number(object, "signers", report->signers);
    json_put(object, "resets", json_boolean(report->resets));
    json_put(object, "by-hand", json_boolean(report->by_hand));
    json_put(object, "faults", faults_json(report->faults, report->fault_listed));
    json_put_number(object, "fault-count", (int64_t)report->fault_count);
    json_put(object, "remarks", faults_json(report->remarks, report->remark_count));
    json_put_text(object, "refused", report->refused);
    json_put_text(object, "refused-field", report->refused_field);
    json_put(object, "items", items_json(report));
    json_put_number(object, "money", (int64_t)report->money);
    arena_init(&arena, 0);
    const char *text = json_canonical(&arena, object, &len);
    json_decref(object);
    stock_dir(path, sizeof(path), data, "");
    path[strlen(path) - 1] = '\0';
    bool done = io_make_dirs(io, path, err);
    stock_dir(path, sizeof(path), data, "verslag.json");
    done = done && io_write_file(io, path, text, len, err);
    if (done) {
        stock_clean(io, data, ""); /* what waited before is not named any more */
    }
    arena_finish(&arena);
    return done;
}

static size_t read_faults(struct pack_fault *dst, size_t cap, struct arena *arena,
                          const json_t *list)
{
    size_t count = json_array_size(list) < cap ? json_array_size(list) : cap;

    for (size_t i = 0; i < count; i++) {
        const json_t *fault = json_array_get(list, i);
        dst[i] = (struct pack_fault){
            .file = arena_strdup(arena, json_text(fault, "file", "")),
            .line = (int)json_number(fault, "line", 0),
            .column = (int)json_number(fault, "column", 0),
            .key = arena_strdup(arena, json_text(fault, "key", "")),
            .detail = arena_strdup(arena, json_text(fault, "detail", "")),
        };
    }
    return count;
}

static void read_items(struct stage_report *ret, const json_t *items)
{
    for (size_t i = 0; i < (size_t)CONTENT_KINDS * CHANGE_WHATS; i++) {
        json_int_t count = json_integer_value(json_array_get(items, i));
        ret->items[i / CHANGE_WHATS][i % CHANGE_WHATS] = count > 0 ? (size_t)count : 0;
    }
}

static void read_report(struct stage_report *ret, struct arena *arena, const json_t *object)
{
    int64_t refusal = json_number(object, "refusal", STAGE_DISK);

    *ret = (struct stage_report){
        .refusal =
            refusal >= 0 && refusal < STAGE_REFUSALS ? (enum stage_refusal)refusal : STAGE_DISK,
        .name = arena_strdup(arena, json_text(object, "name", "")),
        .version = (uint64_t)json_number(object, "version", 0),
        .signers = (unsigned)json_number(object, "signers", 0),
        .resets = json_flag(object, "resets", false),
        .by_hand = json_flag(object, "by-hand", false),
        .faults = arena_array(arena, PACK_MAX_ERRORS, sizeof(struct pack_fault)),
        .remarks = arena_array(arena, PACK_MAX_REMARKS, sizeof(struct pack_fault)),
        .fault_count = (size_t)json_number(object, "fault-count", 0),
        .refused = arena_strdup(arena, json_text(object, "refused", "")),
        .refused_field = arena_strdup(arena, json_text(object, "refused-field", "")),
        .money = (size_t)json_number(object, "money", 0),
    };
    str_copy(ret->slot, sizeof(ret->slot), json_text(object, "slot", ""));
    ret->fault_listed =
        read_faults(ret->faults, PACK_MAX_ERRORS, arena, json_object_get(object, "faults"));
    ret->remark_count =
        read_faults(ret->remarks, PACK_MAX_REMARKS, arena, json_object_get(object, "remarks"));
    read_items(ret, json_object_get(object, "items"));
}

bool stage_report_load(struct stage_report *ret, struct arena *arena, struct io *io,
                       const char *data, struct err *err)
{
    char path[STAGE_PATH];
    char *text;
    size_t len;

    stock_dir(path, sizeof(path), data, "verslag.json");
    if (!io_read_file(io, arena, path, REPORT_MAX, &text, &len, err)) {
        return false;
    }
    json_t *object = json_read(text, len, err);
    if (object == NULL) {
        return false;
    }
    read_report(ret, arena, object);
    json_decref(object);
    return true;
}

/* ---- finding --------------------------------------------------------------------------------- */

struct finding {
    struct arena arena;
    struct io *io;
    const struct pack *current;
    uint64_t highest;
    const char *folder, *parcel;
    uint64_t version; /* of the parcel */
    bool is_next;     /* it brings the village another key */
};

static bool ends_with(const char *name, const char *tail)
{
    size_t len = strlen(name);
    size_t tail_len = strlen(tail);

    return len > tail_len && strcmp(name + len - tail_len, tail) == 0;
}

/* The newest that is for this village, one with a new key of it before all; a parcel for another
 * passes by without a word. */
static void look_at_parcel(struct finding *finding, const char *path)
{
    struct parcel parcel;

    if (!parcel_read(&parcel, &finding->arena, finding->io, path, NULL)) {
        return;
    }
    bool is_same = finding->current == NULL ||
                   memcmp(parcel.village, finding->current->village_sign, CRYPTO_KEY) == 0;
    bool is_next =
        !is_same && succession_is(&parcel, finding->io, path, finding->current->village_sign,
                                  finding->current->roots);
    if ((!is_same && !is_next) || (is_same && parcel.version <= finding->highest) ||
        (finding->is_next && !is_next)) {
        return;
    }
    if (is_next != finding->is_next || parcel.version > finding->version) {
        finding->parcel = path;
        finding->version = parcel.version;
        finding->is_next = is_next;
    }
}

static void look_in(struct finding *finding, const char *dir, bool for_folders)
{
    char **names;
    size_t count = 0;

    if (!io_list_sorted(finding->io, &finding->arena, dir, &names, &count, NULL)) {
        return;
    }
    for (size_t i = 0; i < count && i < FIND_MAX; i++) {
        const char *path = arena_printf(&finding->arena, "%s/%s", dir, names[i]);
        if (names[i][0] == '.' || path == NULL) {
            continue;
        }
        if (ends_with(names[i], PARCEL_ENDING)) {
            look_at_parcel(finding, path);
        } else if (for_folders && finding->folder == NULL &&
                   io_exists(finding->io, arena_printf(&finding->arena, "%s/dorp.ini", path))) {
            finding->folder = path;
        }
    }
}

bool stage_find(char *dst, size_t cap, bool *ret_is_parcel, struct io *io, const char *root,
                const struct pack *current, uint64_t highest)
{
    struct finding finding = {.io = io, .current = current, .highest = highest};

    arena_init(&finding.arena, 0);
    if (io_exists(io, arena_printf(&finding.arena, "%s/dorp.ini", root))) {
        finding.folder = root;
    }
    look_in(&finding, arena_printf(&finding.arena, "%s/DORPSHUIS/INHOUD", root), true);
    look_in(&finding, root, true);
    const char *found = finding.parcel != NULL ? finding.parcel : finding.folder;
    *ret_is_parcel = finding.parcel != NULL;
    bool fits = found != NULL && str_copy(dst, cap, found);
    arena_finish(&finding.arena);
    return fits;
}
