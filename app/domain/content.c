#include "app/domain/content.h"

#include <stddef.h>

const char *content_kind_name(enum content_kind kind)
{
    static const char *const names[CONTENT_KINDS] = {
        "village",  "round",   "plan", "news", "jewel", "card",
        "question", "project", "idea", "text", "key",   "file",
    };
    return names[kind];
}

#define SIZE(type, member) sizeof(((const struct type *)0)->member)
#define ROW(kind, type, name, form, member, holder, money)                                         \
    {                                                                                              \
        CONTENT_##kind, name, FIELD_##form, offsetof(struct type, member), SIZE(type, member),     \
            HOLDER_##holder, money                                                                 \
    }

/* clang-format off */
const struct content_field content_fields[] = {
#define X(name, form, member) ROW(VILLAGE, village_facts, name, form, member, VILLAGE, false)
    X("naam", TEXT, name),
    X("motto", TEXT, tagline),
    X("dorpshuis", TEXT, kiosk),
    X("lezer_van_namen", TEXT, reader),
    X("aanspreekvorm", BYTES, formal),
    X("inwoners", BYTES, residents),
    X("steun_en_dank", BYTES, at_once),
#undef X

#define X(name, form, member, holder) ROW(ROUND, round, name, form, member, holder, false)
    X("titel", TEXT, title, OWNER),
    X("vraag", TEXT, question, OWNER),
    X("uitleg", TEXT, about, OWNER),
    X("eigenaar", BYTES, owner, OWNER),
    X("toegang", BYTES, access, OWNER),
    X("vorm", BYTES, form, OWNER),
    X("minstens", BYTES, choose_min, OWNER),
    X("hoogstens", BYTES, choose_max, OWNER),
    X("punten", BYTES, points, OWNER),
    X("blanco", BYTES, allow_blank, OWNER),
    X("regel", TEXT, rule, OWNER),
    X("afronding", TEXT, completion, OWNER),
    X("gelijk", TEXT, tie, OWNER),
    X("restgeld", TEXT, left_over, OWNER),
    X("drempel", BYTES, floor_votes, OWNER),
    X("drempel", BYTES, floor_permyriad, OWNER),
    X("id", BYTES, id, OWNER),
    X("zout", BYTES, salt, OWNER),
    X("argon_rondes", BYTES, cost, OWNER),
    X("sleutels", BYTES, keys, OWNER),
    X("dagen", BYTES, day, OWNER),
    X("herstart", BYTES, restarts, OWNER),
    X("thema", THEMES, themes, OWNER),
    X("niet_samen", PAIRS, pairs, OWNER),
    X("codes", TAGS, tags, OWNER),
    X("gever", TEXT, giver, GIVER),
    X("voorwaarden", TEXT, terms, GIVER),
#undef X
    ROW(ROUND, round, "bedrag", BYTES, budget_cents, GIVER, true),

#define X(name, form, member, money) ROW(PLAN, plan, name, form, member, OWNER, money)
    X("titel", TEXT, title, false),
    X("samenvatting", TEXT, summary, false),
    X("tekst", TEXT, text, false),
    X("maker", TEXT, by, false),
    X("foto", PHOTO, photo, false),
    X("thema", TEXT, theme, false),
    X("wijziging", TEXT, change, false),
    X("bedrag", BYTES, cost_cents, true),
    X("van_wie", BYTES, owner, false),
#undef X

#define X(name, form, member) ROW(NEWS, news, name, form, member, OWNER, false)
    X("titel", TEXT, title),
    X("tekst", TEXT, text),
    X("foto", PHOTO, photo),
    X("datum", TEXT, date),
    X("van_wie", BYTES, owner),
#undef X

#define X(name, form, member) ROW(JEWEL, jewel, name, form, member, OWNER, false)
    X("titel", TEXT, title),
    X("tekst", TEXT, text),
    X("foto", PHOTO, photo),
    X("datum", TEXT, date),
    X("wie", TEXT, by),
    X("mee", TEXT, join),
    X("gezichten", FACES, faces),
    X("van_wie", BYTES, owner),
#undef X

#define X(name, form, member) ROW(CARD, card, name, form, member, OWNER, false)
    X("titel", TEXT, title),
    X("foto", PHOTO, photo),
    X("wat", TEXT, what),
    X("wie", TEXT, who),
    X("eerste_stap", TEXT, first),
    X("meer", TEXT, more),
    X("uit", TEXT, from),
    X("delen", BYTES, is_shared),
    X("van_wie", BYTES, owner),
#undef X

#define X(name, form, member) ROW(QUESTION, question, name, form, member, OWNER, false)
    X("vraag", TEXT, text),
    X("uitleg", TEXT, about),
    X("groep", TEXT, group),
    X("foto", PHOTO, photo),
    X("keuze", CHOICES, choices),
    X("hoogstens", BYTES, most),
    X("hoogstens", BYTES, steps),
    X("laag", TEXT, low),
    X("hoog", TEXT, high),
    X("soort", BYTES, kind),
    X("toon", BYTES, show),
    X("dicht", BYTES, is_closed),
    X("van_wie", BYTES, owner),
#undef X

#define X(name, form, member, money) ROW(PROJECT, project, name, form, member, OWNER, money)
    X("plan", TEXT, title, false),
    X("ronde", TEXT, round, false),
    X("nummer", BYTES, number, false),
    X("wie", TEXT, by, false),
    X("hulp", TEXT, help, false),
    X("gekregen", BYTES, got_cents, true),
    X("besteed", BYTES, spent_cents, true),
    X("berichten", UPDATES, updates, false),
    X("vertel", BYTES, telling, false),
    X("van_wie", BYTES, owner, false),
#undef X

#define X(name, form, member) ROW(IDEA, seed_idea, name, form, member, VILLAGE, false)
    X("meer", TEXT, more),
    X("voor_wie", TEXT, whom),
    X("foto", PHOTO, photo),
    X("van_wie", TEXT, plan_of),
    X("nodig", BYTES, needs),
    X("steun", BYTES, supports),
#undef X

    ROW(TEXT, own_text, "tekst", TEXT, text, OWNER, false),
    ROW(KEY, public_key, "box", BYTES, box, VILLAGE, false),
    ROW(KEY, public_key, "sign", BYTES, sign, VILLAGE, false),
    ROW(FILE, other_file, "bestand", BYTES, hash, VILLAGE, false),
};
/* clang-format on */
const size_t content_field_count = sizeof(content_fields) / sizeof(content_fields[0]);

bool content_may(enum content_holder holder, enum owner owner, unsigned signers,
                 bool knows_municipality)
{
    bool is_villages = holder == HOLDER_VILLAGE || owner == OWNER_COMMUNITY ||
                       (holder == HOLDER_OWNER && owner == OWNER_SHARED) || !knows_municipality;

    return (signers & (is_villages ? SIGNER_VILLAGE : SIGNER_MUNICIPALITY)) != 0;
}
