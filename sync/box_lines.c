#include "sync/box_lines.h"

#include "app/domain/round.h"
#include "app/domain/seal.h"

#include <stdlib.h>
#include <string.h>

static bool add_line(struct box_lines *lines, const uint8_t rid[RECORD_RID], const char *text,
                     size_t len)
{
    if (lines->count == lines->cap) {
        size_t cap = lines->cap == 0 ? 64 : 2 * lines->cap;
        struct box_line *wider = arena_array(lines->arena, cap, sizeof(*wider));
        if (wider == NULL || text == NULL) {
            return false;
        }
        if (lines->count > 0) {
            memcpy(wider, lines->list, lines->count * sizeof(*wider));
        }
        lines->list = wider;
        lines->cap = cap;
    }
    struct box_line *line = &lines->list[lines->count++];
    *line = (struct box_line){.text = text, .len = len};
    memcpy(line->rid, rid, RECORD_RID);
    lines->bytes += len + 1;
    return text != NULL;
}

bool box_lines_statement(struct box_lines *lines, const struct record *record)
{
    size_t len = 0;
    const char *text = record_line(lines->arena, record, &len);
    return add_line(lines, record->rid, text, len);
}

bool box_lines_vote(struct box_lines *lines, const struct box_vote *vote)
{
    json_t *line = json_object();
    json_t *body = json_object();
    bool is_ballot = vote->ballot_id != NULL;
    size_t len;

    json_put_hex(body, "round", vote->round_id, ROUND_ID);
    json_put_hex(body, "sealed", vote->sealed, vote->sealed_len);
    if (is_ballot) {
        json_put_hex(body, "ballot", vote->ballot_id, BALLOT_ID);
    } else {
        json_put_hex(body, "tag", vote->tag, CODE_TAG);
    }
    json_put(line, "body", body);
    json_put_text(line, "kind", record_kind_name(is_ballot ? RECORD_BALLOT : RECORD_REGISTER));
    json_put_hex(line, "rid", vote->rid, RECORD_RID);
    json_put_number(line, "version", RECORD_VERSION);
    const char *text = json_canonical(lines->arena, line, &len);
    json_decref(line);
    return add_line(lines, vote->rid, text, len);
}

static bool is_same(const struct box_line *a, const struct box_line *b)
{
    return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static int by_rid(const void *a, const void *b)
{
    return memcmp(((const struct box_line *)a)->rid, ((const struct box_line *)b)->rid, RECORD_RID);
}

char *box_lines_join(struct box_lines *lines, size_t *ret_len)
{
    if (lines->count > 1) {
        qsort(lines->list, lines->count, sizeof(struct box_line), by_rid);
    }
    char *data = arena_alloc(lines->arena, lines->bytes + 1);
    size_t len = 0;
    for (size_t i = 0; data != NULL && i < lines->count; i++) {
        if (i > 0 && is_same(&lines->list[i - 1], &lines->list[i])) {
            continue;
        }
        memcpy(data + len, lines->list[i].text, lines->list[i].len);
        len += lines->list[i].len;
        data[len++] = '\n';
    }
    *ret_len = len;
    return data;
}
