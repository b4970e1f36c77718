// UTF-8: validation, repair, and walking by code point.
//
// Layer: schema. Pure functions. "Valid" is RFC 3629: no surrogates, nothing overlong, at most
// U+10FFFF.
#pragma once

#include <string>
#include <string_view>

namespace coterie {

// One decoded code point and the bytes that it took; U+FFFD over 1 byte where they are invalid.
struct CodePoint {
  char32_t value = 0;
  size_t bytes = 0;
};

// The code point at the start of `text`. REQUIRES: text is not empty.
CodePoint FirstCodePoint(std::string_view text);

bool IsValidUtf8(std::string_view text);

// The text with every invalid byte replaced by U+FFFD.
std::string ToValidUtf8(std::string_view text);

// Appends the code point's bytes. REQUIRES: a Unicode scalar value.
void AppendUtf8(char32_t code_point, std::string& text);

}  // namespace coterie
