/* Cards of other villages: as dorpel-sync left them in the data folder, laid beside the pack. */
#include "app/app_internal.h"

#include "app/base/log.h"
#include "app/content/guests.h"

#include <stdio.h>
#include <string.h>

/* What cannot be read shows nothing: the village's own cards do not wait for it. */
static void read_guests(struct app *app, const char *text, size_t len)
{
    struct app_guests *own = &app->guests;
    struct guests guests;
    struct err err = {0};

    if (guests_read(&guests, &own->arena, text, len, &err)) {
        own->count = guests_cards(&own->cards, &own->arena, &guests, app->loaded->village_sign);
    } else {
        log_line(LOG_WARN, "guests: %s", err.msg);
    }
}

bool app_guests_look(struct app *app)
{
    struct app_guests *own = &app->guests;
    struct arena arena;
    char path[600];
    char *text;
    size_t len;
    uint8_t digest[CRYPTO_HASH] = {0};

    snprintf(path, sizeof(path), "%s/" GUESTS_FILE, app->data);
    arena_init(&arena, 0);
    bool has = io_read_file(app->io, &arena, path, GUESTS_BYTES, &text, &len, NULL);
    if (has) {
        crypto_hash(digest, text, len);
    }
    bool is_new = memcmp(digest, own->digest, CRYPTO_HASH) != 0 ||
                  memcmp(app->loaded->village_sign, own->village, CRYPTO_KEY) != 0;
    if (is_new) {
        memcpy(own->village, app->loaded->village_sign, CRYPTO_KEY);
        memcpy(own->digest, digest, CRYPTO_HASH);
        own->cards = NULL;
        own->count = 0;
        arena_finish(&own->arena);
        arena_init(&own->arena, 0);
        if (has) {
            read_guests(app, text, len);
        }
    }
    arena_finish(&arena);
    return is_new;
}

void app_guests_lay(const struct app *app, struct pack *pack)
{
    pack->guests = app->guests.cards;
    pack->guest_count = app->guests.count;
}

void app_guests_finish(struct app *app)
{
    arena_finish(&app->guests.arena);
}
