// What is in a store file.
#pragma once
#include "ids.h"

namespace cppmapi {

struct Message {
    ULONG number = 0, folder = 0;
    ULONG revision = 0; // counts saves: who saves over another save learns of it
    ULONG status = 0;
    Props props;
    std::vector<Props> recipients;
    std::map<ULONG, Props> attachments;
    ULONG next_attachment = 0;
};

struct Folder {
    ULONG number = 0, parent = 0;
    Props props;
};

// A named property: its set, and its number or its name.
struct Name {
    Bytes set;
    bool is_text = false;
    LONG number = 0;
    Text text;

    bool operator==(const Name &other) const {
        return set == other.set && is_text == other.is_text && number == other.number && text == other.text;
    }
};

struct Data {
    uint64_t change = 0; // counts changes, at the start of the file
    ULONG next = 1;      // numbers are never given twice [EID-17]
    Text password;
    Props props; // of the store object, as far as clients set them
    std::map<ULONG, Folder> folders;
    std::map<ULONG, Message> messages;
    std::vector<Name> names;
};

// The root folder's number in every store.
const ULONG ROOT = 1;

Bytes packed(const Data &data);
Data unpacked(const Bytes &bytes);
// A new store with the usual folders and a little mail. What is special about it is in its name, see README.md.
Data seeded(const Bytes &path);
// The name of the file without its folder and extension.
Bytes stem(const Bytes &path);

} // namespace cppmapi
