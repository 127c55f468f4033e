/* export_people: the files on a stick that are for people. The inside of export.h. */
#ifndef DORPEL_EXPORT_PEOPLE_H
#define DORPEL_EXPORT_PEOPLE_H

#include "sync/export.h"

/* Ideas by number. The words of an idea only once it was shown: before that nobody looked whether
 * it names somebody. */
bool export_make_ideas(struct export_bytes *ret, const struct export *export, struct arena *arena,
                       struct err *err);
bool export_make_overview(struct export_bytes *ret, const struct export *export,
                          struct arena *arena, struct err *err); /* counts only */
bool export_make_readme(struct export_bytes *ret, const struct export *export, struct arena *arena,
                        struct err *err);

#endif
