// Notifications, the status object, and the service entry point.
#include "host.h"

namespace host {

void check_notifications(Opened &opened, IMAPIFolder *folder) {
    Heard by_logon, by_store, by_table;
    Ref<IMAPIAdviseSink> logon_sink, store_sink, table_sink;
    *logon_sink.out() = new_sink(by_logon);
    *store_sink.out() = new_sink(by_store);
    *table_sink.out() = new_sink(by_table);
    ULONG_PTR one = UNWRITTEN, two = UNWRITTEN, three = 0;
    const ULONG events = fnevObjectCreated | fnevObjectDeleted | fnevObjectModified;
    succeeds(
        opened.logon->Advise(0, nullptr, events, logon_sink.get(), &one), "notifications: Advise of the logon object");
    succeeds(opened.store->Advise(0, nullptr, events, store_sink.get(), &two), "notifications: Advise of the store");
    expect(one != 0 && two != 0 && one != two, "notifications: connections of their own, not zero [LOGON-19]");
    expect(is_whole(one) && is_whole(two), "notifications: a connection has all bytes of a ULONG_PTR");
    expect(references(logon_sink.get()) > 1, "notifications: the sink is kept [LOGON-19]");
    Ref<IMAPITable> table;
    const bool watches = SUCCEEDED(folder->GetContentsTable(MAPI_UNICODE, table.out())) && table &&
                         SUCCEEDED(table->Advise(fnevTableModified, table_sink.get(), &three));
    Ref<IMessage> message;
    if (!succeeds(folder->CreateMessage(nullptr, 0, message.out()), "notifications: CreateMessage") || !message) return;
    set(message.get(), {text(PR_SUBJECT_W, u"New")}, "notifications: SetProps");
    succeeds(message->SaveChanges(KEEP_OPEN_READWRITE), "notifications: SaveChanges");
    expect(by_logon.count(fnevObjectCreated) >= 1, "notifications: the logon object's sink hears of a new message");
    expect(by_store.count(fnevObjectCreated) >= 1, "notifications: the store's sink, too");
    if (watches)
        expect(by_table.count(TABLE_ROW_ADDED) + by_table.count(TABLE_CHANGED) >= 1,
            "notifications: and the table's, of a row");
    succeeds(opened.logon->Unadvise(one), "notifications: Unadvise of the logon object");
    succeeds(opened.store->Unadvise(two), "notifications: Unadvise of the store");
    if (watches) succeeds(table->Unadvise(three), "notifications: Unadvise of the table");
    const size_t before = by_logon.count(fnevObjectDeleted);
    Bytes id = bytes_of(message.get(), PR_ENTRYID);
    SBinary entry{static_cast<ULONG>(id.size()), reinterpret_cast<LPBYTE>(&id[0])};
    SBinaryArray list{1, &entry};
    succeeds(folder->DeleteMessages(&list, 0, nullptr, 0), "notifications: DeleteMessages");
    expect(by_logon.count(fnevObjectDeleted) == before, "notifications: nothing after Unadvise [LOGON-20]");
    for (IMAPIAdviseSink *sink : {logon_sink.get(), store_sink.get(), table_sink.get()})
        expect(references(sink) == 1, "notifications: the sink is given back [LOGON-20]");
    expect(FAILED(opened.logon->Unadvise(one)), "notifications: a connection ends once");
}

void check_status(Opened &opened, const Profile &profile) {
    Ref<IMAPIStatus> status;
    ULONG type = 0;
    const HRESULT code =
        opened.logon->OpenStatusEntry(nullptr, MAPI_MODIFY, &type, reinterpret_cast<LPVOID *>(status.out()));
    if (!expect(code == S_OK && status && type == MAPI_STATUS,
            "status: OpenStatusEntry, also for writing [STATUS-11] [STATUS-12]"))
        return;
    const std::optional<Value> kind = get(status.get(), PR_OBJECT_TYPE);
    expect(kind && kind->number() == static_cast<LONG>(MAPI_STATUS), "status: its type [STATUS-13]");
    if (!profile.status_rows.empty())
        for (ULONG tag : {PR_DISPLAY_NAME_W, PR_STATUS_CODE, PR_RESOURCE_METHODS}) {
            const Value *in_row = cppmapi::find(profile.status_rows[0], tag);
            const std::optional<Value> own = get(status.get(), tag);
            expect(in_row && own && in_row->items == own->items,
                "status: " + hex(static_cast<HRESULT>(tag)) + " as in the row [STATUS-13]");
        }
    succeeds(status->ValidateState(0, SUPPRESS_UI), "status: ValidateState [STATUS-08]");
    answers(status->ValidateState(0, 0x40000000), MAPI_E_UNKNOWN_FLAGS,
        "status: ValidateState with a flag that there is not [STATUS-08]");
    const std::optional<Value> methods = get(status.get(), PR_RESOURCE_METHODS);
    const ULONG bits = methods ? static_cast<ULONG>(methods->number()) : 0;
    expect((bits & STATUS_FLUSH_QUEUES) == 0, "status: FlushQueues is not for stores [STATUS-07]");
    answers(status->FlushQueues(0, 0, nullptr, 0), MAPI_E_NO_SUPPORT, "status: and fails [STATUS-07]");
    WCHAR no[] = {'n', 'o', 0};
    const HRESULT changed =
        status->ChangePassword(reinterpret_cast<LPTSTR>(no), reinterpret_cast<LPTSTR>(no), MAPI_UNICODE);
    expect((changed == MAPI_E_NO_SUPPORT) == !(bits & STATUS_CHANGE_PASSWORD),
        "status: ChangePassword works exactly if it is said to [STATUS-07]");
    expect(FAILED(changed), "status: and not with a wrong password [STATUS-10]");
}

static HRESULT call_service(
    const Library &library, Profile &profile, ULONG context, const std::vector<Value> &values, bool *said) {
    SupportObject *own = new_support(profile);
    LPMAPISUP support = as_interface(own);
    LPPROVIDERADMIN admin = new_admin(profile);
    Answer answer(MEMORY);
    SPropValue *given = values.empty() ? nullptr : answer.take_of<SPropValue>(values.size());
    for (size_t at = 0; at < values.size(); ++at) give(given[at], values[at].tag, &values[at], MAPI_UNICODE, answer);
    LPMAPIERROR error = nullptr;
    const HRESULT code = library.service(
        nullptr, nullptr, support, 0, MAPI_UNICODE, context, static_cast<ULONG>(values.size()), given, admin, &error);
    *said = error != nullptr;
    if (error && expect(ledger::is_root(error), "service: a MAPIERROR that can be freed [ERR-05]")) MEMORY.free(error);
    expect(references(support) == 1, "service: no reference on its support object [PROFILE-20]");
    expect(references(admin) == 1, "service: nor on the administration");
    admin->Release();
    support->Release();
    return code;
}

void check_service(const Library &library, const Options &options) {
    Profile profile;
    bool said = false;
    const HRESULT nothing = call_service(library, profile, MSG_SERVICE_CONFIGURE, {}, &said);
    answers(nothing, MAPI_E_UNCONFIGURED, "service: CONFIGURE with nothing, and nobody to ask [PROFILE-21]");
    expect(said, "service: and it says why");
    if (!options.configuration.empty()) {
        succeeds(call_service(library, profile, MSG_SERVICE_CONFIGURE, options.configuration, &said),
            "service: CONFIGURE with its data [PROFILE-21]");
        for (const Value &value : options.configuration) {
            const Value *held = cppmapi::find(profile.section, value.tag);
            expect(held && held->items == value.items,
                "service: " + hex(static_cast<HRESULT>(value.tag)) + " is in the section");
        }
    }
    for (ULONG context : {MSG_SERVICE_INSTALL, MSG_SERVICE_DELETE, MSG_SERVICE_UNINSTALL})
        succeeds(call_service(library, profile, context, {}, &said),
            "service: context " + std::to_string(context) + " [PROFILE-23]");
    for (ULONG context : {MSG_SERVICE_PROVIDER_CREATE, MSG_SERVICE_PROVIDER_DELETE}) {
        const HRESULT code = call_service(library, profile, context, {}, &said);
        expect(
            code == S_OK || code == MAPI_E_NO_SUPPORT, "service: context " + std::to_string(context) + " [PROFILE-23]");
    }
}

} // namespace host
