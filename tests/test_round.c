/* What opening a round freezes, and which codes belong to it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/str.h"
#include "app/domain/round.h"

#include <string.h>

enum { PLANS = 3 };

static void fill(struct round *round, struct plan plans[PLANS])
{
    memset(plans, 0, PLANS * sizeof(*plans));
    for (size_t i = 0; i < PLANS; i++) {
        plans[i].number = (uint16_t)(10 * (i + 1));
        plans[i].title = i == 0 ? "Bankje" : i == 1 ? "Speeltuin" : "Boom";
        plans[i].summary = plans[i].text = "";
        plans[i].cost_cents = 100000 * (int64_t)(i + 1);
    }
    *round = (struct round){
        .form = FORM_APPROVE,
        .choose_max = 3,
        .rule = "votes",
        .budget_cents = 500000,
        .plans = plans,
        .plan_count = PLANS,
        .title = "Dorpsbudget",
    };
    for (size_t i = 0; i < ROUND_ID; i++) {
        round->id[i] = (uint8_t)i;
    }
}

static void names_go_out_and_come_back(void **state)
{
    enum owner owner;

    (void)state;
    for (int i = OWNER_COMMUNITY; i <= OWNER_MUNICIPALITY; i++) {
        assert_true(owner_parse(&owner, owner_name((enum owner)i)));
        assert_int_equal(owner, i);
    }
    owner = OWNER_SHARED;
    assert_false(owner_parse(&owner, ""));
    assert_false(owner_parse(&owner, "Community"));
    assert_int_equal(owner, OWNER_SHARED);
    assert_string_equal(round_state_name(ROUND_CONCEPT), "concept");
    assert_string_equal(round_state_name(ROUND_OPEN), "open");
    assert_string_equal(round_state_name(ROUND_PAUSED), "paused");
    assert_string_equal(round_state_name(ROUND_CLOSED), "closed");
}

/* From a second implementation, in Python: the parts in order, each after its length. */
static void the_digest_is_the_one_that_another_program_computes(void **state)
{
    struct plan plans[PLANS];
    struct round round;
    uint8_t digest[CRYPTO_HASH];
    char hex[65];

    (void)state;
    fill(&round, plans);
    round_digest(digest, &round);
    str_hex(hex, digest, sizeof(digest));
    assert_string_equal(hex, "4819032662259bad62bfe7c5613deb86db17a1467909fd14d5b39faee112a0df");
}

static bool same_digest(const struct round *a, const struct round *b)
{
    uint8_t digest_a[CRYPTO_HASH], digest_b[CRYPTO_HASH];

    round_digest(digest_a, a);
    round_digest(digest_b, b);
    return memcmp(digest_a, digest_b, sizeof(digest_a)) == 0;
}

static void a_change_of_anything_frozen_changes_the_digest(void **state)
{
    struct plan plans[PLANS], changed_plans[PLANS];
    struct round round, changed;

    (void)state;
    fill(&round, plans);
    for (int what = 0; what < 13; what++) {
        fill(&changed, changed_plans);
        switch (what) {
        case 0:
            changed.id[15] ^= 1;
            break;
        case 1:
            changed.form = FORM_PURSE;
            break;
        case 2:
            changed.choose_min = 1;
            break;
        case 3:
            changed.choose_max = 2;
            break;
        case 4:
            changed.points = 1;
            break;
        case 5:
            changed.allow_blank = true;
            break;
        case 6:
            changed.budget_cents++;
            break;
        case 7:
            changed.rule = "votes-no-skip";
            break;
        case 8:
            changed.plan_count = 2;
            break;
        case 9:
            changed_plans[1].number = 21;
            break;
        case 10:
            changed_plans[1].title = "Speeltuin ";
            break;
        case 11:
            changed_plans[1].cost_cents--;
            break;
        case 12: {
            struct plan first = changed_plans[0];
            changed_plans[0] = changed_plans[1];
            changed_plans[1] = first;
            break;
        }
        default:
            break;
        }
        assert_false(same_digest(&round, &changed));
    }
}

static void what_is_not_frozen_and_where_memory_lies_does_not_matter(void **state)
{
    struct plan plans[PLANS], other_plans[PLANS];
    struct round round, other;
    char title[] = "Bankje";

    (void)state;
    fill(&round, plans);
    memset(other_plans, 0xAA, sizeof(other_plans)); /* padding of another colour */
    fill(&other, other_plans);
    other_plans[0].title = title;
    other_plans[0].photo = "bankje.jpg";
    other.title = "Een andere titel";
    other.day[PHASE_VOTE] = 5;
    assert_true(same_digest(&round, &other));
}

static void titles_cannot_be_shifted_from_one_plan_to_the_next(void **state)
{
    struct plan plans[PLANS], other_plans[PLANS];
    struct round round, other;

    (void)state;
    fill(&round, plans);
    fill(&other, other_plans);
    plans[0].title = "ab";
    plans[1].title = "c";
    other_plans[0].title = "a";
    other_plans[1].title = "bc";
    assert_false(same_digest(&round, &other));
}

static void a_round_of_the_most_plans_has_a_digest(void **state)
{
    static struct plan plans[ROUND_MAX_PLANS];
    struct round round = {.plans = plans, .plan_count = ROUND_MAX_PLANS};
    uint8_t digest[CRYPTO_HASH];

    (void)state;
    round_digest(digest, &round); /* titles and rule NULL: read as empty */
}

static void a_plan_is_found_by_its_printed_number(void **state)
{
    struct plan plans[PLANS];
    struct round round;

    (void)state;
    fill(&round, plans);
    assert_ptr_equal(round_plan(&round, 20), &plans[1]);
    assert_null(round_plan(&round, 21));
    assert_null(round_plan(&round, 0));
}

static void only_the_tags_of_this_village_are_known(void **state)
{
    enum { TAGS = 101 };
    static uint8_t tags[TAGS][32];
    struct round round = {.tags = (const uint8_t(*)[32])tags};

    (void)state;
    for (size_t i = 0; i < TAGS; i++) {
        tags[i][0] = (uint8_t)(2 * i);
        tags[i][31] = 7;
    }
    for (size_t count = 0; count <= TAGS; count++) {
        round.tag_count = count;
        for (size_t i = 0; i < TAGS; i++) {
            uint8_t tag[32] = {0};
            memcpy(tag, tags[i], 32);
            assert_int_equal(round_knows_tag(&round, tag), i < count);
            tag[31] = 8;
            assert_false(round_knows_tag(&round, tag));
            tag[31] = 6;
            assert_false(round_knows_tag(&round, tag));
        }
    }
    round.tags = NULL;
    assert_false(round_knows_tag(&round, tags[0]));
}

/* A person goes on; the days only say what is due, and never pass over the closing of the box. */
static void the_days_of_a_round_say_which_phase_is_due(void **state)
{
    struct round round = {
        .day = {[PHASE_CHECK] = 10, [PHASE_VOTE] = 20, [PHASE_RESULT] = 30, [PHASE_DOING] = 40}};
    static const struct {
        enum round_phase now;
        int day;
        enum round_phase due;
    } cases[] = {
        {PHASE_IDEAS, 9, PHASE_IDEAS},   {PHASE_IDEAS, 10, PHASE_CHECK},
        {PHASE_IDEAS, 25, PHASE_VOTE},   {PHASE_CHECK, 19, PHASE_CHECK},
        {PHASE_CHECK, 20, PHASE_VOTE},   {PHASE_VOTE, 29, PHASE_VOTE},
        {PHASE_VOTE, 30, PHASE_RESULT},  {PHASE_VOTE, 99, PHASE_RESULT},
        {PHASE_IDEAS, 99, PHASE_RESULT}, {PHASE_RESULT, 39, PHASE_RESULT},
        {PHASE_RESULT, 40, PHASE_DOING}, {PHASE_DOING, 1, PHASE_DOING},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(round_phase_due(&round, cases[i].now, cases[i].day), cases[i].due);
    }
    memset(round.day, 0, sizeof(round.day)); /* all by hand */
    for (int now = 0; now < ROUND_PHASES; now++) {
        assert_int_equal(round_phase_due(&round, (enum round_phase)now, 99), now);
    }
}

static void what_a_person_chose_counts_as_far_as_the_box_allows(void **state)
{
    (void)state;
    assert_int_equal(round_phase(ROUND_CONCEPT, PHASE_IDEAS), PHASE_IDEAS);
    assert_int_equal(round_phase(ROUND_CONCEPT, PHASE_DOING), PHASE_CHECK);
    assert_int_equal(round_phase(ROUND_OPEN, PHASE_IDEAS), PHASE_VOTE);
    assert_int_equal(round_phase(ROUND_PAUSED, PHASE_DOING), PHASE_VOTE);
    assert_int_equal(round_phase(ROUND_CLOSED, PHASE_VOTE), PHASE_RESULT);
    assert_int_equal(round_phase(ROUND_CLOSED, PHASE_DOING), PHASE_DOING);
}

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_go_out_and_come_back),
        cmocka_unit_test(the_digest_is_the_one_that_another_program_computes),
        cmocka_unit_test(a_change_of_anything_frozen_changes_the_digest),
        cmocka_unit_test(what_is_not_frozen_and_where_memory_lies_does_not_matter),
        cmocka_unit_test(titles_cannot_be_shifted_from_one_plan_to_the_next),
        cmocka_unit_test(a_round_of_the_most_plans_has_a_digest),
        cmocka_unit_test(a_plan_is_found_by_its_printed_number),
        cmocka_unit_test(only_the_tags_of_this_village_are_known),
        cmocka_unit_test(the_days_of_a_round_say_which_phase_is_due),
        cmocka_unit_test(what_a_person_chose_counts_as_far_as_the_box_allows),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
