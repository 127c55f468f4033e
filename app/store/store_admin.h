/* store_admin: PINs with back-off, settings, the saved clock. Not records: they never leave the
 * kiosk. What caretaker and admin did stands in store_logbook.h. */
#ifndef DORPEL_STORE_ADMIN_H
#define DORPEL_STORE_ADMIN_H

#include "app/store/store.h"

enum role { ROLE_CARETAKER, ROLE_ADMIN, ROLES };

bool store_pin_is_set(struct store *store, enum role role);
/* No PIN is set because the one there was is lost: database and file (store_pins.c) were damaged
 * both. Choosing is open to who stands there; say so, and write it down. */
bool store_pin_was_lost(struct store *store, enum role role);
bool store_pin_set(struct store *store, enum role role, const char pin[7], struct err *err);
/* The failure counter is stored *before* the comparison, so that pulling the plug gives no free
 * try. Five free tries, then 15 s doubling to 900 s; the wait starts again at a restart. Never
 * dead. now_ms: monotonic. ERR_DENIED: wrong, or too early; *ret_wait_ms says how long to wait (0:
 * try again at once). */
bool store_pin_check(struct store *store, enum role role, const char *pin, int64_t now_ms,
                     int64_t *ret_wait_ms, struct err *err);
int64_t store_pin_wait_ms(struct store *store, enum role role, int64_t now_ms);

/* The same back-off for guesses at voting codes and idea words: after five unknown ones 15 s each,
 * never longer. name: "code" or "idea". */
int64_t store_guess_wait_ms(struct store *store, const char *name, int64_t now_ms);
bool store_guess_begin(struct store *store, const char *name, int64_t now_ms, struct err *err);
bool store_guess_right(struct store *store, const char *name, struct err *err);

bool store_setting_get(struct store *store, struct arena *arena, const char *name,
                       const char **ret_value, struct err *err); /* ERR_MISSING */
/* Not there is no error: then *ret_value is otherwise. */
bool store_setting_or(struct store *store, struct arena *arena, const char *name,
                      const char *otherwise, const char **ret_value, struct err *err);
bool store_setting_put(struct store *store, const char *name, const char *value, struct err *err);

#endif
