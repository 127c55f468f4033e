/* kroonjuwelen.csv ("Hier zijn we trots op") and kennis.csv ("Zo kan het ook"). */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

#include <string.h>

/* ---- crown jewels -------------------------------------------------------------------------- */

static const struct column jewel_columns[] = {
    {"id", false},   {"datum", false},     {"titel", true}, {"tekst", true},    {"wie", false},
    {"foto", false}, {"gezichten", false}, {"mee", false},  {"van_wie", false}, {NULL, false},
};

/* "gezicht-01.png+gezicht-02.png" */
static void read_faces(struct loader *loader, struct cell cell, struct jewel *jewel)
{
    const char *at = cell.text;

    while (*at != '\0') {
        char name[PACK_MAX_PATH + 1];
        char clean[PACK_MAX_PATH + 1];
        size_t len = strcspn(at, "+");
        str_copy(name, len < sizeof(name) ? len + 1 : sizeof(name), at);
        str_clean(clean, sizeof(clean), name, false);
        if (jewel->face_count == CONTENT_FACES) {
            fault_add(loader, FAULT_TOO_MANY_FACES, cell.at, "");
            return;
        }
        const char *face = value_photo(loader, (struct cell){clean, cell.at});
        if (face[0] != '\0') {
            jewel->faces[jewel->face_count++] = face;
        }
        at += len + (at[len] == '+' ? 1 : 0);
    }
}

static void on_jewel(struct loader *loader, const struct csv_row *row)
{
    struct pack *pack = loader->pack;
    struct jewel *jewel = &pack->jewels[pack->jewel_count];

    *jewel = (struct jewel){
        .date = value_text(loader, cell_of(row, "datum"), PACK_DATE, TEXT_LINE, false),
        .title = value_text(loader, cell_of(row, "titel"), PACK_TITLE, TEXT_LINE, true),
        .text = value_text(loader, cell_of(row, "tekst"), PACK_TEXT, TEXT_LINES, true),
        .by = value_text(loader, cell_of(row, "wie"), PACK_BY, TEXT_LINE, false),
        .join = value_text(loader, cell_of(row, "mee"), PACK_SENTENCE, TEXT_LINE, false),
        .photo = value_photo(loader, cell_of(row, "foto")),
        .owner = value_owner(loader, cell_of(row, "van_wie")),
    };
    read_faces(loader, cell_of(row, "gezichten"), jewel);
    jewel->id = value_id(loader, cell_of(row, "id"), jewel->title,
                         (struct id_list){pack->jewels, pack->jewel_count, sizeof(*jewel)});
    pack->jewel_count++;
}

void jewels_read(struct loader *loader)
{
    static const struct table table = {.path = "kroonjuwelen.csv",
                                       .max_rows = PACK_MAX_LIST,
                                       .columns = jewel_columns,
                                       .row = on_jewel};
    struct pack *pack = loader->pack;

    pack->jewels = arena_array(&pack->arena, PACK_MAX_LIST, sizeof(*pack->jewels));
    if (pack->jewels != NULL) {
        table_read(loader, &table);
    }
}

/* ---- knowledge ----------------------------------------------------------------------------- */

static const struct column card_columns[] = {
    {"id", false},          {"titel", true},    {"wat", true},   {"wie", false},
    {"eerste_stap", false}, {"meer", false},    {"foto", false}, {"uit", false},
    {"delen", false},       {"van_wie", false}, {NULL, false},
};

static void on_card(struct loader *loader, const struct csv_row *row)
{
    static const char *const answers[] = {"nee", "ja", NULL};
    struct pack *pack = loader->pack;
    struct card *card = &pack->cards[pack->card_count];
    struct cell shared = cell_of(row, "delen");
    int answer = 0;

    if (shared.text[0] != '\0') {
        value_word(loader, shared, answers, FAULT_UNKNOWN_YES_NO, &answer);
    }
    *card = (struct card){
        .title = value_text(loader, cell_of(row, "titel"), PACK_TITLE, TEXT_LINE, true),
        .what = value_text(loader, cell_of(row, "wat"), PACK_TEXT, TEXT_LINES, true),
        .who = value_text(loader, cell_of(row, "wie"), PACK_TEXT, TEXT_LINES, false),
        .first = value_text(loader, cell_of(row, "eerste_stap"), PACK_TEXT, TEXT_LINES, false),
        .more = value_text(loader, cell_of(row, "meer"), PACK_TEXT, TEXT_LINES, false),
        .from = value_text(loader, cell_of(row, "uit"), PACK_NAME, TEXT_LINE, false),
        .photo = value_photo(loader, cell_of(row, "foto")),
        .is_shared = answer == 1,
        .owner = value_owner(loader, cell_of(row, "van_wie")),
    };
    card->id = value_id(loader, cell_of(row, "id"), card->title,
                        (struct id_list){pack->cards, pack->card_count, sizeof(*card)});
    pack->card_count++;
}

void cards_read(struct loader *loader)
{
    static const struct table table = {
        .path = "kennis.csv", .max_rows = PACK_MAX_LIST, .columns = card_columns, .row = on_card};
    struct pack *pack = loader->pack;

    pack->cards = arena_array(&pack->arena, PACK_MAX_LIST, sizeof(*pack->cards));
    if (pack->cards != NULL) {
        table_read(loader, &table);
    }
}
