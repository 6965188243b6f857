// Opening by identifier, for logon object, store and folders.
#include "mutant.h"
#include "objects.h"

namespace cppmapi {

HRESULT Inside::open_entry(ULONG size, LPENTRYID bytes, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *out) {
    check(type && out, MAPI_E_INVALID_PARAMETER);
    const ULONG before = *type;
    *out = nullptr;
    check_open();
    Id id{file->path, Kind::Folder, ROOT};
    const bool known = size == 0 || decode(size, bytes, id);
    if (!known && is_mutant("object-beside-an-error")) *out = open_folder(shared_from_this(), ROOT, false);
    check(known, MAPI_E_UNKNOWN_ENTRYID);
    // Stores are opened through the session.
    check(id.kind != Kind::Store, MAPI_E_UNKNOWN_ENTRYID);
    if (id.path != file->path) {
        // MAPI knows one logon object for the MAPIUID; it has to find the stores beside it [EID-08].
        const std::shared_ptr<Inside> sibling = open->inside(role, id.path);
        check(sibling != nullptr && !is_mutant("siblings-not-asked"), MAPI_E_NOT_FOUND);
        return sibling->open_entry(size, bytes, iid, flags, type, out);
    }
    if (is_mutant("null-object")) return *type = MAPI_FOLDER, S_OK;
    const bool write = is_mutant("read-only-asked-write-given") || granted(flags);
    if (id.kind == Kind::Folder) {
        check(is_one_of(iid, {&IID_IMAPIFolder, &IID_IMAPIContainer, &IID_IMAPIProp, &IID_IUnknown}),
            MAPI_E_INTERFACE_NOT_SUPPORTED);
        *out = open_folder(shared_from_this(), id.number, write);
        *type = MAPI_FOLDER;
    } else {
        check(is_one_of(iid, {&IID_IMessage, &IID_IMAPIProp, &IID_IUnknown}), MAPI_E_INTERFACE_NOT_SUPPORTED);
        *out = open_message(shared_from_this(), id.number, write);
        *type = MAPI_MESSAGE;
    }
    if (is_mutant("object-type-not-written")) *type = before;
    if (is_mutant("object-kept")) (*out)->AddRef();
    if (is_mutant("object-over-released")) (*out)->AddRef(), (*out)->Release(), (*out)->Release();
    return S_OK;
}

} // namespace cppmapi
