// The profile section of a store. Page: imapisupport-openprofilesection.
#pragma once
#include "inside.h"

namespace cppmapi {

class Section {
    const Memory &memory;
    Ref<IProfSect> section;

    Value get(ULONG tag) const;

public:
    // The section that a support object belongs to, for reading and writing.
    Section(const Memory &memory, LPMAPISUP support);
    explicit Section(Inside &inside) : Section(inside.memory, inside.support().get()) {}
    Section(const Memory &memory, Ref<IProfSect> section) : memory(memory), section(std::move(section)) {}

    LONG number(ULONG tag) const { return get(tag).number(); }
    Text text(ULONG tag) const;
    Bytes bytes(ULONG tag) const { return get(tag).bytes(); }
    void set(const std::vector<Value> &values) const;
};

// Values for a call of MAPI; the answer owns them.
SPropValue *values_of(const std::vector<Value> &values, Answer &answer);

} // namespace cppmapi
