/* Two hash tables with open addresses: plans by their id, and voters that come twice. */
#include "app/domain/pabulib/pabulib_inner.h"

#include "app/base/crypto.h"

#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t hash)
{
    hash ^= hash >> 33;
    hash *= 0xff51afd7ed558ccdu;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53u;
    return hash ^ hash >> 33;
}

/* 1 to 8 bytes as a number; of texts of one length no two are the same. */
static uint64_t word(const char *text, size_t len)
{
    uint32_t low, high;

    if (len >= 4) {
        memcpy(&low, text, sizeof(low));
        memcpy(&high, text + len - sizeof(high), sizeof(high));
        return (uint64_t)high << 32 | low;
    }
    return (uint64_t)(unsigned char)text[0] << 16 | (uint64_t)(unsigned char)text[len / 2] << 8 |
           (unsigned char)text[len - 1];
}

/* Every word goes through mix() with what the seed made of those before it: without the seed nobody
 * can choose ids that meet. Up to 8 bytes: other ids of the same length have other hashes. */
static uint64_t hash_id(uint64_t seed, struct pb_cell id)
{
    uint64_t hash = seed ^ id.len * 0x9e3779b97f4a7c15u;

    for (; id.len > 8; id.text += 8, id.len -= 8) {
        uint64_t eight;
        memcpy(&eight, id.text, sizeof(eight));
        hash = mix(hash ^ eight);
    }
    return mix(hash ^ word(id.text, id.len));
}

/* Twice as many slots as there will be entries, a power of two. */
static size_t slots_for(size_t most)
{
    size_t slots = 16;

    while (slots < 2 * most) {
        slots *= 2;
    }
    return slots;
}

bool pb_ids_init(struct pb_ids *ids, const struct election_plan *plans, size_t count)
{
    size_t slots = slots_for(2 * count);

    crypto_random(&ids->seed, sizeof(ids->seed));
    ids->plans = plans;
    ids->mask = slots - 1;
    ids->slots = calloc(slots, sizeof(*ids->slots));
    return ids->slots != NULL;
}

void pb_ids_finish(struct pb_ids *ids)
{
    free(ids->slots);
    ids->slots = NULL;
}

/* The slot of this id, or the empty one where it would be. */
static struct pb_id *find(const struct pb_ids *ids, struct pb_cell id, uint64_t hash)
{
    size_t at = (size_t)hash & ids->mask;

    for (; ids->slots[at].index != 0; at = (at + 1) & ids->mask) {
        const struct pb_id *slot = &ids->slots[at];
        if (slot->hash == hash && slot->len == id.len &&
            (id.len <= 8 || memcmp(ids->plans[slot->index - 1].id, id.text, id.len) == 0)) {
            break;
        }
    }
    return &ids->slots[at];
}

uint32_t pb_ids_find(const struct pb_ids *ids, struct pb_cell id)
{
    const struct pb_id *slot = find(ids, id, hash_id(ids->seed, id));

    return slot->index == 0 ? PB_NOBODY : slot->index - 1;
}

bool pb_ids_add(struct pb_ids *ids, uint32_t plan)
{
    struct pb_cell id = pb_text(ids->plans[plan].id);
    uint64_t hash = hash_id(ids->seed, id);
    struct pb_id *slot = find(ids, id, hash);

    if (slot->index != 0) {
        return false;
    }
    *slot = (struct pb_id){hash, (uint32_t)id.len, plan + 1};
    return true;
}

bool pb_voters_init(struct pb_voters *voters, size_t most)
{
    *voters = (struct pb_voters){.only_grow = true, .room = most + 1};
    crypto_random(&voters->seed, sizeof(voters->seed));
    voters->hashes = malloc(voters->room * sizeof(*voters->hashes));
    voters->lines = malloc(voters->room * sizeof(*voters->lines));
    return voters->hashes != NULL && voters->lines != NULL;
}

void pb_voters_finish(struct pb_voters *voters)
{
    free(voters->hashes);
    free(voters->lines);
    *voters = (struct pb_voters){0};
}

/* A number without zeros before it, or 0. */
static uint64_t plain_number(struct pb_cell id)
{
    uint64_t number = 0;

    if (id.len > 18 || id.text[0] == '0') {
        return 0;
    }
    for (size_t i = 0; i < id.len; i++) {
        unsigned digit = (unsigned)id.text[i] - '0';
        if (digit > 9) {
            return 0;
        }
        number = number * 10 + digit;
    }
    return number;
}

static bool make_room(struct pb_voters *voters)
{
    uint64_t *hashes = realloc(voters->hashes, 2 * voters->room * sizeof(*hashes));
    if (hashes == NULL) {
        return false;
    }
    voters->hashes = hashes;
    int *lines = realloc(voters->lines, 2 * voters->room * sizeof(*lines));
    if (lines == NULL) {
        return false;
    }
    voters->lines = lines;
    voters->room *= 2;
    return true;
}

bool pb_voters_add(struct pb_voters *voters, struct pb_cell id, int line)
{
    uint64_t hash = hash_id(voters->seed, id);
    uint64_t number = plain_number(id);

    if (voters->count == voters->room && !make_room(voters)) {
        return false;
    }
    voters->hashes[voters->count] = hash == 0 ? 1 : hash;
    voters->lines[voters->count++] = line;
    voters->only_grow = voters->only_grow && number > voters->last;
    voters->last = number;
    return true;
}

static bool is_repeat(uint64_t *table, size_t mask, uint64_t hash)
{
    size_t at = (size_t)hash & mask;

    while (table[at] != 0 && table[at] != hash) {
        at = (at + 1) & mask;
    }
    bool is_there = table[at] == hash;
    table[at] = hash;
    return is_there;
}

bool pb_voters_repeats(struct pb_voters *voters, size_t *ret_count)
{
    size_t slots = slots_for(voters->count);

    *ret_count = 0;
    if (voters->only_grow) { /* numbers that only grow cannot repeat: so are most files */
        return true;
    }
    uint64_t *table = calloc(slots, sizeof(*table));
    for (size_t i = 0; table != NULL && i < voters->count; i++) {
        if (is_repeat(table, slots - 1, voters->hashes[i])) {
            voters->lines[(*ret_count)++] = voters->lines[i];
        }
    }
    bool is_done = table != NULL;
    free(table);
    return is_done;
}
