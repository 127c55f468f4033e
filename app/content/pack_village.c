/* dorp.ini: the village in seven settings. */
#include "app/content/pack_inner.h"

#include <string.h>

enum setting { NAAM, MOTTO, DORPSHUIS, LEZER, AANSPREEKVORM, INWONERS, STEUN, SETTINGS };

static const char *const names[SETTINGS + 1] = {
    "naam", "motto", "dorpshuis", "lezer_van_namen", "aanspreekvorm", "inwoners", "steun_en_dank"};
static const bool required[SETTINGS] = {
    [NAAM] = true, [DORPSHUIS] = true, [LEZER] = true, [AANSPREEKVORM] = true};

struct village {
    struct loader *loader;
    bool is_ours; /* in [dorp] now */
    int line;     /* of [dorp]; 0 = not seen */
    bool seen[SETTINGS];
};

static void on_section(void *ctx, const char *name, struct place at)
{
    struct village *village = ctx;

    village->is_ours = strcmp(name, "dorp") == 0;
    if (!village->is_ours) {
        fault_add(village->loader, FAULT_UNKNOWN_SECTION, at, name);
    } else if (village->line != 0) {
        fault_add(village->loader, FAULT_SECTION_TWICE, at, name);
    } else {
        village->line = at.line;
    }
}

static void read_setting(struct loader *loader, enum setting setting, struct cell cell)
{
    static const char *const words[] = {"u", "je", NULL};
    static const char *const whens[] = {"wachten", "meteen", NULL};
    struct pack *pack = loader->pack;
    int word = 0;
    int64_t number = 0;

    switch (setting) {
    case NAAM:
        pack->name = value_text(loader, cell, PACK_NAME, TEXT_LINE, true);
        break;
    case MOTTO:
        pack->tagline = value_text(loader, cell, PACK_SENTENCE, TEXT_LINE, false);
        break;
    case DORPSHUIS:
        pack->kiosk = value_text(loader, cell, PACK_BY, TEXT_LINE, true);
        break;
    case LEZER:
        pack->contact_reader = value_text(loader, cell, PACK_BY, TEXT_LINE, true);
        break;
    case AANSPREEKVORM:
        pack->formal =
            value_word(loader, cell, words, FAULT_UNKNOWN_ADDRESS, &word) ? word == 0 : true;
        break;
    case INWONERS:
        if (value_number(loader, cell, 1, PACK_MAX_RESIDENTS, &number)) {
            pack->residents = (uint32_t)number;
        }
        break;
    case STEUN:
        pack->at_once = value_word(loader, cell, whens, FAULT_UNKNOWN_AT_ONCE, &word) && word == 1;
        break;
    case SETTINGS:
        break;
    }
}

static void on_pair(void *ctx, const char *name, const char *value, struct place at)
{
    struct village *village = ctx;
    int i = 0;

    if (!village->is_ours) {
        return; /* its section was told already */
    }
    while (i < SETTINGS && strcmp(names[i], name) != 0) {
        i++;
    }
    if (i == SETTINGS) {
        fault_add(village->loader, FAULT_UNKNOWN_SETTING, at, name);
    } else if (village->seen[i]) {
        fault_add(village->loader, FAULT_SETTING_TWICE, at, name);
    } else {
        village->seen[i] = true;
        read_setting(village->loader, (enum setting)i, (struct cell){value, at});
    }
}

void village_read(struct loader *loader)
{
    static const struct ini_events events = {on_section, on_pair};
    struct village village = {.loader = loader};
    size_t len;

    const char *text = loader_text(loader, "dorp.ini", true, &len);
    if (text == NULL) {
        return;
    }
    ini_scan(loader, text, len, &events, &village);
    if (village.line == 0) {
        fault_add(loader, FAULT_SECTION_MISSING, (struct place){0}, "dorp");
        return;
    }
    for (int i = 0; i < SETTINGS; i++) {
        if (required[i] && !village.seen[i]) {
            fault_add(loader, FAULT_SETTING_MISSING, (struct place){village.line, 0}, names[i]);
        }
    }
}
