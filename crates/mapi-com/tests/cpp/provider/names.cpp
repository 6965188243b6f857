// Named properties: a name's place in the store's list is its identifier, less 0x8000.
#include "props.h"

namespace cppmapi {

static const size_t MOST_NAMES = 0x7FFE;

static Name taken(const MAPINAMEID &from) {
    Name name;
    check(from.lpguid != nullptr, MAPI_E_INVALID_PARAMETER);
    name.set.assign(reinterpret_cast<const char *>(from.lpguid), sizeof(GUID));
    name.is_text = from.ulKind == MNID_STRING;
    if (!name.is_text) name.number = from.Kind.lID;
    else name.text = argument(reinterpret_cast<LPTSTR>(from.Kind.lpwstrName), MAPI_UNICODE);
    return name;
}

static void give(MAPINAMEID &to, const Name &name, Answer &answer) {
    to.lpguid = answer.take_of<GUID>();
    std::memcpy(to.lpguid, name.set.data(), sizeof(GUID));
    to.ulKind = name.is_text ? MNID_STRING : MNID_ID;
    if (!name.is_text) {
        to.Kind.lID = name.number;
        return;
    }
    to.Kind.lpwstrName = answer.take_of<WCHAR>(name.text.size() + 1);
    std::memcpy(to.Kind.lpwstrName, name.text.data(), name.text.size() * sizeof(char16_t));
}

static bool is_of(const Name &name, LPGUID set) { return !set || std::memcmp(name.set.data(), set, sizeof(GUID)) == 0; }

HRESULT Properties::names_from_ids(LPSPropTagArray *tags, LPGUID set, ULONG *count, LPMAPINAMEID **out) {
    check(tags && count && out, MAPI_E_INVALID_PARAMETER);
    inside->check_open();
    const std::vector<Name> known = inside->file->read([](const Data &data) { return data.names; });
    std::vector<ULONG> wanted;
    if (*tags) wanted.assign((*tags)->aulPropTag, (*tags)->aulPropTag + (*tags)->cValues);
    else
        for (size_t at = 0; at < known.size(); ++at)
            if (is_of(known[at], set)) wanted.push_back(PROP_TAG(PT_UNSPECIFIED, 0x8000 + at));
    Answer answer(inside->memory);
    LPMAPINAMEID *names = answer.take_of<LPMAPINAMEID>(wanted.size());
    bool whole = true;
    for (size_t at = 0; at < wanted.size(); ++at) {
        const size_t place = PROP_ID(wanted[at]) - size_t{0x8000};
        if (PROP_ID(wanted[at]) >= 0x8000 && place < known.size())
            give(*(names[at] = answer.take_of<MAPINAMEID>()), known[place], answer);
        else whole = false;
    }
    if (!*tags) {
        Answer list(inside->memory);
        SPropTagArray *all = static_cast<SPropTagArray *>(list.take(CbNewSPropTagArray(wanted.size())));
        for (ULONG tag : wanted) all->aulPropTag[all->cValues++] = tag;
        list.give(tags);
    }
    *count = static_cast<ULONG>(wanted.size());
    answer.give(out);
    return whole ? S_OK : MAPI_W_ERRORS_RETURNED;
}

HRESULT Properties::ids_from_names(ULONG count, LPMAPINAMEID *names, ULONG flags, LPSPropTagArray *tags) {
    check(tags != nullptr && (count == 0 || names != nullptr), MAPI_E_INVALID_PARAMETER);
    inside->check_open();
    const bool creates = (flags & MAPI_CREATE) != 0;
    if (creates) inside->check_write();
    std::vector<Name> wanted;
    for (ULONG at = 0; at < count; ++at) wanted.push_back(taken(*names[at]));
    std::vector<ULONG> found;
    const auto place = [&](const std::vector<Name> &known, const Name &name) {
        for (size_t at = 0; at < known.size(); ++at)
            if (known[at] == name) return static_cast<ULONG>(0x8000 + at);
        return ULONG{0};
    };
    bool whole = true;
    const auto look = [&](const std::vector<Name> &known, std::vector<Name> *more) {
        for (const Name &name : wanted) {
            ULONG id = place(known, name);
            if (id == 0 && more && known.size() < MOST_NAMES) more->push_back(name), id = place(known, name);
            whole = whole && id != 0;
            found.push_back(id ? PROP_TAG(PT_UNSPECIFIED, id) : PROP_TAG(PT_ERROR, 0));
        }
        if (count == 0)
            for (size_t at = 0; at < known.size(); ++at) found.push_back(PROP_TAG(PT_UNSPECIFIED, 0x8000 + at));
    };
    if (creates) inside->file->change([&](Data &data) { look(data.names, &data.names); });
    else inside->file->read([&](const Data &data) { look(data.names, nullptr); });
    Answer answer(inside->memory);
    SPropTagArray *array = static_cast<SPropTagArray *>(answer.take(CbNewSPropTagArray(found.size())));
    for (ULONG tag : found) array->aulPropTag[array->cValues++] = tag;
    answer.give(tags);
    return whole ? S_OK : MAPI_W_ERRORS_RETURNED;
}

} // namespace cppmapi
