// What every COM object of the provider is made of.
#pragma once
#include "mapi_more.h"
#include <atomic>
#include <cstring>
#include <initializer_list>
#include <new>
#include <utility>

namespace cppmapi {

inline bool same(REFIID one, REFIID other) { return std::memcmp(&one, &other, sizeof(GUID)) == 0; }

// No interface asked for is the standard one [LOGON-01].
inline bool is_one_of(LPCIID wanted, std::initializer_list<const GUID *> offered) {
    if (!wanted) return true;
    for (const GUID *iid : offered)
        if (same(*wanted, *iid)) return true;
    return false;
}

// How a method fails: thrown inside, turned into its code at the vtable. Nothing is thrown through a vtable.
struct Failure {
    HRESULT code;
};

template <class Work> HRESULT guarded(Work work) noexcept {
    try {
        return work();
    } catch (const Failure &failure) {
        return failure.code;
    } catch (const std::bad_alloc &) {
        return MAPI_E_NOT_ENOUGH_MEMORY;
    } catch (...) {
        return MAPI_E_CALL_FAILED;
    }
}

inline void check(bool holds, HRESULT otherwise) {
    if (!holds) throw Failure{otherwise};
}

inline void check(HRESULT code) {
    if (FAILED(code)) throw Failure{code};
}

// A reference that is given back.
template <class T> class Ref {
    T *object = nullptr;

public:
    Ref() = default;
    Ref(const Ref &other) : object(other.object) {
        if (object) object->AddRef();
    }
    Ref(Ref &&other) noexcept : object(std::exchange(other.object, nullptr)) {}
    Ref &operator=(Ref other) noexcept {
        std::swap(object, other.object);
        return *this;
    }
    ~Ref() {
        if (object) object->Release();
    }
    // Adds a reference of its own.
    static Ref to(T *object) {
        Ref ref;
        ref.object = object;
        if (object) object->AddRef();
        return ref;
    }
    // Takes over the reference that came with an answer.
    T **out() { return &object; }
    // Gives the reference away.
    T *leave() { return std::exchange(object, nullptr); }
    T *get() const { return object; }
    T *operator->() const { return object; }
    explicit operator bool() const { return object != nullptr; }
};

// Counts references for one interface and what it derives from.
template <class I> class Object : public I {
    std::atomic<ULONG> count{1};

public:
    Object() = default;
    Object(const Object &) = delete;

    STDMETHODIMP QueryInterface(REFIID iid, LPVOID *out) override {
        if (!out) return MAPI_E_INVALID_PARAMETER;
        *out = find(iid);
        if (!*out) return MAPI_E_INTERFACE_NOT_SUPPORTED; // [ERR-16]
        this->AddRef();
        return S_OK;
    }
    STDMETHODIMP_(ULONG) AddRef() override { return ++count; }
    STDMETHODIMP_(ULONG) Release() override {
        const ULONG left = --count;
        if (left == 0) delete this;
        return left;
    }
    // A reference on an object that may be going on another thread; false where its last one has gone.
    bool add_ref_unless_gone() {
        ULONG seen = count.load();
        while (seen != 0)
            if (count.compare_exchange_weak(seen, seen + 1)) return true;
        return false;
    }

protected:
    virtual ~Object() = default;
    // The pointer for an interface, without a reference; null for one that there is not.
    virtual void *find(REFIID iid) = 0;
};

} // namespace cppmapi
