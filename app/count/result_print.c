#include "app/count/result_print.h"

#include "app/base/json.h"
#include "app/base/str.h"
#include "app/count/draw.h"
#include "app/domain/count/explain.h"
#include "app/domain/count/report.h"
#include "app/domain/count/terms.h"
#include "app/domain/receipts.h"

#include <inttypes.h>
#include <string.h>

enum { AMOUNT = 32, NUMBER = 24 };

static void show_number(char ret[NUMBER], int64_t number)
{
    snprintf(ret, NUMBER, "%" PRId64, number);
}

static const char *title_of(const struct desk *desk, int64_t number)
{
    const struct plan *plan =
        number < 0 || number > UINT16_MAX ? NULL : round_plan(desk->round, (uint16_t)number);
    return plan == NULL ? "" : plan->title;
}

/* With few ballots: who won, and no more. */
static void say_winners(const struct desk *desk, const json_t *winners)
{
    for (size_t i = 0; i < json_array_size(winners); i++) {
        char plan[NUMBER];
        int64_t number = json_integer_value(json_array_get(winners, i));
        show_number(plan, number);
        const char *const pairs[] = {"plan", plan, "title", title_of(desk, number), NULL};
        desk_say(desk, "uitslag.winner", pairs);
    }
}

/* The whole count and every step, in the words of the kiosk. */
static void say_steps(const struct desk *desk, const json_t *result)
{
    struct arena arena;
    struct count_options options;
    struct count_outcome outcome;

    arena_init(&arena, 0);
    const struct election *election = election_of_round(&arena, desk->round, 0, 0);
    if (terms_read(&options, desk->round, NULL) &&
        draw_read(&options, json_object_get(result, "draw"), desk->round) &&
        report_read(&outcome, &arena, election, result, NULL)) {
        const struct counted counted = {election, &options, &outcome,
                                        (uint64_t)json_number(result, "ballots", 0)};
        struct explain_text whole = explain_whole(&arena, &counted);
        say_explain(&desk->say, desk->out, &whole);
        for (size_t i = 0; i < outcome.step_count; i++) {
            struct explain_text step = explain_step(&arena, &counted, i);
            const char *name = election->plans[outcome.steps[i].plan].name;
            fprintf(desk->out, "%3zu. %s%s", i + 1, name, name[0] == '\0' ? "" : ". ");
            say_explain(&desk->say, desk->out, &step);
        }
    }
    arena_finish(&arena);
}

static void say_refused(const struct desk *desk, const json_t *refused)
{
    static const char *const names[] = {"double", "malformed", "unopened"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char key[40];
        int64_t number = json_number(refused, names[i], 0);
        snprintf(key, sizeof(key), "uitslag.%s", names[i]);
        if (number > 0) {
            desk_say_number(desk, key, number);
        }
    }
}

static void say_exceptions(const struct desk *desk, const json_t *exceptions)
{
    for (size_t i = 0; i < json_array_size(exceptions); i++) {
        const char *reason = json_string_value(json_array_get(exceptions, i));
        const char *const pairs[] = {"reason", reason == NULL ? "" : reason, NULL};
        desk_say(desk, "uitslag.exception", pairs);
    }
}

/* All but the counted ones: a list for each reason. */
static size_t lost_receipts(const json_t *receipts)
{
    size_t lost = 0;
    const char *key;
    json_t *list;

    json_object_foreach((json_t *)(uintptr_t)receipts, key, list)
    {
        const char *text = json_string_value(list);
        lost += text == NULL || strcmp(key, "counted") == 0 ? 0 : receipts_count(text);
    }
    return lost;
}

void result_print(const struct desk *desk, const json_t *result)
{
    char budget[AMOUNT];
    const json_t *steps = json_object_get(result, "steps");

    str_amount(budget, sizeof(budget), json_number(result, "budget_cents", 0));
    const char *const pairs[] = {"title", json_text(result, "title", ""), "budget", budget, NULL};
    desk_say(desk, "uitslag.head", pairs);
    desk_say_number(desk, "uitslag.ballots", json_number(result, "ballots", 0));
    if (json_is_integer(json_object_get(result, "blank"))) {
        desk_say_number(desk, "uitslag.blank", json_number(result, "blank", 0));
    }
    if (json_array_size(steps) == 0) {
        desk_say(desk, "uitslag.small", NULL);
        say_winners(desk, json_object_get(result, "winners"));
    }
    if (json_array_size(steps) > 0) {
        say_steps(desk, result);
    }
    size_t lost = lost_receipts(json_object_get(result, "receipts"));
    if (lost > 0) {
        desk_say_number(desk, "uitslag.not-counted", (int64_t)lost);
    }
    say_refused(desk, json_object_get(result, "refused"));
    say_exceptions(desk, json_object_get(result, "exceptions"));
}
