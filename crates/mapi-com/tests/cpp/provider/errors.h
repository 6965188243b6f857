// MAPIERROR. Page: mapierror.
#pragma once
#include "value.h"

namespace cppmapi {

// One block with everything, strings in the width of the flags [ERR-05].
LPMAPIERROR error_of(const Memory &memory, const Text &what, ULONG flags);

} // namespace cppmapi
