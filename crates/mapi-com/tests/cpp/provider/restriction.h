// Restrictions that the provider owns. Page: srestriction.
#pragma once
#include "value.h"

namespace cppmapi {

struct Restriction {
    ULONG type = 0;
    ULONG operation = 0; // relation, fuzzy level or bit test
    ULONG tag = 0, other_tag = 0;
    ULONG mask = 0; // or a size
    Value value;
    std::vector<Restriction> parts;
};

// A copy of a caller's. Fails with MAPI_E_TOO_COMPLEX for kinds that rows cannot be held against.
Restriction copied(const SRestriction &from);
bool meets(const Props &row, const Restriction &restriction);

} // namespace cppmapi
