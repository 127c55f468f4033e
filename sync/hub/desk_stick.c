/* The files of a stick that were handed in, and the answer to take home. */
#include "sync/hub/desk.h"

#include "app/base/str.h"
#include "sync/hub/hub_apply.h"
#include "sync/hub/hub_receive.h"
#include "sync/hub/hub_stick.h"
#include "sync/hub/zip.h"

#include <stdio.h>
#include <string.h>

enum { GROUP = 32, DEPTH = 6, NAME = 60 };

/* ---- handed in ----------------------------------------------------------------------------- */

struct handed {
    struct visitor *visitor;
    size_t receipts[HUB_RECEIPTS];
    size_t requests, other;
    struct html_list odd; /* a line for each file that was not taken */
};

/* The last part of a name, with nothing in it that is not plain. */
static const char *plain_name(struct arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/');
    char plain[NAME];

    str_clean(plain, sizeof(plain), slash == NULL ? name : slash + 1, false);
    return arena_strdup(arena, plain);
}

static void note_odd(struct handed *handed, const char *name, const char *key)
{
    struct arena *arena = &handed->visitor->request->arena;
    const char *const pairs[] = {"file", plain_name(arena, name), NULL};

    html_add(&handed->odd, "<li>");
    html_add(&handed->odd, html_say(&handed->visitor->desk->files, arena, key, pairs));
    html_add(&handed->odd, "</li>");
}

/* keys: desk.receipt.not-bundle desk.receipt.not-signed desk.receipt.stranger
 * desk.receipt.revoked desk.receipt.foreign desk.receipt.not-kind desk.receipt.not-size
 * desk.receipt.unknown */
static bool receive(struct handed *handed, const struct http_field *const *files, size_t count,
                    struct err *err)
{
    struct hub_parcel parcels[GROUP] = {{0}};
    struct hub_receipt receipts[GROUP];
    struct arena *arena = &handed->visitor->request->arena;

    for (size_t i = 0; i < count; i++) {
        parcels[i] = (struct hub_parcel){.bytes = files[i]->data, .len = files[i]->len};
    }
    if (!hub_receive(&handed->visitor->desk->hub, parcels, count, receipts, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        handed->receipts[receipts[i].kind]++;
        if (!hub_receipt_is_kept(receipts[i].kind)) {
            note_odd(handed, files[i]->filename,
                     arena_printf(arena, "desk.receipt.%s", hub_receipt_name(receipts[i].kind)));
        }
    }
    return true;
}

static bool take_request(struct handed *handed, const struct http_field *file, struct err *err)
{
    struct err why = {0};

    if (hub_enrol_ask(&handed->visitor->desk->hub, file->data, file->len, NULL, &why)) {
        handed->requests++;
        return true;
    }
    if (why.code == ERR_CRYPTO || why.code == ERR_FORMAT || why.code == ERR_LIMIT ||
        why.code == ERR_DENIED) {
        note_odd(handed, file->filename, "desk.receipt.not-signed");
        return true;
    }
    *err = why;
    return false;
}

enum sort { SORT_BUNDLE, SORT_REQUEST, SORT_OTHER };

/* On a stick are files for people too, and our own answers: those are no mistake. */
static enum sort sort_of(const struct http_field *file)
{
    size_t len = strlen(file->filename);
    struct bundle_head head;
    struct err why = {0};

    if (file->len == 0 || len < 4 || strcmp(file->filename + len - 4, ".dkb") != 0) {
        return SORT_OTHER;
    }
    if (!bundle_read(&head, file->data, file->len, &why)) {
        return SORT_BUNDLE;
    }
    return head.type == BUNDLE_ENROL_REQUEST                             ? SORT_REQUEST
           : head.type == BUNDLE_ACK || head.type == BUNDLE_ENROL_ANSWER ? SORT_OTHER
                                                                         : SORT_BUNDLE;
}

static bool take_files(struct handed *handed, struct err *err)
{
    const struct http_request *request = handed->visitor->request;
    const struct http_field *group[GROUP];
    size_t count = 0;

    for (size_t i = 0; i < request->field_count; i++) {
        const struct http_field *file = &request->fields[i];
        if (file->filename == NULL || file->filename[0] == '\0') {
            continue;
        }
        enum sort sort = sort_of(file);
        handed->other += sort == SORT_OTHER;
        if (sort == SORT_REQUEST && !take_request(handed, file, err)) {
            return false;
        }
        if (sort == SORT_BUNDLE) {
            group[count++] = file;
        }
        if (count == GROUP) {
            if (!receive(handed, group, count, err)) {
                return false;
            }
            count = 0;
        }
    }
    return count == 0 || receive(handed, group, count, err);
}

static void add_line(struct handed *handed, struct html_list *list, const char *key, size_t count)
{
    struct arena *arena = &handed->visitor->request->arena;
    const char *const pairs[] = {"n", arena_printf(arena, "%zu", count), NULL};

    if (count > 0) {
        html_add(list, "<p>");
        html_add(list, html_say(&handed->visitor->desk->files, arena, key, pairs));
        html_add(list, "</p>");
    }
}

static void show_handed(struct handed *handed)
{
    struct visitor *visitor = handed->visitor;
    struct arena *arena = &visitor->request->arena;
    const struct html_files *files = &visitor->desk->files;
    struct html_list list = {.arena = arena};
    size_t fresh = handed->receipts[HUB_GOT_NEW] + handed->receipts[HUB_GOT_UNKNOWN];
    size_t known = handed->receipts[HUB_GOT_BEFORE];

    html_add(&list, "<section class=\"card told\">");
    add_line(handed, &list, "desk.handed.new", fresh);
    add_line(handed, &list, "desk.handed.before", known);
    add_line(handed, &list, "desk.handed.requests", handed->requests);
    if (fresh + known + handed->requests == 0) {
        html_add(&list, "<p>");
        html_add(&list, html_say(files, arena, "desk.handed.none", NULL));
        html_add(&list, "</p>");
    }
    if (handed->odd.len > 0) {
        html_add(&list, "<h2>");
        html_add(&list, html_say(files, arena, "desk.handed.odd", NULL));
        html_add(&list, "</h2><ul>");
        html_add(&list, html_list_text(&handed->odd));
        html_add(&list, "</ul>");
    }
    html_add(&list, "<p class=\"doors\"><a class=\"button\" href=\"/answer\">");
    html_add(&list, html_say(files, arena, "desk.answer", NULL));
    html_add(&list, "</a> <a href=\"/\">");
    html_add(&list, html_say(files, arena, "desk.back", NULL));
    html_add(&list, "</a></p></section>");
    desk_show(visitor, 200, "desk.handed.title", html_list_text(&list));
}

void desk_stick(struct visitor *visitor)
{
    struct handed handed = {.visitor = visitor, .odd = {.arena = &visitor->request->arena}};
    struct err err = {0};

    if (!take_files(&handed, &err)) {
        fprintf(stderr, "dorpel-hub: %s\n", err.msg);
        desk_tell(visitor, err.code == ERR_FULL ? 507 : 503,
                  err.code == ERR_FULL ? "desk.full" : "desk.failed", NULL);
        return;
    }
    if (visitor->desk->hub.key_count > 0 && !hub_apply(&visitor->desk->hub, NULL, &err)) {
        fprintf(stderr, "dorpel-hub: %s\n", err.msg); /* received it is; this may be done again */
    }
    show_handed(&handed);
}

/* ---- to take home -------------------------------------------------------------------------- */

struct packing {
    struct io *io;
    struct arena *arena;
    const char *root;
    struct zip_file *files;
    size_t count;
};

/* All files below the folder, with names from there. */
static bool pack_folder(struct packing *packing, const char *below, int depth, struct err *err)
{
    char **names;
    size_t count = 0;
    const char *dir = arena_printf(packing->arena, "%s/%s", packing->root, below);

    if (depth > DEPTH || !io_list_sorted(packing->io, packing->arena, dir, &names, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count && packing->count < ZIP_FILES; i++) {
        struct io_stat stat;
        const char *name =
            arena_printf(packing->arena, "%s%s%s", below, below[0] == '\0' ? "" : "/", names[i]);
        const char *path = arena_printf(packing->arena, "%s/%s", packing->root, name);
        if (packing->io->ops->stat(packing->io, path, &stat) < 0) {
            return err_set(err, ERR_IO, "%s", path);
        }
        if (stat.kind == IO_DIR) {
            if (!pack_folder(packing, name, depth + 1, err)) {
                return false;
            }
            continue;
        }
        char *data;
        struct zip_file *file = &packing->files[packing->count];
        if (!io_read_file(packing->io, packing->arena, path, BUNDLE_MAX_DATA, &data, &file->len,
                          err)) {
            return false;
        }
        file->name = name;
        file->data = data;
        packing->count++;
    }
    return true;
}

static void give_zip(struct visitor *visitor, struct packing *packing)
{
    struct http_request *request = visitor->request;
    uint8_t *zip;
    size_t len;

    zip_make(&zip, &len, &request->arena, packing->files, packing->count);
    request->status = 200;
    request->type = "application/zip";
    request->download = "antwoord-voor-de-stick.zip";
    request->data = zip;
    request->data_len = len;
}

void desk_answer(struct visitor *visitor)
{
    struct http_desk *desk = visitor->desk;
    struct io *io = desk->options.place.io;
    struct arena *arena = &visitor->request->arena;
    uint8_t number[8];
    char hex[17];
    struct hub_answered answered;
    struct err err = {0};

    crypto_random(number, sizeof(number));
    str_hex(hex, number, sizeof(number));
    struct packing packing = {
        .io = io,
        .arena = arena,
        .root = arena_printf(arena, "%s/.antwoord-%s", desk->options.scratch, hex),
        .files = arena_array(arena, ZIP_FILES, sizeof(struct zip_file))};
    bool good = io_make_dirs(io, packing.root, &err) &&
                hub_stick_answer(&desk->hub, io, packing.root, true, &answered, &err) &&
                (!answered.has_any || pack_folder(&packing, "", 0, &err));
    io_remove_tree(io, packing.root, NULL);
    if (!good) {
        fprintf(stderr, "dorpel-hub: %s\n", err.msg);
        desk_tell(visitor, 503, "desk.failed", NULL);
    } else if (packing.count == 0) {
        desk_tell(visitor, 200, "desk.answer.none", NULL);
    } else {
        give_zip(visitor, &packing);
    }
}
