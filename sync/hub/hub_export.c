#include "sync/hub/hub_export.h"

#include "app/base/str.h"
#include "app/domain/seal.h"
#include "sync/box_lines.h"
#include "sync/hub/hub_audit.h"
#include "sync/sheet.h"

enum { BOX_LIMIT = 64 * 1024 * 1024 };

/* ---- records ------------------------------------------------------------------------------- */

struct writing {
    struct hub *hub;
    enum hub_export_form form;
    FILE *out;
    struct arena line;
    uint8_t last[RECORD_RID]; /* written already, when the server went away half-way */
    bool has_last;
};

static bool read_record(struct writing *writing, struct record *ret, struct err *err)
{
    struct hub_db *db = writing->hub->db;

    *ret = (struct record){.version = (int)hub_db_int(db, 2)};
    if (!hub_db_bytes(db, 0, ret->rid, RECORD_RID, err) ||
        !hub_db_bytes(db, 4, ret->body_hash, CRYPTO_HASH, err)) {
        return false;
    }
    if (!hub_db_is_null(db, 3)) {
        ret->body = arena_strdup(&writing->line, hub_db_text(db, 3));
        ret->body_len = strlen(ret->body);
    }
    return record_kind_parse(&ret->kind, hub_db_text(db, 1)) ||
           err_set(err, ERR_DAMAGED, "a record of no kind");
}

static void write_row(struct writing *writing, const struct record *record)
{
    struct sheet sheet = {.arena = &writing->line};
    char hex[2 * BUNDLE_PARTY + 1];
    size_t len;

    sheet_text(&sheet, hub_db_text(writing->hub->db, 6));
    sheet_text(&sheet, record_kind_name(record->kind));
    str_hex(hex, record->rid, RECORD_RID);
    sheet_text(&sheet, hex);
    const void *subject = hub_db_blob(writing->hub->db, 5, &len);
    str_hex(hex, subject, len <= BUNDLE_PARTY ? len : 0);
    sheet_text(&sheet, hex);
    sheet_text(&sheet, record->body == NULL ? "" : record->body);
    sheet_end_row(&sheet);
    fwrite(sheet.text, 1, sheet.len, writing->out);
}

static bool write_record(struct writing *writing, struct err *err)
{
    struct record record;
    size_t len;

    if (!read_record(writing, &record, err)) {
        return false;
    }
    if (writing->form == HUB_EXPORT_CSV) {
        write_row(writing, &record);
    } else {
        const char *line = record_line(&writing->line, &record, &len);
        if (line == NULL) {
            return err_set(err, ERR_DAMAGED, "a record without its own body");
        }
        fwrite(line, 1, len, writing->out);
        fputc('\n', writing->out);
    }
    memcpy(writing->last, record.rid, RECORD_RID);
    writing->has_last = true;
    return true;
}

static bool write_records(void *ctx, struct err *err)
{
    struct writing *writing = ctx;
    struct hub_db *db = writing->hub->db;
    int rc;

    if (!hub_db_ask(db,
                    "SELECT record.rid, record.kind, record.version, record.body, record.body_hash,"
                    " record.subject, coalesce(kiosk.village, '') FROM record"
                    " LEFT JOIN kiosk ON kiosk.kiosk = record.kiosk"
                    " WHERE record.kind <> '' AND record.rid > $1 ORDER BY record.rid",
                    HUB_VALUES(hub_blob(writing->last, writing->has_last ? RECORD_RID : 0)), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        if (!write_record(writing, err)) {
            return false;
        }
        arena_reset(&writing->line);
    }
    return rc == 0;
}

static void write_head(struct writing *writing)
{
    static const char *const columns[] = {"dorp", "soort", "rid", "over", "inhoud"};
    struct sheet sheet;

    sheet_init(&sheet, &writing->line);
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        sheet_text(&sheet, columns[i]);
    }
    sheet_end_row(&sheet);
    fwrite(sheet.text, 1, sheet.len, writing->out);
}

bool hub_export_records(struct hub *hub, enum hub_export_form form, FILE *out, struct err *err)
{
    struct writing writing = {.hub = hub, .form = form, .out = out};

    arena_init(&writing.line, 0);
    if (form == HUB_EXPORT_CSV) {
        write_head(&writing);
    }
    bool done = hub_db_act(hub->db, HUB_LOOK, write_records, &writing, err);
    arena_finish(&writing.line);
    return done && (fflush(out) == 0 || err_set(err, ERR_IO, "writing the export"));
}

/* ---- the box ------------------------------------------------------------------------------- */

struct boxing {
    struct hub *hub;
    const struct hub_round *round;
    const struct hub_closing *kiosk; /* NULL: all */
    const char *reason;
    struct box_lines lines;
    struct hub_box box;
};

static bool is_of_kiosk(const struct boxing *boxing, int column)
{
    uint8_t kiosk[BUNDLE_PARTY];

    return boxing->kiosk == NULL ||
           (hub_db_bytes(boxing->hub->db, column, kiosk, sizeof(kiosk), NULL) &&
            memcmp(kiosk, boxing->kiosk->kiosk, sizeof(kiosk)) == 0);
}

static bool add_statements(struct boxing *boxing, struct err *err)
{
    struct hub_db *db = boxing->hub->db;
    int rc;

    if (!hub_db_ask(db,
                    "SELECT rid, body, body_hash, version, kiosk FROM record"
                    " WHERE kind = 'close-statement' AND subject = $1 AND body IS NOT NULL",
                    HUB_VALUES(hub_blob(boxing->round->id, ROUND_ID)), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        struct record record = {.kind = RECORD_CLOSE_STATEMENT, .version = (int)hub_db_int(db, 3)};
        if (!is_of_kiosk(boxing, 4)) {
            continue;
        }
        record.body = hub_db_text(db, 1);
        record.body_len = strlen(record.body);
        if (!hub_db_bytes(db, 0, record.rid, RECORD_RID, err) ||
            !hub_db_bytes(db, 2, record.body_hash, CRYPTO_HASH, err)) {
            return false;
        }
        if (!box_lines_statement(&boxing->lines, &record)) {
            return err_set(err, ERR_DAMAGED, "a closing statement");
        }
        boxing->box.statements++;
    }
    return rc == 0;
}

static bool has_room(const struct boxing *boxing, struct err *err)
{
    return boxing->lines.bytes <= BOX_LIMIT ||
           err_set(err, ERR_LIMIT, "a box of more than %d MiB", BOX_LIMIT >> 20);
}

static bool add_ballots(struct boxing *boxing, struct err *err)
{
    struct hub_db *db = boxing->hub->db;
    uint8_t id[BALLOT_ID];
    int rc;

    if (!hub_db_ask(db, "SELECT rid, sealed FROM ballot WHERE round_id = $1",
                    HUB_VALUES(hub_blob(boxing->round->id, ROUND_ID)), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        size_t rid_len;
        struct box_vote vote = {.round_id = boxing->round->id, .ballot_id = id};
        vote.rid = hub_db_blob(db, 0, &rid_len);
        vote.sealed = hub_db_blob(db, 1, &vote.sealed_len);
        crypto_hash(id, vote.sealed, vote.sealed_len);
        if (rid_len != RECORD_RID || !box_lines_vote(&boxing->lines, &vote) ||
            !has_room(boxing, err)) {
            return false;
        }
        boxing->box.ballots++;
    }
    return rc == 0;
}

static bool add_registers(struct boxing *boxing, struct err *err)
{
    struct hub_db *db = boxing->hub->db;
    int rc;

    if (!hub_db_ask(db, "SELECT rid, tag, sealed FROM register WHERE round_id = $1",
                    HUB_VALUES(hub_blob(boxing->round->id, ROUND_ID)), err)) {
        return false;
    }
    while ((rc = hub_db_next(db, err)) == 1) {
        size_t rid_len, tag_len;
        struct box_vote vote = {.round_id = boxing->round->id};
        vote.rid = hub_db_blob(db, 0, &rid_len);
        vote.tag = hub_db_blob(db, 1, &tag_len);
        vote.sealed = hub_db_blob(db, 2, &vote.sealed_len);
        if (rid_len != RECORD_RID || tag_len != CODE_TAG ||
            !box_lines_vote(&boxing->lines, &vote) || !has_room(boxing, err)) {
            return false;
        }
        boxing->box.registers++;
    }
    return rc == 0;
}

/* Out of the bundles of one kiosk: no row says which votes were its own. */
static void add_frame(void *ctx, const struct frame *frame)
{
    struct boxing *boxing = ctx;
    bool is_ballot = strcmp(frame->kind, "ballot") == 0;
    size_t fixed = ROUND_ID + (is_ballot ? 0u : (size_t)CODE_TAG);
    uint8_t id[BALLOT_ID];
    struct box_vote vote = {.round_id = boxing->round->id,
                            .rid = frame->rid,
                            .ballot_id = is_ballot ? id : NULL,
                            .tag = is_ballot ? NULL : frame->body + ROUND_ID,
                            .sealed = frame->body + fixed,
                            .sealed_len = frame->body_len - fixed};

    if (frame->body_len > fixed && boxing->lines.bytes <= BOX_LIMIT) {
        crypto_hash(id, vote.sealed, vote.sealed_len);
        box_lines_vote(&boxing->lines, &vote);
        *(is_ballot ? &boxing->box.ballots : &boxing->box.registers) += 1;
    }
}

static bool fill_box(void *ctx, struct err *err)
{
    struct boxing *boxing = ctx;

    boxing->lines = (struct box_lines){.arena = boxing->lines.arena};
    boxing->box = (struct hub_box){.text = NULL};
    if (!add_statements(boxing, err)) {
        return false;
    }
    return boxing->kiosk == NULL ? add_ballots(boxing, err) && add_registers(boxing, err)
                                 : hub_closing_each(boxing->hub, boxing->kiosk->kiosk,
                                                    boxing->round->id, add_frame, boxing, err) &&
                                       has_room(boxing, err);
}

static bool note_box(void *ctx, struct err *err)
{
    struct boxing *boxing = ctx;
    char round[2 * ROUND_ID + 1];
    char detail[HUB_AUDIT_DETAIL];

    str_hex(round, boxing->round->id, ROUND_ID);
    snprintf(detail, sizeof(detail), "%s %lld %s", round, (long long)boxing->box.ballots,
             boxing->reason == NULL ? "" : boxing->reason);
    return hub_audit(boxing->hub, boxing->reason == NULL ? "box" : "box-incomplete", NULL, detail,
                     err);
}

bool hub_export_box(struct hub *hub, struct arena *arena, const struct hub_round *round,
                    const struct hub_closing *kiosk, const char *reason, struct hub_box *ret,
                    struct err *err)
{
    struct boxing boxing = {.hub = hub,
                            .round = round,
                            .kiosk = kiosk,
                            .reason = round->is_complete ? NULL : reason,
                            .lines = {.arena = arena}};

    if (!round->is_complete && (reason == NULL || reason[0] == '\0')) {
        return err_set(err, ERR_DENIED, "the round is not complete");
    }
    if (!hub_db_act(hub->db, HUB_LOOK, fill_box, &boxing, err) ||
        !hub_db_act(hub->db, HUB_CHANGE, note_box, &boxing, err)) {
        return false;
    }
    *ret = boxing.box;
    ret->text = box_lines_join(&boxing.lines, &ret->len);
    return true;
}
