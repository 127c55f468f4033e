/* Who owns which field: the table of app/domain/content.h, field by field, and what the comparing
 * of packs makes of it. */
#include "app/content/pack_change.h"

#include "tests/fuzz/pack_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int start(void **state)
{
    (void)state;
    return crypto_start(NULL) ? 0 : -1;
}

/* Said once more, by hand: v village, o owner, g giver. A field that is added must be added here.
 */
static const struct {
    enum content_kind kind;
    const char *fields;
} owners[] = {
    {CONTENT_VILLAGE, "v:naam v:motto v:dorpshuis v:lezer_van_namen v:aanspreekvorm v:inwoners"
                      " v:steun_en_dank"},
    {CONTENT_ROUND,
     "o:titel o:vraag o:uitleg o:eigenaar o:toegang o:vorm o:minstens o:hoogstens o:punten "
     "o:blanco "
     "o:regel o:afronding o:gelijk o:restgeld o:drempel o:drempel o:id o:zout o:argon_rondes "
     "o:sleutels o:dagen o:herstart o:thema o:niet_samen o:codes g:gever g:voorwaarden g:bedrag"},
    {CONTENT_PLAN, "o:titel o:samenvatting o:tekst o:maker o:foto o:thema o:wijziging o:bedrag "
                   "o:van_wie"},
    {CONTENT_NEWS, "o:titel o:tekst o:foto o:datum o:van_wie"},
    {CONTENT_JEWEL, "o:titel o:tekst o:foto o:datum o:wie o:mee o:gezichten o:van_wie"},
    {CONTENT_CARD, "o:titel o:foto o:wat o:wie o:eerste_stap o:meer o:uit o:delen o:van_wie"},
    {CONTENT_QUESTION, "o:vraag o:uitleg o:groep o:foto o:keuze o:hoogstens o:hoogstens o:laag "
                       "o:hoog o:soort o:toon o:dicht o:van_wie"},
    {CONTENT_PROJECT, "o:plan o:ronde o:nummer o:wie o:hulp o:gekregen o:besteed o:berichten "
                      "o:vertel o:van_wie"},
    {CONTENT_IDEA, "v:meer v:voor_wie v:foto v:van_wie v:nodig v:steun"},
    {CONTENT_TEXT, "o:tekst"},
    {CONTENT_KEY, "v:box v:sign"},
    {CONTENT_FILE, "v:bestand"},
};

static void the_table_says_what_this_test_says(void **state)
{
    (void)state;
    assert_int_equal(sizeof(owners) / sizeof(owners[0]), CONTENT_KINDS);
    for (size_t i = 0; i < CONTENT_KINDS; i++) {
        char told[1000] = "";
        for (size_t f = 0; f < content_field_count; f++) {
            const struct content_field *field = &content_fields[f];
            if (field->kind == owners[i].kind) {
                char word[60];
                snprintf(word, sizeof(word), "%s%c:%s", told[0] == '\0' ? "" : " ",
                         "vog"[field->holder], field -> name);
                strcat(told, word);
            }
        }
        assert_string_equal(told, owners[i].fields);
    }
}

static void who_may_follows_from_holder_and_owner(void **state)
{
    /* By holder, then owner: community, shared, municipality. */
    static const unsigned may[3][3] = {
        [HOLDER_VILLAGE] = {SIGNER_VILLAGE, SIGNER_VILLAGE, SIGNER_VILLAGE},
        [HOLDER_OWNER] = {SIGNER_VILLAGE, SIGNER_VILLAGE, SIGNER_MUNICIPALITY},
        [HOLDER_GIVER] = {SIGNER_VILLAGE, SIGNER_MUNICIPALITY, SIGNER_MUNICIPALITY},
    };

    (void)state;
    for (int holder = 0; holder < 3; holder++) {
        for (int owner = 0; owner < 3; owner++) {
            for (unsigned signers = 0; signers < 4; signers++) {
                assert_int_equal(
                    content_may((enum content_holder)holder, (enum owner)owner, signers, true),
                    (signers & may[holder][owner]) != 0);
                /* Nobody else is there: then the village holds all. */
                assert_int_equal(
                    content_may((enum content_holder)holder, (enum owner)owner, signers, false),
                    (signers & SIGNER_VILLAGE) != 0);
            }
        }
    }
}

/* ---- every field of every thing, changed alone ----------------------------------------------- */

static struct pack *load(struct folder *folder)
{
    struct pack *pack = pack_load(&folder->io, FOLDER_DIR, NULL);

    assert_non_null(pack);
    assert_int_equal(pack->fault_count, 0);
    pack->knows_municipality = true;
    return pack;
}

/* The first thing of a kind, in the pack itself. */
static void *first_of(struct pack *pack, enum content_kind kind, enum owner **ret_owner)
{
    static enum owner villages;

    villages = OWNER_COMMUNITY;
    *ret_owner = &villages;
    switch (kind) {
    case CONTENT_ROUND:
        *ret_owner = &pack->rounds[0].owner;
        return &pack->rounds[0];
    case CONTENT_PLAN:
        *ret_owner = &pack->rounds[0].owner;
        return &pack->rounds[0].plans[0];
    case CONTENT_NEWS:
        *ret_owner = &pack->news[0].owner;
        return &pack->news[0];
    case CONTENT_JEWEL:
        *ret_owner = &pack->jewels[0].owner;
        return &pack->jewels[0];
    case CONTENT_CARD:
        *ret_owner = &pack->cards[0].owner;
        return &pack->cards[0];
    case CONTENT_QUESTION:
        *ret_owner = &pack->questions[0].owner;
        return &pack->questions[0];
    case CONTENT_PROJECT:
        *ret_owner = &pack->projects[0].owner;
        return &pack->projects[0];
    case CONTENT_IDEA:
        return &pack->ideas[0];
    case CONTENT_KEY:
        return &pack->keys[0];
    case CONTENT_TEXT: /* not one of a round */
        pack->texts[0].key = "home.title";
        return &pack->texts[0];
    case CONTENT_VILLAGE:
    case CONTENT_FILE:
    case CONTENT_KINDS:
        break;
    }
    return NULL;
}

static void change_field(struct pack *pack, const struct content_field *field, void *at)
{
    struct round *round = at;
    struct question *question = at;
    struct jewel *jewel = at;
    struct project *project = at;
    static const struct round_theme theme = {"zee", 5};
    static const struct plan_pair pair = {0, 1};

    switch (field->form) {
    case FIELD_TEXT:
    case FIELD_PHOTO:
        *(const char **)(void *)((char *)at + field->offset) = "anders";
        break;
    case FIELD_BYTES:
        *((uint8_t *)at + field->offset) ^= 4;
        break;
    case FIELD_CHOICES:
        question->choices[1] = "Nooit";
        break;
    case FIELD_FACES:
        jewel->face_count--;
        break;
    case FIELD_UPDATES:
        project->updates[0].text = "Anders";
        break;
    case FIELD_THEMES:
        round->themes = &theme;
        round->theme_count = 1;
        break;
    case FIELD_PAIRS:
        round->pairs = &pair;
        round->pair_count = 1;
        break;
    case FIELD_TAGS:
        round->tag_count--;
        break;
    }
    (void)pack;
}

static void assert_change(struct pack *before, struct pack *after,
                          const struct content_field *field, enum owner owner)
{
    for (unsigned signers = 0; signers < 4; signers++) {
        struct change_list changes;
        struct arena arena;
        arena_init(&arena, 0);
        assert_true(pack_changes(&changes, &arena, before, after, signers, NULL));
        size_t met = 0;
        for (size_t i = 0; i < changes.count; i++) {
            const struct change *change = &changes.list[i];
            if (change->kind != field->kind) {
                continue; /* a photo that is shown no more is a loose file */
            }
            met++;
            assert_string_equal(change->field, field->name);
            bool may = content_may(field->holder, owner, signers, true);
            if (change->is_allowed != may) {
                fail_msg("%s.%s of owner %d, signers %u: %d", content_kind_name(field->kind),
                         field->name, (int)owner, signers, change->is_allowed);
            }
        }
        if (met != 1) {
            fail_msg("%s.%s: %zu changes", content_kind_name(field->kind), field->name, met);
        }
        arena_finish(&arena);
    }
}

static void every_field_alone_is_seen_and_asks_for_its_owner(void **state)
{
    (void)state;
    for (size_t f = 0; f < content_field_count; f++) {
        const struct content_field *field = &content_fields[f];
        bool is_owner = strcmp(field->name, "van_wie") == 0 || strcmp(field->name, "eigenaar") == 0;
        for (int owner = 0; owner < 3; owner++) {
            struct folder folder;
            enum owner *of;
            folder_init(&folder);
            struct pack *before = load(&folder);
            struct pack *after = load(&folder);
            void *at = first_of(before, field->kind, &of);
            if (at == NULL || (is_owner && field->kind != CONTENT_IDEA)) {
                pack_free(before); /* the village and its files: below; owners: the next test */
                pack_free(after);
                folder_finish(&folder);
                break;
            }
            *of = (enum owner)owner;
            at = first_of(after, field->kind, &of);
            *of = (enum owner)owner;
            enum owner asked = field->kind == CONTENT_IDEA || field->kind == CONTENT_KEY ||
                                       field->kind == CONTENT_TEXT
                                   ? OWNER_COMMUNITY
                                   : (enum owner)owner;
            change_field(after, field, at);
            assert_change(before, after, field, asked);
            pack_free(before);
            pack_free(after);
            folder_finish(&folder);
        }
    }
}

/* A whole pack, edited as text. */
static void assert_edit(const char *file, const char *from, const char *to, unsigned may)
{
    for (unsigned signers = 1; signers < 4; signers++) {
        struct folder folder;
        struct change_list changes;
        struct arena arena;
        arena_init(&arena, 0);
        folder_init(&folder);
        struct pack *before = load(&folder);
        folder_edit(&folder, file, from, to);
        struct pack *after = load(&folder);
        assert_true(pack_changes(&changes, &arena, before, after, signers, NULL));
        assert_true(changes.count > 0);
        bool is_allowed = (signers & may) == may;
        if ((changes.refused == 0) != is_allowed) {
            fail_msg("%s: %s -> %s, signers %u: %zu refused", file, from, to, signers,
                     changes.refused);
        }
        pack_free(before);
        pack_free(after);
        folder_finish(&folder);
        arena_finish(&arena);
    }
}

static void edits_of_files_ask_for_the_owners(void **state)
{
    enum { V = SIGNER_VILLAGE, M = SIGNER_MUNICIPALITY, BOTH = V | M };

    (void)state;
    assert_edit("dorp.ini", "Wij samen", "Wij apart", V);
    assert_edit("dorp.ini", "1.100", "1.101", V);
    assert_edit("rondes.ini", "De gemeente", "De provincie", M); /* a shared round: of the giver */
    assert_edit("rondes.ini", "17.000", "18.000", M);
    assert_edit("rondes.ini", "Welke plannen?", "Welke?", V);
    assert_edit("rondes.ini", "2.500,50", "2.600", V); /* a community round */
    assert_edit("plannen.csv", "1.250,50", "1.300", V);
    assert_edit("nieuws.csv", "Kom ook.", "Kom niet.", V);
    assert_edit("vragen.csv", "Wat doen?", "Wat laten?", M);
    assert_edit("vragen.csv", "\ndoen;", "\ndaan;", M); /* one gone, one new */
    assert_edit("vragen.csv", "na afloop;;gemeente", "na afloop;;dorp", BOTH); /* taken over */
    assert_edit("vragen.csv", "meteen;nee;dorp", "meteen;nee;gemeente", BOTH); /* given away */
    assert_edit("voortgang.csv", "1.420,50", "1.800", V);
    assert_edit("kroonjuwelen.csv", "Roelie", "Jan", V);
    assert_edit("teksten.csv", "Zo gaat het.", "Anders.", V);
    assert_edit("ideeen.csv", "31", "32", V);
    assert_edit("kennis.csv", "Norg", "Vries", V);
    assert_edit("kennis.csv", "dorp;ja", "dorp;nee", V); /* who shares it is who made it */
}

static void a_photo_under_the_same_name_is_a_change_of_what_shows_it(void **state)
{
    struct folder folder;
    struct change_list changes;
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    folder_init(&folder);
    struct pack *before = load(&folder);
    folder_png(&folder, "fotos/bank.png", 641, 480);
    struct pack *after = load(&folder);
    assert_true(pack_changes(&changes, &arena, before, after, SIGNER_VILLAGE, NULL));
    assert_true(changes.items[CONTENT_PLAN][CHANGE_OTHER] == 1);
    assert_true(changes.items[CONTENT_JEWEL][CHANGE_OTHER] == 1);
    assert_true(changes.items[CONTENT_FILE][CHANGE_OTHER] == 0);
    pack_free(before);
    pack_free(after);
    folder_finish(&folder);
    arena_finish(&arena);
}

static void the_same_pack_has_no_change_and_the_first_is_all_new(void **state)
{
    struct folder folder;
    struct change_list changes;
    struct arena arena;

    (void)state;
    arena_init(&arena, 0);
    folder_init(&folder);
    struct pack *pack = load(&folder);
    struct pack *again = load(&folder);
    assert_true(pack_changes(&changes, &arena, pack, again, 0, NULL));
    assert_int_equal(changes.count, 0);
    assert_true(pack_changes(&changes, &arena, NULL, pack, SIGNER_VILLAGE, NULL));
    assert_int_equal(changes.refused, 0);
    assert_int_equal(changes.items[CONTENT_PLAN][CHANGE_NEW], 3);
    assert_int_equal(changes.items[CONTENT_QUESTION][CHANGE_NEW], 4);
    pack_free(pack);
    pack_free(again);
    folder_finish(&folder);
    arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_says_what_this_test_says),
        cmocka_unit_test(who_may_follows_from_holder_and_owner),
        cmocka_unit_test(every_field_alone_is_seen_and_asks_for_its_owner),
        cmocka_unit_test(edits_of_files_ask_for_the_owners),
        cmocka_unit_test(a_photo_under_the_same_name_is_a_change_of_what_shows_it),
        cmocka_unit_test(the_same_pack_has_no_change_and_the_first_is_all_new),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
