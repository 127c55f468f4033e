/* The words of what a hub keeps and no longer keeps: the bundles of votes, and its keys. */
#include "sync/hub/hub_words.h"

#include "app/base/str.h"
#include "sync/hub/hub_erase.h"
#include "sync/hub/hub_keys.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_S = 24 * 60 * 60, DATE_LEN = 10 };

/* ---- days ---------------------------------------------------------------------------------- */

/* Days since 1970 of a date of our calendar. */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;

    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static bool is_date(const char *text)
{
    static const char form[] = "dddd-dd-dd";

    if (strlen(text) != DATE_LEN) {
        return false;
    }
    for (size_t i = 0; i < DATE_LEN; i++) {
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == 'd' ? !is_digit : text[i] != form[i]) {
            return false;
        }
    }
    return true;
}

static const char *date_of(const struct hub_run *run, int64_t at_s)
{
    int64_t days = at_s / DAY_S;
    int year = 1970, month = 1;

    while (days_of(year + 1, 1, 1) <= days) {
        year++;
    }
    while (month < 12 && days_of(year, month + 1, 1) <= days) {
        month++;
    }
    return arena_printf(run->arena, "%04d-%02d-%02d", year, month,
                        (int)(days - days_of(year, month, 1)) + 1);
}

/* "2027-01-31": the last second of it, UTC. */
static bool read_date(const struct hub_run *run, const char *text, int64_t *ret_s)
{
    if (!is_date(text)) {
        return false;
    }
    int64_t days = days_of((int)strtol(text, NULL, 10), (int)strtol(text + 5, NULL, 10),
                           (int)strtol(text + 8, NULL, 10));
    *ret_s = (days + 1) * DAY_S - 1;
    return days >= 0 && strcmp(date_of(run, *ret_s), text) == 0; /* no 31st of June */
}

/* ---- erase --------------------------------------------------------------------------------- */

static bool set_date(struct hub_run *run, const char *name, const char *date)
{
    struct hub_round *rounds;
    size_t count;
    int64_t after_s;
    struct err err = {0};
    const char *const pairs[] = {"detail", name, "date", date, NULL};

    if (!read_date(run, date, &after_s)) {
        return hub_complain(run, "hub.erase.no-date", pairs);
    }
    if (!hub_closing_rounds(&run->hub, run->arena, &rounds, &count, &err)) {
        return hub_fail(run, &err);
    }
    const struct hub_round *round = hub_round_named(run, name, rounds, count);
    if (round == NULL) {
        return hub_complain(run, "hub.box.no-round", pairs);
    }
    if (!hub_erase_after(&run->hub, round->id, after_s, &err)) {
        return hub_fail(run, &err);
    }
    hub_say(run, "hub.erase.set", pairs);
    return true;
}

/* keys: hub.erase.later hub.erase.incomplete hub.erase.waits hub.erase.done */
static bool erase_due(struct hub_run *run)
{
    static const char *const keys[] = {[HUB_ERASE_LATER] = "hub.erase.later",
                                       [HUB_ERASE_INCOMPLETE] = "hub.erase.incomplete",
                                       [HUB_ERASE_WAITS] = "hub.erase.waits",
                                       [HUB_ERASE_DONE] = "hub.erase.done"};
    struct hub_erasing *list;
    size_t count;
    int64_t gone = 0;
    struct err err = {0};

    if (!hub_erase_due(&run->hub, run->arena, &list, &count, &err)) {
        return hub_fail(run, &err);
    }
    if (count == 0) {
        hub_say(run, "hub.erase.none", NULL);
    }
    for (size_t i = 0; i < count; i++) {
        char round[2 * ROUND_ID + 1];
        str_hex(round, list[i].round_id, ROUND_ID);
        const char *const pairs[] = {
            "round", round,
            "date",  date_of(run, list[i].after_s),
            "n",     arena_printf(run->arena, "%lld", (long long)list[i].bundles),
            NULL};
        hub_say(run, keys[list[i].state], pairs);
        gone += list[i].bundles;
    }
    if (gone > 0) {
        hub_say(run, "hub.erase.backups", NULL);
    }
    return true;
}

bool hub_word_erase(struct hub_run *run)
{
    const char *date = run->args.value[HUB_ARG_AFTER];

    if ((run->args.rest_count == 1) != (date != NULL)) {
        return hub_complain(run, "hub.erase.both", NULL);
    }
    return date == NULL ? erase_due(run) : set_date(run, run->args.rest[0], date);
}

/* ---- rekey --------------------------------------------------------------------------------- */

bool hub_word_rekey(struct hub_run *run)
{
    size_t told;
    char finger[PARTY_FINGERPRINT];
    struct err err = {0};

    if (!hub_keys_new(&run->hub, &run->place, &told, &err)) {
        return err.code == ERR_LIMIT ? hub_complain(run, "hub.rekey.full", NULL)
                                     : hub_fail(run, &err);
    }
    party_fingerprint(finger, &run->hub.party);
    const char *const pairs[] = {
        "n", arena_printf(run->arena, "%zu", told), "finger", finger, "file", run->place.keys,
        NULL};
    hub_say(run, "hub.rekey.done", pairs);
    hub_say(run, "hub.rekey.finger", pairs);
    hub_say(run, "hub.rekey.keep", pairs);
    hub_say(run, "hub.rekey.serve", NULL);
    return true;
}
