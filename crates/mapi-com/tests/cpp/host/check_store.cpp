// The store object, and a walk through its folders and messages.
#include "host.h"

namespace host {

static const ULONG REQUIRED[] = {PR_DISPLAY_NAME_W, PR_ENTRYID, PR_OBJECT_TYPE, PR_RECORD_KEY, PR_STORE_ENTRYID,
    PR_STORE_RECORD_KEY, PR_MDB_PROVIDER, PR_STORE_SUPPORT_MASK};

// Whether each half of a character has its other half.
static bool is_utf16(const char16_t *text) {
    for (; *text; ++text) {
        const char16_t kind = *text & 0xFC00;
        if (kind == 0xDC00 || (kind == 0xD800 && (*++text & 0xFC00) != 0xDC00)) return false;
    }
    return true;
}

// What GetProps answers is one block: the array can be freed, and all strings and bytes hang on it [MEM-01].
static void check_block(const SPropValue *values, ULONG count, const std::string &whose) {
    bool roots = ledger::is_root(values), hang = true, written = true, whole = true;
    for (ULONG at = 0; at < count; ++at) {
        const SPropValue &value = values[at];
        const ULONG type = PROP_TYPE(value.ulPropTag);
        const void *block = nullptr;
        if (type == PT_UNICODE) block = value.Value.lpszW;
        if (type == PT_STRING8) block = value.Value.lpszA;
        if (type == PT_BINARY) block = value.Value.bin.lpb;
        const bool empty = type == PT_BINARY && value.Value.bin.cb == 0;
        // A part may lie within the first block, but it is never a block of its own.
        if (block && !empty) hang = hang && !ledger::is_root(block);
        if (type == PT_UNICODE) whole = whole && is_utf16(reinterpret_cast<const char16_t *>(value.Value.lpszW));
        // Fresh memory is 0xCD.
        if (type == PT_SYSTIME) written = written && value.Value.ft.dwHighDateTime != 0xCDCDCDCD;
        if (type == PT_BOOLEAN) written = written && value.Value.b >> 8 != 0xCD;
        if (type == PT_LONG) written = written && static_cast<ULONG>(value.Value.l) >> 16 != 0xCDCD;
    }
    expect(roots, whose + ": GetProps answers a block that can be freed [MEM-01]");
    expect(whole, whose + ": and its wide strings are UTF-16");
    expect(written, whose + ": and every byte of its values is written [MEM-01]");
    expect(hang, whose + ": and nothing in it is a block of its own [MEM-01]");
}

static void check_widths(IMAPIProp *object, const std::string &whose) {
    struct {
        ULONG cValues, aulPropTag[2];
    } tags{2, {PR_DISPLAY_NAME_A, PR_DISPLAY_NAME_W}};
    ULONG count = 0;
    Got<SPropValue> values;
    const HRESULT code = object->GetProps(reinterpret_cast<LPSPropTagArray>(&tags), 0, &count, values.out());
    if (code == MAPI_E_BAD_CHARWIDTH) return skipped(whose + ": one width only");
    if (!expect(code == S_OK && count == 2 && values, whose + ": a name in both widths, " + hex(code))) return;
    const SPropValue *both = values.get();
    expect(both[0].ulPropTag == PR_DISPLAY_NAME_A && both[1].ulPropTag == PR_DISPLAY_NAME_W,
        whose + ": each in the width of its tag [ERR-07]");
    if (both[0].ulPropTag == PR_DISPLAY_NAME_A && both[1].ulPropTag == PR_DISPLAY_NAME_W)
        expect(taken(both[0]).text() == taken(both[1]).text(), whose + ": the same name in both");
}

static void check_props(IMAPIProp *object, const std::string &whose) {
    ULONG count = 0;
    Got<SPropValue> all;
    if (succeeds(object->GetProps(nullptr, MAPI_UNICODE, &count, all.out()), whose + ": GetProps of all"))
        check_block(all.get(), count, whose);
    Got<SPropTagArray> list;
    if (succeeds(object->GetPropList(MAPI_UNICODE, list.out()), whose + ": GetPropList")) {
        expect(ledger::is_root(list.get()), whose + ": the list is a block that can be freed [MEM-01]");
        expect(ledger::is_root(list.get()) && list->cValues >= count, whose + ": the list has what GetProps answers");
    }
    struct {
        ULONG cValues, aulPropTag[2];
    } tags{2, {PR_OBJECT_TYPE, PROP_TAG(PT_LONG, 0x6FFE)}};
    Got<SPropValue> some;
    answers(object->GetProps(reinterpret_cast<LPSPropTagArray>(&tags), 0, &count, some.out()), MAPI_W_ERRORS_RETURNED,
        whose + ": a warning where a value is missing");
    if (count == 2 && some) {
        const SPropValue &missing = some.get()[1];
        expect(PROP_TYPE(missing.ulPropTag) == PT_ERROR && missing.Value.err == MAPI_E_NOT_FOUND,
            whose + ": and its code in place of it");
    }
    expect(tags.cValues == 2 && tags.aulPropTag[0] == PR_OBJECT_TYPE, whose + ": the tags are as they were [MEM-05]");
    LPMAPIERROR error = reinterpret_cast<LPMAPIERROR>(1);
    succeeds(object->GetLastError(S_OK, 0, &error), whose + ": GetLastError with nothing to say [ERR-06]");
    expect(error == nullptr || ledger::is_root(error), whose + ": no MAPIERROR, or one that can be freed [ERR-06]");
    if (ledger::is_root(error)) MEMORY.free(error);
}

void check_store(Opened &opened) {
    IMsgStore *store = opened.store.get();
    for (ULONG tag : REQUIRED)
        expect(get(store, tag).has_value(), "store: has " + hex(static_cast<HRESULT>(tag)) + " [LOGON-15]");
    expect(bytes_of(store, PR_ENTRYID).substr(4, 4) == Bytes("\x38\xa1\xbb\x10", 4),
        "store: its identifier is wrapped [EID-09]");
    expect(
        bytes_of(store, PR_ENTRYID) == bytes_of(store, PR_STORE_ENTRYID), "store: both identifiers are one [EID-14]");
    check_props(store, "store");
    check_widths(store, "store");
    const std::optional<Value> mask = get(store, PR_STORE_SUPPORT_MASK);
    opened.mask = mask ? static_cast<ULONG>(mask->number()) : 0;
    // An object beside an error is never read, so it would never be given back.
    LPUNKNOWN object = nullptr;
    ULONG type = 0;
    Bytes nobodys(24, 'x');
    const HRESULT code = store->OpenEntry(24, reinterpret_cast<LPENTRYID>(&nobodys[0]), nullptr, 0, &type, &object);
    expect(FAILED(code), "store: OpenEntry of nobody's identifier fails");
    expect(object == nullptr, "store: and gives no object [MEM-04]");
    ULONG flags = 0;
    answers(store->StoreLogoff(&flags), MAPI_E_INVALID_PARAMETER, "store: StoreLogoff without a flag [SHUT-04]");
}

struct Walk {
    Opened &opened;
    int folders = 0, messages = 0;
    bool tables_checked = false, message_checked = false;

    void agree(IMAPIProp *object, const Props &row, const std::string &whose) {
        for (ULONG tag : {PR_ENTRYID, PR_RECORD_KEY, PR_OBJECT_TYPE, PR_DISPLAY_NAME_W, PR_SUBJECT_W}) {
            const Value *in_row = cppmapi::find(row, tag);
            const std::optional<Value> own = get(object, tag);
            if (in_row && own && in_row->items != own->items)
                expect(false, whose + ": " + hex(static_cast<HRESULT>(tag)) + " as in its row [OBS-01]");
        }
        expect(bytes_of(object, PR_STORE_RECORD_KEY) == bytes_of(opened.store.get(), PR_RECORD_KEY),
            whose + ": belongs to the store [EID-14]");
        const std::optional<Value> level = get(object, PR_ACCESS_LEVEL);
        expect(level && level->number() == 0, whose + ": read-only where nothing is asked [LOGON-17]");
    }

    void message(IMAPIFolder *folder, const Props &row) {
        const Value *id = cppmapi::find(row, PR_ENTRYID);
        Ref<IMessage> message;
        ULONG type = 0;
        Bytes copy = "x" + (id ? id->bytes() : Bytes()); // at an odd address [EID-16]
        const HRESULT code =
            folder->OpenEntry(static_cast<ULONG>(copy.size() - 1), reinterpret_cast<LPENTRYID>(&copy[1]), &IID_IMessage,
                0, &type, reinterpret_cast<LPUNKNOWN *>(message.out()));
        if (!expect(code == S_OK && message && type == MAPI_MESSAGE, "walk: a message opens by its row")) return;
        ++messages;
        agree(message.get(), row, "message");
        if (std::exchange(message_checked, true)) return;
        check_props(message.get(), "message");
        check_message(message.get());
    }

    void folder(IMAPIFolder *here) {
        ++folders;
        const Bytes id = bytes_of(here, PR_ENTRYID);
        expect(
            id.size() > 20 && id.substr(0, 4) == Bytes(4, '\0'), "walk: a long-term identifier has no flags [EID-03]");
        Ref<IMAPITable> contents, hierarchy;
        if (succeeds(here->GetContentsTable(MAPI_UNICODE, contents.out()), "walk: a contents table") && contents) {
            const std::vector<Props> found =
                rows(contents.get(), {PR_ENTRYID, PR_RECORD_KEY, PR_OBJECT_TYPE, PR_SUBJECT_W});
            if (found.size() > 1 && !std::exchange(tables_checked, true))
                check_tables(contents.get(), PR_SUBJECT_W, "contents table");
            for (const Props &row : found) message(here, row);
        }
        if (!succeeds(here->GetHierarchyTable(MAPI_UNICODE, hierarchy.out()), "walk: a hierarchy table") || !hierarchy)
            return;
        const std::vector<Props> found =
            rows(hierarchy.get(), {PR_ENTRYID, PR_RECORD_KEY, PR_OBJECT_TYPE, PR_DISPLAY_NAME_W});
        if (found.size() > 2) check_tables(hierarchy.get(), PR_DISPLAY_NAME_W, "hierarchy table");
        for (const Props &row : found) {
            const Value *child = cppmapi::find(row, PR_ENTRYID);
            Ref<IMAPIFolder> below = open_folder(opened.store.get(), child ? child->bytes() : Bytes(), 0);
            if (!below || folders > 20) continue;
            agree(below.get(), row, "folder");
            folder(below.get());
        }
    }
};

void check_walk(Opened &opened) {
    Ref<IMAPIFolder> root = open_folder(opened.store.get(), Bytes(), 0), by_logon;
    if (!root) return;
    ULONG type = 0;
    succeeds(opened.logon->OpenEntry(0, nullptr, nullptr, 0, &type, reinterpret_cast<LPUNKNOWN *>(by_logon.out())),
        "walk: the logon object opens the root folder, too [LOGON-16]");
    if (by_logon)
        expect(bytes_of(by_logon.get(), PR_ENTRYID) == bytes_of(root.get(), PR_ENTRYID),
            "walk: and it is the same [LOGON-16]");
    check_props(root.get(), "root folder");
    Walk walk{opened};
    walk.folder(root.get());
    expect(walk.folders > 0,
        "walk: " + std::to_string(walk.folders) + " folders, " + std::to_string(walk.messages) + " messages");
    Bytes id = bytes_of(root.get(), PR_ENTRYID);
    LPENTRYID entry = reinterpret_cast<LPENTRYID>(&id[0]);
    const ULONG size = static_cast<ULONG>(id.size());
    ULONG result = 7;
    succeeds(opened.logon->CompareEntryIDs(size, entry, size, entry, 0, &result),
        "CompareEntryIDs: of the logon object [EID-12]");
    expect(result == TRUE, "CompareEntryIDs: a folder is itself [EID-12]");
}

} // namespace host
