// What is made, changed and deleted in a folder.
#include "folder.h"

namespace cppmapi {

void FolderObject::check_takes() {
    inside->check_write();
    check(may_write, MAPI_E_NO_ACCESS);
}

ULONG FolderObject::folder_in(ULONG size, LPENTRYID id) {
    Id found;
    check(size != 0 && id, MAPI_E_INVALID_PARAMETER);
    check(decode(size, id, found) && found.kind == Kind::Folder && found.path == inside->file->path,
        MAPI_E_INVALID_ENTRYID);
    return found.number;
}

ULONG FolderObject::message_in(const SBinary &id, bool here) {
    Id found;
    if (!decode(id.cb, id.lpb, found) || found.kind != Kind::Message || found.path != inside->file->path) return 0;
    return inside->file->read([&](const Data &data) {
        const auto at = data.messages.find(found.number);
        return at != data.messages.end() && (!here || at->second.folder == number) ? found.number : 0;
    });
}

STDMETHODIMP FolderObject::CreateMessage(LPCIID iid, ULONG flags, LPMESSAGE *message) {
    return guarded([&] {
        check(message != nullptr, MAPI_E_INVALID_PARAMETER);
        *message = nullptr;
        check(!(flags & MAPI_ASSOCIATED), MAPI_E_NO_SUPPORT);
        check_takes();
        check(is_one_of(iid, {&IID_IMessage, &IID_IMAPIProp, &IID_IUnknown}), MAPI_E_INTERFACE_NOT_SUPPORTED);
        *message = new_message(inside, number);
        return S_OK;
    });
}

STDMETHODIMP FolderObject::DeleteMessages(LPENTRYLIST messages, ULONG_PTR, LPMAPIPROGRESS, ULONG) {
    return guarded([&] {
        check(messages != nullptr, MAPI_E_INVALID_PARAMETER);
        check_takes();
        bool whole = true;
        for (ULONG at = 0; at < messages->cValues; ++at) {
            const ULONG message = message_in(messages->lpbin[at], true);
            whole = whole && message != 0;
            if (message == 0) continue;
            inside->file->change([&](Data &data) { data.messages.erase(message); });
            inside->tell(fnevObjectDeleted, Kind::Message, message, number);
        }
        return whole ? S_OK : MAPI_W_PARTIAL_COMPLETION;
    });
}

static ULONG child(const Data &data, ULONG parent, const Text &name) {
    for (const auto &entry : data.folders)
        if (entry.second.parent == parent && entry.second.props.at(PROP_ID(PR_DISPLAY_NAME_W)).text() == name)
            return entry.first;
    return 0;
}

STDMETHODIMP FolderObject::CreateFolder(
    ULONG type, LPTSTR name, LPTSTR comment, LPCIID iid, ULONG flags, LPMAPIFOLDER *folder) {
    return guarded([&] {
        check(folder && name, MAPI_E_INVALID_PARAMETER);
        *folder = nullptr;
        check(type == FOLDER_GENERIC, MAPI_E_NO_SUPPORT);
        check_takes();
        check(is_one_of(iid, {&IID_IMAPIFolder, &IID_IMAPIContainer, &IID_IMAPIProp, &IID_IUnknown}),
            MAPI_E_INTERFACE_NOT_SUPPORTED);
        const Text called = argument(name, flags), remark = argument(comment, flags);
        ULONG made = inside->file->read([&](const Data &data) { return child(data, number, called); });
        check(made == 0 || (flags & OPEN_IF_EXISTS), MAPI_E_COLLISION);
        if (made == 0) {
            made = inside->file->change([&](Data &data) {
                Folder fresh;
                fresh.number = data.next++;
                fresh.parent = number;
                put(fresh.props, text(PR_DISPLAY_NAME_W, called));
                put(fresh.props, text(PR_COMMENT_W, remark));
                put(fresh.props, cppmapi::number(PR_FOLDER_TYPE, FOLDER_GENERIC));
                data.folders[fresh.number] = fresh;
                return fresh.number;
            });
            inside->tell(fnevObjectCreated, Kind::Folder, made, number);
        }
        *folder = open_folder(inside, made, true);
        return S_OK;
    });
}

static void remove(Data &data, ULONG folder) {
    std::vector<ULONG> below, messages;
    for (const auto &entry : data.folders)
        if (entry.second.parent == folder) below.push_back(entry.first);
    for (const auto &entry : data.messages)
        if (entry.second.folder == folder) messages.push_back(entry.first);
    for (ULONG number : below) remove(data, number);
    for (ULONG number : messages) data.messages.erase(number);
    data.folders.erase(folder);
}

STDMETHODIMP FolderObject::DeleteFolder(ULONG size, LPENTRYID id, ULONG_PTR, LPMAPIPROGRESS, ULONG flags) {
    return guarded([&] {
        check_takes();
        const ULONG folder = folder_in(size, id);
        inside->file->change([&](Data &data) {
            const auto at = data.folders.find(folder);
            check(at != data.folders.end() && at->second.parent == number, MAPI_E_NOT_FOUND);
            for (const auto &entry : data.messages)
                check(entry.second.folder != folder || (flags & DEL_MESSAGES), MAPI_E_HAS_MESSAGES);
            for (const auto &entry : data.folders)
                check(entry.second.parent != folder || (flags & DEL_FOLDERS), MAPI_E_HAS_FOLDERS);
            remove(data, folder);
        });
        inside->tell(fnevObjectDeleted, Kind::Folder, folder, number);
        return S_OK;
    });
}

STDMETHODIMP FolderObject::EmptyFolder(ULONG_PTR, LPMAPIPROGRESS, ULONG) {
    return guarded([&] {
        check_takes();
        inside->file->change([&](Data &data) {
            const Folder kept = data.folders.at(number);
            remove(data, number);
            data.folders[number] = kept;
        });
        inside->tell(fnevObjectModified, Kind::Folder, number, 0);
        return S_OK;
    });
}

STDMETHODIMP FolderObject::SetReadFlags(LPENTRYLIST messages, ULONG_PTR, LPMAPIPROGRESS, ULONG flags) {
    return guarded([&] {
        check_takes();
        const std::vector<ULONG> all = inside->file->read([&](const Data &data) {
            std::vector<ULONG> found;
            for (const auto &entry : data.messages)
                if (entry.second.folder == number) found.push_back(entry.first);
            return found;
        });
        std::vector<ULONG> wanted = messages ? std::vector<ULONG>() : all;
        for (ULONG at = 0; messages && at < messages->cValues; ++at)
            wanted.push_back(message_in(messages->lpbin[at], true));
        bool whole = true;
        for (ULONG message : wanted) {
            whole = whole && message != 0;
            if (message == 0) continue;
            inside->file->change([&](Data &data) {
                Value &held = data.messages.at(message).props[PROP_ID(PR_MESSAGE_FLAGS)];
                const ULONG before = held.tag ? static_cast<ULONG>(held.number()) : 0;
                held = cppmapi::number(PR_MESSAGE_FLAGS,
                    static_cast<LONG>(flags & CLEAR_READ_FLAG ? before & ~MSGFLAG_READ : before | MSGFLAG_READ));
            });
            inside->tell(fnevObjectModified, Kind::Message, message, number);
        }
        return whole ? S_OK : MAPI_W_PARTIAL_COMPLETION;
    });
}

STDMETHODIMP FolderObject::GetMessageStatus(ULONG size, LPENTRYID id, ULONG, ULONG *status) {
    return guarded([&] {
        check(status && id, MAPI_E_INVALID_PARAMETER);
        inside->check_open();
        const ULONG message = message_in({size, reinterpret_cast<LPBYTE>(id)}, true);
        check(message != 0, MAPI_E_NOT_FOUND);
        *status = inside->file->read([&](const Data &data) { return data.messages.at(message).status; });
        return S_OK;
    });
}

STDMETHODIMP FolderObject::SetMessageStatus(ULONG size, LPENTRYID id, ULONG status, ULONG mask, ULONG *old) {
    return guarded([&] {
        check(id != nullptr, MAPI_E_INVALID_PARAMETER);
        check_takes();
        const ULONG message = message_in({size, reinterpret_cast<LPBYTE>(id)}, true);
        check(message != 0, MAPI_E_NOT_FOUND);
        const ULONG before = inside->file->change([&](Data &data) {
            ULONG &held = data.messages.at(message).status;
            const ULONG before = held;
            held = (held & ~mask) | (status & mask);
            return before;
        });
        inside->tell(fnevObjectModified, Kind::Message, message, number);
        if (old) *old = before;
        return S_OK;
    });
}

} // namespace cppmapi
