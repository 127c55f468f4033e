#include "tests/ui_ruler.h"

#include <stdio.h>
#include <stdlib.h>

static const struct rect place = {100, 100, 800, 500};

enum { ROW = 130 };

struct list {
    struct ui *ui;
    int rows;
    int taps;
    int tapped_row;
    struct rect inside; /* what ui_scroll_begin gave last */
    int64_t now_ms;
};

static bool frame(struct list *list)
{
    char id[32];

    ui_begin(list->ui, (struct ui_look){THEME_WARM, SIZE_DEFAULT}, list->now_ms);
    list->inside = ui_scroll_begin(list->ui, "list", place, "Meer", "Terug omhoog");
    int y = list->inside.y;
    for (int i = 0; i < list->rows; i++, y += ROW) {
        snprintf(id, sizeof(id), "row.%d", i);
        struct rect row = {list->inside.x, y, list->inside.w, ROW - 20};
        if (ui_button(list->ui, id, row, BUTTON_PLAIN, NULL, "Plan", true)) {
            list->taps++;
            list->tapped_row = i;
        }
    }
    ui_scroll_end(list->ui, y);
    return ui_end(list->ui);
}

static struct list list_of(int rows)
{
    struct list list = {.ui = ui_for("1280x800@217mm"), .rows = rows, .tapped_row = -1};

    for (int i = 0; i < 5; i++) {
        frame(&list);
    }
    return list;
}

static int offset(const struct list *list)
{
    return place.y - list->inside.y;
}

static void drag(struct list *list, int x, int from, int to, int64_t ms)
{
    ui_touch(list->ui, 1, UI_DOWN, x, from, list->now_ms);
    for (int i = 1; i <= 10; i++) {
        ui_touch(list->ui, 1, UI_MOVE, x, from + (to - from) * i / 10, list->now_ms + ms * i / 10);
    }
    list->now_ms += ms;
    frame(list);
}

static void what_fits_has_no_buttons_and_does_not_move(void **state)
{
    (void)state;
    struct list list = list_of(3);

    assert_null(find(list.ui, "list.more"));
    assert_int_equal(list.inside.w, place.w);
    drag(&list, 300, 400, 150, 200);
    frame(&list);
    assert_int_equal(offset(&list), 0);
    ui_destroy(list.ui);
}

static void one_more_frame_is_asked_for_when_the_height_becomes_known(void **state)
{
    (void)state;
    struct list list = {.ui = ui_for("1280x800@217mm"), .rows = 12};

    assert_true(frame(&list));
    assert_null(find(list.ui, "list.more"));
    assert_true(frame(&list));
    assert_non_null(find(list.ui, "list.more"));
    assert_true(list.inside.w < place.w);
    int frames = 0;
    while (frame(&list)) {
        assert_true(++frames < 5);
    }
    ui_destroy(list.ui);
}

static void page_buttons_are_large_and_do_not_touch(void **state)
{
    (void)state;
    for (size_t s = 0; s < 4; s++) {
        struct ui *ui = ui_for(screens[s]);
        struct rect all = rect_inset(ui_bounds(ui), ui_mm(ui, 4), ui_mm(ui, 4));
        for (int step = 0; step < SIZE_STEPS; step++) {
            for (int height = ui_mm(ui, 40); height <= all.h; height += ui_mm(ui, 10)) {
                struct rect rect = {all.x, all.y, all.w, height};
                for (int i = 0; i < 4; i++) {
                    ui_begin(ui, (struct ui_look){THEME_WARM, step}, 0);
                    ui_scroll_begin(ui, "s", rect, "Meer", "Terug omhoog");
                    ui_scroll_end(ui, rect.y + 10 * height);
                    ui_end(ui);
                }
                const struct rect more = find(ui, "s.more")->rect;
                const struct rect back = find(ui, "s.back")->rect;
                double mm = ui->px_per_mm;
                assert_true(more.w / mm >= 16 && back.w / mm >= 16);
                assert_true(more.h / mm >= 16 && back.h / mm >= 16);
                bool beside = more.y == back.y; /* upright: below what scrolls */
                assert_int_equal(beside, all.h > all.w);
                int between = beside ? more.x - back.x - back.w : more.y - back.y - back.h;
                assert_true(between / mm >= 2.9);
                assert_true(more.y + more.h <= rect.y + rect.h);
                assert_false(find(ui, "s.more")->clipped || find(ui, "s.back")->clipped);
            }
        }
        ui_destroy(ui);
    }
}

static void a_low_list_has_its_page_buttons_side_by_side(void **state)
{
    (void)state;
    struct ui *ui = ui_for("800x480@154mm");
    struct rect rect = {20, 100, 760, ui_mm(ui, 24)};

    for (int i = 0; i < 4; i++) {
        ui_begin(ui, (struct ui_look){THEME_WARM, 2}, 0);
        ui_scroll_begin(ui, "s", rect, "Meer", "Terug omhoog");
        ui_scroll_end(ui, 2000);
        ui_end(ui);
    }
    struct rect more = find(ui, "s.more")->rect;
    struct rect back = find(ui, "s.back")->rect;
    assert_true(more.h / ui->px_per_mm >= 16 && more.w / ui->px_per_mm >= 16);
    assert_true((more.x - back.x - back.w) / ui->px_per_mm >= 2.9);
    ui_destroy(ui);
}

static void the_page_buttons_go_through_all_of_it_with_a_line_of_overlap(void **state)
{
    (void)state;
    struct list list = list_of(20);
    int seen = 0;
    int pages = 0;

    assert_false(find(list.ui, "list.back")->enabled);
    while (find(list.ui, "list.more")->enabled) {
        int before = offset(&list);
        tap_id(list.ui, "list.more", list.now_ms += 100);
        frame(&list);
        frame(&list);
        assert_true(offset(&list) > before);
        assert_true(offset(&list) - before <= place.h - ui_line_height(list.ui, STYLE_BODY));
        seen = offset(&list) + place.h;
        assert_true(++pages < 20);
    }
    assert_int_equal(seen, 20 * ROW); /* to the very end and not beyond */
    for (; find(list.ui, "list.back")->enabled; pages--) {
        tap_id(list.ui, "list.back", list.now_ms += 100);
        frame(&list);
        frame(&list);
    }
    assert_int_equal(offset(&list), 0);
    assert_int_equal(pages, 0);
    assert_int_equal(list.taps, 0);
    ui_destroy(list.ui);
}

static void content_follows_the_finger_and_nothing_is_tapped(void **state)
{
    (void)state;
    struct list list = list_of(20);

    drag(&list, 300, 450, 250, 2000);
    assert_in_range(offset(&list), 200 - ui_mm(list.ui, 6) - 25, 200);
    int held = offset(&list);
    ui_touch(list.ui, 1, UI_UP, 300, 250, list.now_ms += 500); /* it rested: no flick */
    frame(&list);
    list.now_ms += 500;
    frame(&list);
    assert_int_equal(offset(&list), held);
    assert_int_equal(list.taps, 0);
    ui_destroy(list.ui);
}

static void a_flick_goes_on_slows_down_and_rests(void **state)
{
    (void)state;
    struct list list = list_of(60);

    drag(&list, 300, 500, 300, 100);
    ui_touch(list.ui, 1, UI_UP, 300, 300, list.now_ms);
    frame(&list);
    int first = offset(&list);
    assert_true(ui_deadline_ms(list.ui) <= list.now_ms + 16); /* it moves by itself */
    int last = first;
    int step = 1 << 20;
    int frames = 0;
    while (ui_deadline_ms(list.ui) != INT64_MAX) {
        list.now_ms += 16;
        frame(&list);
        assert_true(offset(&list) >= last);
        assert_true(offset(&list) - last <= step + 1);
        step = offset(&list) - last;
        last = offset(&list);
        assert_true(++frames < 500);
    }
    assert_true(last > first + 200);
    assert_int_equal(list.taps, 0);
    ui_destroy(list.ui);
}

static void a_flick_ends_at_the_end(void **state)
{
    (void)state;
    struct list list = list_of(8);

    drag(&list, 300, 580, 120, 60);
    ui_touch(list.ui, 1, UI_UP, 300, 120, list.now_ms);
    for (int i = 0; i < 100; i++) {
        list.now_ms += 16;
        frame(&list);
    }
    assert_int_equal(offset(&list), 8 * ROW - place.h);
    assert_int_equal(ui_deadline_ms(list.ui), INT64_MAX);
    ui_destroy(list.ui);
}

static void a_finger_that_stops_a_flick_taps_nothing(void **state)
{
    (void)state;
    struct list list = list_of(60);

    drag(&list, 300, 500, 300, 100);
    ui_touch(list.ui, 1, UI_UP, 300, 300, list.now_ms);
    list.now_ms += 50;
    frame(&list);
    ui_touch(list.ui, 1, UI_DOWN, 300, 300, list.now_ms);
    int stopped = offset(&list);
    ui_touch(list.ui, 1, UI_UP, 300, 300, list.now_ms + 60);
    list.now_ms += 200;
    frame(&list);
    frame(&list);
    assert_int_equal(offset(&list), stopped);
    assert_int_equal(list.taps, 0);
    ui_destroy(list.ui);
}

static void a_row_can_be_tapped_where_it_is_seen_and_not_beyond_the_edge(void **state)
{
    (void)state;
    struct list list = list_of(20);

    tap_id(list.ui, "list.more", list.now_ms += 100);
    frame(&list);
    frame(&list);
    assert_int_equal(find(list.ui, "row.0")->rect.w, 0); /* scrolled away */
    const struct ui_element *element = NULL;
    size_t count = ui_elements(list.ui, &element);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(element[i].id, "row.", 4) == 0 && element[i].rect.w > 0) {
            assert_true(element[i].rect.y >= place.y);
            assert_true(element[i].rect.y + element[i].rect.h <= place.y + place.h);
        }
    }
    touch_id(list.ui, "row.5", UI_DOWN, list.now_ms);
    touch_id(list.ui, "row.5", UI_UP, list.now_ms + 50);
    frame(&list);
    assert_int_equal(list.tapped_row, 5);
    ui_touch(list.ui, 1, UI_DOWN, 300, place.y - 10, list.now_ms + 100); /* above the list */
    ui_touch(list.ui, 1, UI_UP, 300, place.y - 10, list.now_ms + 150);
    frame(&list);
    assert_int_equal(list.taps, 1);
    ui_destroy(list.ui);
}

static void rows_far_away_cost_no_drawing(void **state)
{
    (void)state;
    struct list list = list_of(400);

    assert_false(ui_list(list.ui)->overflow);
    assert_true(ui_list(list.ui)->cmd_count < 100);
    ui_destroy(list.ui);
}

static void a_list_that_becomes_shorter_does_not_stay_scrolled(void **state)
{
    (void)state;
    struct list list = list_of(20);

    for (int i = 0; i < 3; i++) {
        tap_id(list.ui, "list.more", list.now_ms += 100);
        frame(&list);
        frame(&list);
    }
    list.rows = 2;
    for (int i = 0; i < 4; i++) {
        frame(&list);
    }
    assert_int_equal(offset(&list), 0);
    assert_null(find(list.ui, "list.more"));
    ui_destroy(list.ui);
}

static void a_height_that_follows_from_the_width_settles(void **state)
{
    (void)state;
    struct ui *ui = ui_for("1280x800@217mm");
    int asked = 0;

    for (int i = 0; i < 50;
         i++) { /* a picture: narrower is lower, so the buttons undo themselves */
        ui_begin(ui, (struct ui_look){THEME_WARM, 2}, i);
        struct rect in = ui_scroll_begin(ui, "s", place, "Meer", "Terug omhoog");
        ui_scroll_end(ui, in.y + in.w * 5 / 8 + 10);
        asked += ui_end(ui);
    }
    assert_true(asked < 12);
    ui_destroy(ui);
}

static void a_new_visitor_starts_at_the_top(void **state)
{
    (void)state;
    struct list list = list_of(20);

    tap_id(list.ui, "list.more", list.now_ms += 100);
    frame(&list);
    frame(&list);
    assert_true(offset(&list) > 0);
    ui_forget(list.ui);
    for (int i = 0; i < 4; i++) {
        frame(&list);
    }
    assert_int_equal(offset(&list), 0);
    ui_destroy(list.ui);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fits_has_no_buttons_and_does_not_move),
        cmocka_unit_test(one_more_frame_is_asked_for_when_the_height_becomes_known),
        cmocka_unit_test(page_buttons_are_large_and_do_not_touch),
        cmocka_unit_test(a_low_list_has_its_page_buttons_side_by_side),
        cmocka_unit_test(the_page_buttons_go_through_all_of_it_with_a_line_of_overlap),
        cmocka_unit_test(content_follows_the_finger_and_nothing_is_tapped),
        cmocka_unit_test(a_flick_goes_on_slows_down_and_rests),
        cmocka_unit_test(a_flick_ends_at_the_end),
        cmocka_unit_test(a_finger_that_stops_a_flick_taps_nothing),
        cmocka_unit_test(a_row_can_be_tapped_where_it_is_seen_and_not_beyond_the_edge),
        cmocka_unit_test(rows_far_away_cost_no_drawing),
        cmocka_unit_test(a_list_that_becomes_shorter_does_not_stay_scrolled),
        cmocka_unit_test(a_height_that_follows_from_the_width_settles),
        cmocka_unit_test(a_new_visitor_starts_at_the_top),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
