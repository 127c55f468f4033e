#include "sync/sync_options.h"

#include "sync/daemon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const word_names[SYNC_WORDS] = {"visit",   "status", "enrol",  "run",
                                                   "content", "photos", "helpers"};

/* Words without a value, and one that may come more than once. */
static bool read_flag(struct sync_options *options, int argc, char *argv[], int *at)
{
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {
        {"--now", &options->now}, {"--once", &options->once}, {"--asked", &options->asked}};

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (strcmp(argv[*at], flags[i].name) == 0) {
            *flags[i].flag = true;
            return true;
        }
    }
    if (strcmp(argv[*at], "--pin") == 0 && *at + 1 < argc &&
        options->carrier.pin_count < CARRIER_PINS) {
        options->carrier.pins[options->carrier.pin_count++] = argv[++*at];
        return true;
    }
    return false;
}

static bool read_words(struct sync_options *options, int argc, char *argv[])
{
    const struct {
        const char *name;
        const char **value;
    } known[] = {{"--data", &options->data},     {"--pack", &options->pack},
                 {"--assets", &options->assets}, {"--stick-kind", &options->kind},
                 {"--fail", &options->fail},     {"--accept", &options->accept},
                 {"--hub", &options->hub},       {"--webdav", &options->webdav},
                 {"--login", &options->login},   {"--every", &options->every},
                 {"--new", &options->new_stick}, {"--conf", &options->conf},
                 {"--code", &options->code},     {"--village", &options->village}};

    while (argc > 1 && options->word < SYNC_WORDS &&
           strcmp(argv[1], word_names[options->word]) != 0) {
        options->word++;
    }
    if (argc < 2 || options->word == SYNC_WORDS) {
        return false;
    }
    for (int i = 2; i < argc; i++) {
        bool is_option = read_flag(options, argc, argv, &i);
        for (size_t k = 0; !is_option && k < sizeof(known) / sizeof(known[0]); k++) {
            if (strcmp(argv[i], known[k].name) == 0 && i + 1 < argc) {
                *known[k].value = argv[++i];
                is_option = true;
            }
        }
        if (!is_option && (argv[i][0] == '-' || options->stick != NULL)) {
            return false;
        }
        options->stick = is_option ? options->stick : argv[i];
    }
    return true;
}

static void settle(const char **value, const char *text)
{
    if (*value == NULL && text[0] != '\0') {
        *value = text;
    }
}

/* The command line wins. Which hub is one thing: never the address of one with the key of another.
 */
static void take_conf(struct sync_options *options, const struct sync_conf *conf)
{
    settle(&options->data, conf->data);
    settle(&options->pack, conf->pack);
    settle(&options->assets, conf->assets);
    if (options->word != WORD_RUN || options->hub != NULL || options->webdav != NULL) {
        return;
    }
    settle(&options->hub, conf->url);
    settle(&options->webdav, conf->webdav);
    settle(&options->login, conf->login);
    for (size_t i = 0; i < conf->pin_count && options->carrier.pin_count < CARRIER_PINS; i++) {
        options->carrier.pins[options->carrier.pin_count++] = conf->pins[i];
    }
}

bool sync_options_no_hub(const struct sync_options *options)
{
    return options->word == WORD_RUN && options->conf != NULL && options->hub == NULL &&
           options->webdav == NULL;
}

static bool check_run(struct sync_options *options)
{
    bool has_net = options->hub != NULL || options->webdav != NULL || options->login != NULL ||
                   options->every != NULL || options->carrier.pin_count > 0 || options->now ||
                   options->once;

    if (options->word != WORD_RUN) {
        return !has_net;
    }
    options->carrier.url = options->hub != NULL ? options->hub : options->webdav;
    options->every_s = options->every == NULL ? DAEMON_EVERY_S : strtoll(options->every, NULL, 10);
    bool has_one = (options->hub == NULL) != (options->webdav == NULL);
    return (has_one || sync_options_no_hub(options)) && options->every_s >= 1 &&
           options->every_s <= DAEMON_MOST_S;
}

static bool takes_stick(enum sync_word word)
{
    return word == WORD_VISIT || word == WORD_CONTENT || word == WORD_PHOTOS ||
           word == WORD_HELPERS;
}

static bool check_stick(struct sync_options *options)
{
    bool is_fake = strcmp(options->kind, "fake") == 0;
    bool is_kind =
        is_fake || strcmp(options->kind, "folder") == 0 || strcmp(options->kind, "real") == 0;
    bool is_new = strcmp(options->new_stick, "yes") == 0 || strcmp(options->new_stick, "no") == 0;

    return is_kind && is_new && (options->stick != NULL) == takes_stick(options->word) &&
           (!options->asked || options->word == WORD_VISIT) &&
           (options->fail == NULL ||
            (is_fake && stick_fault_parse(&options->fault, options->fail)));
}

bool sync_options_read(struct sync_options *ret, struct sync_conf *conf, int argc, char *argv[],
                       struct err *err)
{
    struct sync_options options = {.kind = "folder", .new_stick = "yes"};

    if (!read_words(&options, argc, argv)) {
        return false;
    }
    if (options.conf != NULL) {
        if (!sync_conf_read(conf, options.conf, err)) {
            return false;
        }
        take_conf(&options, conf);
    }
    if (options.data == NULL ||
        ((options.accept != NULL || options.code != NULL || options.village != NULL) &&
         options.word != WORD_ENROL) ||
        !check_run(&options) || !check_stick(&options)) {
        return false;
    }
    *ret = options;
    return true;
}

bool sync_options_ask(struct sync_options *options, const char *line)
{
    static const struct {
        const char *name;
        enum sync_word word;
    } asked[] = {{"visit", WORD_VISIT},
                 {"content", WORD_CONTENT},
                 {"enrol", WORD_ENROL},
                 {"photos", WORD_PHOTOS},
                 {"helpers", WORD_HELPERS}};
    char name[16], whose[16], new_stick[8], more;
    size_t at = 0;

    if (sscanf(line, "%15s %15s %7s %c", name, whose, new_stick, &more) != 3) {
        return false;
    }
    while (at < sizeof(asked) / sizeof(asked[0]) && strcmp(asked[at].name, name) != 0) {
        at++;
    }
    if (at == sizeof(asked) / sizeof(asked[0]) ||
        (strcmp(whose, "real") != 0 && strcmp(whose, "practice") != 0) ||
        (strcmp(new_stick, "yes") != 0 && strcmp(new_stick, "no") != 0)) {
        return false;
    }
    options->word = asked[at].word;
    options->village = options->word == WORD_ENROL ? options->stick : NULL;
    options->new_stick = strcmp(new_stick, "yes") == 0 ? "yes" : "no";
    if (strcmp(whose, "practice") == 0) {
        int len =
            snprintf(options->practice, sizeof(options->practice), "%s/oefenen", options->data);
        if (len < 0 || (size_t)len >= sizeof(options->practice)) {
            return false;
        }
        options->data = options->practice;
    }
    return true;
}
