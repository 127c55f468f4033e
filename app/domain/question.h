/* question: answers to a question of the village, and when they may be seen. Pure. */
#ifndef DORPEL_QUESTION_H
#define DORPEL_QUESTION_H

#include "app/domain/content.h"

enum { /* of an answer: choices or steps of a scale; texts; characters of one text */
       ANSWER_CHOICES = 12,
       ANSWER_TEXTS = 4, /* the answer; of an action: why, with which means, what kills it */
       ANSWER_WORDS = 300,
       ANSWERS_LEAST = 10 /* fewer are never shown: in a village people know each other */
};

/* May everyone see how it was answered? The owner says when; never below ANSWERS_LEAST. */
bool question_shows(const struct question *question, uint32_t answers);
size_t question_options(const struct question *question); /* choices, or steps of a scale; or 0 */
size_t question_texts(const struct question *question);   /* what is typed: 0, 1 or ANSWER_TEXTS */

#endif
