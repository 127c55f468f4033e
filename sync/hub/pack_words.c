#include "sync/hub/pack_words.h"

#include "app/base/str.h"
#include "app/content/stage.h"
#include "sync/hub/hub_help.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, SIGNED_MAX = 64 };

bool pack_complain(const struct pack_job *job, const char *key, const char *const pairs[])
{
    say_print(job->say, job->info, key, pairs);
    return false;
}

bool pack_fail(const struct pack_job *job, const struct err *err)
{
    const char *const pairs[] = {"detail", err->msg, NULL};

    return pack_complain(job, "pack.fail", pairs);
}

const char *pack_number(const struct pack_job *job, uint64_t value)
{
    return arena_printf(job->arena, "%" PRIu64, value);
}

/* ---- sign ---------------------------------------------------------------------------------- */

/* The highest number that was given to this folder or that file. */
static uint64_t last_version(struct pack_job *job, const char *note)
{
    struct parcel parcel = {0};
    uint64_t last = 0;
    char *text;
    size_t len;

    if (parcel_read(&parcel, job->arena, job->io, job->to, NULL)) {
        last = parcel.version;
    }
    if (io_read_file(job->io, job->arena, note, SIGNED_MAX, &text, &len, NULL)) {
        uint64_t noted = strtoull(text, NULL, 10);
        last = noted > last && noted <= PARCEL_MAX_VERSION ? noted : last;
    }
    return last;
}

static bool load_key(struct pack_job *job, struct parcel_key *ret, const char *path)
{
    const char *const pairs[] = {"detail", path, NULL};

    return parcel_key_load(ret, job->io, path, NULL) ||
           pack_complain(job, "pack.sign.no-key", pairs);
}

/* A signature that the kiosk would not know is refused here: the key stands in the folder. */
static bool fits(const struct pack_job *job, const struct pack *pack, const struct parcel_key *key)
{
    bool is_village = key->role != PARCEL_MUNICIPALITY;
    const char *const pairs[] = {"role", is_village ? "village" : "municipality", NULL};

    return (is_village ? memcmp(key->sign, pack->village_sign, CRYPTO_KEY) == 0
                       : pack->knows_municipality &&
                             memcmp(key->sign, pack->municipality_sign, CRYPTO_KEY) == 0) ||
           pack_complain(job, "pack.sign.not-ours", pairs);
}

static bool say_signed(struct pack_job *job, const char *name, uint64_t version)
{
    struct io_stat stat = {.size = 0};

    job->io->ops->stat(job->io, job->to, &stat);
    const char *const pairs[] = {"file",    job->to,
                                 "name",    name,
                                 "version", pack_number(job, version),
                                 "bytes",   pack_number(job, (uint64_t)stat.size),
                                 NULL};
    say_print(job->say, job->out, "pack.sign.done", pairs);
    return true;
}

static bool write_parcel(struct pack_job *job, const struct pack *pack,
                         const struct parcel_key *keys, size_t key_count)
{
    struct err err = {0};
    const char *note = arena_printf(job->arena, "%s/.dorpel-nummer", job->path);
    uint64_t last = last_version(job, note);
    uint64_t version = job->number != NULL ? strtoull(job->number, NULL, 10) : last + 1;
    const char *text = arena_printf(job->arena, "%" PRIu64 "\n", version);
    const char *const pairs[] = {"version", pack_number(job, version), "last",
                                 pack_number(job, last), NULL};

    if (version <= last || version > PARCEL_MAX_VERSION) {
        return pack_complain(job, "pack.sign.version", pairs);
    }
    if (!parcel_write(job->io, job->to, pack, version, clock_wall_s(job->clock), keys, key_count,
                      &err) ||
        !io_write_file(job->io, note, text, strlen(text), &err)) {
        return pack_fail(job, &err);
    }
    return say_signed(job, pack->name, version);
}

/* With a next key the first is the old one, and the folder holds the next. */
static bool sign_pack(struct pack_job *job, const struct pack *pack)
{
    struct parcel_key keys[2] = {{0}, {0}};
    size_t count = 1;
    bool done = load_key(job, &keys[0], job->key);

    if (done && job->next != NULL) {
        done = load_key(job, &keys[1], job->next);
        keys[1].role = PARCEL_NEXT_VILLAGE;
        count = 2;
    }
    done = done && fits(job, pack, &keys[count - 1]) && write_parcel(job, pack, keys, count);
    crypto_wipe(keys, sizeof(keys));
    return done;
}

/* Photos are made small on the way, as a kiosk would. */
static bool sign_folder(struct pack_job *job)
{
    struct err err = {0};
    struct stage_report report;

    if (!pack_scratch(job, &err)) {
        return pack_fail(job, &err);
    }
    const struct stage_plan plan = {.io = job->io,
                                    .data = job->scratch,
                                    .from_io = job->io,
                                    .from = job->path,
                                    .check_words = true,
                                    .assets = job->assets};
    if (!stage_run(&report, job->arena, &plan, &err)) {
        return pack_fail(job, &err);
    }
    if (!pack_tell_faults(job, report.faults, report.fault_count)) {
        return false;
    }
    if (report.refusal != STAGE_FINE) {
        return pack_fail(job, &err);
    }
    const char *dir = arena_printf(job->arena, "%s/inhoud/%s", job->scratch, report.slot);
    struct pack *pack = pack_load(job->io, dir, &err);
    bool done = pack != NULL ? sign_pack(job, pack) : pack_fail(job, &err);
    pack_free(pack);
    return done;
}

static bool sign_again(struct pack_job *job)
{
    struct parcel_key key = {0};
    struct parcel parcel = {0};
    struct err err = {0};

    bool done = load_key(job, &key, job->key);
    if (done && (!parcel_add(job->io, job->path, job->to, &key, &err) ||
                 !parcel_read(&parcel, job->arena, job->io, job->to, &err))) {
        done = pack_fail(job, &err);
    }
    crypto_wipe(&key, sizeof(key));
    return done && say_signed(job, parcel.name, parcel.version);
}

static bool word_sign(struct pack_job *job)
{
    struct io_stat stat;

    if (job->io->ops->stat(job->io, job->path, &stat) == 0 && stat.kind == IO_DIR) {
        return sign_folder(job);
    }
    return sign_again(job);
}

/* ---- verify -------------------------------------------------------------------------------- */

static bool say_signers(const struct pack_job *job, const struct parcel *parcel,
                        const struct pack *pack)
{
    size_t good = 0;

    if (parcel_is_signed(parcel, PARCEL_VILLAGE, parcel->village)) {
        say_print(job->say, job->out, "pack.verify.village", NULL);
        good++;
    }
    if (pack->knows_municipality &&
        parcel_is_signed(parcel, PARCEL_MUNICIPALITY, pack->municipality_sign)) {
        say_print(job->say, job->out, "pack.verify.municipality", NULL);
        good++;
    }
    if (parcel_is_signed(parcel, PARCEL_NEXT_VILLAGE, parcel->village)) {
        say_print(job->say, job->out, "pack.verify.next", NULL);
        good++;
    }
    if (good == 0) {
        return pack_complain(job, "pack.verify.nobody", NULL);
    }
    if (good < parcel->signature_count) {
        say_print(job->say, job->out, "pack.verify.foreign", NULL);
    }
    return true;
}

static bool word_verify(struct pack_job *job)
{
    struct parcel parcel = {0};
    struct err err = {0};
    char date[21];
    const char *dir = NULL;

    if (parcel_read(&parcel, job->arena, job->io, job->path, &err) && pack_scratch(job, &err)) {
        dir = arena_printf(job->arena, "%s/map", job->scratch);
        if (!parcel_unpack(&parcel, job->io, job->path, job->io, dir, &err)) {
            dir = NULL;
        }
    }
    struct pack *pack = dir == NULL ? NULL : pack_load(job->io, dir, &err);
    bool is_village = pack != NULL && memcmp(pack->village_sign, parcel.village, CRYPTO_KEY) == 0;
    if (!is_village) {
        const char *const pairs[] = {"detail", err.msg, NULL};
        pack_free(pack);
        return pack_complain(job, "pack.verify.damaged", pairs);
    }
    clock_format(date, parcel.made_s);
    date[10] = '\0';
    const char *const pairs[] = {"name", parcel.name, "version", pack_number(job, parcel.version),
                                 "date", date,        NULL};
    say_print(job->say, job->out, "pack.verify.head", pairs);
    bool good =
        say_signers(job, &parcel, pack) && pack_tell_faults(job, pack->faults, pack->fault_count);
    pack_free(pack);
    return good;
}

/* ---- the words ------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    bool needs_key, may_write;
    bool (*run)(struct pack_job *job);
} words[] = {
    {"new", false, false, pack_word_new},
    {"check", false, true, pack_word_check},
    {"sign", true, true, word_sign},
    {"verify", false, false, word_verify},
};
enum { WORDS = sizeof(words) / sizeof(words[0]) };

static int wrong(const struct pack_job *job, const char *key, const char *detail)
{
    const char *const pairs[] = {"detail", detail, NULL};

    pack_complain(job, key, pairs);
    hub_help_print(job->say, job->info, "hub.help.pack");
    return EXIT_USAGE;
}

/* False: *ret_wrong is not understood. */
static bool read_args(struct pack_job *job, int argc, char *const argv[], const char **ret_wrong)
{
    const struct {
        const char *name;
        const char **value;
    } known[] = {{"--key", &job->key},
                 {"--next", &job->next},
                 {"--out", &job->to},
                 {"--number", &job->number},
                 {"--assets", &job->assets}};

    for (int i = 2; i < argc; i++) {
        size_t k = 0;
        while (k < sizeof(known) / sizeof(known[0]) && strcmp(argv[i], known[k].name) != 0) {
            k++;
        }
        *ret_wrong = argv[i];
        if (k < sizeof(known) / sizeof(known[0]) && i + 1 < argc) {
            *known[k].value = argv[++i];
        } else if (argv[i][0] == '-' || job->path != NULL) {
            return false;
        } else {
            job->path = argv[i];
        }
    }
    return true;
}

int pack_words_run(struct pack_job *job, int argc, char *const argv[])
{
    const char *word = argc > 1 ? argv[1] : "";
    const char *not_known = "";
    size_t i = 0;

    if (strcmp(word, "--help") == 0) {
        hub_help_print(job->say, job->out, "hub.help.pack");
        return EXIT_DONE;
    }
    while (i < WORDS && strcmp(words[i].name, word) != 0) {
        i++;
    }
    if (i == WORDS) {
        return wrong(job, word[0] == '\0' ? "pack.word.none" : "pack.word.unknown", word);
    }
    if (!read_args(job, argc, argv, &not_known) || job->path == NULL ||
        words[i].needs_key != (job->key != NULL) || (words[i].needs_key && job->to == NULL) ||
        (!words[i].may_write && job->to != NULL)) {
        return wrong(job, "pack.word.wrong", not_known);
    }
    bool done = words[i].run(job);
    if (job->scratch[0] != '\0') {
        io_remove_tree(job->io, job->scratch, NULL);
    }
    return done ? EXIT_DONE : EXIT_FAILED;
}
