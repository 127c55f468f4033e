#include "app/domain/health.h"

static const struct {
    const char *name, *good;
} parts[HEALTH_PARTS] = {
    [HEALTH_STORE] = {"store", "health.store-good"},
    [HEALTH_DISK] = {"disk", "health.disk-good"},
    [HEALTH_CLOCK] = {"clock", "health.clock-sure"},
    [HEALTH_POWER] = {"power", "health.power-good"},
    [HEALTH_SCREEN] = {"screen", "health.screen-good"},
    [HEALTH_TOUCH] = {"touch", "health.touch-good"},
    [HEALTH_BUTTON] = {"button", "health.button-good"},
    [HEALTH_LAMP] = {"lamp", "health.lamp-good"},
    [HEALTH_PACK] = {"pack", "health.pack-good"},
};

static const struct {
    enum health_part part;
    const char *key;
} faults[HEALTH_FAULTS] = {
    [HEALTH_STORE_SET_ASIDE] = {HEALTH_STORE, "store.set-aside"},
    [HEALTH_STORE_FULL] = {HEALTH_STORE, "store.full"},
    [HEALTH_STORE_READ_ONLY] = {HEALTH_STORE, "store.read-only"},
    [HEALTH_DISK_FULL] = {HEALTH_DISK, "fault.disk-full"},
    [HEALTH_CARD_READ_ONLY] = {HEALTH_DISK, "fault.card-read-only"},
    [HEALTH_CLOCK_UNSURE] = {HEALTH_CLOCK, "fault.clock-unsure"},
    [HEALTH_POWER_LOW] = {HEALTH_POWER, "fault.power-low"},
    [HEALTH_SCREEN_NONE] = {HEALTH_SCREEN, "fault.screen-none"},
    [HEALTH_TOUCH_NONE] = {HEALTH_TOUCH, "fault.touch-none"},
    [HEALTH_BUTTON_BROKEN] = {HEALTH_BUTTON, "health.button-bad"},
    [HEALTH_BUTTON_STUCK] = {HEALTH_BUTTON, "fault.button-stuck"},
    [HEALTH_LINE_BROKEN] = {HEALTH_BUTTON, "fault.line-broken"},
    [HEALTH_LINE_TAKEN] = {HEALTH_BUTTON, "fault.line-taken"},
    [HEALTH_CHIP_MISSING] = {HEALTH_BUTTON, "fault.chip-missing"},
    [HEALTH_LAMP_DARK] = {HEALTH_LAMP, "fault.lamp-dark"},
    [HEALTH_LAMP_MISSING] = {HEALTH_LAMP, "fault.lamp-missing"},
    [HEALTH_PACK_BAD] = {HEALTH_PACK, "health.pack-bad"},
};

void health_ask(struct health *health, enum health_part part)
{
    health->is_asked[part] = true;
}

void health_blame(struct health *health, enum health_fault fault)
{
    if (fault == HEALTH_FINE || fault >= HEALTH_FAULTS) {
        return;
    }
    enum health_part part = faults[fault].part;
    health->is_asked[part] = true;
    if (fault > health->fault[part]) {
        health->fault[part] = fault;
    }
}

bool health_is_good(const struct health *health)
{
    for (int part = 0; part < HEALTH_PARTS; part++) {
        if (health->fault[part] != HEALTH_FINE) {
            return false;
        }
    }
    return true;
}

const char *health_key(const struct health *health, enum health_part part)
{
    enum health_fault fault = health->fault[part];

    return fault == HEALTH_FINE ? parts[part].good : faults[fault].key;
}

const char *health_part_name(enum health_part part)
{
    return parts[part].name;
}

json_t *health_body(const struct health *health, const char *place, const char *version)
{
    json_t *body = json_object(), *bad = json_array(), *good = json_array();

    for (int part = 0; part < HEALTH_PARTS; part++) {
        if (!health->is_asked[part]) {
            continue;
        }
        if (health->fault[part] == HEALTH_FINE) {
            json_array_append_new(good, json_string(parts[part].name));
            continue;
        }
        json_t *one = json_object();
        json_put_text(one, "key", faults[health->fault[part]].key);
        json_put_text(one, "part", parts[part].name);
        json_array_append_new(bad, one);
    }
    json_put(body, "faults", bad);
    json_put(body, "good", good);
    json_put_text(body, "place", place);
    json_put_text(body, "version", version);
    return body;
}
