#include "sync/hub/hub_help.h"

#include <string.h>

enum { COLUMN = 22 };

static void print_help_line(const char *text, FILE *out)
{
    const char *colon = strstr(text, " : ");

    if (text[0] == '-' && text[1] == ' ') {
        fprintf(out, "%*s%s\n", COLUMN + 2, "", text + 2);
    } else if (colon != NULL && colon - text < COLUMN - 2) {
        fprintf(out, "  %-*.*s%s\n", COLUMN - 2, (int)(colon - text), text, colon + 3);
    } else if (colon != NULL) {
        fprintf(out, "  %.*s\n%*s%s\n", (int)(colon - text), text, COLUMN, "", colon + 3);
    } else {
        fprintf(out, "%s\n", text);
    }
}

void hub_help_print(const struct say *say, FILE *out, const char *stem)
{
    char key[60];

    for (int i = 1;; i++) {
        snprintf(key, sizeof(key), "%s.%d", stem, i);
        if (!say_has(say, key)) {
            return;
        }
        print_help_line(say_text(say, key), out);
    }
}
