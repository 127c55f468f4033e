#include "app/options.h"

#include "app/base/home.h"
#include "app/base/str.h"

#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool copy_path(char *dst, const char *value, const char *name, struct err *err)
{
    if (!str_copy(dst, OPTIONS_PATH, value)) {
        return err_set(err, ERR_LIMIT, "--%s: longer than %d bytes", name, OPTIONS_PATH - 1);
    }
    return true;
}

static bool set_button(struct options *options, const char *value)
{
    if (strcmp(value, "key") == 0) {
        options->button = BUTTON_FROM_KEY;
    } else if (strcmp(value, "none") == 0) {
        options->button = BUTTON_FROM_NONE;
    } else {
        options->button = BUTTON_FROM_LINE;
        return str_copy(options->button_line, sizeof(options->button_line), value);
    }
    return true;
}

static bool set_name(struct options *options, const char *value)
{
    const char *equals = strchr(value, '=');
    if (equals == NULL || equals == value || options->set_count == OPTIONS_SETS) {
        return false;
    }
    size_t len = (size_t)(equals - value);
    size_t at = options->set_count;
    if (len >= sizeof(options->sets[at].name)) {
        return false;
    }
    memcpy(options->sets[at].name, value, len);
    options->sets[at].name[len] = '\0';
    options->set_count++;
    return str_copy(options->sets[at].value, sizeof(options->sets[at].value), equals + 1);
}

static bool set_lang(struct options *options, const char *value)
{
    if (strcmp(value, "nl") != 0 && strcmp(value, "fy") != 0 && strcmp(value, "en") != 0) {
        return false;
    }
    return str_copy(options->lang, sizeof(options->lang), value);
}

/* One setting by name, from the command line or from dorpel.conf. */
static bool apply(struct options *options, const char *name, const char *value, struct err *err)
{
    struct {
        const char *name;
        char *path;
    } const paths[] = {
        {"data", options->data},         {"pack", options->pack},     {"assets", options->assets},
        {"programs", options->programs}, {"stick", options->stick},   {"play", options->play},
        {"shots", options->shots},       {"report", options->report}, {"runtime", options->runtime},
        {"backup", options->backup},     {"sys", options->sys},       {"trace", options->trace}};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        if (strcmp(name, paths[i].name) == 0) {
            return copy_path(paths[i].path, value, name, err);
        }
    }
    bool ok = true;
    if (strcmp(name, "screen") == 0) {
        ok = ui_screen_parse(&options->screen, value);
    } else if (strcmp(name, "lang") == 0) {
        ok = set_lang(options, value);
    } else if (strcmp(name, "button") == 0) {
        ok = set_button(options, value);
    } else if (strcmp(name, "lamp") == 0) {
        ok = str_copy(options->lamp_line, sizeof(options->lamp_line), value);
    } else if (strcmp(name, "seed") == 0) {
        char *end;
        options->seed = strtoull(value, &end, 10);
        ok = value[0] != '\0' && *end == '\0';
    } else if (strcmp(name, "hang-after") == 0) {
        options->hang_after_ms = strtoll(value, NULL, 10) * 1000;
        ok = options->hang_after_ms > 0;
    } else if (strcmp(name, "set") == 0) {
        ok = set_name(options, value);
    } else if (strcmp(name, "resume") == 0) {
        long long wall;
        ok = sscanf(value, "%d:%lld", &options->resume_line, &wall) == 2;
        options->resume_wall_s = ok ? wall : 0;
    } else {
        return err_set(err, ERR_FORMAT, "--%s: no such option; see --help", name);
    }
    return ok ? true : err_set(err, ERR_FORMAT, "--%s %s: cannot be understood", name, value);
}

struct conf {
    struct options *options;
    struct err *err;
};

static int take_conf(void *ctx, const char *section, const char *name, const char *value)
{
    struct conf *conf = ctx;
    if (section[0] != '\0' && strcmp(section, "kiosk") != 0) {
        return 1; /* dorpel-sync's */
    }
    return apply(conf->options, name, value, conf->err) ? 1 : 0;
}

static bool read_conf(struct options *options, const char *path, struct err *err)
{
    struct conf conf = {options, err};
    int line = ini_parse(path, take_conf, &conf);
    if (line < 0) {
        return err_set(err, ERR_MISSING, "%s: cannot be read", path);
    }
    return line == 0 ? true : err_wrap(err, "%s line %d", path, line);
}

/* dorpel-sync stands beside this program. */
static void find_home(struct options *options)
{
    home_program(options->programs, sizeof(options->programs));
    if (!home_assets(options->assets, sizeof(options->assets), "texts/nl")) {
        snprintf(options->assets, sizeof(options->assets), "/usr/share/dorpel/assets");
    }
}

static bool set_flag(struct options *options, const char *arg)
{
    const struct {
        const char *name;
        bool *flag;
    } flags[] = {{"--dump", &options->dump},          {"--rebuild", &options->rebuild},
                 {"--headless", &options->headless},  {"--window", &options->window},
                 {"--lamp-off", &options->lamp_off},  {"--night", &options->night},
                 {"--health", &options->health},      {"--try", &options->try_out},
                 {"--try-words", &options->try_words}};
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        if (strcmp(arg, flags[i].name) == 0) {
            *flags[i].flag = true;
            return true;
        }
    }
    return false;
}

/* No screen, no village: only the store, or not even that. */
static bool is_bare(const struct options *options)
{
    return options->dump || options->rebuild || options->lamp_off || options->night;
}

bool options_read(struct options *ret, int argc, char *const argv[], struct err *err)
{
    struct options *options = ret;
    memset(options, 0, sizeof(*options));
    snprintf(options->lang, sizeof(options->lang), "nl");
    snprintf(options->lamp_line, sizeof(options->lamp_line), "GPIO27");
    options->screen = (struct ui_screen){1280, 800, 217.0};
    options->button = BUTTON_FROM_KEY;
    options->seed = 1;
    find_home(options);
    for (int i = 1; i + 1 < argc; i++) {
        if (strcmp(argv[i], "--conf") == 0 && !read_conf(options, argv[i + 1], err)) {
            return false;
        }
    }
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            options->help = true;
            return true;
        }
        if (set_flag(options, arg)) {
            continue;
        }
        if (strncmp(arg, "--", 2) != 0 || i + 1 == argc) {
            return err_set(err, ERR_FORMAT, "%s: not understood; see --help", arg);
        }
        i++;
        if (strcmp(arg, "--conf") != 0 && !apply(options, arg + 2, argv[i], err)) {
            return false;
        }
    }
    if (options->data[0] == '\0') {
        return err_set(err, ERR_FORMAT, "--data DIR is needed; see --help");
    }
    if (!is_bare(options) && options->pack[0] == '\0') {
        return err_set(err, ERR_FORMAT, "--pack DIR is needed; see --help");
    }
    return true;
}
