// What a folder is and shows: its properties and its two tables.
#include "folder.h"
#include "mutant.h"

namespace cppmapi {

Bytes little_endian(ULONG number) { return Bytes(reinterpret_cast<const char *>(&number), sizeof number); }

static LONG rights(const Inside &inside) {
    const ULONG all = MAPI_ACCESS_READ | MAPI_ACCESS_MODIFY | MAPI_ACCESS_DELETE | MAPI_ACCESS_CREATE_CONTENTS |
                      MAPI_ACCESS_CREATE_HIERARCHY;
    return static_cast<LONG>(inside.write ? all : MAPI_ACCESS_READ);
}

Props folder_props(Inside &inside, const Data &data, const Folder &folder, bool write) {
    Props props = inside.common_props();
    for (const auto &entry : folder.props) props[entry.first] = entry.second;
    const Bytes id = inside.file->id(Kind::Folder, folder.number);
    LONG count = 0, unread = 0;
    bool has_folders = false;
    for (const auto &entry : data.messages) {
        if (entry.second.folder != folder.number) continue;
        ++count;
        const Value *flags = find(entry.second.props, PR_MESSAGE_FLAGS);
        if (!flags || !(static_cast<ULONG>(flags->number()) & MSGFLAG_READ)) ++unread;
    }
    for (const auto &entry : data.folders) has_folders = has_folders || entry.second.parent == folder.number;
    put(props, binary(PR_ENTRYID, id));
    put(props, binary(PR_RECORD_KEY, id));
    put(props, binary(PR_PARENT_ENTRYID, inside.file->id(Kind::Folder, folder.parent ? folder.parent : folder.number)));
    put(props, number(PR_OBJECT_TYPE, MAPI_FOLDER));
    put(props, number(PR_CONTENT_COUNT, count));
    put(props, number(PR_CONTENT_UNREAD, unread));
    put(props, truth(PR_SUBFOLDERS, has_folders));
    put(props, number(PR_ACCESS, rights(inside)));
    put(props, number(PR_ACCESS_LEVEL, write ? MAPI_MODIFY : 0));
    put(props, object(PR_CONTAINER_CONTENTS));
    put(props, object(PR_CONTAINER_HIERARCHY));
    return props;
}

IMAPIFolder *open_folder(const std::shared_ptr<Inside> &inside, ULONG number, bool write) {
    const bool exists = inside->file->read([&](const Data &data) { return data.folders.count(number) != 0; });
    check(exists, MAPI_E_NOT_FOUND);
    return new FolderObject(inside, number, write);
}

Props FolderObject::read() {
    inside->check_open();
    return inside->file->read([&](const Data &data) {
        const auto at = data.folders.find(number);
        check(at != data.folders.end(), MAPI_E_OBJECT_DELETED);
        return folder_props(*inside, data, at->second, may_write);
    });
}

bool FolderObject::computed(ULONG tag) const {
    for (ULONG own : {PR_ENTRYID, PR_RECORD_KEY, PR_PARENT_ENTRYID, PR_OBJECT_TYPE, PR_CONTENT_COUNT, PR_CONTENT_UNREAD,
             PR_SUBFOLDERS, PR_ACCESS, PR_ACCESS_LEVEL, PR_CONTAINER_CONTENTS, PR_CONTAINER_HIERARCHY, PR_FOLDER_TYPE,
             PR_STORE_ENTRYID, PR_STORE_RECORD_KEY, PR_STORE_SUPPORT_MASK, PR_MDB_PROVIDER, PR_MAPPING_SIGNATURE,
             PR_INSTANCE_KEY})
        if (PROP_ID(own) == PROP_ID(tag)) return true;
    return false;
}

void FolderObject::change(const std::function<void(Props &)> &work) {
    const ULONG parent = inside->file->change([&](Data &data) {
        const auto at = data.folders.find(number);
        check(at != data.folders.end(), MAPI_E_OBJECT_DELETED);
        work(at->second.props);
        return at->second.parent;
    });
    inside->tell(fnevObjectModified, Kind::Folder, number, parent);
}

// Both tables are to be had by OpenProperty, too.
IUnknown *FolderObject::open_object(ULONG tag, REFIID iid, ULONG options) {
    const bool contents = PROP_ID(tag) == PROP_ID(PR_CONTAINER_CONTENTS);
    if (!contents && PROP_ID(tag) != PROP_ID(PR_CONTAINER_HIERARCHY)) return nullptr;
    check(same(iid, IID_IMAPITable), MAPI_E_INTERFACE_NOT_SUPPORTED);
    LPMAPITABLE table = nullptr;
    check(contents ? GetContentsTable(options, &table) : GetHierarchyTable(options, &table));
    return table;
}

// A row has what its object has, but for what is opened.
static Props as_row(Props props, ULONG number) {
    for (auto at = props.begin(); at != props.end();)
        at = at->second.type() == PT_OBJECT ? props.erase(at) : std::next(at);
    put(props, binary(PR_INSTANCE_KEY, little_endian(number)));
    return props;
}

STDMETHODIMP FolderObject::GetContentsTable(ULONG flags, LPMAPITABLE *table) {
    return guarded([&] {
        check(table != nullptr, MAPI_E_INVALID_PARAMETER);
        check(!(flags & MAPI_ASSOCIATED), MAPI_E_NO_SUPPORT);
        inside->check_open();
        const std::shared_ptr<Inside> of = inside;
        const ULONG folder = number;
        const auto rows = [of, folder] {
            return of->file->read([&](const Data &data) {
                Rows rows;
                for (const auto &entry : data.messages) {
                    if (entry.second.folder != folder) continue;
                    Props row = as_row(message_props(*of, entry.second, false), entry.first);
                    put(row, cppmapi::number(PR_MSG_STATUS, static_cast<LONG>(entry.second.status)));
                    rows.push_back(row);
                }
                return rows;
            });
        };
        const Columns columns{PR_ENTRYID, PR_INSTANCE_KEY, PR_RECORD_KEY, PR_OBJECT_TYPE, PR_MESSAGE_CLASS_W,
            PR_SUBJECT_W, PR_SENDER_NAME_W, PR_MESSAGE_DELIVERY_TIME, PR_MESSAGE_FLAGS, PR_HASATTACH, PR_MSG_STATUS,
            PR_MESSAGE_SIZE};
        *table = new Table(inside, in_widths(columns, flags), rows);
        return S_OK;
    });
}

STDMETHODIMP FolderObject::GetHierarchyTable(ULONG flags, LPMAPITABLE *table) {
    return guarded([&] {
        check(table != nullptr, MAPI_E_INVALID_PARAMETER);
        inside->check_open();
        const std::shared_ptr<Inside> of = inside;
        const ULONG top = number;
        const bool deep = (flags & CONVENIENT_DEPTH) != 0;
        const auto rows = [of, top, deep] {
            return of->file->read([&](const Data &data) {
                Rows rows;
                const std::function<void(ULONG, LONG)> list = [&](ULONG parent, LONG depth) {
                    for (const auto &entry : data.folders) {
                        if (entry.second.parent != parent) continue;
                        Props row = as_row(folder_props(*of, data, entry.second, false), entry.first);
                        put(row, cppmapi::number(PR_DEPTH, depth));
                        rows.push_back(row);
                        if (deep) list(entry.first, depth + 1);
                    }
                };
                list(top, 1);
                return rows;
            });
        };
        const Columns columns{PR_ENTRYID, PR_INSTANCE_KEY, PR_DISPLAY_NAME_W, PR_FOLDER_TYPE, PR_SUBFOLDERS, PR_DEPTH,
            PR_OBJECT_TYPE, PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_RECORD_KEY};
        *table = new Table(inside, in_widths(columns, flags), rows);
        return S_OK;
    });
}

STDMETHODIMP FolderObject::OpenEntry(ULONG size, LPENTRYID id, LPCIID iid, ULONG flags, ULONG *type, LPUNKNOWN *out) {
    return guarded([&] { return inside->open_entry(size, id, iid, flags, type, out); });
}

} // namespace cppmapi
