#include "host.h"
#include <cstdio>

namespace host {

static int failed = 0;
std::atomic<int> alive{0};

bool expect(bool holds, const std::string &what) {
    std::printf("%s %s\n", holds ? "ok  " : "FAIL", what.c_str());
    std::fflush(stdout); // a crash takes nothing along
    failed += !holds;
    return holds;
}

void skipped(const std::string &what) { std::printf("skip %s\n", what.c_str()); }
int failures() { return failed + static_cast<int>(ledger::complaints()); }

std::string hex(HRESULT code) {
    char text[16];
    std::snprintf(text, sizeof text, "0x%08X", static_cast<unsigned>(code));
    return text;
}

bool answers(HRESULT code, HRESULT expected, const std::string &what) {
    return expect(
        code == expected, what + (code == expected ? "" : ": " + hex(code) + " in place of " + hex(expected)));
}

std::optional<Value> get(IMAPIProp *object, ULONG tag) {
    SPropTagArray tags{1, {tag}};
    ULONG count = 0;
    Got<SPropValue> values;
    const HRESULT code = object->GetProps(&tags, MAPI_UNICODE, &count, values.out());
    if (FAILED(code) || count != 1 || !values || PROP_TYPE(values->ulPropTag) == PT_ERROR) return std::nullopt;
    return taken(*values.get());
}

Bytes bytes_of(IMAPIProp *object, ULONG tag) {
    const std::optional<Value> value = get(object, tag);
    return value ? value->bytes() : Bytes();
}

bool set(IMAPIProp *object, const std::vector<Value> &values, const std::string &what) {
    Answer answer(MEMORY);
    SPropValue *given = answer.take_of<SPropValue>(values.size());
    for (size_t at = 0; at < values.size(); ++at) give(given[at], values[at].tag, &values[at], MAPI_UNICODE, answer);
    Got<SPropProblemArray> problems;
    const HRESULT code = object->SetProps(static_cast<ULONG>(values.size()), given, problems.out());
    return succeeds(code, what) && expect(!problems, what + ": no problem");
}

std::vector<Props> rows(IMAPITable *table, const std::vector<ULONG> &columns) {
    std::vector<Props> found;
    Answer answer(MEMORY);
    SPropTagArray *tags = static_cast<SPropTagArray *>(answer.take(CbNewSPropTagArray(columns.size())));
    for (ULONG tag : columns) tags->aulPropTag[tags->cValues++] = tag;
    if (FAILED(table->SetColumns(tags, 0)) || FAILED(table->SeekRow(BOOKMARK_BEGINNING, 0, nullptr))) return found;
    for (;;) {
        LPSRowSet set = nullptr;
        if (FAILED(table->QueryRows(3, 0, &set)) || !set) return found;
        const ULONG count = set->cRows;
        for (ULONG at = 0; at < count; ++at) {
            Props row;
            const SRow &from = set->aRow[at];
            for (ULONG column = 0; column < from.cValues; ++column)
                if (PROP_TYPE(from.lpProps[column].ulPropTag) != PT_ERROR) put(row, taken(from.lpProps[column]));
            found.push_back(row);
            MEMORY.free(from.lpProps); // each row is a block of its own [MEM-03]
        }
        MEMORY.free(set);
        if (count == 0) return found;
    }
}

Ref<IMAPIFolder> open_folder(IMsgStore *store, const Bytes &id, ULONG flags) {
    Ref<IMAPIFolder> folder;
    ULONG type = 0;
    Bytes copy = id;
    LPENTRYID entry = copy.empty() ? nullptr : reinterpret_cast<LPENTRYID>(&copy[0]);
    const HRESULT code = store->OpenEntry(static_cast<ULONG>(copy.size()), entry, &IID_IMAPIFolder, flags, &type,
        reinterpret_cast<LPUNKNOWN *>(folder.out()));
    expect(code == S_OK && type == MAPI_FOLDER && folder,
        "OpenEntry of a folder: object, its type and S_OK, " + hex(code));
    return folder;
}

} // namespace host
