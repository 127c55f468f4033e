/* All statements of the store, in one place to be read together with schema.sql. */
#include "app/store/store_internal.h"

/* A support, pledge or thanks that may be counted where people see it. */
#define IS_SEEN(row)                                                                               \
    "(NOT " row ".waits OR EXISTS (SELECT 1 FROM deed_verdict v WHERE v.target = " row ".rid"      \
    " AND v.state = 1))"
/* What was said of an answer last: 0 nothing yet, 1 shown, 2 hidden. */
#define DEED_STATE                                                                                 \
    "coalesce((SELECT v.state FROM deed_verdict v WHERE v.target = d.rid"                          \
    " ORDER BY v.act DESC, v.rid DESC LIMIT 1), 0)"
#define HELD_OF(table, row)                                                                        \
    "SELECT " row ".rid FROM " table " " row " WHERE " row ".waits = 1 AND NOT EXISTS"             \
    " (SELECT 1 FROM deed_verdict v WHERE v.target = " row ".rid AND v.state = 1)"
/* Each kind of what waits, by its rid; few of many, so each has an index of what waits alone. */
#define HELD                                                                                       \
    "(" HELD_OF("idea_support", "s") " UNION ALL " HELD_OF(                                        \
        "pledge", "p") " AND NOT p.is_maker"                                                       \
                       " UNION ALL " HELD_OF("deed", "d") " AND d.sort <> 2)"

/* The idea's newest version, the last verdict on just that version, and the counts. Nothing here
 * depends on the order in which the records came. */
#define IDEA_REFRESH                                                                               \
    "INSERT INTO idea (rid, number, version, state, reason, supports, helpers, has_contact,"       \
    " is_updated, what, sort, plan_of) "                                                           \
    "SELECT n.idea, n.number, n.newest,"                                                           \
    " CASE WHEN n.withdrawn THEN 3 ELSE coalesce(v.state, 0) END,"                                 \
    " CASE WHEN n.withdrawn THEN '' ELSE coalesce(v.reason, '') END,"                              \
    " (SELECT count(*) FROM idea_support s WHERE s.idea = n.idea AND " IS_SEEN(                    \
        "s") "),"                                                                                  \
             " (SELECT count(*) FROM pledge p WHERE p.idea = n.idea AND NOT p.is_maker "           \
             "AND " IS_SEEN(                                                                       \
                 "p") "),"                                                                         \
                      " EXISTS (SELECT 1 FROM pledge p WHERE p.idea = n.idea AND p.is_maker AND "  \
                      "p.has_contact),"                                                            \
                      " NOT n.withdrawn AND v.rid IS NULL AND"                                     \
                      " EXISTS (SELECT 1 FROM idea_verdict o WHERE o.idea = n.idea AND o.state = " \
                      "1),"                                                                        \
                      " (SELECT l.what FROM idea_version l WHERE l.rid = n.newest), n.sort,"       \
                      " (SELECT l.plan_of FROM idea_version l WHERE l.rid = n.newest) "            \
                      "FROM (SELECT f.rid AS idea, f.number, f.sort,"                              \
                      "  (SELECT l.rid FROM idea_version l WHERE l.idea = f.rid"                   \
                      "   ORDER BY l.act DESC, l.rid DESC LIMIT 1) AS newest,"                     \
                      "  EXISTS (SELECT 1 FROM idea_verdict w WHERE w.idea = f.rid AND w.state = " \
                      "3) AS withdrawn"                                                            \
                      "  FROM idea_version f WHERE f.rid = f.idea AND "

#define IDEA_REFRESH_END                                                                           \
    ") n LEFT JOIN idea_verdict v ON v.rid = (SELECT o.rid FROM idea_verdict o"                    \
    " WHERE o.idea = n.idea AND o.version = n.newest AND o.state IN (1, 2)"                        \
    " ORDER BY o.act DESC, o.rid DESC LIMIT 1)"

/* Closed is final, whatever act came after it elsewhere. The digest is what the first opening
 * froze. */
#define ROUND_REFRESH                                                                              \
    "INSERT INTO round_state (round_id, state, digest) "                                           \
    "SELECT r.round_id,"                                                                           \
    " CASE WHEN EXISTS (SELECT 1 FROM round_act c WHERE c.round_id = r.round_id AND c.state = 3)"  \
    " THEN 3 ELSE (SELECT l.state FROM round_act l WHERE l.round_id = r.round_id"                  \
    " ORDER BY l.act DESC, l.rid DESC LIMIT 1) END,"                                               \
    " coalesce((SELECT o.digest FROM round_act o WHERE o.round_id = r.round_id AND o.state = 1"    \
    " ORDER BY o.act, o.rid LIMIT 1), zeroblob(32)) "                                              \
    "FROM (SELECT DISTINCT round_id FROM round_act WHERE "

#define IDEA_ROW                                                                                   \
    "SELECT i.rid, i.number, i.state, i.reason, i.supports, i.helpers, i.has_contact,"             \
    " i.is_updated, r.body, i.version FROM idea i JOIN record r ON r.rid = i.version "

const char *const store_sql[Q_COUNT] = {
    /* ---- truth ---- */
    [Q_RECORD_GET] = "SELECT kind, body IS NULL, body_hash FROM record WHERE rid = :rid",
    [Q_RECORD_ADD] = "INSERT INTO record (rid, kind, version, body, body_hash)"
                     " VALUES (:rid, :kind, :version, :body, :hash)",
    [Q_RECORD_EMPTY] = "UPDATE record SET body = NULL WHERE rid = :rid AND body IS NOT NULL",
    [Q_RECORD_ALL] = "SELECT rid, kind, version, body, body_hash FROM record ORDER BY rid",
    [Q_RECORD_KEEP] = "INSERT OR IGNORE INTO record (rid, kind, version, body, body_hash)"
                      " VALUES (:rid, :kind, :version, :body, :hash)",
    [Q_BALLOT_GET] = "SELECT ballot_id, round_id, sealed FROM ballot"
                     " WHERE ballot_id >= :from AND ballot_id <= :to",
    [Q_BALLOT_ADD] = "INSERT INTO ballot (ballot_id, round_id, sealed, released)"
                     " VALUES (:id, :round, :sealed, 0)",
    [Q_BALLOT_KEEP] = "INSERT OR IGNORE INTO ballot (ballot_id, round_id, sealed, released)"
                      " VALUES (:id, :round, :sealed, :released)",
    [Q_BALLOT_ALL] = "SELECT ballot_id, round_id, sealed FROM ballot ORDER BY ballot_id",
    [Q_BALLOT_IDS] = "SELECT ballot_id FROM ballot WHERE round_id = :round ORDER BY ballot_id",
    [Q_BALLOT_COUNTS] = "SELECT count(*), coalesce(sum(1 - released), 0) FROM ballot"
                        " WHERE round_id = :round",
    [Q_BALLOT_RECEIPT] = "SELECT 1 FROM ballot WHERE ballot_id >= :from AND ballot_id <= :to"
                         " AND round_id = :round LIMIT 1",
    [Q_BALLOT_RELEASE] = "UPDATE ballot SET released = 1 WHERE round_id = :round AND released = 0",
    [Q_BALLOT_RELEASED] = "SELECT ballot_id, round_id, sealed FROM ballot WHERE released = 1"
                          " ORDER BY ballot_id",
    [Q_REGISTER_GET] = "SELECT round_id, tag, sealed FROM register WHERE rid = :rid",
    [Q_REGISTER_ADD] = "INSERT INTO register (rid, round_id, tag, sealed, released)"
                       " VALUES (:rid, :round, :tag, :sealed, 0)",
    [Q_REGISTER_KEEP] = "INSERT OR IGNORE INTO register (rid, round_id, tag, sealed, released)"
                        " VALUES (:rid, :round, :tag, :sealed, :released)",
    [Q_REGISTER_ALL] = "SELECT rid, round_id, tag, sealed FROM register ORDER BY rid",
    [Q_REGISTER_RIDS] = "SELECT rid FROM register WHERE round_id = :round ORDER BY rid",
    [Q_REGISTER_COUNT] = "SELECT count(*) FROM register WHERE round_id = :round",
    [Q_REGISTER_USED] = "SELECT EXISTS (SELECT 1 FROM register WHERE round_id = :round"
                        " AND tag = :tag)",
    [Q_REGISTER_RELEASE] = "UPDATE register SET released = 1 WHERE round_id = :round"
                           " AND released = 0",
    [Q_REGISTER_RELEASED] = "SELECT rid, round_id, tag, sealed FROM register WHERE released = 1"
                            " ORDER BY rid",

    /* ---- projections, one row a record ---- */
    [Q_ERASED_ADD] = "INSERT OR IGNORE INTO erased (target, rid) VALUES (:target, :rid)",
    [Q_ERASED_HAS] = "SELECT EXISTS (SELECT 1 FROM erased WHERE target = :rid)",
    [Q_VERSION_ADD] = "INSERT INTO idea_version (rid, idea, number, act, what, sort,"
                      " plan_of) VALUES (:rid, :idea, nullif(:number, 0), :act, :what, :sort,"
                      " :plan_of)",
    [Q_VERDICT_ADD] = "INSERT INTO idea_verdict (rid, idea, version, act, state, reason)"
                      " VALUES (:rid, :idea, :version, :act, :state, :reason)",
    [Q_SUPPORT_ADD] = "INSERT INTO idea_support (rid, idea, waits) VALUES (:rid, :idea, :waits)",
    [Q_PLEDGE_ADD] = "INSERT INTO pledge (rid, idea, is_maker, has_contact, waits)"
                     " VALUES (:rid, :idea, :maker, :contact, :waits)",
    [Q_ROUND_ACT_ADD] = "INSERT INTO round_act (rid, round_id, act, state, digest)"
                        " VALUES (:rid, :round, :act, :state, :digest)",
    [Q_STATEMENT_ADD] = "INSERT INTO close_statement (rid, round_id, ballots, registers, unlocks,"
                        " set_digest) VALUES (:rid, :round, :ballots, :registers, :unlocks, :set)",
    [Q_RESULT_ADD] = "INSERT INTO result (rid, round_id, act) VALUES (:rid, :round, :act)",
    [Q_OWNER_OF] = "SELECT idea FROM idea_version WHERE rid = :rid"
                   " UNION ALL SELECT idea FROM idea_verdict WHERE rid = :rid"
                   " UNION ALL SELECT idea FROM idea_support WHERE rid = :rid"
                   " UNION ALL SELECT idea FROM pledge WHERE rid = :rid",
    [Q_VERSION_DROP] = "DELETE FROM idea_version WHERE rid = :rid",
    [Q_VERDICT_DROP] = "DELETE FROM idea_verdict WHERE rid = :rid",
    [Q_SUPPORT_DROP] = "DELETE FROM idea_support WHERE rid = :rid",
    [Q_PLEDGE_DROP] = "DELETE FROM pledge WHERE rid = :rid",
    [Q_RESULT_DROP] = "DELETE FROM result WHERE rid = :rid",

    /* ---- ideas ---- */
    [Q_IDEA_DROP] = "DELETE FROM idea WHERE rid = :idea",
    [Q_IDEA_REFRESH] = IDEA_REFRESH "f.rid = :idea" IDEA_REFRESH_END,
    [Q_IDEA_REFRESH_ALL] = IDEA_REFRESH "1" IDEA_REFRESH_END,
    [Q_IDEA_GET] = IDEA_ROW "WHERE i.rid = :idea",
    [Q_IDEA_BY_NUMBER] =
        "SELECT i.rid, w.salt, w.stretched FROM idea i"
        " LEFT JOIN idea_words w ON w.rid = i.rid WHERE i.number = :number ORDER BY i.rid",
    [Q_IDEA_COUNTS] = "SELECT state, count(*) FROM idea WHERE sort = :sort GROUP BY state",
    [Q_IDEA_NTH] = "SELECT rid FROM idea WHERE state = :state AND sort = :sort"
                   " ORDER BY number, rid LIMIT 1 OFFSET :index",
    [Q_IDEA_QUIET] = "SELECT rid FROM idea WHERE state = 1 AND sort = :sort"
                     " ORDER BY supports + helpers, number, rid LIMIT 1 OFFSET :index",
    [Q_IDEA_NAMES] =
        "SELECT i.rid, i.number, i.state, i.what, i.sort, i.plan_of,"
        " (SELECT o.owner FROM owner_step o WHERE o.about = 'idea/' || lower(hex(i.rid))"
        "  ORDER BY o.act DESC, o.rid DESC LIMIT 1) FROM idea i"
        " WHERE :states & (1 << i.state) ORDER BY i.number, i.rid",
    [Q_IDEA_LIST] = IDEA_ROW "WHERE :states & (1 << i.state) ORDER BY i.number, i.rid",
    [Q_IDEA_NEXT_NUMBER] = "SELECT 1 + max(coalesce((SELECT max(number) FROM idea), 0),"
                           " coalesce((SELECT value FROM fact WHERE name = 'idea_number'), 0))",
    [Q_WORDS_ADD] = "INSERT OR IGNORE INTO idea_words (rid, salt, stretched)"
                    " VALUES (:rid, :salt, :stretched)",
    [Q_WORDS_DROP] = "DELETE FROM idea_words WHERE rid = :rid",
    [Q_IDEA_NEXT_ACT] = "SELECT 1 + max("
                        "coalesce((SELECT max(act) FROM idea_version WHERE idea = :idea), 0),"
                        " coalesce((SELECT max(act) FROM idea_verdict WHERE idea = :idea), 0))",
    [Q_MAKERS_PLEDGES] = "SELECT rid FROM pledge WHERE idea = :idea AND is_maker ORDER BY rid",

    /* ---- rounds ---- */
    [Q_ROUND_DROP] = "DELETE FROM round_state WHERE round_id = :round",
    [Q_ROUND_REFRESH] = ROUND_REFRESH "round_id = :round) r",
    [Q_ROUND_REFRESH_ALL] = ROUND_REFRESH "1) r",
    [Q_ROUND_GET] = "SELECT state, digest FROM round_state WHERE round_id = :round",
    [Q_ROUND_NEXT_ACT] = "SELECT 1 + coalesce(max(act), 0) FROM round_act WHERE round_id = :round",
    [Q_STATEMENT_GET] = "SELECT ballots, registers, unlocks, set_digest FROM close_statement"
                        " WHERE round_id = :round ORDER BY rid LIMIT 1",
    [Q_RESULT_GET] = "SELECT r.body FROM result s JOIN record r ON r.rid = s.rid"
                     " WHERE s.round_id = :round ORDER BY s.act DESC, s.rid DESC LIMIT 1",
    [Q_RESULT_NEXT_ACT] = "SELECT 1 + coalesce(max(act), 0) FROM result WHERE round_id = :round",

    /* ---- local ---- */
    [Q_UNLOCK_GET] = "SELECT state, given, used FROM unlock_turn WHERE round_id = :round",
    [Q_UNLOCK_GIVE] = "INSERT INTO unlock_turn (round_id, state, given, used)"
                      " VALUES (:round, 1, 1, 0)"
                      " ON CONFLICT (round_id) DO UPDATE SET state = 1, given = given + 1",
    [Q_UNLOCK_USE] = "UPDATE unlock_turn SET state = 2, used = used + 1"
                     " WHERE round_id = :round AND state = 1",
    [Q_UNLOCK_END] = "UPDATE unlock_turn SET state = 3 WHERE round_id = :round AND state = 1",
    [Q_PIN_GET] = "SELECT salt, stretched, failures FROM pin WHERE role = :role",
    [Q_PIN_PUT] = "INSERT INTO pin (role, salt, stretched, failures)"
                  " VALUES (:role, :salt, :stretched, 0) ON CONFLICT (role) DO UPDATE SET"
                  " salt = excluded.salt, stretched = excluded.stretched, failures = 0",
    [Q_PIN_KEEP] = "INSERT INTO pin (role, salt, stretched, failures)"
                   " VALUES (:role, :salt, :stretched, :failures) ON CONFLICT (role) DO UPDATE SET"
                   " salt = excluded.salt, stretched = excluded.stretched,"
                   " failures = excluded.failures",
    [Q_PIN_FAIL] = "UPDATE pin SET failures = failures + 1 WHERE role = :role",
    [Q_PIN_RIGHT] = "UPDATE pin SET failures = 0 WHERE role = :role",
    [Q_GUESS_GET] = "SELECT failures FROM guess WHERE name = :name",
    [Q_GUESS_FAIL] = "INSERT INTO guess (name, failures) VALUES (:name, 1)"
                     " ON CONFLICT (name) DO UPDATE SET failures = failures + 1",
    [Q_GUESS_RIGHT] = "UPDATE guess SET failures = 0 WHERE name = :name",
    [Q_SETTING_GET] = "SELECT value FROM setting WHERE name = :name",
    [Q_SETTING_PUT] = "INSERT INTO setting (name, value) VALUES (:name, :value)"
                      " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [Q_LOGBOOK_ADD] = "INSERT INTO logbook (wall_s, key, detail) VALUES (:wall, :key, :detail)"
                      " RETURNING line",
    [Q_LOGBOOK_TRIM] = "DELETE FROM logbook WHERE line <= (SELECT max(line) FROM logbook) - :keep",
    [Q_LOGBOOK_LAST] = "SELECT wall_s, key, detail FROM"
                       " (SELECT line, wall_s, key, detail FROM logbook ORDER BY line DESC"
                       " LIMIT :most) ORDER BY line",
    [Q_LOGBOOK_ALL] = "SELECT line, wall_s, key, detail FROM logbook WHERE line > :after"
                      " ORDER BY line",
    [Q_LINK_LAST] = "SELECT line, link FROM logbook_link ORDER BY line DESC LIMIT 1",
    [Q_LINK_FIRST] = "SELECT line, link FROM logbook_link ORDER BY line LIMIT 1",
    [Q_LINK_GET] = "SELECT link FROM logbook_link WHERE line = :line",
    [Q_LINK_ADD] = "INSERT INTO logbook_link (line, link) VALUES (:line, :link)",
    [Q_LINK_TRIM] = "DELETE FROM logbook_link"
                    " WHERE line < (SELECT max(line) FROM logbook) - :keep",
    [Q_RECORD_OF_KIND] = "SELECT rid, body FROM record WHERE kind = :kind AND body IS NOT NULL"
                         " ORDER BY rid",
    [Q_EDIT_ADD] = "INSERT INTO edit (rid, item, act) VALUES (:rid, :item, :act)",
    [Q_EDIT_DROP] = "DELETE FROM edit WHERE rid = :rid",
    [Q_EDIT_NEXT_ACT] = "SELECT 1 + coalesce(max(act), 0) FROM edit WHERE item = :item",
    [Q_EDIT_GET] = "SELECT r.body FROM edit e JOIN record r ON r.rid = e.rid WHERE e.item = :item"
                   " ORDER BY e.act DESC, e.rid DESC LIMIT 1",
    [Q_EDIT_EACH] = "SELECT e.item, r.body FROM edit e JOIN record r ON r.rid = e.rid"
                    " WHERE e.rid = (SELECT n.rid FROM edit n WHERE n.item = e.item"
                    " ORDER BY n.act DESC, n.rid DESC LIMIT 1) ORDER BY e.item",
    [Q_IDEA_VERSIONS] = "SELECT rid FROM idea_version WHERE idea = :idea ORDER BY rid",
    [Q_IDEA_TOMBS] = "SELECT count(DISTINCT json_extract(body, '$.erases')) FROM record"
                     " WHERE kind = 'erase' AND json_extract(body, '$.removes') = 'idea'",
    [Q_DATA_VERSION] = "PRAGMA data_version",
    [Q_FACT_GET] = "SELECT value FROM fact WHERE name = :name",
    [Q_FACT_PUT] = "INSERT INTO fact (name, value) VALUES (:name, :value)"
                   " ON CONFLICT (name) DO UPDATE SET value = excluded.value",

    /* ---- outbox ---- */
    [Q_OUTBOX_RECORDS] = "SELECT rid, kind, version, body, body_hash FROM record"
                         " WHERE rid NOT IN (SELECT rid FROM outbox_record) ORDER BY rid",
    [Q_OUTBOX_BALLOTS] = "SELECT ballot_id, round_id, sealed FROM ballot WHERE released = 1"
                         " AND substr(ballot_id, 1, 16) NOT IN (SELECT rid FROM outbox_record)"
                         " ORDER BY ballot_id",
    [Q_OUTBOX_REGISTERS] = "SELECT rid, round_id, tag, sealed FROM register WHERE released = 1"
                           " AND rid NOT IN (SELECT rid FROM outbox_record) ORDER BY rid",
    [Q_OUTBOX_LAST] = "SELECT id, seq FROM outbox WHERE incarnation = :incarnation"
                      " AND stream = :stream ORDER BY seq DESC LIMIT 1",
    [Q_OUTBOX_ADD] = "INSERT INTO outbox (id, incarnation, stream, seq, state, len, bytes)"
                     " VALUES (:id, :incarnation, :stream, :seq, 0, :len, :bytes)",
    [Q_OUTBOX_MARK] = "INSERT OR IGNORE INTO outbox_record (rid, bundle) VALUES (:rid, :id)",
    [Q_OUTBOX_ALL] = "SELECT id, incarnation, stream, seq, state, len, bytes FROM outbox"
                     " WHERE state = :state ORDER BY incarnation, stream, seq",
    [Q_OUTBOX_GET] = "SELECT id, incarnation, stream, seq, state, len, bytes FROM outbox"
                     " WHERE id = :id",
    [Q_OUTBOX_CARRIED] = "UPDATE outbox SET state = 1 WHERE id = :id AND state = 0",
    [Q_OUTBOX_RECEIVED] = "UPDATE outbox SET state = 2 WHERE id = :id AND state < 2",
    [Q_OUTBOX_SAFE] = "UPDATE outbox SET state = 3, bytes = NULL WHERE id = :id AND state < 3",
    [Q_OUTBOX_UNMARK] = "DELETE FROM outbox_record WHERE bundle IN"
                        " (SELECT id FROM outbox WHERE state = 3)",
    [Q_OUTBOX_AGAIN] = "UPDATE outbox SET state = 0 WHERE state IN (1, 2)",
    [Q_OUTBOX_LACK] = "UPDATE outbox SET state = 0 WHERE incarnation = :incarnation"
                      " AND stream = :stream AND seq = :seq AND state = 2",
    [Q_OUTBOX_LACK_ABOVE] = "UPDATE outbox SET state = 0 WHERE incarnation = :incarnation"
                            " AND stream = :stream AND seq > :seq AND state = 2",
    [Q_OUTBOX_LEAVE] = "DELETE FROM outbox",
    [Q_OUTBOX_LEAVE_RECORDS] = "DELETE FROM outbox_record",
    [Q_OUTBOX_COUNT] = "SELECT state, count(*) FROM outbox WHERE stream = :stream GROUP BY state",
    [Q_OUTBOX_WAITING_RECORDS] = "SELECT count(*) FROM record"
                                 " WHERE rid NOT IN (SELECT rid FROM outbox_record)",
    [Q_OUTBOX_WAITING_VOTES] =
        "SELECT (SELECT count(*) FROM ballot WHERE released = 1"
        " AND substr(ballot_id, 1, 16) NOT IN (SELECT rid FROM outbox_record))"
        " + (SELECT count(*) FROM register WHERE released = 1"
        " AND rid NOT IN (SELECT rid FROM outbox_record))",

    [Q_OUTBOX_TRIP] = "INSERT OR IGNORE INTO outbox_trip (id, day, way)"
                      " SELECT id, :day, :way FROM outbox WHERE id = :id AND stream = 1",
    [Q_OUTBOX_PARCELS] = "SELECT o.id, o.state, t.day, t.way,"
                         " (SELECT count(*) FROM outbox_record r WHERE r.bundle = o.id)"
                         " FROM outbox o LEFT JOIN outbox_trip t ON t.id = o.id"
                         " WHERE o.stream = 1 ORDER BY o.seq DESC, o.id LIMIT :most",
    [Q_OUTBOX_INSIDE] = "SELECT c.rid, c.kind, c.body FROM outbox_record r"
                        " JOIN record c ON c.rid = r.rid WHERE r.bundle = :id"
                        " ORDER BY c.kind, c.rid LIMIT :most",

    /* ---- deeds, owners ---- */
    [Q_DEED_ADD] = "INSERT INTO deed (rid, about, sort, choices, waits)"
                   " VALUES (:rid, :about, :sort, :choices, :waits)",
    [Q_DEED_DROP] = "DELETE FROM deed WHERE rid = :rid",
    [Q_DEED_COUNT] = "SELECT count(*) FROM deed d WHERE d.about = :about AND d.sort = :sort"
                     " AND (d.sort = 2 OR " IS_SEEN("d") ")",
    [Q_DEED_TALLY] = "SELECT choices, count(*) FROM deed WHERE about = :about AND sort = 2"
                     " GROUP BY choices",
    [Q_OWNER_ADD] = "INSERT INTO owner_step (rid, about, act, was, owner, reason, is_maker)"
                    " VALUES (:rid, :about, :act, :was, :owner, :reason, :maker)",
    [Q_OWNER_DROP] = "DELETE FROM owner_step WHERE rid = :rid",
    [Q_OWNER_NEXT_ACT] = "SELECT 1 + coalesce(max(act), 0) FROM owner_step WHERE about = :about",
    [Q_OWNER_STEPS] = "SELECT was, owner, reason, is_maker FROM owner_step WHERE about = :about"
                      " ORDER BY act DESC, rid DESC",

    /* ---- what was said, what waits ---- */
    [Q_SAID_LIST] = "SELECT d.rid, d.about, r.body, " DEED_STATE " AS state FROM deed d"
                    " JOIN record r ON r.rid = d.rid WHERE d.sort = 2 AND d.choices = 0"
                    " AND r.body IS NOT NULL AND (:about = '' OR d.about = :about)"
                    " AND (:states & (1 << state)) ORDER BY state, d.rid LIMIT :most",
    [Q_SAID_COUNT] = "SELECT coalesce(sum(" DEED_STATE " = 0), 0), count(*) FROM deed d"
                     " WHERE d.sort = 2 AND d.choices = 0",
    [Q_SAID_NEXT_ACT] = "SELECT (SELECT 1 + coalesce(max(v.act), 0) FROM deed_verdict v"
                        " WHERE v.target = d.rid) FROM deed d"
                        " WHERE d.rid = :rid AND d.sort = 2 AND d.choices = 0",
    [Q_HELD_LIST] = "SELECT rid FROM " HELD " ORDER BY rid LIMIT :most",
    [Q_HELD_COUNT] = "SELECT count(*) FROM " HELD,
    [Q_HELD_IDEAS] = "SELECT s.idea FROM deed_verdict v JOIN idea_support s ON s.rid = v.target"
                     " WHERE v.rid = :rid UNION"
                     " SELECT p.idea FROM deed_verdict v JOIN pledge p ON p.rid = v.target"
                     " WHERE v.rid = :rid",
    [Q_DEED_VERDICT_ADD] = "INSERT OR IGNORE INTO deed_verdict (rid, target, act, state)"
                           " VALUES (:rid, :target, :act, :state)",
    [Q_DEED_VERDICT_HAS] = "SELECT EXISTS (SELECT 1 FROM deed_verdict WHERE rid = :rid)",
    [Q_DEED_VERDICT_DROP] = "DELETE FROM deed_verdict WHERE rid = :rid",
};
