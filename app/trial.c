#include "app/trial.h"

#include "app/app_try.h"
#include "app/base/log.h"
#include "app/content/pack_where.h"
#include "app/kiosk.h"

#include <stdio.h>

static bool try_photos(struct io *io, struct ui_sdl *sdl, const char *folder, struct err *err)
{
    struct arena arena;
    char **names;
    size_t count = 0;
    bool ok = true;

    arena_init(&arena, 0);
    if (io_list_sorted(io, &arena, folder, &names, &count, NULL)) {
        for (size_t i = 0; ok && i < count; i++) {
            ok = ui_sdl_image_ok(sdl, arena_printf(&arena, "%s/%s", folder, names[i])) ||
                 err_set(err, ERR_FORMAT, "%s cannot be shown", names[i]);
        }
    }
    arena_finish(&arena);
    return ok;
}

struct trial {
    struct io *io;
    struct ui_sdl *sdl;
    const char *pack;
    bool words_only;
    size_t misfits;
};

static bool show_trial(void *ctx, const struct dl *list)
{
    struct trial *trial = ctx;

    return trial->words_only || ui_sdl_present(trial->sdl, list) >= 0;
}

/* One line of JSON: where the pack says what does not fit. Words of ours are not its fault. */
static void tell_misfit(void *ctx, const char *screen, const char *words)
{
    struct trial *trial = ctx;
    struct pack_fault fault;
    struct arena arena;
    size_t len;

    arena_init(&arena, 0);
    if (pack_where(&fault, &arena, trial->io, trial->pack, words)) {
        json_t *line =
            json_pack("{s:s,s:i,s:i,s:s,s:s,s:s}", "file", fault.file, "line", fault.line, "column",
                      fault.column, "key", fault.key, "detail", fault.detail, "screen", screen);
        puts(json_canonical(&arena, line, &len));
        json_decref(line);
        trial->misfits++;
    } else {
        log_line(LOG_WARN, "%s: does not fit: %s", screen, words);
    }
    arena_finish(&arena);
}

int trial_run(struct io *io, const struct options *options)
{
    static struct kiosk kiosk;
    struct err err = {0};
    bool fits = true;
    kiosk.io = io;
    clock_init(&kiosk.clock, 0);
    bool ok = io_make_dirs(io, options->data, &err) &&
              kiosk_init(&kiosk, options, UI_SDL_HEADLESS, NULL, &err);
    if (ok) {
        kiosk_turn(&kiosk);
        struct trial trial = {io, kiosk.sdl, options->pack, options->try_words, 0};
        const struct app_trial wanted = {ui_sdl_face(kiosk.sdl), show_trial, tell_misfit, &trial};
        ok = (options->try_words || try_photos(io, kiosk.sdl, app_photos(kiosk.app), &err)) &&
             app_try(kiosk.app, &wanted, &err);
        fits = trial.misfits == 0;
        kiosk_finish(&kiosk);
    }
    if (!ok) {
        fprintf(stderr, "dorpel: %s\n", err.msg);
    }
    return ok && fits ? 0 : 1;
}
