// Loads a provider and never unloads it.
#include "host.h"
#include <cstdio>
#include <cstdlib>
#ifndef _WIN32
#include <dlfcn.h>
#endif

namespace host {

#ifdef _WIN32
static void *symbol(void *library, const char *name) {
    void *found = nullptr;
    const FARPROC address = GetProcAddress(static_cast<HMODULE>(library), name);
    std::memcpy(&found, &address, sizeof found);
    return found;
}
static void *open(const char *path) { return LoadLibraryA(path); }
static std::string why() { return "error " + std::to_string(GetLastError()); }
#else
static void *symbol(void *library, const char *name) { return dlsym(library, name); }
static void *open(const char *path) { return dlopen(path, RTLD_NOW | RTLD_LOCAL); }
static std::string why() { return dlerror(); }
#endif

Library load(const std::string &path, const std::string &service) {
    Library loaded;
    *loaded.malloc.out() = new_malloc();
    void *library = open(path.c_str());
    if (!library) {
        std::fprintf(stderr, "%s cannot be loaded: %s\n", path.c_str(), why().c_str());
        std::exit(2);
    }
    loaded.init = reinterpret_cast<MSPROVIDERINIT *>(symbol(library, "MSProviderInit"));
    expect(loaded.init != nullptr, "init: MSProviderInit is exported [INIT-08]");
    if (!service.empty()) {
        loaded.service = reinterpret_cast<LPMSGSERVICEENTRY>(symbol(library, service.c_str()));
        expect(loaded.service != nullptr, "service: " + service + " is exported");
    }
    if (!loaded.init) std::exit(2);
    return loaded;
}

} // namespace host
