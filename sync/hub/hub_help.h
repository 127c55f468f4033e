/* hub_help: the explanation of a word of dorpel-hub, from texts "<stem>.1", "<stem>.2", ... */
#ifndef DORPEL_HUB_HELP_H
#define DORPEL_HUB_HELP_H

#include "app/content/say.h"

/* "--tie T : what it is" in two columns, "- mincost: ..." below the second, others as they are. */
void hub_help_print(const struct say *say, FILE *out, const char *stem);

#endif
