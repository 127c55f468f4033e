/* shots: a picture of every stop of the tour, to be looked at.
 *
 *   shots DIR SCREEN [LETTERS [THEME [LANGUAGE [STOP]]]]
 *
 * writes DIR/<stop>.png; STOP is the start of the names that are wanted.
 */
#include "app/ui/ui_sdl.h"
#include "tests/faults/tour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct tour tour;

int main(int argc, char *argv[])
{
    struct ui_screen screen;
    struct err err = {0};
    if (argc < 3 || !ui_screen_parse(&screen, argv[2])) {
        fprintf(stderr, "shots DIR SCREEN [LETTERS [THEME [LANGUAGE [STOP]]]]\n");
        return 2;
    }
    struct ui_look look = {argc > 4 ? (enum theme)atoi(argv[4]) : THEME_WARM,
                           argc > 3 ? atoi(argv[3]) : SIZE_DEFAULT};
    const char *language = argc > 5 ? argv[5] : "nl";
    const char *wanted = argc > 6 ? argv[6] : "";
    struct ui_sdl *sdl = ui_sdl_open(&screen, UI_SDL_HEADLESS, "shots", "assets", &err);
    if (sdl == NULL) {
        fprintf(stderr, "shots: %s\n", err.msg);
        return 1;
    }
    struct ui *ui = ui_create(&screen, ui_sdl_face(sdl));
    ui_sdl_photos(sdl, "assets/demo/broekhoven/fotos");
    tour_init(&tour);
    bool ok = true;
    for (size_t i = 0; ok && tour_stop(i) != NULL; i++) {
        char name[80], path[400];
        tour_name(tour_stop(i), name, sizeof(name));
        if (strncmp(name, wanted, strlen(wanted)) != 0) {
            continue;
        }
        ui_forget(ui);
        tour_go(&tour, tour_stop(i), language);
        tour_draw(&tour, ui, look);
        ui_sdl_present(sdl, ui_list(ui));
        snprintf(path, sizeof(path), "%s/%s.png", argv[1], name);
        ok = ui_sdl_save_png(sdl, path, &err);
    }
    tour_finish(&tour);
    ui_destroy(ui);
    ui_sdl_close(sdl);
    if (!ok) {
        fprintf(stderr, "shots: %s\n", err.msg);
    }
    return ok ? 0 : 1;
}
