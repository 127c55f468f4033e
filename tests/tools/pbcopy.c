/* pbcopy FILE: reads a .pb file and writes it again on stdout, as our own. What a second program
 * thinks of that is tests/pabulib.py. Exit 1: refused, with the note's key on stderr.
 */
#include "app/base/crypto.h"
#include "app/base/io.h"
#include "app/domain/pabulib/pabulib.h"

#include <stdio.h>

static bool copy(struct io *io, struct arena *arena, const char *path, struct err *err)
{
    static struct pabulib_notes notes;
    struct pabulib file;
    char *text;
    size_t len;

    return crypto_start(err) &&
           io_read_file(io, arena, path, PABULIB_MAX_BYTES, &text, &len, err) &&
           pabulib_read(&file, &notes, arena, text, len, err) &&
           pabulib_write(&text, &len, arena, &file, err) && fwrite(text, 1, len, stdout) == len;
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct err err = {0};

    if (argc != 2) {
        fputs("pbcopy FILE\n", stderr);
        return 2;
    }
    struct io *io = io_posix();
    arena_init(&arena, 0);
    bool is_copied = copy(io, &arena, argv[1], &err);
    if (!is_copied) {
        fprintf(stderr, "%s\n", err.msg);
    }
    arena_finish(&arena);
    io_destroy(io);
    return is_copied ? 0 : 1;
}
