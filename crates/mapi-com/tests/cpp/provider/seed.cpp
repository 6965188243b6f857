// A new store: the usual folders and a little mail.
#include "data.h"

namespace cppmapi {

namespace {

const ULONG ALL_FOLDERS = FOLDER_IPM_SUBTREE_VALID | FOLDER_IPM_INBOX_VALID | FOLDER_IPM_OUTBOX_VALID |
                          FOLDER_IPM_WASTEBASKET_VALID | FOLDER_IPM_SENTMAIL_VALID | FOLDER_FINDER_VALID;

ULONG add_folder(Data &data, ULONG parent, const Text &name) {
    Folder folder;
    folder.number = data.next++;
    folder.parent = parent;
    put(folder.props, text(PR_DISPLAY_NAME_W, name));
    put(folder.props, text(PR_COMMENT_W, u""));
    put(folder.props, number(PR_FOLDER_TYPE, parent == 0 ? FOLDER_ROOT : FOLDER_GENERIC));
    data.folders[folder.number] = folder;
    return folder.number;
}

Props recipient(const Text &name, const Text &address) {
    Props row;
    put(row, number(PR_ROWID, 0));
    put(row, number(PR_RECIPIENT_TYPE, MAPI_TO));
    put(row, text(PR_DISPLAY_NAME_W, name));
    put(row, text(PR_ADDRTYPE_W, u"SMTP"));
    put(row, text(PR_EMAIL_ADDRESS_W, address));
    return row;
}

Message &add_message(Data &data, ULONG folder, const Text &subject, const Text &body) {
    // The tenth of November 2023, and an hour more for each message.
    const uint64_t time = 133440000000000000u + data.next * uint64_t{36000000000};
    Message message;
    message.number = data.next++;
    message.folder = folder;
    message.revision = 1;
    put(message.props, text(PR_MESSAGE_CLASS_W, u"IPM.Note"));
    put(message.props, text(PR_SUBJECT_W, subject));
    put(message.props, text(PR_BODY_W, body));
    put(message.props, text(PR_SENDER_NAME_W, u"Ann"));
    put(message.props, number(PR_MESSAGE_FLAGS, MSGFLAG_READ));
    put(message.props, file_time(PR_CREATION_TIME, time));
    put(message.props, file_time(PR_LAST_MODIFICATION_TIME, time));
    put(message.props, file_time(PR_MESSAGE_DELIVERY_TIME, time));
    message.recipients.push_back(recipient(u"Bob", u"bob@example.org"));
    return data.messages[message.number] = message;
}

void add_attachment(Message &message, const Text &name, const Bytes &content) {
    Props props;
    put(props, text(PR_ATTACH_FILENAME_W, name));
    put(props, text(PR_DISPLAY_NAME_W, name));
    put(props, number(PR_ATTACH_METHOD, ATTACH_BY_VALUE));
    put(props, number(PR_RENDERING_POSITION, -1));
    put(props, binary(PR_ATTACH_DATA_BIN, content));
    message.attachments[message.next_attachment++] = props;
}

} // namespace

Bytes stem(const Bytes &path) {
    const size_t slash = path.find_last_of("/\\");
    const Bytes name = slash == Bytes::npos ? path : path.substr(slash + 1);
    return name.substr(0, name.find_last_of('.'));
}

Data seeded(const Bytes &path) {
    Data data;
    add_folder(data, 0, u"Root");
    const ULONG top = add_folder(data, ROOT, u"Top of Personal Folders");
    const ULONG inbox = add_folder(data, top, u"Inbox"), outbox = add_folder(data, top, u"Outbox");
    const ULONG sent = add_folder(data, top, u"Sent Items"), deleted = add_folder(data, top, u"Deleted Items");
    const ULONG finder = add_folder(data, ROOT, u"Search Root"), projects = add_folder(data, top, u"Projects");
    add_attachment(add_message(data, inbox, u"Invitation", u"Will you come on Friday?"), u"plan.txt",
        "1. Load the store\n2. Read the mail\n");
    put(add_message(data, inbox, u"Reminder", u"Friday!").props, number(PR_MESSAGE_FLAGS, 0));
    add_message(data, sent, u"Re: Invitation", u"Yes.");
    add_message(data, projects, u"Minutes", u"All agreed.");
    const auto id = [&](ULONG tag, ULONG folder) {
        put(data.props, binary(tag, encoded({path, Kind::Folder, folder})));
    };
    id(PR_IPM_SUBTREE_ENTRYID, top);
    id(PR_IPM_OUTBOX_ENTRYID, outbox);
    id(PR_IPM_SENTMAIL_ENTRYID, sent);
    id(PR_IPM_WASTEBASKET_ENTRYID, deleted);
    id(PR_FINDER_ENTRYID, finder);
    put(data.props, number(PR_VALID_FOLDER_MASK, ALL_FOLDERS));
    put(data.props, text(PR_DISPLAY_NAME_W, from_utf8(stem(path))));
    if (stem(path) == "safe") data.password = u"right";
    return data;
}

} // namespace cppmapi
