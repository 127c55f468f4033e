/* The only file that includes dbus.h. */
#include "app/wifi.h"

#include "app/base/str.h"

#include <dbus/dbus.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NM "org.freedesktop.NetworkManager"
#define NM_PATH "/org/freedesktop/NetworkManager"
#define NM_DEVICE NM ".Device"
#define NM_WIRELESS NM ".Device.Wireless"
#define NM_AP NM ".AccessPoint"

/* Of NetworkManager: its device type, and the states between which it is at work. */
enum { TYPE_WIFI = 2, STATE_PREPARE = 40, STATE_ACTIVATED = 100 };
enum { MAX_PATHS = 64, PATH = 128 };

struct bus {
    DBusConnection *connection;
    int64_t until_ms; /* when all of it must be answered; of now_ms */
};

struct paths {
    char list[MAX_PATHS][PATH];
    size_t count;
};

static bool fail(struct err *err, DBusError *error)
{
    err_set(err, ERR_IO, "%s", error->message != NULL ? error->message : "no answer");
    dbus_error_free(error);
    return false;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool open_bus(struct bus *ret, int most_ms, struct err *err)
{
    DBusError error = DBUS_ERROR_INIT;

    *ret = (struct bus){.until_ms = now_ms() + most_ms};
    ret->connection = dbus_bus_get_private(DBUS_BUS_SYSTEM, &error);
    if (ret->connection == NULL) {
        return fail(err, &error);
    }
    dbus_connection_set_exit_on_disconnect(ret->connection, FALSE);
    return true;
}

static void close_bus(struct bus *bus)
{
    if (bus->connection != NULL) {
        dbus_connection_close(bus->connection);
        dbus_connection_unref(bus->connection);
    }
}

/* Takes message; the answer, or NULL. */
static DBusMessage *ask(struct bus *bus, DBusMessage *message, struct err *err)
{
    DBusError error = DBUS_ERROR_INIT;
    int64_t left = bus->until_ms - now_ms();
    DBusMessage *answer = left <= 0 ? NULL
                                    : dbus_connection_send_with_reply_and_block(
                                          bus->connection, message, (int)left, &error);

    dbus_message_unref(message);
    if (answer == NULL) {
        bool silent = left <= 0 || dbus_error_has_name(&error, DBUS_ERROR_NO_REPLY) ||
                      dbus_error_has_name(&error, DBUS_ERROR_TIMEOUT);
        fail(err, &error);
        if (silent && err != NULL) {
            err->code = ERR_LIMIT; /* of time */
        }
    }
    return answer;
}

/* An array of object paths: the answer of `method`. */
static bool ask_paths(struct bus *bus, const char *path, const char *interface, const char *method,
                      struct paths *ret, struct err *err)
{
    DBusMessage *answer = ask(bus, dbus_message_new_method_call(NM, path, interface, method), err);
    DBusMessageIter top, array;

    ret->count = 0;
    if (answer == NULL) {
        return false;
    }
    if (dbus_message_iter_init(answer, &top) &&
        dbus_message_iter_get_arg_type(&top) == DBUS_TYPE_ARRAY) {
        dbus_message_iter_recurse(&top, &array);
        while (ret->count < MAX_PATHS &&
               dbus_message_iter_get_arg_type(&array) == DBUS_TYPE_OBJECT_PATH) {
            const char *one;
            dbus_message_iter_get_basic(&array, &one);
            if (str_copy(ret->list[ret->count], PATH, one)) {
                ret->count++;
            }
            dbus_message_iter_next(&array);
        }
    }
    dbus_message_unref(answer);
    return true;
}

/* A property; *ret_value stands in the answer, which the caller unrefs. NULL: there is none. */
static DBusMessage *property(struct bus *bus, const char *path, const char *interface,
                             const char *name, DBusMessageIter *ret_value)
{
    DBusMessageIter top;
    DBusMessage *message = dbus_message_new_method_call(NM, path, DBUS_INTERFACE_PROPERTIES, "Get");

    dbus_message_append_args(message, DBUS_TYPE_STRING, &interface, DBUS_TYPE_STRING, &name,
                             DBUS_TYPE_INVALID);
    DBusMessage *answer = ask(bus, message, NULL);
    if (answer == NULL) {
        return NULL;
    }
    if (!dbus_message_iter_init(answer, &top) ||
        dbus_message_iter_get_arg_type(&top) != DBUS_TYPE_VARIANT) {
        dbus_message_unref(answer);
        return NULL;
    }
    dbus_message_iter_recurse(&top, ret_value);
    return answer;
}

/* A number property of any width that NetworkManager uses; 0 when there is none. */
static uint32_t number(struct bus *bus, const char *path, const char *interface, const char *name)
{
    DBusMessageIter value;
    DBusMessage *answer = property(bus, path, interface, name, &value);
    dbus_uint32_t wide = 0;
    unsigned char narrow = 0;

    if (answer == NULL) {
        return 0;
    }
    if (dbus_message_iter_get_arg_type(&value) == DBUS_TYPE_UINT32) {
        dbus_message_iter_get_basic(&value, &wide);
    } else if (dbus_message_iter_get_arg_type(&value) == DBUS_TYPE_BYTE) {
        dbus_message_iter_get_basic(&value, &narrow);
        wide = narrow;
    }
    dbus_message_unref(answer);
    return wide;
}

/* False: hidden, too long, or no text that could be shown. */
static bool read_ssid(struct bus *bus, const char *path, char ret[WIFI_SSID])
{
    DBusMessageIter value, bytes;
    DBusMessage *answer = property(bus, path, NM_AP, "Ssid", &value);
    const char *data = NULL;
    int len = 0;
    bool good = false;

    if (answer == NULL) {
        return false;
    }
    if (dbus_message_iter_get_arg_type(&value) == DBUS_TYPE_ARRAY &&
        dbus_message_iter_get_element_type(&value) == DBUS_TYPE_BYTE) {
        dbus_message_iter_recurse(&value, &bytes);
        dbus_message_iter_get_fixed_array(&bytes, &data, &len);
        if (len > 0 && len < WIFI_SSID && memchr(data, '\0', (size_t)len) == NULL &&
            str_is_utf8(data, (size_t)len)) {
            char clean[WIFI_SSID];
            memcpy(ret, data, (size_t)len);
            ret[len] = '\0';
            good = str_clean(clean, sizeof(clean), ret, false) && strcmp(clean, ret) == 0;
        }
    }
    dbus_message_unref(answer);
    return good;
}

static bool find_radio(struct bus *bus, char ret[PATH], struct err *err)
{
    struct paths *devices = calloc(1, sizeof(*devices));
    bool found = false;

    if (devices == NULL) {
        return err_set(err, ERR_MEMORY, "wifi");
    }
    bool good = ask_paths(bus, NM_PATH, NM, "GetDevices", devices, err);
    for (size_t i = 0; good && !found && i < devices->count; i++) {
        found = number(bus, devices->list[i], NM_DEVICE, "DeviceType") == TYPE_WIFI;
        if (found) {
            memcpy(ret, devices->list[i], PATH);
        }
    }
    free(devices);
    return found || (good && err_set(err, ERR_MISSING, "no radio"));
}

/* ---- looking -------------------------------------------------------------------------------- */

/* By falling strength; of one name the strongest. */
static void add_net(struct wifi_list *list, const struct wifi_net *net)
{
    size_t at = 0;

    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->nets[i].ssid, net->ssid) == 0) {
            if (list->nets[i].strength >= net->strength) {
                return;
            }
            memmove(&list->nets[i], &list->nets[i + 1],
                    (list->count - i - 1) * sizeof(list->nets[0]));
            list->count--;
            break;
        }
    }
    while (at < list->count && list->nets[at].strength >= net->strength) {
        at++;
    }
    if (at == WIFI_NETS) {
        return;
    }
    size_t kept = list->count < WIFI_NETS ? list->count : WIFI_NETS - 1;
    memmove(&list->nets[at + 1], &list->nets[at], (kept - at) * sizeof(list->nets[0]));
    list->nets[at] = *net;
    list->count = kept + 1;
}

static bool look(struct bus *bus, struct wifi_list *ret, struct err *err)
{
    char radio[PATH];
    struct paths *points = calloc(1, sizeof(*points));

    if (points == NULL || !find_radio(bus, radio, err)) {
        free(points);
        return points != NULL && err->code == ERR_MISSING;
    }
    uint32_t state = number(bus, radio, NM_DEVICE, "State");
    ret->state = state == STATE_ACTIVATED                            ? WIFI_JOINED
                 : state >= STATE_PREPARE && state < STATE_ACTIVATED ? WIFI_JOINING
                                                                     : WIFI_OFF;
    bool good = ask_paths(bus, radio, NM_WIRELESS, "GetAllAccessPoints", points, err);
    for (size_t i = 0; good && i < points->count; i++) {
        const char *path = points->list[i];
        struct wifi_net net = {.strength = (int)number(bus, path, NM_AP, "Strength")};
        net.is_secured = (number(bus, path, NM_AP, "Flags") | number(bus, path, NM_AP, "WpaFlags") |
                          number(bus, path, NM_AP, "RsnFlags")) != 0;
        if (read_ssid(bus, path, net.ssid)) {
            add_net(ret, &net);
        }
    }
    free(points);
    return good;
}

bool wifi_look(struct wifi_list *ret, int most_ms, struct err *err)
{
    struct err own = {0};
    struct bus bus;

    *ret = (struct wifi_list){.state = WIFI_NO_RADIO};
    bool good = open_bus(&bus, most_ms, &own) && look(&bus, ret, &own);
    close_bus(&bus);
    if (!good && err != NULL) {
        *err = own;
    }
    return good;
}

/* ---- joining -------------------------------------------------------------------------------- */

static void open_entry(DBusMessageIter *into, DBusMessageIter *entry, const char *key)
{
    dbus_message_iter_open_container(into, DBUS_TYPE_DICT_ENTRY, NULL, entry);
    dbus_message_iter_append_basic(entry, DBUS_TYPE_STRING, &key);
}

static void put_text(DBusMessageIter *dict, const char *key, const char *text)
{
    DBusMessageIter entry, variant;

    open_entry(dict, &entry, key);
    dbus_message_iter_open_container(&entry, DBUS_TYPE_VARIANT, "s", &variant);
    dbus_message_iter_append_basic(&variant, DBUS_TYPE_STRING, &text);
    dbus_message_iter_close_container(&entry, &variant);
    dbus_message_iter_close_container(dict, &entry);
}

static void put_bytes(DBusMessageIter *dict, const char *key, const char *text)
{
    DBusMessageIter entry, variant, array;

    open_entry(dict, &entry, key);
    dbus_message_iter_open_container(&entry, DBUS_TYPE_VARIANT, "ay", &variant);
    dbus_message_iter_open_container(&variant, DBUS_TYPE_ARRAY, "y", &array);
    dbus_message_iter_append_fixed_array(&array, DBUS_TYPE_BYTE, &text, (int)strlen(text));
    dbus_message_iter_close_container(&variant, &array);
    dbus_message_iter_close_container(&entry, &variant);
    dbus_message_iter_close_container(dict, &entry);
}

struct section {
    DBusMessageIter entry, dict;
};

static void open_section(DBusMessageIter *all, struct section *section, const char *name)
{
    open_entry(all, &section->entry, name);
    dbus_message_iter_open_container(&section->entry, DBUS_TYPE_ARRAY, "{sv}", &section->dict);
}

static void close_section(DBusMessageIter *all, struct section *section)
{
    dbus_message_iter_close_container(&section->entry, &section->dict);
    dbus_message_iter_close_container(all, &section->entry);
}

/* a{sa{sv}}: what NetworkManager keeps of a network. */
static void put_settings(DBusMessageIter *top, const char *ssid, const char *password)
{
    DBusMessageIter all;
    struct section section;

    dbus_message_iter_open_container(top, DBUS_TYPE_ARRAY, "{sa{sv}}", &all);
    open_section(&all, &section, "connection");
    put_text(&section.dict, "id", ssid);
    put_text(&section.dict, "type", "802-11-wireless");
    close_section(&all, &section);
    open_section(&all, &section, "802-11-wireless");
    put_bytes(&section.dict, "ssid", ssid);
    close_section(&all, &section);
    if (password[0] != '\0') {
        open_section(&all, &section, "802-11-wireless-security");
        put_text(&section.dict, "key-mgmt", "wpa-psk");
        put_text(&section.dict, "psk", password);
        close_section(&all, &section);
    }
    dbus_message_iter_close_container(top, &all);
}

/* The access point of this name; "/" lets NetworkManager look for it. */
static void find_point(struct bus *bus, const char *radio, const char *ssid, char ret[PATH])
{
    struct paths *points = calloc(1, sizeof(*points));

    str_copy(ret, PATH, "/");
    if (points != NULL && ask_paths(bus, radio, NM_WIRELESS, "GetAllAccessPoints", points, NULL)) {
        for (size_t i = 0; i < points->count; i++) {
            char name[WIFI_SSID];
            if (read_ssid(bus, points->list[i], name) && strcmp(name, ssid) == 0) {
                memcpy(ret, points->list[i], PATH);
                break;
            }
        }
    }
    free(points);
}

static bool join(struct bus *bus, const char *ssid, const char *password, struct err *err)
{
    char radio[PATH], point[PATH];
    const char *radio_path = radio, *point_path = point;
    DBusMessageIter top;

    if (!find_radio(bus, radio, err)) {
        return false;
    }
    find_point(bus, radio, ssid, point);
    DBusMessage *message =
        dbus_message_new_method_call(NM, NM_PATH, NM, "AddAndActivateConnection");
    dbus_message_iter_init_append(message, &top);
    put_settings(&top, ssid, password);
    dbus_message_iter_append_basic(&top, DBUS_TYPE_OBJECT_PATH, &radio_path);
    dbus_message_iter_append_basic(&top, DBUS_TYPE_OBJECT_PATH, &point_path);
    DBusMessage *answer = ask(bus, message, err);
    if (answer != NULL) {
        dbus_message_unref(answer);
    }
    return answer != NULL;
}

bool wifi_join(const char *ssid, const char *password, int most_ms, struct err *err)
{
    size_t len = strlen(password);

    if (len != 0 && (len < WIFI_PASSWORD_LEAST || len > WIFI_PASSWORD_MOST)) {
        return err_set(err, ERR_FORMAT, "a password of %zu characters", len);
    }
    struct bus bus;
    bool done = open_bus(&bus, most_ms, err) && join(&bus, ssid, password, err);
    close_bus(&bus);
    return done;
}
