#include "value.h"
#include <algorithm>

namespace cppmapi {

static Bytes raw(const void *data, size_t size) { return Bytes(static_cast<const char *>(data), size); }

static Bytes raw(const Text &text) { return raw(text.data(), text.size() * sizeof(char16_t)); }

static Text wide(const Bytes &bytes) {
    Text text(bytes.size() / sizeof(char16_t), u'\0');
    std::memcpy(&text[0], bytes.data(), text.size() * sizeof(char16_t));
    return text;
}

LONG Value::number() const {
    LONG value = 0;
    if (!items.empty()) std::memcpy(&value, items[0].data(), std::min(sizeof value, items[0].size()));
    return value;
}

Text Value::text() const { return items.empty() || type() != PT_UNICODE ? Text() : wide(items[0]); }

const Bytes &Value::bytes() const {
    static const Bytes none;
    return items.empty() ? none : items[0];
}

size_t Value::size() const {
    size_t sum = 0;
    for (const Bytes &item : items) sum += item.size();
    return sum;
}

Value number(ULONG tag, LONG value) { return {tag, {raw(&value, sizeof value)}}; }

Value truth(ULONG tag, bool value) {
    const uint16_t stored = value;
    return {tag, {raw(&stored, sizeof stored)}};
}

Value text(ULONG tag, const Text &value) { return {CHANGE_PROP_TYPE(tag, PT_UNICODE), {raw(value)}}; }
Value binary(ULONG tag, const Bytes &value) { return {tag, {value}}; }
Value file_time(ULONG tag, uint64_t value) { return {tag, {raw(&value, sizeof value)}}; }
Value object(ULONG tag) { return {tag, {}}; }

void put(Props &props, Value value) {
    const ULONG id = PROP_ID(value.tag);
    props[id] = std::move(value);
}

const Value *find(const Props &props, ULONG tag) {
    const auto at = props.find(PROP_ID(tag));
    return at == props.end() ? nullptr : &at->second;
}

size_t fixed_size(ULONG type) {
    switch (type & ~MV_FLAG) {
    case PT_I2:
    case PT_BOOLEAN: return 2;
    case PT_LONG:
    case PT_R4:
    case PT_ERROR: return 4;
    case PT_DOUBLE:
    case PT_CURRENCY:
    case PT_APPTIME:
    case PT_I8:
    case PT_SYSTIME: return 8;
    case PT_CLSID: return 16;
    default: return 0;
    }
}

ULONG in_width(ULONG tag, ULONG flags) {
    const ULONG width = flags & MAPI_UNICODE ? PT_UNICODE : PT_STRING8;
    const ULONG type = PROP_TYPE(tag), base = type & ~MV_FLAG;
    if (base != PT_STRING8 && base != PT_UNICODE) return tag;
    return CHANGE_PROP_TYPE(tag, (width | (type & MV_FLAG)));
}

static Value taken_list(const SPropValue &from, Value value) {
    // Every list is a count and a pointer; only the pointer's type differs.
    const ULONG count = from.Value.MVl.cValues, base = value.type() & ~MV_FLAG;
    for (ULONG at = 0; at < count; ++at) {
        if (base == PT_STRING8) value.items.push_back(raw(widened(from.Value.MVszA.lppszA[at])));
        else if (base == PT_UNICODE)
            value.items.push_back(raw(Text(
                from.Value.MVszW.lppszW[at] ? reinterpret_cast<const char16_t *>(from.Value.MVszW.lppszW[at]) : u"")));
        else if (base == PT_BINARY)
            value.items.push_back(raw(from.Value.MVbin.lpbin[at].lpb, from.Value.MVbin.lpbin[at].cb));
        else {
            const size_t size = fixed_size(base);
            check(size != 0, MAPI_E_TYPE_NO_SUPPORT);
            value.items.push_back(raw(reinterpret_cast<const char *>(from.Value.MVl.lpl) + at * size, size));
        }
    }
    if (base == PT_STRING8) value.tag = CHANGE_PROP_TYPE(value.tag, PT_MV_UNICODE);
    return value;
}

Value taken(const SPropValue &from) {
    Value value{from.ulPropTag, {}};
    const ULONG type = value.type();
    if (type & MV_FLAG) return taken_list(from, value);
    if (type == PT_STRING8) return text(value.tag, widened(from.Value.lpszA));
    if (type == PT_UNICODE)
        return text(value.tag, from.Value.lpszW ? Text(reinterpret_cast<const char16_t *>(from.Value.lpszW)) : Text());
    if (type == PT_BINARY) return binary(value.tag, raw(from.Value.bin.lpb, from.Value.bin.cb));
    if (type == PT_CLSID) return {value.tag, {raw(from.Value.lpguid, sizeof(GUID))}};
    if (type == PT_NULL || type == PT_OBJECT) return object(value.tag);
    check(fixed_size(type) != 0, MAPI_E_TYPE_NO_SUPPORT);
    value.items.push_back(raw(&from.Value, fixed_size(type)));
    return value;
}

static void *block(const Bytes &bytes, size_t terminator, Answer &answer) {
    void *copy = answer.take(bytes.size() + terminator);
    std::memcpy(copy, bytes.data(), bytes.size());
    return copy;
}

static void give_list(SPropValue &to, ULONG type, const Value &value, Answer &answer) {
    const ULONG base = type & ~MV_FLAG;
    const size_t count = value.items.size(), size = fixed_size(base);
    to.Value.MVl.cValues = static_cast<ULONG>(count);
    if (size) {
        Bytes all;
        for (const Bytes &item : value.items) all += item;
        to.Value.MVl.lpl = static_cast<LONG *>(block(all, 0, answer));
    } else if (base == PT_BINARY) {
        to.Value.MVbin.lpbin = answer.take_of<SBinary>(count);
        for (size_t at = 0; at < count; ++at)
            to.Value.MVbin.lpbin[at] = {
                static_cast<ULONG>(value.items[at].size()), static_cast<LPBYTE>(block(value.items[at], 0, answer))};
    } else {
        to.Value.MVszA.lppszA = answer.take_of<LPSTR>(count);
        for (size_t at = 0; at < count; ++at) {
            const bool narrow = base == PT_STRING8;
            const Bytes &item = value.items[at];
            to.Value.MVszA.lppszA[at] =
                static_cast<LPSTR>(narrow ? block(narrowed(wide(item)), 1, answer) : block(item, 2, answer));
        }
    }
}

bool give(SPropValue &to, ULONG tag, const Value *value, ULONG flags, Answer &answer) {
    ULONG type = PROP_TYPE(tag) & ~MV_INSTANCE;
    if (value && type == PT_UNSPECIFIED) type = PROP_TYPE(in_width(value->tag, flags));
    const bool fits = value && PROP_TYPE(in_width(CHANGE_PROP_TYPE(tag, type), MAPI_UNICODE)) == value->type();
    if (!fits) {
        to.ulPropTag = CHANGE_PROP_TYPE(tag, PT_ERROR);
        to.Value.err = value ? MAPI_E_UNEXPECTED_TYPE : MAPI_E_NOT_FOUND;
        return false;
    }
    to.ulPropTag = CHANGE_PROP_TYPE(tag, type);
    if (type & MV_FLAG) give_list(to, type, *value, answer);
    else if (type == PT_STRING8) to.Value.lpszA = static_cast<LPSTR>(block(narrowed(value->text()), 1, answer));
    else if (type == PT_UNICODE) to.Value.lpszW = static_cast<LPWSTR>(block(value->bytes(), 2, answer));
    else if (type == PT_BINARY)
        to.Value.bin = {
            static_cast<ULONG>(value->bytes().size()), static_cast<LPBYTE>(block(value->bytes(), 0, answer))};
    else if (type == PT_CLSID) to.Value.lpguid = static_cast<LPGUID>(block(value->bytes(), 0, answer));
    else std::memcpy(&to.Value, value->bytes().data(), value->bytes().size());
    return true;
}

bool comparable(const Value &one, const Value &other) {
    return one.type() == other.type() && one.items.size() == 1 && other.items.size() == 1;
}

template <class T> static int order(const Value &one, const Value &other) {
    T a{}, b{};
    std::memcpy(&a, one.bytes().data(), sizeof a);
    std::memcpy(&b, other.bytes().data(), sizeof b);
    return a < b ? -1 : b < a ? 1 : 0;
}

int compare(const Value &one, const Value &other) {
    switch (one.type()) {
    case PT_I2: return order<int16_t>(one, other);
    case PT_LONG:
    case PT_ERROR: return order<int32_t>(one, other);
    case PT_BOOLEAN: return order<uint16_t>(one, other);
    case PT_R4: return order<float>(one, other);
    case PT_DOUBLE:
    case PT_APPTIME: return order<double>(one, other);
    case PT_CURRENCY:
    case PT_I8: return order<int64_t>(one, other);
    case PT_SYSTIME: return order<uint64_t>(one, other);
    case PT_UNICODE: return one.text().compare(other.text());
    default: return one.bytes().compare(other.bytes());
    }
}

} // namespace cppmapi
