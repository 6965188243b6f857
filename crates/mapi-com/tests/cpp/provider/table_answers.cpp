// What a table answers: columns, rows, its sort order, and notifications.
#include "mutant.h"
#include "table.h"
#include <algorithm>

namespace cppmapi {

Columns Table::every_column() {
    Columns found = columns;
    const auto known = [&](ULONG tag) {
        return std::any_of(found.begin(), found.end(), [&](ULONG seen) { return PROP_ID(seen) == PROP_ID(tag); });
    };
    for (const Props &row : all)
        for (const auto &entry : row)
            if (!known(entry.second.tag)) found.push_back(entry.second.tag);
    return found;
}

STDMETHODIMP Table::SetColumns(LPSPropTagArray tags, ULONG flags) {
    return guarded([&] {
        inside->check_alive();
        check((flags & ~(TBL_ASYNC | TBL_BATCH)) == 0, MAPI_E_UNKNOWN_FLAGS);
        check(tags && tags->cValues != 0, MAPI_E_INVALID_PARAMETER);
        std::lock_guard<std::recursive_mutex> held(lock);
        columns.assign(tags->aulPropTag, tags->aulPropTag + tags->cValues);
        return S_OK;
    });
}

STDMETHODIMP Table::QueryColumns(ULONG flags, LPSPropTagArray *tags) {
    return guarded([&] {
        check(tags != nullptr, MAPI_E_INVALID_PARAMETER);
        inside->check_alive();
        std::lock_guard<std::recursive_mutex> held(lock);
        const Columns shown = flags & TBL_ALL_COLUMNS ? every_column() : columns;
        Answer answer(inside->memory);
        SPropTagArray *array = static_cast<SPropTagArray *>(answer.take(CbNewSPropTagArray(shown.size())));
        array->cValues = static_cast<ULONG>(shown.size());
        std::copy(shown.begin(), shown.end(), array->aulPropTag);
        answer.give(tags);
        return S_OK;
    });
}

STDMETHODIMP Table::QuerySortOrder(LPSSortOrderSet *out) {
    return guarded([&] {
        check(out != nullptr, MAPI_E_INVALID_PARAMETER);
        inside->check_alive();
        std::lock_guard<std::recursive_mutex> held(lock);
        Answer answer(inside->memory);
        SSortOrderSet *set = static_cast<SSortOrderSet *>(answer.take(CbNewSSortOrderSet(order.size())));
        set->cSorts = static_cast<ULONG>(order.size());
        std::copy(order.begin(), order.end(), set->aSort);
        answer.give(out);
        return S_OK;
    });
}

// Rows are freed one by one: each has a block of its own, and the set is another [MEM-03].
HRESULT Table::give_rows(size_t from, size_t to, LPSRowSet *out) {
    Answer set(inside->memory);
    SRowSet *rows = static_cast<SRowSet *>(set.take(CbNewSRowSet(to - from)));
    std::vector<LPSPropValue> done;
    try {
        for (size_t at = from; at < to; ++at) {
            Answer own(inside->memory);
            Answer &row = is_mutant("rows-hang-on-the-set") ? set : own;
            SPropValue *values = row.take_of<SPropValue>(columns.size());
            for (size_t column = 0; column < columns.size(); ++column)
                give(values[column], columns[column], cppmapi::find(all[view[at]], columns[column]), MAPI_UNICODE, row);
            if (&row == &own) own.give(&values), done.push_back(values);
            rows->aRow[at - from].cValues = static_cast<ULONG>(columns.size());
            rows->aRow[at - from].lpProps = values;
        }
    } catch (...) {
        for (LPSPropValue values : done) inside->memory.free(values);
        throw;
    }
    rows->cRows = static_cast<ULONG>(to - from);
    set.give(out);
    return S_OK;
}

STDMETHODIMP Table::QueryRows(LONG count, ULONG flags, LPSRowSet *rows) {
    return guarded([&] {
        check(rows && count != 0, MAPI_E_INVALID_PARAMETER);
        inside->check_alive();
        if (is_mutant("null-rows")) return *rows = nullptr, S_OK;
        std::lock_guard<std::recursive_mutex> held(lock);
        const LONGLONG here = static_cast<LONGLONG>(cursor), size = static_cast<LONGLONG>(view.size());
        const LONGLONG there = std::clamp<LONGLONG>(here + count, 0, size);
        const size_t from = static_cast<size_t>(std::min(here, there)), to = static_cast<size_t>(std::max(here, there));
        give_rows(from, to, rows);
        if (!(flags & TBL_NOADVANCE)) cursor = static_cast<size_t>(there);
        return S_OK;
    });
}

STDMETHODIMP Table::Advise(ULONG, LPMAPIADVISESINK sink, ULONG_PTR *connection) {
    return guarded([&] {
        check(sink && connection, MAPI_E_INVALID_PARAMETER);
        inside->check_alive();
        std::lock_guard<std::recursive_mutex> held(lock);
        sinks[ *connection = next_connection++] = Ref<IMAPIAdviseSink>::to(sink);
        return S_OK;
    });
}

STDMETHODIMP Table::Unadvise(ULONG_PTR connection) {
    return guarded([&] {
        Ref<IMAPIAdviseSink> sink; // released without the lock
        std::lock_guard<std::recursive_mutex> held(lock);
        const auto at = sinks.find(connection);
        check(at != sinks.end(), MAPI_E_INVALID_PARAMETER);
        sink = at->second;
        sinks.erase(at);
        return S_OK;
    });
}

void Table::drop_sinks() {
    std::map<ULONG_PTR, Ref<IMAPIAdviseSink>> ended; // released without the lock
    std::lock_guard<std::recursive_mutex> held(lock);
    ended.swap(sinks);
}

static const Value *key_of(const Props &row) { return find(row, PR_INSTANCE_KEY); }

static const Props *same_row(const Rows &rows, const Props &row) {
    for (const Props &other : rows)
        if (key_of(other)->bytes() == key_of(row)->bytes()) return &other;
    return nullptr;
}

static bool same_values(const Props &one, const Props &other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
        [](const auto &a, const auto &b) { return a.second.tag == b.second.tag && a.second.items == b.second.items; });
}

void Table::refresh() {
    Rows before, after;
    {
        std::lock_guard<std::recursive_mutex> held(lock);
        before = std::exchange(all, source());
        after = all;
        arrange();
    }
    for (const Props &row : before)
        if (!same_row(after, row)) notify(TABLE_ROW_DELETED, &row, nullptr);
    const Value *prior = nullptr;
    for (const Props &row : after) {
        const Props *old = same_row(before, row);
        if (!old) notify(TABLE_ROW_ADDED, &row, prior);
        else if (!same_values(*old, row)) notify(TABLE_ROW_MODIFIED, &row, prior);
        prior = key_of(row);
    }
}

void Table::notify(ULONG event, const Props *row, const Value *prior) {
    std::vector<Ref<IMAPIAdviseSink>> told;
    Columns shown;
    {
        std::lock_guard<std::recursive_mutex> held(lock);
        for (const auto &entry : sinks) told.push_back(entry.second);
        shown = columns;
    }
    if (told.empty()) return;
    Answer answer(inside->memory);
    NOTIFICATION *notification = answer.take_of<NOTIFICATION>();
    notification->ulEventType = fnevTableModified;
    TABLE_NOTIFICATION &table = notification->info.tab;
    table.ulTableEvent = event;
    give(table.propIndex, PR_INSTANCE_KEY, key_of(*row), MAPI_UNICODE, answer);
    if (prior) give(table.propPrior, PR_INSTANCE_KEY, prior, MAPI_UNICODE, answer);
    else table.propPrior.ulPropTag = PR_NULL;
    if (event != TABLE_ROW_DELETED) {
        table.row.cValues = static_cast<ULONG>(shown.size());
        table.row.lpProps = answer.take_of<SPropValue>(shown.size());
        for (size_t at = 0; at < shown.size(); ++at)
            give(table.row.lpProps[at], shown[at], cppmapi::find(*row, shown[at]), MAPI_UNICODE, answer);
    }
    for (const auto &sink : told) sink->OnNotify(1, notification);
}

STDMETHODIMP Table::Abort() { return S_OK; }
STDMETHODIMP Table::ExpandRow(ULONG, LPBYTE, ULONG, ULONG, LPSRowSet *, ULONG *) { return MAPI_E_NO_SUPPORT; }
STDMETHODIMP Table::CollapseRow(ULONG, LPBYTE, ULONG, ULONG *) { return MAPI_E_NO_SUPPORT; }
STDMETHODIMP Table::GetCollapseState(ULONG, ULONG, LPBYTE, ULONG *, LPBYTE *) { return MAPI_E_NO_SUPPORT; }
STDMETHODIMP Table::SetCollapseState(ULONG, ULONG, LPBYTE, BOOKMARK *) { return MAPI_E_NO_SUPPORT; }

STDMETHODIMP Table::WaitForCompletion(ULONG, ULONG, ULONG *status) {
    if (status) *status = TBLSTAT_COMPLETE;
    return S_OK;
}

} // namespace cppmapi
