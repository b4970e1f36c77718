// Layer: schema.
#include "schema/quoted.h"

#include "absl/strings/str_cat.h"

#include "schema/utf8.h"

namespace coterie {

std::string Shortened(std::string_view text) {
  constexpr size_t kShown = 80;
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    if (out.size() >= kShown) return out + "…";
    const CodePoint point = FirstCodePoint(rest);
    const bool control = point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
    AppendUtf8(control ? U'?' : point.value, out);
    rest.remove_prefix(point.bytes);
  }
  return out;
}

std::string Quoted(std::string_view text) { return absl::StrCat("\"", Shortened(text), "\""); }

}  // namespace coterie
