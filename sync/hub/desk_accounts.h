/* desk_accounts: who may use the hub's pages, and who is in.
 *
 * Passwords are stretched with Argon2id. After five wrong ones an account waits, 15 s doubling to
 * 900 s, written down before the comparison. A session is a random token in a cookie, of which the
 * database has the hash only; with it a second token that each form must carry.
 *
 * The first account is made by whoever holds the token that `serve` printed when there was none.
 */
#ifndef DORPEL_HUB_DESK_ACCOUNTS_H
#define DORPEL_HUB_DESK_ACCOUNTS_H

#include "sync/hub/hub.h"

enum desk_role {              /* each may what the one before may */
                 DESK_READER, /* see */
                 DESK_CLERK,  /* hand in sticks, take answers, say yes to a kiosk */
                 DESK_ADMIN,  /* revoke, make accounts */
                 DESK_ROLES
};

enum { DESK_NAME = 40, DESK_TOKEN = 32, DESK_HEX = 2 * DESK_TOKEN + 1, DESK_LEAST = 10 };

struct desk_session {
    char name[DESK_NAME + 1];
    enum desk_role role;
    char csrf[DESK_HEX];
};

const char *desk_role_name(enum desk_role role); /* "reader": end of a key */

bool desk_account_count(struct hub *hub, int64_t *ret, struct err *err);
/* ERR_FORMAT: a name or a password too short. ERR_USED: there is one of that name. */
bool desk_account_add(struct hub *hub, const char *name, enum desk_role role, const char *password,
                      struct crypto_cost cost, struct err *err);
/* ERR_DENIED: wrong name or password. ERR_BUSY: too many wrong ones; *ret_wait_s. */
bool desk_log_in(struct hub *hub, const char *name, const char *password, struct crypto_cost cost,
                 char ret_token[DESK_HEX], int64_t *ret_wait_s, struct err *err);
/* ERR_MISSING: nobody, or too long ago. */
bool desk_session(struct hub *hub, const char *token, struct desk_session *ret, struct err *err);
bool desk_log_out(struct hub *hub, const char *token, struct err *err);

struct desk_account {
    char name[DESK_NAME + 1];
    enum desk_role role;
};
bool desk_accounts(struct hub *hub, struct arena *arena, struct desk_account **ret,
                   size_t *ret_count, struct err *err);

#endif
