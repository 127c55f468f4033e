/* The village of the tour, filled in by hand. The states of the screens are in
 * tour_village.c, tour_vote.c and tour_staff.c. */
#include "tests/faults/tour.h"

#include "app/screens/idle.h"
#include "app/ui/ui_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXTS = 512 * 1024, STILL_FRAMES = 12, BALLOTS = 214 };

static const char pack_dir[] = "assets/demo/broekhoven";

static void must(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "tour: %s (run from the top of the repository)\n", what);
        abort();
    }
}

/* ---- what is read once ---------------------------------------------------------------------- */

struct words_into {
    struct tour *tour;
    const char *language;
};

static bool take_words(void *ctx, const struct csv_row *row)
{
    struct words_into *into = ctx;
    lang_add(into->tour->lang, into->language, csv_field(row, "sleutel"), csv_field(row, "tekst"));
    return true;
}

static bool take_pane(void *ctx, const struct csv_row *row)
{
    struct tour *tour = ctx;
    static const char *const names[] = {"x", "y", "w", "h"};
    must(tour->window_count < TOUR_WINDOWS, "too many windows");
    for (int i = 0; i < 4; i++) {
        tour->windows[tour->window_count][i] = (uint16_t)strtol(csv_field(row, names[i]), NULL, 10);
    }
    tour->window_count++;
    return true;
}

static void read_csv(struct tour *tour, const char *path, void *ctx,
                     bool (*each)(void *ctx, const struct csv_row *row))
{
    char *text;
    size_t len;
    must(io_read_file(tour->io, &tour->arena, path, MAX_TEXTS, &text, &len, NULL) &&
             csv_read(text, len, ';', each, ctx, NULL),
         path);
}

static void read_language(struct tour *tour, const char *language)
{
    char *dir = arena_printf(&tour->arena, "assets/texts/%s", language);
    char **names;
    size_t count;
    must(io_list_sorted(tour->io, &tour->arena, dir, &names, &count, NULL), dir);
    struct words_into into = {tour, language};
    for (size_t i = 0; i < count; i++) {
        read_csv(tour, arena_printf(&tour->arena, "%s/%s", dir, names[i]), &into, take_words);
    }
}

void tour_init(struct tour *tour)
{
    memset(tour, 0, sizeof(*tour));
    must(crypto_start(NULL), "crypto");
    tour->io = io_posix();
    arena_init(&tour->arena, 0);
    tour->lang = lang_create();
    read_language(tour, "nl");
    read_language(tour, "fy");
    read_language(tour, "en");
    struct words_into nl = {tour, "nl"};
    read_csv(tour, "assets/texts/pack-nl.csv", &nl, take_words);
    read_csv(tour, "assets/art/village_windows.csv", tour, take_pane);
    tour->pack = pack_load(tour->io, pack_dir, NULL);
    must(tour->pack != NULL && tour->pack->fault_count == 0, pack_dir);
    for (size_t i = 0; i < tour->pack->text_count; i++) {
        const struct own_text *text = &tour->pack->texts[i];
        lang_add(tour->lang, text->language, text->key, text->text);
    }
}

void tour_finish(struct tour *tour)
{
    pack_free(tour->pack);
    lang_destroy(tour->lang);
    arena_finish(&tour->arena);
    io_destroy(tour->io);
    memset(tour, 0, sizeof(*tour));
}

/* ---- the village as it is on an ordinary day ------------------------------------------------ */

static void own_words(struct tour *tour, struct round *round)
{
    const char **const words[] = {&round->title, &round->question, &round->about};
    static const char *const names[] = {"titel", "vraag", "uitleg"};
    for (int i = 0; i < 3; i++) {
        char key[128];
        snprintf(key, sizeof(key), "ronde.%s.%s", round->name, names[i]);
        if (lang_has(tour->lang, lang_now(tour->lang), key) || lang_has(tour->lang, "nl", key)) {
            *words[i] = lang_text(tour->lang, key);
        }
    }
}

static void fill_rounds(struct tour *tour)
{
    must(tour->pack->round_count == TOUR_ROUNDS, "rounds");
    for (size_t i = 0; i < TOUR_ROUNDS; i++) {
        struct round *round = &tour->rounds[i];
        *round = tour->pack->rounds[i];
        memcpy(tour->plans[i], round->plans, round->plan_count * sizeof(struct plan));
        round->plans = tour->plans[i];
        own_words(tour, round);
        tour->view_rounds[i] = (struct view_round){.round = round,
                                                   .state = ROUND_OPEN,
                                                   .phase = PHASE_VOTE,
                                                   .due = PHASE_VOTE,
                                                   .first_day = {"", "", "", "", ""},
                                                   .day_before = {"", "", "", "", ""},
                                                   .ballots = i == 0 ? BALLOTS : 31};
    }
    tour->view.rounds = tour->view_rounds;
    tour->view.round_count = TOUR_ROUNDS;
}

void tour_drawing(struct drawing *drawing)
{
    static const uint16_t points[][2] = {{250, 820}, {250, 450}, {500, 200}, {750, 450}, {750, 820},
                                         {250, 820}, {430, 820}, {430, 600}, {560, 600}, {560, 820},
                                         {650, 300}, {650, 180}, {700, 180}, {700, 350}};
    static const uint16_t ends[] = {6, 10, 14};
    for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
        drawing->x[i] = points[i][0];
        drawing->y[i] = points[i][1];
    }
    memcpy(drawing->stroke_end, ends, sizeof(ends));
    drawing->point_count = 14;
    drawing->stroke_count = 3;
}

static struct view_idea fill_idea(struct tour *tour, size_t index)
{
    struct idea *idea = &tour->ideas[index];
    memset(idea, 0, sizeof(*idea));
    idea->number = (uint32_t)index + 1;
    struct view_idea ret = {.idea = idea, .state = IDEA_SHOWN, .reason = "", .photo = ""};
    ret.rid[0] = (uint8_t)(index + 1);
    if (index < tour->pack->idea_count) {
        const struct seed_idea *seed = &tour->pack->ideas[index];
        snprintf(idea->what, sizeof(idea->what), "%s", seed->what);
        snprintf(idea->more, sizeof(idea->more), "%s", seed->more);
        snprintf(idea->whom, sizeof(idea->whom), "%s", seed->whom);
        idea->needs = seed->needs;
        idea->plan_of = index % 2 == 0 ? PLAN_OF_US_WITH_HELP : PLAN_OF_US;
        ret.photo = seed->photo;
        ret.supports = seed->supports;
        return ret;
    }
    static const char *const made[] = {
        "Een bankje bij het kerkhof",
        TOUR_WIDE_TITLE,
        "IJsbaan",
        "Verkeersremmende bloembakken bij de dorpsingang, zodat kinderen veilig oversteken",
    };
    snprintf(idea->what, sizeof(idea->what), "%s", made[index % 4]);
    ret.supports = index % 4 == 0 ? 0 : (uint32_t)(index * 7 % 140);
    if (index % 4 == 0) {
        tour_drawing(&idea->drawing);
    }
    return ret;
}

/* The view's shelf of ideas, as the app keeps one. */
static const struct view_idea *idea_at(void *ctx, enum view_list list, size_t index)
{
    struct tour *tour = ctx;
    size_t count = list == VIEW_SHOWN    ? tour->view.idea_count
                   : list == VIEW_JEWELS ? tour->view.own_jewel_count
                   : list == VIEW_STAFF  ? tour->view.waiting_count
                                         : (tour->view.idea_count + 2) / 3;
    const struct view_idea *ideas = list == VIEW_STAFF ? tour->waiting : tour->view_ideas;
    return index < count ? &ideas[index] : NULL;
}

static size_t idea_count(void *ctx, enum view_list list)
{
    size_t count = 0;
    while (idea_at(ctx, list, count) != NULL) {
        count++;
    }
    return count;
}

static const struct view_idea *idea_of(void *ctx, enum view_list list,
                                       const uint8_t rid[RECORD_RID])
{
    const struct view_idea *idea;
    for (size_t i = 0; (idea = idea_at(ctx, list, i)) != NULL; i++) {
        if (memcmp(idea->rid, rid, RECORD_RID) == 0) {
            return idea;
        }
    }
    return NULL;
}

static size_t ideas_alike(void *ctx, const char *what, int least,
                          uint8_t ret[VIEW_ALIKE][RECORD_RID])
{
    const struct view_idea *idea;
    size_t count = 0;
    for (size_t i = 0; count < VIEW_ALIKE && (idea = idea_at(ctx, VIEW_SHOWN, i)) != NULL; i++) {
        if (idea_likeness(what, idea->idea->what) >= least) {
            memcpy(ret[count++], idea->rid, RECORD_RID);
        }
    }
    return count;
}

static void fill_ideas(struct tour *tour)
{
    struct view *view = &tour->view;
    for (size_t i = 0; i < TOUR_IDEAS; i++) {
        tour->view_ideas[i] = tour->waiting[i] = fill_idea(tour, i);
        tour->waiting[i].state = i < 2 ? IDEA_WAITING : i < 8 ? IDEA_SHOWN : IDEA_HIDDEN;
        tour->waiting[i].is_updated = i == 1;
        tour->waiting[i].has_contact = i == 0;
        tour->waiting[i].reason = i < 8 ? "" : "Dit staat al in het plan van de speeltuin.";
    }
    view->shelf = (struct view_shelf){tour, idea_at, idea_of, idea_count, idea_at, ideas_alike};
    view->idea_count = TOUR_IDEAS;
    view->waiting_count = TOUR_IDEAS;
    view->waiting_new = 2;
}

static size_t fill_news(struct view_news *dst, const struct news *news, size_t count)
{
    must(count <= 32, "too much news");
    for (size_t i = 0; i < count; i++) {
        dst[i] = (struct view_news){news[i].title, news[i].text, news[i].photo, news[i].date};
    }
    return count;
}

static size_t own_steps(void *ctx, const char *about, struct view_owner_step *ret)
{
    (void)ctx;
    (void)about;
    ret[0] = (struct view_owner_step){OWNER_SHARED, OWNER_COMMUNITY, OWNER_WE_CAN, true};
    ret[1] = (struct view_owner_step){OWNER_MUNICIPALITY, OWNER_SHARED, OWNER_JOINS, false};
    return 2;
}

static size_t own_open(void *ctx, size_t index, const struct view_sent_thing **ret)
{
    static const struct view_sent_thing things[] = {
        {"lightbulb", "sent.idea", "Een bankje bij het kerkhof"},
        {"lightbulb", "sent.idea-waits", ""},
        {"lock", "sent.pledge", ""},
        {"message-square", "sent.answer", ""},
    };
    (void)ctx;
    *ret = things;
    return index == 0 ? 4 : 1;
}

static void fill_own(struct tour *tour)
{
    const struct pack *pack = tour->pack;
    struct view_own *own = &tour->view.own;
    must(pack->jewel_count <= 32 && pack->project_count <= 32 && pack->question_count <= 32,
         "too much of the village's own");
    for (size_t i = 0; i < pack->jewel_count; i++) {
        tour->jewels[i] = (struct view_jewel){&pack->jewels[i], "jewel/x", (uint32_t)i};
    }
    for (size_t i = 0; i < pack->project_count; i++) {
        tour->projects[i] = (struct view_project){&pack->projects[i], "project/x", 21, 2};
    }
    for (size_t i = 0; i < pack->question_count; i++) {
        tour->questions[i] =
            (struct view_question){.question = &pack->questions[i], .about = "question/x"};
    }
    static const struct view_sent sent[] = {
        {SENT_READY, "", false, false, 4},
        {SENT_AWAY, "9 maart", false, true, 12},
        {SENT_RECEIVED, "", true, true, 1},
        {SENT_SAFE, "2 maart", true, true, 31},
    };
    memcpy(tour->sent, sent, sizeof(sent));
    *own = (struct view_own){.jewels = tour->jewels,
                             .projects = tour->projects,
                             .questions = tour->questions,
                             .cards = pack->cards,
                             .jewel_count = pack->jewel_count,
                             .project_count = pack->project_count,
                             .question_count = pack->question_count,
                             .card_count = pack->card_count,
                             .sent = tour->sent,
                             .sent_count = 4,
                             .ctx = tour,
                             .steps = own_steps,
                             .open = own_open};
}

static void fill_log(struct tour *tour)
{
    static const struct view_log log[TOUR_LOG] = {
        {"12 april 14:05", "log.stick-done", "8 bestanden"},
        {"12 april 13:58", "log.round-opened", "Dorpsbudget 2026"},
        {"12 april 13:55", "log.selftest", ""},
        {"12 april 13:50", "log.pin-failed", ""},
        {"11 april 20:12", "log.stick-failed", ""},
        {"11 april 19:40", "log.turn-given", ""},
        {"11 april 19:02", "log.practice-off", ""},
        {"11 april 18:30", "log.practice-on", ""},
        {"11 april 18:01", "log.pack-loaded", "Broekhoven"},
        {"", "log.clock-set", ""},
        {"", "log.pin-set", ""},
        {"", "log.start", ""},
    };
    memcpy(tour->log, log, sizeof(log));
    tour->view.log = tour->log;
    tour->view.log_count = TOUR_LOG;
}

static void fill_view(struct tour *tour)
{
    struct view *view = &tour->view;
    *view = (struct view){
        .lang = tour->lang,
        .village = tour->pack->name,
        .tagline = tour->pack->tagline,
        .kiosk = tour->pack->kiosk,
        .contact_reader = tour->pack->contact_reader,
        .residents = tour->pack->residents,
        .hours = "",
        .order = "",
        .has_pack = true,
        .can_store = true,
        .is_enrolled = true,
        .store_key = "",
        .store_note = "",
        .windows = (const uint16_t(*)[4])tour->windows,
        .window_count = tour->window_count,
        .seed = 1,
        .now_ms = 1000,
        .button_works = true,
        .pin_set = {true, true},
        .stick_key = "",
        .post = {.self = "",
                 .hub = {.name = "", .print = ""},
                 .waits = {.name = "", .print = ""},
                 .left = ""},
        .clock_text = "zondag 12 april 2026, 14:05",
        .disk_free_mb = 27400,
        .version = "0.1",
    };
    view->place = view->stick_warning = "";
    for (int part = 0; part < HEALTH_PARTS; part++) {
        health_ask(&view->health, (enum health_part)part);
    }
    view->content = (struct view_content){.name = "", .refused_key = "", .refused = ""};
    for (int i = 0; i < CHECKS; i++) {
        view->checks[i] = CHECK_GOOD;
        view->check_note[i] = "";
    }
    view->news = tour->news;
    view->news_count = fill_news(tour->news, tour->pack->news, tour->pack->news_count);
    fill_own(tour);
    fill_rounds(tour);
    fill_ideas(tour);
    fill_log(tour);
}

/* ---- what states have in common ------------------------------------------------------------- */

void tour_type(struct tour *tour, const char *text)
{
    snprintf(tour->visit.typed, sizeof(tour->visit.typed), "%s", text);
}

void tour_few_ideas(struct tour *tour, size_t count)
{
    tour->view.idea_count = count;
    tour->view.waiting_count = count;
    tour->view.waiting_new = count < 2 ? count : 2;
}

void tour_no_store(struct tour *tour)
{
    tour->view.can_store = false;
    tour->view.store_key = "store.read-only";
    tour->view.store_note = "Melding voor wie helpt: database disk image is malformed";
}

void tour_long_names(struct tour *tour)
{
    tour->view.village = "Sint Jansklooster-Barsingerveen";
    tour->view.contact_reader = "de werkgroep dorpsbudget en leefbaarheid van Plaatselijk Belang "
                                "Sint Jansklooster-Barsingerveen";
    for (size_t i = 0; i < TOUR_ROUNDS; i++) {
        struct round *round = &tour->rounds[i];
        round->title = "Leefbaarheidsbudget voor de wijken Achterveld en Nieuwlandse Buitenpolder";
        round->plans[0].title = TOUR_WIDE_TITLE;
        round->plans[0].cost_cents = 123456789;
        round->plans[0].by = "Vereniging Plaatselijk Belang Sint Jansklooster-Barsingerveen";
    }
    snprintf(tour->ideas[0].what, sizeof(tour->ideas[0].what), "%s", TOUR_WIDE_TITLE);
    snprintf(tour->ideas[0].whom, sizeof(tour->ideas[0].whom), "%s",
             "Jongerenwerkplaats, ouderensoos en de plattelandsvrouwenvereniging");
    tour->view_ideas[0].photo = "";
    tour->view_ideas[0].supports = 12345;
    tour->view_ideas[0].helpers = 1200;
}

void tour_result(struct tour *tour, size_t index, bool totals)
{
    struct view_round *row = &tour->view_rounds[index];
    struct view_result *result = &row->result;
    const struct round *round = row->round;
    row->state = ROUND_CLOSED;
    *result = (struct view_result){.is_known = true,
                                   .ballots = totals ? row->ballots : 7,
                                   .blank = totals ? 3 : 0,
                                   .has_totals = totals};
    for (size_t i = 0; i < round->plan_count; i++) {
        result->votes[i] = totals ? (uint32_t)((round->plan_count - i) * 11) : 0;
        result->order[i] = (uint16_t)i;
        if (result->spent_cents + round->plans[i].cost_cents <= round->budget_cents) {
            result->won[i] = i < 5;
            result->spent_cents += result->won[i] ? round->plans[i].cost_cents : 0;
        }
    }
}

/* ---- the way -------------------------------------------------------------------------------- */

const struct tour_stop *tour_stop(size_t index)
{
    const struct tour_part *const parts[] = {&tour_village,     &tour_own,    &tour_vote,
                                             &tour_result_ways, &tour_staff,  &tour_admin,
                                             &tour_machine,     &tour_content};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (index < parts[i]->count) {
            return &parts[i]->stops[index];
        }
        index -= parts[i]->count;
    }
    return NULL;
}

const char *tour_name(const struct tour_stop *stop, char *dst, size_t cap)
{
    snprintf(dst, cap, "%s-%s", screens[stop->screen]->name, stop->state);
    return dst;
}

void tour_go(struct tour *tour, const struct tour_stop *stop, const char *language)
{
    must(lang_use(tour->lang, language), language);
    fill_view(tour);
    visit_start(&tour->visit, language);
    tour->idle_left_s = 0;
    tour->visit.words_found = -1;
    if (stop->screen != SCREEN_ATTRACT) {
        visit_go(&tour->visit, SCREEN_HOME);
    }
    if (screens[stop->screen]->is_staff) {
        tour->visit.staff = STAFF_ADMIN;
        visit_go(&tour->visit, SCREEN_CARETAKER);
    }
    if (visit_now(&tour->visit) != stop->screen) {
        visit_go(&tour->visit, stop->screen);
    }
    if (stop->set != NULL) {
        stop->set(tour);
    }
}

void tour_draw(struct tour *tour, struct ui *ui, struct ui_look look)
{
    enum screen_id screen = visit_now(&tour->visit);
    tour->visit.look = look;
    for (int i = 0; i < STILL_FRAMES; i++) {
        ui_begin(ui, look, tour->view.now_ms);
        screens[screen]->draw(ui, &tour->view, &tour->visit);
        if (tour->idle_left_s > 0) {
            idle_draw(ui, &tour->view, &tour->visit, tour->idle_left_s);
        }
        bool again = ui_end(ui);
        must(visit_now(&tour->visit) == screen, screens[screen]->name);
        if (!again) {
            return;
        }
    }
    must(false, "a screen that never rests");
}

bool tour_scroll(struct ui *ui)
{
    return ui_scroll_on(ui);
}
