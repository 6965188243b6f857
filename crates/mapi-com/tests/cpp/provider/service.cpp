// The entry point of the message service. Page: msgserviceentry.
#include "errors.h"
#include "mutant.h"
#include "section.h"

namespace cppmapi {

// What a caller gives: where the store is, its password, or both.
static std::vector<Value> given_in(ULONG count, LPSPropValue values) {
    std::vector<Value> given;
    for (ULONG at = 0; at < count; ++at) {
        const ULONG id = PROP_ID(values[at].ulPropTag), type = PROP_TYPE(values[at].ulPropTag);
        const bool text = type == PT_UNICODE || type == PT_STRING8;
        if (text && (id == PROP_ID(PR_CPP_STORE_PATH) || id == PROP_ID(PR_CPP_PASSWORD)))
            given.push_back(taken(values[at]));
        if (type == PT_BINARY && id == PROP_ID(PR_ENTRYID)) given.push_back(taken(values[at]));
    }
    return given;
}

// All sections of the service, opened before the first is changed: nothing is half written [ERR-14].
static std::vector<Section> sections(const Memory &memory, LPPROVIDERADMIN admin) {
    Ref<IMAPITable> table;
    check(admin->GetProviderTable(0, table.out()));
    SPropTagArray tags{1, {PR_PROVIDER_UID}};
    check(table->SetColumns(&tags, 0));
    std::vector<Section> opened;
    for (;;) {
        LPSRowSet rows = nullptr;
        check(table->QueryRows(1, 0, &rows));
        const ULONG count = rows->cRows;
        MAPIUID uid{};
        bool found = false;
        for (ULONG at = 0; at < count; ++at) {
            const SPropValue &value = rows->aRow[at].lpProps[0];
            found = value.ulPropTag == PR_PROVIDER_UID && value.Value.bin.cb == sizeof uid;
            if (found) std::memcpy(&uid, value.Value.bin.lpb, sizeof uid);
            memory.free(rows->aRow[at].lpProps);
        }
        memory.free(rows);
        if (count == 0) return opened;
        Ref<IProfSect> section;
        if (found) check(admin->OpenProfileSection(&uid, nullptr, MAPI_MODIFY, section.out()));
        if (found) opened.emplace_back(memory, section);
    }
}

static HRESULT configure(const Memory &memory, LPPROVIDERADMIN admin, std::vector<Value> given) {
    // There is no sheet to show, so data that are missing stay missing [PROFILE-21].
    check(!given.empty(), MAPI_E_UNCONFIGURED);
    for (const Value &value : given)
        if (PROP_ID(value.tag) == PROP_ID(PR_CPP_STORE_PATH)) StoreFile::at(to_utf8(value.text()))->create();
    for (const Section &section : sections(memory, admin)) section.set(given);
    return S_OK;
}

static HRESULT work(const Memory &memory, LPPROVIDERADMIN admin, ULONG context, ULONG count, LPSPropValue values) {
    switch (context) {
    case MSG_SERVICE_CONFIGURE: return configure(memory, admin, given_in(count, values));
    case MSG_SERVICE_CREATE: return configure(memory, admin, given_in(values ? count : 0, values));
    case MSG_SERVICE_INSTALL:
    case MSG_SERVICE_UNINSTALL:
    case MSG_SERVICE_DELETE:
    case MSG_SERVICE_PROVIDER_CREATE:
    case MSG_SERVICE_PROVIDER_DELETE: return S_OK; // [PROFILE-23]
    default: return MAPI_E_NO_SUPPORT;
    }
}

} // namespace cppmapi

#ifdef _WIN32
#define EXPORTED extern "C" __declspec(dllexport)
#else
#define EXPORTED extern "C" __attribute__((visibility("default")))
#endif

// The name that PR_SERVICE_ENTRY_NAME gives.
EXPORTED HRESULT WINAPI ServiceEntry(HINSTANCE, LPMALLOC, LPMAPISUP support, ULONG_PTR, ULONG flags, ULONG context,
    ULONG count, LPSPropValue values, LPPROVIDERADMIN admin, LPMAPIERROR *error) {
    using namespace cppmapi;
    if (error) *error = nullptr;
    if (!support) return MAPI_E_INVALID_PARAMETER;
    Memory memory{};
    const HRESULT routines = support->GetMemAllocRoutines(&memory.allocate, &memory.more, &memory.free);
    if (FAILED(routines)) return routines;
    memory = used(memory);
    // Good for this call only: no reference is taken [PROFILE-20].
    if (is_mutant("service-support-kept")) support->AddRef();
    const HRESULT code = guarded([&] { return work(memory, admin, context, count, values); });
    if (FAILED(code) && error)
        guarded([&] {
            return *error = error_of(memory, u"The store is not configured: its path is missing.", flags), S_OK;
        });
    return code;
}
