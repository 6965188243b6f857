// Store data as the bytes of a file. The format is this provider's own: numbers of fixed size, lengths before what is
// variable.
#include "data.h"

namespace cppmapi {

namespace {

struct Writer {
    Bytes out;

    template <class T> void number(T value) { out.append(reinterpret_cast<const char *>(&value), sizeof value); }
    void bytes(const Bytes &value) {
        number(static_cast<uint32_t>(value.size()));
        out += value;
    }
    void text(const Text &value) { bytes(to_utf8(value)); }
    template <class List, class Each> void list(const List &values, Each each) {
        number(static_cast<uint32_t>(values.size()));
        for (const auto &value : values) each(value);
    }
    void props(const Props &values) {
        list(values, [&](const auto &entry) {
            number(entry.second.tag);
            list(entry.second.items, [&](const Bytes &item) { bytes(item); });
        });
    }
};

struct Reader {
    const Bytes &in;
    size_t at = 0;

    template <class T> T number() {
        T value{};
        check(at + sizeof value <= in.size(), MAPI_E_CORRUPT_STORE);
        std::memcpy(&value, in.data() + at, sizeof value);
        at += sizeof value;
        return value;
    }
    Bytes bytes() {
        const size_t size = number<uint32_t>();
        check(size <= in.size() - at, MAPI_E_CORRUPT_STORE);
        at += size;
        return in.substr(at - size, size);
    }
    Text text() { return from_utf8(bytes()); }
    template <class Each> void list(Each each) {
        for (uint32_t left = number<uint32_t>(); left > 0; --left) each();
    }
    Props props() {
        Props values;
        list([&] {
            Value value{number<ULONG>(), {}};
            list([&] { value.items.push_back(bytes()); });
            put(values, value);
        });
        return values;
    }
};

void write(Writer &to, const Message &message) {
    to.number(message.number);
    to.number(message.folder);
    to.number(message.revision);
    to.number(message.status);
    to.props(message.props);
    to.list(message.recipients, [&](const Props &row) { to.props(row); });
    to.list(message.attachments, [&](const auto &entry) {
        to.number(entry.first);
        to.props(entry.second);
    });
    to.number(message.next_attachment);
}

Message read_message(Reader &from) {
    Message message;
    message.number = from.number<ULONG>();
    message.folder = from.number<ULONG>();
    message.revision = from.number<ULONG>();
    message.status = from.number<ULONG>();
    message.props = from.props();
    from.list([&] { message.recipients.push_back(from.props()); });
    from.list([&] {
        const ULONG number = from.number<ULONG>();
        message.attachments[number] = from.props();
    });
    message.next_attachment = from.number<ULONG>();
    return message;
}

} // namespace

Bytes packed(const Data &data) {
    Writer to;
    to.number(data.change);
    to.number(data.next);
    to.text(data.password);
    to.props(data.props);
    to.list(data.folders, [&](const auto &entry) {
        to.number(entry.second.number);
        to.number(entry.second.parent);
        to.props(entry.second.props);
    });
    to.list(data.messages, [&](const auto &entry) { write(to, entry.second); });
    to.list(data.names, [&](const Name &name) {
        to.bytes(name.set);
        to.number(static_cast<BYTE>(name.is_text));
        to.number(name.number);
        to.text(name.text);
    });
    return to.out;
}

Data unpacked(const Bytes &bytes) {
    Reader from{bytes};
    Data data;
    data.change = from.number<uint64_t>();
    data.next = from.number<ULONG>();
    data.password = from.text();
    data.props = from.props();
    from.list([&] {
        Folder folder;
        folder.number = from.number<ULONG>();
        folder.parent = from.number<ULONG>();
        folder.props = from.props();
        data.folders[folder.number] = folder;
    });
    from.list([&] {
        const Message message = read_message(from);
        data.messages[message.number] = message;
    });
    from.list([&] {
        Name name;
        name.set = from.bytes();
        name.is_text = from.number<BYTE>() != 0;
        name.number = from.number<LONG>();
        name.text = from.text();
        data.names.push_back(name);
    });
    return data;
}

} // namespace cppmapi
