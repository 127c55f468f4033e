/* The code with which a village enrols over the network: typed here, used by dorpel-sync, which is
 * called out of its sleep. */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/store/store_sync.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Nobody reads there: then there is no network here, or it comes when it comes. */
static void call_sync(const struct app *app)
{
    char path[600];
    snprintf(path, sizeof(path), "%s/sync.call", app->data);
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return;
    }
    if (write(fd, "!", 1) != 1) {
        log_line(LOG_WARN, "%s: nobody heard", path);
    }
    close(fd);
}

void app_act_hub_code(struct app *app)
{
    struct visit *visit = &app->visit;
    char code[CODE_MOST + 1];
    struct err err = {0};
    bool good = code_read(code, CODE_ONCE, visit->typed, &err);
    crypto_wipe(visit->typed, sizeof(visit->typed));
    if (!good) {
        app_notice(app, "hub.code-typo", 0);
        return;
    }
    good = store_code_put(app->real, code, &err);
    crypto_wipe(code, sizeof(code));
    visit_return(visit, SCREEN_HUB);
    if (!good) {
        app_notice_store(app, &err, "notice.store-failed");
        return;
    }
    call_sync(app);
    app_log(app, "log.hub-code", "");
    app_done(app, NULL);
}
