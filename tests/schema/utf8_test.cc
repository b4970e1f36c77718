// Validation, repair and walking of UTF-8.
#include "schema/utf8.h"

#include <random>

#include "tests/support/catch.h"

namespace coterie {
namespace {

TEST_CASE("utf8: every scalar value goes there and back") {
  for (char32_t c = 0; c <= 0x10FFFF; c = c < 0x3000 ? c + 1 : c + 97) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    AppendUtf8(c, text);
    const CodePoint point = FirstCodePoint(text);
    if (point.value != c || point.bytes != text.size() || !IsValidUtf8(text))
      FAIL("code point " << static_cast<uint32_t>(c));
  }
}

TEST_CASE("utf8: overlong forms, surrogates, stray and missing bytes are invalid") {
  for (const char* text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80",
                           "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
                           "\xE2\x82", "a\xC3", "\xC3(", "\xC3\xA9\x80"}) {
    INFO(text);
    CHECK_FALSE(IsValidUtf8(text));
    CHECK(IsValidUtf8(ToValidUtf8(text)));
  }
  CHECK(ToValidUtf8("a\xFF"
                    "b") == "a\uFFFDb");
  CHECK(ToValidUtf8("\xE2\x82") == "\uFFFD\uFFFD");
  CHECK(IsValidUtf8("\uFFFD"));  // the replacement character itself is a character
  CHECK(IsValidUtf8(""));
}

TEST_CASE("utf8: repair of random bytes is valid and idempotent") {
  std::mt19937_64 random(4);
  for (int i = 0; i < 5000; ++i) {
    std::string bytes;
    for (size_t n = random() % 24; n > 0; --n) bytes += static_cast<char>(random());
    const std::string repaired = ToValidUtf8(bytes);
    CHECK(IsValidUtf8(repaired));
    CHECK(ToValidUtf8(repaired) == repaired);
    if (IsValidUtf8(bytes)) CHECK(repaired == bytes);
  }
}

}  // namespace
}  // namespace coterie
