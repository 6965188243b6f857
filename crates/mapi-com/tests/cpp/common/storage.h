// A storage whose elements can be enumerated, and how one of the other side is read.
#pragma once
#include "expect.h"
#include "value.h"

namespace cppmapi {

// A storage of so many elements: a storage, two streams, a storage, and so on. With 98 its EnumElements succeeds without an
// enumerator, with 99 it is MAPI_E_NO_ACCESS.
IStorage *new_storage(LPMALLOC malloc, ULONG count);

// Enumerates such a storage of seven elements in every way that there is. Throws what is wrong.
void expect_elements(IStorage *storage, LPMALLOC malloc);

} // namespace cppmapi
