#include "tests/ui_ruler.h"

#include <stdio.h>

static const struct ui_look look = {THEME_WARM, SIZE_DEFAULT};

static void begin(struct ui *ui)
{
    ui_begin(ui, look, 0);
}

static int count_kind(const struct ui *ui, enum dl_kind kind)
{
    const struct dl *list = ui_list(ui);
    int count = 0;

    for (size_t i = 0; i < list->cmd_count; i++) {
        count += list->cmds[i].kind == kind;
    }
    return count;
}

/* All texts drawn, joined by a bar. */
static const char *drawn(const struct ui *ui)
{
    static char joined[4000];
    const struct dl *list = ui_list(ui);

    joined[0] = '\0';
    for (size_t i = 0; i < list->cmd_count; i++) {
        if (list->cmds[i].kind == DL_TEXT) {
            size_t len = strlen(joined);
            snprintf(joined + len, sizeof(joined) - len, "%s%s", len > 0 ? "|" : "",
                     list->texts + list->cmds[i].at);
        }
    }
    return joined;
}

/* ---- text ---------------------------------------------------------------------------------- */

static void text_wraps_and_says_how_high_it_became(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");

    begin(ui);
    int line = ui_line_height(ui, STYLE_BODY);
    int used = ui_text(ui, "t", (struct rect){0, 0, 400, 400}, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                       "een twee drie vier vijf");
    assert_true(used >= 2 * line && used % line == 0);
    assert_int_equal(used, ui_text_height(ui, STYLE_BODY, 400, "een twee drie vier vijf"));
    assert_false(find(ui, "t")->clipped);
    assert_int_equal(find(ui, "t")->kind, UI_TEXT);
    assert_int_equal(count_kind(ui, DL_TEXT), used / line);
    assert_int_equal(
        ui_text(ui, "none", (struct rect){0, 0, 400, 400}, STYLE_BODY, COLOR_INK, ALIGN_LEFT, ""),
        0);
    ui_end(ui);
    ui_destroy(ui);
}

static void text_that_does_not_fit_is_marked_and_never_drawn_over_its_place(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    struct rect small = {10, 10, 300, 200};

    begin(ui);
    ui_text(ui, "t", small, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
            "veel meer woorden dan hier ooit passen in deze kleine doos");
    assert_true(find(ui, "t")->clipped);
    const struct dl *list = ui_list(ui);
    for (size_t i = 1; i < list->cmd_count; i++) {
        assert_true(list->cmds[i].rect.y < small.y + small.h);
    }
    ui_text(ui, "fits", small, STYLE_BODY, COLOR_INK, ALIGN_LEFT, "kort");
    assert_false(find(ui, "fits")->clipped);
    ui_end(ui);
    ui_destroy(ui);
}

static void text_stands_left_in_the_middle_or_right(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    struct rect rect = {100, 0, 600, 100};

    begin(ui);
    int width = ui_text_width(ui, STYLE_BODY, "abc");
    for (int align = ALIGN_LEFT; align <= ALIGN_RIGHT; align++) {
        ui_text(ui, NULL, rect, STYLE_BODY, COLOR_INK, (enum align)align, "abc");
        const struct dl_cmd *cmd = &ui_list(ui)->cmds[ui_list(ui)->cmd_count - 1];
        assert_int_equal(cmd->rect.x, 100 + (600 - width) * align / 2);
        assert_int_equal(cmd->rect.w, width);
    }
    ui_end(ui);
    ui_destroy(ui);
}

static void an_element_without_an_id_is_called_by_its_words(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");

    begin(ui);
    ui_text(ui, NULL, (struct rect){0, 0, 600, 800}, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
            "Wat zou u in ons dorp willen veranderen of ërvan maken?");
    const struct ui_element *elements = NULL;
    assert_int_equal(ui_elements(ui, &elements), 1);
    assert_true(strncmp(elements[0].id, "Wat zou u in ons dorp", 21) == 0);
    assert_true(strlen(elements[0].id) < 48);
    ui_end(ui);
    ui_destroy(ui);
}

static void a_long_line_ends_in_an_ellipsis(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");

    begin(ui);
    ui_text_line(ui, "t", (struct rect){0, 0, 400, 100}, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                 "Een heel lange naam van een plan");
    assert_string_equal(drawn(ui), "Een heel lang…");
    assert_string_equal(find(ui, "t")->label, "Een heel lange naam van een plan");
    ui_end(ui);
    ui_destroy(ui);
}

static void an_ellipsis_never_hides_an_amount(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    static const char *const texts[][2] = {
        {"Speeltoestellen achter de school € 4.000", "€ 4.000"},
        {"Speeltoestellen voor € 2.300,50 achter de school", "€ 2.300,50"},
        {"Speeltoestellen achter de school 1.250 euro", "1.250 euro"},
        {"Speeltoestellen achter de school 850,-", "850,-"},
        {"€ 12.345,67 voor de speeltoestellen", "€ 12.345,67"},
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        for (int width = 420; width < 1200; width += 7) {
            begin(ui);
            ui_text_line(ui, "t", (struct rect){0, 0, width, 100}, STYLE_BODY, COLOR_INK,
                         ALIGN_LEFT, texts[i][0]);
            if (strstr(drawn(ui), texts[i][1]) == NULL) {
                fail_msg("%d pixels: \"%s\"", width, drawn(ui));
            }
            assert_true(find(ui, "t")->clipped || ui_list(ui)->cmds[1].rect.w <= width);
            ui_end(ui);
        }
    }
    begin(ui); /* no room even for the amount: drawn whole, and a defect */
    ui_text_line(ui, "t", (struct rect){0, 0, 100, 100}, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                 "€ 12.345,67");
    assert_non_null(strstr(drawn(ui), "€ 12.345,67"));
    assert_true(find(ui, "t")->clipped);
    ui_end(ui);
    ui_destroy(ui);
}

static void a_number_that_is_no_money_may_be_cut(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");

    begin(ui);
    ui_text_line(ui, "t", (struct rect){0, 0, 300, 100}, STYLE_BODY, COLOR_INK, ALIGN_LEFT,
                 "In 2024 kwamen er 35 plannen binnen");
    assert_null(strstr(drawn(ui), "35"));
    assert_non_null(strstr(drawn(ui), "…"));
    ui_end(ui);
    ui_destroy(ui);
}

/* ---- letters have their promised height ---------------------------------------------------- */

static void an_em_is_rounded_up_so_that_a_capital_is_never_too_small(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct ui *ui = ui_for(screens[s]);
        for (int step = 0; step < SIZE_STEPS; step++) {
            for (int style = 0; style < STYLES; style++) {
                ui_begin(ui, (struct ui_look){THEME_WARM, step}, 0);
                struct ui_font font = ui_font(ui, (enum style)style);
                double mm = font.em * ruler.cap_height / 1000.0 / ui->px_per_mm;
                double promised = theme_cap_mm(ui_short_mm(ui), step, (enum style)style);
                assert_true(mm >= promised - 1e-9);
                assert_true(mm < promised + 1.0 / ui->px_per_mm);
                ui_end(ui);
            }
        }
        ui_destroy(ui);
    }
}

/* ---- buttons ------------------------------------------------------------------------------- */

static void a_button_has_its_icon_beside_or_above_its_words(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");

    begin(ui);
    ui_button(ui, "wide", (struct rect){0, 0, 500, 120}, BUTTON_MAIN, "vote", "Stemmen", true);
    const struct dl *list = ui_list(ui);
    const struct dl_cmd *icon = &list->cmds[list->cmd_count - 2];
    const struct dl_cmd *word = &list->cmds[list->cmd_count - 1];
    assert_int_equal(icon->kind, DL_ICON);
    assert_int_equal(word->kind, DL_TEXT);
    assert_true(icon->rect.x + icon->rect.w < word->rect.x);
    assert_true(icon->rect.y < word->rect.y && icon->rect.y + icon->rect.h > word->rect.y - 45);

    ui_button(ui, "tall", (struct rect){0, 0, 500, 400}, BUTTON_MAIN, "vote", "Stemmen", true);
    icon = &list->cmds[list->cmd_count - 2];
    word = &list->cmds[list->cmd_count - 1];
    assert_int_equal(icon->kind, DL_ICON);
    assert_true(icon->rect.y + icon->rect.h < word->rect.y - 40);
    assert_true(icon->rect.x > word->rect.x - 100);
    ui_end(ui);
    ui_destroy(ui);
}

static void words_of_a_button_wrap_and_stay_in_its_middle(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    struct rect rect = {50, 60, 400, 300};

    begin(ui);
    ui_button(ui, "b", rect, BUTTON_PLAIN, NULL, "Nog een keer goed bekijken", true);
    assert_false(find(ui, "b")->clipped);
    const struct dl *list = ui_list(ui);
    int top = 0;
    int bottom = 0;
    for (size_t i = 0; i < list->cmd_count; i++) {
        if (list->cmds[i].kind == DL_TEXT) {
            top = top == 0 ? list->cmds[i].rect.y - 44 : top; /* the top of its capital */
            bottom = list->cmds[i].rect.y;
        }
    }
    assert_true(bottom - top > 44); /* more than one line */
    int off = (rect.y + rect.h - bottom) - (top - rect.y);
    assert_true(off >= -3 && off <= 3);
    ui_end(ui);
    ui_destroy(ui);
}

static void a_label_that_does_not_fit_is_marked_and_one_of_its_own_width_fits(void **state)
{
    (void)state;
    static const char *const labels[] = {"Ja", "Stoppen", "Terug naar het begin"};

    for (size_t s = 0; s < 4; s++) {
        struct ui *ui = ui_for(screens[s]);
        for (int step = 0; step < SIZE_STEPS; step++) {
            ui_begin(ui, (struct ui_look){THEME_WARM, step}, 0);
            for (size_t i = 0; i < 3; i++) {
                int width = ui_button_width(ui, "x", labels[i]);
                int height = ui_mm(ui, 16);
                assert_true(width >= ui_mm(ui, 16));
                ui_button(ui, labels[i], (struct rect){0, 0, width, height}, BUTTON_PLAIN, "x",
                          labels[i], true);
                assert_false(find(ui, labels[i])->clipped);
                assert_int_equal(find(ui, labels[i])->kind, UI_BUTTON);
            }
            ui_button(ui, "no", (struct rect){0, 0, ui_mm(ui, 20), ui_mm(ui, 16)}, BUTTON_PLAIN,
                      NULL, "Veel te veel woorden voor een knop", true);
            assert_true(find(ui, "no")->clipped);
            ui_end(ui);
        }
        ui_destroy(ui);
    }
}

static void a_held_button_sinks_and_darkens(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    struct rect rect = {100, 100, 300, 120};
    struct dl_cmd up = {0};
    struct dl_cmd down = {0};

    for (int i = 0; i < 2; i++) {
        begin(ui);
        ui_button(ui, "b", rect, BUTTON_MAIN, NULL, "Ja", true);
        ui_end(ui);
        const struct dl *list = ui_list(ui);
        for (size_t k = 1; k < list->cmd_count; k++) {
            if (list->cmds[k].kind == DL_FILL) {
                *(i == 0 ? &up : &down) = list->cmds[k];
                break;
            }
        }
        touch_id(ui, "b", UI_DOWN, 1);
    }
    assert_true(down.rect.y > up.rect.y);
    assert_int_not_equal(down.color, up.color);
    assert_true(theme_contrast(down.color, ui_color(ui, COLOR_ON_ACCENT)) >= 7.0);
    ui_destroy(ui);
}

static void a_disabled_button_keeps_its_words_readable(void **state)
{
    (void)state;
    for (int theme = 0; theme < THEMES; theme++) {
        for (int kind = BUTTON_PLAIN; kind <= BUTTON_QUIET; kind++) {
            struct ui *ui = ui_for("1280x800@217mm");
            ui_begin(ui, (struct ui_look){(enum theme)theme, 2}, 0);
            ui_button(ui, "b", (struct rect){0, 0, 300, 120}, (enum button_look)kind, NULL, "Nee",
                      false);
            const struct dl *list = ui_list(ui);
            uint32_t ground = list->cmds[0].color;
            for (size_t i = 0; i < list->cmd_count; i++) {
                ground = list->cmds[i].kind == DL_FILL ? list->cmds[i].color : ground;
                if (list->cmds[i].kind == DL_TEXT) {
                    assert_true(theme_contrast(list->cmds[i].color, ground) >= 10.0);
                }
            }
            assert_string_equal(drawn(ui), "Nee");
            ui_end(ui);
            ui_destroy(ui);
        }
    }
}

/* ---- choices, bars, fields, questions ------------------------------------------------------ */

static void a_chosen_card_shows_it_by_tint_border_and_tick(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    struct rect rect = {100, 100, 600, 200};

    begin(ui);
    ui_choice(ui, "no", rect, "Bankje", false, true);
    ui_end(ui);
    assert_int_equal(count_kind(ui, DL_ICON), 0);
    assert_false(find(ui, "no")->chosen);
    begin(ui);
    ui_choice(ui, "yes", rect, "Bankje", true, true);
    ui_text(ui, "on.top", rect, STYLE_BODY, COLOR_INK, ALIGN_LEFT, "Bankje");
    ui_end(ui);
    assert_true(find(ui, "yes")->chosen);
    assert_int_equal(find(ui, "yes")->kind, UI_CHOICE);
    const struct dl *list = ui_list(ui);
    const struct dl_cmd *last = &list->cmds[list->cmd_count - 1];
    assert_int_equal(last->kind, DL_ICON); /* above what was drawn on the card */
    assert_string_equal(list->texts + last->at, "check");
    assert_true(rect_has(rect, last->rect.x, last->rect.y));
    bool marked = false;
    for (size_t i = 0; i < list->cmd_count; i++) {
        marked = marked || (list->cmds[i].kind == DL_STROKE &&
                            list->cmds[i].color == ui_color(ui, COLOR_MARK) &&
                            list->cmds[i].width >= 1.4 * ui->px_per_mm);
    }
    assert_true(marked);
    ui_destroy(ui);
}

static void a_bar_shows_its_part_and_a_line_where_it_goes_over(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    struct rect rect = {100, 100, 1000, 40};

    begin(ui);
    ui_bar(ui, rect, 1, 4, COLOR_ACCENT);
    const struct dl_cmd *part = &ui_list(ui)->cmds[2];
    assert_int_equal(part->color, ui_color(ui, COLOR_ACCENT));
    assert_in_range(part->rect.w, 245, 250);
    size_t before = ui_list(ui)->cmd_count;
    ui_bar(ui, rect, 5000, 4000, COLOR_ACCENT);
    assert_true(ui_list(ui)->cmd_count > before + 3);
    const struct dl_cmd *line = &ui_list(ui)->cmds[ui_list(ui)->cmd_count - 1];
    assert_in_range(line->rect.x, 100 + 790, 100 + 805);
    ui_bar(ui, rect, -5, 0, COLOR_ACCENT); /* nonsense draws an empty bar */
    ui_bar(ui, rect, INT64_MAX, 1, COLOR_ACCENT);
    ui_end(ui);
    ui_destroy(ui);
}

static void a_field_shows_the_end_of_what_is_written(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    struct rect rect = {0, 0, 700, 110};

    begin(ui);
    ui_field(ui, "f", rect, "", "Typ hier", "0 van 80");
    assert_non_null(strstr(drawn(ui), "Typ hier"));
    assert_non_null(strstr(drawn(ui), "0 van 80"));
    assert_int_equal(find(ui, "f")->kind, UI_FIELD);
    ui_end(ui);
    begin(ui);
    ui_field(ui, "f", rect, "een twee drie vier vijf zes zeven acht", "Typ hier", "38 van 80");
    assert_non_null(strstr(drawn(ui), "…|"));
    assert_non_null(strstr(drawn(ui), "acht")); /* one row: as much of the end as fits */
    assert_null(strstr(drawn(ui), "een"));
    const struct dl_cmd *caret = &ui_list(ui)->cmds[ui_list(ui)->cmd_count - 1];
    assert_int_equal(caret->kind, DL_FILL);
    assert_true(rect_has(rect, caret->rect.x, caret->rect.y));
    assert_null(strstr(drawn(ui), "Typ hier"));
    assert_false(find(ui, "f")->clipped);
    ui_end(ui);
    ui_destroy(ui);
}

static void a_veil_hides_what_is_under_a_question(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");

    begin(ui);
    ui_button(ui, "under", (struct rect){0, 0, 300, 120}, BUTTON_PLAIN, NULL, "Ja", true);
    ui_modal(ui);
    ui_button(ui, "above", (struct rect){0, 0, 300, 120}, BUTTON_PLAIN, NULL, "Ja", true);
    ui_end(ui);
    assert_null(find(ui, "under"));
    assert_non_null(find(ui, "above"));
    ui_destroy(ui);
}

static void a_list_dump_is_the_same_each_time(void **state)
{
    (void)state;
    static char dumps[2][20000];

    for (int i = 0; i < 2; i++) {
        struct ui *ui = ui_for("720x1280@87mm");
        begin(ui);
        ui_card(ui, (struct rect){10, 10, 600, 300}, COLOR_COMMUNITY);
        ui_button(ui, "b", (struct rect){20, 320, 500, 200}, BUTTON_STOP, "x", "Stoppen", true);
        ui_icon(ui, (struct rect){0, 0, 99, 50}, "check", COLOR_MARK);
        ui_image(ui, "p", (struct rect){0, 0, 99, 50}, "a.jpg", "Een bankje");
        ui_art(ui, (struct rect){0, 0, 99, 50}, "village");
        ui_end(ui);
        assert_true(dl_dump(ui_list(ui), dumps[i], sizeof(dumps[i])) < sizeof(dumps[i]));
        ui_destroy(ui);
    }
    assert_string_equal(dumps[0], dumps[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_wraps_and_says_how_high_it_became),
        cmocka_unit_test(text_that_does_not_fit_is_marked_and_never_drawn_over_its_place),
        cmocka_unit_test(text_stands_left_in_the_middle_or_right),
        cmocka_unit_test(an_element_without_an_id_is_called_by_its_words),
        cmocka_unit_test(a_long_line_ends_in_an_ellipsis),
        cmocka_unit_test(an_ellipsis_never_hides_an_amount),
        cmocka_unit_test(a_number_that_is_no_money_may_be_cut),
        cmocka_unit_test(an_em_is_rounded_up_so_that_a_capital_is_never_too_small),
        cmocka_unit_test(a_button_has_its_icon_beside_or_above_its_words),
        cmocka_unit_test(words_of_a_button_wrap_and_stay_in_its_middle),
        cmocka_unit_test(a_label_that_does_not_fit_is_marked_and_one_of_its_own_width_fits),
        cmocka_unit_test(a_held_button_sinks_and_darkens),
        cmocka_unit_test(a_disabled_button_keeps_its_words_readable),
        cmocka_unit_test(a_chosen_card_shows_it_by_tint_border_and_tick),
        cmocka_unit_test(a_bar_shows_its_part_and_a_line_where_it_goes_over),
        cmocka_unit_test(a_field_shows_the_end_of_what_is_written),
        cmocka_unit_test(a_veil_hides_what_is_under_a_question),
        cmocka_unit_test(a_list_dump_is_the_same_each_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
