// IMAPISupport, as far as a store provider needs it, and the subscriptions behind it.
#include "addr_book.h"
#include "storage.h"

namespace host {

namespace {

struct Subscription {
    Bytes key;
    ULONG events;
    Ref<IMAPIAdviseSink> sink;
};

std::mutex subscriptions_lock;
std::map<ULONG_PTR, Subscription> subscriptions;
// More than 32 bits: a connection that is cut to a ULONG is not found again.
ULONG_PTR next_connection = 0x100000001;

Bytes key_of(LPNOTIFKEY key) { return Bytes(reinterpret_cast<const char *>(key->ab), key->cb); }

const BYTE WRAPPED_UID[] = {
    0x38, 0xa1, 0xbb, 0x10, 0x05, 0xe5, 0x10, 0x1a, 0xa1, 0xbb, 0x08, 0x00, 0x2b, 0x2a, 0x56, 0xc2};

} // namespace

class SupportObject : public Object<IMAPISupport>, Counted {
    Profile &profile;
    std::function<void()> ended;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMAPISup, &IID_IUnknown}) ? static_cast<IMAPISupport *>(this) : nullptr;
    }
    // The provider's last Release: MAPI logs the logon object off.
    ~SupportObject() override {
        if (ended) ended();
    }

public:
    explicit SupportObject(Profile &profile) : profile(profile) {}
    void when_ended(std::function<void()> work) { ended = std::move(work); }

    STDMETHODIMP GetLastError(HRESULT, ULONG, LPMAPIERROR *error) override { return *error = nullptr, S_OK; }
    STDMETHODIMP GetMemAllocRoutines(LPALLOCATEBUFFER *allocate, LPALLOCATEMORE *more, LPFREEBUFFER *free) override {
        *allocate = MEMORY.allocate;
        *more = MEMORY.more;
        *free = MEMORY.free;
        return S_OK;
    }
    STDMETHODIMP Subscribe(LPNOTIFKEY key, ULONG events, ULONG, LPMAPIADVISESINK sink, ULONG_PTR *connection) override {
        if (!key || !sink || !connection) return MAPI_E_INVALID_PARAMETER;
        std::lock_guard<std::mutex> held(subscriptions_lock);
        subscriptions[ *connection = next_connection++] = {key_of(key), events, Ref<IMAPIAdviseSink>::to(sink)};
        return S_OK;
    }
    STDMETHODIMP Unsubscribe(ULONG_PTR connection) override {
        Ref<IMAPIAdviseSink> sink; // released without the lock
        std::lock_guard<std::mutex> held(subscriptions_lock);
        const auto at = subscriptions.find(connection);
        if (at == subscriptions.end()) return MAPI_E_NOT_FOUND;
        sink = at->second.sink;
        subscriptions.erase(at);
        return S_OK;
    }
    STDMETHODIMP Notify(LPNOTIFKEY key, ULONG count, LPNOTIFICATION notifications, ULONG *flags) override {
        if (!key || !notifications) return MAPI_E_INVALID_PARAMETER;
        std::vector<Subscription> told;
        {
            std::lock_guard<std::mutex> held(subscriptions_lock);
            for (const auto &entry : subscriptions)
                if (entry.second.key == key_of(key)) told.push_back(entry.second);
        }
        for (const Subscription &subscription : told)
            for (ULONG at = 0; at < count; ++at)
                if (subscription.events & notifications[at].ulEventType)
                    subscription.sink->OnNotify(1, &notifications[at]);
        if (flags) *flags = 0;
        return S_OK;
    }
    STDMETHODIMP ModifyStatusRow(ULONG count, LPSPropValue values, ULONG flags) override {
        Props row;
        for (ULONG at = 0; at < count; ++at) put(row, taken(values[at]));
        if (!(flags & STATUSROW_UPDATE)) profile.status_rows.push_back(row);
        else if (!profile.status_rows.empty())
            for (const auto &entry : row) profile.status_rows.back()[entry.first] = entry.second;
        return S_OK;
    }
    STDMETHODIMP OpenProfileSection(LPMAPIUID uid, ULONG flags, LPPROFSECT *section) override {
        if (uid) return MAPI_E_NOT_FOUND;
        if (profile.while_section_opens) profile.while_section_opens();
        return *section = open_section(profile, (flags & MAPI_MODIFY) != 0), S_OK;
    }
    STDMETHODIMP RegisterPreprocessor(LPMAPIUID, LPTSTR, LPTSTR, LPSTR, LPSTR, ULONG) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP NewUID(LPMAPIUID uid) override {
        static BYTE next = 1;
        std::memset(uid, 0x42, sizeof *uid);
        uid->ab[0] = next++;
        return S_OK;
    }
    STDMETHODIMP MakeInvalid(ULONG, LPVOID, ULONG, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SpoolerYield(ULONG) override { return S_OK; }
    STDMETHODIMP SpoolerNotify(ULONG, LPVOID) override { return S_OK; }
    STDMETHODIMP CreateOneOff(LPTSTR, LPTSTR, LPTSTR, ULONG, ULONG *, LPENTRYID *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP SetProviderUID(LPMAPIUID uid, ULONG) override { return profile.registered.push_back(*uid), S_OK; }
    STDMETHODIMP CompareEntryIDs(ULONG, LPENTRYID, ULONG, LPENTRYID, ULONG, ULONG *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP OpenTemplateID(ULONG, LPENTRYID, ULONG, LPMAPIPROP, LPCIID, LPMAPIPROP *, LPMAPIPROP) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP OpenEntry(ULONG, LPENTRYID, LPCIID, ULONG, ULONG *, LPUNKNOWN *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP GetOneOffTable(ULONG, LPMAPITABLE *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Address(ULONG_PTR *window, LPADRPARM parms, LPADRLIST *list) override {
        return show_addresses(window, parms, list);
    }
    STDMETHODIMP Details(ULONG_PTR *window, LPFNDISMISS, LPVOID, ULONG size, LPENTRYID id, LPFNBUTTON, LPVOID,
        LPTSTR text, ULONG flags) override {
        return show_details(window, size, id, text, flags);
    }
    STDMETHODIMP NewEntry(ULONG_PTR, ULONG, ULONG, LPENTRYID, ULONG, LPENTRYID, ULONG *, LPENTRYID *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP DoConfigPropsheet(ULONG_PTR, ULONG, LPTSTR, LPMAPITABLE, LPMAPIPROP, ULONG) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP CopyMessages(LPCIID, LPVOID, LPENTRYLIST, LPCIID, LPVOID, ULONG_PTR, LPMAPIPROGRESS, ULONG) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP CopyFolder(
        LPCIID, LPVOID, ULONG, LPENTRYID, LPCIID, LPVOID, LPTSTR, ULONG_PTR, LPMAPIPROGRESS, ULONG) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP DoCopyTo(LPCIID, LPVOID, ULONG, LPCIID, LPSPropTagArray, ULONG_PTR, LPMAPIPROGRESS, LPCIID, LPVOID,
        ULONG, LPSPropProblemArray *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP DoCopyProps(LPCIID, LPVOID, LPSPropTagArray, ULONG_PTR, LPMAPIPROGRESS, LPCIID, LPVOID, ULONG,
        LPSPropProblemArray *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP DoProgressDialog(ULONG_PTR, ULONG, LPMAPIPROGRESS *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP ReadReceipt(ULONG, LPMESSAGE, LPMESSAGE *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP PrepareSubmit(LPMESSAGE, ULONG *) override { return S_OK; }
    STDMETHODIMP ExpandRecips(LPMESSAGE, ULONG *flags) override { return *flags = profile.recipient_needs, S_OK; }
    STDMETHODIMP UpdatePAB(ULONG, LPMESSAGE) override { return S_OK; }
    STDMETHODIMP DoSentMail(ULONG, LPMESSAGE) override { return S_OK; }
    STDMETHODIMP OpenAddressBook(LPCIID, ULONG flags, LPADRBOOK *book) override {
        return open_address_book(flags, book);
    }
    STDMETHODIMP Preprocess(ULONG, ULONG, LPENTRYID) override { return S_OK; }
    STDMETHODIMP CompleteMsg(ULONG, ULONG, LPENTRYID) override { return S_OK; }
    STDMETHODIMP StoreLogoffTransports(ULONG *flags) override {
        return profile.transport_logoffs.push_back(*flags), *flags = 0, S_OK;
    }
    STDMETHODIMP StatusRecips(LPMESSAGE, LPADRLIST) override { return S_OK; }
    STDMETHODIMP WrapStoreEntryID(ULONG size, LPENTRYID id, ULONG *wrapped_size, LPENTRYID *wrapped) override {
        return guarded([&] {
            check(size != 0 && id && wrapped_size && wrapped, MAPI_E_INVALID_PARAMETER);
            Bytes bytes(4, '\0');
            bytes.append(reinterpret_cast<const char *>(WRAPPED_UID), sizeof WRAPPED_UID);
            bytes.append(2, '\0');
            bytes += profile.dll_name;
            bytes.push_back('\0');
            bytes.resize((bytes.size() + 3) / 4 * 4, '\0');
            bytes.append(reinterpret_cast<const char *>(id), size);
            Answer answer(MEMORY);
            std::memcpy(answer.take(bytes.size()), bytes.data(), bytes.size());
            *wrapped_size = static_cast<ULONG>(bytes.size());
            answer.give(wrapped);
            return S_OK;
        });
    }
    STDMETHODIMP ModifyProfile(ULONG) override { return ++profile.profile_changes, S_OK; }
    STDMETHODIMP IStorageFromStream(LPUNKNOWN, LPCIID, ULONG, LPSTORAGE *storage) override {
        const Ref<IMalloc> malloc = [] { Ref<IMalloc> made; return *made.out() = new_malloc(), made; }();
        return *storage = new_storage(malloc.get(), 7), S_OK;
    }
    STDMETHODIMP GetSvcConfigSupportObj(ULONG, LPMAPISUP *support) override {
        return *support = new SupportObject(profile), S_OK;
    }
};

SupportObject *new_support(Profile &profile) { return new SupportObject(profile); }
LPMAPISUP as_interface(SupportObject *support) { return support; }
void when_ended(SupportObject *support, std::function<void()> ended) { support->when_ended(std::move(ended)); }

ULONG references(IUnknown *object) {
    object->AddRef();
    return object->Release();
}

namespace {

class Sink : public Object<IMAPIAdviseSink>, Counted {
    Heard &heard;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMAPIAdviseSink, &IID_IUnknown}) ? static_cast<IMAPIAdviseSink *>(this) : nullptr;
    }

public:
    explicit Sink(Heard &heard) : heard(heard) {}
    STDMETHODIMP_(ULONG) OnNotify(ULONG count, LPNOTIFICATION notifications) override {
        std::lock_guard<std::mutex> held(heard.lock);
        for (ULONG at = 0; at < count; ++at) {
            const NOTIFICATION &told = notifications[at];
            heard.events.push_back(told.ulEventType);
            if (told.ulEventType == fnevTableModified) heard.table_events.push_back(told.info.tab.ulTableEvent);
        }
        return S_OK;
    }
};

} // namespace

LPMAPIADVISESINK new_sink(Heard &heard) { return new Sink(heard); }

} // namespace host
