/* fuzz_pack: whatever one file of a pack says, loading it does no harm.
 *
 * With libFuzzer (keeps finding new ways in):
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined -DFUZZ_LIBFUZZER -I. tests/fuzz/fuzz_pack.c
 *     app/content/[a-z]*.c app/base/{err,arena,str,str_fold,io,io_posix,crypto,json}.c
 *     app/domain/{round,count,ballot}.c -lsodium -ljansson -linih -lcsv
 * Without it: the same file has a plain main that mutates good files with a fixed seed; tests/
 * test_pack.c runs that loop. The first byte of the input says which file it is.
 */
#include "app/content/pack.h"

#include "tests/fuzz/pack_folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const fuzz_files[] = {
    "dorp.ini",
    "rondes.ini",
    "plannen.csv",
    "nieuws.csv",
    "ideeen.csv",
    "teksten.csv",
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

static uint64_t fuzz_state;

static size_t fuzz_random(size_t below) /* xorshift64*: the same everywhere */
{
    fuzz_state ^= fuzz_state >> 12;
    fuzz_state ^= fuzz_state << 25;
    fuzz_state ^= fuzz_state >> 27;
    return (size_t)((fuzz_state * 0x2545F4914F6CDD1Du >> 33) % below);
}

/* Puts `more` bytes in the place of `gone` bytes, as far as they fit. */
static size_t fuzz_splice(uint8_t *data, size_t len, size_t at, size_t gone, const void *bytes,
                          size_t more)
{
    gone = gone < len - at ? gone : len - at;
    if (len - gone + more > FUZZ_MAX) {
        return len;
    }
    memmove(data + at + more, data + at + gone, len - at - gone);
    memcpy(data + at, bytes, more);
    return len - gone + more;
}

static size_t fuzz_mutate(uint8_t *data, size_t len)
{
    static const char *const words[] = {
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
    size_t at = 1 + fuzz_random(len);
    size_t other = 1 + fuzz_random(len);
    uint8_t copy[FUZZ_MAX];

    at = at > len ? len : at;
    switch (fuzz_random(6)) {
    case 0:
        if (at < len) {
            data[at] ^= (uint8_t)(1u << fuzz_random(8));
        }
        return len;
    case 1:
        return fuzz_splice(data, len, at, 1 + fuzz_random(40), "", 0);
    case 2:
        copy[0] = (uint8_t)fuzz_random(256);
        return fuzz_splice(data, len, at, fuzz_random(2), copy, 1);
    case 3: { /* a piece of itself, somewhere else */
        size_t piece = 1 + fuzz_random(200);
        piece = other >= len ? 0 : piece < len - other ? piece : len - other;
        memcpy(copy, data + other, piece);
        return fuzz_splice(data, len, at, fuzz_random(20), copy, piece);
    }
    default: {
        const char *word = words[fuzz_random(sizeof(words) / sizeof(words[0]))];
        return fuzz_splice(data, len, at, fuzz_random(3), word, strlen(word));
    }
    }
}

static void fuzz_pack_run(size_t times, uint64_t seed)
{
    struct folder good;
    uint8_t data[FUZZ_MAX + 1];

    fuzz_state = seed;
    folder_init(&good);
    for (size_t i = 0; i < times; i++) {
        size_t which = fuzz_random(FUZZ_FILES);
        const struct folder_file *file = folder_find(&good, fuzz_files[which]);
        size_t len = 1 + file->len;
        data[0] = (uint8_t)which;
        memcpy(data + 1, file->data, file->len);
        for (size_t m = 1 + fuzz_random(8); m > 0; m--) {
            len = fuzz_mutate(data, len);
        }
        LLVMFuzzerTestOneInput(data, len);
    }
    folder_finish(&good);
}

#ifndef FUZZ_WITHOUT_MAIN
int main(int argc, char **argv)
{
    bool started = crypto_start(NULL);

    assert(started);
    fuzz_pack_run(argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 20000, 2026);
    return 0;
}
#endif
#endif
