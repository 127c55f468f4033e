/* What is wrong with a pack, one sentence a fault, with its place in the file. */
#include "app/screens/part.h"

#include <stdio.h>

void part_faults(struct ui *ui, const struct view *view, struct rect *area, const char *stem,
                 const struct view_fault *faults, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct view_fault *fault = &faults[i];
        char sentence[500], words[700], line[16], column[16], id[40];
        snprintf(line, sizeof(line), "%d", fault->line);
        snprintf(column, sizeof(column), "%d", fault->column);
        snprintf(id, sizeof(id), "%s.fault.%zu", stem, i + 1);
        page_fill(sentence, sizeof(sentence), view, fault->key,
                  (const char *const[]){"detail", fault->detail, NULL});
        page_fill(words, sizeof(words), view,
                  fault->line > 0 ? "health.fault" : "health.fault-file",
                  (const char *const[]){"file", fault->file, "line", line, "column", column, "name",
                                        sentence, NULL});
        part_say(ui, area, id, STYLE_BODY, COLOR_INK, 2.0, words);
    }
}
