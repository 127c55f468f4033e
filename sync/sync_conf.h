/* sync_conf: what dorpel-sync reads of the kiosk's settings (firmware/kiosk.conf): where the store
 * and the content are, and the section [hub]. What the screen needs beside it is skipped.
 */
#ifndef DORPEL_SYNC_CONF_H
#define DORPEL_SYNC_CONF_H

#include "app/base/err.h"

#include <stddef.h>

enum { SYNC_CONF_TEXT = 512, SYNC_CONF_PINS = 4 };

struct sync_conf {
    char data[SYNC_CONF_TEXT], pack[SYNC_CONF_TEXT], assets[SYNC_CONF_TEXT];
    char url[SYNC_CONF_TEXT], webdav[SYNC_CONF_TEXT], login[SYNC_CONF_TEXT];
    char pins[SYNC_CONF_PINS][SYNC_CONF_TEXT];
    size_t pin_count;
};

/* "" for what does not stand there. ERR_MISSING: no such file; ERR_FORMAT with the line. */
bool sync_conf_read(struct sync_conf *ret, const char *path, struct err *err);

#endif
