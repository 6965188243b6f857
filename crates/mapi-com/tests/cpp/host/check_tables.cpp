// Everything that a table can be asked.
#include "host.h"
#include <algorithm>

namespace host {

namespace {

struct Asked {
    IMAPITable *table;
    const ULONG column; // of strings
    const std::string whose;

    bool is(bool holds, const std::string &what) { return expect(holds, whose + ": " + what); }
    ULONG count() {
        ULONG counts[] = {static_cast<ULONG>(UNWRITTEN), 0x5A5A5A5A};
        succeeds(table->GetRowCount(0, &counts[0]), whose + ": GetRowCount");
        if (counts[1] != 0x5A5A5A5A) is(false, "GetRowCount writes a ULONG and nothing beside it");
        if (!is_whole(counts[0])) is(false, "GetRowCount writes all of a ULONG");
        return counts[0];
    }
    std::vector<Text> texts() {
        std::vector<Text> found;
        for (const Props &row : rows(table, {column}))
            found.push_back(row.empty() ? Text() : row.begin()->second.text());
        return found;
    }
    ULONG restricted(SRestriction &restriction, const std::string &what) {
        succeeds(table->Restrict(&restriction, 0), whose + ": Restrict by " + what);
        return count();
    }
    ULONG position() {
        ULONG row = 0, numerator = 0, denominator = 0;
        succeeds(table->QueryPosition(&row, &numerator, &denominator), whose + ": QueryPosition");
        return row;
    }
};

SPropValue text_value(ULONG tag, const Text &text) {
    SPropValue value{};
    value.ulPropTag = tag;
    value.Value.lpszW = reinterpret_cast<LPWSTR>(const_cast<char16_t *>(text.c_str()));
    return value;
}

void check_sorting(Asked &asked) {
    for (ULONG direction : {TABLE_SORT_ASCEND, TABLE_SORT_DESCEND}) {
        SSortOrderSet order{1, 0, 0, {{asked.column, direction}}};
        if (!succeeds(asked.table->SortTable(&order, 0), asked.whose + ": SortTable")) return;
        std::vector<Text> shown = asked.texts();
        if (direction == TABLE_SORT_DESCEND) std::reverse(shown.begin(), shown.end());
        const auto lower = [](Text text) {
            for (char16_t &unit : text)
                if (unit >= u'A' && unit <= u'Z') unit = static_cast<char16_t>(unit + 32);
            return text;
        };
        const bool by_bytes = std::is_sorted(shown.begin(), shown.end());
        const bool by_letters = std::is_sorted(
            shown.begin(), shown.end(), [&](const Text &a, const Text &b) { return lower(a) < lower(b); });
        asked.is(by_bytes || by_letters, "rows in their order");
        Got<SSortOrderSet> answer;
        succeeds(asked.table->QuerySortOrder(answer.out()), asked.whose + ": QuerySortOrder");
        asked.is(answer && answer->cSorts == 1 && answer->aSort[0].ulPropTag == asked.column &&
                     answer->aSort[0].ulOrder == direction,
            "the order it was given");
    }
}

void check_restrictions(Asked &asked, const Text &first, ULONG all) {
    SPropValue value = text_value(asked.column, first);
    SRestriction property{}, content{}, exist{}, not_exist{}, both{}, either{}, size{}, compared{}, mask{};
    property.rt = RES_PROPERTY;
    property.res.resProperty = {RELOP_EQ, asked.column, &value};
    const ULONG same = asked.restricted(property, "property");
    asked.is(same >= 1 && same <= all, "rows with the value of the first");
    asked.is(asked.texts() == std::vector<Text>(same, first), "and no others");
    const Text part = first.substr(0, 3);
    SPropValue beginning = text_value(asked.column, part);
    content.rt = RES_CONTENT;
    content.res.resContent = {FL_PREFIX | FL_IGNORECASE, asked.column, &beginning};
    asked.is(asked.restricted(content, "content") >= same, "at least those by their beginning");
    exist.rt = RES_EXIST;
    exist.res.resExist = {0, asked.column, 0};
    asked.is(asked.restricted(exist, "existence") == all, "all rows have the property");
    not_exist.rt = RES_NOT;
    not_exist.res.resNot = {0, &exist};
    asked.is(asked.restricted(not_exist, "not") == 0, "none has it not");
    SRestriction two[2] = {property, exist}, other[2] = {not_exist, property};
    both.rt = RES_AND;
    both.res.resAnd = {2, two};
    asked.is(asked.restricted(both, "and") == same, "those of both");
    either.rt = RES_OR;
    either.res.resOr = {2, other};
    asked.is(asked.restricted(either, "or") == same, "those of either");
    size.rt = RES_SIZE;
    size.res.resSize = {RELOP_GE, asked.column, 0};
    asked.is(asked.restricted(size, "size") == all, "all of no size or more");
    compared.rt = RES_COMPAREPROPS;
    compared.res.resCompareProps = {RELOP_EQ, asked.column, asked.column};
    asked.is(asked.restricted(compared, "compared properties") == all, "all are as themselves");
    mask.rt = RES_BITMASK;
    mask.res.resBitMask = {BMR_NEZ, PR_OBJECT_TYPE, 0x7};
    const ULONG masked = asked.restricted(mask, "mask");
    exist.res.resExist.ulPropTag = PR_OBJECT_TYPE;
    asked.is(masked == asked.restricted(exist, "existence of a type"), "all that have a type have a bit of it");
    exist.res.resExist.ulPropTag = asked.column;
    succeeds(asked.table->Restrict(nullptr, 0), asked.whose + ": Restrict with nothing");
    asked.is(asked.count() == all, "all rows again");
    asked.table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr);
    succeeds(asked.table->FindRow(&property, BOOKMARK_BEGINNING, 0), asked.whose + ": FindRow");
    SRestriction none{};
    none.rt = RES_NOT;
    none.res.resNot = {0, &exist};
    answers(asked.table->FindRow(&none, BOOKMARK_BEGINNING, 0), MAPI_E_NOT_FOUND,
        asked.whose + ": FindRow of what is not there");
}

void check_places(Asked &asked, ULONG all) {
    IMAPITable *table = asked.table;
    LONG sought = 77;
    succeeds(table->SeekRow(BOOKMARK_END, -1, &sought), asked.whose + ": SeekRow backwards");
    asked.is(sought == -1 && asked.position() == all - 1, "one row back");
    BOOKMARK mark = 0;
    if (succeeds(table->CreateBookmark(&mark), asked.whose + ": CreateBookmark")) {
        asked.is(mark > BOOKMARK_END, "a bookmark of its own");
        table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr);
        succeeds(table->SeekRow(mark, 0, &sought), asked.whose + ": SeekRow to a bookmark");
        asked.is(asked.position() == all - 1, "where it was set");
        succeeds(table->FreeBookmark(mark), asked.whose + ": FreeBookmark");
        answers(table->SeekRow(mark, 0, &sought), MAPI_E_INVALID_BOOKMARK,
            asked.whose + ": SeekRow to a bookmark that is gone");
    }
    succeeds(table->SeekRowApprox(0, 1), asked.whose + ": SeekRowApprox");
    asked.is(asked.position() == 0, "the beginning");
    LPSRowSet set = nullptr;
    for (ULONG flags : {TBL_NOADVANCE, ULONG{0}}) {
        if (!succeeds(table->QueryRows(1, flags, &set), asked.whose + ": QueryRows of one")) return;
        if (!asked.is(set != nullptr, "S_OK comes with rows [MEM-04]")) return;
        asked.is(set->cRows == 1 && ledger::is_root(set), "one row, in a block that can be freed");
        if (set->cRows == 1) {
            asked.is(ledger::is_root(set->aRow[0].lpProps), "each row is a block of its own [MEM-03]");
            if (ledger::is_root(set->aRow[0].lpProps)) MEMORY.free(set->aRow[0].lpProps);
        }
        MEMORY.free(set);
        asked.is(asked.position() == (flags ? 0u : 1u), "and the place after it");
    }
    answers(table->QueryRows(0, 0, &set), MAPI_E_INVALID_PARAMETER, asked.whose + ": QueryRows of none");
    ULONG status = static_cast<ULONG>(UNWRITTEN), type = static_cast<ULONG>(UNWRITTEN);
    succeeds(table->GetStatus(&status, &type), asked.whose + ": GetStatus");
    asked.is(status == TBLSTAT_COMPLETE && type <= TBLTYPE_DYNAMIC, "complete, of a known type");
}

} // namespace

void check_tables(IMAPITable *table, ULONG column, const std::string &whose) {
    Asked asked{table, column, whose};
    const ULONG all = asked.count();
    const std::vector<Text> texts = asked.texts();
    if (!asked.is(texts.size() == all && all > 0, "as many rows as it counts")) return;
    Got<SPropTagArray> columns, every;
    succeeds(table->QueryColumns(0, columns.out()), whose + ": QueryColumns");
    asked.is(columns && columns->cValues == 1 && columns->aulPropTag[0] == column, "the columns that were set");
    succeeds(table->QueryColumns(TBL_ALL_COLUMNS, every.out()), whose + ": QueryColumns of all");
    asked.is(every && every->cValues >= 1, "all that there are");
    check_places(asked, all);
    check_restrictions(asked, texts[0], all);
    check_sorting(asked);
}

} // namespace host
