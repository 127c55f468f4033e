/* csv: what a Dutch spreadsheet saves is read as a person means it, and no slip passes. */
#include "app/content/csv.h"

#include "app/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { SEEN = 4096 };

struct seen {
    char text[SEEN]; /* "2:a|b;3:c|d;" and "!1@4,2;" for a problem */
    size_t stop_after;
    size_t rows;
};

static void add(struct seen *seen, const char *text)
{
    size_t len = strlen(seen->text);
    str_copy(seen->text + len, SEEN - len, text);
}

static bool on_header(void *ctx, const struct csv_row *row)
{
    struct seen *seen = ctx;

    for (size_t i = 0; i < row->name_count; i++) {
        add(seen, i == 0 ? "<" : ",");
        add(seen, row->names[i]);
    }
    add(seen, ">");
    return true;
}

static bool on_row(void *ctx, const struct csv_row *row)
{
    struct seen *seen = ctx;
    char line[20];

    snprintf(line, sizeof(line), "%d:", row->line);
    add(seen, line);
    for (size_t i = 0; i < row->count; i++) {
        add(seen, i == 0 ? "" : "|");
        add(seen, row->fields[i]);
    }
    add(seen, ";");
    return ++seen->rows != seen->stop_after;
}

static bool on_problem(void *ctx, enum csv_problem problem, int line, int column)
{
    struct seen *seen = ctx;
    char text[40];

    snprintf(text, sizeof(text), "!%d@%d,%d;", (int)problem, line, column);
    add(seen, text);
    return true;
}

static const struct csv_events events = {on_header, on_row, on_problem};

/* From exactly sized memory, so that reading one byte too far is seen. */
static void assert_scans(const char *text, size_t len, const char *wanted)
{
    struct seen seen = {.text = ""};
    char *exact = malloc(len == 0 ? 1 : len);

    memcpy(exact, text, len);
    csv_scan(exact, len, ';', &events, &seen, NULL);
    free(exact);
    assert_string_equal(seen.text, wanted);
}
#define SCANS(text, wanted) assert_scans("" text, sizeof(text) - 1, wanted)

static void a_plain_table_gives_its_rows_and_their_lines(void **state)
{
    (void)state;
    SCANS("a;b\n1;2\n3;4\n", "<a,b>2:1|2;3:3|4;");
    SCANS("a;b\n1;2\n3;4", "<a,b>2:1|2;3:3|4;"); /* no end of line at the end */
    SCANS("", "");
    SCANS("a", "<a>");
}

static void every_end_of_line_is_one_line(void **state)
{
    (void)state;
    SCANS("a;b\r\n1;2\r\n3;4\r\n", "<a,b>2:1|2;3:3|4;");
    SCANS("a;b\r1;2\r3;4\r", "<a,b>2:1|2;3:3|4;");
    SCANS("a;b\n\n\r\n1;2\n\n3;4\n", "<a,b>4:1|2;6:3|4;");
}

static void a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    (void)state;
    SCANS("\xEF\xBB\xBF"
          "a;b\n1;2\n",
          "<a,b>2:1|2;");
    SCANS("\xEF\xBB\xBF\"a\";b\n1;2\n", "<a,b>2:1|2;");
}

static void quotes_hold_semicolons_newlines_and_doubled_quotes(void **state)
{
    (void)state;
    SCANS("a;b\n\"x;y\";\"zei \"\"ja\"\"\"\n", "<a,b>2:x;y|zei \"ja\";");
    SCANS("a;b\n\"een\ntwee\";2\n3;4\n", "<a,b>2:een\ntwee|2;4:3|4;");
    SCANS("a;b\n\"een\r\ntwee\";2\r\n3;4\r\n", "<a,b>2:een\ntwee|2;4:3|4;");
}

static void names_are_lower_case_and_cells_are_trimmed(void **state)
{
    (void)state;
    SCANS(" Titel ;VAN_WIE\n  een   boom ;\"  x \"\n", "<titel,van_wie>2:een boom|x;");
}

static void rows_of_empty_cells_are_not_rows(void **state)
{
    (void)state;
    SCANS("a;b\n;;;;\n \t \n1;2\n;\n", "<a,b>4:1|2;");
}

static void short_and_long_rows_are_given_as_they_are(void **state)
{
    (void)state;
    SCANS("a;b\n1\n1;2;3\n", "<a,b>2:1;3:1|2|3;");
}

static void a_wrong_quote_is_told_where_the_cell_began_and_reading_goes_on(void **state)
{
    (void)state;
    SCANS("a;b\n1;een \"mooi\" plan\n3;4\n", "<a,b>!0@2,2;3:3|4;");
    SCANS("a;b\n1;\"mooi\" plan\n3;4\n", "<a,b>!0@2,2;3:3|4;");
    /* the quote of line 2 closes in line 4: line 2 is where to look */
    SCANS("a;b\n1;\"mooi\n3;4\n5;\"zes\"\n7;8\n", "<a,b>!0@2,2;3:3|4;4:5|zes;5:7|8;");
}

static void quotes_that_never_close_are_told_and_the_lines_behind_are_read(void **state)
{
    (void)state;
    SCANS("a;b\n1;\"mooi\n3;4\n5;6\n", "<a,b>!1@2,2;3:3|4;4:5|6;");
    SCANS("a;b\n1;\"", "<a,b>!1@2,2;");
}

static void a_slip_in_the_header_ends_the_reading(void **state)
{
    (void)state;
    SCANS("a;b\"c\n1;2\n3;4\n", "!0@1,2;");
}

static void a_row_of_ten_thousand_cells_is_told_once_and_left_out(void **state)
{
    static char text[20100] = "a;b\n";

    (void)state;
    memset(text + 4, ';', 10000);
    strcpy(text + 4 + 10000, "x\n1;2\n");
    assert_scans(text, strlen(text), "<a,b>!2@2,65;3:1|2;");
}

static void a_cell_above_the_limit_is_told_and_its_row_left_out(void **state)
{
    static char text[CSV_MAX_CELL + 100] = "a;b\n1;";

    (void)state;
    memset(text + 6, 'x', CSV_MAX_CELL);
    strcpy(text + 6 + CSV_MAX_CELL, "y\n3;4\n");
    assert_scans(text, strlen(text), "<a,b>!3@2,2;3:3|4;");
}

static void a_nul_byte_never_cuts_a_cell_in_silence(void **state)
{
    (void)state;
    SCANS("a;b\n1;tw\0ee\n3;4\n", "<a,b>!4@2,2;3:3|4;");
}

static void what_cannot_be_kept_is_not_in_a_cell(void **state)
{
    (void)state;
    SCANS("a;b\n\xE2\x80\xAE"
          "1;\xFFtwee\x07\n",
          "<a,b>2:1|twee;");
}

static void another_delimiter_can_be_asked(void **state)
{
    struct seen seen = {.text = ""};

    (void)state;
    assert_true(csv_scan("a,b\n1;1,2\n", 10, ',', &events, &seen, NULL));
    assert_string_equal(seen.text, "<a,b>2:1;1|2;");
}

static void a_callback_can_stop_the_reading(void **state)
{
    struct seen seen = {.text = "", .stop_after = 1};

    (void)state;
    assert_false(csv_scan("a\n1\n2\n", 6, ';', &events, &seen, NULL));
    assert_string_equal(seen.text, "<a>2:1;");
}

static bool find_tekst(void *ctx, const struct csv_row *row)
{
    char *found = ctx;

    if (strcmp(csv_field(row, "sleutel"), "twee") == 0) {
        str_copy(found, SEEN, csv_field(row, "tekst"));
    }
    assert_string_equal(csv_field(row, "bestaat-niet"), "");
    return strcmp(csv_field(row, "sleutel"), "stop") != 0;
}

static void the_plain_reader_finds_cells_by_name(void **state)
{
    static const char text[] = "sleutel;tekst\neen;a\ntwee;bé\nkort\n";
    char found[SEEN] = "";

    (void)state;
    assert_true(csv_read(text, strlen(text), ';', find_tekst, found, NULL));
    assert_string_equal(found, "bé");
}

static void the_plain_reader_says_where_it_went_wrong(void **state)
{
    static const char quotes[] = "sleutel;tekst\neen;a\ntwee;\"b\n";
    static const char stops[] = "sleutel;tekst\nstop;a\n";
    char found[SEEN] = "";
    struct err err = {0};

    (void)state;
    assert_false(csv_read(quotes, strlen(quotes), ';', find_tekst, found, &err));
    assert_int_equal(err.code, ERR_FORMAT);
    assert_string_equal(err.msg, "line 3, cell 2: quotes not closed");
    assert_false(csv_read(stops, strlen(stops), ';', find_tekst, found, &err));
    assert_string_equal(err.msg, "line 2 is not accepted");
}

/* Every cell may be hostile: a file of only quotes must not take quadratic time or hang. */
static void a_megabyte_of_quotes_is_read_in_a_moment(void **state)
{
    enum { LEN = 1024 * 1024 };
    char *text = malloc(LEN);
    struct seen seen = {.text = ""};

    (void)state;
    for (size_t i = 0; i < LEN; i++) {
        text[i] = "\"a\n"[i % 3];
    }
    memcpy(text, "a\n", 2);
    csv_scan(text, LEN, ';', &events, &seen, NULL);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_table_gives_its_rows_and_their_lines),
        cmocka_unit_test(every_end_of_line_is_one_line),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_first_name),
        cmocka_unit_test(quotes_hold_semicolons_newlines_and_doubled_quotes),
        cmocka_unit_test(names_are_lower_case_and_cells_are_trimmed),
        cmocka_unit_test(rows_of_empty_cells_are_not_rows),
        cmocka_unit_test(short_and_long_rows_are_given_as_they_are),
        cmocka_unit_test(a_wrong_quote_is_told_where_the_cell_began_and_reading_goes_on),
        cmocka_unit_test(quotes_that_never_close_are_told_and_the_lines_behind_are_read),
        cmocka_unit_test(a_slip_in_the_header_ends_the_reading),
        cmocka_unit_test(a_row_of_ten_thousand_cells_is_told_once_and_left_out),
        cmocka_unit_test(a_cell_above_the_limit_is_told_and_its_row_left_out),
        cmocka_unit_test(a_nul_byte_never_cuts_a_cell_in_silence),
        cmocka_unit_test(what_cannot_be_kept_is_not_in_a_cell),
        cmocka_unit_test(another_delimiter_can_be_asked),
        cmocka_unit_test(a_callback_can_stop_the_reading),
        cmocka_unit_test(the_plain_reader_finds_cells_by_name),
        cmocka_unit_test(the_plain_reader_says_where_it_went_wrong),
        cmocka_unit_test(a_megabyte_of_quotes_is_read_in_a_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
