/* fuzz_pack: whatever one file of a pack says, loading it does no harm.
 *
 * `make fuzz` lets libFuzzer look for new ways in; tests/test_pack.c runs the plain loop below,
 * which changes good files with a fixed seed. The first byte of the input says which file it is.
 */
#include "app/content/pack.h"

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/pack_folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const fuzz_files[] = {
    "dorp.ini",
    "rondes.ini",
    "plannen.csv",
    "nieuws.csv",
    "ideeen.csv",
    "teksten.csv",
    "kroonjuwelen.csv",
    "kennis.csv",
    "vragen.csv",
    "voortgang.csv",
    "fotos/bank.png",
    "sleutels/2026/tags.txt",
    "sleutels/2026/first.publiek",
};
enum { FUZZ_FILES = sizeof(fuzz_files) / sizeof(fuzz_files[0]), FUZZ_MAX = 8192 };

/* ---- what must hold of any pack ------------------------------------------------------------ */

static void check_text(const char *text)
{
    assert(text != NULL && str_is_utf8(text, strlen(text)));
    while (*text != '\0') {
        assert(str_is_keepable(str_decode(&text), true));
    }
}

static void check_round(const struct round *round)
{
    assert(round->plan_count <= ROUND_MAX_PLANS);
    assert(round->budget_cents >= 0 && round->budget_cents <= ROUND_MAX_BUDGET_CENTS);
    check_text(round->title);
    check_text(round->question);
    check_text(round->about);
    check_text(round->giver);
    check_text(round->rule);
    for (size_t i = 0; i < round->plan_count; i++) {
        const struct plan *plan = &round->plans[i];
        assert(plan->number > 0 && (i == 0 || round->plans[i - 1].number < plan->number));
        assert(plan->cost_cents >= 0 && plan->cost_cents <= ROUND_MAX_BUDGET_CENTS);
        check_text(plan->title);
        check_text(plan->text);
        check_text(plan->change);
        assert(strchr(plan->photo, '/') == NULL);
    }
    for (size_t i = 1; i < round->tag_count; i++) {
        assert(memcmp(round->tags[i - 1], round->tags[i], 32) < 0);
    }
}

static void check_pack(const struct pack *pack)
{
    size_t listed = pack->fault_count < PACK_MAX_ERRORS ? pack->fault_count : PACK_MAX_ERRORS;

    for (size_t i = 0; i < listed; i++) {
        const struct pack_fault *fault = &pack->faults[i];
        assert(fault->line >= 0 && fault->column >= 0);
        assert(strncmp(fault->key, "pack.", 5) == 0);
        check_text(fault->detail);
        assert(str_count(fault->detail) <= 60);
    }
    assert(pack->round_count <= PACK_MAX_ROUNDS);
    for (size_t i = 0; i < pack->round_count; i++) {
        check_round(&pack->rounds[i]);
    }
    for (size_t i = 0; i < pack->news_count; i++) {
        check_text(pack->news[i].text);
    }
    for (size_t i = 0; i < pack->text_count; i++) {
        check_text(pack->texts[i].text);
    }
}

/* ---- one input ----------------------------------------------------------------------------- */

/* Sealing to keys takes most of the time, so they are there only when they are what is tried. */
static void fuzz_folder(struct folder *folder, bool with_keys)
{
    folder_init(folder);
    for (size_t i = folder->count; i-- > 0 && !with_keys;) {
        if (strncmp(folder->files[i].path, "sleutels/", 9) == 0) {
            folder_drop(folder, folder->files[i].path);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct folder folders[2]; /* without and with keys, made once */

    if (folders[0].count == 0) {
        bool started = crypto_start(NULL);
        assert(started);
        fuzz_folder(&folders[0], false);
        fuzz_folder(&folders[1], true);
    }
    if (size == 0) {
        return 0;
    }
    const char *path = fuzz_files[data[0] % FUZZ_FILES];
    struct folder *folder = &folders[strncmp(path, "sleutels/", 9) == 0];
    struct folder_file before = *folder_find(folder, path);
    folder_find(folder, path)->data = NULL;
    folder_put(folder, path, data + 1, size - 1);
    struct pack *pack = pack_load(&folder->io, FOLDER_DIR, NULL);
    assert(pack != NULL);
    check_pack(pack);
    pack_free(pack);
    struct folder_file *file = folder_find(folder, path);
    free(file->data);
    *file = before;
    return 0;
}

/* ---- the plain loop ------------------------------------------------------------------------ */
#ifndef FUZZ_LIBFUZZER

static const char *const fuzz_words[] = {
    ";",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    ";;;;;;;;;;;;",
    "[",
    "]",
    "=",
    " ; ",
    "[2026]\n",
    "../x",
    "\xEF\xBB\xBF",
    "\xFF\xFE",
    "\xE2\x80\xAE",
    "99999999999999999999",
    "-1",
    ",99",
    "1.0.0",
    "ronde.",
    "{\"",
    "\xC3",
    "\t",
    "00000000",
    "\xFF\xC0",
    "code",
    "punten",
};

static void fuzz_pack_run(size_t times, uint64_t seed)
{
    struct mutator mutator = {.state = seed,
                              .words = fuzz_words,
                              .word_count = sizeof(fuzz_words) / sizeof(fuzz_words[0]),
                              .keep = 1,
                              .most = FUZZ_MAX};
    struct folder good;
    uint8_t data[FUZZ_MAX + 1];

    folder_init(&good);
    for (size_t i = 0; i < times; i++) {
        size_t which = mutate_random(&mutator, FUZZ_FILES);
        const struct folder_file *file = folder_find(&good, fuzz_files[which]);
        size_t len = 1 + file->len;
        data[0] = (uint8_t)which;
        memcpy(data + 1, file->data, file->len);
        for (size_t m = 1 + mutate_random(&mutator, 8); m > 0; m--) {
            len = mutate(&mutator, data, len);
        }
        LLVMFuzzerTestOneInput(data, len);
    }
    folder_finish(&good);
}

#endif
