// Expectations of code on one side of the vtables about the other side.
#pragma once
#include <string>

namespace cppmapi {

// What did not hold, with its place.
struct Wrong {
    std::string text;
};

inline void expect_at(bool holds, const std::string &file, int line, const char *what) {
    if (!holds) throw Wrong{file.substr(file.find_last_of("/\\") + 1) + ":" + std::to_string(line) + ": " + what};
}

} // namespace cppmapi

#define EXPECT(holds) cppmapi::expect_at(holds, __FILE__, __LINE__, #holds)
