#include "section.h"
#include "mutant.h"

namespace cppmapi {

Section::Section(const Memory &memory, LPMAPISUP support) : memory(memory) {
    check(support->OpenProfileSection(nullptr, MAPI_MODIFY, section.out()));
    if (is_mutant("section-kept")) section->AddRef();
}

Value Section::get(ULONG tag) const {
    SPropTagArray tags{1, {tag}};
    ULONG count = 0;
    Received<SPropValue> values(memory);
    check(section->GetProps(&tags, 0, &count, values.out()));
    if (count != 1 || !values.get() || PROP_TYPE(values->ulPropTag) == PT_ERROR) return Value();
    const Value value = taken(*values.get());
    if (is_mutant("buffer-not-freed")) *values.out() = nullptr;
    return value;
}

// A section of either width: some keep what they were given.
Text Section::text(ULONG tag) const {
    const Value wide = get(CHANGE_PROP_TYPE(tag, PT_UNICODE));
    return wide.tag != 0 ? wide.text() : get(CHANGE_PROP_TYPE(tag, PT_STRING8)).text();
}

SPropValue *values_of(const std::vector<Value> &values, Answer &answer) {
    SPropValue *given = answer.take_of<SPropValue>(values.size());
    for (size_t at = 0; at < values.size(); ++at) give(given[at], values[at].tag, &values[at], MAPI_UNICODE, answer);
    return given;
}

void Section::set(const std::vector<Value> &values) const {
    Answer answer(memory);
    SPropValue *given = values_of(values, answer);
    LPSPropProblemArray problems = nullptr;
    check(section->SetProps(static_cast<ULONG>(values.size()), given, &problems));
    if (problems) memory.free(problems);
}

void Inside::rename(const Text &name) {
    const Value value = text(PR_DISPLAY_NAME_W, name);
    Section(*this).set({value});
    if (role != Role::Client) return;
    Answer answer(memory);
    check(support()->ModifyStatusRow(1, values_of({value}, answer), STATUSROW_UPDATE));
}

} // namespace cppmapi
