// Property values that the provider owns.
#pragma once
#include "memory.h"
#include <map>
#include <string>
#include <vector>

namespace cppmapi {

using Bytes = std::string;
using Text = std::u16string;

// A value of any type: one item, or as many as a multi-valued property has. Numbers are their bytes, strings are UTF-16
// whatever width they came in, objects have no item.
struct Value {
    ULONG tag = 0;
    std::vector<Bytes> items;

    ULONG type() const { return PROP_TYPE(tag); }
    LONG number() const;
    Text text() const;
    const Bytes &bytes() const;
    size_t size() const;
};

// By identifier: of two values with one identifier the later counts.
using Props = std::map<ULONG, Value>;

Value number(ULONG tag, LONG value);
Value truth(ULONG tag, bool value);
Value text(ULONG tag, const Text &value);
Value binary(ULONG tag, const Bytes &value);
Value file_time(ULONG tag, uint64_t value);
Value object(ULONG tag);
void put(Props &props, Value value);
const Value *find(const Props &props, ULONG tag);

// Narrow strings are in Latin-1 here; what it lacks becomes a question mark.
Text widened(const char *narrow);
Bytes narrowed(const Text &wide);
Text from_utf8(const Bytes &utf8);
Bytes to_utf8(const Text &text);
// A string argument, in the width that the flags of its call say.
Text argument(LPTSTR string, ULONG flags);

// The bytes of a value of fixed size; 0 for other types.
size_t fixed_size(ULONG type);
// The tag with its strings in the width of the flags.
ULONG in_width(ULONG tag, ULONG flags);
Value taken(const SPropValue &from);
// Writes the value that `tag` asks for, an error where there is none of its type. Says whether it is one.
bool give(SPropValue &to, ULONG tag, const Value *value, ULONG flags, Answer &answer);
// -1, 0, 1; values of two types have no order.
bool comparable(const Value &one, const Value &other);
int compare(const Value &one, const Value &other);

} // namespace cppmapi
