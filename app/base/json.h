/* json: record bodies and exports, through jansson.
 *
 * A record body is sorted keys, compact, UTF-8: the same object always gives the same bytes.
 * json_start() makes jansson wipe memory as it frees it, because visitors' words pass through.
 * Values are jansson's own json_t; who creates one calls json_decref.
 */
#ifndef DORPEL_JSON_H
#define DORPEL_JSON_H

#include "app/base/err.h"
#include "app/base/arena.h"

#include <jansson.h>
#include <stdint.h>

void json_start(void); /* once, at the start of main */

/* The canonical bytes, in arena memory, terminated. Aborts when out of memory. */
char *json_canonical(struct arena *arena, const json_t *value, size_t *ret_len);
/* A new reference, or NULL with err. Duplicate keys are refused; depth and size are limited. */
json_t *json_read(const char *text, size_t len, struct err *err);

/* Lenient getters for our own records: the fallback when missing or of another type. The text
 * stays owned by the object. */
const char *json_text(const json_t *object, const char *key, const char *fallback);
int64_t json_number(const json_t *object, const char *key, int64_t fallback);
bool json_flag(const json_t *object, const char *key, bool fallback);
void json_put(json_t *object, const char *key, json_t *value_stolen); /* asserts success */
void json_put_text(json_t *object, const char *key, const char *text);
void json_put_number(json_t *object, const char *key, int64_t number);
void json_put_hex(json_t *object, const char *key, const uint8_t *bytes, size_t len);
bool json_hex(const json_t *object, const char *key, uint8_t *ret, size_t len);

#endif
