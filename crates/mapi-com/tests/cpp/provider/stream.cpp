#include "stream.h"
#include "mutant.h"
#include <algorithm>

namespace cppmapi {

namespace {

// What clones share: the bytes.
struct Shared {
    std::mutex lock;
    Bytes bytes;
    Bytes committed;
};

class Stream : public Object<IStream> {
    Ref<IUnknown> owner; // keeps what `of` belongs to
    Properties &of;
    const ULONG tag;
    const bool writes;
    const std::shared_ptr<Shared> shared;
    size_t at = 0;

protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IStream, &IID_ISequentialStream, &IID_IUnknown}) ? static_cast<IStream *>(this)
                                                                                      : nullptr;
    }

public:
    Stream(Properties &of, ULONG tag, bool writes, std::shared_ptr<Shared> shared, size_t at)
        : owner(Ref<IUnknown>::to(of.unknown())), of(of), tag(tag), writes(writes), shared(std::move(shared)), at(at) {}

    STDMETHODIMP Read(void *buffer, ULONG count, ULONG *read) override {
        return guarded([&] {
            of.inside->check_alive();
            check(buffer != nullptr, MAPI_E_INVALID_PARAMETER);
            std::lock_guard<std::mutex> held(shared->lock);
            const size_t from = std::min(at, shared->bytes.size());
            const size_t size = std::min<size_t>(count, shared->bytes.size() - from);
            std::memcpy(buffer, shared->bytes.data() + from, size);
            at = from + size;
            if (read) *read = static_cast<ULONG>(is_mutant("read-count-too-large") ? size + 1 : size);
            return S_OK;
        });
    }
    STDMETHODIMP Write(const void *buffer, ULONG count, ULONG *written) override {
        return guarded([&] {
            of.inside->check_alive();
            check(writes, STG_E_ACCESSDENIED);
            std::lock_guard<std::mutex> held(shared->lock);
            if (shared->bytes.size() < at + count) shared->bytes.resize(at + count, '\0');
            if (count) std::memcpy(&shared->bytes[at], buffer, count);
            at += count;
            if (written) *written = count;
            return S_OK;
        });
    }
    STDMETHODIMP Seek(LARGE_INTEGER move, DWORD origin, ULARGE_INTEGER *position) override {
        return guarded([&] {
            of.inside->check_alive();
            std::lock_guard<std::mutex> held(shared->lock);
            check(origin <= STREAM_SEEK_END, STG_E_INVALIDFUNCTION);
            const int64_t from = origin == STREAM_SEEK_SET
                                     ? 0
                                     : static_cast<int64_t>(origin == STREAM_SEEK_CUR ? at : shared->bytes.size());
            check(from + move.QuadPart >= 0, STG_E_INVALIDFUNCTION);
            at = static_cast<size_t>(from + move.QuadPart);
            if (position && is_mutant("position-in-32-bits")) std::memcpy(position, &at, sizeof(ULONG));
            else if (position) position->QuadPart = at;
            return S_OK;
        });
    }
    STDMETHODIMP SetSize(ULARGE_INTEGER size) override {
        return guarded([&] {
            of.inside->check_alive();
            check(writes, STG_E_ACCESSDENIED);
            std::lock_guard<std::mutex> held(shared->lock);
            shared->bytes.resize(static_cast<size_t>(size.QuadPart), '\0');
            return S_OK;
        });
    }
    STDMETHODIMP CopyTo(IStream *to, ULARGE_INTEGER count, ULARGE_INTEGER *read, ULARGE_INTEGER *written) override {
        return guarded([&] {
            of.inside->check_alive();
            check(to != nullptr, MAPI_E_INVALID_PARAMETER);
            Bytes part;
            {
                std::lock_guard<std::mutex> held(shared->lock);
                const size_t from = std::min(at, shared->bytes.size());
                part = shared->bytes.substr(
                    from, static_cast<size_t>(std::min<uint64_t>(count.QuadPart, shared->bytes.size() - from)));
                at = from + part.size();
            }
            ULONG done = 0;
            check(to->Write(part.data(), static_cast<ULONG>(part.size()), &done));
            if (read) read->QuadPart = part.size();
            if (written) written->QuadPart = done;
            return S_OK;
        });
    }
    STDMETHODIMP Commit(DWORD) override {
        return guarded([&] {
            if (!writes) return of.inside->check_alive(), S_OK;
            of.check_write();
            Bytes bytes;
            {
                std::lock_guard<std::mutex> held(shared->lock);
                bytes = shared->committed = shared->bytes;
            }
            const Value value = PROP_TYPE(tag) == PT_STRING8 ? text(tag, widened(bytes.c_str())) : Value{tag, {bytes}};
            of.change([&](Props &props) { put(props, value); });
            return S_OK;
        });
    }
    STDMETHODIMP Revert() override {
        std::lock_guard<std::mutex> held(shared->lock);
        shared->bytes = shared->committed;
        return S_OK;
    }
    STDMETHODIMP LockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return STG_E_INVALIDFUNCTION; }
    STDMETHODIMP UnlockRegion(ULARGE_INTEGER, ULARGE_INTEGER, DWORD) override { return STG_E_INVALIDFUNCTION; }
    STDMETHODIMP Stat(STATSTG *stat, DWORD) override {
        return guarded([&] {
            of.inside->check_alive();
            check(stat != nullptr, MAPI_E_INVALID_PARAMETER);
            std::memset(static_cast<void *>(stat), 0, sizeof *stat);
            std::lock_guard<std::mutex> held(shared->lock);
            stat->type = STGTY_STREAM;
            stat->cbSize.QuadPart = shared->bytes.size();
            stat->grfMode = writes ? STGM_READWRITE : STGM_READ;
            return S_OK;
        });
    }
    STDMETHODIMP Clone(IStream **out) override {
        return guarded([&] {
            of.inside->check_alive();
            check(out != nullptr, MAPI_E_INVALID_PARAMETER);
            *out = new Stream(of, tag, writes, shared, at);
            return S_OK;
        });
    }
};

} // namespace

IStream *open_stream(Properties &of, ULONG tag, const Value *value, bool writes) {
    const ULONG type = PROP_TYPE(tag);
    check(type == PT_BINARY || type == PT_STRING8 || type == PT_UNICODE, MAPI_E_NO_SUPPORT);
    auto shared = std::make_shared<Shared>();
    if (value) {
        check(PROP_TYPE(in_width(tag, MAPI_UNICODE)) == value->type(), MAPI_E_NOT_FOUND);
        shared->bytes = shared->committed = type == PT_STRING8 ? narrowed(value->text()) : value->bytes();
    }
    return new Stream(of, tag, writes, shared, 0);
}

} // namespace cppmapi
