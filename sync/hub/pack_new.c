/* pack new: the example of assets/pack with numbers and keys of its own. */
#include "sync/hub/pack_words.h"

#include "app/base/home.h"
#include "app/base/json.h"
#include "app/base/str.h"

#include <string.h>

enum { TEMPLATE_MAX = 256 * 1024 };

struct making {
    struct pack_job *job;
    const char *from, *dir, *secret_dir;
    char id[2 * ROUND_ID + 1], salt[2 * CRYPTO_SALT + 1];
};

static bool copy_one(const struct making *making, const char *name, struct err *err)
{
    struct pack_job *job = making->job;
    char *text;
    size_t len;
    const char *from = arena_printf(job->arena, "%s/%s", making->from, name);
    const char *to = arena_printf(job->arena, "%s/%s", making->dir, name);

    if (!io_read_file(job->io, job->arena, from, TEMPLATE_MAX, &text, &len, err)) {
        return false;
    }
    if (strcmp(name, "rondes.ini") == 0) {
        const char *const pairs[] = {"id", making->id, "zout", making->salt, NULL};
        char *filled = arena_alloc(job->arena, len + 256);
        str_fill(filled, len + 256, text, pairs);
        text = filled;
        len = strlen(filled);
    }
    return io_write_file(job->io, to, text, len, err);
}

static bool copy_all(const struct making *making, struct err *err)
{
    struct pack_job *job = making->job;
    char **names;
    size_t count = 0;
    bool done = io_list_sorted(job->io, job->arena, making->from, &names, &count, err);

    for (size_t i = 0; done && i < count; i++) {
        done = strcmp(names[i], "README.md") == 0 || copy_one(making, names[i], err);
    }
    return done && io_make_dirs(job->io, arena_printf(job->arena, "%s/fotos", making->dir), err);
}

/* Both halves, in the forms of dorpel-count: the public one in the folder, the secret one beside
 * it.
 */
static bool make_key(const struct making *making, const char *role, const char *round,
                     struct err *err)
{
    struct pack_job *job = making->job;
    uint8_t box[CRYPTO_KEY], box_secret[CRYPTO_KEY];
    uint8_t sign[CRYPTO_KEY], sign_secret[CRYPTO_SIGN_SECRET];
    const char *sub = round == NULL ? "" : arena_printf(job->arena, "/%s", round);
    const char *public_dir = arena_printf(job->arena, "%s/sleutels%s", making->dir, sub);
    const char *secret_dir = arena_printf(job->arena, "%s%s", making->secret_dir, sub);
    json_t *object = json_object();
    size_t len = 0;

    crypto_box_keypair(box, box_secret);
    crypto_sign_keypair(sign, sign_secret);
    json_put_hex(object, "box", box, sizeof(box));
    json_put_hex(object, "sign", sign, sizeof(sign));
    json_put_text(object, "role", role);
    json_put_text(object, "round", round == NULL ? "" : making->id);
    const char *text = arena_printf(job->arena, "%s\n", json_canonical(job->arena, object, &len));
    bool done = io_make_dirs(job->io, public_dir, err) && io_make_dirs(job->io, secret_dir, err) &&
                io_write_file(job->io, arena_printf(job->arena, "%s/%s.publiek", public_dir, role),
                              text, strlen(text), err);
    json_put_hex(object, "box_secret", box_secret, sizeof(box_secret));
    json_put_hex(object, "sign_secret", sign_secret, sizeof(sign_secret));
    text = arena_printf(job->arena, "%s\n", json_canonical(job->arena, object, &len));
    done =
        done && io_write_secret(job->io, arena_printf(job->arena, "%s/%s.geheim", secret_dir, role),
                                text, strlen(text), err);
    json_decref(object);
    crypto_wipe(box_secret, sizeof(box_secret));
    crypto_wipe(sign_secret, sizeof(sign_secret));
    return done;
}

static bool make_keys(const struct making *making, struct err *err)
{
    return make_key(making, "village", NULL, err) && make_key(making, "practice", NULL, err) &&
           make_key(making, "registrar", "proef", err) && make_key(making, "first", "proef", err) &&
           make_key(making, "last", "proef", err);
}

static bool find_template(struct pack_job *job, char *dst, size_t cap)
{
    if (job->assets != NULL) {
        return str_copy(dst, cap, arena_printf(job->arena, "%s/pack", job->assets));
    }
    char assets[512];
    return home_assets(assets, sizeof(assets), "pack/dorp.ini") &&
           str_copy(dst, cap, arena_printf(job->arena, "%s/pack", assets));
}

bool pack_word_new(struct pack_job *job)
{
    struct err err = {0};
    char from[600];
    uint8_t random[ROUND_ID];
    struct making making = {.job = job, .from = from, .dir = job->path};

    making.secret_dir = arena_printf(job->arena, "%s-geheim", job->path);
    const char *const there[] = {making.dir, making.secret_dir};
    for (size_t i = 0; i < 2; i++) {
        if (io_exists(job->io, there[i])) {
            const char *const pairs[] = {"dir", there[i], NULL};
            return pack_complain(job, "pack.new.exists", pairs);
        }
    }
    crypto_random(random, sizeof(random));
    str_hex(making.id, random, sizeof(random));
    crypto_random(random, sizeof(random));
    str_hex(making.salt, random, sizeof(random));
    bool done = find_template(job, from, sizeof(from)) ||
                err_set(&err, ERR_MISSING, "assets/pack (--assets MAP)");
    done = done && io_make_dirs(job->io, making.dir, &err) && copy_all(&making, &err) &&
           make_keys(&making, &err);
    if (!done) {
        return pack_fail(job, &err);
    }
    const char *const pairs[] = {"dir", making.dir, NULL};
    const char *const secret[] = {"dir", making.secret_dir, NULL};
    say_print(job->say, job->out, "pack.new.done", pairs);
    say_print(job->say, job->out, "pack.new.secret", secret);
    return true;
}
