// How wide text is on a terminal, and how to make it fit.
//
// Layer: tools.
#include "tools/cli/display_width.h"

#include <utf8proc.h>

#include <algorithm>

#include "schema/utf8.h"

namespace coterie::cli {
namespace {

size_t WidthOf(char32_t c) {
  return static_cast<size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(c))));
}

// What moves the cursor or turns the direction of writing.
bool IsSteering(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// Bytes of the longest start of `text` that takes at most `width` columns.
size_t BytesWithin(std::string_view text, size_t width) {
  size_t bytes = 0;
  size_t used = 0;
  while (bytes < text.size()) {
    const CodePoint point = FirstCodePoint(text.substr(bytes));
    used += WidthOf(point.value);
    if (used > width) break;
    bytes += point.bytes;
  }
  return bytes;
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    width += WidthOf(point.value);
    text.remove_prefix(point.bytes);
  }
  return width;
}

std::string ForTerminal(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint point = FirstCodePoint(text);
    text.remove_prefix(point.bytes);
    if (IsSteering(point.value) || point.value == U' ') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      AppendUtf8(point.value, out);
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string Truncated(std::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  std::string out(text.substr(0, BytesWithin(text, width - 1)));
  // What was cut before, and is cut again right there, needs no second ellipsis.
  constexpr std::string_view kEllipsis = "…";
  while (out.ends_with(' ') || out.ends_with(kEllipsis)) {
    out.resize(out.size() - (out.ends_with(' ') ? 1 : kEllipsis.size()));
  }
  return out.append(kEllipsis);
}

std::vector<std::string> Wrapped(std::string_view text, size_t width) {
  width = std::max<size_t>(width, 2);  // the widest character must fit
  std::vector<std::string> lines;
  while (!text.empty()) {
    size_t bytes = BytesWithin(text, width);
    if (bytes < text.size()) {
      const size_t space = text.rfind(' ', bytes);
      if (space != std::string_view::npos && space > 0) bytes = space;
    }
    lines.emplace_back(text.substr(0, bytes));
    text.remove_prefix(bytes);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  }
  return lines;
}

}  // namespace coterie::cli
