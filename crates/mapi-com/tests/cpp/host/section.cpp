// A profile section in memory, and the administration of the providers of a service with one section.
#include "host.h"

namespace host {

namespace {

const MAPIUID SECTION_UID = {{0x51, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};

bool is_secure(ULONG tag) { return PROP_ID(tag) >= 0x67F0 && PROP_ID(tag) <= 0x67FF; }

class SectionObject : public Object<IProfSect>, Counted {
    Profile &profile;
    const bool write;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IProfSect, &IID_IMAPIProp, &IID_IUnknown}) ? static_cast<IProfSect *>(this)
                                                                                : nullptr;
    }

public:
    SectionObject(Profile &profile, bool write) : profile(profile), write(write) {}

    STDMETHODIMP GetLastError(HRESULT, ULONG, LPMAPIERROR *error) override { return *error = nullptr, S_OK; }
    STDMETHODIMP SaveChanges(ULONG) override { return S_OK; }
    STDMETHODIMP GetProps(LPSPropTagArray tags, ULONG flags, ULONG *count, LPSPropValue *values) override {
        return guarded([&] {
            std::vector<ULONG> wanted;
            if (tags) wanted.assign(tags->aulPropTag, tags->aulPropTag + tags->cValues);
            else
                for (const auto &entry : profile.section)
                    if (!is_secure(entry.second.tag)) wanted.push_back(in_width(entry.second.tag, flags));
            Answer answer(MEMORY);
            SPropValue *given = answer.take_of<SPropValue>(wanted.size());
            bool whole = true;
            for (size_t at = 0; at < wanted.size(); ++at)
                whole = give(given[at], wanted[at], cppmapi::find(profile.section, wanted[at]), flags, answer) && whole;
            *count = static_cast<ULONG>(wanted.size());
            answer.give(values);
            return whole ? S_OK : MAPI_W_ERRORS_RETURNED;
        });
    }
    STDMETHODIMP GetPropList(ULONG, LPSPropTagArray *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP OpenProperty(ULONG, LPCIID, ULONG, ULONG, LPUNKNOWN *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SetProps(ULONG count, LPSPropValue values, LPSPropProblemArray *problems) override {
        return guarded([&] {
            if (profile.bound && *profile.bound != std::this_thread::get_id()) ++profile.foreign_calls;
            check(write, MAPI_E_NO_ACCESS);
            for (ULONG at = 0; at < count; ++at) {
                profile.written.push_back(values[at].ulPropTag);
                put(profile.section, taken(values[at]));
            }
            if (problems) *problems = nullptr;
            return S_OK;
        });
    }
    STDMETHODIMP DeleteProps(LPSPropTagArray tags, LPSPropProblemArray *problems) override {
        for (ULONG at = 0; at < tags->cValues; ++at) profile.section.erase(PROP_ID(tags->aulPropTag[at]));
        if (problems) *problems = nullptr;
        return S_OK;
    }
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

// The table of providers: one row, which is read once.
class OneRow : public Object<IMAPITable>, Counted {
    std::vector<ULONG> columns{PR_PROVIDER_UID};
    ULONG at = 0;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMAPITable, &IID_IUnknown}) ? static_cast<IMAPITable *>(this) : nullptr;
    }

public:
    STDMETHODIMP GetLastError(HRESULT, ULONG, LPMAPIERROR *error) override { return *error = nullptr, S_OK; }
    STDMETHODIMP Advise(ULONG, LPMAPIADVISESINK, ULONG_PTR *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Unadvise(ULONG_PTR) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP GetStatus(ULONG *status, ULONG *type) override {
        return *status = TBLSTAT_COMPLETE, *type = TBLTYPE_SNAPSHOT, S_OK;
    }
    STDMETHODIMP SetColumns(LPSPropTagArray tags, ULONG) override {
        return columns.assign(tags->aulPropTag, tags->aulPropTag + tags->cValues), S_OK;
    }
    STDMETHODIMP QueryColumns(ULONG, LPSPropTagArray *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP GetRowCount(ULONG, ULONG *count) override { return *count = 1, S_OK; }
    STDMETHODIMP SeekRow(BOOKMARK, LONG, LONG *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SeekRowApprox(ULONG, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP QueryPosition(ULONG *, ULONG *, ULONG *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP FindRow(LPSRestriction, BOOKMARK, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP Restrict(LPSRestriction, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP CreateBookmark(BOOKMARK *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP FreeBookmark(BOOKMARK) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SortTable(LPSSortOrderSet, ULONG) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP QuerySortOrder(LPSSortOrderSet *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP QueryRows(LONG, ULONG, LPSRowSet *out) override {
        return guarded([&] {
            const ULONG count = at == 0 ? 1 : 0;
            Answer set(MEMORY), row(MEMORY);
            SRowSet *rows = static_cast<SRowSet *>(set.take(CbNewSRowSet(count)));
            rows->cRows = count;
            if (count) {
                const Value uid = binary(PR_PROVIDER_UID, Bytes(reinterpret_cast<const char *>(SECTION_UID.ab), 16));
                rows->aRow[0].lpProps = row.take_of<SPropValue>(columns.size());
                rows->aRow[0].cValues = static_cast<ULONG>(columns.size());
                for (size_t column = 0; column < columns.size(); ++column)
                    give(rows->aRow[0].lpProps[column], columns[column],
                        PROP_ID(columns[column]) == PROP_ID(PR_PROVIDER_UID) ? &uid : nullptr, 0, row);
                LPSPropValue given;
                row.give(&given);
            }
            at = 1;
            set.give(out);
            return S_OK;
        });
    }
    STDMETHODIMP Abort() override { return S_OK; }
    STDMETHODIMP ExpandRow(ULONG, LPBYTE, ULONG, ULONG, LPSRowSet *, ULONG *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP CollapseRow(ULONG, LPBYTE, ULONG, ULONG *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP WaitForCompletion(ULONG, ULONG, ULONG *) override { return S_OK; }
    STDMETHODIMP GetCollapseState(ULONG, ULONG, LPBYTE, ULONG *, LPBYTE *) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP SetCollapseState(ULONG, ULONG, LPBYTE, BOOKMARK *) override { return MAPI_E_NO_SUPPORT; }
};

class Admin : public Object<IProviderAdmin>, Counted {
    Profile &profile;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IProviderAdmin, &IID_IUnknown}) ? static_cast<IProviderAdmin *>(this) : nullptr;
    }

public:
    explicit Admin(Profile &profile) : profile(profile) {}
    STDMETHODIMP GetLastError(HRESULT, ULONG, LPMAPIERROR *error) override { return *error = nullptr, S_OK; }
    STDMETHODIMP GetProviderTable(ULONG, LPMAPITABLE *table) override { return *table = new OneRow, S_OK; }
    STDMETHODIMP CreateProvider(LPTSTR, ULONG, LPSPropValue, ULONG_PTR, ULONG, MAPIUID *) override {
        return MAPI_E_NO_SUPPORT;
    }
    STDMETHODIMP DeleteProvider(LPMAPIUID) override { return MAPI_E_NO_SUPPORT; }
    STDMETHODIMP OpenProfileSection(LPMAPIUID uid, LPCIID, ULONG flags, LPPROFSECT *section) override {
        if (uid && std::memcmp(uid, &SECTION_UID, sizeof *uid) != 0) return MAPI_E_NOT_FOUND;
        return *section = open_section(profile, (flags & MAPI_MODIFY) != 0), S_OK;
    }
};

} // namespace

IProfSect *open_section(Profile &profile, bool write) { return new SectionObject(profile, write); }
LPPROVIDERADMIN new_admin(Profile &profile) { return new Admin(profile); }

} // namespace host
