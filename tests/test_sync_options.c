/* What dorpel-sync is asked: on the command line, in the kiosk's settings, on a connection. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "app/base/io.h"
#include "sync/sync_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char path[64];
static struct sync_conf conf;
static struct sync_options options;
static struct err err;

static void settings(const char *text)
{
    struct io *io = io_posix();

    snprintf(path, sizeof(path), "/tmp/dorpel-conf-XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_true(io_write_file(io, path, text, strlen(text), NULL));
    io->ops->close(io, file);
    io_destroy(io);
}

/* The words end with NULL; "CONF" stands for the settings. */
static bool ask(const char *const words[])
{
    char *argv[16] = {NULL};
    int argc = 1;

    argv[0] = (char *)(uintptr_t) "dorpel-sync";
    for (; words[argc - 1] != NULL; argc++) {
        argv[argc] =
            strcmp(words[argc - 1], "CONF") == 0 ? path : (char *)(uintptr_t)words[argc - 1];
    }
    memset(&err, 0, sizeof(err));
    bool good = sync_options_read(&options, &conf, argc, argv, &err);
    return good;
}

#define ASK(...) ask((const char *const[]){__VA_ARGS__, NULL})

static void the_settings_of_the_kiosk_are_read(void **state)
{
    (void)state;
    settings("; uitleg\n[kiosk]\npack = /p\ndata = /d\nscreen = 1280x800@217mm\nbutton = GPIO17\n"
             "[hub]\nurl = https://hub.example\npin = aaa\npin = bbb\n");
    assert_true(ASK("run", "--conf", "CONF"));
    assert_string_equal(options.data, "/d");
    assert_string_equal(options.pack, "/p");
    assert_string_equal(options.carrier.url, "https://hub.example");
    assert_int_equal(options.carrier.pin_count, 2);
    assert_true(ASK("visit", "--conf", "CONF", "--stick-kind", "real", "--asked", "/run/dorpel"));
    assert_null(options.hub);
    assert_true(options.asked);
    assert_true(ASK("run", "--conf", "CONF", "--data", "/other", "--webdav", "https://wolk"));
    assert_string_equal(options.data, "/other");
    assert_string_equal(options.carrier.url, "https://wolk");
    assert_int_equal(options.carrier.pin_count, 0); /* the other hub's key is not this one's */
    remove(path);
}

static void the_settings_that_are_shipped_can_be_read(void **state)
{
    (void)state;
    snprintf(path, sizeof(path), "firmware/kiosk.conf");
    assert_true(ASK("run", "--conf", "CONF"));
    assert_true(sync_options_no_hub(&options)); /* as shipped, a kiosk belongs to nobody */
    assert_string_equal(options.data, "/var/lib/dorpel");
}

static void settings_that_are_wrong_say_where(void **state)
{
    (void)state;
    settings("[kiosk]\ndata = /d\n[hub]\nurl = x\nhub = y\n");
    assert_false(ASK("run", "--conf", "CONF"));
    assert_int_equal(err.code, ERR_FORMAT);
    assert_non_null(strstr(err.msg, "line 5"));
    remove(path);
    assert_false(ASK("run", "--conf", "/nowhere/kiosk.conf"));
    assert_int_equal(err.code, ERR_MISSING);
    settings("[kiosk]\npack = /p\n");
    assert_false(ASK("run", "--conf", "CONF")); /* no data */
    assert_int_equal(err.code, ERR_NONE);
    remove(path);
}

static void asked_for_on_a_connection_it_is_one_of_five(void **state)
{
    (void)state;
    struct sync_options asked = {.data = "/d"};
    assert_true(sync_options_ask(&asked, "visit real yes"));
    assert_string_equal(asked.data, "/d");
    assert_string_equal(asked.new_stick, "yes");
    assert_true(sync_options_ask(&asked, "visit practice no"));
    assert_string_equal(asked.data, "/d/oefenen");
    assert_string_equal(asked.new_stick, "no");
    assert_true(sync_options_ask(&asked, "photos real no"));
    assert_int_equal(asked.word, WORD_PHOTOS);
    assert_true(sync_options_ask(&asked, "helpers real no"));
    assert_int_equal(asked.word, WORD_HELPERS);
    static const char *const bad[] = {"",
                                      "photos real no /etc",
                                      "visit",
                                      "visit real",
                                      "visit real maybe",
                                      "visit /etc yes",
                                      "visit real yes --data /etc",
                                      "status real yes",
                                      "visit ../../etc no"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct sync_options none = {.data = "/d"};
        assert_false(sync_options_ask(&none, bad[i]));
        assert_string_equal(none.data, "/d");
    }
}

static void what_makes_no_sense_together_is_refused(void **state)
{
    (void)state;
    assert_false(ASK("visit", "--data", "/d"));
    assert_false(ASK("status", "--data", "/d", "/stick"));
    assert_false(ASK("run", "--data", "/d"));
    assert_false(ASK("run", "--data", "/d", "--hub", "a", "--webdav", "b"));
    assert_false(ASK("run", "--data", "/d", "--hub", "a", "--asked"));
    assert_false(ASK("visit", "--data", "/d", "--stick-kind", "paper", "/stick"));
    assert_false(ASK("visit", "--data", "/d", "--stick-kind", "real", "--fail", "pulled", "/s"));
    assert_false(ASK("visit", "--data", "/d", "--now", "/stick"));
    assert_true(ASK("visit", "--data", "/d", "--stick-kind", "fake", "--fail", "pulled@3", "/s"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_settings_of_the_kiosk_are_read),
        cmocka_unit_test(the_settings_that_are_shipped_can_be_read),
        cmocka_unit_test(settings_that_are_wrong_say_where),
        cmocka_unit_test(asked_for_on_a_connection_it_is_one_of_five),
        cmocka_unit_test(what_makes_no_sense_together_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
