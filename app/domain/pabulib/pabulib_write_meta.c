/* META as it is written: the keys of the format in their order, each value as its kind asks. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum kind {
    TEXT,
    OURS,    /* the election itself tells it */
    WHOLE,   /* left out when it is no whole number */
    MONEY,   /* left out when it is no amount; with a dot */
    LIST,    /* no blanks around its commas */
    DATE,    /* 2026 or 31.12.2026 */
    ONE,     /* 1, or left out */
    RULE,    /* "unknown" when it is not told */
    COMMENT, /* begins with "#1: " */
    LETTERS2,
    LETTERS3
};

static const struct field {
    const char *key;
    enum kind kind;
    bool is_needed;
} fields[] = {
    {"description", TEXT, true},
    {"country", TEXT, true},
    {"unit", TEXT, true},
    {"district", TEXT, false},
    {"subunit", TEXT, false},
    {"instance", TEXT, true},
    {"num_projects", OURS, true},
    {"num_votes", OURS, true},
    {"budget", OURS, true},
    {"vote_type", OURS, true},
    {"rule", RULE, true},
    {"date_begin", DATE, true},
    {"date_end", DATE, true},
    {"min_length", WHOLE, false},
    {"max_length", WHOLE, false},
    {"min_sum_cost", MONEY, false},
    {"max_sum_cost", MONEY, false},
    {"min_points", WHOLE, false},
    {"max_points", WHOLE, false},
    {"min_sum_points", WHOLE, false},
    {"max_sum_points", WHOLE, false},
    {"min_project_cost", WHOLE, false},
    {"max_project_cost", WHOLE, false},
    {"min_project_score_threshold", WHOLE, false},
    {"neighborhoods", LIST, false},
    {"subdistricts", LIST, false},
    {"categories", LIST, false},
    {"edition", TEXT, false},
    {"language", LETTERS2, false},
    {"currency", LETTERS3, false},
    {"fully_funded", OURS, false},
    {"experimental", ONE, false},
    {"comment", COMMENT, false},
    {"acknowledgments", TEXT, false},
    {"leftover_budget", TEXT, false},
    {"budget_per_category", LIST, false},
    {"budget_per_neighborhood", LIST, false},
    {"min_length_per_category", WHOLE, false},
    {"max_length_per_category", WHOLE, false},
    {"min_sum_cost_per_category", LIST, false},
    {"max_sum_cost_per_category", LIST, false},
};

static int digits(const char *text, size_t count)
{
    int number = 0;

    for (size_t i = 0; i < count; i++) {
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

/* YYYY, or DD.MM.YYYY of a day that is in the calendar. */
static bool is_date(const char *text)
{
    static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    size_t len = strlen(text);
    bool is_day = len == 10 && text[2] == '.' && text[5] == '.';

    if (strspn(text, "0123456789") != (is_day ? 2u : len) || (!is_day && len != 4) ||
        (is_day && (strspn(text + 3, "0123456789") != 2 || strspn(text + 6, "0123456789") != 4))) {
        return false;
    }
    int year = digits(text + len - 4, 4);
    if (!is_day || year == 0) {
        return year > 0;
    }
    int day = digits(text, 2), month = digits(text + 3, 2);
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 && day <= month_days[month - 1] &&
           (month != 2 || day < 29 || is_leap);
}

static bool is_written_of(const char *text, const char *letters, size_t count)
{
    return strlen(text) == count && strspn(text, letters) == count;
}

/* Nothing that can be written as this kind is left out, unless it is needed (check_meta). */
static bool may_write(const struct pb_writer *writer, const struct field *field, const char *value)
{
    int64_t whole;
    struct pb_amount amount;

    switch (field->kind) {
    case WHOLE: /* a limit above the number of plans is none, and the checker refuses it */
        return pb_whole(&whole, pb_text(value)) == PABULIB_FINE &&
               (strcmp(field->key, "max_length") != 0 ||
                (size_t)whole <= writer->election->plan_count);
    case MONEY:
        return pb_amount(&amount, pb_text(value)) == PABULIB_FINE;
    case DATE:
        return is_date(value);
    case ONE:
        return strcmp(value, "1") == 0;
    case LETTERS2:
        return is_written_of(value, "abcdefghijklmnopqrstuvwxyz", 2);
    case LETTERS3:
        return is_written_of(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 3);
    case LIST:
        return value[strspn(value, ", ")] != '\0';
    case TEXT:
    case RULE:
    case COMMENT:
    case OURS:
        break;
    }
    return value[0] != '\0';
}

static void put_comment(struct pb_out *out, const char *text)
{
    bool is_quoted = pb_needs_quotes(text);

    pb_put(out, "\"", is_quoted ? 1 : 0);
    pb_put_text(out, strncmp(text, "#1: ", 4) == 0 ? "" : "#1: ");
    pb_put_inner(out, text, strlen(text), is_quoted);
    pb_put(out, "\"", is_quoted ? 1 : 0);
}

static void put_value(struct pb_writer *writer, const struct field *field, const char *value)
{
    struct pb_out *out = &writer->out;
    int64_t whole = 0, unit = 1;
    struct pb_amount amount = {0};

    switch (field->kind) {
    case WHOLE:
        pb_whole(&whole, pb_text(value));
        pb_put_number(out, (uint64_t)whole);
        break;
    case MONEY:
        pb_amount(&amount, pb_text(value));
        for (int i = 0; i < amount.decimals; i++) {
            unit *= 10;
        }
        pb_put_money(out, amount.digits, unit);
        break;
    case LIST:
        pb_put_list(out, value);
        break;
    case COMMENT:
        put_comment(out, value);
        break;
    case TEXT:
    case OURS:
    case DATE:
    case ONE:
    case RULE:
    case LETTERS2:
    case LETTERS3:
        pb_put_cell(out, value);
        break;
    }
}

static bool is_all_affordable(const struct election *election)
{
    int64_t left = election->budget;

    for (size_t i = 0; i < election->plan_count && left >= 0; i++) {
        left -= election->plans[i].cost;
    }
    return left >= 0;
}

/* What the election itself tells. False: nothing to say under this key. */
static bool put_ours(struct pb_writer *writer, const char *key)
{
    const struct election *election = writer->election;
    struct pb_out *out = &writer->out;
    bool is_funded = strcmp(key, "fully_funded") == 0;

    if (is_funded && !is_all_affordable(election)) {
        return false;
    }
    pb_put_text(out, key);
    pb_put_text(out, ";");
    if (strcmp(key, "num_projects") == 0) {
        pb_put_number(out, election->plan_count);
    } else if (strcmp(key, "num_votes") == 0) {
        pb_put_number(out, election->ballot_count);
    } else if (strcmp(key, "budget") == 0) {
        pb_put_money(out, election->budget, election->unit);
    } else {
        pb_put_text(out, is_funded ? "1" : pabulib_type_names[writer->file->type]);
    }
    return true;
}

/* What the checker asks for and META does not tell. */
static const char *default_value(const struct pb_writer *writer, const struct field *field,
                                 char number[24])
{
    if (field->kind == RULE) {
        return "unknown";
    }
    if (strcmp(field->key, "max_sum_points") == 0 && writer->file->type == PABULIB_CUMULATIVE) {
        snprintf(number, 24, "%" PRIu64, writer->most_points > 0 ? writer->most_points : 1);
        return number;
    }
    return "";
}

void pb_put_meta(struct pb_writer *writer)
{
    struct pb_out *out = &writer->out;
    char number[24];

    pb_put_text(out, "META\nkey;value\n");
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        const struct field *field = &fields[i];
        const char *value = pabulib_value(writer->file, field->key);
        if (field->kind == OURS) {
            pb_put_text(out, put_ours(writer, field->key) ? "\n" : "");
            continue;
        }
        if (!may_write(writer, field, value)) {
            value = default_value(writer, field, number);
        }
        if (value[0] == '\0') {
            continue;
        }
        pb_put_text(out, field->key);
        pb_put_text(out, ";");
        put_value(writer, field, value);
        pb_put_text(out, "\n");
    }
}

bool pb_check_meta(const struct pb_writer *writer)
{
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        const char *value = pabulib_value(writer->file, fields[i].key);
        if (!fields[i].is_needed || fields[i].kind == OURS || fields[i].kind == RULE) {
            continue;
        }
        if (value[0] == '\0') {
            return err_set(writer->err, ERR_MISSING, "META has no %s", fields[i].key);
        }
        if (!may_write(writer, &fields[i], value)) {
            return err_set(writer->err, ERR_FORMAT, "%s: %s", fields[i].key, value);
        }
    }
    return true;
}
