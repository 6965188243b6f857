// A provider that uses all of its host's address book, and whose logon object has storages: what a message store seldom needs.
#pragma once
#include "storage.h"

namespace book {

using namespace cppmapi;

// Asks the host everything. Throws what is wrong.
void use_dialogs(LPMAPISUP support, const Memory &memory);
void use_book(LPMAPISUP support, const Memory &memory);

} // namespace book
