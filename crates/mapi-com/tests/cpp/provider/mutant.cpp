#include "mutant.h"
#include <cstddef>

namespace cppmapi {

// Not constant: the compiler must not know what is in it.
volatile char mutant_slot[64] = "MAPI-CPP-MUTANT=none.........................";

bool is_mutant(const char *name) {
    const std::size_t start = 16; // behind the words before it
    std::size_t at = 0;
    for (; name[at] != '\0'; ++at)
        if (mutant_slot[start + at] != name[at]) return false;
    const char next = mutant_slot[start + at];
    return next == '.' || next == '\0';
}

} // namespace cppmapi
