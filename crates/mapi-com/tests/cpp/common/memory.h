// Memory that crosses the vtables. Page: allocating-and-freeing-memory-in-mapi.
#pragma once
#include "com.h"
#include <cstring>

namespace cppmapi {

// The routines that MSProviderInit was given [INIT-13] [MEM-01].
struct Memory {
    LPALLOCATEBUFFER allocate;
    LPALLOCATEMORE more;
    LPFREEBUFFER free;
};

// What the provider uses. Compiled with CPPMAPI_MAPI32 it leaves alone what it is given and imports the routines from mapi32.
inline Memory used(const Memory &given) {
#ifdef CPPMAPI_MAPI32
    (void)given;
    return {MAPIAllocateBuffer, MAPIAllocateMore, MAPIFreeBuffer};
#else
    return given;
#endif
}

// One answer: the first block hangs on nothing, all others hang on it. Freed with it unless it is given away.
class Answer {
    const Memory &memory;
    void *root = nullptr;

public:
    explicit Answer(const Memory &memory) : memory(memory) {}
    Answer(const Answer &) = delete;
    ~Answer() {
        if (root) memory.free(root);
    }
    // Bytes that are all zero: what a type leaves undefined is never read by anybody then.
    void *take(size_t size) {
        void *block = nullptr;
        const ULONG bytes = static_cast<ULONG>(size ? size : 1);
        const SCODE code = root ? memory.more(bytes, root, &block) : memory.allocate(bytes, &block);
        check(code == S_OK && block, MAPI_E_NOT_ENOUGH_MEMORY);
        if (!root) root = block;
        std::memset(block, 0, bytes);
        return block;
    }
    template <class T> T *take_of(size_t count = 1) { return static_cast<T *>(take(sizeof(T) * count)); }
    template <class T> void give(T **out) { *out = static_cast<T *>(std::exchange(root, nullptr)); }
};

// A buffer that MAPI has returned; it is the provider's to free [MEM-09].
template <class T> class Received {
    const Memory &memory;
    T *block = nullptr;

public:
    explicit Received(const Memory &memory) : memory(memory) {}
    Received(const Received &) = delete;
    ~Received() {
        if (block) memory.free(block);
    }
    T **out() { return &block; }
    T *get() const { return block; }
    T *operator->() const { return block; }
};

} // namespace cppmapi
