#include "sync/hub/hub_words.h"

#include "sync/hub/hub_help.h"

#include <string.h>

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

const struct hub_word hub_words[] = {
    {"init", 0, 0, true, hub_word_init},
    {"import", 1, 1, false, hub_word_import},
    {"answer", 1, 1, false, hub_word_answer},
    {"enrol", 0, 1, false, hub_word_enrol},
    {"status", 0, 0, false, hub_word_status},
    {"verify", 0, 0, false, hub_word_verify},
    {"backup", 1, 1, false, hub_word_backup},
    {"export", 0, 1, false, hub_word_export},
    {"serve", 0, 0, false, hub_word_serve},
    {"offer", 1, 1, false, hub_word_offer},
    {"erase", 0, 1, false, hub_word_erase},
    {"rekey", 0, 0, false, hub_word_rekey},
    {NULL, 0, 0, false, NULL},
};

const struct hub_word *hub_word_find(const char *name)
{
    for (const struct hub_word *word = hub_words; word->name != NULL; word++) {
        if (strcmp(word->name, name) == 0) {
            return word;
        }
    }
    return NULL;
}

/* ---- saying -------------------------------------------------------------------------------- */

void hub_say(const struct hub_run *run, const char *key, const char *const pairs[])
{
    say_print(run->say, run->out, key, pairs);
}

bool hub_complain(const struct hub_run *run, const char *key, const char *const pairs[])
{
    say_print(run->say, run->info, key, pairs);
    return false;
}

bool hub_fail(const struct hub_run *run, const struct err *err)
{
    static const struct {
        enum err_code code;
        const char *key;
    } known[] = {
        {ERR_GONE, "hub.fail.gone"},       {ERR_FULL, "hub.fail.full"},
        {ERR_READONLY, "hub.fail.locked"}, {ERR_BUSY, "hub.fail.busy"},
        {ERR_DAMAGED, "hub.fail.damaged"}, {ERR_MISSING, "hub.fail.missing"},
    };
    const char *const pairs[] = {"detail", err->msg, NULL};

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (known[i].code == err->code) {
            return hub_complain(run, known[i].key, pairs);
        }
    }
    return hub_complain(run, "hub.fail.other", pairs);
}

/* ---- one word ------------------------------------------------------------------------------ */

static int wrong(const struct hub_run *run, const struct hub_word *word, const char *key,
                 const char *detail)
{
    const char *const pairs[] = {"detail", detail, "word", word->name, NULL};

    hub_complain(run, key, pairs);
    hub_complain(run, "hub.args.see-help", pairs);
    return EXIT_USAGE;
}

/* Beside the database, or where --keys says. */
static void find_place(struct hub_run *run)
{
    const char *db = run->args.value[HUB_ARG_DB], *keys = run->args.value[HUB_ARG_KEYS];

    run->place = (struct hub_place){.io = run->io, .clock = run->clock, .where = db, .keys = keys};
    if (keys == NULL && !hub_db_is_server(db)) {
        run->place.keys = arena_printf(run->arena, "%s.keys", db);
    }
}

int hub_word_run(struct hub_run *run, const struct hub_word *word, int argc, char *const argv[])
{
    struct err err = {0};

    if (!hub_args_read(&run->args, argc, argv)) {
        return wrong(run, word, "hub.args.unknown", run->args.wrong);
    }
    if (run->args.wants_help) {
        /* keys: hub.help.init.1 hub.help.import.1 hub.help.answer.1 hub.help.enrol.1
         * hub.help.status.1 hub.help.verify.1 hub.help.backup.1 hub.help.export.1
         * hub.help.serve.1 hub.help.erase.1 hub.help.rekey.1 hub.help.offer.1 */
        hub_help_print(run->say, run->out, arena_printf(run->arena, "hub.help.%s", word->name));
        return EXIT_DONE;
    }
    if (run->args.value[HUB_ARG_DB] == NULL) {
        return wrong(run, word, "hub.args.no-db", "");
    }
    if (run->args.rest_count < word->least || run->args.rest_count > word->most) {
        return wrong(run, word,
                     run->args.rest_count < word->least ? "hub.args.too-few" : "hub.args.too-many",
                     word->name);
    }
    find_place(run);
    if (run->place.keys == NULL) {
        return wrong(run, word, "hub.args.no-keys", "");
    }
    bool done = word->makes || hub_open(&run->hub, &run->place, &err);
    done = done ? word->run(run) : hub_fail(run, &err);
    hub_close(&run->hub);
    return done ? EXIT_DONE : EXIT_FAILED;
}
