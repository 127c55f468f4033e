/* The words about what a hub holds: how it stands, is it sound, a copy of it, and out with it. */
#include "sync/hub/hub_words.h"

#include "app/base/str.h"
#include "sync/hub/hub_backup.h"
#include "sync/hub/hub_export.h"
#include "sync/hub/hub_status.h"

enum { DATE = 10, LEAST_ROUND = 6, SHORT_ID = 4 };

static const char *number(const struct hub_run *run, int64_t value)
{
    return arena_printf(run->arena, "%lld", (long long)value);
}

static const char *hex_of(const struct hub_run *run, const uint8_t *bytes, size_t len)
{
    char *hex = arena_alloc(run->arena, 2 * len + 1);
    str_hex(hex, bytes, len);
    return hex;
}

/* ---- status -------------------------------------------------------------------------------- */

static const char *day_of(const struct hub_run *run, int64_t wall_s)
{
    char text[21];

    clock_format(text, wall_s);
    return wall_s == 0 ? say_text(run->say, "hub.status.never")
                       : arena_printf(run->arena, "%.*s %.5s", DATE, text, text + DATE + 1);
}

/* keys: hub.clock.0 hub.clock.1 hub.clock.2 hub.clock.3 */
static const char *clock_of(const struct hub_run *run, int64_t quality)
{
    return say_text(run->say, arena_printf(run->arena, "hub.clock.%lld", (long long)(quality & 3)));
}

static void say_standing(const struct hub_run *run, const struct hub_standing *one)
{
    const char *const pairs[] = {"village",  one->kiosk.village,
                                 "name",     one->kiosk.name,
                                 "seen",     day_of(run, one->last_seen_s),
                                 "received", number(run, one->received),
                                 "waiting",  number(run, one->waiting),
                                 "safe",     number(run, one->safe),
                                 "practice", number(run, one->practice),
                                 "gaps",     number(run, one->gaps),
                                 "short",    number(run, one->short_votes),
                                 "forks",    number(run, one->forks),
                                 "unread",   number(run, one->unread),
                                 "clock",    clock_of(run, one->clock_quality),
                                 "finger",   one->kiosk.fingerprint,
                                 NULL};

    hub_say(run, "hub.status.kiosk", pairs);
    if (one->kiosk.state == KIOSK_ASKED) {
        hub_say(run, "hub.status.asked", pairs);
        return;
    }
    if (one->kiosk.state == KIOSK_REVOKED) {
        hub_say(run, "hub.status.revoked", pairs);
    }
    hub_say(run, "hub.status.seen", pairs);
    hub_say(run, "hub.status.bundles", pairs);
    const struct {
        int64_t number;
        const char *key;
    } extra[] = {
        {one->waiting, "hub.status.waiting"},   {one->gaps, "hub.status.gaps"},
        {one->short_votes, "hub.status.short"}, {one->forks, "hub.status.forks"},
        {one->practice, "hub.status.practice"}, {one->unread, "hub.status.unread"},
    };
    for (size_t i = 0; i < sizeof(extra) / sizeof(extra[0]); i++) {
        if (extra[i].number > 0) {
            hub_say(run, extra[i].key, pairs);
        }
    }
}

/* keys: hub.closing.whole hub.closing.open hub.closing.statements hub.closing.gap
 * hub.closing.counts hub.closing.other-set */
static const char *closing_key(const struct hub_run *run, enum hub_closing_state state)
{
    return arena_printf(run->arena, "hub.closing.%s", hub_closing_name(state));
}

static void say_round(const struct hub_run *run, const struct hub_round *round)
{
    const char *const pairs[] = {
        "round",   hex_of(run, round->id, ROUND_ID), "ballots", number(run, round->ballots),
        "entries", number(run, round->registers),    "twice",   number(run, round->twice),
        NULL};

    hub_say(run, "hub.round", pairs);
    hub_say(run, round->is_complete ? "hub.round.complete" : "hub.round.incomplete", pairs);
    if (round->twice > 0) {
        hub_say(run, "hub.round.twice", pairs);
    }
    for (size_t i = 0; i < round->kiosk_count; i++) {
        const struct hub_closing *one = &round->kiosks[i];
        const char *const words[] = {"village", one->village,
                                     "ballots", number(run, one->ballots),
                                     "told",    number(run, one->told_ballots),
                                     NULL};
        hub_say(run, closing_key(run, one->state), words);
    }
}

static json_t *kiosk_json(const struct hub_run *run, const struct hub_standing *one)
{
    static const char *const states[] = {"asked", "enrolled", "revoked"};
    json_t *object = json_object();

    json_put_text(object, "kiosk", hex_of(run, one->kiosk.party.id, BUNDLE_PARTY));
    json_put_text(object, "village", one->kiosk.village);
    json_put_text(object, "name", one->kiosk.name);
    json_put_text(object, "state", states[one->kiosk.state]);
    json_put_text(object, "fingerprint", one->kiosk.fingerprint);
    json_put_number(object, "last_seen_s", one->last_seen_s);
    json_put_number(object, "received", one->received);
    json_put_number(object, "waiting", one->waiting);
    json_put_number(object, "safe", one->safe);
    json_put_number(object, "practice", one->practice);
    json_put_number(object, "gaps", one->gaps);
    json_put_number(object, "short_votes", one->short_votes);
    json_put_number(object, "forks", one->forks);
    json_put_number(object, "unread_acks", one->unread);
    json_put_number(object, "clock_quality", one->clock_quality);
    return object;
}

static json_t *round_json(const struct hub_run *run, const struct hub_round *round)
{
    json_t *object = json_object(), *kiosks = json_array();

    json_put_text(object, "round", hex_of(run, round->id, ROUND_ID));
    json_put_number(object, "ballots", round->ballots);
    json_put_number(object, "registers", round->registers);
    json_put_number(object, "codes_twice", round->twice);
    json_put(object, "complete", json_boolean(round->is_complete));
    for (size_t i = 0; i < round->kiosk_count; i++) {
        const struct hub_closing *one = &round->kiosks[i];
        json_t *line = json_object();
        json_put_text(line, "kiosk", hex_of(run, one->kiosk, BUNDLE_PARTY));
        json_put_text(line, "village", one->village);
        json_put_text(line, "state", hub_closing_name(one->state));
        json_put_number(line, "ballots", one->ballots);
        json_put_number(line, "registers", one->registers);
        json_put_number(line, "told_ballots", one->told_ballots);
        json_put_number(line, "told_registers", one->told_registers);
        json_array_append_new(kiosks, line);
    }
    json_put(object, "kiosks", kiosks);
    return object;
}

struct all {
    struct hub_standing *kiosks;
    struct hub_round *rounds;
    size_t kiosk_count, round_count;
    struct hub_summary summary;
};

static void print_json(const struct hub_run *run, const struct all *all)
{
    json_t *object = json_object(), *kiosks = json_array(), *rounds = json_array();
    size_t len;

    for (size_t i = 0; i < all->kiosk_count; i++) {
        json_array_append_new(kiosks, kiosk_json(run, &all->kiosks[i]));
    }
    for (size_t i = 0; i < all->round_count; i++) {
        json_array_append_new(rounds, round_json(run, &all->rounds[i]));
    }
    json_put_text(object, "hub", run->hub.name);
    json_put_text(object, "hub_id", hex_of(run, run->hub.party.id, BUNDLE_PARTY));
    json_put_number(object, "incarnation", all->summary.incarnation);
    json_put_number(object, "backups", all->summary.backups);
    json_put_number(object, "set_apart", all->summary.set_apart);
    json_put(object, "kiosks", kiosks);
    json_put(object, "rounds", rounds);
    fprintf(run->out, "%s\n", json_canonical(run->arena, object, &len));
    json_decref(object);
}

static void print_words(const struct hub_run *run, const struct all *all)
{
    char finger[PARTY_FINGERPRINT];

    party_fingerprint(finger, &run->hub.party);
    const char *const pairs[] = {"name",    run->hub.name,
                                 "finger",  finger,
                                 "backups", number(run, all->summary.backups),
                                 "apart",   number(run, all->summary.set_apart),
                                 NULL};
    hub_say(run, "hub.status.hub", pairs);
    hub_say(run, all->summary.backups > 0 ? "hub.status.backups" : "hub.status.no-backup", pairs);
    if (all->summary.set_apart > 0) {
        hub_say(run, "hub.status.apart", pairs);
    }
    if (all->kiosk_count == 0) {
        hub_say(run, "hub.status.none", pairs);
    }
    for (size_t i = 0; i < all->kiosk_count; i++) {
        say_standing(run, &all->kiosks[i]);
    }
    for (size_t i = 0; i < all->round_count; i++) {
        say_round(run, &all->rounds[i]);
    }
}

bool hub_word_status(struct hub_run *run)
{
    struct all all;
    struct err err = {0};

    if (!hub_status(&run->hub, run->arena, &all.kiosks, &all.kiosk_count, &err) ||
        !hub_closing_rounds(&run->hub, run->arena, &all.rounds, &all.round_count, &err) ||
        !hub_status_summary(&run->hub, &all.summary, &err)) {
        return hub_fail(run, &err);
    }
    if (run->args.json) {
        print_json(run, &all);
    } else {
        print_words(run, &all);
    }
    return true;
}

/* ---- verify -------------------------------------------------------------------------------- */

/* keys: hub.flaw.file hub.flaw.bundle hub.flaw.record hub.flaw.ballot hub.flaw.tally
 * hub.flaw.audit */
bool hub_word_verify(struct hub_run *run)
{
    struct hub_flaws flaws;
    struct err err = {0};
    bool sound = true;

    if (!hub_verify(&run->hub, &flaws, &err)) {
        return hub_fail(run, &err);
    }
    for (int i = 0; i < HUB_FLAWS; i++) {
        const char *const pairs[] = {"n", number(run, flaws.count[i]), NULL};
        if (flaws.count[i] > 0) {
            sound = hub_complain(
                run, arena_printf(run->arena, "hub.flaw.%s", hub_flaw_name((enum hub_flaw)i)),
                pairs);
        }
    }
    const char *const pairs[] = {"records", number(run, flaws.digest.record_count),
                                 "ballots", number(run, flaws.digest.ballot_count),
                                 "entries", number(run, flaws.digest.register_count),
                                 "bundles", number(run, flaws.digest.bundle_count),
                                 "digest",  hex_of(run, flaws.digest.records, CRYPTO_HASH),
                                 "digests", hex_of(run, flaws.digest.bundles, CRYPTO_HASH),
                                 NULL};
    hub_say(run, "hub.verify.counts", pairs);
    hub_say(run, "hub.verify.records", pairs);
    hub_say(run, "hub.verify.bundles", pairs);
    if (sound) {
        hub_say(run, "hub.verify.sound", pairs);
    }
    return sound;
}

/* ---- backup -------------------------------------------------------------------------------- */

bool hub_word_backup(struct hub_run *run)
{
    struct hub_saved saved;
    struct err err = {0};

    if (!hub_backup(&run->hub, &run->place, run->args.rest[0], &saved, &err)) {
        return hub_fail(run, &err);
    }
    const char *const pairs[] = {"file",    saved.path,
                                 "n",       number(run, saved.safe),
                                 "bundles", number(run, saved.digest.bundle_count),
                                 "keys",    run->place.keys,
                                 NULL};
    hub_say(run, "hub.backup.done", pairs);
    hub_say(run, "hub.backup.safe", pairs);
    hub_say(run, "hub.backup.keys", pairs);
    return true;
}

/* ---- export -------------------------------------------------------------------------------- */

const struct hub_round *hub_round_named(const struct hub_run *run, const char *name,
                                        const struct hub_round *rounds, size_t count)
{
    const struct hub_round *found = NULL;

    for (size_t i = 0; i < count; i++) {
        if (strncmp(hex_of(run, rounds[i].id, ROUND_ID), name, strlen(name)) == 0) {
            if (found != NULL) {
                return NULL;
            }
            found = &rounds[i];
        }
    }
    return strlen(name) < LEAST_ROUND ? NULL : found;
}

static bool write_box(struct hub_run *run, const struct hub_round *round,
                      const struct hub_closing *kiosk, const char *path)
{
    struct hub_box box;
    struct err err = {0};

    if (!hub_export_box(&run->hub, run->arena, round, kiosk, run->args.value[HUB_ARG_INCOMPLETE],
                        &box, &err)) {
        return err.code == ERR_DENIED ? hub_complain(run, "hub.box.incomplete", NULL)
                                      : hub_fail(run, &err);
    }
    if (!io_write_file(run->io, path, box.text, box.len, &err)) {
        return hub_fail(run, &err);
    }
    const char *const pairs[] = {
        "file", path, "ballots", number(run, box.ballots), "entries", number(run, box.registers),
        NULL};
    hub_say(run, "hub.box.done", pairs);
    return true;
}

/* In a folder: a box a kiosk, so that the count can hold each beside its own closing statement. */
static bool write_boxes(struct hub_run *run, const struct hub_round *round, const char *dir)
{
    for (size_t i = 0; i < round->kiosk_count; i++) {
        const char *path = arena_printf(run->arena, "%s/stembus-%s.jsonl", dir,
                                        hex_of(run, round->kiosks[i].kiosk, SHORT_ID));
        if (!write_box(run, round, &round->kiosks[i], path)) {
            return false;
        }
    }
    return true;
}

static bool export_box(struct hub_run *run, const char *name, const char *path)
{
    struct hub_round *rounds;
    size_t count;
    struct io_stat stat;
    struct err err = {0};
    const char *const named[] = {"detail", name, NULL};

    if (!hub_closing_rounds(&run->hub, run->arena, &rounds, &count, &err)) {
        return hub_fail(run, &err);
    }
    const struct hub_round *round = hub_round_named(run, name, rounds, count);
    if (round == NULL) {
        return hub_complain(run, "hub.box.no-round", named);
    }
    say_round(run, round);
    bool is_folder = run->io->ops->stat(run->io, path, &stat) == 0 && stat.kind == IO_DIR;
    return is_folder ? write_boxes(run, round, path) : write_box(run, round, NULL, path);
}

bool hub_word_export(struct hub_run *run)
{
    const char *round = run->args.value[HUB_ARG_BOX];
    struct err err = {0};

    if (round != NULL && run->args.rest_count == 1) {
        return export_box(run, round, run->args.rest[0]);
    }
    if (run->args.json == run->args.csv || round != NULL || run->args.rest_count > 0) {
        return hub_complain(run, "hub.export.what", NULL);
    }
    return hub_export_records(&run->hub, run->args.csv ? HUB_EXPORT_CSV : HUB_EXPORT_JSON, run->out,
                              &err) ||
           hub_fail(run, &err);
}
