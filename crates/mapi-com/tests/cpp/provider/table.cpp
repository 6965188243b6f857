// What a table shows: its rows, restricted and sorted, and where in them it stands.
#include "mutant.h"
#include "table.h"
#include <algorithm>
#include <climits>

namespace cppmapi {

Table::Table(std::shared_ptr<Inside> of, Columns columns, std::function<Rows()> source)
    : inside(std::move(of)), source(std::move(source)), columns(std::move(columns)) {
    all = this->source();
    arrange();
    inside->watch(this);
}

Table::~Table() { inside->unwatch(this); }

void *Table::find(REFIID iid) {
    return is_one_of(&iid, {&IID_IMAPITable, &IID_IUnknown}) ? static_cast<IMAPITable *>(this) : nullptr;
}

void Table::arrange() {
    view.clear();
    for (size_t at = 0; at < all.size(); ++at)
        if (!restriction || meets(all[at], *restriction)) view.push_back(at);
    std::stable_sort(view.begin(), view.end(), [&](size_t one, size_t other) {
        for (const SSortOrder &key : order) {
            const Value *a = cppmapi::find(all[one], key.ulPropTag), *b = cppmapi::find(all[other], key.ulPropTag);
            // Rows without the value come last, whatever the direction.
            if (!a || !b || !comparable(*a, *b)) {
                if (a && !b) return true;
                if (b && !a) return false;
                continue;
            }
            const int by = compare(*a, *b);
            if (by != 0) return (by < 0) != (key.ulOrder == TABLE_SORT_DESCEND);
        }
        return false;
    });
    cursor = std::min(cursor, view.size());
}

size_t Table::position_of(BOOKMARK bookmark) {
    if (bookmark == BOOKMARK_BEGINNING) return 0;
    if (bookmark == BOOKMARK_CURRENT) return cursor;
    if (bookmark == BOOKMARK_END) return view.size();
    const auto at = bookmarks.find(bookmark);
    check(at != bookmarks.end(), MAPI_E_INVALID_BOOKMARK);
    return std::min(at->second, view.size());
}

STDMETHODIMP Table::GetLastError(HRESULT, ULONG, LPMAPIERROR *error) {
    return guarded([&] {
        check(error != nullptr, MAPI_E_INVALID_PARAMETER);
        *error = nullptr;
        return S_OK;
    });
}

STDMETHODIMP Table::GetStatus(ULONG *status, ULONG *type) {
    return guarded([&] {
        check(status && type, MAPI_E_INVALID_PARAMETER);
        const ULONG before = *type;
        *status = TBLSTAT_COMPLETE;
        *type = TBLTYPE_DYNAMIC;
        if (is_mutant("state-in-two-bytes")) *type = (before & 0xFFFF0000) | TBLTYPE_DYNAMIC;
        return S_OK;
    });
}

STDMETHODIMP Table::GetRowCount(ULONG, ULONG *count) {
    return guarded([&] {
        check(count != nullptr, MAPI_E_INVALID_PARAMETER);
        inside->check_alive();
        std::lock_guard<std::recursive_mutex> held(lock);
        if (is_mutant("count-not-written")) return S_OK;
        if (is_mutant("count-in-two-bytes")) {
            const uint16_t narrow = static_cast<uint16_t>(view.size());
            return std::memcpy(count, &narrow, sizeof narrow), S_OK;
        }
        const uint64_t wide = view.size() | 0x0A00000000;
        *count = static_cast<ULONG>(wide);
        if (is_mutant("count-written-too-wide")) std::memcpy(count, &wide, sizeof wide);
        return S_OK;
    });
}

STDMETHODIMP Table::SeekRow(BOOKMARK origin, LONG count, LONG *sought) {
    return guarded([&] {
        inside->check_alive();
        std::lock_guard<std::recursive_mutex> held(lock);
        const LONGLONG from = static_cast<LONGLONG>(position_of(origin)), size = static_cast<LONGLONG>(view.size());
        const LONGLONG to = std::clamp<LONGLONG>(from + count, 0, size);
        cursor = static_cast<size_t>(to);
        if (sought) *sought = static_cast<LONG>(to - from);
        return S_OK;
    });
}

STDMETHODIMP Table::SeekRowApprox(ULONG numerator, ULONG denominator) {
    return guarded([&] {
        inside->check_alive();
        check(denominator != 0, MAPI_E_INVALID_PARAMETER);
        std::lock_guard<std::recursive_mutex> held(lock);
        cursor = view.size() * std::min(numerator, denominator) / denominator;
        return S_OK;
    });
}

STDMETHODIMP Table::QueryPosition(ULONG *row, ULONG *numerator, ULONG *denominator) {
    return guarded([&] {
        check(row && numerator && denominator, MAPI_E_INVALID_PARAMETER);
        inside->check_alive();
        std::lock_guard<std::recursive_mutex> held(lock);
        *row = *numerator = static_cast<ULONG>(cursor);
        *denominator = std::max<ULONG>(1, static_cast<ULONG>(view.size()));
        return S_OK;
    });
}

STDMETHODIMP Table::FindRow(LPSRestriction wanted, BOOKMARK origin, ULONG flags) {
    return guarded([&] {
        inside->check_alive();
        check(wanted != nullptr, MAPI_E_INVALID_PARAMETER);
        const Restriction own = copied(*wanted);
        std::lock_guard<std::recursive_mutex> held(lock);
        const size_t from = position_of(origin);
        const auto fits = [&](size_t at) { return meets(all[view[at]], own); };
        if (flags & DIR_BACKWARD) {
            for (size_t at = from; at-- > 0;)
                if (fits(at)) return cursor = at, S_OK;
        } else {
            for (size_t at = from; at < view.size(); ++at)
                if (fits(at)) return cursor = at, S_OK;
        }
        return MAPI_E_NOT_FOUND;
    });
}

STDMETHODIMP Table::Restrict(LPSRestriction wanted, ULONG) {
    return guarded([&] {
        inside->check_alive();
        std::optional<Restriction> own;
        if (wanted) own = copied(*wanted);
        std::lock_guard<std::recursive_mutex> held(lock);
        restriction = std::move(own);
        bookmarks.clear();
        cursor = 0;
        arrange();
        return S_OK;
    });
}

STDMETHODIMP Table::CreateBookmark(BOOKMARK *bookmark) {
    return guarded([&] {
        check(bookmark != nullptr, MAPI_E_INVALID_PARAMETER);
        inside->check_alive();
        std::lock_guard<std::recursive_mutex> held(lock);
        bookmarks[ *bookmark = next_bookmark++] = cursor;
        return S_OK;
    });
}

STDMETHODIMP Table::FreeBookmark(BOOKMARK bookmark) {
    return guarded([&] {
        inside->check_alive();
        check(bookmark > BOOKMARK_END, MAPI_E_INVALID_PARAMETER);
        std::lock_guard<std::recursive_mutex> held(lock);
        check(bookmarks.erase(bookmark) == 1, MAPI_E_INVALID_BOOKMARK);
        return S_OK;
    });
}

STDMETHODIMP Table::SortTable(LPSSortOrderSet wanted, ULONG) {
    return guarded([&] {
        inside->check_alive();
        check(wanted != nullptr, MAPI_E_INVALID_PARAMETER);
        std::vector<SSortOrder> keys(wanted->aSort, wanted->aSort + wanted->cSorts);
        for (const SSortOrder &key : keys) check(key.ulOrder <= TABLE_SORT_DESCEND, MAPI_E_TOO_COMPLEX);
        check(wanted->cCategories == 0, MAPI_E_TOO_COMPLEX);
        std::lock_guard<std::recursive_mutex> held(lock);
        order = std::move(keys);
        bookmarks.clear();
        cursor = 0;
        arrange();
        return S_OK;
    });
}

} // namespace cppmapi
