/* Reading a .pb file: its three sections one after another. */
#include "app/domain/pabulib/pabulib_inner.h"

#include <stdlib.h>
#include <string.h>

static bool expect(struct pb_reader *reader, const char *title)
{
    if (pb_is(reader->title, title)) {
        return true;
    }
    if (reader->title.len == 0) { /* the file ended */
        return pb_refuse(reader, (struct pabulib_note){.kind = PABULIB_SECTION_MISSING},
                         pb_text(title));
    }
    return pb_refuse(reader, pb_at(reader, PABULIB_SECTION_ORDER, -1), reader->title);
}

static bool read_first_title(struct pb_reader *reader)
{
    enum pb_row row = pb_next(reader);

    if (row == PB_REFUSED) {
        return false;
    }
    if (row == PB_ROW) {
        return pb_refuse(reader, pb_at(reader, PABULIB_NOT_META, -1), pb_cell(reader, 0));
    }
    return expect(reader, "META");
}

/* A section's reader stops at the title of the next, or at the end with no title. */
static bool read_sections(struct pb_reader *reader)
{
    return read_first_title(reader) && pb_read_meta(reader) && expect(reader, "PROJECTS") &&
           pb_read_projects(reader) && expect(reader, "VOTES") && pb_read_votes(reader);
}

bool pabulib_read(struct pabulib *ret, struct pabulib_notes *notes, struct arena *arena,
                  const char *text, size_t len, struct err *err)
{
    struct pabulib file = {0};
    struct pb_reader *reader = calloc(1, sizeof(*reader));

    *notes = (struct pabulib_notes){0};
    if (reader == NULL) {
        return err_set(err, ERR_MEMORY, "no memory for this file");
    }
    reader->file = &file;
    reader->notes = notes;
    reader->arena = arena;
    reader->err = err;
    text = len == 0 ? "" : text;
    bool is_read = pb_survey(reader, text, len);
    if (is_read) {
        pb_scan_init(&reader->scan, text, len);
        is_read = read_sections(reader);
    }
    pb_scan_finish(&reader->scan);
    pb_ids_finish(&reader->ids);
    free(reader->named);
    free(reader->scores);
    free(reader);
    if (is_read) {
        *ret = file;
    }
    return is_read;
}
