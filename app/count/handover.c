#include "app/count/handover.h"

#include "app/base/str.h"
#include "app/count/list.h"
#include "app/count/signed.h"

#include <assert.h>
#include <string.h>

enum { HANDOVER_VERSION = 1, HANDOVER_MAX = 100000 };

/* Heap sort on rows of bytes: their length is known at run time only. */
static void swap_rows(uint8_t *a, uint8_t *b, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        uint8_t kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

static void sift(const struct handover *handover, size_t root, size_t end)
{
    uint8_t *rows = handover->boxes;
    size_t len = handover->box_len;

    while (2 * root + 1 < end) {
        size_t child = 2 * root + 1;
        if (child + 1 < end && memcmp(rows + child * len, rows + (child + 1) * len, len) < 0) {
            child++;
        }
        if (memcmp(rows + root * len, rows + child * len, len) >= 0) {
            return;
        }
        swap_rows(rows + root * len, rows + child * len, len);
        root = child;
    }
}

void handover_sort(struct handover *handover)
{
    for (size_t i = handover->count / 2; i > 0; i--) {
        sift(handover, i - 1, handover->count);
    }
    for (size_t end = handover->count; end > 1; end--) {
        swap_rows(handover->boxes, handover->boxes + (end - 1) * handover->box_len,
                  handover->box_len);
        sift(handover, 0, end - 1);
    }
}

#ifdef DORPEL_TEST
static bool opens_all;

void handover_plant_open_all(bool on)
{
    opens_all = on;
}
#else
static const bool opens_all = false;
#endif

static void open_one(struct handover *handover, const struct round *round,
                     const struct keyfile *first, const struct box_ballot *ballot)
{
    uint8_t *inner = handover->boxes + handover->count * handover->box_len;

    if (seal_open_first(inner, ballot->sealed, seal_ballot_len(round), first->box,
                        first->box_secret, NULL)) {
        handover->count++;
    } else {
        handover->unopened++;
    }
}

bool handover_open(struct handover *ret, struct arena *arena, const struct round *round,
                   const struct keyfile *first, const json_t *list,
                   const struct box_ballot *ballots, size_t ballot_count, struct snag *snag)
{
    struct handover handover = {.box_len = seal_inner_len(round)};
    size_t count = 0;
    uint8_t(*ids)[BALLOT_ID] = list_ids(list, arena, &count);

    handover.boxes = arena_alloc(arena, (count + ballot_count + 1) * handover.box_len);
    for (size_t i = 0; i < count; i++) {
        const struct box_ballot *ballot = box_find_ballot(ballots, ballot_count, ids[i]);
        if (ballot == NULL) {
            return snag_set(snag, "tel.first.missing", NULL, (long)(i + 1), NULL);
        }
        if (!opens_all) {
            open_one(&handover, round, first, ballot);
        }
    }
    for (size_t i = 0; opens_all && i < ballot_count; i++) {
        open_one(&handover, round, first, &ballots[i]);
    }
    handover_sort(&handover);
    *ret = handover;
    return true;
}

json_t *handover_make(const struct handover *handover, const json_t *list,
                      const struct keyfile *first)
{
    char hex[2 * SEAL_BALLOT_MAX + 1];
    json_t *object = json_object();
    json_t *boxes = json_array();

    assert(handover->box_len <= SEAL_BALLOT_MAX);
    for (size_t i = 0; i < handover->count; i++) {
        str_hex(hex, handover->boxes + i * handover->box_len, handover->box_len);
        json_array_append_new(boxes, json_string(hex));
    }
    json_put(object, "boxes", boxes);
    json_put_text(object, "registrar_signature", json_text(list, "signature", ""));
    json_put(object, "summary", json_incref(json_object_get(list, "summary")));
    json_put_number(object, "unopened", handover->unopened);
    json_put_number(object, "version", HANDOVER_VERSION);
    signed_put(object, SIGNED_FIRST, first->sign_secret);
    return object;
}

/* ---- proving ----------------------------------------------------------------------------- */

static bool read_boxes(struct handover *handover, struct arena *arena, const json_t *array)
{
    handover->count = json_array_size(array);
    if (!json_is_array(array) || handover->count > HANDOVER_MAX) {
        return false;
    }
    handover->boxes = arena_alloc(arena, (handover->count + 1) * handover->box_len);
    for (size_t i = 0; i < handover->count; i++) {
        const char *hex = json_string_value(json_array_get(array, i));
        if (hex == NULL ||
            !str_unhex(handover->boxes + i * handover->box_len, handover->box_len, hex)) {
            return false;
        }
    }
    return true;
}

static bool read_all(struct handover *handover, struct arena *arena, const json_t *object,
                     const struct round *round)
{
    uint8_t signature[CRYPTO_SIGNATURE];
    const json_t *summary = json_object_get(object, "summary");
    int64_t unopened = json_number(object, "unopened", -1);

    handover->box_len = seal_inner_len(round);
    if (json_object_size(object) != 6 || json_number(object, "version", 0) != HANDOVER_VERSION ||
        !signed_hex(object, "registrar_signature", signature, sizeof(signature)) ||
        !list_is_signed(summary, signature, round) || unopened < 0 || unopened > HANDOVER_MAX ||
        !read_boxes(handover, arena, json_object_get(object, "boxes"))) {
        return false;
    }
    handover->unopened = (uint32_t)unopened;
    return json_number(summary, "count", -1) == (int64_t)handover->count + unopened;
}

json_t *handover_load(struct handover *ret, struct io *io, struct arena *arena, const char *path,
                      const struct round *round, const uint8_t first_sign[CRYPTO_KEY],
                      struct snag *snag)
{
    struct handover handover = {.count = 0};
    json_t *object = signed_load(io, path, snag);

    if (object == NULL) {
        return NULL;
    }
    if (!signed_holds(object, SIGNED_FIRST, first_sign) ||
        !read_all(&handover, arena, object, round)) {
        json_decref(object);
        snag_set(snag, "tel.handover.forged", path, 0, NULL);
        return NULL;
    }
    *ret = handover;
    return object;
}
