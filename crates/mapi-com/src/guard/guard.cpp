// Calls back into Rust, which calls a method of a provider; an exception that comes out of it ends here.
#include <cstddef>
#include <cstring>
#include <exception>

#if defined(__GNUC__)
#include <cstdlib>
#include <cxxabi.h>
#include <typeinfo>
#endif

namespace {

void add(char *text, std::size_t size, const char *more) {
    const std::size_t length = std::strlen(text);
    if (length + 1 < size) std::strncat(text, more, size - length - 1);
}

// The type of what is being handled, where the compiler's library tells.
void add_type(char *text, std::size_t size) {
#if defined(__GNUC__)
    const std::type_info *type = abi::__cxa_current_exception_type();
    if (type == nullptr) return;
    int status = 0;
    char *name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    add(text, size, " of type ");
    add(text, size, status == 0 && name != nullptr ? name : type->name());
    std::free(name);
#else
    (void)text, (void)size;
#endif
}

} // namespace

// Whether an exception came; then the text says which. The text is as long as `size` says, with its zero.
extern "C" int mapi_com_guarded(void (*call)(void *), void *data, char *text, std::size_t size) noexcept {
    text[0] = '\0';
    try {
        call(data);
        return 0;
    } catch (const std::exception &error) {
        add_type(text, size);
        add(text, size, ": ");
        add(text, size, error.what());
    } catch (...) {
        add_type(text, size);
    }
    return 1;
}
