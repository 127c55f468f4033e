/* vragen.csv: what the village is asked ("Vraag aan het dorp"). */
#include "app/content/pack_inner.h"

#include <stdio.h>
#include <string.h>

static const struct column question_columns[] = {
    {"id", true},      {"vraag", true},    {"soort", true},   {"uitleg", false},
    {"groep", false},  {"keuze1", false},  {"keuze2", false}, {"keuze3", false},
    {"keuze4", false}, {"keuze5", false},  {"keuze6", false}, {"hoogstens", false},
    {"laag", false},   {"hoog", false},    {"foto", false},   {"toon", false},
    {"dicht", false},  {"van_wie", false}, {NULL, false},
};

static void read_choices(struct loader *loader, const struct csv_row *row, struct question *ret)
{
    static const char *const names[CONTENT_CHOICES] = {"keuze1", "keuze2", "keuze3",
                                                       "keuze4", "keuze5", "keuze6"};
    size_t filled = 0;

    for (size_t i = 0; i < CONTENT_CHOICES; i++) {
        struct cell cell = cell_of(row, names[i]);
        if (cell.text[0] == '\0') {
            continue;
        }
        filled++;
        if (ret->kind != QUESTION_CHOICE) {
            fault_add(loader, FAULT_NOT_FOR_KIND, cell.at, names[i]);
        } else if (filled == i + 1) { /* no gap before it */
            ret->choices[i] = value_text(loader, cell, PACK_CHOICE, TEXT_LINE, true);
            ret->choice_count = filled;
        }
    }
    if (ret->kind == QUESTION_CHOICE && (filled < 2 || filled != ret->choice_count)) {
        char detail[12];
        snprintf(detail, sizeof(detail), "%zu", ret->choice_count);
        fault_add(loader, FAULT_CHOICES, cell_of(row, "keuze1").at, detail);
    }
}

/* "hoogstens": how many choices, or how many steps a scale has. */
static void read_most(struct loader *loader, struct cell cell, struct question *ret)
{
    int64_t number = ret->kind == QUESTION_SCALE ? 5 : 1;
    bool is_scale = ret->kind == QUESTION_SCALE;

    if (cell.text[0] != '\0' && ret->kind != QUESTION_CHOICE && !is_scale) {
        fault_add(loader, FAULT_NOT_FOR_KIND, cell.at, "hoogstens");
    } else if (cell.text[0] != '\0') {
        bool is_whole = ret->choice_count >= 2; /* else it was told already */
        int64_t top = is_whole ? (int64_t)ret->choice_count : CONTENT_CHOICES;
        value_number(loader, cell, is_scale ? 3 : 1, is_scale ? 10 : top, &number);
    }
    ret->steps = is_scale ? (uint16_t)number : 0;
    ret->most = ret->kind == QUESTION_CHOICE ? (uint16_t)number : 0;
}

static void read_ends(struct loader *loader, const struct csv_row *row, struct question *ret)
{
    static const char *const names[] = {"laag", "hoog"};

    for (size_t i = 0; i < 2; i++) {
        struct cell cell = cell_of(row, names[i]);
        bool is_scale = ret->kind == QUESTION_SCALE;
        if (cell.text[0] != '\0' && !is_scale) {
            fault_add(loader, FAULT_NOT_FOR_KIND, cell.at, names[i]);
        }
        *(i == 0 ? &ret->low : &ret->high) =
            is_scale ? value_text(loader, cell, PACK_CHOICE, TEXT_LINE, true) : "";
    }
}

static void on_question(struct loader *loader, const struct csv_row *row)
{
    static const char *const kinds[] = {"keuze", "schaal", "open", "actie", NULL};
    static const char *const shows[] = {"nooit", "na afloop", "meteen", NULL};
    static const char *const answers[] = {"nee", "ja", NULL};
    struct pack *pack = loader->pack;
    struct question *question = &pack->questions[pack->question_count];
    struct cell id = cell_of(row, "id");
    struct cell show = cell_of(row, "toon");
    struct cell closed = cell_of(row, "dicht");
    int kind = 0;
    int shown = SHOW_AFTER;
    int answer = 0;

    bool knows_kind =
        value_word(loader, cell_of(row, "soort"), kinds, FAULT_UNKNOWN_QUESTION, &kind);
    if (show.text[0] != '\0') {
        value_word(loader, show, shows, FAULT_UNKNOWN_SHOW, &shown);
    }
    if (closed.text[0] != '\0') {
        value_word(loader, closed, answers, FAULT_UNKNOWN_YES_NO, &answer);
    }
    *question = (struct question){
        .text = value_text(loader, cell_of(row, "vraag"), PACK_SENTENCE, TEXT_LINE, true),
        .about = value_text(loader, cell_of(row, "uitleg"), PACK_TEXT, TEXT_LINES, false),
        .group = value_text(loader, cell_of(row, "groep"), PACK_NAME, TEXT_LINE, false),
        .photo = value_photo(loader, cell_of(row, "foto")),
        .low = "",
        .high = "",
        .kind = (enum question_kind)kind,
        .show = (enum question_show)shown,
        .is_closed = answer == 1,
        .owner = value_owner(loader, cell_of(row, "van_wie")),
    };
    if (id.text[0] == '\0') { /* answers name it: it must not move with the words */
        fault_add(loader, FAULT_TEXT_MISSING, id.at, "");
    }
    question->id =
        value_id(loader, id, question->text,
                 (struct id_list){pack->questions, pack->question_count, sizeof(*question)});
    if (knows_kind) {
        read_choices(loader, row, question);
        read_most(loader, cell_of(row, "hoogstens"), question);
        read_ends(loader, row, question);
    }
    pack->question_count++;
}

void questions_read(struct loader *loader)
{
    static const struct table table = {.path = "vragen.csv",
                                       .max_rows = PACK_MAX_LIST,
                                       .columns = question_columns,
                                       .row = on_question};
    struct pack *pack = loader->pack;

    pack->questions = arena_array(&pack->arena, PACK_MAX_LIST, sizeof(*pack->questions));
    if (pack->questions != NULL) {
        table_read(loader, &table);
    }
}
