// Tables: rows that are properties, shown by columns. Page: imapitable.
#pragma once
#include "inside.h"
#include "restriction.h"
#include <optional>

namespace cppmapi {

using Rows = std::vector<Props>;
using Columns = std::vector<ULONG>;

// The tags with their strings in the width of the flags.
inline Columns in_widths(Columns columns, ULONG flags) {
    for (ULONG &tag : columns) tag = in_width(tag, flags);
    return columns;
}

class Table : public Object<IMAPITable> {
    std::recursive_mutex lock;
    const std::shared_ptr<Inside> inside;
    const std::function<Rows()> source;
    Rows all;                 // as they come, each with PR_INSTANCE_KEY
    std::vector<size_t> view; // what is shown, in order
    Columns columns;
    std::optional<Restriction> restriction;
    std::vector<SSortOrder> order;
    size_t cursor = 0;
    std::map<BOOKMARK, size_t> bookmarks;
    BOOKMARK next_bookmark = 16;
    std::map<ULONG_PTR, Ref<IMAPIAdviseSink>> sinks;
    ULONG_PTR next_connection = 1;

    void arrange();
    size_t position_of(BOOKMARK bookmark);
    HRESULT give_rows(size_t from, size_t to, LPSRowSet *rows);
    Columns every_column();
    void notify(ULONG event, const Props *row, const Value *prior);

protected:
    void *find(REFIID iid) override;
    ~Table() override;

public:
    Table(std::shared_ptr<Inside> inside, Columns columns, std::function<Rows()> source);
    // Reads the rows again and tells the sinks what has changed.
    void refresh();
    // The store has ended: nobody is told anything any more.
    void drop_sinks();

    STDMETHODIMP GetLastError(HRESULT code, ULONG flags, LPMAPIERROR *error) override;
    STDMETHODIMP Advise(ULONG events, LPMAPIADVISESINK sink, ULONG_PTR *connection) override;
    STDMETHODIMP Unadvise(ULONG_PTR connection) override;
    STDMETHODIMP GetStatus(ULONG *status, ULONG *type) override;
    STDMETHODIMP SetColumns(LPSPropTagArray tags, ULONG flags) override;
    STDMETHODIMP QueryColumns(ULONG flags, LPSPropTagArray *tags) override;
    STDMETHODIMP GetRowCount(ULONG flags, ULONG *count) override;
    STDMETHODIMP SeekRow(BOOKMARK origin, LONG count, LONG *sought) override;
    STDMETHODIMP SeekRowApprox(ULONG numerator, ULONG denominator) override;
    STDMETHODIMP QueryPosition(ULONG *row, ULONG *numerator, ULONG *denominator) override;
    STDMETHODIMP FindRow(LPSRestriction wanted, BOOKMARK origin, ULONG flags) override;
    STDMETHODIMP Restrict(LPSRestriction wanted, ULONG flags) override;
    STDMETHODIMP CreateBookmark(BOOKMARK *bookmark) override;
    STDMETHODIMP FreeBookmark(BOOKMARK bookmark) override;
    STDMETHODIMP SortTable(LPSSortOrderSet wanted, ULONG flags) override;
    STDMETHODIMP QuerySortOrder(LPSSortOrderSet *answer) override;
    STDMETHODIMP QueryRows(LONG count, ULONG flags, LPSRowSet *rows) override;
    STDMETHODIMP Abort() override;
    STDMETHODIMP ExpandRow(ULONG size, LPBYTE key, ULONG count, ULONG flags, LPSRowSet *rows, ULONG *more) override;
    STDMETHODIMP CollapseRow(ULONG size, LPBYTE key, ULONG flags, ULONG *count) override;
    STDMETHODIMP WaitForCompletion(ULONG flags, ULONG timeout, ULONG *status) override;
    STDMETHODIMP GetCollapseState(ULONG flags, ULONG size, LPBYTE key, ULONG *cb, LPBYTE *state) override;
    STDMETHODIMP SetCollapseState(ULONG flags, ULONG size, LPBYTE state, BOOKMARK *bookmark) override;
};

} // namespace cppmapi
