-- The hub's database, as numbered migrations. The line "migration N" begins number N; each runs
-- once, in one transaction that also puts N into hub_schema. What was released is never changed
-- here: add a migration, and a test that starts from the version before it.
--
-- These are SQLite's words; PostgreSQL reads BLOB as BYTEA, INTEGER as BIGINT, and leaves STRICT
-- and WITHOUT ROWID out. Everything else is what both share. Bodies are JSON, ids are hex(rid).
--
-- Nothing here tells which kiosk, bundle or moment a ballot or register entry came from.

-- migration 1

CREATE TABLE hub_meta (                 -- one row
    id INTEGER NOT NULL PRIMARY KEY,    -- always 1
    name TEXT NOT NULL,                 -- "Gemeente Midden-Drenthe"
    sign BLOB NOT NULL,                 -- the hub's public key that checks what it signs, 32 bytes
    box BLOB NOT NULL,                  -- the public key to which kiosks seal, 32 bytes
    recovery BLOB,                      -- a second such key, kept offline, 32 bytes; or null
    incarnation INTEGER NOT NULL,       -- rises when this database turns out to be an older copy
    knows TEXT NOT NULL,                -- what the last program here could read; another: try again
    audit_n INTEGER NOT NULL,           -- number of the last line of audit
    audit_head BLOB NOT NULL,           -- hash of that line, 32 bytes
    backups INTEGER NOT NULL            -- number of the last backup
) STRICT;

CREATE TABLE kiosk (
    kiosk BLOB NOT NULL PRIMARY KEY,    -- party id, 16 bytes
    sign BLOB NOT NULL,                 -- its public key, 32 bytes
    box BLOB NOT NULL,                  -- its public key, 32 bytes
    village TEXT NOT NULL,
    name TEXT NOT NULL,                 -- "De hal van het dorpshuis"
    state INTEGER NOT NULL,             -- 0 asked, 1 enrolled, 2 revoked
    version INTEGER NOT NULL,           -- of the last answer to it; 0 none yet
    answer BLOB,                        -- that answer, a bundle, while the kiosk may need it; or null
    hub_seq INTEGER NOT NULL,           -- number of the last ack to it, in the hub's incarnation
    resend INTEGER NOT NULL,            -- 1: the next ack asks for everything again
    ask_incarnation INTEGER NOT NULL,   -- 1: the next ack asks for a new incarnation
    last_seen_s INTEGER NOT NULL,       -- UTC seconds of the hub when something of it last came; 0 never
    clock_quality INTEGER NOT NULL,     -- of its clock, in the newest bundle: 0 to 3
    read_seq INTEGER NOT NULL           -- the highest ack that it said it read, in this incarnation
) STRICT, WITHOUT ROWID;

CREATE TABLE incarnation (              -- one stream of one incarnation of a kiosk
    kiosk BLOB NOT NULL,                -- 16 bytes
    incarnation BLOB NOT NULL,          -- 8 random bytes
    stream INTEGER NOT NULL,            -- 0 votes, 1 the rest
    have_upto INTEGER NOT NULL,         -- all numbers from 1 to here have come
    highest INTEGER NOT NULL,           -- the highest number that came
    forks INTEGER NOT NULL,             -- times that two bundles claimed one place
    PRIMARY KEY (kiosk, incarnation, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE bundle (
    id BLOB NOT NULL PRIMARY KEY,       -- BLAKE2b-256 of the bytes
    kiosk BLOB NOT NULL,                -- the sender; of an unknown format: who the folder says, 16 bytes
    type INTEGER NOT NULL,              -- enum bundle_type; 0 unknown format
    stream INTEGER NOT NULL,            -- 0 votes, 1 the rest
    incarnation BLOB NOT NULL,          -- 8 bytes
    seq INTEGER NOT NULL,               -- its number; not unique: forks are data
    prev BLOB NOT NULL,                 -- id of the one before, 32 bytes
    state INTEGER NOT NULL,             -- 0 received, 1 applied, 2 partly, 3 quarantined,
                                        -- 4 unknown format, 5 practice (never counted)
    reason TEXT NOT NULL,               -- why it is not applied whole; or ""
    fork INTEGER NOT NULL,              -- 1: another bundle claims the same place
    again INTEGER NOT NULL,             -- 1: it came once more since it was acked
    ack_seq INTEGER NOT NULL,           -- the ack that told of it; 0: still to tell
    safe INTEGER NOT NULL,              -- 1: it was read back from a verified backup
    safe_seq INTEGER NOT NULL,          -- the ack that told so; 0: still to tell
    bytes BLOB NOT NULL                 -- as they came
) STRICT;
CREATE INDEX bundle_place ON bundle (kiosk, incarnation, stream, seq);
CREATE INDEX bundle_waiting ON bundle (state) WHERE state <> 1;
CREATE INDEX bundle_to_ack ON bundle (kiosk) WHERE ack_seq = 0;
CREATE INDEX bundle_to_tell ON bundle (kiosk) WHERE safe = 1 AND safe_seq = 0;
CREATE INDEX bundle_to_save ON bundle (safe) WHERE safe = 0;

CREATE TABLE record (                   -- all but ballots and register entries
    rid BLOB NOT NULL PRIMARY KEY,      -- 16 random bytes
    kind TEXT NOT NULL,                 -- "idea", ...; "": an erase came before the record itself
    version INTEGER NOT NULL,           -- of the body's form
    body TEXT,                          -- canonical JSON; null: erased
    body_hash BLOB NOT NULL,            -- BLAKE2b-256 of the body, stays when it is erased; or empty
    subject BLOB NOT NULL,              -- rid of the idea, or id of the round, it is about; or empty
    kiosk BLOB NOT NULL                 -- who brought it first, 16 bytes; or empty
) STRICT, WITHOUT ROWID;
CREATE INDEX record_subject ON record (kind, subject);

CREATE TABLE ballot (
    rid BLOB NOT NULL PRIMARY KEY,      -- first 16 bytes of BLAKE2b-256 of sealed
    round_id BLOB NOT NULL,             -- 16 bytes
    sealed BLOB NOT NULL                -- in two layers, for the two keepers
) STRICT, WITHOUT ROWID;
CREATE INDEX ballot_round ON ballot (round_id);

CREATE TABLE register (
    rid BLOB NOT NULL PRIMARY KEY,      -- 16 random bytes, nothing to do with the ballot
    round_id BLOB NOT NULL,             -- 16 bytes
    tag BLOB NOT NULL,                  -- of the code, 32 bytes; not unique: two uses are data
    sealed BLOB NOT NULL                -- for the registrar only
) STRICT, WITHOUT ROWID;
CREATE INDEX register_tag ON register (round_id, tag);

CREATE TABLE quarantine (               -- records set apart, for a person to look at
    rid BLOB NOT NULL,                  -- 16 bytes
    body_hash BLOB NOT NULL,            -- 32 bytes
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    body BLOB,                          -- as it travelled; null: a tombstone
    reason TEXT NOT NULL,               -- "other-body": there is another record of this rid; "malformed"
    PRIMARY KEY (rid, body_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (                   -- counts only: what one kiosk brought of one round
    kiosk BLOB NOT NULL,                -- 16 bytes
    incarnation BLOB NOT NULL,          -- 8 bytes
    round_id BLOB NOT NULL,             -- 16 bytes
    ballots INTEGER NOT NULL,           -- that were new when they came
    registers INTEGER NOT NULL,         -- register entries that were new when they came
    cast_total INTEGER NOT NULL,        -- the most that it said were cast there; 0 not told
    PRIMARY KEY (kiosk, incarnation, round_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (                   -- acks that their kiosk has not read yet, as far as we know
    kiosk BLOB NOT NULL,                -- 16 bytes
    hub_seq INTEGER NOT NULL,           -- of the ack
    bytes BLOB NOT NULL,                -- the bundle
    PRIMARY KEY (kiosk, hub_seq)
) STRICT;

CREATE TABLE tally (                    -- a cache: equal to the rows, or `verify` says so
    kind TEXT NOT NULL,                 -- of the records that have a body; "ballot"; "register"
    subject BLOB NOT NULL,              -- idea or round, 16 bytes; or empty
    number INTEGER NOT NULL,            -- how many
    PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (                    -- what happened that a person may ask about; never a vote
    n INTEGER NOT NULL PRIMARY KEY,     -- 1, 2, 3, ... without holes
    at_s INTEGER NOT NULL,              -- UTC seconds of the hub
    what TEXT NOT NULL,                 -- "fork", "enrolled", ...: a sentence in assets/texts
    kiosk BLOB NOT NULL,                -- 16 bytes; or empty
    detail TEXT NOT NULL,               -- free
    hash BLOB NOT NULL                  -- BLAKE2b-256 over the line before's hash and this line
) STRICT;

-- migration 2

CREATE TABLE account (                  -- a person who may use the pages
    name TEXT NOT NULL PRIMARY KEY,
    role INTEGER NOT NULL,              -- 0 reader, 1 clerk, 2 admin
    salt BLOB NOT NULL,                 -- of the password, 16 bytes
    hash BLOB NOT NULL,                 -- Argon2id of it, 32 bytes
    failures INTEGER NOT NULL,          -- wrong passwords since the last good one
    wait_until_s INTEGER NOT NULL       -- UTC seconds of the hub; before it no password is looked at
) STRICT, WITHOUT ROWID;

CREATE TABLE session (                  -- somebody who is in; not in a backup
    token_hash BLOB NOT NULL PRIMARY KEY, -- BLAKE2b-256 of the cookie, 32 bytes
    name TEXT NOT NULL,                 -- of the account
    csrf TEXT NOT NULL,                 -- what each form must carry, 64 hex digits
    until_s INTEGER NOT NULL            -- UTC seconds of the hub
) STRICT, WITHOUT ROWID;

-- migration 3

CREATE TABLE once (                     -- one-time codes to enrol with (sync/once.h); not in a backup
    name BLOB NOT NULL PRIMARY KEY,     -- half of Argon2id of the code, 16 bytes
    code_key BLOB NOT NULL,             -- the other half, 32 bytes: who has it may prove the code
    until_s INTEGER NOT NULL,           -- UTC seconds of the hub; from then on it is no code
    tries INTEGER NOT NULL,             -- proofs under this name that were wrong
    kiosk BLOB                          -- who used it, 16 bytes; or null
) STRICT, WITHOUT ROWID;

CREATE TABLE once_guess (               -- one row: names of codes that nobody knows
    id INTEGER NOT NULL PRIMARY KEY,    -- always 1
    minute INTEGER NOT NULL,            -- of the hub's clock
    guesses INTEGER NOT NULL            -- in that minute
) STRICT;

CREATE TABLE erasing (                  -- when the bundles of a round's votes may go
    round_id BLOB NOT NULL PRIMARY KEY, -- 16 bytes
    after_s INTEGER NOT NULL            -- UTC seconds: the end of the time for objections
) STRICT, WITHOUT ROWID;

CREATE TABLE settled (                  -- what was whole when its bundles went
    kiosk BLOB NOT NULL,                -- 16 bytes
    round_id BLOB NOT NULL,             -- 16 bytes
    ballots INTEGER NOT NULL,           -- of its closing statement, and so many came
    registers INTEGER NOT NULL,         -- the same of the register
    ledger INTEGER NOT NULL,            -- ballots and register entries in ledger at that time
    PRIMARY KEY (kiosk, round_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE erased (                   -- a bundle whose bytes went; its row in bundle stays
    id BLOB NOT NULL PRIMARY KEY,       -- BLAKE2b-256 of the bytes that were
    at_s INTEGER NOT NULL               -- UTC seconds of the hub
) STRICT, WITHOUT ROWID;

-- migration 4

CREATE INDEX record_told ON record (kiosk) WHERE kind IN ('health', 'content-applied');
