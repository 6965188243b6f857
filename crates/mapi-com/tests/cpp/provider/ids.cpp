#include "ids.h"
#include "mutant.h"

namespace cppmapi {

const MAPIUID PROVIDER_UID = {
    {0x9c, 0x4e, 0x31, 0xd7, 0x60, 0x2b, 0x4f, 0x18, 0xa6, 0x5d, 0xc7, 0x70, 0x70, 0x73, 0x74, 0x72}};

static const BYTE VERSION = 2, OLD_VERSION = 1;
static const size_t FLAGS = 4, UID = sizeof(MAPIUID), HEAD = FLAGS + UID + 8;

// What MAPI puts around identifiers of stores: its own identifier, a version, the name of the DLL, and then ours. Page:
// wrapstoreentryid.
static const BYTE WRAPPED_UID[] = {
    0x38, 0xa1, 0xbb, 0x10, 0x05, 0xe5, 0x10, 0x1a, 0xa1, 0xbb, 0x08, 0x00, 0x2b, 0x2a, 0x56, 0xc2};

Bytes encoded(const Id &id) {
    Bytes bytes(FLAGS, '\0');
    if (is_mutant("flags-in-long-term-id") && id.kind == Kind::Folder) bytes[0] = static_cast<char>(MAPI_SHORTTERM);
    bytes.append(reinterpret_cast<const char *>(PROVIDER_UID.ab), UID);
    bytes.push_back(static_cast<char>(VERSION));
    bytes.push_back(static_cast<char>(id.kind));
    bytes.append(2, '\0');
    bytes.append(reinterpret_cast<const char *>(&id.number), sizeof id.number);
    return bytes + id.path;
}

// The identifier within a wrapped one. The name of the DLL starts at byte 22 and is filled up to a multiple of four.
static Bytes unwrapped(const Bytes &bytes) {
    if (bytes.size() < 24 || bytes.compare(FLAGS, UID, reinterpret_cast<const char *>(WRAPPED_UID), UID) != 0)
        return bytes;
    const size_t end = bytes.find('\0', 22);
    if (end == Bytes::npos) return bytes;
    const size_t inner = (end + 1 + 3) / 4 * 4;
    return inner < bytes.size() ? bytes.substr(inner) : bytes;
}

bool decode(ULONG size, const void *from, Id &id) {
    if (!from || size == 0) return false;
    if (is_mutant("aligned-ids-only") && reinterpret_cast<uintptr_t>(from) % 4 != 0) return false;
    // A copy: nothing is read where it may lie badly.
    const Bytes bytes = unwrapped(Bytes(static_cast<const char *>(from), size));
    if (bytes.size() <= HEAD) return false;
    if (bytes.compare(FLAGS, UID, reinterpret_cast<const char *>(PROVIDER_UID.ab), UID) != 0) return false;
    const BYTE version = static_cast<BYTE>(bytes[FLAGS + UID]), kind = static_cast<BYTE>(bytes[FLAGS + UID + 1]);
    if ((version != VERSION && version != OLD_VERSION) || kind < 1 || kind > 3) return false;
    id.kind = static_cast<Kind>(kind);
    std::memcpy(&id.number, bytes.data() + HEAD - 4, sizeof id.number);
    id.path = bytes.substr(HEAD);
    return true;
}

} // namespace cppmapi
