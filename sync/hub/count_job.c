#include "sync/hub/count_job.h"

#include "app/base/str.h"
#include "app/domain/count/explain.h"
#include "app/domain/pabulib/pabulib.h"
#include "app/domain/count/report.h"
#include "app/base/home.h"
#include "app/print/result_sheet.h"
#include "sync/hub/count_lists.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DETAIL_PLANS = 250 }; /* with more, all that was compared takes minutes and 100 MB */

/* ---- sentences ----------------------------------------------------------------------------- */

static bool refuse(const struct count_job *job, const char *key, const char *file, int line,
                   const char *detail)
{
    char clean[160], number[16];

    str_clean(clean, sizeof(clean), detail == NULL ? "" : detail, false);
    snprintf(number, sizeof(number), "%d", line);
    const char *const pairs[] = {"file", file, "line", number, "detail", clean, NULL};
    say_print(job->say, job->info, key, pairs);
    return false;
}

static void say_note(const struct count_job *job, const char *file, const struct pabulib_note *note)
{
    char sentence[SAY_MAX_TEXT];

    pabulib_note_say(sentence, sizeof(sentence), say_text(job->say, pabulib_note_key(note->kind)),
                     note);
    const char *const pairs[] = {"file", file, "detail", sentence, NULL};
    say_print(job->say, job->info, "hub.note", pairs);
}

/* ---- reading ------------------------------------------------------------------------------- */

static bool read_election(const struct count_job *job, const char *path, struct pabulib *ret,
                          struct pabulib_notes *notes)
{
    struct err err = {0};
    char *text;
    size_t len;

    if (!io_read_file(job->io, job->arena, path, PABULIB_MAX_BYTES, &text, &len, &err)) {
        return refuse(job,
                      err.code == ERR_MISSING ? "hub.file.missing"
                      : err.code == ERR_LIMIT ? "hub.file.large"
                                              : "hub.file.unreadable",
                      path, 0, err.msg);
    }
    memset(notes, 0, sizeof(*notes));
    bool ok = pabulib_read(ret, notes, job->arena, text, len, &err);
    for (size_t i = 0; i < notes->count; i++) {
        say_note(job, path, &notes->list[i]);
    }
    for (size_t i = 0; i < PABULIB_KINDS; i++) {
        if (i >= PABULIB_FIRST_WARNING && notes->counts[i] > PABULIB_MAX_ALIKE) {
            char number[24];
            snprintf(number, sizeof(number), "%" PRIu64, notes->counts[i] - PABULIB_MAX_ALIKE);
            const char *const pairs[] = {"n", number, NULL};
            say_print(job->say, job->info, "hub.note-more", pairs);
        }
    }
    if (!ok && notes->refusal.kind == PABULIB_FINE) {
        return refuse(job, "hub.file.memory", path, 0, err.msg);
    }
    if (!ok) {
        say_note(job, path, &notes->refusal);
    }
    return ok;
}

/* A plan that was withdrawn before the vote takes no part: said as what people decided. */
static void refuse_withdrawn(const struct count_job *job, const struct pabulib *file,
                             struct count_options *options)
{
    size_t plans = file->election.plan_count, count = options->override_count;
    struct count_override *all = arena_array(job->arena, plans + count + 1, sizeof(*all));

    for (size_t i = 0; i < count; i++) {
        all[i] = options->overrides[i];
    }
    for (size_t i = 0; i < plans; i++) {
        bool is_told = false;
        for (size_t j = 0; j < options->override_count; j++) {
            is_told = is_told || options->overrides[j].plan == i;
        }
        if (file->plans != NULL && file->plans[i].is_withdrawn && !is_told) {
            all[count++] = (struct count_override){
                .plan = (uint16_t)i,
                .reason = say_text(job->say, "hub.count.withdrawn"),
                .by = "",
            };
        }
    }
    options->overrides = all;
    options->override_count = count;
}

/* "10" or "0,50" euros, in units of this election; 0 when it is no such amount. */
static int64_t read_step(const char *text, int64_t unit)
{
    int64_t value = 0, part = unit;
    bool is_part = false;

    for (; *text != '\0'; text++) {
        if ((*text == ',' || *text == '.') && !is_part) {
            is_part = true;
        } else if (*text < '0' || *text > '9' || value > ELECTION_MAX_MONEY / 1000000000) {
            return 0;
        } else if (is_part) {
            part /= 10;
            value += part * (*text - '0');
            if (part == 0 && *text != '0') {
                return 0;
            }
        } else {
            value = value * 10 + unit * (*text - '0');
        }
    }
    return value;
}

static bool read_lists(const struct count_job *job, const struct count_args *args,
                       const struct pabulib *file, struct count_options *options)
{
    struct count_list_fault fault;

    if (args->exclude != NULL &&
        !count_lists_pairs(options, job->arena, &file->election, job->io, args->exclude, &fault)) {
        return refuse(job, fault.key, args->exclude, fault.line, fault.detail);
    }
    if (args->override != NULL && !count_lists_overrides(options, job->arena, &file->election,
                                                         job->io, args->override, &fault)) {
        return refuse(job, fault.key, args->override, fault.line, fault.detail);
    }
    refuse_withdrawn(job, file, options);
    if (args->step != NULL) {
        options->step = read_step(args->step, file->election.unit);
        if (options->step <= 0) {
            return refuse(job, "hub.count.step", args->file, 0, args->step);
        }
    }
    return true;
}

/* ---- telling ------------------------------------------------------------------------------- */

static void say_winner(const struct count_job *job, const struct counted *counted, size_t at)
{
    const struct election *election = counted->election;
    const struct election_plan *plan = &election->plans[counted->outcome->winners[at]];
    char number[24];

    snprintf(number, sizeof(number), "%zu", at + 1);
    const char *const pairs[] = {
        "n",    number,     "plan", plan->id,
        "name", plan->name, "cost", explain_amount(job->arena, plan->cost, election->unit),
        NULL};
    say_print(job->say, job->out,
              plan->name[0] == '\0' ? "hub.text.winner" : "hub.text.winner-named", pairs);
}

static void write_text(const struct count_job *job, const struct counted *counted)
{
    struct explain_text whole = explain_whole(job->arena, counted);
    const struct count_outcome *outcome = counted->outcome;

    fprintf(job->out, "%s\n\n", counted->election->title);
    say_explain(job->say, job->out, &whole);
    if (outcome->winner_count > 0) {
        fputc('\n', job->out);
        say_print(job->say, job->out, "hub.text.winners", NULL);
        for (size_t i = 0; i < outcome->winner_count; i++) {
            say_winner(job, counted, i);
        }
    }
    fputc('\n', job->out);
    say_print(job->say, job->out, "hub.text.steps", NULL);
    for (size_t i = 0; i < outcome->step_count; i++) {
        struct explain_text step = explain_step(job->arena, counted, i);
        const char *name = counted->election->plans[outcome->steps[i].plan].name;
        fprintf(job->out, "%3zu. %s%s", i + 1, name, name[0] == '\0' ? "" : ". ");
        say_explain(job->say, job->out, &step);
    }
}

/* What the reader had to say goes along, by key and line. */
static void write_json(const struct count_job *job, const struct counted *counted,
                       const struct pabulib_notes *notes)
{
    json_t *report = report_make(counted);
    json_t *warnings = json_object_get(report, "warnings");
    size_t len;

    for (size_t i = 0; i < notes->count; i++) {
        json_t *note = json_object();
        json_put_text(note, "key", pabulib_note_key(notes->list[i].kind));
        json_put_number(note, "line", notes->list[i].line);
        json_array_append_new(warnings, note);
    }
    const char *text = report_text(job->arena, report, &len);
    fwrite(text, 1, len, job->out);
    json_decref(report);
}

static const char *text_of(const void *ctx, const char *key)
{
    return say_text(ctx, key);
}

static bool write_pdf(const struct count_job *job, const struct count_args *args,
                      const struct pabulib *file, const struct counted *counted)
{
    char found[1024];
    struct err err = {0};
    const void *bytes;
    size_t len;
    const char *assets = args->assets;

    if (assets == NULL && home_assets(found, sizeof(found), "fonts/OFL.txt")) {
        assets = found;
    }
    struct print *print =
        print_create(SHEET_WIDTH_MM, SHEET_HEIGHT_MM, assets == NULL ? "assets" : assets, &err);
    if (print == NULL) {
        return refuse(job, "hub.file.no-letters", args->pdf, 0, err.msg);
    }
    const struct result_sheet sheet = {
        .village = pabulib_value(file, "unit"),
        .title = counted->election->title,
        .counted = counted,
        .words = {text_of, job->say},
    };
    result_sheet_draw(print, &sheet);
    bool ok = print_finish(print, &bytes, &len, &err) &&
              io_write_file(job->io, args->pdf, bytes, len, &err);
    print_destroy(print);
    return ok || refuse(job, "hub.file.unwritten", args->pdf, 0, err.msg);
}

static const char *key_of(enum err_code code)
{
    return code == ERR_FORMAT  ? "hub.count.not-fit"
           : code == ERR_LIMIT ? "hub.count.too-large"
                               : "hub.count.failed";
}

bool count_job_run(const struct count_job *job, const struct count_args *args)
{
    struct pabulib file;
    struct pabulib_notes *notes = arena_alloc(job->arena, sizeof(*notes));
    struct count_options options = args->options;
    struct count_outcome outcome;
    struct err err = {0};

    if (!read_election(job, args->file, &file, notes) || !read_lists(job, args, &file, &options)) {
        return false;
    }
    options.detail = args->json && file.election.plan_count <= DETAIL_PLANS;
    if (!count_run(&outcome, job->arena, &file.election, &options, &err)) {
        return refuse(job, key_of(err.code), args->file, 0, err.msg);
    }
    const struct counted counted = {&file.election, &options, &outcome, file.election.ballot_count};
    if (args->pdf != NULL && !write_pdf(job, args, &file, &counted)) {
        return false;
    }
    if (args->json) {
        write_json(job, &counted, notes);
    } else if (args->text || args->pdf == NULL) {
        write_text(job, &counted);
    }
    return fflush(job->out) == 0 || refuse(job, "hub.file.unwritten", "stdout", 0, "");
}
