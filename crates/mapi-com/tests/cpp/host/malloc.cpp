// The IMalloc of MSProviderInit.
#include "host.h"
#include <cstdlib>

namespace host {

namespace {

class Malloc : public Object<IMalloc>, Counted {
protected:
    void *find(REFIID iid) override { return same(iid, IID_IUnknown) ? static_cast<IMalloc *>(this) : nullptr; }

public:
    void *STDMETHODCALLTYPE Alloc(size_t size) override { return std::malloc(size); }
    void *STDMETHODCALLTYPE Realloc(void *block, size_t size) override { return std::realloc(block, size); }
    void STDMETHODCALLTYPE Free(void *block) override { std::free(block); }
    size_t STDMETHODCALLTYPE GetSize(void *) override { return 0; }
    int STDMETHODCALLTYPE DidAlloc(void *) override { return -1; }
    void STDMETHODCALLTYPE HeapMinimize() override {}
};

} // namespace

LPMALLOC new_malloc() { return new Malloc; }

} // namespace host
