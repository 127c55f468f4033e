/* A village as large as one may be: 200 plans in two rounds, each with a photo of twelve megapixels
 * as a telephone takes it. large_pack FROM TO: FROM is a small good pack, TO is made. */
#include "app/content/pack.h"
#include "app/content/photo_inner.h"

#include "app/base/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 4000, HEIGHT = 3000, PHOTOS = 200, KINDS = 5 };

static uint32_t noise(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 24;
}

/* Sky, field and the grain of a small sensor: some four megabytes. */
static bool draw(struct photo *ret, struct arena *arena, uint32_t seed)
{
    uint8_t *pixels = malloc((size_t)WIDTH * HEIGHT * 3);
    uint32_t state = seed;

    if (pixels == NULL) {
        return false;
    }
    for (uint32_t y = 0; y < HEIGHT; y++) {
        for (uint32_t x = 0; x < WIDTH; x++) {
            uint8_t *pixel = pixels + ((size_t)y * WIDTH + x) * 3;
            uint32_t grain = noise(&state) / 16;
            pixel[0] = (uint8_t)(60 + y * 120 / HEIGHT + grain);
            pixel[1] = (uint8_t)(90 + x * 100 / WIDTH + grain);
            pixel[2] = (uint8_t)(200 - y * 120 / HEIGHT + grain);
        }
    }
    bool done = jpeg_write(ret, arena, pixels, WIDTH, HEIGHT, NULL);
    free(pixels);
    return done;
}

/* Behind the first two bytes a remark with a number: no two files are the same. */
static bool put_photo(struct io *io, struct arena *arena, const struct photo *photo, int number,
                      const char *dir)
{
    size_t len = photo->len + 8;
    uint8_t *bytes = arena_alloc(arena, len);
    const uint8_t remark[] = {0xFF, 0xFE, 0, 6, (uint8_t)(number >> 8), (uint8_t)number, 'd', 'o'};

    memcpy(bytes, photo->bytes, 2);
    memcpy(bytes + 2, remark, sizeof(remark));
    memcpy(bytes + 10, photo->bytes + 2, photo->len - 2);
    return io_write_file(io, arena_printf(arena, "%s/fotos/groot-%03d.jpg", dir, number), bytes,
                         len, NULL);
}

static bool put_plans(struct io *io, struct arena *arena, const char *dir)
{
    const char *text = "ronde;nummer;titel;samenvatting;tekst;bedrag;van_wie;foto;thema\n";
    char *all = malloc(1 << 20);
    size_t at = (size_t)sprintf(all, "%s", text);

    for (int i = 0; i < PHOTOS; i++) {
        at += (size_t)sprintf(
            all + at, "%s;%d;Plan nummer %d;Een zin.;%s;%d;dorp;groot-%03d.jpg;buiten\n",
            i % 2 == 0 ? "2026" : "hal-2026", i / 2 + 1, i,
            "Het hele verhaal van dit plan, zoals mensen het vertellen.", 100 + i, i);
    }
    bool done = io_write_file(io, arena_printf(arena, "%s/plannen.csv", dir), all, at, NULL);
    free(all);
    return done;
}

static bool copy(struct io *io, struct arena *arena, const char *from, const char *to)
{
    struct pack *pack = pack_load(io, from, NULL);
    bool done = pack != NULL;

    for (size_t i = 0; done && i < pack->file_count; i++) {
        char *bytes;
        size_t len;
        const char *path = arena_printf(arena, "%s/%s", to, pack->files[i].path);
        char *folder = arena_strdup(arena, path);
        *strrchr(folder, '/') = '\0';
        done = io_read_file(io, arena, arena_printf(arena, "%s/%s", from, pack->files[i].path),
                            PHOTO_MAX_BYTES, &bytes, &len, NULL) &&
               io_make_dirs(io, folder, NULL) && io_write_file(io, path, bytes, len, NULL);
    }
    pack_free(pack);
    return done;
}

int main(int argc, char *argv[])
{
    struct arena arena;
    struct photo photos[KINDS];
    struct io *io = io_posix();

    if (argc != 3 || !crypto_start(NULL)) {
        return 2;
    }
    json_start();
    arena_init(&arena, 0);
    bool done = copy(io, &arena, argv[1], argv[2]) && put_plans(io, &arena, argv[2]);
    for (uint32_t i = 0; done && i < KINDS; i++) {
        done = draw(&photos[i], &arena, i + 1);
    }
    for (int i = 0; done && i < PHOTOS; i++) {
        struct arena one;
        arena_init(&one, 0);
        done = put_photo(io, &one, &photos[i % KINDS], i, argv[2]);
        arena_finish(&one);
    }
    arena_finish(&arena);
    io_destroy(io);
    return done ? 0 : 1;
}
