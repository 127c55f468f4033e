/* rondes.ini: one section a round. The first round is the one of the moment. */
#include "app/content/pack_inner.h"

#include "app/domain/count/terms.h"

#include <stdio.h>
#include <string.h>

enum setting {
    TITEL,
    VRAAG,
    EIGENAAR,
    GEVER,
    TOEGANG,
    VORM,
    MINSTENS,
    HOOGSTENS,
    PUNTEN,
    BLANCO,
    REGEL,
    AFRONDING,
    GELIJK,
    RESTGELD,
    DREMPEL,
    BEDRAG,
    ID,
    ZOUT,
    ARGON_RONDES,
    ARGON_KIB,
    HERSTART,
    VOORWAARDEN,
    IDEEEN,
    KEUREN,
    STEMMEN,
    UITSLAG,
    DOEN,
    SETTINGS
};

static const struct {
    const char *name;
    bool required;
} settings[SETTINGS] = {
    [TITEL] = {"titel", true},
    [VRAAG] = {"vraag", true},
    [EIGENAAR] = {"eigenaar", true},
    [GEVER] = {"gever", false}, /* when eigenaar = samen it is */
    [TOEGANG] = {"toegang", true},
    [VORM] = {"vorm", true},
    [MINSTENS] = {"minstens", false},
    [HOOGSTENS] = {"hoogstens", false},
    [PUNTEN] = {"punten", false}, /* when vorm = punten it is */
    [BLANCO] = {"blanco", false},
    [REGEL] = {"regel", true},
    [AFRONDING] = {"afronding", false}, /* only behind a rule of equal shares */
    [GELIJK] = {"gelijk", false},
    [RESTGELD] = {"restgeld", false},
    [DREMPEL] = {"drempel", false},
    [BEDRAG] = {"bedrag", true},
    [ID] = {"id", true},
    [ZOUT] = {"zout", true},
    [ARGON_RONDES] = {"argon_rondes", false}, /* when toegang = code both are */
    [ARGON_KIB] = {"argon_kib", false},
    [HERSTART] = {"herstart", false}, /* how often the round began anew with the same codes */
    [VOORWAARDEN] = {"voorwaarden", false},
    [IDEEEN] = {"ideeen", false}, /* the day on which each phase begins; in this order */
    [KEUREN] = {"keuren", false},
    [STEMMEN] = {"stemmen", false},
    [UITSLAG] = {"uitslag", false},
    [DOEN] = {"doen", false},
};

struct rounds {
    struct loader *loader;
    struct round_draft *draft; /* NULL: in a section that is not used */
};

static bool seen(const struct round_draft *draft, enum setting setting)
{
    return (draft->seen & 1u << setting) != 0;
}

/* Lower case, digits and hyphens: it is a folder name in sleutels/ too. */
static bool is_round_name(const char *name)
{
    size_t len = strlen(name);

    return len > 0 && len <= PACK_ROUND_NAME &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == len && name[0] != '-';
}

const struct round_draft *loader_draft(const struct loader *loader, const char *round_name)
{
    for (size_t i = 0; i < loader->pack->round_count; i++) {
        if (strcmp(loader->drafts[i].round->name, round_name) == 0) {
            return &loader->drafts[i];
        }
    }
    return NULL;
}

static struct round_draft *add_round(struct loader *loader, const char *name, int line)
{
    struct pack *pack = loader->pack;
    struct round_draft draft = {.line = line, .round = &pack->rounds[pack->round_count]};

    draft.plans = arena_array(&pack->arena, ROUND_MAX_PLANS, sizeof(*draft.plans));
    draft.plan_lines = arena_array(&pack->arena, ROUND_MAX_PLANS, sizeof(*draft.plan_lines));
    if (draft.plans == NULL || draft.plan_lines == NULL) {
        return NULL;
    }
    *draft.round = (struct round){
        .name = loader_keep(loader, name),
        .title = "",
        .question = "",
        .about = "",
        .giver = "",
        .terms = "",
        .access = ACCESS_OPEN, /* until it is read: an unknown word asks for no codes */
        .rule = "votes",
        .cost = {.passes = 1, .memory_kib = 8},
        .plans = draft.plans,
    };
    loader->drafts[pack->round_count] = draft;
    return &loader->drafts[pack->round_count++];
}

static void on_section(void *ctx, const char *name, struct place at)
{
    struct rounds *rounds = ctx;
    struct loader *loader = rounds->loader;

    rounds->draft = NULL;
    if (!is_round_name(name)) {
        fault_add(loader, FAULT_ROUND_NAME, at, name);
    } else if (loader_draft(loader, name) != NULL) {
        fault_add(loader, FAULT_SECTION_TWICE, at, name);
    } else if (loader->pack->round_count == PACK_MAX_ROUNDS) {
        fault_add(loader, FAULT_TOO_MANY_ROUNDS, at, name);
    } else {
        rounds->draft = add_round(loader, name, at.line);
    }
}

/* ---- one setting --------------------------------------------------------------------------- */

static void read_words(struct loader *loader, struct round_draft *draft, enum setting setting,
                       struct cell cell)
{
    static const char *const owners[] = {"dorp", "samen", "gemeente", NULL};
    static const char *const accesses[] = {"code", "beurt", "open", NULL};
    static const char *const forms[] = {"kruisjes", "beurs", "punten", "volgorde", NULL};
    static const char *const answers[] = {"nee", "ja", NULL};
    struct round *round = draft->round;
    int word = 0;

    if (setting == EIGENAAR) {
        if (value_word(loader, cell, owners, FAULT_UNKNOWN_OWNER, &word)) {
            round->owner = (enum owner)word;
        }
    } else if (setting == TOEGANG) {
        if (value_word(loader, cell, accesses, FAULT_UNKNOWN_ACCESS, &word)) {
            round->access = (enum round_access)word;
        }
    } else if (setting == VORM) {
        if (value_word(loader, cell, forms, FAULT_UNKNOWN_FORM, &word)) {
            round->form = (enum ballot_form)word;
            draft->knows_form = true;
        }
    } else if (value_word(loader, cell, answers, FAULT_UNKNOWN_YES_NO, &word)) {
        round->allow_blank = word == 1;
    }
}

static void read_number(struct loader *loader, struct round_draft *draft, enum setting setting,
                        struct cell cell)
{
    struct round *round = draft->round;
    int64_t number;
    int64_t max = setting == ARGON_KIB      ? PACK_MAX_KIB
                  : setting == ARGON_RONDES ? PACK_MAX_PASSES
                                            : PACK_MAX_POINTS;

    if (!value_number(loader, cell,
                      setting == ARGON_KIB  ? 8
                      : setting == MINSTENS ? 0
                                            : 1,
                      max, &number)) {
        return;
    }
    if (setting == ARGON_KIB) {
        round->cost.memory_kib = (uint32_t)number;
    } else if (setting == ARGON_RONDES) {
        round->cost.passes = (uint32_t)number;
    } else if (setting == PUNTEN) {
        round->points = (uint16_t)number;
    } else if (setting == MINSTENS) {
        round->choose_min = (uint16_t)number;
    } else {
        round->choose_max = (uint16_t)number;
        draft->choose_max_at = cell.at;
    }
}

/* The words of the count are those of `dorpel-hub count`. The first of each is what happens when
 * nothing is said: then the round keeps nothing of it. */
static void read_rule(struct loader *loader, struct round_draft *draft, enum setting setting,
                      struct cell cell)
{
    struct round *round = draft->round;
    enum count_rule rule;
    enum count_completion completion = COUNT_NONE;
    enum count_tie tie = COUNT_DORPEL;
    enum count_left_over left_over = COUNT_KEEP;

    if (setting == REGEL) {
        if (count_rule_parse(&rule, cell.text)) {
            round->rule = count_rules[rule].name;
            draft->rule_at = cell.at;
        } else {
            fault_add(loader, FAULT_UNKNOWN_RULE, cell.at, cell.text);
        }
    } else if (setting == AFRONDING) {
        if (!count_completion_parse(&completion, cell.text)) {
            fault_add(loader, FAULT_UNKNOWN_COMPLETION, cell.at, cell.text);
        }
        round->completion = completion == COUNT_NONE ? NULL : count_completion_names[completion];
    } else if (setting == GELIJK) {
        if (!count_tie_parse(&tie, cell.text)) {
            fault_add(loader, FAULT_UNKNOWN_TIE, cell.at, cell.text);
        }
        round->tie = tie == COUNT_DORPEL ? NULL : count_tie_names[tie];
    } else {
        if (!count_left_over_parse(&left_over, cell.text)) {
            fault_add(loader, FAULT_UNKNOWN_LEFT_OVER, cell.at, cell.text);
        }
        round->left_over = left_over == COUNT_KEEP ? NULL : count_left_over_names[left_over];
    }
}

/* "25" votes, or "5%" of the ballots. */
static void read_floor(struct loader *loader, struct round *round, struct cell cell)
{
    char digits[16];
    size_t len = strlen(cell.text);
    bool is_percent = len > 0 && cell.text[len - 1] == '%';
    int64_t number;

    if (is_percent && len < sizeof(digits)) {
        snprintf(digits, sizeof(digits), "%.*s", (int)(len - 1), cell.text);
        if (value_number(loader, (struct cell){digits, cell.at}, 1, 100, &number)) {
            round->floor_permyriad = (uint32_t)number * 100;
        }
    } else if (value_number(loader, cell, 1, ELECTION_MAX_BALLOTS, &number)) {
        round->floor_votes = (uint32_t)number;
    }
}

/* No id and no salt may be used by two rounds: ballots of one would be ballots of the other. */
static void check_own(struct loader *loader, const struct round_draft *draft, enum setting setting,
                      struct cell cell)
{
    for (size_t i = 0; i < loader->pack->round_count; i++) {
        const struct round_draft *other = &loader->drafts[i];
        if (other == draft || !seen(other, setting)) {
            continue;
        }
        if (setting == ID && memcmp(other->round->id, draft->round->id, ROUND_ID) == 0) {
            fault_add(loader, FAULT_ROUND_ID_TWICE, cell.at, other->round->name);
        }
        if (setting == ZOUT && memcmp(other->round->salt, draft->round->salt, CRYPTO_SALT) == 0) {
            fault_add(loader, FAULT_SALT_TWICE, cell.at, other->round->name);
        }
    }
}

/* A phase begins after the ones before it. */
static void check_phase(struct loader *loader, struct round *round, enum round_phase phase,
                        struct cell cell)
{
    for (int other = 0; other < ROUND_PHASES; other++) {
        int at = round->day[other];
        bool is_wrong = other < (int)phase   ? at > round->day[phase]
                        : other > (int)phase ? at != 0 && at < round->day[phase]
                                             : false;
        if (is_wrong) {
            fault_add(loader, FAULT_PHASE_ORDER, cell.at, settings[IDEEEN + other].name);
            return;
        }
    }
}

static void read_setting(struct loader *loader, struct round_draft *draft, enum setting setting,
                         struct cell cell)
{
    struct round *round = draft->round;
    int64_t number;

    switch (setting) {
    case TITEL:
        round->title = value_text(loader, cell, PACK_TITLE, TEXT_LINE, true);
        break;
    case VRAAG:
        round->question = value_text(loader, cell, PACK_SENTENCE, TEXT_LINE, true);
        break;
    case GEVER:
        round->giver = value_text(loader, cell, PACK_BY, TEXT_LINE, false);
        break;
    case EIGENAAR:
    case TOEGANG:
    case VORM:
    case BLANCO:
        read_words(loader, draft, setting, cell);
        break;
    case MINSTENS:
    case HOOGSTENS:
    case PUNTEN:
    case ARGON_RONDES:
    case ARGON_KIB:
        read_number(loader, draft, setting, cell);
        break;
    case REGEL:
    case AFRONDING:
    case GELIJK:
    case RESTGELD:
        read_rule(loader, draft, setting, cell);
        break;
    case DREMPEL:
        read_floor(loader, round, cell);
        break;
    case BEDRAG:
        value_cents(loader, cell, 1, &round->budget_cents);
        break;
    case ID:
    case ZOUT:
        if (value_hex(loader, cell, setting == ID ? round->id : round->salt, ROUND_ID)) {
            check_own(loader, draft, setting, cell);
        }
        break;
    case VOORWAARDEN:
        round->terms = value_text(loader, cell, PACK_SENTENCE, TEXT_LINE, false);
        break;
    case HERSTART:
        if (value_number(loader, cell, 0, ROUND_MAX_RESTARTS, &number)) {
            round->restarts = (uint16_t)number;
        }
        break;
    case IDEEEN:
    case KEUREN:
    case STEMMEN:
    case UITSLAG:
    case DOEN:
        if (value_date(loader, cell, &round->day[setting - IDEEEN])) {
            check_phase(loader, round, (enum round_phase)(setting - IDEEEN), cell);
        }
        break;
    case SETTINGS:
        break;
    }
}

static void on_pair(void *ctx, const char *name, const char *value, struct place at)
{
    struct rounds *rounds = ctx;
    struct round_draft *draft = rounds->draft;
    int i = 0;

    if (draft == NULL) {
        return; /* its section was told already */
    }
    if (bound_read(rounds->loader, draft, name, (struct cell){value, at})) {
        return;
    }
    while (i < SETTINGS && strcmp(settings[i].name, name) != 0) {
        i++;
    }
    if (i == SETTINGS) {
        fault_add(rounds->loader, FAULT_UNKNOWN_SETTING, at, name);
    } else if (seen(draft, (enum setting)i)) {
        fault_add(rounds->loader, FAULT_SETTING_TWICE, at, name);
    } else {
        draft->seen |= 1u << i;
        read_setting(rounds->loader, draft, (enum setting)i, (struct cell){value, at});
    }
}

/* ---- the settings together ----------------------------------------------------------------- */

static bool is_needed(const struct round *round, enum setting setting)
{
    return settings[setting].required || (setting == GEVER && round->owner == OWNER_SHARED) ||
           (setting == PUNTEN && round->form == FORM_POINTS) ||
           ((setting == ARGON_RONDES || setting == ARGON_KIB) && round->access == ACCESS_CODE);
}

/* A limit that the form does not look at would be read as a promise. */
static bool has_no_place(const struct round *round, enum setting setting)
{
    bool counts_plans = round->form == FORM_APPROVE || round->form == FORM_RANK;

    return (setting == PUNTEN && round->form != FORM_POINTS) ||
           (setting == MINSTENS && !counts_plans) ||
           (setting == HOOGSTENS && round->form == FORM_PURSE);
}

static void check_settings(struct loader *loader, const struct round_draft *draft)
{
    struct place at = {draft->line, 0};

    for (int i = 0; i < SETTINGS; i++) {
        enum setting setting = (enum setting)i;
        if (!seen(draft, setting) && is_needed(draft->round, setting)) {
            fault_add(loader, FAULT_SETTING_MISSING, at, settings[i].name);
        } else if (seen(draft, setting) && draft->knows_form &&
                   has_no_place(draft->round, setting)) {
            fault_add(loader, FAULT_SETTING_NOT_HERE, at, settings[i].name);
        }
    }
}

/* The rule, what stands beside it, and the form of the ballots together. */
static void check_rule(struct loader *loader, const struct round_draft *draft)
{
    enum count_rule rule;

    if (draft->rule_at.line == 0 || !draft->knows_form ||
        !count_rule_parse(&rule, draft->round->rule)) {
        return;
    }
    if (!terms_fit(rule, draft->round->form)) {
        fault_add(loader, FAULT_RULE_FORM, draft->rule_at, draft->round->rule);
    } else if (draft->round->completion != NULL && !count_rules[rule].may_complete) {
        fault_add(loader, FAULT_RULE_COMPLETION, draft->rule_at, draft->round->rule);
    }
}

void rounds_read(struct loader *loader)
{
    static const struct ini_events events = {on_section, on_pair};
    struct rounds rounds = {.loader = loader};
    size_t len;

    loader->pack->rounds =
        arena_array(&loader->pack->arena, PACK_MAX_ROUNDS, sizeof(*loader->pack->rounds));
    const char *text = loader_text(loader, "rondes.ini", true, &len);
    if (text == NULL) {
        return;
    }
    ini_scan(loader, text, len, &events, &rounds);
    if (loader->pack->round_count == 0) {
        fault_add(loader, FAULT_SECTION_MISSING, (struct place){0}, "2026");
    }
    for (size_t i = 0; i < loader->pack->round_count; i++) {
        check_settings(loader, &loader->drafts[i]);
        check_rule(loader, &loader->drafts[i]);
    }
}

/* ---- a round with its plans ---------------------------------------------------------------- */

static void check_limits(struct loader *loader, const struct round_draft *draft)
{
    struct round *round = draft->round;
    uint32_t most = round->form == FORM_POINTS ? round->points : (uint32_t)round->plan_count;

    if (!draft->knows_form || round->form == FORM_PURSE || round->plan_count == 0) {
        return;
    }
    if (!seen(draft, HOOGSTENS)) {
        round->choose_max = (uint16_t)most;
    }
    if (round->choose_max > most || round->choose_min > round->choose_max) {
        char detail[40];
        struct place at = draft->choose_max_at;
        snprintf(detail, sizeof(detail), "%u..%u/%u", (unsigned)round->choose_min,
                 (unsigned)round->choose_max, (unsigned)most);
        fault_add(loader, FAULT_CHOOSE_LIMITS, at.line == 0 ? (struct place){draft->line, 0} : at,
                  detail);
    }
}

static void sort_plans(struct round *round)
{
    for (size_t i = 1; i < round->plan_count; i++) {
        struct plan plan = round->plans[i];
        size_t at = i;
        for (; at > 0 && round->plans[at - 1].number > plan.number; at--) {
            round->plans[at] = round->plans[at - 1];
        }
        round->plans[at] = plan;
    }
}

void rounds_finish(struct loader *loader)
{
    for (size_t i = 0; i < loader->pack->round_count; i++) {
        struct round_draft *draft = &loader->drafts[i];
        struct round *round = draft->round;

        round->plan_count = draft->plan_count;
        bool has_ideas = round->day[PHASE_IDEAS] != 0 || round->day[PHASE_CHECK] != 0;
        round->phase = has_ideas ? PHASE_IDEAS : PHASE_CHECK;
        memcpy(round->base_id, round->id, ROUND_ID);
        round_restart_id(round->id, round->base_id, round->restarts);
        loader->file = "plannen.csv";
        for (size_t p = 0; p < draft->plan_count; p++) {
            if (round->budget_cents > 0 && draft->plans[p].cost_cents > round->budget_cents) {
                fault_add(loader, FAULT_PLAN_OVER_BUDGET, (struct place){draft->plan_lines[p], 0},
                          draft->plans[p].title);
            }
        }
        sort_plans(round);
        loader->file = "rondes.ini";
        bounds_finish(loader, draft);
        if (!loader->knows_plans) {
            continue;
        }
        if (round->plan_count == 0) {
            fault_add(loader, FAULT_NO_PLANS, (struct place){draft->line, 0}, round->name);
        }
        check_limits(loader, draft);
    }
}
