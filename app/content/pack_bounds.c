/* What bounds the plans of a round beside its money: budgets of themes, and plans of which only one
 * can be done. Settings of rondes.ini whose names go on behind a dot. */
#include "app/content/pack_inner.h"

#include "app/base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool begins(const char *name, const char *start)
{
    return strncmp(name, start, strlen(start)) == 0;
}

static void read_theme(struct loader *loader, struct round_draft *draft, const char *name,
                       struct cell cell)
{
    struct round *round = draft->round;
    struct round_theme theme = {0};
    char clean[PACK_MAX_INI_LINE + 1];

    str_clean(clean, sizeof(clean), name, false);
    if (clean[0] == '\0' || str_count(clean) > PACK_THEME) {
        fault_add(loader, FAULT_THEME_NAME, cell.at, clean);
        return;
    }
    for (size_t i = 0; i < round->theme_count; i++) {
        if (strcmp(round->themes[i].name, clean) == 0) {
            fault_add(loader, FAULT_THEME_TWICE, cell.at, clean);
            return;
        }
    }
    if (round->theme_count == ROUND_MAX_THEMES) {
        fault_add(loader, FAULT_TOO_MANY_THEMES, cell.at, clean);
        return;
    }
    if (draft->themes == NULL) {
        draft->themes = arena_array(&loader->pack->arena, ROUND_MAX_THEMES, sizeof(*draft->themes));
        round->themes = draft->themes;
    }
    if (draft->themes != NULL && value_cents(loader, cell, 0, &theme.budget_cents)) {
        theme.name = loader_keep(loader, clean);
        draft->theme_at[round->theme_count] = cell.at;
        draft->themes[round->theme_count++] = theme;
    }
}

bool bound_read(struct loader *loader, struct round_draft *draft, const char *name,
                struct cell cell)
{
    if (begins(name, "thema.")) {
        read_theme(loader, draft, name + strlen("thema."), cell);
        return true;
    }
    if (!begins(name, "niet_samen.")) {
        return false;
    }
    if (draft->rival_count == PACK_MAX_RIVALS) {
        fault_add(loader, FAULT_TOO_MANY_RIVALS, cell.at, "");
        return true;
    }
    draft->rivals[draft->rival_count] = loader_keep(loader, cell.text);
    draft->rivals_at[draft->rival_count++] = cell.at;
    return true;
}

/* ---- with the plans ------------------------------------------------------------------------ */

static void check_theme(struct loader *loader, const struct round_draft *draft, size_t index)
{
    const struct round *round = draft->round;
    const struct round_theme *theme = &round->themes[index];
    bool is_used = false;

    if (round->budget_cents > 0 && theme->budget_cents > round->budget_cents) {
        fault_add(loader, FAULT_THEME_OVER_BUDGET, draft->theme_at[index], theme->name);
    }
    for (size_t i = 0; i < round->plan_count; i++) {
        const struct plan *plan = &round->plans[i];
        if (strcmp(plan->theme, theme->name) != 0) {
            continue;
        }
        is_used = true;
        if (plan->cost_cents > theme->budget_cents) {
            fault_add(loader, FAULT_PLAN_OVER_THEME, draft->theme_at[index], plan->title);
        }
    }
    if (!is_used) {
        fault_add(loader, FAULT_THEME_UNUSED, draft->theme_at[index], theme->name);
    }
}

/* The index of a plan by its number, as `plan_count` when there is none. */
static size_t index_of(const struct round *round, unsigned long number)
{
    size_t i = 0;

    while (i < round->plan_count && round->plans[i].number != number) {
        i++;
    }
    return i;
}

struct rivals { /* indices of one group */
    uint16_t plan[ROUND_MAX_PLANS];
    size_t count;
};

/* "4, 11" or "4 en 11". False: told. */
static bool read_rivals(struct loader *loader, const struct round *round, struct cell cell,
                        struct rivals *ret)
{
    const char *at = cell.text;

    ret->count = 0;
    while (*at != '\0') {
        char *end;
        unsigned long number = strtoul(at, &end, 10);
        if (*at < '0' || *at > '9' || number > UINT16_MAX) {
            fault_add(loader, FAULT_RIVALS, cell.at, cell.text);
            return false;
        }
        size_t index = index_of(round, number);
        if (index == round->plan_count) {
            char detail[24];
            snprintf(detail, sizeof(detail), "%lu", number);
            fault_add(loader, FAULT_RIVAL_UNKNOWN, cell.at, detail);
            return false;
        }
        if (ret->count < ROUND_MAX_PLANS) {
            ret->plan[ret->count++] = (uint16_t)index;
        }
        at = end + strspn(end, ", ");
        at += begins(at, "en ") ? 3 : 0;
    }
    if (ret->count < 2) {
        fault_add(loader, FAULT_RIVALS, cell.at, cell.text);
    }
    return ret->count >= 2;
}

static int by_pair(const void *left, const void *right)
{
    const struct plan_pair *a = left;
    const struct plan_pair *b = right;
    int order = a->a - b->a;

    return order != 0 ? order : a->b - b->b;
}

/* Every two of the group, once; false: more than fit. */
static bool add_pairs(struct plan_pair *pairs, size_t *count, const struct rivals *rivals)
{
    for (size_t i = 0; i < rivals->count; i++) {
        for (size_t j = 0; j < i; j++) {
            uint16_t x = rivals->plan[i];
            uint16_t y = rivals->plan[j];
            struct plan_pair pair = {x < y ? x : y, x < y ? y : x};
            bool is_known = x == y;
            for (size_t k = 0; k < *count && !is_known; k++) {
                is_known = by_pair(&pairs[k], &pair) == 0;
            }
            if (!is_known && *count == ROUND_MAX_PAIRS) {
                return false;
            }
            if (!is_known) {
                pairs[(*count)++] = pair;
            }
        }
    }
    return true;
}

void bounds_finish(struct loader *loader, struct round_draft *draft)
{
    struct round *round = draft->round;
    struct rivals rivals;

    if (!loader->knows_plans) {
        return; /* every plan that is missing would be told twice */
    }
    for (size_t i = 0; i < round->theme_count; i++) {
        check_theme(loader, draft, i);
    }
    if (draft->rival_count == 0) {
        return;
    }
    struct plan_pair *pairs = arena_array(&loader->pack->arena, ROUND_MAX_PAIRS, sizeof(*pairs));
    for (size_t i = 0; i < draft->rival_count && pairs != NULL; i++) {
        struct cell cell = {draft->rivals[i], draft->rivals_at[i]};
        if (read_rivals(loader, round, cell, &rivals) &&
            !add_pairs(pairs, &round->pair_count, &rivals)) {
            fault_add(loader, FAULT_TOO_MANY_RIVALS, cell.at, "");
        }
    }
    if (round->pair_count > 1) {
        qsort(pairs, round->pair_count, sizeof(*pairs), by_pair);
    }
    round->pairs = pairs;
}
