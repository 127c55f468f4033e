/* Writing a .pb file that Pabulib's checker and the Equal Shares tool take: known keys and columns
 * in their order, whole lists, no line ends in a cell. It runs twice: to measure and to write. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <stdlib.h>
#include <string.h>

/* ---- PROJECTS ------------------------------------------------------------------------------ */

static const char *category_of(const struct pb_writer *writer, size_t i)
{
    const struct election *election = writer->election;

    if (writer->file->plans != NULL) {
        return writer->file->plans[i].category;
    }
    uint16_t theme = election->plans[i].theme;
    return theme == ELECTION_NO_THEME ? "" : election->themes[theme].name;
}

/* A category of commas alone is none: its empty items are not written. */
static bool has_categories(const struct pb_writer *writer)
{
    for (size_t i = 0; i < writer->election->plan_count; i++) {
        struct pb_cell rest = pb_text(category_of(writer, i)), item;
        while (pb_item(&rest, &item)) {
            if (item.len > 0) {
                return true;
            }
        }
    }
    return false;
}

static bool has_selected(const struct pb_writer *writer)
{
    for (size_t i = 0; writer->file->plans != NULL && i < writer->election->plan_count; i++) {
        if (writer->file->plans[i].selected >= 0) {
            return true;
        }
    }
    return false;
}

static void put_projects(struct pb_writer *writer)
{
    const struct election *election = writer->election;
    struct pb_out *out = &writer->out;
    bool with_score = election->weights != ELECTION_APPROVALS;
    bool with_category = has_categories(writer), with_selected = has_selected(writer);

    pb_put_text(out, "PROJECTS\nproject_id;cost;votes");
    pb_put_text(out, with_score ? ";score;name" : ";name");
    pb_put_text(out, with_category ? ";category" : "");
    pb_put_text(out, with_selected ? ";selected\n" : "\n");
    for (size_t i = 0; i < election->plan_count; i++) {
        const struct election_plan *plan = &election->plans[i];
        pb_put_cell(out, plan->id);
        pb_put_text(out, ";");
        pb_put_money(out, plan->cost, election->unit);
        pb_put_text(out, ";");
        pb_put_number(out, writer->votes[i]);
        if (with_score) {
            pb_put_text(out, ";");
            pb_put_number(out, writer->points[i]);
        }
        pb_put_text(out, ";");
        pb_put_cell(out, plan->name[0] == '\0' ? plan->id : plan->name);
        if (with_category) {
            pb_put_text(out, ";");
            pb_put_list(out, category_of(writer, i));
        }
        if (with_selected) {
            int selected = writer->file->plans[i].selected;
            pb_put_text(out, ";");
            pb_put_number(out, selected < 0 ? 0 : (uint64_t)selected);
        }
        pb_put_text(out, "\n");
    }
}

/* ---- VOTES --------------------------------------------------------------------------------- */

static int compare_keys(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

    return left < right ? -1 : left > right;
}

/* The choices of a ballot, the heaviest first and otherwise as they stand: a key is 65535 - weight,
 * then the place, then the plan, 16 bits each. */
static size_t sort_ballot(struct pb_writer *writer, size_t ballot)
{
    const struct election *election = writer->election;
    size_t from = election->first[ballot], count = election->first[ballot + 1] - from;

    for (size_t i = 0; i < count; i++) {
        uint64_t weight = election->weight == NULL ? 0 : election->weight[from + i];
        writer->order[i] =
            (ELECTION_MAX_WEIGHT - weight) << 32 | (uint64_t)i << 16 | election->plan[from + i];
    }
    if (election->weight != NULL) {
        qsort(writer->order, count, sizeof(*writer->order), compare_keys);
    }
    return count;
}

static void put_ballot(struct pb_writer *writer, size_t ballot, bool is_quoted, bool with_points)
{
    struct pb_out *out = &writer->out;
    size_t count = sort_ballot(writer, ballot);

    pb_put_number(out, ballot + 1);
    pb_put_text(out, ";");
    pb_put(out, "\"", is_quoted ? 1 : 0);
    for (size_t i = 0; i < count; i++) {
        const char *id = writer->election->plans[writer->order[i] & 0xffff].id;
        pb_put(out, ",", i > 0 ? 1 : 0);
        pb_put_inner(out, id, strlen(id), is_quoted);
    }
    pb_put(out, "\"", is_quoted ? 1 : 0);
    pb_put(out, ";", with_points ? 1 : 0);
    for (size_t i = 0; with_points && i < count; i++) {
        pb_put(out, ",", i > 0 ? 1 : 0);
        pb_put_number(out, ELECTION_MAX_WEIGHT - (writer->order[i] >> 32));
    }
    pb_put_text(out, "\n");
}

static void put_votes(struct pb_writer *writer)
{
    const struct election *election = writer->election;
    bool with_points = election->weights == ELECTION_POINTS;
    bool is_quoted = false;

    for (size_t i = 0; i < election->plan_count; i++) {
        is_quoted = is_quoted || pb_needs_quotes(election->plans[i].id);
    }
    pb_put_text(&writer->out, "VOTES\nvoter_id;vote");
    pb_put_text(&writer->out, with_points ? ";points\n" : "\n");
    for (size_t ballot = 0; ballot < election->ballot_count; ballot++) {
        put_ballot(writer, ballot, is_quoted, with_points);
    }
}

/* ---- all of it ----------------------------------------------------------------------------- */

static bool check_election(const struct pb_writer *writer)
{
    if (pb_weights[writer->file->type] != writer->election->weights) {
        return err_set(writer->err, ERR_FORMAT, "these ballots are not %s",
                       pabulib_type_names[writer->file->type]);
    }
    for (size_t i = 0; i < writer->election->plan_count; i++) {
        const char *id = writer->election->plans[i].id;
        if (!pb_id_is_good(pb_text(id))) {
            return err_set(writer->err, ERR_FORMAT, "plan id: %s", id);
        }
    }
    return true;
}

static void count(struct pb_writer *writer)
{
    const struct election *election = writer->election;

    for (size_t ballot = 0; ballot < election->ballot_count; ballot++) {
        uint64_t sum = 0;
        for (size_t i = election->first[ballot]; i < election->first[ballot + 1]; i++) {
            uint64_t weight = election->weight == NULL ? 1 : election->weight[i];
            writer->votes[election->plan[i]]++;
            writer->points[election->plan[i]] += weight;
            sum += weight;
        }
        writer->most_points = sum > writer->most_points ? sum : writer->most_points;
    }
}

static void put_all(struct pb_writer *writer)
{
    writer->out.len = 0;
    pb_put_meta(writer);
    put_projects(writer);
    put_votes(writer);
}

bool pabulib_write(char **ret, size_t *ret_len, struct arena *arena, const struct pabulib *file,
                   struct err *err)
{
    struct pb_writer writer = {.file = file, .election = &file->election, .err = err};
    size_t plans = writer.election->plan_count;

    if (!pb_check_meta(&writer) || !check_election(&writer)) {
        return false;
    }
    writer.votes = calloc(plans + 1, sizeof(*writer.votes));
    writer.points = calloc(plans + 1, sizeof(*writer.points));
    writer.order = calloc(plans + 1, sizeof(*writer.order));
    bool is_there = writer.votes != NULL && writer.points != NULL && writer.order != NULL;
    if (is_there) {
        count(&writer);
        put_all(&writer); /* measured */
        writer.out.text = arena_alloc(arena, writer.out.len + 1);
        is_there = writer.out.text != NULL;
    }
    if (is_there) {
        put_all(&writer);
        *ret = writer.out.text;
        *ret_len = writer.out.len;
    }
    free(writer.votes);
    free(writer.points);
    free(writer.order);
    return is_there || err_set(err, ERR_MEMORY, "no memory to write %zu bytes", writer.out.len);
}
