#include "restriction.h"
#include <algorithm>

namespace cppmapi {

static const int DEEPEST = 64;

static Restriction copied(const SRestriction &from, int depth);

static void parts(Restriction &to, ULONG count, const SRestriction *from, int depth) {
    check(count == 0 || from != nullptr, MAPI_E_INVALID_PARAMETER);
    for (ULONG at = 0; at < count; ++at) to.parts.push_back(copied(from[at], depth - 1));
}

static void compared(Restriction &to, ULONG operation, ULONG tag, const SPropValue *value) {
    check(value != nullptr, MAPI_E_INVALID_PARAMETER);
    to.operation = operation;
    to.tag = tag;
    to.value = taken(*value);
}

static Restriction copied(const SRestriction &from, int depth) {
    check(depth > 0, MAPI_E_TOO_COMPLEX);
    Restriction to;
    to.type = from.rt;
    switch (from.rt) {
    case RES_AND:
    case RES_OR: parts(to, from.res.resAnd.cRes, from.res.resAnd.lpRes, depth); return to;
    case RES_NOT: parts(to, 1, from.res.resNot.lpRes, depth); return to;
    case RES_COMMENT: parts(to, from.res.resComment.lpRes ? 1 : 0, from.res.resComment.lpRes, depth); return to;
    case RES_CONTENT:
        check((from.res.resContent.ulFuzzyLevel & 0xFFFF) <= FL_PREFIX, MAPI_E_TOO_COMPLEX);
        compared(to, from.res.resContent.ulFuzzyLevel, from.res.resContent.ulPropTag, from.res.resContent.lpProp);
        return to;
    case RES_PROPERTY:
        check(from.res.resProperty.relop <= RELOP_NE, MAPI_E_TOO_COMPLEX);
        compared(to, from.res.resProperty.relop, from.res.resProperty.ulPropTag, from.res.resProperty.lpProp);
        return to;
    case RES_COMPAREPROPS:
        check(from.res.resCompareProps.relop <= RELOP_NE, MAPI_E_TOO_COMPLEX);
        to.operation = from.res.resCompareProps.relop;
        to.tag = from.res.resCompareProps.ulPropTag1;
        to.other_tag = from.res.resCompareProps.ulPropTag2;
        return to;
    case RES_BITMASK:
        check(from.res.resBitMask.relBMR <= BMR_NEZ, MAPI_E_TOO_COMPLEX);
        to.operation = from.res.resBitMask.relBMR;
        to.tag = from.res.resBitMask.ulPropTag;
        to.mask = from.res.resBitMask.ulMask;
        return to;
    case RES_SIZE:
        check(from.res.resSize.relop <= RELOP_NE, MAPI_E_TOO_COMPLEX);
        to.operation = from.res.resSize.relop;
        to.tag = from.res.resSize.ulPropTag;
        to.mask = from.res.resSize.cb;
        return to;
    case RES_EXIST: to.tag = from.res.resExist.ulPropTag; return to;
    default: // rows have neither subobjects nor annotations
        throw Failure{MAPI_E_TOO_COMPLEX};
    }
}

Restriction copied(const SRestriction &from) { return copied(from, DEEPEST); }

static bool fits(ULONG relation, int order) {
    switch (relation) {
    case RELOP_LT: return order < 0;
    case RELOP_LE: return order <= 0;
    case RELOP_GT: return order > 0;
    case RELOP_GE: return order >= 0;
    case RELOP_EQ: return order == 0;
    default: return order != 0;
    }
}

static Text lower(Text text) {
    for (char16_t &unit : text)
        if (unit >= u'A' && unit <= u'Z') unit = static_cast<char16_t>(unit + 32);
    return text;
}

template <class String> static bool is_like(const String &held, const String &wanted, ULONG fuzzy) {
    switch (fuzzy & 0xFFFF) {
    case FL_SUBSTRING: return held.find(wanted) != String::npos;
    case FL_PREFIX: return held.compare(0, wanted.size(), wanted) == 0;
    default: return held == wanted;
    }
}

static bool content(const Value &held, const Restriction &wanted) {
    if (held.type() != wanted.value.type()) return false;
    if (held.type() == PT_BINARY) return is_like(held.bytes(), wanted.value.bytes(), wanted.operation);
    if (held.type() != PT_UNICODE) return false;
    const bool folds = (wanted.operation & (FL_IGNORECASE | FL_LOOSE)) != 0;
    const Text one = held.text(), other = wanted.value.text();
    return folds ? is_like(lower(one), lower(other), wanted.operation) : is_like(one, other, wanted.operation);
}

bool meets(const Props &row, const Restriction &wanted) {
    const auto part = [&](const Restriction &part) { return meets(row, part); };
    const Value *held = find(row, wanted.tag);
    switch (wanted.type) {
    case RES_AND:
    case RES_COMMENT: return std::all_of(wanted.parts.begin(), wanted.parts.end(), part);
    case RES_OR: return std::any_of(wanted.parts.begin(), wanted.parts.end(), part);
    case RES_NOT: return !part(wanted.parts[0]);
    case RES_EXIST: return held != nullptr;
    case RES_CONTENT: return held && content(*held, wanted);
    case RES_PROPERTY:
        return held && comparable(*held, wanted.value) && fits(wanted.operation, compare(*held, wanted.value));
    case RES_COMPAREPROPS: {
        const Value *other = find(row, wanted.other_tag);
        return held && other && comparable(*held, *other) && fits(wanted.operation, compare(*held, *other));
    }
    case RES_BITMASK: {
        if (!held || held->type() != PT_LONG) return false;
        const bool any = (static_cast<ULONG>(held->number()) & wanted.mask) != 0;
        return any == (wanted.operation == BMR_NEZ);
    }
    default: {
        const size_t size = held ? held->size() : 0;
        return held && fits(wanted.operation, size < wanted.mask ? -1 : size > wanted.mask ? 1 : 0);
    }
    }
}

} // namespace cppmapi
