/* offer: a village's signed pack, to hand on; and what answer does with it. */
#include "sync/hub/hub_content.h"
#include "sync/hub/hub_guests.h"
#include "sync/hub/hub_words.h"

#include <inttypes.h>

bool hub_word_offer(struct hub_run *run)
{
    struct parcel parcel = {0};
    struct err err = {0};
    const char *dir = hub_content_dir(run->arena, &run->place);

    if (!hub_content_offer(run->io, run->arena, dir, run->args.rest[0], &parcel, &err)) {
        const char *const pairs[] = {"detail", err.msg, NULL};
        return err.code == ERR_FORMAT || err.code == ERR_CRYPTO || err.code == ERR_LIMIT
                   ? hub_complain(run, "hub.offer.damaged", pairs)
               : err.code == ERR_USED ? hub_complain(run, "hub.offer.older", pairs)
                                      : hub_fail(run, &err);
    }
    const char *const pairs[] = {"name", parcel.name, "version",
                                 arena_printf(run->arena, "%" PRIu64, parcel.version), NULL};
    hub_say(run, "hub.offer.done", pairs);
    return true;
}

bool hub_answer_content(struct hub_run *run, const char *stick)
{
    struct err err = {0};
    size_t files = 0;
    const char *dir = hub_content_dir(run->arena, &run->place);

    if (!hub_content_answer(run->io, dir, stick, &files, &err)) {
        return hub_fail(run, &err);
    }
    if (dir != NULL && !hub_guests_answer(&run->place, run->arena, dir, stick, &err)) {
        return hub_fail(run, &err);
    }
    if (files > 0) {
        const char *const pairs[] = {"n", arena_printf(run->arena, "%zu", files), NULL};
        hub_say(run, "hub.answer.content", pairs);
    }
    return true;
}
