/* look: how much two pictures differ, as a part (0..1) of their pixels.
 *
 *   look WANTED.png SEEN.ppm [X Y W H]
 *
 * A pixel differs when a channel is more than TOLERANCE of 255 away: another processor rounds
 * otherwise by 1 or 2, and a screen's driver may.
 */
#include <SDL.h>
#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>

enum { TOLERANCE = 12 };

static SDL_Surface *load(const char *path)
{
    SDL_Surface *raw = IMG_Load(path);
    SDL_Surface *plain =
        raw != NULL ? SDL_ConvertSurfaceFormat(raw, SDL_PIXELFORMAT_RGB24, 0) : NULL;
    SDL_FreeSurface(raw);
    return plain;
}

static long count_different(const SDL_Surface *a, const SDL_Surface *b, SDL_Rect area)
{
    long count = 0;
    for (int y = area.y; y < area.y + area.h; y++) {
        const Uint8 *left = (const Uint8 *)a->pixels + (long)y * a->pitch + area.x * 3L;
        const Uint8 *right = (const Uint8 *)b->pixels + (long)y * b->pitch + area.x * 3L;
        for (int x = 0; x < area.w; x++, left += 3, right += 3) {
            count += abs(left[0] - right[0]) > TOLERANCE || abs(left[1] - right[1]) > TOLERANCE ||
                     abs(left[2] - right[2]) > TOLERANCE;
        }
    }
    return count;
}

int main(int argc, char *argv[])
{
    if (argc != 3 && argc != 7) {
        fprintf(stderr, "look WANTED.png SEEN.ppm [X Y W H]\n");
        return 2;
    }
    SDL_Surface *wanted = load(argv[1]), *seen = load(argv[2]);
    if (wanted == NULL || seen == NULL || wanted->w != seen->w || wanted->h != seen->h) {
        fprintf(stderr, "look: not two pictures of one size\n");
        return 1;
    }
    SDL_Rect area = {0, 0, wanted->w, wanted->h}, all = area;
    if (argc == 7) {
        SDL_Rect asked = {atoi(argv[3]), atoi(argv[4]), atoi(argv[5]), atoi(argv[6])};
        SDL_IntersectRect(&asked, &all, &area);
    }
    printf("%.5f\n", (double)count_different(wanted, seen, area) / ((double)area.w * area.h));
    SDL_FreeSurface(wanted);
    SDL_FreeSurface(seen);
    return 0;
}
