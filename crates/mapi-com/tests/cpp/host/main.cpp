// host PROVIDER [options]: loads a provider, runs the load sequence and everything behind it, and ends with 0 if all holds.
#include "host.h"
#include <cstdio>
#include <cstdlib>

using namespace host;

static void usage() {
    std::printf("host PROVIDER [--entry-id HEX] [--section TAG=TEXT]... [--dll-name NAME]\n"
                "     [--service NAME] [--configure TAG=TEXT]...\n"
                "     [--second TAG=TEXT]... [--other-id HEX] [--spooler COPY] [--goes-offline FILE] [--logon "
                "CODE[:TAG=TEXT]]...\n"
                "     [--locked TAG=TEXT]... [--right TAG=TEXT "
                "--wrong TAG=TEXT] [--check address-book]\n"
                "A tag is eight hexadecimal digits, of type PT_UNICODE (001F), PT_STRING8 (001E), PT_BINARY (0102, "
                "text in hexadecimal)\n"
                "or PT_LONG (0003).\n");
    std::exit(2);
}

static Bytes from_hex(const std::string &digits) {
    Bytes bytes;
    for (size_t at = 0; at + 1 < digits.size(); at += 2)
        bytes.push_back(static_cast<char>(std::strtoul(digits.substr(at, 2).c_str(), nullptr, 16)));
    return bytes;
}

static Value property(const std::string &argument) {
    const size_t equals = argument.find('=');
    if (equals == std::string::npos) usage();
    const ULONG tag = static_cast<ULONG>(std::strtoul(argument.substr(0, equals).c_str(), nullptr, 16));
    const std::string content = argument.substr(equals + 1);
    switch (PROP_TYPE(tag)) {
    case PT_UNICODE:
    case PT_STRING8: return text(tag, from_utf8(content));
    case PT_BINARY: return binary(tag, from_hex(content));
    case PT_LONG: return number(tag, static_cast<LONG>(std::strtol(content.c_str(), nullptr, 0)));
    default: usage();
    }
    return Value();
}

static Options parse(int count, char **arguments) {
    Options options;
    for (int at = 1; at < count; ++at) {
        const std::string word = arguments[at];
        if (word.compare(0, 2, "--") != 0) {
            options.provider = word;
            continue;
        }
        if (at + 1 == count) usage();
        const std::string value = arguments[++at];
        if (word == "--entry-id") options.entry_id = from_hex(value);
        else if (word == "--section") options.section.push_back(property(value));
        else if (word == "--dll-name") options.dll_name = value;
        else if (word == "--service") options.service = value;
        else if (word == "--configure") options.configuration.push_back(property(value));
        else if (word == "--second") options.second.push_back(property(value));
        else if (word == "--other-id") options.other_id = from_hex(value);
        else if (word == "--spooler") options.spooler = value;
        else if (word == "--logon") {
            const size_t colon = value.find(':');
            const HRESULT code = static_cast<HRESULT>(std::strtoul(value.substr(0, colon).c_str(), nullptr, 16));
            std::vector<Value> section;
            if (colon != std::string::npos) section.push_back(property(value.substr(colon + 1)));
            options.logons.emplace_back(code, section);
        } else if (word == "--goes-offline") options.goes_offline = value;
        else if (word == "--locked") options.locked.push_back(property(value));
        else if (word == "--right") options.right = property(value);
        else if (word == "--wrong") options.wrong = property(value);
        else if (word == "--check" && value == "address-book") options.only = value;
        else usage();
    }
    if (options.provider.empty()) usage();
    return options;
}

static void check_all(const Library &library, const Options &options) {
    check_init(library);
    check_logon(library, options);
    if (options.right && options.wrong) check_passwords(library, options);
    else skipped("passwords: none are given");
    check_conditions(library, options);
    if (library.service) check_service(library, options);
    else skipped("service: no entry point is named");
}

int main(int count, char **arguments) {
    const Options options = parse(count, arguments);
    Library library = load(options.provider, options.service);
    if (options.only.empty()) check_all(library, options);
    else check_book(library);
    expect(references(library.malloc.get()) == 1, "end: the IMalloc is given back [MEM-08]");
    library.malloc = Ref<IMalloc>();
    expect(ledger::live() == 0, "end: no block is kept, " + std::to_string(ledger::live()) + " live [MEM-09]");
    ledger::show();
    expect(ledger::complaints() == 0, "end: nothing was freed wrongly");
    expect(alive == 0,
        "end: no reference is kept on the host's objects, " + std::to_string(alive.load()) + " alive [MEM-07]");
    std::printf("%d failed\n", failures());
    return failures() == 0 ? 0 : 1;
}
