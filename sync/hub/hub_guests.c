#include "sync/hub/hub_guests.h"

#include "app/base/str.h"

#include <string.h>

enum { ONE_BYTES = 512 * 1024, NAME = 2 * CRYPTO_KEY + 5 /* ".json" */ };

/* ---- in -------------------------------------------------------------------------------------- */

/* The cards of a pack that is what the village made of it; else none. */
static json_t *village_of(const struct parcel *parcel, const struct pack *pack)
{
    bool is_own = pack != NULL && pack->fault_count == 0 &&
                  memcmp(pack->village_sign, parcel->village, CRYPTO_KEY) == 0 &&
                  parcel_is_signed(parcel, PARCEL_VILLAGE, parcel->village);

    return guests_village(is_own ? pack->name : parcel->name, parcel->village, parcel->version,
                          is_own ? pack->cards : NULL, is_own ? pack->card_count : 0);
}

bool hub_guests_take(struct io *io, struct arena *arena, const char *dir, const char *path,
                     const struct parcel *parcel, struct err *err)
{
    char hex[2 * CRYPTO_KEY + 1];
    size_t len;

    str_hex(hex, parcel->village, CRYPTO_KEY);
    const char *folder = arena_printf(arena, "%s/kaarten", dir);
    const char *scratch = arena_printf(arena, "%s/uitgepakt-%s", folder, hex);
    io_remove_tree(io, scratch, NULL); /* of a time that broke off */
    bool done = io_make_dirs(io, folder, err) && parcel_unpack(parcel, io, path, io, scratch, err);
    struct pack *pack = done ? pack_open(io, scratch, PACK_KEPT, NULL) : NULL;
    if (done) {
        json_t *village = village_of(parcel, pack);
        const char *text = json_canonical(arena, village, &len);
        json_decref(village);
        done = io_write_file(io, arena_printf(arena, "%s/%s.json", folder, hex), text, len, err);
    }
    pack_free(pack);
    io_remove_tree(io, scratch, NULL);
    return done;
}

/* ---- out ------------------------------------------------------------------------------------- */

static json_t *read_one(struct io *io, struct arena *arena, const char *path)
{
    char *text;
    size_t len;

    return io_read_file(io, arena, path, ONE_BYTES, &text, &len, NULL) ? json_read(text, len, NULL)
                                                                       : NULL;
}

bool hub_guests_retire(struct io *io, struct arena *arena, const char *dir, const char *village,
                       struct err *err)
{
    const char *path = arena_printf(arena, "%s/kaarten/%s.json", dir, village);
    json_t *one = read_one(io, arena, path);
    size_t len;

    if (one == NULL) {
        return true;
    }
    json_put(one, "cards", json_array()); /* its number stays: in no letter may one fall */
    const char *text = json_canonical(arena, one, &len);
    json_decref(one);
    return io_write_file(io, path, text, len, err);
}

/* As many of each as fit, so that a village with many leaves room for one with few. */
static void share_room(json_t *villages)
{
    size_t most = GUESTS_OF_ONE, all = GUESTS_CARDS + 1;

    while (all > GUESTS_CARDS) {
        all = 0;
        for (size_t i = 0; i < json_array_size(villages); i++) {
            json_t *cards = json_object_get(json_array_get(villages, i), "cards");
            while (json_array_size(cards) > most) {
                json_array_remove(cards, json_array_size(cards) - 1);
            }
            all += json_array_size(cards);
        }
        if (most == 1 && all > GUESTS_CARDS) { /* more villages than cards: the first ones */
            for (size_t i = json_array_size(villages); all > GUESTS_CARDS && i-- > 0;) {
                json_t *cards = json_object_get(json_array_get(villages, i), "cards");
                all -= json_array_size(cards);
                json_array_clear(cards);
            }
        }
        most -= most > 1;
    }
}

static json_t *read_all(struct io *io, struct arena *arena, const char *dir)
{
    json_t *villages = json_array();
    const char *folder = arena_printf(arena, "%s/kaarten", dir);
    char **names;
    size_t count = 0;

    if (!io_list_sorted(io, arena, folder, &names, &count, NULL)) {
        count = 0; /* nothing was ever offered */
    }
    for (size_t i = 0; i < count && json_array_size(villages) < GUESTS_VILLAGES; i++) {
        json_t *village = strlen(names[i]) != NAME
                              ? NULL
                              : read_one(io, arena, arena_printf(arena, "%s/%s", folder, names[i]));
        if (village != NULL) {
            json_array_append_new(villages, village);
        }
    }
    share_room(villages);
    return villages;
}

struct asking {
    struct hub *hub;
    int64_t incarnation;
};

static bool read_incarnation(void *ctx, struct err *err)
{
    struct asking *asking = ctx;

    return hub_incarnation(asking->hub, &asking->incarnation, err);
}

bool hub_guests_make(struct hub *hub, struct io *io, struct arena *arena, const char *dir,
                     struct bundle_bytes *ret, struct err *err)
{
    struct asking asking = {.hub = hub};

    if (hub->key_count == 0) {
        return err_set(err, ERR_DENIED, "this hub has no key to sign with");
    }
    return hub_db_act(hub->db, HUB_LOOK, read_incarnation, &asking, err) &&
           guest_letter_make(ret, arena, &hub->keys[0], (uint64_t)asking.incarnation,
                             read_all(io, arena, dir), err);
}

static bool write_letter(struct io *io, struct arena *arena, const char *path,
                         const struct bundle_bytes *letter, struct err *err)
{
    char *there;
    size_t len;

    return io_write_file(io, path, letter->data, letter->len, err) &&
           io_read_file(io, arena, path, GUEST_LETTER_MAX, &there, &len, err) &&
           ((len == letter->len && memcmp(there, letter->data, len) == 0) ||
            err_set(err, ERR_IO, "%s: other bytes came back", path));
}

bool hub_guests_answer(const struct hub_place *place, struct arena *arena, const char *dir,
                       const char *stick, struct err *err)
{
    char path[GUEST_LETTER_PATH];
    struct bundle_bytes letter;
    struct hub hub;

    if (!io_exists(place->io, arena_printf(arena, "%s/kaarten", dir))) {
        return true;
    }
    bool done = hub_open(&hub, place, err);
    if (done && hub.key_count > 0) {
        guest_letter_path(path, stick, &hub.party);
        done = hub_guests_make(&hub, place->io, arena, dir, &letter, err) &&
               io_make_dirs(place->io, arena_printf(arena, "%s/DORPSHUIS/INHOUD", stick), err) &&
               write_letter(place->io, arena, path, &letter, err);
    }
    hub_close(&hub);
    return done;
}
