/* The first page: how it stands with each village. */
#include "sync/hub/desk.h"

#include "app/base/str.h"
#include "sync/hub/hub_status.h"
#include "sync/hub/hub_told.h"

#include <stdio.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60, HOUR_S = 60 * 60, QUIET_S = 14 * DAY_S, NUMBER = 24 };

/* How it stands, the worst first. keys: desk.state.ended desk.state.fork desk.state.gap
 * desk.state.never desk.state.quiet desk.state.unwell desk.state.waiting desk.state.received
 * desk.state.safe */
enum state { ENDED, FORK, GAP, NEVER, QUIET, UNWELL, WAITING, RECEIVED, SAFE };

/* As the kiosk told last: a part of it is not good, or it did not take its newest pack. */
static bool is_unwell(struct visitor *visitor, const struct hub_standing *standing)
{
    struct hub_told told;
    struct err err = {0};

    if (!hub_told(&visitor->desk->hub, &visitor->request->arena, standing->kiosk.party.id, &told,
                  &err)) {
        fprintf(stderr, "dorpel-hub: %s\n", err.msg);
        return false;
    }
    bool unwell = told.pack_count > 0 && told.packs[0].how == HUB_PACK_REFUSED;
    for (int i = 0; told.has_health && i < HEALTH_PARTS; i++) {
        unwell = unwell || (told.parts[i].is_told && !told.parts[i].is_good);
    }
    return unwell;
}

static enum state state_of(struct visitor *visitor, const struct hub_standing *standing,
                           int64_t now_s)
{
    return standing->kiosk.state == KIOSK_REVOKED                     ? ENDED
           : standing->forks > 0                                      ? FORK
           : standing->gaps + standing->short_votes > 0               ? GAP
           : standing->last_seen_s == 0                               ? NEVER
           : now_s - standing->last_seen_s > QUIET_S                  ? QUIET
           : is_unwell(visitor, standing)                             ? UNWELL
           : standing->waiting > 0                                    ? WAITING
           : standing->safe + standing->practice < standing->received ? RECEIVED
                                                                      : SAFE;
}

static const char *const state_keys[] = {
    [ENDED] = "desk.state.ended",     [FORK] = "desk.state.fork",
    [GAP] = "desk.state.gap",         [NEVER] = "desk.state.never",
    [QUIET] = "desk.state.quiet",     [UNWELL] = "desk.state.unwell",
    [WAITING] = "desk.state.waiting", [RECEIVED] = "desk.state.received",
    [SAFE] = "desk.state.safe",
};

static bool needs_person(enum state state)
{
    return state == FORK || state == GAP || state == QUIET || state == UNWELL;
}

static const char *number(struct arena *arena, int64_t value)
{
    return arena_printf(arena, "%lld", (long long)value);
}

static const char *say_number(const struct http_desk *desk, struct arena *arena, const char *key,
                              int64_t value)
{
    const char *const pairs[] = {"n", number(arena, value), NULL};
    return html_say(&desk->files, arena, key, pairs);
}

/* "vandaag", "gisteren", "3 dagen geleden": a clerk does not count hours. */
static const char *say_seen(const struct http_desk *desk, struct arena *arena, int64_t seen_s,
                            int64_t now_s)
{
    int64_t days = now_s / DAY_S - seen_s / DAY_S;

    if (seen_s == 0) {
        return html_say(&desk->files, arena, "desk.seen.never", NULL);
    }
    if (now_s - seen_s < HOUR_S) {
        return html_say(&desk->files, arena, "desk.seen.now", NULL);
    }
    return days <= 0   ? html_say(&desk->files, arena, "desk.seen.today", NULL)
           : days == 1 ? html_say(&desk->files, arena, "desk.seen.yesterday", NULL)
                       : say_number(desk, arena, "desk.seen.days", days);
}

/* keys: desk.clock.0 desk.clock.1 desk.clock.2 desk.clock.3 */
static const char *say_clock(const struct http_desk *desk, struct arena *arena, int64_t quality)
{
    return html_say(&desk->files, arena, arena_printf(arena, "desk.clock.%d", (int)(quality & 3)),
                    NULL);
}

static const char *revoke_form(struct visitor *visitor, const struct hub_standing *standing)
{
    const char *const pairs[] = {"csrf", visitor->session.csrf, "print",
                                 standing->kiosk.fingerprint, NULL};

    return visitor->session.role == DESK_ADMIN && standing->kiosk.state == KIOSK_ENROLLED
               ? html_fill(&visitor->desk->files, &visitor->request->arena, "revoke.html", pairs)
               : "";
}

static const char *kiosk_html(struct visitor *visitor, const struct hub_standing *standing,
                              enum state state, int64_t now_s)
{
    struct arena *arena = &visitor->request->arena;
    const struct http_desk *desk = visitor->desk;
    char id[2 * BUNDLE_PARTY + 1];

    str_hex(id, standing->kiosk.party.id, BUNDLE_PARTY);
    const char *const pairs[] = {"id",
                                 arena_strdup(arena, id),
                                 "village",
                                 html_escape(arena, standing->kiosk.village),
                                 "name",
                                 strcmp(standing->kiosk.name, standing->kiosk.village) == 0
                                     ? ""
                                     : html_escape(arena, standing->kiosk.name),
                                 "mood",
                                 state == SAFE         ? "good"
                                 : needs_person(state) ? "look"
                                                       : "calm",
                                 "state",
                                 html_say(&desk->files, arena, state_keys[state], NULL),
                                 "seen",
                                 say_seen(desk, arena, standing->last_seen_s, now_s),
                                 "received",
                                 number(arena, standing->received),
                                 "waiting",
                                 number(arena, standing->waiting),
                                 "safe",
                                 number(arena, standing->safe),
                                 "gaps",
                                 number(arena, standing->gaps),
                                 "short",
                                 number(arena, standing->short_votes),
                                 "forks",
                                 number(arena, standing->forks),
                                 "unread",
                                 number(arena, standing->unread),
                                 "clock",
                                 say_clock(desk, arena, standing->clock_quality),
                                 "print",
                                 standing->kiosk.fingerprint,
                                 "revoke",
                                 revoke_form(visitor, standing),
                                 NULL};

    return html_fill(&desk->files, arena, "kiosk.html", pairs);
}

static const char *asked_html(struct visitor *visitor, const struct hub_standing *standing)
{
    struct arena *arena = &visitor->request->arena;
    const char *const pairs[] = {"village", html_escape(arena, standing->kiosk.village),
                                 "name",    html_escape(arena, standing->kiosk.name),
                                 "print",   standing->kiosk.fingerprint,
                                 "csrf",    visitor->session.csrf,
                                 NULL};

    return visitor->session.role >= DESK_CLERK
               ? html_fill(&visitor->desk->files, arena, "asked.html", pairs)
               : "";
}

struct sums {
    size_t enrolled, good, look;
};

/* keys: desk.sum.none desk.sum.all desk.sum.look desk.sum.look1 desk.sum.some */
static const char *say_sum(const struct http_desk *desk, struct arena *arena,
                           const struct sums *sums)
{
    const char *const pairs[] = {
        "n",    number(arena, (int64_t)sums->enrolled), "good", number(arena, (int64_t)sums->good),
        "look", number(arena, (int64_t)sums->look),     NULL};
    const char *key = sums->enrolled == 0            ? "desk.sum.none"
                      : sums->look == 1              ? "desk.sum.look1"
                      : sums->look > 1               ? "desk.sum.look"
                      : sums->good == sums->enrolled ? "desk.sum.all"
                                                     : "desk.sum.some";

    return html_say(&desk->files, arena, key, pairs);
}

/* Those that need a person first; among equals the order of the list, by village. */
static void add_kiosks(struct visitor *visitor, const struct hub_standing *list, size_t count,
                       int64_t now_s, struct html_list *ret_kiosks, struct html_list *ret_asked,
                       struct sums *ret_sums)
{
    enum state *states = arena_array(&visitor->request->arena, count + 1, sizeof(*states));

    for (size_t i = 0; i < count; i++) {
        states[i] = state_of(visitor, &list[i], now_s);
    }
    for (int turn = 0; turn < 3; turn++) {
        for (size_t i = 0; i < count; i++) {
            enum state state = states[i];
            int own_turn = needs_person(state) ? 0 : state == ENDED ? 2 : 1;
            if (list[i].kiosk.state == KIOSK_ASKED) {
                if (turn == 0) {
                    html_add(ret_asked, asked_html(visitor, &list[i]));
                }
            } else if (own_turn == turn) {
                html_add(ret_kiosks, kiosk_html(visitor, &list[i], state, now_s));
                ret_sums->enrolled += state != ENDED;
                ret_sums->good += state == SAFE;
                ret_sums->look += needs_person(state);
            }
        }
    }
}

static const char *clerk_html(struct visitor *visitor, const char *file)
{
    const char *const pairs[] = {"csrf", visitor->session.csrf, NULL};

    return visitor->session.role >= DESK_CLERK
               ? html_fill(&visitor->desk->files, &visitor->request->arena, file, pairs)
               : "";
}

void desk_home(struct visitor *visitor)
{
    struct http_desk *desk = visitor->desk;
    struct arena *arena = &visitor->request->arena;
    struct html_list kiosks = {.arena = arena}, asked = {.arena = arena};
    struct hub_standing *list;
    size_t count;
    struct sums sums = {0};
    struct err err = {0};

    if (!hub_status(&desk->hub, arena, &list, &count, &err)) {
        fprintf(stderr, "dorpel-hub: %s\n", err.msg);
        desk_tell(visitor, 503, "desk.failed", NULL);
        return;
    }
    add_kiosks(visitor, list, count, clock_wall_s(desk->hub.clock), &kiosks, &asked, &sums);
    const char *const pairs[] = {
        "sum",
        say_sum(desk, arena, &sums),
        "mood",
        sums.look > 0 ? "look" : "good",
        "asked",
        html_list_text(&asked),
        "stick",
        clerk_html(visitor, "stick.html"),
        "code",
        clerk_html(visitor, "newcode.html"),
        "kiosks",
        html_list_text(&kiosks),
        "people",
        visitor->session.role == DESK_ADMIN
            ? arena_printf(arena, "<p><a href=\"/people\">%s</a></p>",
                           html_say(&desk->files, arena, "desk.people.title", NULL))
            : "",
        NULL};
    desk_show(visitor, 200, "desk.title", html_fill(&desk->files, arena, "home.html", pairs));
}
