#include "errors.h"
#include "inside.h"
#include "mutant.h"

namespace cppmapi {

static LPTSTR string(Answer &answer, const Text &text, ULONG flags) {
    const Bytes narrow = narrowed(text);
    const bool wide = (flags & MAPI_UNICODE) != 0;
    const size_t size = wide ? (text.size() + 1) * sizeof(char16_t) : narrow.size() + 1;
    void *copy = is_mutant("error-text-by-malloc") ? std::calloc(1, size) : answer.take(size);
    if (wide) std::memcpy(copy, text.data(), text.size() * sizeof(char16_t));
    else std::memcpy(copy, narrow.data(), narrow.size());
    return static_cast<LPTSTR>(copy);
}

LPMAPIERROR error_of(const Memory &memory, const Text &what, ULONG flags) {
    if (is_mutant("error-text-in-the-other-width")) flags ^= MAPI_UNICODE;
    Answer answer(memory);
    MAPIERROR *error = answer.take_of<MAPIERROR>();
    error->ulVersion = is_mutant("error-of-unknown-version") ? 7 : MAPI_ERROR_VERSION;
    error->lpszError = string(answer, what, flags);
    error->lpszComponent = string(answer, PROVIDER_DISPLAY, flags);
    error->ulContext = 1;
    LPMAPIERROR given = nullptr;
    answer.give(&given);
    return given;
}

} // namespace cppmapi
