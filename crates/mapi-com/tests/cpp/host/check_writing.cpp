// What can be made and changed in a store that was opened for writing.
#include "logon.h"

namespace host {

namespace {

Ref<IMAPIFolder> new_folder(IMAPIFolder *parent, const char16_t *name, HRESULT expected = S_OK) {
    Ref<IMAPIFolder> folder;
    Text copy = name;
    const HRESULT code = parent->CreateFolder(
        FOLDER_GENERIC, reinterpret_cast<LPTSTR>(&copy[0]), nullptr, nullptr, MAPI_UNICODE, folder.out());
    answers(code, expected, "writing: CreateFolder");
    expect(static_cast<bool>(folder) == (code == S_OK), "writing: a folder exactly with S_OK [MEM-04]");
    return folder;
}

Ref<IMessage> new_message(IMAPIFolder *folder, const char16_t *subject) {
    Ref<IMessage> message;
    if (!succeeds(folder->CreateMessage(nullptr, 0, message.out()), "writing: CreateMessage") || !message)
        return message;
    set(message.get(), {text(PR_SUBJECT_W, subject)}, "writing: SetProps of a subject");
    succeeds(message->SaveChanges(KEEP_OPEN_READWRITE), "writing: SaveChanges");
    return message;
}

std::vector<Bytes> ids(IMAPIFolder *folder) {
    std::vector<Bytes> found;
    Ref<IMAPITable> table;
    if (FAILED(folder->GetContentsTable(0, table.out())) || !table) return found;
    for (const Props &row : rows(table.get(), {PR_ENTRYID}))
        found.push_back(row.empty() ? Bytes() : row.begin()->second.bytes());
    return found;
}

struct List {
    std::vector<Bytes> held;
    std::vector<SBinary> entries;
    SBinaryArray list{};

    explicit List(std::vector<Bytes> ids) : held(std::move(ids)) {
        for (Bytes &id : held) entries.push_back({static_cast<ULONG>(id.size()), reinterpret_cast<LPBYTE>(&id[0])});
        list = {static_cast<ULONG>(entries.size()), entries.data()};
    }
    LPENTRYLIST get() { return &list; }
};

void check_copies(IMAPIFolder *from, IMAPIFolder *to, const Bytes &id) {
    List one({id});
    succeeds(from->CopyMessages(one.get(), nullptr, to, 0, nullptr, 0), "writing: CopyMessages");
    const std::vector<Bytes> copied = ids(to);
    if (expect(copied.size() == 1, "writing: one copy"))
        expect(copied[0] != id, "writing: with an identifier of its own [EID-18]");
    List copy(copied);
    succeeds(to->DeleteMessages(copy.get(), 0, nullptr, 0), "writing: DeleteMessages");
    succeeds(from->CopyMessages(one.get(), nullptr, to, 0, nullptr, MESSAGE_MOVE), "writing: CopyMessages that moves");
    expect(ids(from).empty() && ids(to) == std::vector<Bytes>{id}, "writing: moved, with its identifier [EID-18]");
    ULONG old = 77, now = 77;
    Bytes bytes = id;
    LPENTRYID entry = reinterpret_cast<LPENTRYID>(&bytes[0]);
    const ULONG size = static_cast<ULONG>(bytes.size());
    succeeds(to->SetMessageStatus(size, entry, MSGSTATUS_TAGGED, MSGSTATUS_TAGGED, &old), "writing: SetMessageStatus");
    succeeds(to->GetMessageStatus(size, entry, 0, &now), "writing: GetMessageStatus");
    expect(old == 0 && now == MSGSTATUS_TAGGED, "writing: the status before and after");
    succeeds(to->SetReadFlags(one.get(), 0, nullptr, CLEAR_READ_FLAG), "writing: SetReadFlags");
    List lost({id.substr(0, id.size() - 1)});
    const HRESULT code = to->DeleteMessages(lost.get(), 0, nullptr, 0);
    expect(
        code == MAPI_W_PARTIAL_COMPLETION || FAILED(code), "writing: DeleteMessages of nobody's message, " + hex(code));
    expect(ids(to).size() == 1, "writing: which leaves the others");
}

void check_folders(IMAPIFolder *top) {
    Ref<IMAPIFolder> one = new_folder(top, u"One"), other = new_folder(top, u"Other");
    if (!one || !other) return;
    new_folder(top, u"One", MAPI_E_COLLISION);
    Ref<IMessage> message = new_message(one.get(), u"To be moved");
    if (!message) return;
    const Bytes id = bytes_of(message.get(), PR_ENTRYID), folder = bytes_of(one.get(), PR_ENTRYID);
    expect(ids(one.get()) == std::vector<Bytes>{id}, "writing: the message is in the table");
    check_copies(one.get(), other.get(), id);
    set(one.get(), {text(PR_DISPLAY_NAME_W, u"Renamed \u00e4\u4e2d")}, "writing: SetProps of a folder's name");
    expect(get(one.get(), PR_DISPLAY_NAME_W)->text() == u"Renamed \u00e4\u4e2d", "writing: the new name");
    expect(bytes_of(one.get(), PR_ENTRYID) == folder, "writing: and the old identifier [EID-18]");
    Bytes bytes = bytes_of(other.get(), PR_ENTRYID);
    LPENTRYID entry = reinterpret_cast<LPENTRYID>(&bytes[0]);
    answers(top->DeleteFolder(static_cast<ULONG>(bytes.size()), entry, 0, nullptr, 0), MAPI_E_HAS_MESSAGES,
        "writing: DeleteFolder of one with messages");
    succeeds(top->DeleteFolder(static_cast<ULONG>(bytes.size()), entry, 0, nullptr, DEL_MESSAGES),
        "writing: DeleteFolder with its messages");
    Ref<IMAPIFolder> gone;
    ULONG type = 0;
    expect(FAILED(top->OpenEntry(static_cast<ULONG>(bytes.size()), entry, nullptr, 0, &type,
               reinterpret_cast<LPUNKNOWN *>(gone.out()))) &&
               !gone,
        "writing: which is gone");
}

void check_copy_to(IMAPIFolder *folder) {
    Ref<IMessage> source = new_message(folder, u"Source"), target = new_message(folder, u"Target");
    if (!source || !target) return;
    set(source.get(), {text(PR_BODY_W, u"Copied")}, "copying: SetProps");
    struct {
        ULONG cValues, aulPropTag[1];
    } excluded{1, {PR_SUBJECT_W}}, included{1, {PR_SUBJECT_W}};
    Got<SPropProblemArray> problems;
    succeeds(source->CopyTo(0, nullptr, reinterpret_cast<LPSPropTagArray>(&excluded), 0, nullptr, &IID_IMessage,
                 target.get(), 0, problems.out()),
        "copying: CopyTo");
    const std::optional<Value> body = get(target.get(), PR_BODY_W), subject = get(target.get(), PR_SUBJECT_W);
    expect(body && body->text() == u"Copied" && subject && subject->text() == u"Target",
        "copying: all but what was excluded");
    Got<SPropProblemArray> more;
    succeeds(source->CopyProps(
                 reinterpret_cast<LPSPropTagArray>(&included), 0, nullptr, &IID_IMessage, target.get(), 0, more.out()),
        "copying: CopyProps");
    expect(get(target.get(), PR_SUBJECT_W)->text() == u"Source", "copying: what was included");
    expect(references(target.get()) == 1, "copying: no reference is kept on the destination [MEM-07]");
    Profile other;
    other.bound = std::this_thread::get_id();
    Ref<IProfSect> elsewhere;
    *elsewhere.out() = open_section(other, true);
    Got<SPropProblemArray> third;
    const HRESULT code = source->CopyProps(
        reinterpret_cast<LPSPropTagArray>(&included), 0, nullptr, &IID_IMAPIProp, elsewhere.get(), 0, third.out());
    if (code == S_OK)
        expect(cppmapi::find(other.section, PR_SUBJECT_W) != nullptr, "copying: to somebody else's object");
    else skipped("copying: not to somebody else's object, " + hex(code));
    expect(other.foreign_calls == 0, "copying: the destination is called on the caller's thread [INIT-18]");
    expect(references(elsewhere.get()) == 1, "copying: and not kept [MEM-07]");
}

} // namespace

void check_writing(Opened &opened) {
    const Bytes top_id = bytes_of(opened.store.get(), PR_IPM_SUBTREE_ENTRYID);
    Ref<IMAPIFolder> top = open_folder(opened.store.get(), top_id, MAPI_MODIFY);
    if (!top) return;
    Ref<IMAPIFolder> own = new_folder(top.get(), u"Made by the host");
    if (!own) return;
    check_folders(own.get());
    check_copy_to(own.get());
    check_identifiers(own.get());
    check_values(own.get());
    check_parts(own.get());
    if (opened.mask & STORE_NOTIFY_OK) check_notifications(opened, own.get());
    else skipped("notifications: the store sends none");
    Ref<IMAPIFolder> read_only = open_folder(opened.store.get(), bytes_of(own.get(), PR_ENTRYID), 0);
    const Value name = text(PR_DISPLAY_NAME_W, u"No");
    Answer answer(MEMORY);
    SPropValue *value = answer.take_of<SPropValue>();
    give(*value, name.tag, &name, 0, answer);
    Got<SPropProblemArray> problems;
    if (read_only)
        expect(FAILED(read_only->SetProps(1, value, problems.out())),
            "writing: refused where it was not asked for [LOGON-17]");
    Bytes id = bytes_of(own.get(), PR_ENTRYID);
    succeeds(top->DeleteFolder(static_cast<ULONG>(id.size()), reinterpret_cast<LPENTRYID>(&id[0]), 0, nullptr,
                 DEL_MESSAGES | DEL_FOLDERS),
        "writing: DeleteFolder of all that was made");
}

} // namespace host
