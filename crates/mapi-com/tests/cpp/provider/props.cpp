#include "props.h"
#include "mutant.h"
#include "stream.h"
#include <cstdlib>
#include <thread>

namespace cppmapi {

void Properties::check_write() {
    inside->check_open();
    check(may_write, MAPI_E_NO_ACCESS);
}

// A copy for SetProps, of properties that can be passed by value.
static bool is_value(const Value &value) { return value.type() != PT_OBJECT; }

// Makes bytes what they are in a block to which nobody has written.
static void never_written(const Memory &memory, void *at, size_t size) {
    void *fresh = nullptr;
    memory.allocate(static_cast<ULONG>(size), &fresh);
    std::memcpy(at, fresh, size);
    memory.free(fresh);
}

// Faults in what GetProps answers, each of them one that only memory and bytes show.
static void bend(Answer &answer, const Memory &memory, ULONG count, LPSPropValue *values) {
    LPSPropValue given = *values;
    if (is_mutant("props-by-malloc")) {
        *values = static_cast<LPSPropValue>(std::malloc(count * sizeof(SPropValue)));
        std::memcpy(*values, given, count * sizeof(SPropValue));
    }
    if (is_mutant("props-in-a-more-block")) {
        void *root = nullptr, *block = nullptr;
        memory.allocate(8, &root);
        memory.more(static_cast<ULONG>(count * sizeof(SPropValue)), root, &block);
        *values = static_cast<LPSPropValue>(block);
        std::memcpy(*values, given, count * sizeof(SPropValue));
    }
    if (is_mutant("string-in-a-block-of-its-own"))
        for (ULONG at = 0; at < count; ++at)
            if (PROP_TYPE(given[at].ulPropTag) == PT_UNICODE) {
                size_t size = 2;
                while (given[at].Value.lpszW[size / 2 - 1]) size += 2;
                void *own = nullptr;
                memory.allocate(static_cast<ULONG>(size), &own);
                std::memcpy(own, given[at].Value.lpszW, size);
                given[at].Value.lpszW = static_cast<LPWSTR>(own);
            }
    if (is_mutant("strings-in-the-other-width"))
        for (ULONG at = 0; at < count; ++at)
            if (PROP_TYPE(given[at].ulPropTag) == PT_UNICODE)
                given[at].ulPropTag = CHANGE_PROP_TYPE(given[at].ulPropTag, PT_STRING8);
    for (ULONG at = 0; at < count; ++at) {
        SPropValue &value = given[at];
        const ULONG type = PROP_TYPE(value.ulPropTag);
        if (type == PT_SYSTIME && is_mutant("time-half-written")) never_written(memory, &value.Value.ft.dwHighDateTime, 4);
        if (type == PT_BOOLEAN && is_mutant("boolean-in-one-byte"))
            never_written(memory, reinterpret_cast<char *>(&value.Value.b) + 1, 1);
        if (type == PT_UNICODE && is_mutant("half-a-character") && value.Value.lpszW[0]) value.Value.lpszW[0] = 0xD83D;
        if (type == PT_LONG && is_mutant("number-in-two-bytes"))
            never_written(memory, reinterpret_cast<char *>(&value.Value.l) + 2, 2);
    }
    if (is_mutant("undefined-bytes")) {
        void *fresh = nullptr;
        memory.allocate(static_cast<ULONG>(count * sizeof(SPropValue)), &fresh);
        *values = static_cast<LPSPropValue>(fresh); // and nothing is written there
    }
    (void)answer;
}

HRESULT Properties::get_props(LPSPropTagArray tags, ULONG flags, ULONG *count, LPSPropValue *values) {
    check(count && values, MAPI_E_INVALID_PARAMETER);
    check(!tags || tags->cValues != 0, MAPI_E_INVALID_PARAMETER);
    const Props props = read();
    std::vector<ULONG> wanted;
    if (tags) wanted.assign(tags->aulPropTag, tags->aulPropTag + tags->cValues);
    else
        for (const auto &entry : props)
            if (is_value(entry.second)) wanted.push_back(in_width(entry.second.tag, flags));
    if (is_mutant("input-changed") && tags) tags->aulPropTag[0] = PR_NULL;
    Answer answer(inside->memory);
    SPropValue *given = answer.take_of<SPropValue>(wanted.size());
    bool whole = true;
    for (size_t at = 0; at < wanted.size(); ++at) {
        const Value *value = find(props, wanted[at]);
        // An object is opened, not given.
        if (value && !is_value(*value)) value = nullptr;
        whole = give(given[at], wanted[at], value, flags, answer) && whole;
    }
    *count = static_cast<ULONG>(wanted.size());
    answer.give(values);
    bend(answer, inside->memory, *count, values);
    if (is_mutant("warning-forgotten")) return S_OK;
    return whole ? S_OK : MAPI_W_ERRORS_RETURNED;
}

HRESULT Properties::get_prop_list(ULONG flags, LPSPropTagArray *tags) {
    check(tags != nullptr, MAPI_E_INVALID_PARAMETER);
    const Props props = read();
    Answer answer(inside->memory);
    SPropTagArray *array = static_cast<SPropTagArray *>(answer.take(CbNewSPropTagArray(props.size())));
    for (const auto &entry : props) array->aulPropTag[array->cValues++] = in_width(entry.second.tag, flags);
    const LPSPropTagArray before = *tags;
    answer.give(tags);
    if (is_mutant("pointer-in-32-bits")) {
        const LPSPropTagArray whole = *tags;
        inside->memory.free(std::exchange(*tags, before));
        std::memcpy(tags, &whole, sizeof(ULONG));
    }
    if (is_mutant("list-freed-too-early")) inside->memory.free(*tags);
    return S_OK;
}

void give(const Memory &memory, const Problems &problems, LPSPropProblemArray *out) {
    if (!out) return;
    *out = nullptr;
    if (problems.empty()) return;
    Answer answer(memory);
    SPropProblemArray *array = static_cast<SPropProblemArray *>(answer.take(CbNewSPropProblemArray(problems.size())));
    for (const SPropProblem &problem : problems) array->aProblem[array->cProblem++] = problem;
    answer.give(out);
}

HRESULT Properties::set_props(ULONG count, LPSPropValue values, LPSPropProblemArray *problems) {
    check(count != 0 && values != nullptr, MAPI_E_INVALID_PARAMETER);
    check_write();
    Problems found;
    std::vector<Value> accepted;
    const size_t names = inside->file->read([](const Data &data) { return data.names.size(); });
    for (ULONG at = 0; at < count; ++at) {
        const ULONG tag = values[at].ulPropTag, id = PROP_ID(tag), type = PROP_TYPE(tag);
        check(type != PT_OBJECT, MAPI_E_INVALID_PARAMETER);
        if (id == PROP_ID_NULL || type == PT_ERROR) continue;
        if (computed(tag)) found.push_back({at, tag, MAPI_E_COMPUTED});
        else if (id >= 0x8000 && id - 0x8000 >= names) found.push_back({at, tag, MAPI_E_UNEXPECTED_ID});
        else accepted.push_back(taken(values[at]));
    }
    if (!accepted.empty())
        change([&](Props &props) {
            for (const Value &value : accepted) put(props, value);
        });
    give(inside->memory, found, problems);
    if (is_mutant("input-freed")) inside->memory.free(values);
    return S_OK;
}

HRESULT Properties::delete_props(LPSPropTagArray tags, LPSPropProblemArray *problems) {
    check(tags && tags->cValues != 0, MAPI_E_INVALID_PARAMETER);
    check_write();
    Problems found;
    std::vector<ULONG> accepted;
    for (ULONG at = 0; at < tags->cValues; ++at) {
        const ULONG tag = tags->aulPropTag[at];
        if (computed(tag)) found.push_back({at, tag, MAPI_E_COMPUTED});
        else if (required(tag)) found.push_back({at, tag, MAPI_E_NO_ACCESS});
        else accepted.push_back(tag);
    }
    change([&](Props &props) {
        for (ULONG tag : accepted) props.erase(PROP_ID(tag));
    });
    give(inside->memory, found, problems);
    return S_OK;
}

HRESULT Properties::open_property(ULONG tag, LPCIID iid, ULONG options, ULONG flags, LPUNKNOWN *out) {
    check(out && iid, MAPI_E_INVALID_PARAMETER);
    *out = nullptr;
    check(PROP_TYPE(tag) != PT_UNSPECIFIED, MAPI_E_INVALID_PARAMETER);
    const Props props = read();
    const bool writes = (flags & (MAPI_MODIFY | MAPI_CREATE)) != 0;
    if (writes) check_write();
    if (IUnknown *object = open_object(tag, *iid, options)) {
        *out = object;
        return S_OK;
    }
    check(!writes || !computed(tag), MAPI_E_NO_ACCESS);
    const Value *value = find(props, tag);
    check(value || (flags & MAPI_CREATE), MAPI_E_NOT_FOUND);
    check(is_one_of(iid, {&IID_IStream, &IID_ISequentialStream}), MAPI_E_INTERFACE_NOT_SUPPORTED);
    *out = open_stream(*this, tag, flags & MAPI_CREATE ? nullptr : value, writes);
    return S_OK;
}

HRESULT Properties::copy(const std::function<bool(ULONG)> &wanted, LPCIID iid, LPVOID to, ULONG flags,
    LPSPropProblemArray *problems, const std::set<ULONG> &excluded) {
    check(to && iid, MAPI_E_INVALID_PARAMETER);
    check((flags & MAPI_DECLINE_OK) == 0, MAPI_E_DECLINE_COPY);
    const Props props = read();
    // The destination may be anybody's: it is used on this thread, by its interface, and not kept [INIT-18].
    Ref<IMAPIProp> other;
    check(
        SUCCEEDED(static_cast<IUnknown *>(to)->QueryInterface(IID_IMAPIProp, reinterpret_cast<LPVOID *>(other.out()))),
        MAPI_E_INTERFACE_NOT_SUPPORTED);
    if (is_mutant("destination-kept")) static_cast<IUnknown *>(to)->AddRef();
    std::vector<Value> copied;
    for (const auto &entry : props) {
        const Value &value = entry.second;
        if (is_value(value) && !computed(value.tag) && wanted(value.tag)) copied.push_back(value);
    }
    if (!copied.empty()) {
        Answer answer(inside->memory);
        SPropValue *values = answer.take_of<SPropValue>(copied.size());
        for (size_t at = 0; at < copied.size(); ++at)
            give(values[at], copied[at].tag, &copied[at], MAPI_UNICODE, answer);
        const auto set = [&] { return other->SetProps(static_cast<ULONG>(copied.size()), values, problems); };
        HRESULT code = S_OK;
        if (is_mutant("destination-on-another-thread")) std::thread([&] { code = set(); }).join();
        else code = set();
        check(code);
    } else if (problems) *problems = nullptr;
    copy_parts(static_cast<LPUNKNOWN>(to), excluded);
    return S_OK;
}

} // namespace cppmapi
