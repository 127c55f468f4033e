/* photos: a visit of a stick that brings photos: found, made small, laid ready to choose from.
 *
 * The stick is only read. Photos are looked for in its root, in DORPSHUIS/FOTOS, and where a camera
 * keeps them: DCIM and its folders. The newest come first. Each is decoded whole and made small
 * (app/content/photo.h), and lies then in the data folder under the hash of its bytes: whoever
 * takes one can see that it is the one. A damaged one is left out and said; what fails leaves
 * nothing.
 */
#ifndef DORPEL_SYNC_PHOTOS_H
#define DORPEL_SYNC_PHOTOS_H

#include "sync/stick.h"

#define PHOTOS_DIR "inhoud/fotos-van-stick" /* in the data folder */

enum { PHOTOS_MOST = 24, PHOTOS_TRIED = 48, PHOTOS_SEEN = 4096 }; /* seen: files of a stick */

struct photos_visit {
    struct stick *stick;
    struct io *io; /* of the data folder */
    const char *data;
    void (*step)(void *ctx, const char *key, int n, int m);
    void (*photo)(void *ctx, const char *name); /* one that lies ready, in its place */
    void (*note)(void *ctx, const char *key, const char *file);
    void *ctx;
};

/* False: a text key in *ret_fail, with err. */
bool photos_visit_run(const struct photos_visit *visit, const char **ret_fail, struct err *err);

#endif
