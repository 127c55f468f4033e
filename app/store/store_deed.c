#include "app/store/store_deed.h"

#include "app/base/str.h"
#include "app/store/store_internal.h"

#include <string.h>

/* ---- acts ----------------------------------------------------------------------------------- */

static bool keep(struct store *store, enum record_kind kind, json_t *body_stolen, struct err *err)
{
    struct err own = {0};

    if (!store_begin(store, err)) {
        json_decref(body_stolen);
        return false;
    }
    return store_end(store, store_make(store, kind, body_stolen, NULL, &own), &own, err);
}

static json_t *body_about(const char *about, struct err *err)
{
    if (!subject_is_good(about)) {
        err_set(err, ERR_FORMAT, "not a subject");
        return NULL;
    }
    json_t *body = json_object();
    json_put_text(body, "about", about);
    return body;
}

bool store_deed_pledge(struct store *store, const char *about, const struct contact_sealed *contact,
                       struct err *err)
{
    json_t *body = body_about(about, err);

    if (body == NULL) {
        return false;
    }
    if (contact != NULL) {
        json_put_hex(body, "contact", contact->bytes, sizeof(contact->bytes));
    }
    json_put_text(body, "role", "helper");
    store_put_waits(store, body);
    return keep(store, RECORD_PLEDGE, body, err);
}

bool store_deed_thank(struct store *store, const char *about, struct err *err)
{
    json_t *body = body_about(about, err);

    if (body == NULL) {
        return false;
    }
    store_put_waits(store, body);
    return keep(store, RECORD_THANKS, body, err);
}

static void put_choices(json_t *body, unsigned choices)
{
    json_t *list = json_array();

    for (int i = 0; i < ANSWER_CHOICES; i++) {
        if ((choices & 1u << i) != 0) {
            json_array_append_new(list, json_integer(i));
        }
    }
    json_put(body, "choices", list);
}

static void put_texts(json_t *body, const char *const texts[ANSWER_TEXTS])
{
    char clean[ANSWER_WORDS * 4 + 1];
    json_t *list = json_array();

    for (int i = 0; i < ANSWER_TEXTS; i++) {
        str_clean(clean, sizeof(clean), texts[i] != NULL ? texts[i] : "", true);
        json_array_append_new(list, json_string(clean));
    }
    crypto_wipe(clean, sizeof(clean));
    json_put(body, "words", list);
}

static bool says_something(const char *text)
{
    return text != NULL && text[strspn(text, " \t\n")] != '\0';
}

bool store_deed_answer(struct store *store, const char *about, unsigned choices,
                       const char *const texts[ANSWER_TEXTS], struct err *err)
{
    bool has_words = texts != NULL && says_something(texts[0]);

    if ((choices != 0) == has_words || choices >> ANSWER_CHOICES != 0) {
        return err_set(err, ERR_FORMAT, "an answer is choices or words");
    }
    json_t *body = body_about(about, err);
    if (body == NULL) {
        return false;
    }
    if (has_words) {
        put_texts(body, texts);
    } else {
        put_choices(body, choices);
    }
    return keep(store, RECORD_ANSWER, body, err);
}

/* ---- counts --------------------------------------------------------------------------------- */

bool store_deed_count(struct store *store, const char *about, enum deed deed, uint32_t *ret,
                      struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_DEED_COUNT];

    db_bind_text(stmt, ":about", about);
    db_bind_int(stmt, ":sort", deed);
    int rc = db_step(stmt, err);
    if (rc == 1) {
        *ret = (uint32_t)db_int(stmt, 0);
    }
    db_reset(stmt);
    return rc == 1;
}

bool store_deed_tally(struct store *store, const char *about, struct deed_tally *ret,
                      struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_DEED_TALLY];
    struct deed_tally tally = {0};
    int rc;

    db_bind_text(stmt, ":about", about);
    while ((rc = db_step(stmt, err)) == 1) {
        uint32_t count = (uint32_t)db_int(stmt, 1);
        tally.answers += count;
        for (int i = 0; i < ANSWER_CHOICES; i++) {
            tally.choice[i] += (db_int(stmt, 0) & 1 << i) != 0 ? count : 0;
        }
    }
    db_reset(stmt);
    if (rc == 0) {
        *ret = tally;
    }
    return rc == 0;
}

/* ---- owners --------------------------------------------------------------------------------- */

static bool next_act(struct store *store, const char *about, int64_t *ret, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OWNER_NEXT_ACT];

    db_bind_text(stmt, ":about", about);
    int rc = db_step(stmt, err);
    *ret = rc == 1 ? db_int(stmt, 0) : 0;
    db_reset(stmt);
    return rc == 1;
}

static bool put_step(struct store *store, const char *about, const struct owner_step *step,
                     struct err *err)
{
    int64_t act;

    if (!next_act(store, about, &act, err)) {
        return false;
    }
    json_t *body = body_about(about, err);
    json_put_number(body, "act", act);
    json_put_text(body, "by", step->is_maker ? "maker" : "admin");
    json_put_text(body, "owner", owner_name(step->owner));
    json_put_text(body, "reason", owner_reason_name(step->reason));
    json_put_text(body, "was", owner_name(step->was));
    return store_make(store, RECORD_CONTENT_EDIT, body, NULL, err);
}

bool store_owner_change(struct store *store, const char *about, const struct owner_step *step,
                        struct err *err)
{
    struct err own = {0};

    if (!subject_is_good(about) || step->owner == step->was || step->reason >= OWNER_REASONS) {
        return err_set(err, ERR_FORMAT, "not a step to another owner");
    }
    return store_begin(store, err) &&
           store_end(store, put_step(store, about, step, &own), &own, err);
}

bool store_owner_steps(struct store *store, const char *about, struct owner_step *ret, size_t most,
                       size_t *ret_count, struct err *err)
{
    struct db_stmt *stmt = store->stmt[Q_OWNER_STEPS];
    size_t count = 0;
    int rc;

    db_bind_text(stmt, ":about", about);
    while ((rc = db_step(stmt, err)) == 1) {
        if (count < most) {
            ret[count] = (struct owner_step){.was = (enum owner)db_int(stmt, 0),
                                             .owner = (enum owner)db_int(stmt, 1),
                                             .is_maker = db_int(stmt, 3) != 0};
            owner_reason_parse(&ret[count].reason, db_text(stmt, 2));
        }
        count++;
    }
    db_reset(stmt);
    *ret_count = count;
    return rc == 0;
}

/* ---- laying out ----------------------------------------------------------------------------- */

static unsigned read_choices(const json_t *list)
{
    unsigned choices = 0;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *value = json_array_get(list, i);
        json_int_t number = json_is_integer(value) ? json_integer_value(value) : -1;
        choices |= number >= 0 && number < ANSWER_CHOICES ? 1u << number : 0;
    }
    return choices;
}

bool store_project_deed(struct store *store, const struct record *record, const json_t *body,
                        struct err *err)
{
    const char *about = json_text(body, "about", "");
    enum deed deed = record->kind == RECORD_PLEDGE   ? DEED_PLEDGE
                     : record->kind == RECORD_THANKS ? DEED_THANKS
                                                     : DEED_ANSWER;

    if (!subject_is_good(about)) {
        return true;
    }
    struct db_stmt *stmt = store->stmt[Q_DEED_ADD];
    db_bind_blob(stmt, ":rid", record->rid, RECORD_RID);
    db_bind_text(stmt, ":about", about);
    db_bind_int(stmt, ":sort", deed);
    db_bind_int(stmt, ":choices", read_choices(json_object_get(body, "choices")));
    db_bind_int(stmt, ":waits", json_flag(body, "waits", false));
    store->idea_changes++;
    return db_run(stmt, err);
}

bool store_project_owner(struct store *store, const struct record *record, const json_t *body,
                         struct err *err)
{
    const char *about = json_text(body, "about", "");
    enum owner was, owner;
    enum owner_reason reason;
    int64_t act = json_number(body, "act", 0);

    if (!subject_is_good(about) || act < 1 || act > STORE_ACT_MAX ||
        !owner_parse(&was, json_text(body, "was", "")) ||
        !owner_parse(&owner, json_text(body, "owner", "")) ||
        !owner_reason_parse(&reason, json_text(body, "reason", ""))) {
        return true; /* another edit */
    }
    struct db_stmt *stmt = store->stmt[Q_OWNER_ADD];
    db_bind_blob(stmt, ":rid", record->rid, RECORD_RID);
    db_bind_text(stmt, ":about", about);
    db_bind_int(stmt, ":act", act);
    db_bind_int(stmt, ":was", was);
    db_bind_int(stmt, ":owner", owner);
    db_bind_text(stmt, ":reason", owner_reason_name(reason));
    db_bind_int(stmt, ":maker", strcmp(json_text(body, "by", ""), "maker") == 0);
    store->idea_changes++;
    return db_run(stmt, err);
}
