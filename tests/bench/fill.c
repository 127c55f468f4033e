/* fill DIR PACK VOTES IDEAS: a store as full as a village could ever make it, for the bench.
 *
 * Sealed bytes are random: nobody opens them. Not durable while it fills, to be done in seconds.
 */
#include "app/content/pack.h"
#include "app/store/store_idea.h"
#include "app/store/store_internal.h"
#include "app/store/store_round.h"
#include "app/store/store_vote.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(bool ok, const struct err *err, const char *what)
{
    if (!ok) {
        fprintf(stderr, "fill: %s: %s\n", what, err->msg);
        exit(1);
    }
}

static void add_vote(struct store *store, const struct round *round)
{
    struct err err = {0};
    struct sealed_vote vote;
    crypto_random(&vote, sizeof(vote));
    vote.ballot_len = seal_ballot_len(round);
    crypto_hash(vote.ballot_id, vote.ballot, vote.ballot_len);
    must(store_vote_cast(store, round->id, &vote, false, &err), &err, "vote");
}

/* A wheel of some two hundred points, as a finger draws it. */
static void draw(struct drawing *drawing, int seed)
{
    for (int i = 0; i < 200; i++) {
        double turn = i * 0.13 + seed;
        drawing->x[i] = (uint16_t)(500 + (2 * i) * cos(turn));
        drawing->y[i] = (uint16_t)(500 + (2 * i) * sin(turn));
    }
    drawing->point_count = 200;
    drawing->stroke_end[0] = 200;
    drawing->stroke_count = 1;
}

/* As store_idea_add makes it, but for the stretching of the words, which takes its time. */
static void add_idea(struct store *store, int number)
{
    static const char *const what[] = {"Een fietspomp bij de kerk",    "Vogelkasten langs de vaart",
                                       "Samen koken op dinsdag",       "Straatfeest in de zomer",
                                       "Glad ijs strooien voor buren", "Muziek in het park"};
    struct err err = {0};
    struct idea idea;
    memset(&idea, 0, sizeof(idea));
    idea.number = (uint32_t)number;
    snprintf(idea.what, sizeof(idea.what), "%s, wens %d", what[number % 6], number);
    snprintf(idea.more, sizeof(idea.more),
             "Daar wordt het dorp mooier van, en iedereen kan eraan meedoen. Wij hebben al met de "
             "buren gesproken en die willen helpen. Het mag best wat kosten, maar niet te veel.");
    snprintf(idea.whom, sizeof(idea.whom), "Voor jong en oud");
    if (number % 2 == 0) {
        draw(&idea.drawing, number);
    }
    uint8_t random[SEAL_WORDS];
    json_t *body = idea_to_json(&idea);
    crypto_random(random, sizeof(random));
    json_put_hex(body, "words", random, sizeof(random));
    struct arena arena;
    struct record record;
    arena_init(&arena, 0);
    must(record_make(&record, &arena, RECORD_IDEA, body, &err) && store_add(store, &record, &err),
         &err, "idea");
    must(store_idea_moderate(store, record.rid, IDEA_SHOWN, "", &err), &err, "moderation");
    for (int i = 0; i < number % 3; i++) {
        must(store_idea_support(store, record.rid, &err), &err, "support");
    }
    json_decref(body);
    arena_finish(&arena);
}

int main(int argc, char *argv[])
{
    struct err err = {0};
    if (argc != 5) {
        fprintf(stderr, "fill DIR PACK VOTES IDEAS\n");
        return 2;
    }
    json_start();
    must(crypto_start(&err), &err, "start");
    struct io *io = io_posix();
    struct pack *pack = pack_load(io, argv[2], &err);
    must(pack != NULL && pack->fault_count == 0 && pack->round_count > 0, &err, argv[2]);
    struct store_options options = {.dir = argv[1]};
    struct store *store = store_open(io, &options, &err);
    must(store != NULL, &err, argv[1]);
    must(db_exec(store->db, "PRAGMA synchronous=OFF", &err), &err, "pragma");
    const struct round *round = &pack->rounds[0];
    enum round_state state;
    must(store_round_state(store, round->id, &state, NULL, &err), &err, "round");
    must(state == ROUND_OPEN || store_round_open(store, round, &err), &err, "opening");
    for (long i = 0, votes = strtol(argv[3], NULL, 10); i < votes; i++) {
        add_vote(store, round);
    }
    for (int i = 1, ideas = (int)strtol(argv[4], NULL, 10); i <= ideas; i++) {
        add_idea(store, 1000 + i);
    }
    store_close(store);
    pack_free(pack);
    io_destroy(io);
    return 0;
}
