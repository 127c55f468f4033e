/* idea_likeness: is there already an idea like this one? Rough on purpose: it only puts two ideas
 * side by side on the screen, the visitor decides. */
#include "app/domain/idea.h"

#include "app/base/str.h"

#include <string.h>

enum { WORD_LEAST = 4, WORD_MOST = 24, WORDS_MOST = 32, ENDING_MOST = 2 };

/* Words that say nothing of what an idea is about, folded. */
static const char *const common[] = {
    "alle",  "alles",  "bijvoorbeeld", "daar",   "deze",   "doen",   "door",  "dorp",   "eigen",
    "elke",  "extra",  "geen",         "goed",   "goede",  "graag",  "heel",  "heeft",  "hebben",
    "hier",  "idee",   "iedereen",     "iemand", "iets",   "kant",   "komen", "komt",   "kunnen",
    "leuk",  "leuke",  "maar",         "maken",  "meer",   "mensen", "moet",  "moeten", "naar",
    "niet",  "nieuw",  "nieuwe",       "omdat",  "onder",  "onze",   "over",  "plan",   "samen",
    "soms",  "tussen", "veel",         "voor",   "waar",   "want",   "weer",  "willen", "worden",
    "wordt", "zijn",   "zoals",        "zodat",  "zouden", "zullen",
};

struct wordbag {
    char word[WORDS_MOST][WORD_MOST + 1];
    bool taken[WORDS_MOST];
    size_t count;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

static bool is_common(const char *word)
{
    for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
        if (word[0] == common[i][0] && strcmp(word, common[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* "bankje" and "bankjes", "boom" and "boomen": one begins the other and little follows. */
static bool is_alike(const char *a, const char *b)
{
    size_t len_a = strlen(a), len_b = strlen(b);
    size_t shorter = len_a < len_b ? len_a : len_b;
    size_t longer = len_a < len_b ? len_b : len_a;

    return longer - shorter <= ENDING_MOST && memcmp(a, b, shorter) == 0;
}

static void add_word(struct wordbag *bag, const char *start, size_t len)
{
    if (len < WORD_LEAST || bag->count >= WORDS_MOST) {
        return;
    }
    char *word = bag->word[bag->count];
    len = len < WORD_MOST ? len : WORD_MOST;
    memcpy(word, start, len);
    word[len] = '\0';
    for (size_t i = 0; i < bag->count; i++) {
        if (strcmp(bag->word[i], word) == 0) {
            return; /* said twice counts once */
        }
    }
    bag->count += is_common(word) ? 0 : 1;
}

static void collect(struct wordbag *bag, const char *text)
{
    char folded[IDEA_WHAT * 4 + 1];

    *bag = (struct wordbag){0};
    str_fold(folded, sizeof(folded), text);
    for (const char *at = folded; *at != '\0';) {
        const char *end = at;
        while (is_letter(*end)) {
            end++;
        }
        add_word(bag, at, (size_t)(end - at));
        at = end > at ? end : at + 1;
    }
    crypto_wipe(folded, sizeof(folded));
}

/* Pairs words of the two that are alike, each at most once; returns how many pairs it made. */
static size_t pair_up(struct wordbag *a, struct wordbag *b, bool exactly)
{
    size_t pairs = 0;

    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count && !a->taken[i]; j++) {
            bool alike =
                exactly ? strcmp(a->word[i], b->word[j]) == 0 : is_alike(a->word[i], b->word[j]);
            if (alike && !b->taken[j]) {
                a->taken[i] = true;
                b->taken[j] = true;
                pairs++;
            }
        }
    }
    return pairs;
}

int idea_likeness(const char *what_a, const char *what_b)
{
    struct wordbag a, b;

    collect(&a, what_a);
    collect(&b, what_b);
    size_t shared = pair_up(&a, &b, true);
    shared += pair_up(&a, &b, false); /* only what no equal word has taken */
    size_t all = a.count + b.count;
    int likeness = all == 0 ? 0 : (int)(200 * shared / all);
    crypto_wipe(&a, sizeof(a));
    crypto_wipe(&b, sizeof(b));
    return likeness;
}
