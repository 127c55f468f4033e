#include "app/domain/idea.h"

#include "app/base/str.h"
#include "app/domain/words.h"

#include <stdio.h>
#include <string.h>

static const char *const need_names[] = {"money", "hands", "room", "permit", "knowledge"};
enum { NEEDS = sizeof(need_names) / sizeof(need_names[0]) };
static const char *const plan_of_names[] = {"", "us", "us-with-help", "municipality"};
static const char *const sort_names[IDEA_SORTS] = {"plan", "jewel"};
enum { PLANS_OF = sizeof(plan_of_names) / sizeof(plan_of_names[0]) };

/* Cleans one field where it stands and cuts it at `most` characters. */
static void clean_field(char *text, size_t cap, size_t most, bool lines)
{
    char clean[IDEA_MORE * 4 + 1];
    const char *end = clean;

    str_clean(clean, cap < sizeof(clean) ? cap : sizeof(clean), text, lines);
    for (size_t i = 0; i < most && str_decode(&end) != 0; i++) {
    }
    clean[end - clean] = '\0';
    crypto_wipe(text, cap); /* behind a shorter text nothing of the old one stays */
    str_copy(text, cap, clean);
    crypto_wipe(clean, sizeof(clean));
}

bool idea_clean(struct idea *idea, struct err *err)
{
    clean_field(idea->what, sizeof(idea->what), IDEA_WHAT, false);
    clean_field(idea->more, sizeof(idea->more), IDEA_MORE, true);
    clean_field(idea->whom, sizeof(idea->whom), IDEA_WHOM, false);
    for (size_t i = 0; i < GUIDE_STEPS; i++) {
        clean_field(idea->guide[i], sizeof(idea->guide[i]), IDEA_GUIDE, true);
    }
    return idea->what[0] != '\0' || err_set(err, ERR_FORMAT, "an idea without a word");
}

enum idea_plan_of idea_plan_of_owner(enum owner owner)
{
    return owner == OWNER_COMMUNITY ? PLAN_OF_US
           : owner == OWNER_SHARED  ? PLAN_OF_US_WITH_HELP
                                    : PLAN_OF_MUNICIPALITY;
}

bool idea_owner(const struct idea *idea, enum owner *ret)
{
    *ret = idea->plan_of == PLAN_OF_MUNICIPALITY   ? OWNER_MUNICIPALITY
           : idea->plan_of == PLAN_OF_US_WITH_HELP ? OWNER_SHARED
                                                   : OWNER_COMMUNITY;
    return idea->plan_of != PLAN_OF_NONE;
}

bool idea_has_guide(const struct idea *idea)
{
    bool any = false;

    for (size_t i = 0; i < GUIDE_STEPS; i++) {
        any = any || idea->guide[i][0] != '\0';
    }
    return any;
}

/* ---- as a record body ---------------------------------------------------------------------- */

/* [[x,y,x,y,...],...], one inner list a stroke. */
static json_t *drawing_to_json(const struct drawing *drawing)
{
    json_t *strokes = json_array();
    size_t point = 0;

    for (size_t s = 0; s < drawing->stroke_count && s < IDEA_MAX_STROKES; s++) {
        json_t *stroke = json_array();
        for (; point < drawing->stroke_end[s] && point < IDEA_MAX_POINTS; point++) {
            json_array_append_new(stroke, json_integer(drawing->x[point]));
            json_array_append_new(stroke, json_integer(drawing->y[point]));
        }
        json_array_append_new(strokes, stroke);
    }
    return strokes;
}

static void put_when_said(json_t *body, const char *key, const char *text)
{
    if (text[0] != '\0') {
        json_put_text(body, key, text);
    }
}

json_t *idea_to_json(const struct idea *idea)
{
    json_t *body = json_object();

    json_put_number(body, "number", idea->number);
    json_put_text(body, "what", idea->what);
    put_when_said(body, "more", idea->more);
    put_when_said(body, "whom", idea->whom);
    if (idea->plan_of > PLAN_OF_NONE && (unsigned)idea->plan_of < PLANS_OF) {
        json_put_text(body, "plan_of", plan_of_names[idea->plan_of]);
    }
    if (idea->needs != 0) {
        json_t *needs = json_array();
        for (size_t i = 0; i < NEEDS; i++) {
            if ((idea->needs & 1u << i) != 0) {
                json_array_append_new(needs, json_string(need_names[i]));
            }
        }
        json_put(body, "needs", needs);
    }
    if (idea->sort != IDEA_PLAN && idea->sort < IDEA_SORTS) {
        json_put_text(body, "sort", sort_names[idea->sort]);
    }
    if (idea_has_guide(idea)) { /* all five: an answer's place says which question it is of */
        json_t *guide = json_array();
        for (size_t i = 0; i < GUIDE_STEPS; i++) {
            json_array_append_new(guide, json_string(idea->guide[i]));
        }
        json_put(body, "guide", guide);
    }
    if (idea->drawing.stroke_count > 0) {
        json_put(body, "drawing", drawing_to_json(&idea->drawing));
    }
    return body;
}

static bool coordinate(uint16_t *ret, const json_t *value)
{
    int64_t number = json_is_integer(value) ? json_integer_value(value) : -1;

    if (number < 0 || number > IDEA_DRAWING_SIZE) {
        return false;
    }
    *ret = (uint16_t)number;
    return true;
}

static bool stroke_from_json(struct drawing *drawing, const json_t *stroke)
{
    size_t len = json_array_size(stroke);

    if (!json_is_array(stroke) || len % 2 != 0 ||
        len / 2 > (size_t)IDEA_MAX_POINTS - drawing->point_count ||
        drawing->stroke_count == IDEA_MAX_STROKES) {
        return false;
    }
    for (size_t i = 0; i < len; i += 2) {
        uint16_t at = drawing->point_count++;
        if (!coordinate(&drawing->x[at], json_array_get(stroke, i)) ||
            !coordinate(&drawing->y[at], json_array_get(stroke, i + 1))) {
            return false;
        }
    }
    drawing->stroke_end[drawing->stroke_count++] = drawing->point_count;
    return true;
}

static bool drawing_from_json(struct drawing *ret, const json_t *strokes)
{
    if (strokes != NULL && !json_is_array(strokes)) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(strokes); i++) {
        if (!stroke_from_json(ret, json_array_get(strokes, i))) {
            return false;
        }
    }
    return true;
}

/* A need or a plan_of that this version does not know is left out: the idea itself still stands. */
static void choices_from_json(struct idea *idea, const json_t *body)
{
    const json_t *needs = json_object_get(body, "needs");
    const char *plan_of = json_text(body, "plan_of", "");

    for (size_t i = 0; i < json_array_size(needs); i++) {
        const char *name = json_string_value(json_array_get(needs, i));
        for (size_t n = 0; name != NULL && n < NEEDS; n++) {
            idea->needs |= strcmp(name, need_names[n]) == 0 ? 1u << n : 0;
        }
    }
    for (size_t i = 0; i < PLANS_OF; i++) {
        if (strcmp(plan_of, plan_of_names[i]) == 0) {
            idea->plan_of = (enum idea_plan_of)i;
        }
    }
}

static void guide_from_json(struct idea *idea, const json_t *guide)
{
    for (size_t i = 0; i < GUIDE_STEPS; i++) {
        const char *answer = json_string_value(json_array_get(guide, i));
        str_copy(idea->guide[i], sizeof(idea->guide[i]), answer != NULL ? answer : "");
    }
}

bool idea_from_json(struct idea *ret, const json_t *body, struct err *err)
{
    struct idea idea = {0};
    int64_t number = json_number(body, "number", 0);

    str_copy(idea.what, sizeof(idea.what), json_text(body, "what", ""));
    str_copy(idea.more, sizeof(idea.more), json_text(body, "more", ""));
    str_copy(idea.whom, sizeof(idea.whom), json_text(body, "whom", ""));
    choices_from_json(&idea, body);
    guide_from_json(&idea, json_object_get(body, "guide"));
    idea.sort =
        strcmp(json_text(body, "sort", ""), sort_names[IDEA_JEWEL]) == 0 ? IDEA_JEWEL : IDEA_PLAN;
    bool good = idea_clean(&idea, err);
    if (good && (number < 0 || number > UINT32_MAX)) {
        good = err_set(err, ERR_FORMAT, "not a number of an idea");
    }
    if (good && !drawing_from_json(&idea.drawing, json_object_get(body, "drawing"))) {
        good = err_set(err, ERR_FORMAT, "not a drawing");
    }
    if (good) {
        idea.number = (uint32_t)number;
        *ret = idea;
    }
    crypto_wipe(&idea, sizeof(idea));
    return good;
}

/* ---- the maker's two words ----------------------------------------------------------------- */

void idea_make_words(uint16_t ret[2])
{
    uint8_t bytes[4];

    crypto_random(bytes, sizeof(bytes));
    for (size_t i = 0; i < 2; i++) {
        ret[i] = (uint16_t)((bytes[2 * i] << 8 | bytes[2 * i + 1]) % WORDS_COUNT);
    }
    crypto_wipe(bytes, sizeof(bytes));
}

bool idea_stretch_words(uint8_t ret[IDEA_SECRET], const uint16_t words[2],
                        const uint8_t salt[CRYPTO_SALT], struct err *err)
{
    /* 22 bits are few, so each try costs; a Pi 4 takes about a tenth of a second. */
    static const struct crypto_cost cost = {.passes = 2, .memory_kib = 16 * 1024};
    char secret[2 * (WORDS_MAX_LEN + 1)];

    int len = snprintf(secret, sizeof(secret), "%s %s", words_at(words[0]), words_at(words[1]));
    bool done = crypto_stretch(ret, IDEA_SECRET, secret, (size_t)len, salt, cost, err);
    crypto_wipe(secret, sizeof(secret));
    return done;
}
