#include "app/domain/question.h"

bool question_shows(const struct question *question, uint32_t answers)
{
    if (answers < ANSWERS_LEAST) {
        return false;
    }
    return question->show == SHOW_ALWAYS || (question->show == SHOW_AFTER && question->is_closed);
}

size_t question_options(const struct question *question)
{
    return question->kind == QUESTION_CHOICE  ? question->choice_count
           : question->kind == QUESTION_SCALE ? question->steps
                                              : 0;
}

size_t question_texts(const struct question *question)
{
    return question->kind == QUESTION_OPEN     ? 1
           : question->kind == QUESTION_ACTION ? (size_t)ANSWER_TEXTS
                                               : 0;
}
