/* A reply to an idea: who speaks, in which of the four roles, and the words. */
#include "app/screens/all.h"
#include "app/screens/part.h"

#include <stdio.h>
#include <string.h>

/* keys: reply.from-dorp reply.from-gemeente */
static const char *from_key(char *dst, size_t cap, enum reply_from from)
{
    snprintf(dst, cap, "reply.from-%s", reply_from_name(from));
    return dst;
}

/* keys: reply.role-wet reply.role-gemeente reply.role-samen reply.role-dorp */
static const char *role_key(char *dst, size_t cap, enum reply_role role)
{
    snprintf(dst, cap, "reply.role-%s", reply_role_name(role));
    return dst;
}

static enum action draw_from(struct ui *ui, const struct view *view, struct visit *visit)
{
    static const char *const icons[REPLY_FROMS] = {"users", "landmark"};
    const struct view_idea *idea = view_idea_of(view, VIEW_STAFF, visit->idea_rid);
    char key[40];
    struct page page =
        page_begin(ui, view, visit, page_word(view, "reply.from"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "reply", page.body);
    for (int i = 0; i < REPLY_FROMS; i++) {
        char id[24];
        snprintf(id, sizeof(id), "reply.%s", reply_from_name((enum reply_from)i));
        const struct reply *old = idea != NULL ? idea->replies[i] : NULL;
        if (part_row(ui, &area, id, icons[i], page_word(view, from_key(key, sizeof(key), i)),
                     old != NULL ? old->text : NULL)) {
            visit->reply_from = (enum reply_from)i;
            memset(&visit->reply, 0, sizeof(visit->reply));
            if (old != NULL) {
                visit->reply = *old;
            }
            visit_go(visit, SCREEN_REPLY_ROLE);
        }
    }
    for (int i = 0; i < REPLY_FROMS; i++) {
        char words[200], id[32];
        if (idea == NULL || idea->replies[i] == NULL) {
            continue;
        }
        snprintf(id, sizeof(id), "reply.away-%s", reply_from_name((enum reply_from)i));
        page_fill(
            words, sizeof(words), view, "reply.away",
            (const char *const[]){"name", page_word(view, from_key(key, sizeof(key), i)), NULL});
        if (part_row(ui, &area, id, "trash-2", words, NULL)) {
            visit->reply_from = (enum reply_from)i;
            memset(&visit->reply, 0, sizeof(visit->reply));
            page.action = ACT_REPLY;
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_reply = {"reply", draw_from, true};

static enum action draw_role(struct ui *ui, const struct view *view, struct visit *visit)
{
    static const char *const icons[REPLY_ROLES] = {"scale", "landmark", "heart-handshake", "users"};
    char key[40];
    struct page page =
        page_begin(ui, view, visit, page_word(view, "reply.role"), PAGE_BACK, NULL, NULL, false);
    page_tell(ui, view, visit, &page, PAGE_TELL_ALL);
    struct rect area = page_scroll(ui, view, visit, &page, "reply-role", page.body);
    for (int i = 0; i < REPLY_ROLES; i++) {
        if (part_row(ui, &area, role_key(key, sizeof(key), (enum reply_role)i), icons[i],
                     page_word(view, key), NULL)) {
            visit->reply.role = (enum reply_role)i;
            visit_go(visit, SCREEN_REPLY_TEXT);
        }
    }
    ui_scroll_end(ui, area.y - page_gap(ui));
    return page.action;
}

const struct screen screen_reply_role = {"reply_role", draw_role, true};

static enum action draw_text(struct ui *ui, const struct view *view, struct visit *visit)
{
    part_field_enter(visit, visit->reply.text);
    char key[40];
    struct page page =
        page_typed(ui, view, visit, page_word(view, role_key(key, sizeof(key), visit->reply.role)),
                   "reply.hint", KEYBOARD_TEXT, REPLY_TEXT, "reply.place",
                   view->can_store && visit->typed[0] != '\0');
    part_field_keep(visit, SCREEN_REPLY_TEXT, visit->reply.text, sizeof(visit->reply.text));
    return page.main ? ACT_REPLY : page.action;
}

const struct screen screen_reply_text = {"reply_text", draw_text, true};

/* ---- as residents see it -------------------------------------------------------------------- */

void part_replies(struct ui *ui, const struct view *view, struct rect *area,
                  const struct view_idea *idea)
{
    static const enum color grounds[REPLY_FROMS] = {COLOR_COMMUNITY, COLOR_MUNICIPALITY};
    static const char *const icons[REPLY_FROMS] = {"users", "landmark"};
    char from[40], role[40], words[200], id[40];

    for (int i = 0; i < REPLY_FROMS; i++) {
        const struct reply *reply = idea->replies[i];
        if (reply == NULL) {
            continue;
        }
        page_fill(words, sizeof(words), view, "reply.says",
                  (const char *const[]){
                      "name", page_word(view, from_key(from, sizeof(from), i)), "role",
                      page_word(view, role_key(role, sizeof(role), reply->role)), NULL});
        snprintf(id, sizeof(id), "idea.reply-%s", reply_from_name((enum reply_from)i));
        part_panel(ui, area, id, icons[i], grounds[i], STYLE_BOLD, words);
        part_say(ui, area, NULL, STYLE_BODY, COLOR_INK, 3.0, reply->text);
    }
}

const char *part_reason(const struct view *view, const char *reason)
{
    return strncmp(reason, "reason.", 7) == 0 ? page_word(view, reason) : reason;
}
