/* cast: puts real ballots into a kiosk's store through its own domain and store, for elections.py.
 *
 *   cast DATA PACK VOTES FROM [CODES]
 *
 * VOTES has one ballot a line: plan numbers with commas. Starts at line FROM (from 1). With CODES
 * (a codes.csv) line i votes with code i; without, each voter is let in by the caretaker first.
 */
#include "app/content/pack.h"
#include "app/domain/seal.h"
#include "app/store/store_vote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int stop(const char *what, const struct err *err)
{
    fprintf(stderr, "cast: %s: %s\n", what, err->msg);
    return 1;
}

static bool read_ballot(struct ballot *ret, const char *line, const struct round *round)
{
    memset(ret, 0, sizeof(*ret));
    for (const char *at = line; *at != '\0' && *at != '\n';) {
        char *end;
        unsigned long number = strtoul(at, &end, 10);
        size_t i = 0;
        while (i < round->plan_count && round->plans[i].number != number) {
            i++;
        }
        if (end == at || i == round->plan_count) {
            return false;
        }
        ret->value[i] = 1;
        at = *end == ',' ? end + 1 : end;
    }
    enum ballot_verdict verdict = ballot_check(ret, round);
    return verdict == BALLOT_OK || verdict == BALLOT_BLANK;
}

static bool next_code(FILE *codes, char ret[CODE_LEN + 1], struct err *err)
{
    char line[128];
    if (fgets(line, sizeof(line), codes) == NULL) {
        return err_set(err, ERR_MISSING, "no more codes");
    }
    line[strcspn(line, "\r\n")] = '\0';
    const char *code = strchr(line, ';');
    return code_normalise(ret, code != NULL ? code + 1 : line, err);
}

static bool cast_one(struct store *store, const struct round *round, const struct ballot *ballot,
                     const char *code, struct err *err)
{
    uint8_t tag[CODE_TAG], proof[CODE_PROOF];
    struct sealed_vote vote;
    if (code != NULL && !code_stretch(tag, proof, code, round->salt, round->cost, err)) {
        return false;
    }
    return seal_vote(&vote, ballot, round, code != NULL ? tag : NULL, code != NULL ? proof : NULL,
                     err) &&
           (code != NULL || store_unlock_give(store, round->id, err)) &&
           store_vote_cast(store, round->id, &vote, code == NULL, err);
}

int main(int argc, char *argv[])
{
    struct err err = {0};
    if (argc < 5 || !crypto_start(&err)) {
        return 2;
    }
    json_start();
    struct io *io = io_posix();
    struct pack *pack = pack_load(io, argv[2], &err);
    if (pack == NULL || pack->fault_count > 0) {
        return stop("pack", &err);
    }
    const struct round *round = &pack->rounds[0];
    struct store_options options = {.dir = argv[1]};
    struct store *store = store_open(io, &options, &err);
    FILE *votes = fopen(argv[3], "r");
    FILE *codes = argc > 5 ? fopen(argv[5], "r") : NULL;
    if (store == NULL || votes == NULL || (argc > 5 && codes == NULL)) {
        return stop("open", &err);
    }
    char line[1024], code[CODE_LEN + 1];
    if (codes != NULL && fgets(line, sizeof(line), codes) == NULL) {
        return stop("codes", &err);
    }
    long from = strtol(argv[4], NULL, 10), at = 0, cast = 0;
    while (fgets(line, sizeof(line), votes) != NULL) {
        struct ballot ballot;
        if (codes != NULL && !next_code(codes, code, &err)) {
            return stop("code", &err);
        }
        if (++at < from) {
            continue;
        }
        if (!read_ballot(&ballot, line, round)) {
            fprintf(stderr, "cast: %s:%ld: not a ballot of this round\n", argv[3], at);
            return 1;
        }
        if (!cast_one(store, round, &ballot, codes != NULL ? code : NULL, &err)) {
            return stop("vote", &err);
        }
        cast++;
    }
    printf("%ld\n", cast);
    store_close(store);
    pack_free(pack);
    io_destroy(io);
    fclose(votes);
    if (codes != NULL) {
        fclose(codes);
    }
    return 0;
}
