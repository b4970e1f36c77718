// UTF-8: validation, repair, and walking by code point.
//
// Layer: schema.
#include "schema/utf8.h"

#include <cstdint>

namespace coterie {
namespace {

constexpr CodePoint kInvalid = {0xFFFD, 1};

uint8_t Byte(std::string_view text, size_t i) { return static_cast<uint8_t>(text[i]); }

}  // namespace

CodePoint FirstCodePoint(std::string_view text) {
  const uint8_t lead = Byte(text, 0);
  if (lead < 0x80) return {lead, 1};
  // C0 and C1 would be overlong, F5 and above beyond U+10FFFF.
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return kInvalid;
  char32_t value = lead & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if ((Byte(text, i) & 0xC0) != 0x80) return kInvalid;
    value = (value << 6) | (Byte(text, i) & 0x3Fu);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value < 0xE000;
  if (overlong || surrogate || value > 0x10FFFF) return kInvalid;
  return {value, length};
}

bool IsValidUtf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    if (point.value == kInvalid.value && point.bytes == kInvalid.bytes) return false;
    text.remove_prefix(point.bytes);
  }
  return true;
}

std::string ToValidUtf8(std::string_view text) {
  if (IsValidUtf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size() + 8);
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    AppendUtf8(point.value, out);
    text.remove_prefix(point.bytes);
  }
  return out;
}

void AppendUtf8(char32_t code_point, std::string& text) {
  const auto put = [&text](uint32_t byte) { text += static_cast<char>(byte); };
  const auto c = static_cast<uint32_t>(code_point);
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6);
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3F));
    put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

}  // namespace coterie
