#include "sync/hub/hub_keys.h"

#include "sync/hub/hub_audit.h"
#include "sync/hub/hub_enrol.h"

#include <stdio.h>
#include <string.h>

enum { PATH_CAP = 1024 };

static bool path_of(char ret[PATH_CAP], const struct hub_place *place, size_t n, struct err *err)
{
    int len = n == 0 ? snprintf(ret, PATH_CAP, "%s", place->keys)
                     : snprintf(ret, PATH_CAP, "%s.%zu", place->keys, n);
    return (len > 0 && len < PATH_CAP) || err_set(err, ERR_LIMIT, "a path too long");
}

/* Each key one place on, the oldest first: whatever is cut, none is missing in between. */
static bool write_keys(struct hub *hub, const struct hub_place *place,
                       const struct party_secret *fresh, struct err *err)
{
    char path[PATH_CAP];

    for (size_t n = hub->key_count; n > 0; n--) {
        if (!path_of(path, place, n, err) || !party_save(&hub->keys[n - 1], place->io, path, err)) {
            return false;
        }
    }
    return path_of(path, place, 0, err) && party_save(fresh, place->io, path, err);
}

static bool make_key(struct hub *hub, const struct hub_place *place, struct err *err)
{
    struct party_secret fresh;

    if (hub->key_count == HUB_MAX_KEYS) {
        return err_set(err, ERR_LIMIT, "%d keys, and no room for more", HUB_MAX_KEYS);
    }
    party_new_box(&fresh, &hub->keys[0]);
    bool done = write_keys(hub, place, &fresh, err);
    if (done) {
        memmove(&hub->keys[1], &hub->keys[0], hub->key_count * sizeof(hub->keys[0]));
        hub->keys[0] = fresh;
        hub->key_count++;
    }
    party_wipe(&fresh);
    return done;
}

struct telling {
    struct hub *hub;
    size_t told;
};

static bool tell_all(void *ctx, struct err *err)
{
    struct telling *telling = ctx;
    struct hub *hub = telling->hub;
    char print[PARTY_FINGERPRINT];

    party_fingerprint(print, &hub->keys[0].party);
    return hub_db_run(hub->db, "UPDATE hub_meta SET box = $1 WHERE id = 1",
                      HUB_VALUES(hub_blob(hub->keys[0].party.box, CRYPTO_KEY)), NULL, err) &&
           hub_enrol_tell_all(hub, &telling->told, err) &&
           hub_audit(hub, "new-key", NULL, print, err);
}

bool hub_keys_new(struct hub *hub, const struct hub_place *place, size_t *ret_told, struct err *err)
{
    struct telling telling = {.hub = hub};

    if (hub->key_count == 0 || place->keys == NULL) {
        return err_set(err, ERR_DENIED, "this hub has no keys");
    }
    bool is_told = memcmp(hub->keys[0].party.box, hub->party.box, CRYPTO_KEY) == 0;
    if ((is_told && !make_key(hub, place, err)) ||
        !hub_db_act(hub->db, HUB_CHANGE, tell_all, &telling, err)) {
        return false;
    }
    hub->party = hub->keys[0].party;
    *ret_told = telling.told;
    return true;
}
