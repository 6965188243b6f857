// The address book of the host.
#pragma once
#include "host.h"

namespace host {

extern int dialogs_shown;

// The dialogs, which the support object and the address book have alike.
HRESULT show_addresses(ULONG_PTR *window, LPADRPARM parms, LPADRLIST *list);
HRESULT show_details(ULONG_PTR *window, ULONG size, LPENTRYID id, LPTSTR text, ULONG flags);
HRESULT open_address_book(ULONG flags, LPADRBOOK *book);

} // namespace host
