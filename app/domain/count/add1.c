/* Equal shares leaves money unspent. What is done about it: raise everyone's share by one euro at a
 * time, as long as the costs stay within the budget, or give what is left to another rule. */
#include "app/domain/count/shares.h"

struct raising {
    struct shares shares;
    struct share first, now;
    int64_t budget;
    bool until_full; /* stop as soon as nothing with a vote still fits */
    uint64_t raises;
    bool is_at_most;
};

/* Can the plans of the election be paid all together? */
static bool all_affordable(const struct counting *counting)
{
    const struct election *election = counting->election;
    int64_t left = counting->room.left;

    for (size_t i = 0; i < election->plan_count; i++) {
        if (counting->room.funded[i]) {
            continue;
        }
        if (election->plans[i].cost > left) {
            return false;
        }
        left -= election->plans[i].cost;
    }
    return true;
}

/* Is every plan bought that voters could ever buy? Then a larger share changes nothing. */
static bool has_all(const struct raising *raising)
{
    const struct shares *shares = &raising->shares;
    uint16_t rival;

    for (size_t i = 0; i < shares->start_count; i++) {
        uint16_t plan = shares->start[i];
        if (!shares->room.funded[plan] &&
            room_bar(shares->counting, &shares->room, plan, &rival) == COUNT_FUNDED) {
            return false;
        }
    }
    return true;
}

static bool is_done(const struct raising *raising)
{
    return has_all(raising) ||
           (raising->until_full && !room_has_more(raising->shares.counting, &raising->shares.room));
}

static bool run(struct raising *raising, struct share share, bool record)
{
    struct shares *shares = &raising->shares;
    return shares_run(shares, share, &shares->counting->room, raising->budget, record);
}

/* The share of the last run that stays within the budget. */
static bool raise_share(struct raising *raising, struct err *err)
{
    const struct counting *counting = raising->shares.counting;
    int64_t step = counting->options->step > 0 ? counting->options->step : counting->election->unit;

    if (!run(raising, raising->now, false)) {
        return true; /* cannot be: shares of the budget buy no more than the budget */
    }
    while (!is_done(raising)) {
        struct share next = raising->now;
        int64_t more;
        if (__builtin_mul_overflow(step, next.den, &more) ||
            __builtin_add_overflow(next.num, more, &next.num)) {
            return err_set(err, ERR_LIMIT, "a share beyond counting");
        }
        if (!run(raising, next, false)) {
            raising->is_at_most = true;
            return true;
        }
        raising->now = next;
        if (++raising->raises > COUNT_MAX_RAISES) {
            return err_set(err, ERR_LIMIT, "more than %d raises", COUNT_MAX_RAISES);
        }
    }
    return true;
}

static struct share first_share(const struct counting *counting)
{
    int64_t ballots = (int64_t)counting->election->ballot_count;
    int64_t unit = counting->election->unit;
    int64_t budget = counting->room.left;

    switch (counting->options->completion) {
    case COUNT_ADD1:
    case COUNT_ADD1_EXHAUSTIVE:
    case COUNT_ADD1U:
        return (struct share){budget / unit / ballots * unit, 1};
    case COUNT_NONE:
    case COUNT_ADD1_FRACTIONAL:
    case COUNT_THEN_VOTES:
    case COUNT_THEN_PHRAGMEN:
    case COUNT_COMPLETIONS:
        break;
    }
    return (struct share){budget, ballots};
}

static bool raises(enum count_completion completion)
{
    return completion == COUNT_ADD1 || completion == COUNT_ADD1_EXHAUSTIVE ||
           completion == COUNT_ADD1_FRACTIONAL || completion == COUNT_ADD1U;
}

static struct count_amount amount_of(const struct raising *raising, struct share share)
{
    const struct counting *counting = raising->shares.counting;
    struct claim whole = {.share = 1, .level = raising->shares.sum.level, .weight = 1};

    ledger_start(raising->shares.ledger, share.num, share.den);
    return ledger_amount(raising->shares.ledger, &whole, counting->election->unit, counting->arena);
}

/* The share that holds: the first, or what raising it came to. */
static bool find_share(struct raising *raising, struct err *err)
{
    struct counting *counting = raising->shares.counting;
    enum count_completion completion = counting->options->completion;

    raising->first = first_share(counting);
    if (raises(completion) && completion != COUNT_ADD1_FRACTIONAL && all_affordable(counting)) {
        raising->first = (struct share){raising->budget, (int64_t)counting->election->ballot_count};
        raising->now = raising->first;
        counting->warned[COUNT_WARN_ALL_AFFORDABLE] = true;
        return true;
    }
    raising->now = raising->first;
    return !raises(completion) || raise_share(raising, err);
}

/* The run at that share once more, with its steps. */
static void record_run(struct raising *raising)
{
    struct counting *counting = raising->shares.counting;
    const struct election *election = counting->election;
    struct room from = {
        .theme_left =
            arena_array(&counting->scratch, election->theme_count + 1, sizeof(*from.theme_left)),
        .funded = arena_array(&counting->scratch, election->plan_count + 1, sizeof(*from.funded))};

    counting->first_share = amount_of(raising, raising->first);
    counting->share = amount_of(raising, raising->now);
    counting->raises = raising->raises;
    counting->is_at_most = raising->is_at_most;
    room_copy(&from, &counting->room, election); /* funding changes the counting's own */
    shares_run(&raising->shares, raising->now, &from, raising->budget, true);
}

static void complete(struct counting *counting)
{
    enum count_completion completion = counting->options->completion;

    if (completion == COUNT_ADD1U || completion == COUNT_THEN_VOTES) {
        greedy_run(counting, counting->votes, ORDER_SCORE, true, COUNT_COMPLETING);
    } else if (completion == COUNT_THEN_PHRAGMEN) {
        phragmen_run(counting, COUNT_COMPLETING);
    }
}

/* Nobody voted: there are no shares, and no plan has a vote. */
static void pass_all(struct counting *counting)
{
    for (uint16_t p = 0; p < counting->election->plan_count; p++) {
        if (counting->takes_part[p] && !counting->room.funded[p]) {
            counting_pass(counting, p, COUNT_BY_RULE, COUNT_NO_VOTES, 0);
        }
    }
}

bool shares_count(struct counting *counting, struct err *err)
{
    struct raising raising = {.budget = counting->room.left,
                              .until_full = counting->options->completion != COUNT_ADD1};
    bool ok = true;

    if (counting->election->ballot_count == 0) {
        pass_all(counting);
    } else {
        shares_init(&raising.shares, counting);
        ok = find_share(&raising, err);
        if (ok) {
            record_run(&raising);
        }
        shares_finish(&raising.shares);
    }
    if (ok) {
        complete(counting);
    }
    return ok;
}
