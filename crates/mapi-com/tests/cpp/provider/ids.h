// Identifiers of stores, folders and messages. Page: constructing-entry-identifiers.
#pragma once
#include "value.h"

namespace cppmapi {

// In every identifier behind the flags; fixed for all versions of the DLL [EID-06].
extern const MAPIUID PROVIDER_UID;

enum class Kind : BYTE { Store = 1, Folder = 2, Message = 3 };

// What an identifier says: which store file, and what in it.
struct Id {
    Bytes path;
    Kind kind = Kind::Store;
    ULONG number = 0;

    bool operator==(const Id &other) const {
        return path == other.path && kind == other.kind && number == other.number;
    }
};

Bytes encoded(const Id &id);
// The bytes at any address [EID-16]; also those of an older version of this provider, which had another number for it, and
// those of a store that MAPI has wrapped. False for an identifier of somebody else.
bool decode(ULONG size, const void *bytes, Id &id);
inline bool decode(const Bytes &bytes, Id &id) { return decode(static_cast<ULONG>(bytes.size()), bytes.data(), id); }

} // namespace cppmapi
