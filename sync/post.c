#include "sync/post.h"

#include "app/base/str.h"
#include "app/store/store_outbox.h"
#include "sync/closing.h"
#include "app/store/store_vote.h"
#include "sync/frame.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

_Static_assert((int)OUTBOX_ID == (int)BUNDLE_ID &&
                   (int)OUTBOX_INCARNATION == (int)BUNDLE_INCARNATION,
               "the store keeps what bundles have");
_Static_assert((int)OUTBOX_VOTES == (int)BUNDLE_VOTES && (int)OUTBOX_REST == (int)BUNDLE_REST,
               "streams");

enum { MARK_CAP = 48 + 2 * BUNDLE_ID + 1 };

struct sealing {
    struct sync_kiosk *kiosk;
    struct arena arena; /* of one bundle */
    int64_t created_s;
    int quality;
    bool is_practice;
};

void post_name(char ret[POST_NAME], enum bundle_stream stream, uint64_t seq,
               const uint8_t id[BUNDLE_ID])
{
    char hex[9];

    str_hex(hex, id, 4);
    snprintf(ret, POST_NAME, "%c-%08" PRIu64 "-%s.dkb", stream == BUNDLE_VOTES ? 'A' : 'B',
             seq % 100000000, hex);
}

/* ---- sealing ------------------------------------------------------------------------------- */

/* How many of the records fit: by number they do already. */
static size_t fit(const struct frame *frames, size_t count)
{
    size_t bytes = 0, fits = 0;

    while (fits < count && (fits == 0 || bytes + frames[fits].body_len < POST_BYTES)) {
        bytes += frames[fits].body_len + RECORD_RID + CRYPTO_HASH;
        fits++;
    }
    return fits;
}

/* How many ballots of each round in this bundle the kiosk has let go, this one's with them: so that
 * a hub sees that some are missing when no number does. Only those that may leave, and only beside
 * votes: more would tell when somebody voted. */
static bool count_casts(struct sync_kiosk *kiosk, const struct frame *frames, size_t count,
                        json_t *extra, struct err *err)
{
    json_t *casts = json_object();
    bool good = true;

    for (size_t i = 0; good && i < count; i++) {
        char hex[2 * ROUND_ID + 1];
        struct vote_counts counts;
        if (frames[i].body_len < ROUND_ID) {
            continue;
        }
        str_hex(hex, frames[i].body, ROUND_ID); /* ballots and register entries begin with it */
        if (json_object_get(casts, hex) == NULL) {
            good = store_vote_counts(kiosk->store, frames[i].body, &counts, err);
            if (good) {
                json_put_number(casts, hex, (int64_t)counts.ballots - counts.unreleased);
            }
        }
    }
    json_put(extra, "cast_total", casts);
    return good;
}

static json_t *more_of_manifest(const struct sync_kiosk *kiosk)
{
    json_t *extra = json_object();

    /* What we heard last: a hub that was rolled back finds out. */
    json_put_number(extra, "hub_incarnation", (int64_t)kiosk->heard_incarnation);
    json_put_number(extra, "hub_seq", (int64_t)kiosk->heard_seq);
    return extra;
}

static struct bundle_head head_of(const struct sealing *sealing, enum bundle_type type,
                                  enum bundle_stream stream)
{
    const struct sync_kiosk *kiosk = sealing->kiosk;
    struct bundle_head head = {
        .type = type,
        .flags = sealing->is_practice ? BUNDLE_PRACTICE : 0,
        .stream = stream,
        .created_s =
            stream == BUNDLE_VOTES || sealing->created_s < 0 ? 0 : (uint64_t)sealing->created_s,
        .quality = stream == BUNDLE_VOTES ? 0 : (uint8_t)sealing->quality,
        .boot_count = kiosk->boot_count,
    };

    memcpy(head.recipient, kiosk->hub.hub.id, BUNDLE_PARTY);
    memcpy(head.incarnation, kiosk->incarnation, BUNDLE_INCARNATION);
    return head;
}

/* A second wrap, for the test of our own bytes: made anew each time, and thrown away. */
static bool read_again(const struct sealing *sealing, struct arena *arena,
                       const struct bundle_bytes *bytes, const struct party_secret *reader,
                       const uint8_t *payload, size_t len, struct err *err)
{
    struct bundle_head head;
    struct bundle_bytes plain;

    return bundle_read(&head, bytes->data, bytes->len, err) &&
           bundle_verify(&head, bytes->data, bytes->len, sealing->kiosk->self.party.sign, err) &&
           bundle_open(&plain, arena, &head, bytes->data, reader->party.box, reader->box_secret,
                       err) &&
           ((plain.len == len && memcmp(plain.data, payload, len) == 0) ||
            err_set(err, ERR_CRYPTO, "a bundle that is not what went in"));
}

static bool make_bundle(struct sealing *sealing, struct outbox_bundle *ret, struct bundle_head head,
                        const uint8_t *payload, size_t len, struct err *err)
{
    const struct enrol_answer *hub = &sealing->kiosk->hub;
    struct party_secret reader;
    struct bundle_bytes bytes;
    uint8_t keys[3][CRYPTO_KEY];
    size_t count = 0;

    party_make(&reader);
    memcpy(keys[count++], hub->hub.box, CRYPTO_KEY);
    if (hub->has_recovery) {
        memcpy(keys[count++], hub->recovery, CRYPTO_KEY);
    }
    memcpy(keys[count++], reader.party.box, CRYPTO_KEY);
    if (head.type == BUNDLE_CLOSING) {
        count = 0; /* for anybody to read */
    }
    bool good =
        bundle_make(&bytes, &sealing->arena, &head, payload, len,
                    (const uint8_t(*)[CRYPTO_KEY])keys, count, sealing->kiosk->self.party.sign,
                    sealing->kiosk->self.sign_secret, err) &&
        read_again(sealing, &sealing->arena, &bytes, &reader, payload, len, err);
    party_wipe(&reader);
    if (!good) {
        return false;
    }
    *ret = (struct outbox_bundle){.stream = (enum outbox_stream)head.stream,
                                  .seq = head.seq,
                                  .bytes = bytes.data,
                                  .len = bytes.len};
    memcpy(ret->incarnation, head.incarnation, BUNDLE_INCARNATION);
    bundle_id(ret->id, bytes.data, bytes.len);
    return true;
}

/* The last bundle of each stream of ours: what a closing statement closes. */
static bool find_heads(const struct sealing *sealing, json_t *manifest, struct err *err)
{
    struct closing_heads heads;

    for (int stream = 0; stream < CLOSING_STREAMS; stream++) {
        if (!store_outbox_next(sealing->kiosk->store, sealing->kiosk->incarnation,
                               (enum outbox_stream)stream, &heads.seq[stream], heads.id[stream],
                               err)) {
            return false;
        }
        heads.seq[stream]--;
    }
    json_put(manifest, "heads", closing_heads_json(&heads));
    return true;
}

/* For the code on the screen, which has no key. */
static bool leave_line(const struct sealing *sealing, const struct frame *statement,
                       struct err *err)
{
    char line[STATEMENT_TEXT];
    uint8_t round_id[ROUND_ID];

    return closing_line(line, round_id, statement, &sealing->kiosk->self, sealing->is_practice,
                        err) &&
           store_statement_sign(sealing->kiosk->store, round_id, line, err);
}

static bool seal_frames(struct sealing *sealing, enum bundle_type type, enum bundle_stream stream,
                        struct frame *frames, size_t count, struct err *err)
{
    struct bundle_head head = head_of(sealing, type, stream);
    struct outbox_bundle bundle;
    uint8_t *payload;
    size_t len;
    json_t *extra = more_of_manifest(sealing->kiosk);
    bool good =
        (type != BUNDLE_CLOSING ||
         (find_heads(sealing, extra, err) && leave_line(sealing, &frames[0], err))) &&
        (stream != BUNDLE_VOTES || count_casts(sealing->kiosk, frames, count, extra, err)) &&
        frames_write(&payload, &len, &sealing->arena, frames, count, extra, err) &&
        store_outbox_next(sealing->kiosk->store, head.incarnation, (enum outbox_stream)stream,
                          &head.seq, head.prev, err) &&
        make_bundle(sealing, &bundle, head, payload, len, err);

    json_decref(extra);
    if (!good) {
        return false;
    }
    uint8_t(*rids)[RECORD_RID] = arena_array(&sealing->arena, count + 1, RECORD_RID);
    for (size_t i = 0; i < count; i++) {
        memcpy(rids[i], frames[i].rid, RECORD_RID);
    }
    return store_outbox_put(sealing->kiosk->store, &bundle, (const uint8_t(*)[RECORD_RID])rids,
                            count, err);
}

/* One bundle of the stream; *ret_count 0: nothing waits. */
static bool seal_some(struct sealing *sealing, enum bundle_stream stream, size_t *ret_count,
                      struct err *err)
{
    struct record *records;
    size_t count, most = stream == BUNDLE_VOTES ? POST_VOTES : POST_RECORDS;

    if (!store_outbox_unsealed(sealing->kiosk->store, &sealing->arena, (enum outbox_stream)stream,
                               most, &records, &count, err)) {
        return false;
    }
    struct frame *frames = arena_array(&sealing->arena, count + 1, sizeof(*frames));
    for (size_t i = 0; i < count; i++) {
        if (!frame_of_record(&frames[i], &sealing->arena, &records[i], err)) {
            return false;
        }
    }
    for (size_t i = 0; i < count; i++) { /* each in a bundle of its own */
        if (closing_is_statement(&frames[i])) {
            *ret_count = 1;
            return seal_frames(sealing, BUNDLE_CLOSING, stream, &frames[i], 1, err);
        }
    }
    *ret_count = fit(frames, count);
    return *ret_count == 0 || seal_frames(sealing, BUNDLE_DATA, stream, frames, *ret_count, err);
}

bool post_seal(struct sync_kiosk *kiosk, int64_t created_s, int quality, bool is_practice,
               size_t *ret_bundles, struct err *err)
{
    struct sealing sealing = {
        .kiosk = kiosk, .created_s = created_s, .quality = quality, .is_practice = is_practice};
    size_t count = 1;
    bool good = true;

    *ret_bundles = 0;
    for (int stream = 0; good && kiosk->is_enrolled && stream < OUTBOX_STREAMS; stream++) {
        for (count = 1; good && count > 0;) {
            arena_init(&sealing.arena, 0);
            good = seal_some(&sealing, (enum bundle_stream)stream, &count, err);
            arena_finish(&sealing.arena);
            *ret_bundles += good && count > 0;
        }
    }
    return good;
}

/* ---- hearing ------------------------------------------------------------------------------- */

/* What the newest ack says that the hub has; an older one knows less. */
static void add_lacks(struct outbox_news *news, struct arena *arena, const struct ack *ack)
{
    struct outbox_lack *lacks = arena_array(arena, ack->have_count + 1, sizeof(*lacks));

    for (size_t i = 0; i < ack->have_count; i++) {
        const struct ack_have *have = &ack->have[i];
        lacks[i] = (struct outbox_lack){.stream = (enum outbox_stream)have->stream,
                                        .upto = have->upto,
                                        .missing = have->missing,
                                        .missing_count = have->missing_count};
        memcpy(lacks[i].incarnation, have->incarnation, OUTBOX_INCARNATION);
    }
    news->lacks = lacks;
    news->lack_count = ack->have_count;
}

/* "INCARNATION SEQ ID": the id tells a hub that was put back which of two acks of one number. */
static void make_mark(char ret[MARK_CAP], uint64_t incarnation, uint64_t seq, const uint8_t *id)
{
    int len = snprintf(ret, MARK_CAP, "%" PRIu64 " %" PRIu64, incarnation, seq);

    if (id != NULL) {
        ret[len] = ' ';
        str_hex(ret + len + 1, id, BUNDLE_ID);
    }
}

static bool tell_store(struct sync_kiosk *kiosk, struct arena *arena, const struct ack *ack,
                       const uint8_t id[BUNDLE_ID], bool resend_all, struct post_news *ret,
                       struct err *err)
{
    char mark[MARK_CAP];
    uint8_t(*received)[BUNDLE_ID] = arena_array(arena, ack->bundle_count + 1, BUNDLE_ID);
    struct outbox_news news = {.received = (const uint8_t(*)[BUNDLE_ID])received,
                               .safe = (const uint8_t(*)[BUNDLE_ID])ack->safe,
                               .safe_count = ack->safe_count,
                               .resend_all = resend_all,
                               .mark_name = "sync.heard",
                               .mark_value = mark};
    bool is_newest =
        ack->hub_incarnation > kiosk->heard_incarnation || ack->hub_seq > kiosk->heard_seq;

    for (size_t i = 0; i < ack->bundle_count; i++) {
        if (ack->bundles[i].verdict != ACK_UNKNOWN) { /* that one the hub could not take */
            memcpy(received[news.received_count++], ack->bundles[i].id, BUNDLE_ID);
        }
    }
    uint64_t seq = is_newest ? ack->hub_seq : kiosk->heard_seq;
    bool has_id = is_newest || kiosk->has_heard_id;
    make_mark(mark, ack->hub_incarnation, seq,
              is_newest             ? id
              : kiosk->has_heard_id ? kiosk->heard_id
                                    : NULL);
    if (is_newest) {
        add_lacks(&news, arena, ack);
    }
    if (!store_outbox_hear(kiosk->store, &news, err)) {
        return false;
    }
    kiosk->has_doubt = kiosk->has_doubt && kiosk->heard_incarnation == ack->hub_incarnation;
    kiosk->heard_incarnation = ack->hub_incarnation;
    kiosk->heard_seq = seq;
    kiosk->has_heard_id = has_id;
    if (is_newest) {
        memcpy(kiosk->heard_id, id, BUNDLE_ID);
    }
    *ret = (struct post_news){
        .received = news.received_count, .safe = news.safe_count, .resend_all = resend_all};
    return true;
}

/* Of two acks of one number the hub that made the second does not know the first: it was put back
 * to an older copy. Our mark tells it so, with the id of the first; it comes again under a higher
 * incarnation and asks for all. Until then nothing further of its line is believed: else the mark
 * would move on to an ack that it knows, and it would never ask. */
static bool is_of_one_line(struct sync_kiosk *kiosk, const struct ack *ack, const uint8_t *data,
                           size_t len, struct err *err)
{
    uint8_t id[BUNDLE_ID];

    if (!kiosk->has_heard_id || ack->hub_incarnation != kiosk->heard_incarnation ||
        ack->hub_seq < kiosk->heard_seq) {
        return true;
    }
    bundle_id(id, data, len);
    kiosk->has_doubt = kiosk->has_doubt || (ack->hub_seq == kiosk->heard_seq &&
                                            memcmp(id, kiosk->heard_id, BUNDLE_ID) != 0);
    return !kiosk->has_doubt ||
           err_set(err, ERR_DENIED, "another ack of the same number: the hub was put back");
}

bool post_hear(struct sync_kiosk *kiosk, const uint8_t *data, size_t len, struct post_news *ret,
               struct err *err)
{
    struct arena arena;
    struct ack ack;

    if (!kiosk->is_enrolled) {
        return err_set(err, ERR_DENIED, "not enrolled");
    }
    arena_init(&arena, 0);
    bool good = ack_read(&ack, &arena, data, len, &kiosk->hub.hub, kiosk->self.party.id, err);
    if (good && ack.hub_incarnation < kiosk->heard_incarnation) {
        good = err_set(err, ERR_DENIED, "of a hub that was there before");
    }
    if (good) {
        good = is_of_one_line(kiosk, &ack, data, len, err);
    }
    if (good) {
        bool is_new =
            ack.hub_incarnation > kiosk->heard_incarnation || ack.hub_seq > kiosk->heard_seq;
        /* Asked once, done once: an old stick does not make us send all again. */
        bool resend = is_new && (ack.resend_all || ack.hub_incarnation > kiosk->heard_incarnation);
        uint8_t id[BUNDLE_ID];
        bundle_id(id, data, len);
        good = tell_store(kiosk, &arena, &ack, id, resend, ret, err);
        if (good && is_new && ack.new_incarnation) {
            good = sync_kiosk_new_incarnation(kiosk, err);
            ret->new_incarnation = good;
        }
    }
    arena_finish(&arena);
    return good;
}
