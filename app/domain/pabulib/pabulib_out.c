/* Text in the making. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void pb_put(struct pb_out *out, const char *text, size_t len)
{
    if (out->text != NULL && len > 0) {
        memcpy(out->text + out->len, text, len);
    }
    out->len += len;
}

void pb_put_text(struct pb_out *out, const char *text)
{
    pb_put(out, text, strlen(text));
}

void pb_put_number(struct pb_out *out, uint64_t number)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%" PRIu64, number);
    pb_put_text(out, digits);
}

/* "2488835.61": with as many decimals as say something. */
void pb_put_money(struct pb_out *out, int64_t amount, int64_t unit)
{
    pb_put_number(out, (uint64_t)(amount / unit));
    if (amount % unit != 0) {
        pb_put_text(out, ".");
    }
    for (int64_t rest = amount % unit; rest != 0; rest %= unit) {
        unit /= 10;
        pb_put_number(out, (uint64_t)(rest / unit));
    }
}

/* Inside quotation marks those of the text are doubled. A cell never holds a line end. */
void pb_put_inner(struct pb_out *out, const char *text, size_t len, bool is_quoted)
{
    for (size_t i = 0; i < len; i++) {
        bool is_end = text[i] == '\n' || text[i] == '\r';
        pb_put(out, "\"", is_quoted && text[i] == '"' ? 1 : 0);
        pb_put(out, is_end ? " " : text + i, 1);
    }
}

bool pb_needs_quotes(const char *text)
{
    return strpbrk(text, ";\"") != NULL;
}

void pb_put_cell(struct pb_out *out, const char *text)
{
    bool is_quoted = pb_needs_quotes(text);

    pb_put(out, "\"", is_quoted ? 1 : 0);
    pb_put_inner(out, text, strlen(text), is_quoted);
    pb_put(out, "\"", is_quoted ? 1 : 0);
}

/* Without blanks around the commas, and without empty items. */
void pb_put_list(struct pb_out *out, const char *list)
{
    bool is_quoted = pb_needs_quotes(list);
    struct pb_cell rest = pb_text(list);
    struct pb_cell item;
    size_t count = 0;

    pb_put(out, "\"", is_quoted ? 1 : 0);
    while (pb_item(&rest, &item)) {
        if (item.len > 0) {
            pb_put(out, ",", count++ > 0 ? 1 : 0);
            pb_put_inner(out, item.text, item.len, is_quoted);
        }
    }
    pb_put(out, "\"", is_quoted ? 1 : 0);
}
