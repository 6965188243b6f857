// A message: its properties, and how they are saved.
#include "message.h"
#include "mutant.h"
#include <chrono>

namespace cppmapi {

static uint64_t now() {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return 116444736000000000u +
           static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count()) * 10;
}

static LONG size_of(const Message &message) {
    size_t size = 0;
    for (const auto &entry : message.props) size += entry.second.size();
    for (const auto &attachment : message.attachments)
        for (const auto &entry : attachment.second) size += entry.second.size();
    return static_cast<LONG>(size);
}

static Text recipients(const Message &message, LONG type) {
    Text names;
    for (const Props &row : message.recipients) {
        const Value *kind = find(row, PR_RECIPIENT_TYPE), *name = find(row, PR_DISPLAY_NAME_W);
        if (!kind || kind->number() != type || !name) continue;
        if (!names.empty()) names += u"; ";
        names += name->text();
    }
    return names;
}

Props message_props(Inside &inside, const Message &message, bool write) {
    Props props = message.props;
    for (const auto &entry : inside.common_props()) props[entry.first] = entry.second;
    const Bytes id = inside.file->id(Kind::Message, message.number);
    const bool has_attachments = !message.attachments.empty();
    const Value *stored = find(message.props, PR_MESSAGE_FLAGS);
    const ULONG flags = stored ? static_cast<ULONG>(stored->number()) : 0;
    put(props, binary(PR_ENTRYID, id));
    put(props, binary(PR_RECORD_KEY, id));
    put(props, binary(PR_PARENT_ENTRYID, inside.file->id(Kind::Folder, message.folder)));
    put(props, number(PR_OBJECT_TYPE, MAPI_MESSAGE));
    put(props, number(PR_MESSAGE_FLAGS,
                   static_cast<LONG>(has_attachments ? flags | MSGFLAG_HASATTACH : flags & ~MSGFLAG_HASATTACH)));
    put(props, number(PR_MESSAGE_SIZE, size_of(message)));
    put(props, truth(PR_HASATTACH, has_attachments));
    put(props, text(PR_DISPLAY_TO_W, recipients(message, MAPI_TO)));
    put(props, text(PR_DISPLAY_CC_W, recipients(message, MAPI_CC)));
    put(props, text(PR_DISPLAY_BCC_W, recipients(message, MAPI_BCC)));
    put(props,
        number(PR_ACCESS, static_cast<LONG>(inside.write ? MAPI_ACCESS_READ | MAPI_ACCESS_MODIFY | MAPI_ACCESS_DELETE
                                                         : MAPI_ACCESS_READ)));
    put(props, number(PR_ACCESS_LEVEL, write ? MAPI_MODIFY : 0));
    put(props, object(PR_MESSAGE_RECIPIENTS));
    put(props, object(PR_MESSAGE_ATTACHMENTS));
    return props;
}

IMessage *open_message(const std::shared_ptr<Inside> &inside, ULONG number, bool write) {
    auto draft = std::make_shared<Draft>();
    draft->message = inside->file->read([&](const Data &data) {
        const auto at = data.messages.find(number);
        check(at != data.messages.end(), MAPI_E_NOT_FOUND);
        return at->second;
    });
    return new MessageObject(inside, draft, write);
}

IMessage *new_message(const std::shared_ptr<Inside> &inside, ULONG folder) {
    auto draft = std::make_shared<Draft>();
    draft->is_new = true;
    draft->message.folder = folder;
    draft->message.number = inside->file->change([&](Data &data) {
        check(data.folders.count(folder) != 0, MAPI_E_OBJECT_DELETED);
        return data.next++;
    });
    Props &props = draft->message.props;
    put(props, text(PR_MESSAGE_CLASS_W, u"IPM.Note"));
    put(props, number(PR_MESSAGE_FLAGS, MSGFLAG_UNSENT | MSGFLAG_READ));
    put(props, file_time(PR_CREATION_TIME, now()));
    put(props, file_time(PR_LAST_MODIFICATION_TIME, now()));
    return new MessageObject(inside, draft, true);
}

Props MessageObject::read() {
    inside->check_open();
    return with([&](const Message &message) { return message_props(*inside, message, may_write); });
}

bool MessageObject::computed(ULONG tag) const {
    for (ULONG own : {PR_ENTRYID, PR_RECORD_KEY, PR_PARENT_ENTRYID, PR_OBJECT_TYPE, PR_MESSAGE_SIZE, PR_HASATTACH,
             PR_DISPLAY_TO_W, PR_DISPLAY_CC_W, PR_DISPLAY_BCC_W, PR_ACCESS, PR_ACCESS_LEVEL, PR_MESSAGE_RECIPIENTS,
             PR_MESSAGE_ATTACHMENTS, PR_STORE_ENTRYID, PR_STORE_RECORD_KEY, PR_STORE_SUPPORT_MASK, PR_MDB_PROVIDER,
             PR_MAPPING_SIGNATURE, PR_INSTANCE_KEY, PR_MSG_STATUS, PR_CREATION_TIME})
        if (PROP_ID(own) == PROP_ID(tag)) return true;
    // The flags are the client's until the first save.
    return PROP_ID(tag) == PROP_ID(PR_MESSAGE_FLAGS) && !draft->is_new;
}

void MessageObject::change(const std::function<void(Props &)> &work) {
    with([&](Message &message) { work(message.props); });
}

void MessageObject::save(ULONG flags) {
    const bool was_new = draft->is_new;
    const Message saved = with([&](Message &message) {
        put(message.props, file_time(PR_LAST_MODIFICATION_TIME, now()));
        inside->file->change([&](Data &data) {
            const auto at = data.messages.find(message.number);
            check(at != data.messages.end() || was_new, MAPI_E_OBJECT_DELETED);
            check(was_new || at->second.revision == message.revision || (flags & FORCE_SAVE), MAPI_E_OBJECT_CHANGED);
            if (!was_new) message.folder = at->second.folder, message.status = at->second.status;
            ++message.revision;
            data.messages[message.number] = message;
        });
        draft->is_new = false;
        return message;
    });
    inside->tell(was_new ? fnevObjectCreated : fnevObjectModified, Kind::Message, saved.number, saved.folder);
}

// Both tables are to be had by OpenProperty, too.
IUnknown *MessageObject::open_object(ULONG tag, REFIID iid, ULONG options) {
    const bool recipients = PROP_ID(tag) == PROP_ID(PR_MESSAGE_RECIPIENTS);
    if (!recipients && PROP_ID(tag) != PROP_ID(PR_MESSAGE_ATTACHMENTS)) return nullptr;
    check(same(iid, IID_IMAPITable), MAPI_E_INTERFACE_NOT_SUPPORTED);
    LPMAPITABLE table = nullptr;
    check(recipients ? GetRecipientTable(options, &table) : GetAttachmentTable(options, &table));
    return table;
}

// Read by who opened it: at once, and for everybody.
STDMETHODIMP MessageObject::SetReadFlag(ULONG flags) {
    return guarded([&] {
        inside->check_write();
        const auto apply = [&](Props &props) {
            Value &held = props[PROP_ID(PR_MESSAGE_FLAGS)];
            const ULONG before = held.tag ? static_cast<ULONG>(held.number()) : 0;
            held = number(PR_MESSAGE_FLAGS,
                static_cast<LONG>(flags & CLEAR_READ_FLAG ? before & ~MSGFLAG_READ : before | MSGFLAG_READ));
        };
        const Message own = with([&](Message &message) { return apply(message.props), message; });
        inside->file->change([&](Data &data) {
            const auto at = data.messages.find(own.number);
            if (at != data.messages.end()) apply(at->second.props);
        });
        inside->tell(fnevObjectModified, Kind::Message, own.number, own.folder);
        return S_OK;
    });
}

} // namespace cppmapi
