/* The folder itself: what is in it, reading it, and the digest over all of it. */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct place nowhere = {0};

/* What computers leave behind by themselves. It is not read, and no part of the pack. */
static bool is_litter(const char *name)
{
    static const char *const names[] = {"Thumbs.db", "desktop.ini", "ehthumbs.db"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return name[0] == '.' || strncmp(name, "~$", 2) == 0 || name[strlen(name) - 1] == '~';
}

static bool is_showable(const char *name)
{
    if (!str_is_utf8(name, strlen(name)) || strchr(name, '\\') != NULL) {
        return false;
    }
    while (*name != '\0') {
        if (!str_is_keepable(str_decode(&name), false)) {
            return false;
        }
    }
    return true;
}

static bool ends_with(const char *text, const char *tail)
{
    size_t len = strlen(text);
    size_t tail_len = strlen(tail);

    return len >= tail_len && strcmp(text + len - tail_len, tail) == 0;
}

static bool is_one_of(const char *word, const char *const words[])
{
    while (*words != NULL && strcmp(word, *words) != 0) {
        words++;
    }
    return *words != NULL;
}

/* Does a file of this name belong here? A mistyped "plannnen.csv" must not pass in silence, and a
 * secret key or a list of codes must not travel with the content. */
static void check_place(struct loader *loader, const char *path, const char *name, int depth)
{
    static const char *const tables[] = {"dorp.ini",         "rondes.ini",  "plannen.csv",
                                         "nieuws.csv",       "kennis.csv",  "ideeen.csv",
                                         "kroonjuwelen.csv", "teksten.csv", "vragen.csv",
                                         "voortgang.csv",    NULL};

    bool is_key_place = strncmp(path, "sleutels/", 9) == 0;
    bool is_public = ends_with(name, ".publiek") || strcmp(name, "tags.txt") == 0 ||
                     strcmp(path, ROOTS_FILE) == 0;

    if (ends_with(name, ".geheim") || (is_key_place && !is_public)) {
        fault_add(loader, FAULT_SECRET_FILE, nowhere, path);
    } else if (depth == 1 && (ends_with(name, ".csv") || ends_with(name, ".ini")) &&
               !is_one_of(name, tables)) {
        fault_add(loader, FAULT_UNKNOWN_FILE, nowhere, path);
    }
}

static void add_file(struct loader *loader, const char *path, const char *name, int64_t size,
                     int depth)
{
    struct arena *arena = &loader->pack->arena;

    if (loader->file_count == loader->file_cap) {
        size_t cap = loader->file_cap * 2 + 64;
        struct pack_file *wider = arena_array(arena, cap, sizeof(*wider));
        if (wider == NULL) {
            return;
        }
        if (loader->file_count > 0) {
            memcpy(wider, loader->files, loader->file_count * sizeof(*wider));
        }
        loader->files = wider;
        loader->file_cap = cap;
    }
    const char *kept = arena_strdup(arena, path);
    if (kept != NULL) {
        loader->files[loader->file_count++] = (struct pack_file){.path = kept, .size = size};
        loader->total += size > 0 ? size : 0;
        loader->file = kept;
        check_place(loader, kept, name, depth);
    }
}

static bool is_known_folder(const char *path, int depth)
{
    return depth > 1 || strcmp(path, "fotos") == 0 || strcmp(path, "sleutels") == 0;
}

/* prefix: "" or "fotos/". */
static bool walk_folder(struct loader *loader, const char *prefix, int depth, struct err *err)
{
    const char *dir = loader->pack->dir;
    char **names = NULL;
    size_t count = 0;

    const char *path = arena_printf(&loader->scratch, "%s/%s", dir, prefix);
    if (path == NULL || !io_list_sorted(loader->io, &loader->scratch, path, &names, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct io_stat stat;
        const char *name = names[i];
        if (is_litter(name)) {
            continue;
        }
        const char *inner = arena_printf(&loader->scratch, "%s%s", prefix, name);
        const char *full = arena_printf(&loader->scratch, "%s/%s%s", dir, prefix, name);
        loader->file = inner;
        if (inner == NULL || full == NULL || loader->file_count == PACK_MAX_FILES) {
            loader->file = "";
            fault_add(loader, FAULT_TOO_MANY_FILES, nowhere, "");
            return true;
        }
        if (!is_showable(name) || strlen(inner) > PACK_MAX_PATH) {
            fault_add(loader, FAULT_FILE_NAME, nowhere, inner);
        } else if (loader->io->ops->stat(loader->io, full, &stat) < 0) {
            fault_add(loader, FAULT_FILE_UNREADABLE, nowhere, inner);
        } else if (stat.kind == IO_FILE) {
            add_file(loader, inner, name, stat.size, depth);
        } else if (stat.kind == IO_DIR && depth < PACK_MAX_DEPTH && is_known_folder(inner, depth)) {
            const char *deeper = arena_printf(&loader->scratch, "%s/", inner);
            if (deeper == NULL || !walk_folder(loader, deeper, depth + 1, NULL)) {
                fault_add(loader, FAULT_FILE_UNREADABLE, nowhere, inner);
            }
        } else {
            fault_add(loader, stat.kind == IO_DIR ? FAULT_UNKNOWN_FOLDER : FAULT_NOT_A_FILE,
                      nowhere, inner);
        }
    }
    return true;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct pack_file *)a)->path, ((const struct pack_file *)b)->path);
}

bool loader_walk(struct loader *loader, struct err *err)
{
    if (!walk_folder(loader, "", 1, err)) {
        return err_wrap(err, "reading the folder");
    }
    if (loader->file_count > 1) {
        qsort(loader->files, loader->file_count, sizeof(*loader->files), by_path);
    }
    loader->file = "";
    if (loader->total > PACK_MAX_TOTAL) {
        fault_add(loader, FAULT_TOTAL_TOO_BIG, nowhere, "");
    }
    arena_reset(&loader->scratch);
    return true;
}

struct pack_file *loader_find(struct loader *loader, const char *path)
{
    struct pack_file key = {.path = path};

    return loader->file_count == 0
               ? NULL
               : bsearch(&key, loader->files, loader->file_count, sizeof(*loader->files), by_path);
}

/* ---- reading ------------------------------------------------------------------------------- */

char *loader_bytes(struct loader *loader, struct pack_file *file, size_t max_len, size_t *ret_len)
{
    struct err err = {0};
    char *text = NULL;

    arena_reset(&loader->scratch);
    loader->file = file->path;
    const char *path = arena_printf(&loader->scratch, "%s/%s", loader->pack->dir, file->path);
    if (!io_read_file(loader->io, &loader->scratch, path, max_len, &text, ret_len, &err)) {
        file->hashed = true; /* told once */
        fault_add(loader, err.code == ERR_LIMIT ? FAULT_FILE_TOO_BIG : FAULT_FILE_UNREADABLE,
                  nowhere, file->path);
        return NULL;
    }
    if (!file->hashed) {
        crypto_hash(file->hash, text, *ret_len);
        file->hashed = true;
    }
    return text;
}

char *loader_text(struct loader *loader, const char *path, bool required, size_t *ret_len)
{
    struct pack_file *file = loader_find(loader, path);

    loader->file = path;
    if (file == NULL) {
        if (required) {
            fault_add(loader, FAULT_FILE_MISSING, nowhere, path);
        }
        return NULL;
    }
    char *text = loader_bytes(loader, file, PACK_MAX_FILE, ret_len);
    if (text == NULL) {
        return NULL;
    }
    if (*ret_len >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
        fault_add(loader, FAULT_UTF16, nowhere, path);
        return NULL;
    }
    if (*ret_len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        *ret_len -= 3;
    }
    if (text_is_1252(text, *ret_len)) {
        text = text_of_1252(&loader->scratch, text, *ret_len, ret_len);
        if (text == NULL) {
            fault_add(loader, FAULT_FILE_TOO_BIG, nowhere, path);
            return NULL;
        }
        remark_add(loader, FAULT_WINDOWS_1252, nowhere, path);
    }
    fault_check_text(loader, text, *ret_len);
    return text;
}

const char *loader_keep(struct loader *loader, const char *text)
{
    const char *kept = arena_strdup(&loader->pack->arena, text);

    if (kept == NULL) {
        fault_add(loader, FAULT_TOTAL_TOO_BIG, nowhere, "");
    }
    return kept == NULL ? "" : kept;
}

bool path_is_photo(const char *path)
{
    static const char *const tails[] = {".png", ".PNG", ".jpg", ".JPG", ".jpeg", ".JPEG"};

    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        if (ends_with(path, tails[i])) {
            return strncmp(path, "fotos/", 6) == 0;
        }
    }
    return false;
}

/* BLAKE2b over path and hash of each file, in the order of the paths. */
void loader_digest(struct loader *loader)
{
    struct pack *pack = loader->pack;
    struct crypto_part *parts =
        arena_array(&pack->arena, loader->file_count * 2 + 1, sizeof(*parts));
    bool is_small = loader->total <= PACK_MAX_TOTAL;

    for (size_t i = 0; i < loader->file_count; i++) {
        struct pack_file *file = &loader->files[i];
        size_t len;
        bool is_kept = loader->mode == PACK_KEPT && path_is_photo(file->path);
        if (!file->hashed && is_small && !is_kept) {
            const char *bytes = loader_bytes(loader, file, PACK_MAX_PHOTO, &len);
            if (bytes != NULL && path_is_photo(file->path)) {
                photo_check(loader, bytes, len);
            }
        }
        if (parts != NULL) {
            parts[2 * i] = (struct crypto_part){file->path, strlen(file->path)};
            parts[2 * i + 1] = (struct crypto_part){file->hash, CRYPTO_HASH};
        }
    }
    if (parts != NULL) {
        crypto_hash_parts(pack->digest, parts, loader->file_count * 2);
    }
    arena_reset(&loader->scratch);
}
