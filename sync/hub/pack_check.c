/* pack check: all that can be wrong with a folder, said at once; and what a language lacks. */
#include "sync/hub/pack_words.h"

#include "app/base/str.h"
#include "app/content/pack_texts.h"
#include "sync/content_try.h"
#include "sync/sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- telling faults ------------------------------------------------------------------------ */

static void tell_fault(const struct pack_job *job, const struct pack_fault *fault)
{
    char text[SAY_MAX_TEXT];
    const char *const inner[] = {"detail", fault->detail, NULL};
    const char *const pairs[] = {"file",   fault->file,
                                 "line",   pack_number(job, (uint64_t)fault->line),
                                 "column", pack_number(job, (uint64_t)fault->column),
                                 "text",   text,
                                 NULL};

    say_fill(text, sizeof(text), job->say, fault->key, inner);
    pack_complain(job,
                  fault->file[0] == '\0' ? "pack.check.whole"
                  : fault->line == 0     ? "pack.check.file"
                  : fault->column == 0   ? "pack.check.line"
                                         : "pack.check.place",
                  pairs);
}

/* True when there are none. */
bool pack_tell_faults(const struct pack_job *job, const struct pack_fault *faults, size_t count)
{
    size_t listed = count < PACK_MAX_ERRORS ? count : PACK_MAX_ERRORS;
    const char *const pairs[] = {"n", pack_number(job, count), NULL};

    for (size_t i = 0; i < listed; i++) {
        tell_fault(job, &faults[i]);
    }
    if (count > listed) {
        pack_complain(job, "pack.check.more", NULL);
    }
    return count == 0 ||
           pack_complain(job, count == 1 ? "pack.check.bad.1" : "pack.check.bad.n", pairs);
}

static void tell_remarks(const struct pack_job *job, const struct pack *pack)
{
    char text[SAY_MAX_TEXT];

    for (size_t i = 0; i < pack->remark_count; i++) {
        const char *const inner[] = {"detail", pack->remarks[i].detail, NULL};
        const char *const pairs[] = {"text", text, NULL};
        say_fill(text, sizeof(text), job->say, pack->remarks[i].key, inner);
        say_print(job->say, job->out, "pack.check.remark", pairs);
    }
}

/* A folder for a moment, beside nothing that matters. */
bool pack_scratch(struct pack_job *job, struct err *err)
{
    uint8_t random[8];
    char hex[17];
    const char *base = getenv("TMPDIR");

    crypto_random(random, sizeof(random));
    str_hex(hex, random, sizeof(random));
    snprintf(job->scratch, sizeof(job->scratch), "%s/dorpel-pack-%s",
             base == NULL || base[0] == '\0' ? "/tmp" : base, hex);
    return io_make_dirs(job->io, job->scratch, err);
}

/* A parcel becomes a folder first. *ret_parcel is left alone for a folder. */
static const char *open_path(struct pack_job *job, struct parcel *ret_parcel, struct err *err)
{
    struct io_stat stat;

    if (job->io->ops->stat(job->io, job->path, &stat) == 0 && stat.kind == IO_DIR) {
        return job->path;
    }
    const char *dir = NULL;
    if (parcel_read(ret_parcel, job->arena, job->io, job->path, err) && pack_scratch(job, err)) {
        dir = arena_printf(job->arena, "%s/map", job->scratch);
        if (!parcel_unpack(ret_parcel, job->io, job->path, job->io, dir, err)) {
            return NULL;
        }
    }
    return dir;
}

/* ---- words and screens ---------------------------------------------------------------------- */

struct found { /* beside what the pack itself was read with */
    struct pack_job *job;
    struct pack_fault list[PACK_MAX_ERRORS];
    size_t count;
};

static void add_found(void *to, const struct pack_fault *fault)
{
    struct found *found = to;
    struct arena *arena = found->job->arena;

    for (size_t i = 0; i < found->count && i < PACK_MAX_ERRORS; i++) {
        const struct pack_fault *other = &found->list[i];
        if (other->line == fault->line && other->column == fault->column &&
            strcmp(other->file, fault->file) == 0 && strcmp(other->key, fault->key) == 0) {
            return; /* one of many screens on which it does not fit */
        }
    }
    if (found->count < PACK_MAX_ERRORS) {
        found->list[found->count] = (struct pack_fault){
            arena_strdup(arena, fault->file), fault->line, fault->column,
            arena_strdup(arena, fault->key), arena_strdup(arena, fault->detail)};
    }
    found->count++;
}

/* On real screens, where the kiosk's program stands beside ours. A pack that ends it is no good. */
static bool try_screens(struct pack_job *job, const char *dir, struct found *found)
{
    const struct stage_hearing hearing = {add_found, found};
    struct err err = {0};

    if (job->scratch[0] == '\0' && !pack_scratch(job, &err)) {
        return pack_fail(job, &err);
    }
    return content_try(job->io, job->scratch, dir, job->assets, CONTENT_TRY_WORDS, &hearing) ||
           found->count > 0 || pack_complain(job, "pack.check.trial", NULL);
}

/* ---- languages ------------------------------------------------------------------------------ */

enum {
    PACK_LANGUAGES = 16,
    NAMED = 6 /* keys that are named here; with --out all of them are in the file */
};

/* "nds: 1.180 texts are not there; they are shown in Dutch: home.title, ..." */
static void tell_missing(struct pack_job *job, const char *language,
                         const struct text_list *missing)
{
    char names[400] = "";

    for (size_t i = 0; i < missing->count && i < NAMED; i++) {
        size_t len = strlen(names);
        snprintf(names + len, sizeof(names) - len, "%s%s", i > 0 ? ", " : "", missing->list[i].key);
    }
    const char *const pairs[] = {"language", language, "n", pack_number(job, missing->count),
                                 "names",    names,    NULL};
    say_print(job->say, job->out,
              missing->count == 0      ? "pack.check.whole-language"
              : missing->count > NAMED ? "pack.check.missing-some"
                                       : "pack.check.missing",
              pairs);
}

static void list_missing(struct sheet *sheet, const struct text_list *missing)
{
    for (size_t i = 0; i < missing->count; i++) {
        sheet_text(sheet, missing->list[i].language);
        sheet_text(sheet, missing->list[i].key);
        sheet_text(sheet, missing->list[i].text);
        sheet_end_row(sheet);
    }
}

/* Ours, and those that the village brings. */
static size_t list_languages(const struct pack *pack, const char *ret[PACK_LANGUAGES])
{
    size_t count = 0;

    ret[count++] = "fy";
    ret[count++] = "en";
    for (size_t i = 0; i < pack->text_count; i++) {
        size_t k = 0;
        while (k < count && strcmp(ret[k], pack->texts[i].language) != 0) {
            k++;
        }
        if (k == count && count < PACK_LANGUAGES && strcmp(pack->texts[i].language, "nl") != 0) {
            ret[count++] = pack->texts[i].language;
        }
    }
    return count;
}

/* What is missing is no fault: it is shown in Dutch. In the file it can be filled in. */
static bool tell_languages(struct pack_job *job, const struct pack *pack,
                           const struct text_list *dutch)
{
    const char *languages[PACK_LANGUAGES];
    size_t count = list_languages(pack, languages);
    struct err err = {0};
    struct sheet sheet;

    sheet_init(&sheet, job->arena);
    sheet_text(&sheet, "taal");
    sheet_text(&sheet, "sleutel");
    sheet_text(&sheet, "tekst");
    sheet_end_row(&sheet);
    for (size_t i = 0; i < count; i++) {
        struct text_list ours = {0}, missing;
        pack_texts_ours(&ours, job->arena, job->io, job->assets, languages[i], NULL);
        if (pack_texts_missing(&missing, job->arena, pack, languages[i], dutch, &ours)) {
            tell_missing(job, languages[i], &missing);
            list_missing(&sheet, &missing);
        }
    }
    return job->to == NULL || io_write_file(job->io, job->to, sheet.text, sheet.len, &err) ||
           pack_fail(job, &err);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static size_t count_plans(const struct pack *pack)
{
    size_t count = 0;

    for (size_t i = 0; i < pack->round_count; i++) {
        count += pack->rounds[i].plan_count;
    }
    return count;
}

static size_t count_photos(const struct pack *pack)
{
    size_t count = 0;

    for (size_t i = 0; i < pack->file_count; i++) {
        count += strncmp(pack->files[i].path, "fotos/", 6) == 0 ? 1 : 0;
    }
    return count;
}

static void tell_good(struct pack_job *job, const struct pack *pack)
{
    const char *const pairs[] = {"name",   pack->name,
                                 "rounds", pack_number(job, pack->round_count),
                                 "plans",  pack_number(job, count_plans(pack)),
                                 "photos", pack_number(job, count_photos(pack)),
                                 NULL};
    say_print(job->say, job->out, "pack.check.good", pairs);
}

static bool check_folder(struct pack_job *job, const char *dir, const struct pack *pack)
{
    struct found *found = arena_alloc(job->arena, sizeof(*found));
    struct text_list dutch = {0};
    struct err err = {0};

    *found = (struct found){.job = job};
    const struct stage_hearing hearing = {add_found, found};
    bool knows_words = pack_texts_ours(&dutch, job->arena, job->io, job->assets, "nl", &err) ||
                       pack_fail(job, &err);
    if (knows_words) {
        pack_texts_check(job->io, dir, &dutch, &hearing);
    }
    bool tried = pack->fault_count > 0 || try_screens(job, dir, found);
    size_t listed = pack->fault_count < PACK_MAX_ERRORS ? pack->fault_count : PACK_MAX_ERRORS;
    for (size_t i = 0; i < listed; i++) { /* the pack's own first, then all are told together */
        add_found(found, &pack->faults[i]);
    }
    found->count += pack->fault_count - listed;
    bool good = pack_tell_faults(job, found->list, found->count) && tried && knows_words;
    return (!knows_words || tell_languages(job, pack, &dutch)) && good;
}

bool pack_word_check(struct pack_job *job)
{
    struct parcel parcel = {0};
    struct err err = {0};
    const char *const named[] = {"detail", job->path, NULL};
    const char *dir = open_path(job, &parcel, &err);

    if (dir == NULL) {
        return pack_complain(job, "pack.check.no-parcel", named);
    }
    struct pack *pack = pack_open(job->io, dir, PACK_TRIED, &err);
    if (pack == NULL) {
        return pack_fail(job, &err);
    }
    tell_remarks(job, pack);
    bool good = check_folder(job, dir, pack);
    if (good) {
        tell_good(job, pack);
    }
    pack_free(pack);
    return good;
}
