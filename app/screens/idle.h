/* idle: "Bent u er nog?", drawn over any screen after 120 s without a touch. */
#ifndef DORPEL_IDLE_H
#define DORPEL_IDLE_H

#include "app/screens/screen.h"

enum idle_answer { IDLE_NONE, IDLE_STAY, IDLE_MORE_TIME, IDLE_STOP };
enum idle_answer idle_draw(struct ui *ui, const struct view *view, const struct visit *visit,
                           int seconds_left);

#endif
