// Strings in three encodings.
#include "value.h"

namespace cppmapi {

Text widened(const char *narrow) {
    Text wide;
    for (; narrow && *narrow; ++narrow) wide.push_back(static_cast<unsigned char>(*narrow));
    return wide;
}

Bytes narrowed(const Text &wide) {
    Bytes narrow;
    for (char16_t unit : wide) narrow.push_back(unit < 256 ? static_cast<char>(unit) : '?');
    return narrow;
}

Text argument(LPTSTR string, ULONG flags) {
    if (!string) return Text();
    if (!(flags & MAPI_UNICODE)) return widened(reinterpret_cast<const char *>(string));
    // Read unit by unit: the string may lie at an odd address.
    Text text;
    for (const char *at = reinterpret_cast<const char *>(string);; at += sizeof(char16_t)) {
        char16_t unit;
        std::memcpy(&unit, at, sizeof unit);
        if (unit == u'\0') return text;
        text.push_back(unit);
    }
}

static void append(Text &text, uint32_t code) {
    if (code >= 0x10000) {
        text.push_back(static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10)));
        code = 0xDC00 + ((code - 0x10000) & 0x3FF);
    }
    text.push_back(static_cast<char16_t>(code));
}

Text from_utf8(const Bytes &utf8) {
    Text text;
    for (size_t at = 0; at < utf8.size();) {
        const unsigned char first = static_cast<unsigned char>(utf8[at++]);
        const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
        uint32_t code = more == 3 ? first & 0x07u : more == 2 ? first & 0x0Fu : more == 1 ? first & 0x1Fu : first;
        for (int left = more; left > 0 && at < utf8.size(); --left)
            code = code << 6 | (static_cast<unsigned char>(utf8[at++]) & 0x3Fu);
        append(text, code);
    }
    return text;
}

Bytes to_utf8(const Text &text) {
    Bytes utf8;
    for (size_t at = 0; at < text.size(); ++at) {
        uint32_t code = text[at];
        if (code >= 0xD800 && code < 0xDC00 && at + 1 < text.size() && (text[at + 1] & 0xFC00) == 0xDC00)
            code = 0x10000 + ((code - 0xD800) << 10) + (text[++at] - 0xDC00u);
        if (code < 0x80) {
            utf8.push_back(static_cast<char>(code));
            continue;
        }
        const int more = code >= 0x10000 ? 3 : code >= 0x800 ? 2 : 1;
        const unsigned lead[] = {0, 0xC0, 0xE0, 0xF0};
        utf8.push_back(static_cast<char>(lead[more] | code >> (6 * more)));
        for (int left = more - 1; left >= 0; --left)
            utf8.push_back(static_cast<char>(0x80 | (code >> (6 * left) & 0x3F)));
    }
    return utf8;
}

} // namespace cppmapi
