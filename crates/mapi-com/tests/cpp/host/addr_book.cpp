// The host's address book, and what it is asked. Everybody's dialogs are answered by how many recipients they are given.
#include "addr_book.h"

namespace host {

namespace {

SPropValue *values_of(Answer &answer, const Text &name, LONG number, ULONG &count) {
    SPropValue *values = answer.take_of<SPropValue>(2);
    const Value shown = text(PR_DISPLAY_NAME_W, name), row = cppmapi::number(PR_ROWID, number);
    give(values[0], shown.tag, &shown, MAPI_UNICODE, answer);
    give(values[1], row.tag, &row, MAPI_UNICODE, answer);
    count = 2;
    return values;
}

// Gives an entry other values, in a block of their own.
void set_entry(ADRENTRY &entry, const Text &name, LONG number) {
    MEMORY.free(entry.rgPropVals);
    Answer answer(MEMORY);
    SPropValue *values = values_of(answer, name, number, entry.cValues);
    answer.give(&values);
    entry.rgPropVals = values;
}

void change_all(LPADRLIST list) {
    for (ULONG at = 0; at < list->cEntries; ++at) set_entry(list->aEntries[at], u"changed", static_cast<LONG>(at));
}

LPADRLIST new_list() {
    Answer set(MEMORY), empty(MEMORY);
    LPADRLIST list = static_cast<LPADRLIST>(set.take(CbNewADRLIST(2)));
    set_entry(list->aEntries[0], u"new", 1);
    SPropValue *none = empty.take_of<SPropValue>();
    empty.give(&none);
    list->aEntries[1].rgPropVals = none;
    list->cEntries = 2;
    set.give(&list);
    return list;
}

void free_list(LPADRLIST list) {
    for (ULONG at = 0; at < list->cEntries; ++at) MEMORY.free(list->aEntries[at].rgPropVals);
    MEMORY.free(list);
}

// A whole dialog, as tests/addresses/uses.rs asks for it.
void check_parms(const ADRPARM &parms) {
    const ULONG width = parms.ulFlags & AB_UNICODEUI ? MAPI_UNICODE : 0;
    const auto is = [&](LPTSTR given, const char16_t *wanted) { return given && argument(given, width) == wanted; };
    expect(parms.cbABContEntryID == 3 && std::memcmp(parms.lpABContEntryID, "\1\2\3", 3) == 0, "dialog: its container");
    expect(is(parms.lpszCaption, u"Wh\u00f6?") && is(parms.lpszNewEntryTitle, u"entry") &&
               is(parms.lpszDestWellsTitle, u"wells"),
        "dialog: its strings, in their width");
    const bool fields = parms.cDestFields == 2 && parms.lppszDestTitles && parms.lpulDestComps;
    if (expect(fields && parms.nDestFieldFocus == 1, "dialog: two fields, the second with the focus"))
        expect(is(parms.lppszDestTitles[0], u"To:") && is(parms.lppszDestTitles[1], u"Cc:") &&
                   parms.lpulDestComps[0] == 1 && parms.lpulDestComps[1] == 2,
            "dialog: titles and types of the fields");
    const SRestriction *contents = parms.lpContRestriction, *hierarchy = parms.lpHierRestriction;
    expect(contents && contents->rt == RES_EXIST && contents->res.resExist.ulPropTag == PR_DISPLAY_NAME_W,
        "dialog: the restriction of its contents");
    expect(hierarchy && hierarchy->rt == RES_NOT && hierarchy->res.resNot.lpRes->rt == RES_EXIST,
        "dialog: and of its hierarchy");
}

class AddressBook : public Object<IAddrBook>, Counted {
    Bytes pab, directory;
    Ref<IMAPIAdviseSink> sink;

    static HRESULT give_id(const Bytes &id, ULONG *size, LPENTRYID *out) {
        *size = static_cast<ULONG>(id.size());
        *out = nullptr;
        if (id.empty()) return S_OK;
        Answer answer(MEMORY);
        std::memcpy(answer.take(id.size()), id.data(), id.size());
        return answer.give(out), S_OK;
    }
    static Bytes bytes(ULONG size, LPENTRYID id) { return Bytes(reinterpret_cast<const char *>(id), size); }

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IAddrBook, &IID_IMAPIProp, &IID_IUnknown}) ? static_cast<IAddrBook *>(this) : nullptr;
    }

public:
    STDMETHODIMP OpenEntry(ULONG, LPENTRYID, LPCIID, ULONG, ULONG *, LPUNKNOWN *object) override {
        return *object = nullptr, MAPI_E_NOT_FOUND;
    }
    STDMETHODIMP CompareEntryIDs(ULONG one, LPENTRYID first, ULONG two, LPENTRYID second, ULONG, ULONG *same) override {
        return *same = bytes(one, first) == bytes(two, second), S_OK;
    }
    STDMETHODIMP Advise(ULONG, LPENTRYID, ULONG, LPMAPIADVISESINK told, ULONG_PTR *connection) override {
        sink = Ref<IMAPIAdviseSink>::to(told);
        NOTIFICATION notification{};
        notification.ulEventType = fnevObjectModified;
        notification.info.obj.ulObjType = MAPI_MAILUSER;
        sink->OnNotify(1, &notification);
        return *connection = 0x100000007, S_OK;
    }
    STDMETHODIMP Unadvise(ULONG_PTR connection) override {
        if (connection != 0x100000007) return MAPI_E_NOT_FOUND;
        return sink = Ref<IMAPIAdviseSink>(), S_OK;
    }
    STDMETHODIMP CreateOneOff(LPTSTR, LPTSTR, LPTSTR address, ULONG flags, ULONG *size, LPENTRYID *id) override {
        return give_id(to_utf8(argument(address, flags)), size, id);
    }
    STDMETHODIMP NewEntry(ULONG_PTR window, ULONG, ULONG container_size, LPENTRYID container, ULONG, LPENTRYID,
        ULONG *size, LPENTRYID *id) override {
        expect(window == 7, "address book: the window of NewEntry");
        return give_id(bytes(container_size, container), size, id);
    }
    STDMETHODIMP ResolveName(ULONG_PTR, ULONG, LPTSTR, LPADRLIST list) override {
        if (list->cEntries == 1) return MAPI_E_AMBIGUOUS_RECIP;
        return change_all(list), S_OK;
    }
    STDMETHODIMP Address(ULONG_PTR *window, LPADRPARM parms, LPADRLIST *list) override {
        return show_addresses(window, parms, list);
    }
    STDMETHODIMP Details(ULONG_PTR *window, LPFNDISMISS, LPVOID, ULONG size, LPENTRYID id, LPFNBUTTON, LPVOID,
        LPTSTR text, ULONG flags) override {
        return show_details(window, size, id, text, flags);
    }
    STDMETHODIMP RecipOptions(ULONG_PTR, ULONG flags, LPADRENTRY entry) override {
        return set_entry(*entry, u"option", static_cast<LONG>(flags)), S_OK;
    }
    STDMETHODIMP QueryDefaultRecipOpt(LPTSTR kind, ULONG flags, ULONG *count, LPSPropValue *options) override {
        Answer answer(MEMORY);
        SPropValue *value = answer.take_of<SPropValue>();
        const Value shown = text(PR_DISPLAY_NAME_W, argument(kind, flags));
        give(*value, shown.tag, &shown, MAPI_UNICODE, answer);
        return *count = 1, answer.give(options), S_OK;
    }
    STDMETHODIMP GetPAB(ULONG *size, LPENTRYID *id) override { return give_id(pab, size, id); }
    STDMETHODIMP SetPAB(ULONG size, LPENTRYID id) override { return pab = bytes(size, id), S_OK; }
    STDMETHODIMP GetDefaultDir(ULONG *size, LPENTRYID *id) override { return give_id(directory, size, id); }
    STDMETHODIMP SetDefaultDir(ULONG size, LPENTRYID id) override { return directory = bytes(size, id), S_OK; }
    STDMETHODIMP GetSearchPath(ULONG, LPSRowSet *path) override {
        Answer set(MEMORY), own(MEMORY);
        SRowSet *rows = static_cast<SRowSet *>(set.take(CbNewSRowSet(1)));
        SPropValue *values = values_of(own, u"path", 1, rows->aRow[0].cValues);
        own.give(&values);
        rows->aRow[0].lpProps = values;
        rows->cRows = 1;
        return set.give(path), S_OK;
    }
    STDMETHODIMP SetSearchPath(ULONG, LPSRowSet path) override {
        return expect(path && path->cRows == 1 && path->aRow[0].cValues == 2, "address book: the path of SetSearchPath"), S_OK;
    }
    STDMETHODIMP PrepareRecips(ULONG, LPSPropTagArray tags, LPADRLIST list) override {
        if (tags) change_all(list);
        return S_OK;
    }
    STDMETHODIMP GetLastError(HRESULT, ULONG, LPMAPIERROR *error) override { return *error = nullptr, S_OK; }
    STDMETHODIMP SaveChanges(ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP GetProps(LPSPropTagArray, ULONG, ULONG *, LPSPropValue *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP GetPropList(ULONG, LPSPropTagArray *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP OpenProperty(ULONG, LPCIID, ULONG, ULONG, LPUNKNOWN *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SetProps(ULONG, LPSPropValue, LPSPropProblemArray *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP DeleteProps(LPSPropTagArray, LPSPropProblemArray *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP CopyTo(ULONG, LPCIID, LPSPropTagArray, ULONG_PTR, LPMAPIPROGRESS, LPCIID, LPVOID, ULONG,
        LPSPropProblemArray *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP CopyProps(
        LPSPropTagArray, ULONG_PTR, LPMAPIPROGRESS, LPCIID, LPVOID, ULONG, LPSPropProblemArray *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP GetNamesFromIDs(LPSPropTagArray *, LPGUID, ULONG, ULONG *, LPMAPINAMEID **) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP GetIDsFromNames(ULONG, LPMAPINAMEID *, ULONG, LPSPropTagArray *) override { return MAPI_E_NO_SUPPORT; }
};

} // namespace

int dialogs_shown = 0;

HRESULT show_addresses(ULONG_PTR *, LPADRPARM parms, LPADRLIST *list) {
    return guarded([&] {
        check(parms && list, MAPI_E_INVALID_PARAMETER);
        ++dialogs_shown;
        const ULONG count = *list ? (*list)->cEntries : 0;
        if (count == 0) return *list = new_list(), S_OK;
        if (count == 1) return free_list(*list), *list = nullptr, S_OK;
        check(count != 2, MAPI_E_USER_CANCEL);
        if (parms->lpszDestWellsTitle) check_parms(*parms);
        return change_all(*list), S_OK;
    });
}

HRESULT show_details(ULONG_PTR *window, ULONG size, LPENTRYID id, LPTSTR, ULONG flags) {
    if (!window || size == 0) return MAPI_E_INVALID_PARAMETER;
    ++dialogs_shown;
    const BYTE first = *reinterpret_cast<const BYTE *>(id);
    if (first == 0) return MAPI_E_UNKNOWN_ENTRYID;
    return flags & 0x10 && first != 1 ? S_FALSE : S_OK; // AB_TELL_DETAILS_CHANGE
}

HRESULT open_address_book(ULONG flags, LPADRBOOK *book) {
    *book = nullptr;
    if (flags > 1) return MAPI_E_UNKNOWN_FLAGS;
    *book = new AddressBook;
    return flags == 0 ? S_OK : MAPI_W_ERRORS_RETURNED;
}

} // namespace host
