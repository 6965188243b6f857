// What goes from a folder to another one.
#include "folder.h"
#include "mutant.h"

namespace cppmapi {

// The folder that a caller's object is, if it is one of this store: by its identifier, for the object may be a wrapper's.
static ULONG destination(Inside &inside, LPCIID iid, LPVOID to) {
    check(to != nullptr, MAPI_E_INVALID_PARAMETER);
    check(is_one_of(iid, {&IID_IMAPIFolder, &IID_IMAPIContainer, &IID_IMAPIProp, &IID_IUnknown}),
        MAPI_E_INTERFACE_NOT_SUPPORTED);
    Ref<IMAPIProp> folder;
    check(static_cast<IUnknown *>(to)->QueryInterface(IID_IMAPIProp, reinterpret_cast<LPVOID *>(folder.out())));
    SPropTagArray tags{1, {PR_ENTRYID}};
    ULONG count = 0;
    Received<SPropValue> values(inside.memory);
    check(folder->GetProps(&tags, 0, &count, values.out()));
    Id id;
    const bool own =
        values.get() && values->ulPropTag == PR_ENTRYID && decode(values->Value.bin.cb, values->Value.bin.lpb, id);
    return own && id.kind == Kind::Folder && id.path == inside.file->path ? id.number : 0;
}

STDMETHODIMP FolderObject::CopyMessages(
    LPENTRYLIST messages, LPCIID iid, LPVOID to, ULONG_PTR window, LPMAPIPROGRESS progress, ULONG flags) {
    return guarded([&] {
        check(messages != nullptr, MAPI_E_INVALID_PARAMETER);
        inside->check_open();
        const bool moves = (flags & MESSAGE_MOVE) != 0;
        if (moves) check_takes();
        const ULONG target = destination(*inside, iid, to);
        // To another store MAPI copies, message by message.
        if (target == 0)
            return inside->support()->CopyMessages(
                &IID_IMAPIFolder, static_cast<IMAPIFolder *>(this), messages, iid, to, window, progress, flags);
        inside->check_write();
        bool whole = true;
        for (ULONG at = 0; at < messages->cValues; ++at) {
            const ULONG message = message_in(messages->lpbin[at], true);
            whole = whole && message != 0;
            if (message == 0) continue;
            // What is moved keeps its identifier, a copy gets one of its own [EID-18].
            const bool renumbers = !moves || is_mutant("moved-message-renamed");
            const ULONG made = inside->file->change([&](Data &data) {
                Message copy = data.messages.at(message);
                if (moves) data.messages.erase(message);
                if (renumbers) copy.number = data.next++;
                copy.folder = target;
                data.messages[copy.number] = copy;
                return copy.number;
            });
            inside->tell(moves ? fnevObjectMoved : fnevObjectCopied, Kind::Message, made, target);
        }
        return whole ? S_OK : MAPI_W_PARTIAL_COMPLETION;
    });
}

static bool is_below(const Data &data, ULONG folder, ULONG top) {
    while (folder != 0 && folder != top) folder = data.folders.at(folder).parent;
    return folder == top;
}

static void copy_folder(Data &data, ULONG folder, ULONG parent, bool deep) {
    Folder copy = data.folders.at(folder);
    copy.number = data.next++;
    copy.parent = parent;
    data.folders[copy.number] = copy;
    const std::map<ULONG, Message> messages = data.messages;
    for (const auto &entry : messages) {
        if (entry.second.folder != folder) continue;
        Message message = entry.second;
        message.number = data.next++;
        message.folder = copy.number;
        data.messages[message.number] = message;
    }
    const std::map<ULONG, Folder> folders = data.folders;
    for (const auto &entry : folders)
        if (deep && entry.second.parent == folder && entry.first != copy.number)
            copy_folder(data, entry.first, copy.number, deep);
}

STDMETHODIMP FolderObject::CopyFolder(ULONG size, LPENTRYID id, LPCIID iid, LPVOID to, LPTSTR name, ULONG_PTR window,
    LPMAPIPROGRESS progress, ULONG flags) {
    return guarded([&] {
        inside->check_open();
        const bool moves = (flags & FOLDER_MOVE) != 0;
        if (moves) check_takes();
        const ULONG folder = folder_in(size, id), target = destination(*inside, iid, to);
        if (target == 0)
            return inside->support()->CopyFolder(
                &IID_IMAPIFolder, static_cast<IMAPIFolder *>(this), size, id, iid, to, name, window, progress, flags);
        inside->check_write();
        const Text called = argument(name, flags);
        inside->file->change([&](Data &data) {
            check(data.folders.count(folder) != 0, MAPI_E_NOT_FOUND);
            check(!is_below(data, target, folder), MAPI_E_FOLDER_CYCLE);
            const ULONG next = data.next;
            if (moves) data.folders.at(folder).parent = target;
            else copy_folder(data, folder, target, (flags & COPY_SUBFOLDERS) != 0);
            if (!called.empty()) put(data.folders.at(moves ? folder : next).props, text(PR_DISPLAY_NAME_W, called));
        });
        inside->tell(moves ? fnevObjectMoved : fnevObjectCopied, Kind::Folder, folder, target);
        return S_OK;
    });
}

} // namespace cppmapi
