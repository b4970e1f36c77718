// The text of a NodeId.
//
// Layer: schema.
#include "schema/ids.h"

#include <charconv>

namespace coterie {

std::string ToString(NodeId id) {
  if (id.IsNone()) return "none";
  std::string text(NodeKindName(id.kind()));
  text += ':';
  text += std::to_string(id.ordinal());
  return text;
}

std::optional<NodeId> ParseNodeId(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::optional<NodeKind> kind = ParseNodeKind(text.substr(0, colon));
  if (!kind) return std::nullopt;
  const std::string_view digits = text.substr(colon + 1);
  if (digits.empty() || digits[0] == '0') return std::nullopt;  // one text for one id
  uint64_t ordinal = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ordinal);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  const NodeId id(*kind, ordinal);
  if (id.ordinal() != ordinal) return std::nullopt;  // more than 56 bits
  return id;
}

}  // namespace coterie
