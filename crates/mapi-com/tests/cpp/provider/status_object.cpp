// IMAPIStatus and the row of the status table.
#include "mutant.h"
#include "objects.h"
#include "section.h"

namespace cppmapi {

static LONG methods(Inside &inside) {
    const bool has_password = inside.file->read([](const Data &data) { return !data.password.empty(); });
    return static_cast<LONG>(
        STATUS_VALIDATE_STATE | (has_password || is_mutant("methods-promised") ? STATUS_CHANGE_PASSWORD : 0));
}

Props status_row(Inside &inside) {
    Props row;
    put(row, text(PR_DISPLAY_NAME_W, inside.display_name()));
    put(row, number(PR_STATUS_CODE, is_mutant("status-code-of-a-transport") ? STATUS_INBOUND_ENABLED
                                    : inside.file->reachable()              ? STATUS_AVAILABLE
                                                                            : STATUS_OFFLINE));
    put(row, number(PR_RESOURCE_METHODS, methods(inside)));
    put(row, binary(PR_MDB_PROVIDER, Bytes(reinterpret_cast<const char *>(PROVIDER_UID.ab), sizeof PROVIDER_UID)));
    if (is_mutant("status-row-incomplete")) row.erase(PROP_ID(PR_RESOURCE_METHODS));
    return row;
}

namespace {

class StatusObject : public PropObject<IMAPIStatus> {
protected:
    void *find(REFIID iid) override {
        return is_one_of(&iid, {&IID_IMAPIStatus, &IID_IMAPIProp, &IID_IUnknown}) ? static_cast<IMAPIStatus *>(this)
                                                                                  : nullptr;
    }

public:
    explicit StatusObject(const std::shared_ptr<Inside> &inside) : PropObject(inside, false) {}

    // The columns, and what MAPI adds to them in the row [STATUS-13].
    Props read() override {
        inside->check_alive();
        inside->follow_state();
        Props props = status_row(*inside);
        put(props, number(PR_OBJECT_TYPE, MAPI_STATUS));
        put(props, text(PR_PROVIDER_DISPLAY_W, PROVIDER_DISPLAY));
        put(props, number(PR_RESOURCE_TYPE, MAPI_STORE_PROVIDER));
        const Section section(*inside);
        put(props, number(PR_RESOURCE_FLAGS, section.number(PR_RESOURCE_FLAGS)));
        put(props, text(PR_PROVIDER_DLL_NAME_W, section.text(PR_PROVIDER_DLL_NAME_W)));
        return props;
    }
    bool computed(ULONG) const override { return true; }
    void change(const std::function<void(Props &)> &) override { throw Failure{MAPI_E_NO_ACCESS}; }

    STDMETHODIMP ValidateState(ULONG_PTR, ULONG flags) override {
        return guarded([&] {
            inside->check_alive();
            const ULONG known = SUPPRESS_UI | REFRESH_XP_HEADER_CACHE | PROCESS_XP_HEADER_CACHE | FORCE_XP_CONNECT |
                                FORCE_XP_DISCONNECT | CONFIG_CHANGED | ABORT_XP_HEADER_OPERATION | SHOW_XP_SESSION_UI;
            check((flags & ~known) == 0, MAPI_E_UNKNOWN_FLAGS); // [STATUS-08]
            inside->follow_state();
            return S_OK;
        });
    }
    STDMETHODIMP SettingsDialog(ULONG_PTR, ULONG) override { return MAPI_E_NO_SUPPORT; }
    // In force at once, in the store and in the profile [STATUS-10].
    STDMETHODIMP ChangePassword(LPTSTR old_password, LPTSTR new_password, ULONG flags) override {
        return guarded([&] {
            inside->check_open();
            const Text before = argument(old_password, flags), after = argument(new_password, flags);
            const Text password = inside->file->read([](const Data &data) { return data.password; });
            check(!password.empty(), MAPI_E_NO_SUPPORT);
            check(password == before || is_mutant("old-password-not-checked"), MAPI_E_NO_ACCESS);
            Section(*inside).set({cppmapi::text(PR_CPP_PASSWORD, after)});
            inside->file->change([&](Data &data) { data.password = after; });
            return S_OK;
        });
    }
    STDMETHODIMP FlushQueues(ULONG_PTR, ULONG, LPENTRYID, ULONG) override { return MAPI_E_NO_SUPPORT; }
};

} // namespace

IMAPIStatus *open_status(const std::shared_ptr<Inside> &inside) { return new StatusObject(inside); }

} // namespace cppmapi
