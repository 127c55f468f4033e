#include "sync/sync_conf.h"

#include "app/base/str.h"

#include <ini.h>
#include <string.h>

static int take(void *ctx, const char *section, const char *name, const char *value)
{
    struct sync_conf *conf = ctx;
    const struct {
        const char *section, *name;
        char *text;
    } known[] = {
        {"kiosk", "data", conf->data},     {"kiosk", "pack", conf->pack},
        {"kiosk", "assets", conf->assets}, {"hub", "url", conf->url},
        {"hub", "webdav", conf->webdav},   {"hub", "login", conf->login},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(section, known[i].section) == 0 && strcmp(name, known[i].name) == 0) {
            return str_copy(known[i].text, SYNC_CONF_TEXT, value);
        }
    }
    if (strcmp(section, "hub") != 0) {
        return 1; /* the screen's */
    }
    return strcmp(name, "pin") == 0 && conf->pin_count < SYNC_CONF_PINS &&
           str_copy(conf->pins[conf->pin_count++], SYNC_CONF_TEXT, value);
}

bool sync_conf_read(struct sync_conf *ret, const char *path, struct err *err)
{
    struct sync_conf conf;

    memset(&conf, 0, sizeof(conf));
    int line = ini_parse(path, take, &conf);
    if (line != 0) {
        return line < 0 ? err_set(err, ERR_MISSING, "%s: cannot be read", path)
                        : err_set(err, ERR_FORMAT, "%s line %d: cannot be understood", path, line);
    }
    *ret = conf;
    return true;
}
