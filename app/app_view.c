/* The view: what the screens may see, made from store and pack. */
#include "app/app_internal.h"

#include "app/base/day.h"
#include "app/base/str.h"
#include "app/domain/count/report.h"
#include "app/domain/count/terms.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* ---- results -------------------------------------------------------------------------------- */

static size_t index_of(const struct round *round, int64_t number)
{
    for (size_t i = 0; i < round->plan_count; i++) {
        if (round->plans[i].number == number) {
            return i;
        }
    }
    return round->plan_count;
}

/* Winners in order of choice, then the others by votes, then by number. */
static void order_result(struct view_result *result, const struct round *round,
                         const json_t *winners)
{
    size_t count = 0, at;
    const json_t *value;
    json_array_foreach(winners, at, value)
    {
        size_t index = index_of(round, json_integer_value(value));
        if (index < round->plan_count && !result->won[index]) {
            result->won[index] = true;
            result->order[count++] = (uint16_t)index;
            result->spent_cents += round->plans[index].cost_cents;
        }
    }
    size_t first_loser = count;
    for (size_t i = 0; i < round->plan_count; i++) {
        if (result->won[i]) {
            continue;
        }
        size_t to = count++;
        while (to > first_loser && result->votes[result->order[to - 1]] < result->votes[i]) {
            result->order[to] = result->order[to - 1];
            to--;
        }
        result->order[to] = (uint16_t)i;
    }
}

/* How it came about, as sentences: made here, so that no screen makes them in a frame. */
static void view_story(struct app *app, const struct round *round, struct view_result *ret,
                       const json_t *root)
{
    struct arena *arena = &app->view_arena;
    struct count_options *options = arena_alloc(arena, sizeof(*options));
    struct count_outcome *outcome = arena_alloc(arena, sizeof(*outcome));
    struct counted *counted = arena_alloc(arena, sizeof(*counted));
    const struct election *election = election_of_round(arena, round, 0, 0);

    if (!terms_read(options, round, NULL) || !report_read(outcome, arena, election, root, NULL) ||
        outcome->step_count == 0) {
        return;
    }
    options->has_seed =
        json_hex(json_object_get(root, "draw"), "seed", options->seed, sizeof(options->seed));
    *counted = (struct counted){election, options, outcome, ret->ballots};
    struct explain_text *story = arena_array(arena, outcome->step_count, sizeof(*story));
    for (size_t i = 0; i < outcome->step_count; i++) {
        story[i] = explain_step(arena, counted, i);
    }
    ret->counted = counted;
    ret->whole = explain_whole(arena, counted);
    ret->story = story;
}

/* What a plan is shown with: its votes, or its points where people gave points. */
static void view_totals(struct view_result *ret, const struct round *round, const json_t *totals)
{
    size_t at;
    const json_t *row;

    ret->has_totals = json_array_size(totals) > 0;
    json_array_foreach(totals, at, row)
    {
        size_t index = index_of(round, json_number(row, "number", -1));
        if (index < round->plan_count) {
            ret->votes[index] = (uint32_t)json_number(row, "points", json_number(row, "votes", 0));
        }
    }
}

static void view_result(struct app *app, const struct round *round, struct view_result *ret)
{
    struct arena arena;
    const char *text;
    size_t len;

    arena_init(&arena, 0);
    if (store_result_get(app_store_of(app, round), &arena, round->id, &text, &len, NULL)) {
        json_t *root = json_read(text, len, NULL);
        if (root != NULL) {
            ret->is_known = true;
            ret->ballots = (uint32_t)json_number(root, "ballots", 0);
            ret->blank = (uint32_t)json_number(root, "blank", 0);
            view_totals(ret, round, json_object_get(root, "totals"));
            order_result(ret, round, json_object_get(root, "winners"));
            view_story(app, round, ret, root);
            json_decref(root);
        }
    }
    arena_finish(&arena);
}

/* ---- rounds, news --------------------------------------------------------------------------- */

/* "9 maart" of days since 1970-01-01; "" when there is no such day. */
static const char *day_words(struct app *app, int day)
{
    char date[40] = "";

    if (day > 0) { /* noon: the same day in any zone of ours */
        app_date_words(app, date, sizeof(date), (int64_t)day * 86400 + 43200, DATE_DAY);
    }
    return arena_strdup(&app->view_arena, date);
}

static void view_rounds(struct app *app)
{
    struct view *view = &app->view;
    view->round_count = app->pack->round_count;
    view->rounds = arena_array(&app->view_arena, view->round_count, sizeof(struct view_round));
    for (size_t i = 0; i < view->round_count; i++) {
        struct view_round *row = &view->rounds[i];
        /* The village's own words for a round, in the language of the visitor. */
        struct round *round = arena_alloc(&app->view_arena, sizeof(*round));
        *round = *app_round(app, i);
        char key[128];
        const char **const words[] = {&round->title, &round->question, &round->about};
        static const char *const names[] = {"titel", "vraag", "uitleg"};
        for (int w = 0; w < 3; w++) {
            snprintf(key, sizeof(key), "ronde.%s.%s", round->name, names[w]);
            if (lang_has(app->lang, lang_now(app->lang), key) || lang_has(app->lang, "nl", key)) {
                *words[w] = lang_text(app->lang, key);
            }
        }
        app_view_owners(app, round);
        row->round = round;
        for (int p = 0; p < ROUND_PHASES; p++) {
            row->first_day[p] = day_words(app, round->day[p]);
            row->day_before[p] = day_words(app, round->day[p] - 1);
        }
        store_round_state(app_store_of(app, round), round->id, &row->state, NULL, NULL);
        struct vote_turnout turnout = {0};
        store_vote_turnout(app_store_of(app, round), round->id, &turnout, NULL);
        row->ballots = turnout.voters;
        row->unlocks_given = turnout.unlocks_given;
        row->unlocks_used = turnout.unlocks_used;
        view_result(app, round, &row->result);
        app_view_statement(app, row);
    }
}

static struct view_news *view_news(struct arena *arena, const struct news *news, size_t count)
{
    struct view_news *list = arena_array(arena, count + 1, sizeof(*list));
    for (size_t i = 0; i < count; i++) {
        list[i] = (struct view_news){news[i].title, news[i].text, news[i].photo, news[i].date};
    }
    return list;
}

static void view_faults(struct app *app)
{
    if (app->refused == NULL) {
        return;
    }
    struct view *view = &app->view;
    size_t count =
        app->refused->fault_count < PACK_MAX_ERRORS ? app->refused->fault_count : PACK_MAX_ERRORS;
    view->faults = arena_array(&app->view_arena, count, sizeof(*view->faults));
    view->fault_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct pack_fault *fault = &app->refused->faults[i];
        view->faults[i] =
            (struct view_fault){fault->file, fault->key, fault->detail, fault->line, fault->column};
    }
}

/* ---- time in words -------------------------------------------------------------------------- */

const char *app_date_words(struct app *app, char *dst, size_t cap, int64_t wall_s,
                           enum date_form form)
{
    static const char *const forms[] = {"date.day", "date.short", "date.long"};
    time_t seconds = (time_t)wall_s;
    struct tm parts;
    localtime_r(&seconds, &parts);
    /* keys: date.month-0 date.month-1 date.month-2 date.month-3 date.month-4 date.month-5
     * date.month-6 date.month-7 date.month-8 date.month-9 date.month-10 date.month-11
     * date.day-0 date.day-1 date.day-2 date.day-3 date.day-4 date.day-5 date.day-6 */
    char key[24], number[8], year[8], clock[8], month[40];
    snprintf(key, sizeof(key), "date.month-%d", parts.tm_mon % 12);
    snprintf(month, sizeof(month), "%s", lang_text(app->lang, key));
    snprintf(number, sizeof(number), "%d", parts.tm_mday % 100);
    snprintf(year, sizeof(year), "%d", (1900 + parts.tm_year) % 10000);
    snprintf(clock, sizeof(clock), "%02d:%02d", parts.tm_hour % 100, parts.tm_min % 100);
    snprintf(key, sizeof(key), "date.day-%d", parts.tm_wday % 7);
    return str_fill(dst, cap, lang_text(app->lang, forms[form]),
                    (const char *const[]){"weekday", lang_text(app->lang, key), "day", number,
                                          "month", month, "year", year, "clock", clock, NULL});
}

int app_today(struct app *app)
{
    time_t now = (time_t)clock_wall_s(app->clock);
    struct tm parts;
    int day = 0;
    localtime_r(&now, &parts);
    day_of(&day, 1900 + parts.tm_year, parts.tm_mon + 1, parts.tm_mday);
    return day;
}

static void view_log(struct app *app)
{
    struct logbook_line *lines;
    size_t count;
    if (app->visit.staff == STAFF_NONE ||
        !store_logbook(app->real, &app->view_arena, APP_LOG_LINES, &lines, &count, NULL)) {
        return;
    }
    struct view *view = &app->view;
    view->log = arena_array(&app->view_arena, count + 1, sizeof(*view->log));
    view->log_count = count;
    for (size_t i = 0; i < count; i++) {
        char when[80];
        app_date_words(app, when, sizeof(when), lines[i].wall_s, DATE_SHORT);
        view->log[i] =
            (struct view_log){arena_strdup(&app->view_arena, when), lines[i].key, lines[i].detail};
    }
}

/* ---- the whole ------------------------------------------------------------------------------ */

static const char *store_key(enum store_health health)
{
    switch (health) {
    case STORE_FINE:
    case STORE_SET_ASIDE:
        return "";
    case STORE_READ_ONLY:
        return "store.read-only";
    case STORE_FULL:
        return "store.full";
    }
    return "";
}

/* keys: store.note.set-aside store.note.set-aside-part store.note.trouble store.note.was-full */
static const char *store_note(struct app *app)
{
    const struct store_note *note = store_health_note(app_store(app));
    char words[600], folder[16], records[24], ballots[24];

    if (note->key[0] == '\0') {
        return "";
    }
    snprintf(folder, sizeof(folder), "damaged-%d", note->folder);
    snprintf(records, sizeof(records), "%zu", note->records);
    snprintf(ballots, sizeof(ballots), "%zu", note->ballots);
    return arena_strdup(
        &app->view_arena,
        str_fill(words, sizeof(words), lang_text(app->lang, note->key),
                 (const char *const[]){"folder", folder, "records", records, "ballots", ballots,
                                       "detail", note->detail, NULL}));
}

void app_view_make(struct app *app)
{
    struct view *view = &app->view;
    arena_reset(&app->view_arena);
    if (visit_now(&app->visit) == SCREEN_ATTRACT || app->visit.staff != STAFF_NONE) {
        app_enrol_look(app);
    }
    memset(view, 0, sizeof(*view));
    view->is_enrolled = app->is_enrolled;
    view->lang = app->lang;
    view->village = app->pack != NULL ? app->pack->name : "";
    view->tagline = app->pack != NULL ? app->pack->tagline : "";
    view->kiosk = app->pack != NULL ? app->pack->kiosk : "";
    view->contact_reader = app->pack != NULL ? app->pack->contact_reader : "";
    view->residents = app->pack != NULL ? app->pack->residents : 0;
    view->has_pack = app->pack != NULL;
    view->windows = (const uint16_t(*)[4])app->windows;
    view->window_count = app->window_count;
    view->seed = app->options.seed;
    view->version = APP_VERSION;
    view->place = app->place;
    enum store_health health = store_health(app_store(app));
    view->can_store = health == STORE_FINE || health == STORE_SET_ASIDE;
    view->store_key =
        store_health(app_store(app)) == STORE_SET_ASIDE ? "store.set-aside" : store_key(health);
    view->store_note = store_note(app);
    if (app->pack != NULL) {
        view_rounds(app);
        view->news = view_news(&app->view_arena, app->pack->news, app->pack->news_count);
        view->news_count = app->pack->news_count;
    }
    app_view_own(app);
    app_view_post(app);
    app_view_admin(app);
    app_view_content(app);
    app_view_ideas(app);
    view_faults(app);
    view_log(app);
    view->pin_set[ROLE_CARETAKER] = store_pin_is_set(app->real, ROLE_CARETAKER);
    view->pin_set[ROLE_ADMIN] = store_pin_is_set(app->real, ROLE_ADMIN);
    view->pin_lost[ROLE_CARETAKER] = store_pin_was_lost(app->real, ROLE_CARETAKER);
    view->pin_lost[ROLE_ADMIN] = store_pin_was_lost(app->real, ROLE_ADMIN);
    const struct round *first = app_round(app, 0);
    view->last_turn = 0;
    for (size_t i = 0; first != NULL && i < app->pack->round_count; i++) {
        enum unlock_state last = UNLOCK_NEVER;
        if (app_round(app, i)->access == ACCESS_UNLOCK &&
            store_unlock_last(app_store_of(app, app_round(app, i)), app_round(app, i)->id, &last,
                              NULL) &&
            last != UNLOCK_NEVER) {
            view->last_turn = last == UNLOCK_GIVEN && app->turn_until_ms != 0 ? 1
                              : last == UNLOCK_USED                           ? 2
                                                                              : 3;
        }
    }
}

/* On the screens of a vote that is only practice while the rest is for real. */
static bool votes_in_practice(const struct app *app)
{
    enum screen_id screen = visit_now(&app->visit);
    return screen >= SCREEN_VOTE_ROUND && screen <= SCREEN_ROUND_INFO &&
           app->visit.round < app->view.round_count &&
           app->view.rounds[app->visit.round].round->is_practice;
}

void app_view_refresh(struct app *app)
{
    struct view *view = &app->view;
    int64_t now = app_now_ms(app);
    int64_t wall = clock_wall_s(app->clock);
    view->now_ms = now;
    view->is_practice = app->is_practice || votes_in_practice(app);
    view->button_works = !app->button_broken && button_health(&app->button, now) == BUTTON_FINE;
    view->turn_left_ms = app->turn_until_ms > now ? app->turn_until_ms - now : 0;
    view->turn_round = app->turn_round;
    view->stick = app->stick_shown;
    view->stick_key = app->stick.key;
    view->stick_is_new = app->stick_is_new;
    view->stick_warning = app->stick_warning != NULL ? app->stick_warning : "";
    view->stick_note_count = app->stick.note_count;
    for (size_t i = 0; i < app->stick.note_count; i++) {
        view->stick_notes[i] = app->stick.notes[i];
    }
    view->stick_part = app->stick.part;
    view->stick_whole = app->stick.whole;
    view->stick_files = app->stick.files;
    view->stick_bytes = app->stick.bytes;
    for (int i = 0; i < CHECKS; i++) {
        view->checks[i] = app->checks[i];
        view->check_note[i] = app->check_note[i] != NULL ? app->check_note[i] : "";
    }
    int today = app_today(app);
    for (size_t i = 0; i < view->round_count; i++) {
        const struct round *round = view->rounds[i].round;
        const int *day = round->day;
        view->rounds[i].phase = round_phase(view->rounds[i].state, round->phase);
        view->rounds[i].due = round_phase_due(round, view->rounds[i].phase, today);
        view->rounds[i].is_paused_by_date =
            view->rounds[i].state == ROUND_OPEN &&
            ((day[PHASE_VOTE] != 0 && today < day[PHASE_VOTE]) ||
             (day[PHASE_RESULT] != 0 && today >= day[PHASE_RESULT]));
    }
    enum screen_id screen = visit_now(&app->visit);
    if (screen == SCREEN_PIN || screen == SCREEN_STAFF) {
        view->pin_wait_ms[0] = store_pin_wait_ms(app->real, ROLE_CARETAKER, now);
        view->pin_wait_ms[1] = store_pin_wait_ms(app->real, ROLE_ADMIN, now);
    }
    if (screen == SCREEN_VOTE_CODE) {
        view->code_wait_ms = store_guess_wait_ms(app->real, "code", now);
    }
    if (screen == SCREEN_MINE_NUMBER || screen == SCREEN_MINE_WORDS) {
        view->idea_wait_ms = store_guess_wait_ms(app->real, "idea", now);
    }
    if (app->visit.staff != STAFF_NONE) {
        app_health(app, &view->health);
        app_date_words(app, app->clock_text, sizeof(app->clock_text), wall, DATE_LONG);
        view->clock_text = app->clock_text;
        view->clock_quality = (int)app->clock->quality;
        uint64_t free_bytes = 0;
        app->io->ops->free_bytes(app->io, app->data, &free_bytes);
        view->disk_free_mb = free_bytes / 1000000u;
    } else {
        view->clock_text = "";
    }
}
