-- Dorpel's database, as numbered migrations. The line "migration N" begins number N; each runs once,
-- in one transaction that also sets PRAGMA user_version = N. What was released is never changed
-- here: add a migration, and a test that starts from the version before it.
--
-- Three sorts of tables:
--   truth        record, ballot, register: only added to (an erase empties one body)
--   projections  made from the truth, dropped and made again at will (store_rebuild)
--   local        this kiosk's own: never leaves it
-- Open it with the sqlite3 shell: bodies are JSON, ids are hex(rid). Numbers of states are those of
-- the C enums in app/domain. No table holds a time or an order of votes.

-- migration 1

-- ---- truth ----------------------------------------------------------------------------------
CREATE TABLE record (
    rid BLOB NOT NULL PRIMARY KEY, -- 16 random bytes
    kind TEXT NOT NULL,            -- "idea", "support", ... (record_kind_name); not ballot, register
    version INTEGER NOT NULL,      -- of the body's format
    body TEXT,                     -- canonical JSON; NULL: erased, a tombstone
    body_hash BLOB NOT NULL        -- BLAKE2b-256 of the body, 32 bytes; stays when it is erased
) STRICT, WITHOUT ROWID;

CREATE TABLE ballot (
    ballot_id BLOB NOT NULL PRIMARY KEY, -- BLAKE2b-256 of sealed, 32 bytes; its rid is the first 16
    round_id BLOB NOT NULL,              -- 16 bytes
    sealed BLOB NOT NULL,                -- the choices in two layers, one length a round
    released INTEGER NOT NULL            -- 1: may leave the kiosk (batches of five or more)
) STRICT, WITHOUT ROWID;

CREATE TABLE register (
    rid BLOB NOT NULL PRIMARY KEY, -- 16 random bytes, nothing to do with the ballot
    round_id BLOB NOT NULL,        -- 16 bytes
    tag BLOB NOT NULL,             -- of the code, 32 bytes; random without a code
    sealed BLOB NOT NULL,          -- ballot id and proof, for the registrar only
    released INTEGER NOT NULL      -- 1: may leave the kiosk
) STRICT, WITHOUT ROWID;
-- Not unique: two uses of one code on kiosks that could not talk may meet here. The count decides.
CREATE INDEX register_tag ON register (round_id, tag);

-- ---- projections ----------------------------------------------------------------------------
-- Each row stands for one record, by its rid, so that an erase can take it out again. `act` rises
-- within one idea or round; the highest act holds, of equal ones the highest rid.
CREATE TABLE erased (
    target BLOB NOT NULL, -- rid of the record to erase; it may not have come yet
    rid BLOB NOT NULL,    -- of the erase record
    PRIMARY KEY (target, rid)
) STRICT, WITHOUT ROWID;

CREATE TABLE idea_version (
    rid BLOB NOT NULL PRIMARY KEY, -- of this version's record
    idea BLOB NOT NULL,            -- rid of the first version: the idea's name for ever
    number INTEGER,                -- what people say, "idee 14"; NULL but on the first version
    act INTEGER NOT NULL           -- 0: the first version
) STRICT, WITHOUT ROWID;
CREATE INDEX idea_version_idea ON idea_version (idea, act);

CREATE TABLE idea_verdict (
    rid BLOB NOT NULL PRIMARY KEY, -- of the moderation record
    idea BLOB NOT NULL,            -- rid of the idea's first version
    version BLOB,                  -- rid of the version it was about; NULL: withdrawn
    act INTEGER NOT NULL,          -- order within the idea
    state INTEGER NOT NULL,        -- enum idea_state: 1 shown, 2 hidden, 3 withdrawn
    reason TEXT NOT NULL           -- for the maker; "" when shown
) STRICT, WITHOUT ROWID;
CREATE INDEX idea_verdict_idea ON idea_verdict (idea, act);

CREATE TABLE idea_support (
    rid BLOB NOT NULL PRIMARY KEY, -- of the support record
    idea BLOB NOT NULL             -- rid of the idea's first version
) STRICT, WITHOUT ROWID;
CREATE INDEX idea_support_idea ON idea_support (idea);

CREATE TABLE pledge (
    rid BLOB NOT NULL PRIMARY KEY, -- of the pledge record
    idea BLOB NOT NULL,            -- rid of the idea's first version
    is_maker INTEGER NOT NULL,     -- 1: the maker's own name and phone number
    has_contact INTEGER NOT NULL   -- 1: a sealed name and phone number is in it
) STRICT, WITHOUT ROWID;
CREATE INDEX pledge_idea ON pledge (idea);

CREATE TABLE idea (
    rid BLOB NOT NULL PRIMARY KEY, -- of its first version
    number INTEGER NOT NULL,       -- from 1; a cloned kiosk may have given one twice
    version BLOB NOT NULL,         -- rid of the newest version
    state INTEGER NOT NULL,        -- enum idea_state: 0 waiting, 1 shown, 2 hidden, 3 withdrawn
    reason TEXT NOT NULL,          -- why it was hidden; or ""
    supports INTEGER NOT NULL,     -- people
    helpers INTEGER NOT NULL,      -- pledges but the maker's
    has_contact INTEGER NOT NULL,  -- 1: the maker left a name and phone number
    is_updated INTEGER NOT NULL    -- 1: waiting, and an earlier version was shown
) STRICT, WITHOUT ROWID;
CREATE INDEX idea_number ON idea (number);

CREATE TABLE round_act (
    rid BLOB NOT NULL PRIMARY KEY, -- of the round-act record
    round_id BLOB NOT NULL,        -- 16 bytes
    act INTEGER NOT NULL,          -- order within the round
    state INTEGER NOT NULL,        -- enum round_state it went to: 1 open, 2 paused, 3 closed
    digest BLOB NOT NULL           -- round_digest at that moment, 32 bytes
) STRICT, WITHOUT ROWID;
CREATE INDEX round_act_round ON round_act (round_id, act);

CREATE TABLE round_state (
    round_id BLOB NOT NULL PRIMARY KEY, -- 16 bytes
    state INTEGER NOT NULL,             -- enum round_state; closed is final
    digest BLOB NOT NULL                -- what the first opening froze, 32 bytes
) STRICT, WITHOUT ROWID;

CREATE TABLE close_statement (
    rid BLOB NOT NULL PRIMARY KEY, -- of the close-statement record
    round_id BLOB NOT NULL,        -- 16 bytes
    ballots INTEGER NOT NULL,      -- how many
    registers INTEGER NOT NULL,    -- how many
    unlocks INTEGER NOT NULL,      -- turns given by the caretaker
    set_digest BLOB NOT NULL       -- over sorted ballot ids, then sorted register rids; 32 bytes
) STRICT, WITHOUT ROWID;

CREATE TABLE result (
    rid BLOB NOT NULL PRIMARY KEY, -- of the content-applied record with the text
    round_id BLOB NOT NULL,        -- 16 bytes
    act INTEGER NOT NULL           -- the highest holds
) STRICT, WITHOUT ROWID;

-- ---- local ----------------------------------------------------------------------------------
CREATE TABLE fact (
    name TEXT NOT NULL PRIMARY KEY, -- "practice": 0 or 1; "idea_number": the highest ever given;
                                -- "pin_lost": bits 1 << role of PINs that damage took
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE unlock_turn (
    round_id BLOB NOT NULL PRIMARY KEY, -- 16 bytes
    state INTEGER NOT NULL,             -- enum unlock_state of the last turn
    given INTEGER NOT NULL,             -- turns, in all
    used INTEGER NOT NULL               -- turns, in all
) STRICT, WITHOUT ROWID;

CREATE TABLE pin (
    role INTEGER NOT NULL PRIMARY KEY, -- enum role
    salt BLOB NOT NULL,                -- 16 bytes
    stretched BLOB NOT NULL,           -- Argon2id of the PIN, 32 bytes
    failures INTEGER NOT NULL          -- tries since the last right one, counted before comparing
) STRICT, WITHOUT ROWID;

CREATE TABLE guess (
    name TEXT NOT NULL PRIMARY KEY, -- "code" or "idea"
    failures INTEGER NOT NULL       -- tries since the last right one
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL -- as the screen that keeps it wrote it
) STRICT, WITHOUT ROWID;

CREATE TABLE logbook (
    line INTEGER NOT NULL PRIMARY KEY, -- rising; acts of caretaker and admin only, never a vote
    wall_s INTEGER NOT NULL,           -- UTC seconds, as far as the clock can be believed
    key TEXT NOT NULL,                 -- of assets/texts
    detail TEXT NOT NULL               -- free; never a visitor's words
) STRICT;

-- migration 2
-- A list of two thousand ideas without reading their drawings.
ALTER TABLE idea_version ADD COLUMN what TEXT NOT NULL DEFAULT ''; -- "Wat wil je?", cleaned
ALTER TABLE idea ADD COLUMN what TEXT NOT NULL DEFAULT ''; -- of the newest version

-- migration 3
-- What is needed to know an idea's two words stays here: two of 2,048 words are soon guessed. Local.
-- The record carries them sealed to the village's key. (Records of before have them in their body.)
CREATE TABLE idea_words (
    rid BLOB NOT NULL PRIMARY KEY, -- of the idea's first version
    salt BLOB NOT NULL,            -- 16 bytes
    stretched BLOB NOT NULL        -- Argon2id of the two words, 32 bytes
) STRICT, WITHOUT ROWID;

-- migration 4
-- On its way to a hub (store_outbox.h). Local: a bundle never tells of another bundle.
CREATE TABLE outbox (
    id BLOB NOT NULL PRIMARY KEY, -- BLAKE2b-256 of the bytes
    incarnation BLOB NOT NULL,    -- 8 bytes: of this kiosk, when it was sealed
    stream INTEGER NOT NULL,      -- enum outbox_stream: 0 votes, 1 the rest
    seq INTEGER NOT NULL,         -- from 1, gapless
    state INTEGER NOT NULL,       -- enum outbox_state: 0 sealed, 1 carried, 2 received, 3 safe
    len INTEGER NOT NULL,         -- of the bytes
    bytes BLOB                    -- the bundle; NULL once it is safe
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX outbox_seq ON outbox (incarnation, stream, seq);

CREATE TABLE outbox_record (
    rid BLOB NOT NULL PRIMARY KEY, -- of a record, a register entry, or a ballot (first half of its id)
    bundle BLOB NOT NULL           -- id of the bundle that holds it
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_record_bundle ON outbox_record (bundle);

-- migration 5
-- The logbook is a chain (store_logbook.h). Local. The link before the oldest line stays, to begin from.
CREATE TABLE IF NOT EXISTS logbook_link (
    line INTEGER NOT NULL PRIMARY KEY, -- of the logbook
    link BLOB NOT NULL                 -- BLAKE2b-256 over the link before and this line, 32 bytes
) STRICT, WITHOUT ROWID;

-- What was edited at the kiosk, laid over the pack (store_edit.h). A projection.
CREATE TABLE IF NOT EXISTS edit (
    rid BLOB NOT NULL PRIMARY KEY, -- of the content-edit record
    item TEXT NOT NULL,            -- what it is about: "idee/<rid>/antwoord/dorp"
    act INTEGER NOT NULL           -- order within the item; the highest holds, of equal ones the highest rid
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS edit_item ON edit (item, act);

-- migration 6
-- The village's own: what goes well, and what neighbours do, say and decide about it.
ALTER TABLE idea_version ADD COLUMN sort INTEGER NOT NULL DEFAULT 0; -- enum idea_sort
ALTER TABLE idea ADD COLUMN sort INTEGER NOT NULL DEFAULT 0; -- as its first version says
ALTER TABLE idea_version ADD COLUMN plan_of INTEGER NOT NULL DEFAULT 0; -- enum idea_plan_of
ALTER TABLE idea ADD COLUMN plan_of INTEGER NOT NULL DEFAULT 0; -- as its newest version says

CREATE TABLE deed (
    rid BLOB NOT NULL PRIMARY KEY, -- of the pledge, thanks or answer record
    about TEXT NOT NULL,           -- of subject.h: "jewel/oogstfeest", "project/bank"
    sort INTEGER NOT NULL,         -- enum deed: 0 pledge, 1 thanks, 2 answer
    choices INTEGER NOT NULL       -- of an answer: a bit for each choice; 0: words, or no answer
) STRICT, WITHOUT ROWID;
CREATE INDEX deed_about ON deed (about, sort);

CREATE TABLE owner_step (
    rid BLOB NOT NULL PRIMARY KEY, -- of the content-edit record
    about TEXT NOT NULL,           -- of subject.h: an idea or a plan
    act INTEGER NOT NULL,          -- order within it; the highest holds, of equal ones the highest rid
    was INTEGER NOT NULL,          -- enum owner before it
    owner INTEGER NOT NULL,        -- enum owner from here on
    reason TEXT NOT NULL,          -- one of a fixed few: "we-can", "we-need-help", ... (owner_reason_name)
    is_maker INTEGER NOT NULL      -- 1: by the idea's maker; 0: by the admin
) STRICT, WITHOUT ROWID;
CREATE INDEX owner_step_about ON owner_step (about, act);

-- When and how a bundle of the rest left. Never of votes: nothing may pair them with a time. Local.
CREATE TABLE outbox_trip (
    id BLOB NOT NULL PRIMARY KEY, -- of the bundle
    day INTEGER NOT NULL,         -- days since 1970-01-01, UTC; 0: the clock could not be believed
    way INTEGER NOT NULL          -- enum outbox_way: 0 stick, 1 network
) STRICT, WITHOUT ROWID;

-- migration 7
-- What residents said in words waits until somebody read it; supports, pledges and thanks wait where
-- the village chose so (store_said.h).
ALTER TABLE idea_support ADD COLUMN waits INTEGER NOT NULL DEFAULT 0; -- 1: counted when a verdict shows it
ALTER TABLE pledge ADD COLUMN waits INTEGER NOT NULL DEFAULT 0; -- the same
ALTER TABLE deed ADD COLUMN waits INTEGER NOT NULL DEFAULT 0; -- the same; answers in words always wait

CREATE TABLE deed_verdict (
    rid BLOB NOT NULL,       -- of the moderation record
    target BLOB NOT NULL,    -- rid of the answer, support, pledge or thanks; it may not have come yet
    act INTEGER NOT NULL,    -- order within the target; the highest holds, of equal ones the highest rid
    state INTEGER NOT NULL,  -- enum idea_state: 1 shown, 2 hidden
    PRIMARY KEY (rid, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX deed_verdict_target ON deed_verdict (target, act);
CREATE INDEX idea_support_waits ON idea_support (rid) WHERE waits = 1;
CREATE INDEX pledge_waits ON pledge (rid) WHERE waits = 1;
CREATE INDEX deed_waits ON deed (rid) WHERE waits = 1;
