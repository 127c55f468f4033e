/* Edits of the kiosk laid over a pack: what holds, what clashes, what an opening froze. */
#include "app/content/pack_overlay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 8 };

struct desk {
    struct io *io;
    struct pack *pack;
    struct arena arena;
    struct overlay_edit edits[MOST]; /* by rising item */
    size_t count;
};

static void begin(struct desk *desk)
{
    memset(desk, 0, sizeof(*desk));
    desk->io = io_posix();
    arena_init(&desk->arena, 0);
    desk->pack = pack_load(desk->io, "assets/demo/broekhoven", NULL);
    assert_non_null(desk->pack);
    assert_int_equal(desk->pack->fault_count, 0);
}

static void end(struct desk *desk)
{
    pack_free(desk->pack);
    arena_finish(&desk->arena);
    io_destroy(desk->io);
}

static void edit(struct desk *desk, const char *item, const char *value, const char *over)
{
    char base[OVERLAY_BASE];
    size_t at = desk->count++;

    assert_true(at < MOST);
    overlay_base(base, over);
    for (; at > 0 && strcmp(desk->edits[at - 1].item, item) > 0; at--) {
        desk->edits[at] = desk->edits[at - 1];
    }
    desk->edits[at] = (struct overlay_edit){arena_strdup(&desk->arena, item), value,
                                            arena_strdup(&desk->arena, base)};
}

static struct overlay *make(struct desk *desk, uint32_t frozen)
{
    return overlay_make(&desk->arena, desk->pack, desk->edits, desk->count, "Was {amount}", frozen);
}

static const struct overlay_field *field_of(const struct overlay *overlay, const char *item)
{
    for (size_t i = 0; i < overlay->field_count; i++) {
        if (strcmp(overlay->fields[i].item, item) == 0) {
            return &overlay->fields[i];
        }
    }
    return NULL;
}

static void without_edits_the_pack_is_shown_as_it_is(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    const struct overlay *overlay = make(&d, 0);
    assert_int_equal(overlay->clash_count, 0);
    assert_int_equal(overlay->pack.news_count, d.pack->news_count);
    for (size_t i = 0; i < d.pack->round_count; i++) {
        uint8_t a[CRYPTO_HASH], b[CRYPTO_HASH];
        round_digest(a, &d.pack->rounds[i]);
        round_digest(b, &overlay->pack.rounds[i]);
        assert_memory_equal(a, b, sizeof(a));
    }
    end(&d);
}

static void what_was_edited_is_shown_and_says_what_it_was(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    const struct plan *plan = &d.pack->rounds[0].plans[1];
    char over[24];
    snprintf(over, sizeof(over), "%lld", (long long)plan->cost_cents);
    edit(&d, "dorp/motto", "Nieuw", d.pack->tagline);
    edit(&d, "nieuws/nieuw-1/titel", "De soep is klaar", "");
    edit(&d, "plan/2026/2/bedrag", "410000", over);
    edit(&d, "plan/2026/3/verborgen", "ja", "nee");
    edit(&d, "ronde/2026/uitslag", "2026-05-03", "");
    const struct overlay *overlay = make(&d, 0);
    const struct round *round = &overlay->pack.rounds[0];
    assert_string_equal(overlay->pack.tagline, "Nieuw");
    assert_string_equal(overlay->pack.news[0].title, "De soep is klaar");
    assert_int_equal(overlay->pack.news_count, d.pack->news_count + 1);
    assert_int_equal(round->plans[1].cost_cents, 410000);
    assert_true(strncmp(round->plans[1].change, "Was ", 4) == 0);
    assert_int_equal(round->plan_count, d.pack->rounds[0].plan_count - 1);
    assert_null(round_plan(round, 3));
    assert_int_equal(round->day[PHASE_RESULT], 20576);
    assert_int_equal(overlay->clash_count, 0);
    /* and the pack below is as it was */
    assert_string_equal(plan->change, "");
    end(&d);
}

static void a_new_pack_that_changed_the_same_is_shown_and_asks(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    edit(&d, "dorp/motto", "Van mij", "het motto van een vorig pakket");
    const struct overlay *overlay = make(&d, 0);
    const struct overlay_field *field = field_of(overlay, "dorp/motto");
    assert_string_equal(overlay->pack.tagline, d.pack->tagline);
    assert_int_equal(overlay->clash_count, 1);
    assert_int_equal(field->verdict, OVERLAY_CLASH);
    assert_string_equal(field->mine, "Van mij");
    end(&d);
}

static void what_an_opening_froze_stays_and_texts_do_not(void **state)
{
    struct desk d;
    uint8_t a[CRYPTO_HASH], b[CRYPTO_HASH];
    char over[24];
    (void)state;

    begin(&d);
    snprintf(over, sizeof(over), "%lld", (long long)d.pack->rounds[0].plans[1].cost_cents);
    edit(&d, "plan/2026/2/bedrag", "410000", over);
    edit(&d, "plan/2026/2/tekst", "Nieuwe tekst", d.pack->rounds[0].plans[1].text);
    edit(&d, "plan/2026/3/verborgen", "ja", "nee");
    const struct overlay *overlay = make(&d, 1);
    round_digest(a, &d.pack->rounds[0]);
    round_digest(b, &overlay->pack.rounds[0]);
    assert_memory_equal(a, b, sizeof(a));
    assert_string_equal(overlay->pack.rounds[0].plans[1].text, "Nieuwe tekst");
    /* the planted twin: not frozen, it is another round */
    overlay = make(&d, 0);
    round_digest(b, &overlay->pack.rounds[0]);
    assert_memory_not_equal(a, b, sizeof(a));
    end(&d);
}

static void a_hidden_plan_takes_its_pairs_with_it_and_the_others_keep_theirs(void **state)
{
    struct desk d;
    struct plan_pair pairs[] = {{0, 2}, {1, 3}};
    (void)state;

    begin(&d);
    struct round *round = &d.pack->rounds[0];
    round->pairs = pairs;
    round->pair_count = 2;
    char item[40];
    snprintf(item, sizeof(item), "plan/2026/%u/verborgen", round->plans[0].number);
    edit(&d, item, "ja", "nee");
    const struct round *shown = &make(&d, 0)->pack.rounds[0];
    assert_int_equal(shown->pair_count, 1);
    assert_int_equal(shown->plans[shown->pairs[0].a].number, round->plans[1].number);
    assert_int_equal(shown->plans[shown->pairs[0].b].number, round->plans[3].number);
    end(&d);
}

static void what_the_municipality_owns_keeps_its_words_and_its_money(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    d.pack->rounds[0].owner = OWNER_MUNICIPALITY;
    d.pack->news[0].owner = OWNER_MUNICIPALITY;
    const char *id = d.pack->news[0].id, *title = d.pack->news[0].title;
    char item[120], hide[120];
    snprintf(item, sizeof(item), "nieuws/%s/titel", id);
    snprintf(hide, sizeof(hide), "nieuws/%s/verborgen", id);
    edit(&d, item, "Van ons", title);
    edit(&d, "plan/2026/2/bedrag", "1", "");
    edit(&d, "ronde/2026/uitslag", "2026-05-03", "");
    const struct overlay *overlay = make(&d, 0);
    assert_null(field_of(overlay, item));
    assert_null(field_of(overlay, "plan/2026/2/bedrag"));
    assert_null(field_of(overlay, "ronde/2026/uitslag"));
    assert_string_equal(overlay->pack.news[0].title, title);
    edit(&d, hide, "ja", "nee"); /* hiding is the village's */
    overlay = make(&d, 0);
    assert_int_equal(overlay->pack.news_count, d.pack->news_count - 1);
    end(&d);
}

static void questions_stories_and_cards_can_be_hidden(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    char item[120];
    snprintf(item, sizeof(item), "vraag/%s/verborgen", d.pack->questions[0].id);
    edit(&d, item, "ja", "nee");
    snprintf(item, sizeof(item), "kennis/%s/verborgen", d.pack->cards[1].id);
    edit(&d, item, "ja", "nee");
    snprintf(item, sizeof(item), "voortgang/%s/verborgen", d.pack->projects[0].id);
    edit(&d, item, "ja", "nee");
    const struct pack *shown = &make(&d, 0)->pack;
    assert_int_equal(shown->question_count, d.pack->question_count - 1);
    assert_int_equal(shown->card_count, d.pack->card_count - 1);
    assert_int_equal(shown->project_count, d.pack->project_count - 1);
    assert_string_equal(shown->cards[0].id, d.pack->cards[0].id);
    assert_string_equal(shown->cards[1].id, d.pack->cards[2].id);
    end(&d);
}

static void a_card_of_another_village_can_be_hidden_and_nothing_else(void **state)
{
    struct desk d;
    struct card guests[] = {{.id = "0011223344556677-a", .title = "Een"},
                            {.id = "0011223344556677-b", .title = "Twee"}};
    (void)state;

    begin(&d);
    d.pack->guests = guests;
    d.pack->guest_count = 2;
    edit(&d, "gast/0011223344556677-a/verborgen", "ja", "nee");
    edit(&d, "gast/0011223344556677-b/titel", "Anders", "Twee");
    const struct overlay *overlay = make(&d, 0);
    assert_int_equal(overlay->pack.guest_count, 1);
    assert_string_equal(overlay->pack.guests[0].title, "Twee");
    assert_int_equal(overlay->pack.card_count, d.pack->card_count);
    assert_non_null(field_of(overlay, "gast/0011223344556677-a/verborgen"));
    assert_null(field_of(overlay, "gast/0011223344556677-b/titel"));
    end(&d);
}

static void an_edit_that_says_nonsense_is_none(void **state)
{
    struct desk d;
    (void)state;

    begin(&d);
    edit(&d, "dorp/volgorde", "nieuws,nieuws,ideeen,trots,verhalen,vragen,kaarten", OVERLAY_ORDER);
    edit(&d, "plan/2026/2/bedrag", "gratis", "");
    edit(&d, "ronde/2026/herstart", "1000", "");
    edit(&d, "ronde/2026/uitslag", "morgen", "");
    const struct overlay *overlay = make(&d, 0);
    assert_string_equal(overlay->order, OVERLAY_ORDER);
    assert_int_equal(overlay->pack.rounds[0].plans[1].cost_cents,
                     d.pack->rounds[0].plans[1].cost_cents);
    assert_int_equal(overlay->pack.rounds[0].day[PHASE_RESULT], 0);
    assert_int_equal(overlay->pack.rounds[0].restarts, 0);
    end(&d);
}

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void a_photo_of_the_kiosks_own_is_shown_at_any_time(void **state)
{
    struct desk d;
    uint8_t a[CRYPTO_HASH], b[CRYPTO_HASH];
    const struct overlay_field *field;
    (void)state;

    begin(&d);
    field = field_of(make(&d, 0), "plan/2026/2/foto");
    assert_string_equal(field->shown, d.pack->rounds[0].plans[1].photo);
    edit(&d, "plan/2026/2/foto", "eigen/" HEX ".jpg", field->basis);
    edit(&d, "nieuws/nieuw-1/foto", "eigen/" HEX ".png", "");
    edit(&d, "nieuws/nieuw-1/titel", "De soep is klaar", "");
    const struct overlay *overlay = make(&d, 1);
    assert_string_equal(overlay->pack.rounds[0].plans[1].photo, "eigen/" HEX ".jpg");
    assert_string_equal(overlay->pack.news[0].photo, "eigen/" HEX ".png");
    round_digest(a, &d.pack->rounds[0]);
    round_digest(b, &overlay->pack.rounds[0]);
    assert_memory_equal(a, b, sizeof(a));
    end(&d);
}

static void a_photo_that_the_pack_replaced_by_the_same_name_asks(void **state)
{
    struct desk d;
    char item[120];
    (void)state;

    begin(&d);
    snprintf(item, sizeof(item), "trots/%s/foto", d.pack->jewels[0].id);
    const struct overlay_field *field = field_of(make(&d, 0), item);
    const char *photo = d.pack->jewels[0].photo;
    assert_string_not_equal(photo, "");
    edit(&d, item, "", field->basis); /* no photo */
    assert_string_equal(make(&d, 0)->pack.jewels[0].photo, "");
    for (size_t i = 0; i < d.pack->file_count; i++) { /* the same name, another photo */
        struct pack_file *file = (struct pack_file *)(uintptr_t)&d.pack->files[i];
        file->size += strcmp(file->path + 6, photo) == 0;
    }
    const struct overlay *overlay = make(&d, 0);
    assert_int_equal(overlay->clash_count, 1);
    assert_string_equal(overlay->pack.jewels[0].photo, photo);
    end(&d);
}

static void a_photo_is_called_by_its_hash_and_nothing_else(void **state)
{
    static const char *const bad[] = {
        "plan-01.png",          "eigen/x.jpg",          "eigen/" HEX,        "eigen/" HEX ".gif",
        "eigen/" HEX ".jpg/..", "eigen/../" HEX ".jpg", "stick/" HEX ".jpg", HEX ".jpg",
        "eigen/0" HEX ".jpg",   "eigen/A" HEX ".jpg"};
    (void)state;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct desk d;
        begin(&d);
        const struct overlay_field *field = field_of(make(&d, 0), "plan/2026/2/foto");
        edit(&d, "plan/2026/2/foto", bad[i], field->basis);
        assert_string_equal(make(&d, 0)->pack.rounds[0].plans[1].photo, field->below);
        end(&d);
    }
}

static void a_round_that_begins_again_has_another_id_and_the_same_codes(void **state)
{
    struct desk d;
    uint8_t wanted[ROUND_ID];
    (void)state;

    begin(&d);
    edit(&d, "ronde/2026/herstart", "1", "");
    const struct overlay *overlay = make(&d, 0);
    const struct round *was = &d.pack->rounds[0], *now = &overlay->pack.rounds[0];
    round_restart_id(wanted, was->id, 1);
    assert_memory_equal(now->id, wanted, ROUND_ID);
    assert_memory_not_equal(now->id, was->id, ROUND_ID);
    assert_memory_equal(now->base_id, was->id, ROUND_ID);
    assert_memory_equal(now->salt, was->salt, CRYPTO_SALT);
    assert_ptr_equal(now->tags, was->tags);
    round_restart_id(wanted, was->id, 2);
    assert_memory_not_equal(now->id, wanted, ROUND_ID);
    end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_edits_the_pack_is_shown_as_it_is),
        cmocka_unit_test(what_was_edited_is_shown_and_says_what_it_was),
        cmocka_unit_test(a_new_pack_that_changed_the_same_is_shown_and_asks),
        cmocka_unit_test(what_an_opening_froze_stays_and_texts_do_not),
        cmocka_unit_test(a_hidden_plan_takes_its_pairs_with_it_and_the_others_keep_theirs),
        cmocka_unit_test(what_the_municipality_owns_keeps_its_words_and_its_money),
        cmocka_unit_test(questions_stories_and_cards_can_be_hidden),
        cmocka_unit_test(a_card_of_another_village_can_be_hidden_and_nothing_else),
        cmocka_unit_test(an_edit_that_says_nonsense_is_none),
        cmocka_unit_test(a_photo_of_the_kiosks_own_is_shown_at_any_time),
        cmocka_unit_test(a_photo_that_the_pack_replaced_by_the_same_name_asks),
        cmocka_unit_test(a_photo_is_called_by_its_hash_and_nothing_else),
        cmocka_unit_test(a_round_that_begins_again_has_another_id_and_the_same_codes),
    };
    return crypto_start(NULL) ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
