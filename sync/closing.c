#include "sync/closing.h"

#include "app/base/str.h"

#include <stdio.h>
#include <string.h>

bool closing_is_statement(const struct frame *frame)
{
    return strcmp(frame->kind, record_kind_name(RECORD_CLOSE_STATEMENT)) == 0 &&
           !frame->is_tombstone;
}

json_t *closing_heads_json(const struct closing_heads *heads)
{
    json_t *array = json_array();

    for (int stream = 0; stream < CLOSING_STREAMS; stream++) {
        if (heads->seq[stream] > 0) {
            json_t *one = json_object();
            json_put_hex(one, "head", heads->id[stream], BUNDLE_ID);
            json_put_number(one, "seq", (int64_t)heads->seq[stream]);
            json_put_number(one, "stream", stream);
            json_array_append_new(array, one);
        }
    }
    return array;
}

bool closing_holds(struct closing_heads *ret, const struct frame *frames, size_t count,
                   const json_t *manifest)
{
    const json_t *array = json_object_get(manifest, "heads");
    struct closing_heads heads = {.seq = {0}};
    int64_t before = -1;

    if (count != 1 || !closing_is_statement(&frames[0]) || !json_is_array(array) ||
        json_array_size(array) > CLOSING_STREAMS) {
        return false;
    }
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *one = json_array_get(array, i);
        int64_t stream = json_number(one, "stream", -1), seq = json_number(one, "seq", 0);
        if (json_object_size(one) != 3 || stream <= before || stream >= CLOSING_STREAMS ||
            seq < 1 || !json_hex(one, "head", heads.id[stream], BUNDLE_ID)) {
            return false;
        }
        heads.seq[stream] = (uint64_t)seq;
        before = stream;
    }
    *ret = heads;
    return true;
}

bool closing_line(char ret[STATEMENT_TEXT], uint8_t ret_round[ROUND_ID], const struct frame *frame,
                  const struct party_secret *self, bool is_practice, struct err *err)
{
    struct close_statement told = {.ballots = 0};
    uint8_t signature[CRYPTO_SIGNATURE];
    char print[PARTY_FINGERPRINT], hex[2 * CRYPTO_SIGNATURE + 1];
    json_t *body = json_read((const char *)frame->body, frame->body_len, err);
    bool good = body != NULL && json_hex(body, "round", ret_round, ROUND_ID) &&
                json_hex(body, "set", told.set_digest, CRYPTO_HASH);

    told.ballots = (uint32_t)json_number(body, "ballots", 0);
    told.registers = (uint32_t)json_number(body, "registers", 0);
    told.unlocks = (uint32_t)json_number(body, "unlocks", 0);
    json_decref(body);
    if (!good) {
        return err_set(err, ERR_FORMAT, "a closing statement");
    }
    party_fingerprint(print, &self->party);
    statement_text(ret, 2, &told, ret_round, print, is_practice);
    size_t len = strlen(ret);
    crypto_sign(signature, STATEMENT_CONTEXT, ret, len, self->sign_secret);
    str_hex(hex, signature, sizeof(signature));
    for (char *at = hex; *at != '\0'; at++) {
        *at = *at >= 'a' ? (char)(*at - 'a' + 'A') : *at;
    }
    snprintf(ret + len, STATEMENT_TEXT - len, " TEKEN %s", hex);
    return true;
}
