/* all: every screen of enum screen_id, by name. The table `screens` is in screens.c. */
#ifndef DORPEL_ALL_H
#define DORPEL_ALL_H

#include "app/screens/screen.h"

extern const struct screen screen_attract, screen_home, screen_look, screen_help;
extern const struct screen screen_ideas, screen_idea;
extern const struct screen screen_pledge_why, screen_pledge_name, screen_pledge_phone,
    screen_pledge_done;
extern const struct screen screen_new_what, screen_new_similar, screen_new_review, screen_new_more,
    screen_new_whom, screen_new_plan_of, screen_new_needs, screen_new_draw, screen_new_contact,
    screen_new_name, screen_new_phone, screen_new_done;
extern const struct screen screen_mine_number, screen_mine_words, screen_mine;
extern const struct screen screen_vote_round, screen_vote_code, screen_vote_wait, screen_vote_plans,
    screen_vote_plan, screen_vote_review, screen_vote_confirm, screen_vote_done;
extern const struct screen screen_words, screen_round_info, screen_result, screen_village;
extern const struct screen screen_result_plan, screen_result_steps;
extern const struct screen screen_news, screen_news_one, screen_jewels, screen_jewel,
    screen_projects, screen_project, screen_questions, screen_question, screen_answer, screen_cards,
    screen_card, screen_sent, screen_sent_one, screen_owners, screen_owner, screen_owner_change,
    screen_guide, screen_guide_step;
extern const struct screen screen_staff, screen_pin, screen_pin_set, screen_caretaker;
extern const struct screen screen_stick, screen_travel, screen_turn;
extern const struct screen screen_hub, screen_hub_self, screen_hub_asks, screen_hub_sure,
    screen_hub_code, screen_hub_village;
extern const struct screen screen_said, screen_said_one, screen_said_remove;
extern const struct screen screen_content, screen_content_sure, screen_content_back;
extern const struct screen screen_statement;
extern const struct screen screen_moderate, screen_moderate_one, screen_moderate_reason;
extern const struct screen screen_rounds, screen_round_act;
extern const struct screen screen_moderate_remove, screen_reply, screen_reply_role,
    screen_reply_text;
extern const struct screen screen_edit, screen_edit_group, screen_edit_thing,
    screen_edit_field, screen_edit_photos, screen_edit_clash;
extern const struct screen screen_again_why, screen_again;
extern const struct screen screen_device, screen_device_lang, screen_clock_day, screen_clock_time,
    screen_ruler, screen_ruler_mm;
extern const struct screen screen_helpers;
extern const struct screen screen_network, screen_network_pass;
extern const struct screen screen_void, screen_void_letter, screen_void_spare, screen_void_why;
extern const struct screen screen_admin, screen_logbook;
extern const struct screen screen_selftest, screen_selftest_touch, screen_health;
extern const struct screen screen_place;

#endif
