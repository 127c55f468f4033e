/* pack_fault: all that can be wrong with a pack. Each kind has one sentence in plain Dutch in
 * assets/texts/pack-nl.csv; {detail} in it is what stood there. A test holds the two together.
 */
#ifndef DORPEL_PACK_FAULT_H
#define DORPEL_PACK_FAULT_H

/* clang-format off */
#define PACK_FAULTS(X) \
    /* the folder */ \
    X(FILE_MISSING, "pack.file-missing") \
    X(FILE_UNREADABLE, "pack.file-unreadable") \
    X(FILE_TOO_BIG, "pack.file-too-big") \
    X(NOT_A_FILE, "pack.not-a-file") \
    X(FILE_NAME, "pack.file-name") \
    X(UNKNOWN_FILE, "pack.unknown-file") \
    X(UNKNOWN_FOLDER, "pack.unknown-folder") \
    X(TOO_MANY_FILES, "pack.too-many-files") \
    X(TOTAL_TOO_BIG, "pack.total-too-big") \
    X(SECRET_FILE, "pack.secret-file") \
    /* letters */ \
    X(NUL_BYTE, "pack.nul-byte") \
    X(NOT_UTF8, "pack.not-utf8") \
    X(WINDOWS_1252, "pack.windows-1252") /* only a remark: it can be read */ \
    X(UTF16, "pack.utf16") \
    X(HIDDEN_CHARACTER, "pack.hidden-character") \
    /* tables */ \
    X(QUOTE_WRONG, "pack.quote-wrong") \
    X(QUOTE_OPEN, "pack.quote-open") \
    X(TOO_MANY_COLUMNS, "pack.too-many-columns") \
    X(CELL_TOO_LONG, "pack.cell-too-long") \
    X(TOO_MANY_ROWS, "pack.too-many-rows") \
    X(EXTRA_CELL, "pack.extra-cell") \
    X(DELIMITER, "pack.delimiter") \
    X(HEADER_MISSING, "pack.header-missing") \
    X(UNKNOWN_COLUMN, "pack.unknown-column") \
    X(COLUMN_MISSING, "pack.column-missing") \
    X(COLUMN_TWICE, "pack.column-twice") \
    /* settings */ \
    X(LINE_TOO_LONG, "pack.line-too-long") \
    X(LINE_UNCLEAR, "pack.line-unclear") \
    X(LINE_REMARK, "pack.line-remark") \
    X(OUTSIDE_SECTION, "pack.outside-section") \
    X(UNKNOWN_SECTION, "pack.unknown-section") \
    X(SECTION_TWICE, "pack.section-twice") \
    X(SECTION_MISSING, "pack.section-missing") \
    X(UNKNOWN_SETTING, "pack.unknown-setting") \
    X(SETTING_TWICE, "pack.setting-twice") \
    X(SETTING_MISSING, "pack.setting-missing") \
    X(SETTING_NOT_HERE, "pack.setting-not-here") \
    /* values */ \
    X(TEXT_MISSING, "pack.text-missing") \
    X(DOES_NOT_FIT, "pack.does-not-fit") /* told by the trial, on real screens */ \
    X(TEXT_TOO_LONG, "pack.text-too-long") \
    X(NUMBER, "pack.not-a-number") \
    X(NUMBER_RANGE, "pack.number-out-of-range") \
    X(AMOUNT, "pack.cost-not-a-number") \
    X(AMOUNT_RANGE, "pack.cost-out-of-range") \
    X(NOT_HEX, "pack.not-hex") \
    X(UNKNOWN_ADDRESS, "pack.unknown-address") \
    X(UNKNOWN_AT_ONCE, "pack.unknown-at-once") \
    X(UNKNOWN_OWNER, "pack.unknown-owner") \
    X(UNKNOWN_ACCESS, "pack.unknown-access") \
    X(UNKNOWN_FORM, "pack.unknown-form") \
    X(UNKNOWN_YES_NO, "pack.unknown-yes-no") \
    X(UNKNOWN_RULE, "pack.unknown-rule") \
    X(UNKNOWN_COMPLETION, "pack.unknown-completion") \
    X(UNKNOWN_TIE, "pack.unknown-tie") \
    X(UNKNOWN_LEFT_OVER, "pack.unknown-left-over") \
    X(UNKNOWN_LANGUAGE, "pack.unknown-language") \
    X(UNKNOWN_PLAN_OF, "pack.unknown-plan-of") \
    X(UNKNOWN_NEED, "pack.unknown-need") \
    X(UNKNOWN_ROUND, "pack.unknown-round") \
    X(UNKNOWN_PLAN, "pack.unknown-plan") \
    X(UNKNOWN_QUESTION, "pack.unknown-question") \
    X(UNKNOWN_SHOW, "pack.unknown-show") \
    X(UNKNOWN_STATE, "pack.unknown-state") \
    X(UNKNOWN_TELLING, "pack.unknown-telling") \
    X(CHOICES, "pack.choices") \
    X(NOT_FOR_KIND, "pack.not-for-kind") \
    X(ID_FORM, "pack.id-form") \
    X(ID_TWICE, "pack.id-twice") \
    X(TOO_MANY_FACES, "pack.too-many-faces") \
    X(TOO_MANY_UPDATES, "pack.too-many-updates") \
    X(HELP_MISSING, "pack.help-missing") \
    X(TEXT_KEY, "pack.text-key") \
    X(TEXT_TWICE, "pack.text-twice") \
    X(TEXT_UNKNOWN, "pack.text-unknown") /* these three: pack_texts.h */ \
    X(TEXT_HOLE_MISSING, "pack.text-hole-missing") \
    X(TEXT_HOLE_STRANGE, "pack.text-hole-strange") \
    /* rounds and plans */ \
    X(ROUND_NAME, "pack.round-name") \
    X(TOO_MANY_ROUNDS, "pack.too-many-rounds") \
    X(ROUND_ID_TWICE, "pack.round-id-twice") \
    X(SALT_TWICE, "pack.salt-twice") \
    X(NO_PLANS, "pack.no-plans") \
    X(TOO_MANY_PLANS, "pack.too-many-plans") \
    X(PLAN_TWICE, "pack.plan-number-twice") \
    X(PLAN_OVER_BUDGET, "pack.plan-over-budget") \
    X(CHOOSE_LIMITS, "pack.choose-limits") \
    X(DATE, "pack.not-a-date") \
    X(PHASE_ORDER, "pack.phase-order") \
    X(THEME_NAME, "pack.theme-name") \
    X(THEME_TWICE, "pack.theme-twice") \
    X(THEME_UNUSED, "pack.theme-unused") \
    X(THEME_OVER_BUDGET, "pack.theme-over-budget") \
    X(TOO_MANY_THEMES, "pack.too-many-themes") \
    X(PLAN_OVER_THEME, "pack.plan-over-theme") \
    X(RIVALS, "pack.rivals") \
    X(RIVAL_UNKNOWN, "pack.rival-unknown") \
    X(TOO_MANY_RIVALS, "pack.too-many-rivals") \
    X(RULE_FORM, "pack.rule-form") \
    X(RULE_COMPLETION, "pack.rule-completion") \
    /* keys */ \
    X(KEY_MISSING, "pack.key-missing") \
    X(KEY_DAMAGED, "pack.key-damaged") \
    X(KEY_ROLE, "pack.key-role") \
    X(KEY_ROUND, "pack.key-round") \
    X(KEY_WEAK, "pack.key-weak") \
    X(KEY_SHARED, "pack.key-shared") \
    X(ROOTS_DAMAGED, "pack.roots-damaged") \
    X(ROOTS_UNSIGNED, "pack.roots-unsigned") \
    X(ROOTS_VILLAGE, "pack.roots-village") \
    X(TAGS_MISSING, "pack.tags-missing") \
    X(TAGS_HEADER, "pack.tags-header") \
    X(TAGS_OTHER_ROUND, "pack.tags-other-round") \
    X(TAG_DAMAGED, "pack.tag-damaged") \
    X(TAG_ORDER, "pack.tag-order") \
    X(TAGS_EMPTY, "pack.tags-empty") \
    /* photos */ \
    X(PHOTO_NAME, "pack.photo-name") \
    X(PHOTO_MISSING, "pack.photo-missing") \
    X(PHOTO_DAMAGED, "pack.photo-damaged") \
    X(PHOTO_SIZE, "pack.photo-size")
/* clang-format on */

enum fault_kind {
#define X(name, key) FAULT_##name,
    PACK_FAULTS(X)
#undef X
        FAULT_KINDS
};

const char *fault_key(enum fault_kind kind); /* "pack.file-missing" */

#endif
