#include "errors.h"
#include "mutant.h"
#include <chrono>
#include <cstdlib>
#include <thread>
#include "objects.h"

namespace cppmapi {

Props StoreObject::read() {
    inside->check_open();
    Props props = inside->store_props();
    inside->file->read([&](const Data &data) {
        for (const auto &entry : data.props) props.insert(entry);
    });
    if (is_mutant("record-key-missing")) props.erase(PROP_ID(PR_RECORD_KEY));
    if (is_mutant("store-id-not-wrapped"))
        put(props, binary(PR_ENTRYID, encoded({inside->file->path, Kind::Store, 0})));
    return props;
}

bool StoreObject::computed(ULONG tag) const { return inside->store_props().count(PROP_ID(tag)) != 0; }

bool StoreObject::required(ULONG tag) const {
    return PROP_ID(tag) == PROP_ID(PR_DISPLAY_NAME_W) || PROP_ID(tag) == PROP_ID(PR_VALID_FOLDER_MASK);
}

// A new name goes into the profile first: the two have to agree [PROFILE-13].
void StoreObject::change(const std::function<void(Props &)> &work) {
    const Text before = inside->display_name();
    Props changed = inside->file->read([](const Data &data) { return data.props; });
    work(changed);
    const Text after = changed.at(PROP_ID(PR_DISPLAY_NAME_W)).text();
    if (before != after) inside->rename(after);
    inside->file->change([&](Data &data) { work(data.props); });
}

// The store called "extended" cannot say its state, and says why [ERR-17].
STDMETHODIMP StoreObject::GetProps(LPSPropTagArray tags, ULONG flags, ULONG *count, LPSPropValue *values) {
    if (is_mutant("exception-at-the-vtable") && tags) throw 42;
    const bool asks = tags && tags->cValues == 1 && PROP_ID(tags->aulPropTag[0]) == PROP_ID(PR_STORE_STATE);
    if (asks && stem(inside->file->path) == "extended") {
        std::lock_guard<std::mutex> held(lock);
        last_error = u"The state of the store is not known.";
        return MAPI_E_EXTENDED_ERROR;
    }
    return PropObject::GetProps(tags, flags, count, values);
}

STDMETHODIMP StoreObject::GetLastError(HRESULT code, ULONG flags, LPMAPIERROR *error) {
    return guarded([&] {
        check(error != nullptr, MAPI_E_INVALID_PARAMETER);
        *error = nullptr;
        if (is_mutant("last-error-fails")) return MAPI_E_NO_SUPPORT;
        std::lock_guard<std::mutex> held(lock);
        if (FAILED(code) && !last_error.empty()) *error = error_of(inside->memory, last_error, flags);
        return S_OK;
    });
}

STDMETHODIMP StoreObject::Advise(ULONG size, LPENTRYID id, ULONG events, LPMAPIADVISESINK sink, ULONG_PTR *connection) {
    return guarded([&] { return inside->advise(size, id, events, sink, connection); });
}

STDMETHODIMP StoreObject::Unadvise(ULONG_PTR connection) {
    return guarded([&] { return inside->unadvise(connection); });
}

STDMETHODIMP StoreObject::CompareEntryIDs(
    ULONG size1, LPENTRYID id1, ULONG size2, LPENTRYID id2, ULONG, ULONG *result) {
    return guarded([&] { return inside->compare(size1, id1, size2, id2, result); });
}

STDMETHODIMP StoreObject::OpenEntry(ULONG size, LPENTRYID id, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *out) {
    if (is_mutant("crash")) *reinterpret_cast<volatile int *>(size) = 1;
    if (is_mutant("process-ended")) std::_Exit(3);
    while (is_mutant("hang")) std::this_thread::sleep_for(std::chrono::seconds(1));
    return guarded([&] { return inside->open_entry(size, id, iid, flags, type, out); });
}

// Everything arrives in the folder called Inbox.
STDMETHODIMP StoreObject::GetReceiveFolder(LPTSTR, ULONG flags, ULONG *size, LPENTRYID *id, LPTSTR *explicit_class) {
    return guarded([&] {
        check(size && id, MAPI_E_INVALID_PARAMETER);
        inside->check_open();
        const ULONG inbox = inside->file->read([](const Data &data) {
            for (const auto &entry : data.folders)
                if (entry.second.props.at(PROP_ID(PR_DISPLAY_NAME_W)).text() == u"Inbox") return entry.first;
            return ULONG{0};
        });
        check(inbox != 0, MAPI_E_NOT_FOUND);
        const Bytes bytes = inside->file->id(Kind::Folder, inbox);
        Answer answer(inside->memory), name(inside->memory);
        std::memcpy(answer.take(bytes.size()), bytes.data(), bytes.size());
        if (explicit_class) {
            name.take((flags & MAPI_UNICODE) ? 2 : 1); // the default folder has the empty class
            name.give(explicit_class);
        }
        *size = static_cast<ULONG>(bytes.size());
        answer.give(id);
        return S_OK;
    });
}

STDMETHODIMP StoreObject::StoreLogoff(ULONG *flags) {
    return guarded([&] { return inside->store_logoff(flags); });
}

} // namespace cppmapi
