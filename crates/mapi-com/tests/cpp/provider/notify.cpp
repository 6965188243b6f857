// Registrations and what they are told, by way of MAPI's Subscribe and Notify.
#include "inside.h"
#include "mutant.h"
#include "table.h"

namespace cppmapi {

// One key for each object of each store, in whatever process.
struct Key {
    Bytes bytes;

    Key(const Bytes &path, ULONG number) {
        const ULONG size = static_cast<ULONG>(path.size() + sizeof number);
        bytes.assign(reinterpret_cast<const char *>(&size), sizeof size);
        bytes.append(reinterpret_cast<const char *>(&number), sizeof number);
        bytes += path;
    }
    LPNOTIFKEY get() { return reinterpret_cast<LPNOTIFKEY>(&bytes[0]); }
};

HRESULT Inside::advise(ULONG size, LPENTRYID id, ULONG events, LPMAPIADVISESINK sink, ULONG_PTR *connection) {
    check(sink && connection, MAPI_E_INVALID_PARAMETER);
    check_open();
    if (is_mutant("advise-answers-zero")) {
        *connection = 0;
        return S_OK;
    }
    Id object;
    object.number = WHOLE_STORE;
    if (size != 0) {
        check(decode(size, id, object) && object.path == file->path, MAPI_E_UNKNOWN_ENTRYID);
        if (object.kind == Kind::Store) object.number = WHOLE_STORE;
    }
    Key key(file->path, object.number);
    ULONG_PTR made = 0;
    check(support()->Subscribe(key.get(), events, 0, sink, &made));
    if (is_mutant("sink-kept")) sink->AddRef();
    if (is_mutant("connection-cut-to-32-bits")) made = static_cast<ULONG>(made);
    std::lock_guard<std::mutex> held(lock);
    connections.insert(made);
    if (is_mutant("connection-in-32-bits")) std::memcpy(connection, &made, sizeof(ULONG));
    else *connection = made;
    return S_OK;
}

HRESULT Inside::unadvise(ULONG_PTR connection) {
    {
        std::lock_guard<std::mutex> held(lock);
        check(kept != nullptr, MAPI_E_INVALID_OBJECT);
        check(connections.erase(connection) == 1, MAPI_E_INVALID_PARAMETER);
    }
    if (is_mutant("unadvise-does-nothing")) return S_OK;
    return support()->Unsubscribe(connection);
}

static void point(ULONG &size, LPENTRYID &id, Bytes &bytes) {
    size = static_cast<ULONG>(bytes.size());
    id = reinterpret_cast<LPENTRYID>(&bytes[0]);
}

// The store, the object and its parent have registrations of their own. Tables learn of it after that.
void Inside::tell(ULONG event, Kind kind, ULONG number, ULONG parent) {
    const Ref<IMAPISupport> support = this->support();
    Bytes id = file->id(kind, number), parent_id = file->id(Kind::Folder, parent);
    NOTIFICATION notification{};
    notification.ulEventType = event;
    OBJECT_NOTIFICATION &object = notification.info.obj;
    object.ulObjType = kind == Kind::Folder ? MAPI_FOLDER : MAPI_MESSAGE;
    point(object.cbEntryID, object.lpEntryID, id);
    if (parent != 0) point(object.cbParentID, object.lpParentID, parent_id);
    std::set<ULONG> told{WHOLE_STORE, number, parent};
    for (ULONG who : told) {
        Key key(file->path, who);
        ULONG flags = 0;
        support->Notify(key.get(), 1, &notification, &flags);
    }
    for (const Ref<Table> &table : live_tables()) table->refresh();
}

} // namespace cppmapi
