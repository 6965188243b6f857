// Values of every type, named properties, recipients and attachments: written, saved and read again.
#include "host.h"

namespace host {

namespace {

Bytes bytes(std::initializer_list<int> values) {
    Bytes found;
    for (int byte : values) found.push_back(static_cast<char>(byte));
    return found;
}

Bytes utf16(const Text &text) { return Bytes(reinterpret_cast<const char *>(text.data()), text.size() * 2); }

std::vector<Value> every_type() {
    const Bytes two = bytes({1, 2}), four = bytes({1, 2, 3, 4}), eight = bytes({1, 2, 3, 4, 5, 6, 7, 8});
    const Bytes one_and_a_half = bytes({0, 0, 0, 0, 0, 0, 0xF8, 0x3F}), float_one = bytes({0, 0, 0x80, 0x3F});
    const Bytes guid = bytes({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    ULONG id = 0x6700;
    const auto tag = [&](ULONG type) { return PROP_TAG(type, id++); };
    std::vector<Value> values{
        {tag(PT_I2), {two}},
        {tag(PT_LONG), {four}},
        {tag(PT_R4), {float_one}},
        {tag(PT_DOUBLE), {one_and_a_half}},
        {tag(PT_CURRENCY), {eight}},
        {tag(PT_APPTIME), {one_and_a_half}},
        {tag(PT_BOOLEAN), {bytes({1, 0})}},
        {tag(PT_I8), {eight}},
        {tag(PT_UNICODE), {utf16(u"\u00e4 \u4e2d \U0001F600")}},
        {tag(PT_SYSTIME), {eight}},
        {tag(PT_CLSID), {guid}},
        {tag(PT_BINARY), {bytes({0, 1, 0, 2})}},
        {tag(PT_BINARY), {Bytes()}},
        {tag(PT_UNICODE), {Bytes()}},
        {tag(PT_MV_I2), {two, two}},
        {tag(PT_MV_LONG), {four, four, four}},
        {tag(PT_MV_R4), {float_one}},
        {tag(PT_MV_DOUBLE), {one_and_a_half, one_and_a_half}},
        {tag(PT_MV_CURRENCY), {eight}},
        {tag(PT_MV_APPTIME), {one_and_a_half}},
        {tag(PT_MV_I8), {eight, eight}},
        {tag(PT_MV_SYSTIME), {eight, eight}},
        {tag(PT_MV_CLSID), {guid, guid}},
        {tag(PT_MV_BINARY), {bytes({1}), Bytes(), bytes({2, 3})}},
        {tag(PT_MV_UNICODE), {utf16(u"one"), Bytes(), utf16(u"\u4e2d")}},
    };
    return values;
}

Ref<IMessage> again(IMAPIFolder *folder, IMessage *message, ULONG flags) {
    Bytes id = bytes_of(message, PR_ENTRYID);
    Ref<IMessage> opened;
    ULONG type = 0;
    succeeds(folder->OpenEntry(static_cast<ULONG>(id.size()), reinterpret_cast<LPENTRYID>(&id[0]), nullptr, flags,
                 &type, reinterpret_cast<LPUNKNOWN *>(opened.out())),
        "values: opened again");
    return opened;
}

void check_names(IMessage *message) {
    GUID set{0x11223344, 0x5566, 0x7788, {1, 2, 3, 4, 5, 6, 7, 8}};
    WCHAR name[] = {'N', 'a', 'm', 'e', 0};
    MAPINAMEID by_text{}, by_number{};
    by_text.lpguid = by_number.lpguid = &set;
    by_text.ulKind = MNID_STRING;
    by_text.Kind.lpwstrName = name;
    by_number.ulKind = MNID_ID;
    by_number.Kind.lID = 0x8123;
    LPMAPINAMEID wanted[] = {&by_text, &by_number};
    Got<SPropTagArray> tags;
    const HRESULT code = message->GetIDsFromNames(2, wanted, MAPI_CREATE, tags.out());
    if (code == MAPI_E_NO_SUPPORT) return skipped("names: not supported");
    if (!expect(code == S_OK && tags && tags->cValues == 2, "names: GetIDsFromNames, " + hex(code))) return;
    expect(PROP_ID(tags->aulPropTag[0]) >= 0x8000 && tags->aulPropTag[0] != tags->aulPropTag[1],
        "names: two identifiers of the named range");
    host::set(message, {text(CHANGE_PROP_TYPE(tags->aulPropTag[0], PT_UNICODE), u"named")},
        "names: SetProps of a named property");
    LPSPropTagArray asked = tags.get();
    ULONG count = 0;
    Got<LPMAPINAMEID> names;
    succeeds(message->GetNamesFromIDs(&asked, nullptr, 0, &count, names.out()), "names: GetNamesFromIDs");
    if (!expect(count == 2 && names, "names: two names")) return;
    const MAPINAMEID *first = names.get()[0], *second = names.get()[1];
    expect(first && first->ulKind == MNID_STRING && std::memcmp(first->Kind.lpwstrName, name, sizeof name) == 0,
        "names: the text");
    expect(second && second->ulKind == MNID_ID && second->Kind.lID == 0x8123 &&
               std::memcmp(second->lpguid, &set, sizeof set) == 0,
        "names: the number and its set");
}

ADRLIST *recipients(Answer &answer, const std::vector<Props> &rows) {
    ADRLIST *list = static_cast<ADRLIST *>(answer.take(CbNewADRLIST(rows.size())));
    for (const Props &row : rows) {
        ADRENTRY &entry = list->aEntries[list->cEntries++];
        entry.rgPropVals = answer.take_of<SPropValue>(row.size());
        for (const auto &value : row)
            give(entry.rgPropVals[entry.cValues++], value.second.tag, &value.second, MAPI_UNICODE, answer);
    }
    return list;
}

Props recipient(const char16_t *name, LONG type) {
    Props row;
    put(row, text(PR_DISPLAY_NAME_W, name));
    put(row, text(PR_ADDRTYPE_W, u"SMTP"));
    put(row, text(PR_EMAIL_ADDRESS_W, u"somebody@example.org"));
    put(row, number(PR_RECIPIENT_TYPE, type));
    return row;
}

std::vector<Props> recipients_of(IMessage *message) {
    Ref<IMAPITable> table;
    if (FAILED(message->GetRecipientTable(MAPI_UNICODE, table.out())) || !table) return {};
    return rows(table.get(), {PR_ROWID, PR_DISPLAY_NAME_W, PR_RECIPIENT_TYPE});
}

void check_recipients(IMessage *message) {
    Answer one(MEMORY), two(MEMORY);
    succeeds(message->ModifyRecipients(0, recipients(one, {recipient(u"Ann", MAPI_TO)})), "recipients: set");
    succeeds(
        message->ModifyRecipients(MODRECIP_ADD, recipients(two, {recipient(u"Bob", MAPI_CC)})), "recipients: one more");
    std::vector<Props> held = recipients_of(message);
    if (!expect(held.size() == 2, "recipients: two")) return;
    Props changed = recipient(u"Carl", MAPI_CC);
    put(changed, *cppmapi::find(held[1], PR_ROWID));
    Answer three(MEMORY), four(MEMORY);
    succeeds(message->ModifyRecipients(MODRECIP_MODIFY, recipients(three, {changed})), "recipients: changed");
    Props gone = recipient(u"Ann", MAPI_TO);
    put(gone, *cppmapi::find(held[0], PR_ROWID));
    succeeds(message->ModifyRecipients(MODRECIP_REMOVE, recipients(four, {gone})), "recipients: one less");
    held = recipients_of(message);
    expect(held.size() == 1 && cppmapi::find(held[0], PR_DISPLAY_NAME_W)->text() == u"Carl",
        "recipients: the one that was changed");
}

void check_new_attachment(IMessage *message) {
    ULONG number = 77;
    Ref<IAttach> attachment;
    if (!succeeds(message->CreateAttach(nullptr, 0, &number, attachment.out()), "attachment: CreateAttach") ||
        !attachment)
        return;
    set(attachment.get(), {text(PR_ATTACH_FILENAME_W, u"new.txt"), cppmapi::number(PR_ATTACH_METHOD, ATTACH_BY_VALUE)},
        "attachment: SetProps");
    Ref<IStream> stream;
    const HRESULT code = attachment->OpenProperty(
        PR_ATTACH_DATA_BIN, &IID_IStream, 0, MAPI_CREATE | MAPI_MODIFY, reinterpret_cast<LPUNKNOWN *>(stream.out()));
    if (expect(code == S_OK && stream, "attachment: a stream for its content, " + hex(code))) {
        ULONG written = 0;
        ULARGE_INTEGER size{}, position{};
        LARGE_INTEGER move{};
        succeeds(stream->Write("0123456789", 10, &written), "attachment: Write");
        expect(written == 10, "attachment: all of it");
        size.QuadPart = 6;
        succeeds(stream->SetSize(size), "attachment: SetSize");
        move.QuadPart = 4;
        succeeds(stream->Seek(move, STREAM_SEEK_SET, &position), "attachment: Seek");
        succeeds(stream->Write("AB", 2, nullptr), "attachment: Write in the middle");
        succeeds(stream->Commit(0), "attachment: Commit");
        stream = Ref<IStream>();
    }
    succeeds(attachment->SaveChanges(KEEP_OPEN_READWRITE), "attachment: SaveChanges");
    succeeds(message->SaveChanges(KEEP_OPEN_READWRITE), "attachment: SaveChanges of its message");
    Ref<IAttach> opened;
    if (succeeds(message->OpenAttach(number, nullptr, 0, opened.out()), "attachment: opened again") && opened) {
        expect(bytes_of(opened.get(), PR_ATTACH_DATA_BIN) == "0123AB", "attachment: its content");
        check_stream(opened.get(), PR_ATTACH_DATA_BIN, "new attachment");
    }
    opened = Ref<IAttach>();
    succeeds(message->DeleteAttach(number, 0, nullptr, 0), "attachment: DeleteAttach");
    expect(FAILED(message->OpenAttach(number, nullptr, 0, opened.out())), "attachment: which is gone");
}

} // namespace

void check_values(IMAPIFolder *folder) {
    Ref<IMessage> message;
    if (!succeeds(folder->CreateMessage(nullptr, 0, message.out()), "values: CreateMessage") || !message) return;
    const std::vector<Value> values = every_type();
    set(message.get(), values, "values: SetProps of every type");
    succeeds(message->SaveChanges(KEEP_OPEN_READWRITE), "values: SaveChanges");
    Ref<IMessage> opened = again(folder, message.get(), MAPI_MODIFY);
    if (!opened) return;
    for (const Value &value : values) {
        const std::optional<Value> held = get(opened.get(), value.tag);
        expect(held && held->items == value.items,
            "values: " + hex(static_cast<HRESULT>(value.tag)) + " as it was written");
    }
    check_names(opened.get());
    Answer answer(MEMORY);
    const Value computed = binary(PR_ENTRYID, "mine");
    SPropValue *one = answer.take_of<SPropValue>();
    give(*one, computed.tag, &computed, 0, answer);
    Got<SPropProblemArray> problems;
    succeeds(opened->SetProps(1, one, problems.out()), "values: SetProps of what the store sets");
    expect(problems && problems->cProblem == 1 && problems->aProblem[0].scode == MAPI_E_COMPUTED &&
               problems->aProblem[0].ulIndex == 0,
        "values: which is a problem");
    expect(one->ulPropTag == PR_ENTRYID && one->Value.bin.cb == 4, "values: what was passed is as it was [MEM-05]");
    struct {
        ULONG cValues, aulPropTag[1];
    } first{1, {values[0].tag}};
    Got<SPropProblemArray> none;
    succeeds(opened->DeleteProps(reinterpret_cast<LPSPropTagArray>(&first), none.out()), "values: DeleteProps");
    expect(!get(opened.get(), values[0].tag), "values: which is gone");
    succeeds(message->SaveChanges(FORCE_SAVE), "values: SaveChanges by force");
}

void check_parts(IMAPIFolder *folder) {
    Ref<IMessage> message;
    if (!succeeds(folder->CreateMessage(nullptr, 0, message.out()), "parts: CreateMessage") || !message) return;
    check_recipients(message.get());
    succeeds(message->SaveChanges(KEEP_OPEN_READWRITE), "parts: SaveChanges");
    expect(recipients_of(again(folder, message.get(), 0).get()).size() == 1, "parts: the recipients are saved");
    check_new_attachment(message.get());
    Ref<IMessage> early = again(folder, message.get(), MAPI_MODIFY), late = again(folder, message.get(), MAPI_MODIFY);
    if (!early || !late) return;
    set(early.get(), {text(PR_SUBJECT_W, u"early")}, "parts: SetProps");
    set(late.get(), {text(PR_SUBJECT_W, u"late")}, "parts: SetProps");
    succeeds(early->SaveChanges(KEEP_OPEN_READWRITE), "parts: SaveChanges of the first");
    answers(late->SaveChanges(KEEP_OPEN_READWRITE), MAPI_E_OBJECT_CHANGED, "parts: SaveChanges over another's");
}

} // namespace host
