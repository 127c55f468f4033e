/* Cards that are copied: put back into the kiosk they came from, into another, into one more. */
#include "tests/sim/sim.h"

void sim_act_image(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    unsigned at = sim_below(&sim->dice, SIM_IMAGES);
    struct sim_image *image = &sim->image[at];

    sim_say(sim, "image %u: of the card in kiosk %zu", at, n);
    sim_kiosk_off(sim, n);
    sim_files_free(&image->files);
    sim_files_take(&image->files, kiosk->card->disk);
    image->is_there = true;
    image->votes = kiosk->votes;
    image->ideas = kiosk->ideas;
    image->identity = kiosk->identity;
    sim_kiosk_on(sim, n);
}

static const struct sim_image *some_image(struct sim *sim, unsigned *ret_at)
{
    *ret_at = sim_below(&sim->dice, SIM_IMAGES);
    return sim->image[*ret_at].is_there ? &sim->image[*ret_at] : NULL;
}

void sim_act_put_back(struct sim *sim, size_t n)
{
    struct sim_kiosk *kiosk = &sim->kiosk[n];
    unsigned at;
    const struct sim_image *image = some_image(sim, &at);

    if (image == NULL) {
        return;
    }
    sim_say(sim, "kiosk %zu: its card is overwritten with image %u", n, at);
    sim_kiosk_off(sim, n);
    sim_disk_free(kiosk->card);
    kiosk->card = sim_disk_new(&image->files, sim_chance(&sim->dice, 50));
    kiosk->votes = image->votes;
    kiosk->ideas = image->ideas;
    kiosk->identity = image->identity;
    kiosk->version = 0;
    sim->is_overwritten = true;
    sim_kiosk_on(sim, n);
}

void sim_act_clone(struct sim *sim)
{
    unsigned at;
    const struct sim_image *image = some_image(sim, &at);

    if (image == NULL || sim->kiosk_count == SIM_KIOSKS) {
        return;
    }
    sim_say(sim, "kiosk %zu: begins with a card made from image %u", sim->kiosk_count, at);
    sim->is_overwritten = true;
    sim_kiosk_new(sim, image);
}
