/* The page of one kiosk: how its machine is doing, and which content stands on it. */
#include "sync/hub/desk.h"

#include "app/base/str.h"
#include "app/content/parcel.h"
#include "app/domain/content.h"
#include "sync/hub/hub_content.h"
#include "sync/hub/hub_enrol.h"
#include "sync/hub/hub_told.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

struct room { /* what the parts of this page share */
    struct visitor *visitor;
    struct arena *arena;
    const struct html_files *files;
    const struct hub_kiosk *kiosk;
    const struct hub_told *told;
};

static const char *say(const struct room *room, const char *key, const char *const pairs[])
{
    return html_say(room->files, room->arena, key, pairs);
}

/* ---- small words --------------------------------------------------------------------------- */

/* "3 november 2026"; "" when that is no day of ours. Plain text. keys: date.month-0 date.month-1
 * date.month-2 date.month-3 date.month-4 date.month-5 date.month-6 date.month-7 date.month-8
 * date.month-9 date.month-10 date.month-11 */
static const char *day_of(const struct room *room, int64_t at_s)
{
    char key[24];
    struct tm tm;
    time_t at = (time_t)at_s;

    if (at_s <= 0 || at_s > (int64_t)4102444800 || localtime_r(&at, &tm) == NULL) {
        return "";
    }
    snprintf(key, sizeof(key), "date.month-%d", tm.tm_mon);
    return arena_printf(room->arena, "%d %s %d", tm.tm_mday, say_text(room->files->say, key),
                        1900 + tm.tm_year);
}

/* "sinds 3 november 2026"; a clock that nobody believes gives no day. keys: desk.since desk.on
 * desk.health.told */
static const char *say_when(const struct room *room, const char *key, struct hub_told_time when)
{
    const char *day = when.is_certain ? day_of(room, when.at_s) : "";
    const char *const pairs[] = {"day", day, NULL};

    return say(room, day[0] == '\0' ? "desk.day.unknown" : key, pairs);
}

/* keys: desk.owner.0 desk.owner.1 desk.owner.2 desk.owner.3 */
static const char *say_owner(const struct room *room, unsigned signers)
{
    char key[24];

    snprintf(key, sizeof(key), "desk.owner.%u", signers & 3);
    return say(room, key, NULL);
}

/* ---- health -------------------------------------------------------------------------------- */

static void add_part(const struct room *room, struct html_list *list, enum health_part part)
{
    static const struct health good;
    const struct hub_told_part *told = &room->told->parts[part];
    const char *key = told->is_good ? health_key(&good, part) : told->key;
    bool is_known = say_has(room->files->say, key);

    html_add(list, told->is_good ? "<li class=\"good\"><span class=\"mark\">"
                                 : "<li class=\"look\"><span class=\"mark\">");
    html_add(list, say(room, told->is_good ? "desk.part.good" : "desk.part.bad", NULL));
    html_add(list, "</span><span>");
    html_add(list, say(room, is_known ? key : "desk.part.unknown", NULL));
    html_add(list, "</span><span class=\"seen\">");
    html_add(list, say_when(room, "desk.since", told->since));
    html_add(list, "</span></li>");
}

/* What is wrong comes first. */
static const char *health_html(const struct room *room)
{
    struct html_list list = {.arena = room->arena};

    for (int turn = 0; turn < 2; turn++) {
        for (int part = 0; part < HEALTH_PARTS; part++) {
            const struct hub_told_part *told = &room->told->parts[part];
            if (told->is_told && told->is_good == (turn == 1)) {
                add_part(room, &list, (enum health_part)part);
            }
        }
    }
    return html_list_text(&list);
}

/* keys: desk.health.none desk.health.good desk.health.bad */
static const char *say_health(const struct room *room, bool *ret_good)
{
    bool is_bad = false;

    for (int part = 0; part < HEALTH_PARTS; part++) {
        is_bad = is_bad || (room->told->parts[part].is_told && !room->told->parts[part].is_good);
    }
    *ret_good = room->told->has_health && !is_bad;
    return say(room,
               !room->told->has_health ? "desk.health.none"
               : is_bad                ? "desk.health.bad"
                                       : "desk.health.good",
               NULL);
}

/* A kiosk may tour. Where it stands is a key of the kiosk's own texts. */
static const char *say_place(const struct room *room)
{
    const char *key = room->told->place;
    bool is_known = strncmp(key, "place.", 6) == 0 && say_has(room->files->say, key);
    const char *const pairs[] = {"place", is_known ? say_text(room->files->say, key) : "", NULL};

    return is_known ? say(room, "desk.place", pairs) : "";
}

/* ---- packs --------------------------------------------------------------------------------- */

/* Why it was not taken. keys: desk.refused.faults desk.refused.key desk.refused.foreign
 * desk.refused.not-owner desk.refused.frozen desk.refused.damaged desk.refused.trial
 * desk.refused.rollback */
static const char *say_why(const struct room *room, const struct hub_told_pack *pack)
{
    const char *key = arena_printf(room->arena, "desk.refused.%s", pack->why);
    char fault[SAY_MAX_TEXT] = "";
    const char *const detail[] = {"detail", pack->detail, NULL};

    if (pack->fault[0] != '\0' && say_has(room->files->say, pack->fault)) {
        say_fill(fault, sizeof(fault), room->files->say, pack->fault, detail);
    }
    const char *const pairs[] = {
        "name",     pack->thing, "file",
        pack->file, "line",      arena_printf(room->arena, "%" PRId64, pack->line),
        "fault",    fault,       NULL};
    return say(room,
               !say_has(room->files->say, key)                        ? "desk.refused.other"
               : strcmp(pack->why, "faults") == 0 && fault[0] == '\0' ? "desk.refused.faults-there"
                                                                      : key,
               pairs);
}

/* What the kiosk did with a pack, in one line. keys: desk.pack.taken desk.pack.returned
 * desk.pack.refused desk.pack.loose desk.pack.loose-returned */
static const char *say_deed(const struct room *room, const struct hub_told_pack *pack)
{
    const char *const pairs[] = {"n", arena_printf(room->arena, "%" PRId64, pack->version), NULL};

    return say(room,
               pack->how == HUB_PACK_REFUSED ? "desk.pack.refused"
               : pack->version > 0
                   ? (pack->how == HUB_PACK_TAKEN ? "desk.pack.taken" : "desk.pack.returned")
               : pack->how == HUB_PACK_RETURNED ? "desk.pack.loose-returned"
                                                : "desk.pack.loose",
               pairs);
}

static const char *history_html(const struct room *room)
{
    struct html_list list = {.arena = room->arena};

    for (size_t i = 0; i < room->told->pack_count; i++) {
        const struct hub_told_pack *pack = &room->told->packs[i];
        bool is_refused = pack->how == HUB_PACK_REFUSED;
        html_add(&list, is_refused ? "<li class=\"look\"><span>" : "<li><span>");
        html_add(&list, say_deed(room, pack));
        html_add(&list, " ");
        html_add(&list, is_refused ? say_why(room, pack) : say_owner(room, pack->signers));
        html_add(&list, "</span><span class=\"seen\">");
        html_add(&list, say_when(room, "desk.on", pack->when));
        html_add(&list, "</span></li>");
    }
    return html_list_text(&list);
}

static bool is_for(const struct room *room, const struct parcel *parcel)
{
    const struct hub_told_pack *now = hub_told_in_use(room->told);

    return now != NULL && now->knows_village
               ? memcmp(now->village, parcel->village, CRYPTO_KEY) == 0
               : strcmp(parcel->name, room->kiosk->village) == 0;
}

static unsigned signers_of(const struct parcel *parcel)
{
    unsigned signers =
        parcel_is_signed(parcel, PARCEL_VILLAGE, parcel->village) ? SIGNER_VILLAGE : 0;

    for (size_t i = 0; i < parcel->signature_count; i++) {
        signers |= parcel->signatures[i].role == PARCEL_MUNICIPALITY ? SIGNER_MUNICIPALITY : 0u;
    }
    return signers;
}

/* keys: desk.offer.taken desk.offer.refused desk.offer.later desk.offer.waits */
static void add_offer(const struct room *room, struct html_list *list, const struct parcel *parcel)
{
    const struct hub_told_pack *now = hub_told_in_use(room->told);
    const struct hub_told_pack *last = hub_told_of(room->told, parcel->village, parcel->version);
    bool is_taken = now != NULL && now == last;
    bool is_refused = last != NULL && last->how == HUB_PACK_REFUSED;
    bool is_past = now != NULL && now->version > 0 && (uint64_t)now->version > parcel->version;
    const char *day = day_of(room, parcel->made_s);
    const char *const pairs[] = {"n", arena_printf(room->arena, "%" PRIu64, parcel->version), "day",
                                 day, NULL};

    html_add(list, is_taken     ? "<li class=\"good\"><span><b>"
                   : is_refused ? "<li class=\"look\"><span><b>"
                                : "<li><span><b>");
    html_add(list, say(room,
                       is_taken     ? "desk.offer.taken"
                       : is_refused ? "desk.offer.refused"
                       : is_past    ? "desk.offer.later"
                                    : "desk.offer.waits",
                       pairs));
    html_add(list, "</b> ");
    html_add(list, is_refused ? say_why(room, last) : say_owner(room, signers_of(parcel)));
    html_add(list, "</span><span class=\"seen\">");
    html_add(list, say(room, "desk.pack.number", pairs));
    html_add(list, "</span></li>");
}

struct offers {
    const struct room *room;
    struct html_list list;
};

static void look_at_offer(void *ctx, const struct parcel *parcel)
{
    struct offers *offers = ctx;

    if (is_for(offers->room, parcel)) {
        add_offer(offers->room, &offers->list, parcel);
    }
}

static const char *offers_html(const struct room *room)
{
    const struct hub_place *place = &room->visitor->desk->options.place;
    struct offers offers = {.room = room, .list = {.arena = room->arena}};

    hub_content_each(place->io, room->arena, hub_content_dir(room->arena, place), look_at_offer,
                     &offers);
    return html_list_text(&offers.list);
}

/* ---- the page ------------------------------------------------------------------------------ */

static const char *machine_html(const struct room *room)
{
    const char *const pairs[] = {"parts", health_html(room), "version",
                                 html_escape(room->arena, room->told->version), NULL};

    return room->told->has_health ? html_fill(room->files, room->arena, "health.html", pairs) : "";
}

static void show(const struct room *room)
{
    bool is_good;
    const char *health = say_health(room, &is_good);
    const char *offers = offers_html(room), *history = history_html(room);
    const char *name = room->kiosk->name;
    const char *const pairs[] = {
        "village",
        html_escape(room->arena, room->kiosk->village),
        "name",
        strcmp(name, room->kiosk->village) == 0 ? "" : html_escape(room->arena, name),
        "place",
        say_place(room),
        "mood",
        is_good ? "good" : room->told->has_health ? "look" : "calm",
        "health",
        health,
        "told",
        room->told->has_health ? say_when(room, "desk.health.told", room->told->health_at) : "",
        "machine",
        machine_html(room),
        "offers",
        offers[0] != '\0' ? offers : say(room, "desk.offer.none", NULL),
        "history",
        history[0] != '\0' ? history : say(room, "desk.pack.none", NULL),
        NULL};

    desk_show(room->visitor, 200, "desk.kiosk.title",
              html_fill(room->files, room->arena, "screen.html", pairs));
}

void desk_kiosk(struct visitor *visitor)
{
    struct http_desk *desk = visitor->desk;
    struct http_request *request = visitor->request;
    uint8_t id[BUNDLE_PARTY];
    struct hub_kiosk *list;
    struct hub_told told;
    size_t count = 0, at = 0;
    struct err err = {0};

    if (request->kiosk == NULL || !str_unhex(id, sizeof(id), request->kiosk)) {
        desk_tell(visitor, 404, "desk.no-page", NULL);
        return;
    }
    bool good = hub_enrol_list(&desk->hub, &request->arena, &list, &count, &err);
    while (good && at < count && memcmp(list[at].party.id, id, sizeof(id)) != 0) {
        at++;
    }
    if (good && at == count) {
        desk_tell(visitor, 404, "desk.no-page", NULL);
        return;
    }
    if (!good || !hub_told(&desk->hub, &request->arena, id, &told, &err)) {
        fprintf(stderr, "dorpel-hub: %s\n", err.msg);
        desk_tell(visitor, 503, "desk.failed", NULL);
        return;
    }
    const struct room room = {visitor, &request->arena, &desk->files, &list[at], &told};
    show(&room);
}
