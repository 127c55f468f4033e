#include "tests/faults/keys_in_c.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { USES_CAP = 20000, PLACES_CAP = 4000, SOURCES_CAP = 1000, NAME_CAP = 64, DEPTH = 64 };

enum kind { KIND_NONE, KIND_ELEMENT, KIND_KEY, KIND_STEM };

struct place { /* an argument of a function that is an element's name, a key or a key's beginning */
    char function[NAME_CAP];
    size_t arg;
    const char *path; /* of the .c file it stands in, NULL: from a header */
    enum kind kind;
};

struct source {
    const char *path, *text;
};

struct uses {
    size_t count;
    struct c_use list[USES_CAP];
};

struct c_reading {
    const char *const *known;
    size_t known_count, source_count, place_count;
    struct source sources[SOURCES_CAP];
    struct place places[PLACES_CAP];
    struct uses keys, literals;
};

/* ---- tokens -------------------------------------------------------------------------------- */

enum token { TOKEN_END, TOKEN_NAME, TOKEN_STRING, TOKEN_COMMENT, TOKEN_MARK };

struct lexer {
    const char *at;
    int line;
    enum token token;
    const char *start; /* of what stands in the token: without quotes, without the comment marks */
    size_t len;
};

static void skip_quoted(struct lexer *lexer, char quote)
{
    lexer->start = ++lexer->at;
    while (*lexer->at != '\0' && *lexer->at != quote && *lexer->at != '\n') {
        lexer->at += *lexer->at == '\\' && lexer->at[1] != '\0' ? 2 : 1;
    }
    lexer->len = (size_t)(lexer->at - lexer->start);
    lexer->at += *lexer->at == quote;
}

static bool skip_blank(struct lexer *lexer)
{
    bool include = strncmp(lexer->at, "#include", 8) == 0;

    if (!include && !isspace((unsigned char)*lexer->at)) {
        return false;
    }
    if (include) {
        lexer->at += strcspn(lexer->at, "\n");
    } else {
        lexer->line += *lexer->at == '\n';
        lexer->at++;
    }
    return true;
}

static enum token lex(struct lexer *lexer)
{
    while (*lexer->at != '\0' && skip_blank(lexer)) {
    }
    lexer->start = lexer->at;
    if (*lexer->at == '\0') {
        lexer->token = TOKEN_END;
    } else if (lexer->at[0] == '/' && lexer->at[1] == '*') {
        const char *end = strstr(lexer->at + 2, "*/");
        lexer->len = end == NULL ? strlen(lexer->at) : (size_t)(end - lexer->at) + 2;
        for (size_t i = 0; i < lexer->len; i++) {
            lexer->line += lexer->at[i] == '\n';
        }
        lexer->at += lexer->len;
        lexer->token = TOKEN_COMMENT;
    } else if (lexer->at[0] == '/' && lexer->at[1] == '/') {
        lexer->len = strcspn(lexer->at, "\n");
        lexer->at += lexer->len;
        lexer->token = TOKEN_COMMENT;
    } else if (*lexer->at == '"') {
        skip_quoted(lexer, '"');
        lexer->token = TOKEN_STRING;
    } else if (*lexer->at == '\'') {
        skip_quoted(lexer, '\'');
        lexer->token = TOKEN_MARK;
        lexer->start = "'";
        lexer->len = 1;
    } else if (isalnum((unsigned char)*lexer->at) || *lexer->at == '_') {
        while (isalnum((unsigned char)*lexer->at) || *lexer->at == '_') {
            lexer->at++;
        }
        lexer->len = (size_t)(lexer->at - lexer->start);
        lexer->token = TOKEN_NAME;
    } else {
        lexer->at++;
        lexer->len = 1;
        lexer->token = TOKEN_MARK;
    }
    return lexer->token;
}

static enum token lex_code(struct lexer *lexer)
{
    while (lex(lexer) == TOKEN_COMMENT) {
    }
    return lexer->token;
}

static bool is_word(const struct lexer *lexer, const char *word)
{
    return lexer->len == strlen(word) && strncmp(lexer->start, word, lexer->len) == 0;
}

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text), end = strlen(ending);

    return len >= end && strcmp(text + len - end, ending) == 0;
}

/* ^[a-z]+(\.[a-z0-9-]+)+$ and not the name of a file. */
static bool looks_like_key(const char *text, size_t len)
{
    static const char *const files[] = {".html",    ".css",    ".csv", ".json", ".jsonl", ".ini",
                                        ".txt",     ".png",    ".jpg", ".svg",  ".ttf",   ".db",
                                        ".publiek", ".geheim", ".h",   ".c"};
    char key[C_USE_CAP];

    if (len >= C_USE_CAP || len == 0) {
        return false;
    }
    memcpy(key, text, len);
    key[len] = '\0';
    const char *at = key + strspn(key, "abcdefghijklmnopqrstuvwxyz");
    if (at == key || *at != '.') {
        return false;
    }
    while (*at == '.') {
        size_t part = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz0123456789-");
        if (part == 0) {
            return false;
        }
        at += 1 + part;
    }
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        if (ends_with(key, files[i])) {
            return false;
        }
    }
    return *at == '\0';
}

/* ---- brackets and what stands in them ------------------------------------------------------ */

struct frame { /* one open bracket */
    char open;
    char function[NAME_CAP]; /* "": a bracket that only groups */
    size_t arg;              /* commas before */
    size_t tokens;           /* in this argument, so far */
    bool declares;           /* so far the argument reads: const char * */
    char name[NAME_CAP];     /* ... and then this name */
};

struct reader {
    struct c_reading *reading;
    const struct source *source;
    struct lexer lexer;
    struct frame frames[DEPTH];
    size_t depth;
    char before[NAME_CAP]; /* the name right before this token, "" when it was none */
    bool collects_places;  /* the first time round; the second time uses */
};

static void copy_name(char dst[NAME_CAP], const struct lexer *lexer)
{
    size_t len = lexer->len < NAME_CAP ? lexer->len : NAME_CAP - 1;

    memcpy(dst, lexer->start, len);
    dst[len] = '\0';
}

/* Is the first part of this key that of a key we know? */
static bool is_known_family(const struct c_reading *reading, const char *key)
{
    size_t len = strcspn(key, ".") + 1;

    for (size_t i = 0; i < reading->known_count; i++) {
        if (strncmp(reading->known[i], key, len) == 0) {
            return true;
        }
    }
    return false;
}

static struct c_use *add_use(const struct reader *reader, struct uses *uses, const char *text,
                             size_t len)
{
    assert(uses->count < USES_CAP);
    struct c_use *use = &uses->list[uses->count++];
    snprintf(use->text, sizeof(use->text), "%.*s", (int)(len < C_USE_CAP ? len : C_USE_CAP - 1),
             text);
    use->path = reader->source->path;
    use->line = reader->lexer.line;
    return use;
}

static const struct place *find_place(const struct reader *reader, const struct frame *frame)
{
    const struct place *found = NULL;

    for (size_t i = 0; i < reader->reading->place_count; i++) {
        const struct place *place = &reader->reading->places[i];
        bool here = place->path != NULL && strcmp(place->path, reader->source->path) == 0;
        if (place->arg == frame->arg && strcmp(place->function, frame->function) == 0 &&
            (here || (place->path == NULL && found == NULL))) {
            found = place;
        }
    }
    return found;
}

static enum kind kind_of(const char *name)
{
    return strcmp(name, "id") == 0                               ? KIND_ELEMENT
           : strcmp(name, "stem") == 0                           ? KIND_STEM
           : strcmp(name, "key") == 0 || ends_with(name, "_key") ? KIND_KEY
                                                                 : KIND_NONE;
}

/* The end of an argument or parameter: was it `const char *id` or `const char *some_key`? */
static void end_argument(struct reader *reader, struct frame *frame)
{
    enum kind kind = kind_of(frame->name);

    if (reader->collects_places && frame->function[0] != '\0' && frame->declares &&
        frame->tokens == 4 && kind != KIND_NONE) {
        assert(reader->reading->place_count < PLACES_CAP);
        struct place *place = &reader->reading->places[reader->reading->place_count++];
        snprintf(place->function, sizeof(place->function), "%s", frame->function);
        place->arg = frame->arg;
        place->path = ends_with(reader->source->path, ".h") ? NULL : reader->source->path;
        place->kind = kind;
    }
    frame->tokens = 0;
    frame->declares = false;
    frame->name[0] = '\0';
}

static void see_token(struct reader *reader, struct frame *frame)
{
    static const char *const words[] = {"const", "char", "*"};
    const struct lexer *lexer = &reader->lexer;

    if (frame->tokens < 3) {
        frame->declares =
            (frame->tokens == 0 || frame->declares) && is_word(lexer, words[frame->tokens]);
    } else if (frame->tokens == 3) {
        copy_name(frame->name, lexer);
    }
    frame->tokens++;
}

/* The first of a row in a table, with an icon's name or NULL behind it. */
static bool is_named_row(const struct reader *reader, const struct frame *frame)
{
    struct lexer ahead = reader->lexer;

    if (frame->open != '{' || frame->arg != 0 || frame->tokens != 0 ||
        lex_code(&ahead) != TOKEN_MARK || *ahead.start != ',') {
        return false;
    }
    lex_code(&ahead);
    return (ahead.token == TOKEN_NAME && is_word(&ahead, "NULL")) ||
           (ahead.token == TOKEN_STRING && memchr(ahead.start, '.', ahead.len) == NULL);
}

static void see_string(struct reader *reader)
{
    const struct lexer *lexer = &reader->lexer;
    size_t depth = reader->depth;

    while (depth > 1 && reader->frames[depth].open == '(' &&
           reader->frames[depth].function[0] == '\0') {
        depth--;
    }
    const struct frame *frame = &reader->frames[depth];
    add_use(reader, &reader->reading->literals, lexer->start, lexer->len);
    if (!looks_like_key(lexer->start, lexer->len)) {
        return;
    }
    const struct place *place = frame->open == '(' ? find_place(reader, frame) : NULL;
    if (place != NULL
            ? place->kind != KIND_ELEMENT
            : is_known_family(reader->reading, lexer->start) && !is_named_row(reader, frame)) {
        struct c_use *use = add_use(reader, &reader->reading->keys, lexer->start, lexer->len);
        use->is_stem = place != NULL && place->kind == KIND_STEM;
    }
}

/* "keys: a.b a.c" in a comment. */
static void see_comment(struct reader *reader)
{
    const struct lexer *lexer = &reader->lexer;
    const char *end = lexer->start + lexer->len;
    const char *at = strstr(lexer->start, "keys:");

    while (at != NULL && at < end) {
        size_t len = strcspn(at, " \n\t*");
        if (len > (size_t)(end - at)) {
            len = (size_t)(end - at);
        }
        if (looks_like_key(at, len)) {
            add_use(reader, &reader->reading->keys, at, len);
        }
        at += len + strspn(at + len, " \n\t*");
    }
}

static void open_bracket(struct reader *reader)
{
    static const char *const not_called[] = {"if", "while", "for", "switch", "return", "sizeof"};

    assert(reader->depth + 1 < DEPTH);
    struct frame *frame = &reader->frames[++reader->depth];
    memset(frame, 0, sizeof(*frame));
    frame->open = *reader->lexer.start;
    if (frame->open == '(') {
        snprintf(frame->function, sizeof(frame->function), "%s", reader->before);
    }
    for (size_t i = 0; i < sizeof(not_called) / sizeof(not_called[0]); i++) {
        if (strcmp(frame->function, not_called[i]) == 0) {
            frame->function[0] = '\0';
        }
    }
}

static void see_mark(struct reader *reader)
{
    struct frame *frame = &reader->frames[reader->depth];

    switch (*reader->lexer.start) {
    case '(':
    case '{':
    case '[':
        see_token(reader, frame);
        open_bracket(reader);
        break;
    case ')':
    case '}':
    case ']':
        end_argument(reader, frame);
        reader->depth -= reader->depth > 0;
        break;
    case ',':
        end_argument(reader, frame);
        frame->arg++;
        break;
    default:
        see_token(reader, frame);
        break;
    }
}

static void read_source(struct c_reading *reading, const struct source *source,
                        bool collects_places)
{
    struct reader *reader = calloc(1, sizeof(*reader));

    assert(reader != NULL);
    reader->reading = reading;
    reader->source = source;
    reader->lexer = (struct lexer){.at = source->text, .line = 1};
    reader->collects_places = collects_places;
    while (lex(&reader->lexer) != TOKEN_END) {
        if (reader->lexer.token == TOKEN_COMMENT) {
            if (!collects_places) {
                see_comment(reader);
            }
            continue;
        }
        if (reader->lexer.token == TOKEN_MARK) {
            see_mark(reader);
        } else {
            if (reader->lexer.token == TOKEN_STRING && !collects_places) {
                see_string(reader);
            }
            see_token(reader, &reader->frames[reader->depth]);
        }
        reader->before[0] = '\0';
        if (reader->lexer.token == TOKEN_NAME) {
            copy_name(reader->before, &reader->lexer);
        }
    }
    free(reader);
}

/* ---- the door ------------------------------------------------------------------------------ */

struct c_reading *c_reading_create(void)
{
    struct c_reading *reading = calloc(1, sizeof(*reading));

    assert(reading != NULL);
    return reading;
}

void c_reading_destroy(struct c_reading *reading)
{
    free(reading);
}

void c_reading_add(struct c_reading *reading, const char *path, const char *text)
{
    assert(reading->source_count < SOURCES_CAP);
    reading->sources[reading->source_count++] = (struct source){path, text};
}

void c_reading_run(struct c_reading *reading, const char *const *known, size_t known_count)
{
    reading->known = known;
    reading->known_count = known_count;
    for (int round = 0; round < 2; round++) { /* declarations first, then uses */
        for (size_t i = 0; i < reading->source_count; i++) {
            read_source(reading, &reading->sources[i], round == 0);
        }
    }
    reading->known = NULL; /* the caller's, only for now */
    reading->known_count = 0;
}

size_t c_reading_keys(const struct c_reading *reading, const struct c_use **ret)
{
    *ret = reading->keys.list;
    return reading->keys.count;
}

size_t c_reading_literals(const struct c_reading *reading, const struct c_use **ret)
{
    *ret = reading->literals.list;
    return reading->literals.count;
}
