/* Telephone numbers and e-mail addresses in words that everyone will read. */
#include "app/domain/idea.h"

#include <string.h>

enum { PHONE_LEAST = 9, PHONE_MOST = 15 }; /* digits; 0598 123456 and +31 6 1234 5678 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

/* Digits with what people put between them: "06 - 1234 5678", "(0598) 12 34 56", "+31.6...". An
 * amount ("1.250.000 euro") has a dot, but neither begins with 0 nor with +. */
static bool begins_phone(const char *text)
{
    size_t digits = 0;
    const char *at = text;

    if (*at == '+') {
        at++;
    } else if (*at != '0') {
        return false;
    }
    for (; *at != '\0' && (is_digit(*at) || strchr(" -./()", *at) != NULL); at++) {
        digits += is_digit(*at);
    }
    return digits >= PHONE_LEAST && digits <= PHONE_MOST;
}

/* "jan@dorp.nl" and "jan @ dorp . nl": something before it, a dot and letters behind it. */
static bool is_mail_at(const char *text, const char *sign)
{
    const char *before = sign, *behind = sign + 1;

    while (before > text && before[-1] == ' ') {
        before--;
    }
    behind += strspn(behind, " ");
    if (before == text || !is_word(before[-1]) || !is_word(*behind)) {
        return false;
    }
    while (is_word(*behind) || *behind == '-') {
        behind++;
    }
    behind += strspn(behind, " ");
    if (*behind != '.') {
        return false;
    }
    behind++;
    behind += strspn(behind, " ");
    return is_word(behind[0]) && is_word(behind[1]);
}

enum idea_reveals idea_reveals(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '@' && is_mail_at(text, at)) {
            return REVEALS_MAIL;
        }
        /* From its first digit only: none begins inside "1.000.000". */
        bool inside =
            at > text && (is_digit(at[-1]) || at[-1] == '+' ||
                          (strchr(".,", at[-1]) != NULL && at - text > 1 && is_digit(at[-2])));
        if (!inside && begins_phone(at)) {
            return REVEALS_PHONE;
        }
    }
    return REVEALS_NOTHING;
}

enum idea_reveals idea_reveals_any(const struct idea *idea)
{
    const char *const texts[] = {idea->what,     idea->more,     idea->whom,     idea->guide[0],
                                 idea->guide[1], idea->guide[2], idea->guide[3], idea->guide[4]};
    enum idea_reveals found = REVEALS_NOTHING;

    for (size_t i = 0; found == REVEALS_NOTHING && i < sizeof(texts) / sizeof(texts[0]); i++) {
        found = idea_reveals(texts[i]);
    }
    return found;
}
