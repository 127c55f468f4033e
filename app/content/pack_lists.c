/* plannen.csv, nieuws.csv, ideeen.csv and teksten.csv. */
#include "app/content/pack_inner.h"

#include "app/base/str.h"
#include "app/domain/idea.h"

#include <string.h>

/* ---- plans --------------------------------------------------------------------------------- */

static const struct column plan_columns[] = {
    {"ronde", true},  {"nummer", true}, {"titel", true},      {"samenvatting", false},
    {"tekst", false}, {"bedrag", true}, {"van_wie", true},    {"maker", false},
    {"foto", false},  {"thema", false}, {"wijziging", false}, {NULL, false},
};

static struct round_draft *draft_of(struct loader *loader, struct cell cell)
{
    const struct round_draft *draft = loader_draft(loader, cell.text);

    if (draft == NULL) {
        fault_add(loader, FAULT_UNKNOWN_ROUND, cell.at, cell.text);
        return NULL;
    }
    return &loader->drafts[draft - loader->drafts];
}

static bool is_new_number(struct loader *loader, const struct round_draft *draft, int64_t number,
                          struct cell cell)
{
    for (size_t i = 0; i < draft->plan_count; i++) {
        if (draft->plans[i].number == number) {
            fault_add(loader, FAULT_PLAN_TWICE, cell.at, cell.text);
            return false;
        }
    }
    return true;
}

static void on_plan(struct loader *loader, const struct csv_row *row)
{
    static const char *const owners[] = {"dorp", "samen", "gemeente", NULL};
    struct cell number_cell = cell_of(row, "nummer");
    int64_t number = 0;
    int owner = 0;

    struct round_draft *draft = draft_of(loader, cell_of(row, "ronde"));
    struct plan plan = {
        .title = value_text(loader, cell_of(row, "titel"), PACK_TITLE, TEXT_LINE, true),
        .summary =
            value_text(loader, cell_of(row, "samenvatting"), PACK_SENTENCE, TEXT_LINE, false),
        .text = value_text(loader, cell_of(row, "tekst"), PACK_TEXT, TEXT_LINES, false),
        .by = value_text(loader, cell_of(row, "maker"), PACK_BY, TEXT_LINE, false),
        .photo = value_photo(loader, cell_of(row, "foto")),
        .theme = value_text(loader, cell_of(row, "thema"), PACK_THEME, TEXT_LINE, false),
        .change = value_text(loader, cell_of(row, "wijziging"), PACK_BY, TEXT_LINE, false),
    };
    value_cents(loader, cell_of(row, "bedrag"), 0, &plan.cost_cents);
    if (value_word(loader, cell_of(row, "van_wie"), owners, FAULT_UNKNOWN_OWNER, &owner)) {
        plan.owner = (enum owner)owner;
    }
    if (!value_number(loader, number_cell, 1, UINT16_MAX, &number) || draft == NULL ||
        !is_new_number(loader, draft, number, number_cell)) {
        return;
    }
    if (draft->plan_count == ROUND_MAX_PLANS) {
        fault_add(loader, FAULT_TOO_MANY_PLANS, number_cell.at, draft->round->name);
        return;
    }
    plan.number = (uint16_t)number;
    draft->plan_lines[draft->plan_count] = row->line;
    draft->plans[draft->plan_count++] = plan;
}

void plans_read(struct loader *loader)
{
    static const struct table table = {
        .path = "plannen.csv",
        .required = true,
        .max_rows = (size_t)PACK_MAX_ROUNDS * ROUND_MAX_PLANS,
        .columns = plan_columns,
        .row = on_plan,
    };

    size_t told = loader->pack->fault_count;
    loader->knows_plans = table_read(loader, &table) && loader->pack->fault_count == told;
}

/* ---- news ---------------------------------------------------------------------------------- */

static const struct column news_columns[] = {
    {"id", false},   {"datum", false},   {"titel", true}, {"tekst", true},
    {"foto", false}, {"van_wie", false}, {NULL, false},
};

static void on_news(struct loader *loader, const struct csv_row *row)
{
    struct pack *pack = loader->pack;
    struct news *news = &pack->news[pack->news_count];

    *news = (struct news){
        .date = value_text(loader, cell_of(row, "datum"), PACK_DATE, TEXT_LINE, false),
        .title = value_text(loader, cell_of(row, "titel"), PACK_TITLE, TEXT_LINE, true),
        .text = value_text(loader, cell_of(row, "tekst"), PACK_TEXT, TEXT_LINES, true),
        .photo = value_photo(loader, cell_of(row, "foto")),
        .owner = value_owner(loader, cell_of(row, "van_wie")),
    };
    news->id = value_id(loader, cell_of(row, "id"), news->title,
                        (struct id_list){pack->news, pack->news_count, sizeof(*news)});
    pack->news_count++;
}

static void read_news(struct loader *loader)
{
    static const struct table table = {
        .path = "nieuws.csv", .max_rows = PACK_MAX_LIST, .columns = news_columns, .row = on_news};
    struct pack *pack = loader->pack;

    pack->news = arena_array(&pack->arena, PACK_MAX_LIST, sizeof(*pack->news));
    if (pack->news != NULL) {
        table_read(loader, &table);
    }
}

/* ---- ideas --------------------------------------------------------------------------------- */

static const struct column idea_columns[] = {
    {"wat", true},    {"meer", false},  {"voor_wie", false}, {"van_wie", false},
    {"nodig", false}, {"steun", false}, {"foto", false},     {NULL, false},
};

/* "geld+handen" */
static unsigned read_needs(struct loader *loader, struct cell cell)
{
    static const char *const words[] = {"geld", "handen", "ruimte", "vergunning", "kennis", NULL};
    static const unsigned bits[] = {NEED_MONEY, NEED_HANDS, NEED_ROOM, NEED_PERMIT, NEED_KNOWLEDGE};
    unsigned needs = 0;
    const char *at = cell.text;

    while (*at != '\0') {
        char word[64];
        char clean[64];
        size_t len = strcspn(at, "+");
        int index = 0;
        str_copy(word, len < sizeof(word) ? len + 1 : sizeof(word), at);
        str_clean(clean, sizeof(clean), word, false);
        if (value_word(loader, (struct cell){clean, cell.at}, words, FAULT_UNKNOWN_NEED, &index)) {
            needs |= bits[index];
        }
        at += len + (at[len] == '+' ? 1 : 0);
    }
    return needs;
}

/* The names that an idea's record uses. */
static const char *read_plan_of(struct loader *loader, struct cell cell)
{
    static const char *const words[] = {"wij", "wij met hulp", "gemeente", NULL};
    static const char *const names[] = {"us", "us-with-help", "municipality"};
    int index = 0;

    if (cell.text[0] == '\0' || !value_word(loader, cell, words, FAULT_UNKNOWN_PLAN_OF, &index)) {
        return "";
    }
    return names[index];
}

static void on_idea(struct loader *loader, const struct csv_row *row)
{
    struct pack *pack = loader->pack;
    struct cell support = cell_of(row, "steun");
    int64_t supports = 0;

    struct seed_idea idea = {
        .what = value_text(loader, cell_of(row, "wat"), IDEA_WHAT, TEXT_LINE, true),
        .more = value_text(loader, cell_of(row, "meer"), IDEA_MORE, TEXT_LINES, false),
        .whom = value_text(loader, cell_of(row, "voor_wie"), IDEA_WHOM, TEXT_LINE, false),
        .plan_of = read_plan_of(loader, cell_of(row, "van_wie")),
        .photo = value_photo(loader, cell_of(row, "foto")),
        .needs = read_needs(loader, cell_of(row, "nodig")),
    };
    if (support.text[0] != '\0' &&
        value_number(loader, support, 0, PACK_MAX_RESIDENTS, &supports)) {
        idea.supports = (uint32_t)supports;
    }
    pack->ideas[pack->idea_count++] = idea;
}

static void read_ideas(struct loader *loader)
{
    static const struct table table = {
        .path = "ideeen.csv", .max_rows = PACK_MAX_LIST, .columns = idea_columns, .row = on_idea};
    struct pack *pack = loader->pack;

    pack->ideas = arena_array(&pack->arena, PACK_MAX_LIST, sizeof(*pack->ideas));
    if (pack->ideas != NULL) {
        table_read(loader, &table);
    }
}

/* ---- texts --------------------------------------------------------------------------------- */

static const struct column text_columns[] = {
    {"taal", true}, {"sleutel", true}, {"tekst", true}, {NULL, false}};

/* "ronde.2026.uitleg": its round, or NULL when it is no such key. */
static struct round *round_of_key(struct loader *loader, struct cell cell, const char **ret_part)
{
    char name[PACK_TEXT_KEY + 1];
    const char *at = cell.text + strlen("ronde.");

    if (strncmp(cell.text, "ronde.", strlen("ronde.")) != 0) {
        return NULL;
    }
    size_t len = strcspn(at, ".");
    str_copy(name, len < sizeof(name) ? len + 1 : sizeof(name), at);
    const struct round_draft *draft = loader_draft(loader, name);
    if (draft == NULL) {
        fault_add(loader, FAULT_UNKNOWN_ROUND, cell.at, name);
        return NULL;
    }
    *ret_part = at[len] == '.' ? at + len + 1 : "";
    return draft->round;
}

/* Dutch title, question and giver stand in rondes.ini: two places would disagree one day. */
static bool is_round_part(const char *part, bool is_dutch)
{
    bool is_short =
        strcmp(part, "titel") == 0 || strcmp(part, "vraag") == 0 || strcmp(part, "gever") == 0;

    return strcmp(part, "uitleg") == 0 || (is_short && !is_dutch);
}

static bool is_text_key(const char *key)
{
    size_t len = strlen(key);

    return len > 0 && len <= PACK_TEXT_KEY &&
           strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == len;
}

static bool is_new_text(struct loader *loader, const struct own_text *text, struct cell key)
{
    const struct pack *pack = loader->pack;

    for (size_t i = 0; i < pack->text_count; i++) {
        if (strcmp(pack->texts[i].key, text->key) == 0 &&
            strcmp(pack->texts[i].language, text->language) == 0) {
            fault_add(loader, FAULT_TEXT_TWICE, key.at, key.text);
            return false;
        }
    }
    return true;
}

static void on_text(struct loader *loader, const struct csv_row *row)
{
    /* Those of the Netherlands first, then the ones that villages hear most. */
    static const char *const languages[] = {"nl", "fy", "nds", "li", "en",  "de",  "fr", "pl",
                                            "tr", "ar", "uk",  "ti", "pap", "zea", NULL};
    struct pack *pack = loader->pack;
    struct cell key = cell_of(row, "sleutel");
    int language = 0;
    const char *part = NULL;

    bool has_language =
        value_word(loader, cell_of(row, "taal"), languages, FAULT_UNKNOWN_LANGUAGE, &language);
    struct own_text text = {
        .language = languages[language],
        .text = value_text(loader, cell_of(row, "tekst"), PACK_TEXT, TEXT_LINES, true),
    };
    if (!is_text_key(key.text)) {
        fault_add(loader, FAULT_TEXT_KEY, key.at, key.text);
        return;
    }
    struct round *round = round_of_key(loader, key, &part);
    bool is_dutch = has_language && language == 0;
    if (round != NULL && !is_round_part(part, is_dutch)) {
        fault_add(loader, FAULT_TEXT_KEY, key.at, key.text);
        return;
    }
    text.key = loader_keep(loader, key.text);
    if (!has_language || !is_new_text(loader, &text, key)) {
        return;
    }
    if (round != NULL && is_dutch) {
        round->about = text.text;
    }
    pack->texts[pack->text_count++] = text;
}

static void read_texts(struct loader *loader)
{
    static const struct table table = {
        .path = "teksten.csv", .max_rows = PACK_MAX_TEXTS, .columns = text_columns, .row = on_text};
    struct pack *pack = loader->pack;

    pack->texts = arena_array(&pack->arena, PACK_MAX_TEXTS, sizeof(*pack->texts));
    if (pack->texts != NULL) {
        table_read(loader, &table);
    }
}

void lists_read(struct loader *loader)
{
    read_news(loader);
    jewels_read(loader);
    cards_read(loader);
    questions_read(loader);
    projects_read(loader);
    read_ideas(loader);
    read_texts(loader);
}
