/* "Hoe staat het ermee?": what became of the plans that got money, told the way their owners chose;
 * a plan in trouble asks for help openly, and neighbours say thanks. */
#include "app/screens/all.h"
#include "app/screens/part_tile.h"
#include "app/ui/paint.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *icon, *key;
} states[] = {
    /* keys: project.begun project.busy project.help project.done project.stopped */
    [PROJECT_BEGUN] = {"circle-play", "project.begun"},
    [PROJECT_BUSY] = {"hammer", "project.busy"},
    [PROJECT_HELP] = {"hand-helping", "project.help"},
    [PROJECT_DONE] = {"check", "project.done"},
    [PROJECT_STOPPED] = {"circle-pause", "project.stopped"},
};

static bool draw_tile(struct ui *ui, const struct view *view, struct rect *area, size_t index)
{
    const struct project *project = view->own.projects[index].project;
    char id[40];
    snprintf(id, sizeof(id), "projects.item.%zu", index + 1);
    struct part_tile tile = {id,
                             project->updates[0].photo,
                             states[project->state].icon,
                             project->title,
                             page_word(view, states[project->state].key),
                             states[project->state].icon};
    return part_tile_row(ui, area, &tile);
}

static enum action draw_list(struct ui *ui, const struct view *view, struct visit *visit)
{
    struct page page = page_begin(ui, view, visit, page_word(view, "projects.title"), PAGE_BACK,
                                  NULL, NULL, false);
    if (view->own.project_count == 0) {
        part_empty(ui, view, visit, &page, "projects.none", "spot_result",
                   page_word(view, "projects.none"));
        return page.action;
    }
    struct rect area = page_scroll(ui, view, visit, &page, "projects", page.body);
    for (int asks = 1; asks >= 0; asks--) { /* who asks for help comes first */
        for (size_t i = 0; i < view->own.project_count; i++) {
            bool help = view->own.projects[i].project->state == PROJECT_HELP;
            if (help == (asks == 1) && draw_tile(ui, view, &area, i)) {
                visit->own = i;
                visit_go(visit, SCREEN_PROJECT);
            }
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_projects = {"projects", draw_list, false};

/* ---- one ------------------------------------------------------------------------------------ */

static void draw_money(struct ui *ui, const struct view *view, const struct project *project,
                       struct rect *area)
{
    char got[40], spent[40], words[300];
    if (project->got_cents == 0) {
        return;
    }
    page_amount(got, sizeof(got), project->got_cents);
    page_amount(spent, sizeof(spent), project->spent_cents);
    page_fill(words, sizeof(words), view, "project.money",
              (const char *const[]){"got", got, "spent", spent, NULL});
    part_fact(ui, area, "project.money", "coins", STYLE_BODY, words);
    if (project->telling == TELL_FIGURES) {
        struct rect bar = rect_cut_top(area, ui_mm(ui, 7.0));
        ui_bar(ui, bar, project->spent_cents, project->got_cents, COLOR_MARK);
        rect_cut_top(area, page_gap(ui));
    }
}

/* Open about trouble: what is asked stands above all, with a way to answer. */
static bool draw_help(struct ui *ui, const struct view *view, const struct view_project *item,
                      struct rect *area)
{
    const struct project *project = item->project;
    char words[200];
    if (project->state != PROJECT_HELP) {
        return false;
    }
    part_panel(ui, area, "project.asks", "hand-helping", COLOR_WARN, STYLE_BOLD, project->help);
    if (item->helpers > 0) {
        part_number(words, sizeof(words), view,
                    item->helpers == 1 ? "project.helper-one" : "project.helper-many",
                    item->helpers);
        part_fact(ui, area, "project.helpers", "heart", STYLE_BODY, words);
    }
    const char *label = page_word(view, "project.can-help");
    struct rect place = rect_cut_top(area, part_button_height(ui, area->w, label));
    int width = ui_button_width(ui, "hand-helping", label);
    place.w = width < place.w ? width : place.w;
    rect_cut_top(area, page_gap(ui));
    return ui_button(ui, "project.can-help", place, BUTTON_PLAIN, "hand-helping", label,
                     view->can_store);
}

static void draw_update(struct ui *ui, const struct project *project, struct rect *area,
                        size_t index, bool with_photo)
{
    const struct update *update = &project->updates[index];
    char id[40];
    part_say(ui, area, NULL, STYLE_BOLD, COLOR_INK, 0.5, update->date);
    if (with_photo && update->photo[0] != '\0') {
        int most = ui_mm(ui, project->telling == TELL_PHOTOS ? 130.0 : 80.0);
        int width = area->w < most ? area->w : most;
        struct rect place = rect_cut_top(area, width * 9 / 16);
        place.w = width;
        snprintf(id, sizeof(id), "project.photo.%zu", index + 1);
        ui_image(ui, id, place, update->photo, update->text);
        rect_cut_top(area, ui_mm(ui, 1.5));
    }
    snprintf(id, sizeof(id), "project.update.%zu", index + 1);
    part_say(ui, area, id, STYLE_BODY, COLOR_INK, 3.5, update->text);
}

static bool draw_story(struct ui *ui, const struct view *view, const struct view_project *item,
                       struct rect *area, bool beside)
{
    const struct project *project = item->project;
    char words[200];
    part_say(ui, area, "project.title", STYLE_TITLE, COLOR_INK, 1.5, project->title);
    part_fact(ui, area, "project.state", states[project->state].icon, STYLE_BODY,
              page_word(view, states[project->state].key));
    bool helps = draw_help(ui, view, item, area);
    if (project->telling == TELL_FIGURES) {
        draw_money(ui, view, project, area);
    }
    for (size_t i = 0; i < project->update_count; i++) {
        draw_update(ui, project, area, i, !(beside && i == 0));
    }
    if (project->telling != TELL_FIGURES) {
        draw_money(ui, view, project, area);
    }
    if (project->by[0] != '\0') {
        part_fact(ui, area, "project.by", "users", STYLE_BODY, project->by);
    }
    rect_cut_top(area, page_owner(ui, view, *area, project->owner));
    rect_cut_top(area, page_gap(ui));
    if (item->thanks > 0) {
        part_number(words, sizeof(words), view,
                    item->thanks == 1 ? "project.thanks-one" : "project.thanks-many", item->thanks);
        part_fact(ui, area, "project.thanks", "heart", STYLE_BODY, words);
    }
    return helps;
}

static enum action draw_one(struct ui *ui, const struct view *view, struct visit *visit)
{
    const struct view_project *item =
        visit->own < view->own.project_count ? &view->own.projects[visit->own] : NULL;
    bool done = item != NULL && visit_has_done(visit, item->about);
    struct page page = page_begin(ui, view, visit, NULL, PAGE_BACK, done ? "check" : "heart",
                                  item == NULL ? NULL
                                  : done       ? "project.thanked"
                                               : "project.thank",
                                  view->can_store && !done);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    if (item == NULL) {
        return page.action;
    }
    struct rect body = page.body;
    const struct update *newest = &item->project->updates[0];
    bool beside = part_photo_beside(ui, &body, newest->photo, item->project->title);
    char id[40];
    snprintf(id, sizeof(id), "project.%zu", visit->own);
    struct rect area = page_scroll(ui, view, visit, &page, id, body);
    bool helps = draw_story(ui, view, item, &area, beside);
    ui_scroll_end(ui, area.y);
    if (helps) {
        visit_pledge_about(visit, item->about);
        return page.action;
    }
    if (page.main) {
        visit_about(visit, item->about);
        return ACT_THANK;
    }
    return page.action;
}

const struct screen screen_project = {"project", draw_one, false};
