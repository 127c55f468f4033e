/* count_bench: a table for the tests of dorpel-count: a village, people with codes, their votes,
 * and the tasks run as the program runs them.
 *
 * bench_init/bench_finish on the caller's memory; everything is in a folder of its own under /tmp.
 * Tests run from the top of the repository.
 */
#ifndef DORPEL_COUNT_BENCH_H
#define DORPEL_COUNT_BENCH_H

#include "app/base/json.h"
#include "app/count/codebook.h"
#include "app/count/desk.h"
#include "app/domain/seal.h"

enum { BENCH_MAX_VOTES = 10000 };

struct bench {
    char dir[40];     /* "/tmp/dorpel-count-XXXXXX" */
    const char *pack; /* folder of the village */
    const char *keys; /* folder with this round's secret keys */
    struct io *io;
    struct pack *village;
    const struct round *round;
    struct arena arena;
    char said[16384]; /* what the last task told on standard output */
    struct snag snag; /* of the last task that failed */
};

void bench_init(struct bench *bench, const char *pack, const char *keys);
void bench_finish(struct bench *bench);
const char *bench_path(struct bench *bench, const char *name); /* in the folder */

/* Runs "register --key ... " and so on; words are separated by single blanks, {D} is the folder,
 * {P} the pack with its round, {K} the folder of keys. */
bool bench_run(struct bench *bench, const char *line);

/* The same, as a cmocka assertion: it is done, or it is refused with this sentence. */
void bench_must(struct bench *bench, const char *line);
void bench_refuse(struct bench *bench, const char *line, const char *key);
json_t *bench_load(struct bench *bench, const char *name); /* a JSON file in the folder */

#define ASSEN "tests/data/assen2024"
#define ASSEN_KEYS "tests/data/geheim/assen2024/2024"
#define PIJP "tests/data/amsterdam"
#define PIJP_KEYS "tests/data/geheim/amsterdam/289"
#define REGISTER                                                                                   \
    "register --key {K}/registrar.geheim --codes {K}/registrar-codes.json --out {D}/telbaar.json "
#define REGISTER_OPEN "register --key {K}/registrar.geheim --out {D}/telbaar.json "
#define FIRST "first --key {K}/first.geheim --list {D}/telbaar.json --out {D}/eerste.json "
#define LAST "last --key {K}/last.geheim --in {D}/eerste.json --out {D}/uitslag.json"

/* One box being filled, as a kiosk would. */
struct bench_box {
    struct sealed_vote *votes;
    size_t count;
    uint32_t unlocks;
    bool no_statement;
};
void bench_vote(struct bench *bench, struct bench_box *box, const struct ballot *ballot,
                const char *code); /* NULL: no code */
/* Votes of `count` codes from code `from` on, for plans that differ from voter to voter (Assen). */
void bench_fill(struct bench *bench, struct bench_box *box, size_t from, size_t count);
/* Writes it as stembus.jsonl under this name, by rising rid, with its closing statement. */
void bench_save(struct bench *bench, const struct bench_box *box, const char *name);
/* The n-th code of codes.csv in the folder of keys, from 0: "ABCD2345". */
void bench_code(struct bench *bench, size_t n, char ret[CODE_LEN + 1]);
/* Marks these plan numbers, 0 ends the list. */
void bench_ballot(const struct bench *bench, struct ballot *ret, const uint16_t *numbers);

char *bench_read(struct bench *bench, const char *name, size_t *ret_len); /* in the arena */
void bench_write(struct bench *bench, const char *name, const char *data, size_t len);

#endif
