#include "app/store/store_statement.h"

#include "app/base/str.h"
#include "app/store/store_admin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { NAME_CAP = 64 };

void statement_text(char ret[STATEMENT_TEXT], int version, const struct close_statement *statement,
                    const uint8_t round_id[ROUND_ID], const char *print, bool is_practice)
{
    char id[2 * ROUND_ID + 1], set[2 * CRYPTO_HASH + 1];

    str_hex(id, round_id, ROUND_ID);
    str_hex(set, statement->set_digest, CRYPTO_HASH);
    snprintf(ret, STATEMENT_TEXT,
             "DORPEL SLUITING %d%s KIOSK %s RONDE %s STEMMEN %" PRIu32 " LIJST %" PRIu32
             " BEURTEN %" PRIu32 " SET %s",
             version, is_practice ? " OEFENEN" : "", print, id, statement->ballots,
             statement->registers, statement->unlocks, set);
    for (char *at = ret; *at != '\0'; at++) { /* capitals and digits alone make a smaller code */
        *at = *at >= 'a' && *at <= 'z' ? (char)(*at - 'a' + 'A') : *at;
    }
}

static void name_of(char ret[NAME_CAP], const uint8_t round_id[ROUND_ID])
{
    char id[2 * ROUND_ID + 1];

    str_hex(id, round_id, ROUND_ID);
    snprintf(ret, NAME_CAP, "sync.statement.%s", id);
}

bool store_statement_sign(struct store *store, const uint8_t round_id[ROUND_ID], const char *line,
                          struct err *err)
{
    char name[NAME_CAP];

    name_of(name, round_id);
    return store_setting_put(store, name, line, err);
}

void store_statement_line(struct store *store, char ret[STATEMENT_TEXT],
                          const struct close_statement *statement, const uint8_t round_id[ROUND_ID],
                          const char *print, bool is_practice)
{
    char name[NAME_CAP];
    const char *kept;
    struct arena arena;

    name_of(name, round_id);
    statement_text(ret, 2, statement, round_id, print, is_practice);
    size_t len = strlen(ret);
    arena_init(&arena, 0);
    bool is_signed = store_setting_get(store, &arena, name, &kept, NULL) &&
                     strlen(kept) < STATEMENT_TEXT && strncmp(kept, ret, len) == 0 &&
                     strncmp(kept + len, " TEKEN ", 7) == 0;
    if (is_signed) {
        str_copy(ret, STATEMENT_TEXT, kept);
    } else {
        statement_text(ret, 1, statement, round_id, print, is_practice);
    }
    arena_finish(&arena);
}
