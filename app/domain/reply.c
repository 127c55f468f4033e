#include "app/domain/reply.h"

#include "app/base/str.h"

#include <string.h>

static const char *const roles[REPLY_ROLES] = {"wet", "gemeente", "samen", "dorp"};

const char *reply_from_name(enum reply_from from)
{
    return from == REPLY_MUNICIPALITY ? "gemeente" : "dorp";
}

const char *reply_role_name(enum reply_role role)
{
    return roles[role];
}

json_t *reply_to_json(const struct reply *reply)
{
    if (reply->text[0] == '\0') {
        return json_null();
    }
    json_t *value = json_object();
    json_put_text(value, "role", roles[reply->role]);
    json_put_text(value, "text", reply->text);
    return value;
}

bool reply_from_json(struct reply *ret, const json_t *value)
{
    const char *role = json_text(value, "role", "");
    const char *text = json_text(value, "text", "");

    memset(ret, 0, sizeof(*ret));
    for (int i = 0; i < REPLY_ROLES; i++) {
        if (strcmp(role, roles[i]) == 0 && str_count(text) <= REPLY_TEXT) {
            ret->role = (enum reply_role)i;
            return str_clean(ret->text, sizeof(ret->text), text, true) && ret->text[0] != '\0';
        }
    }
    return false;
}
