// The two numeric id spaces: NodeId (store-wide, for ever) and Vertex (one graph snapshot).
//
// Layer: schema. The third id space, Pid, is in schema/pid.h. There is no implicit conversion
// among the three: most bugs of graph stores are a confusion among them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/kinds.h"

namespace coterie {

// A node's identity in one store: kind and ordinal, never reused. Ordinals start at 1, so
// value 0 is "no node" (an authorship without an identity has it).
//   [kind:1][ordinal:7], as a big-endian number: NodeIds sort by kind, then by age.
class NodeId {
 public:
  constexpr NodeId() = default;
  constexpr NodeId(NodeKind kind, uint64_t ordinal)
      : value_((static_cast<uint64_t>(kind) << kOrdinalBits) | (ordinal & kOrdinalMask)) {}
  static constexpr NodeId FromValue(uint64_t value) {
    NodeId id;
    id.value_ = value;
    return id;
  }

  constexpr uint64_t value() const { return value_; }
  constexpr NodeKind kind() const { return static_cast<NodeKind>(value_ >> kOrdinalBits); }
  constexpr uint64_t ordinal() const { return value_ & kOrdinalMask; }
  constexpr bool IsNone() const { return value_ == 0; }

  friend constexpr auto operator<=>(NodeId, NodeId) = default;
  template <typename H>
  friend H AbslHashValue(H state, NodeId id) {
    return H::combine(std::move(state), id.value_);
  }

 private:
  static constexpr int kOrdinalBits = 56;
  static constexpr uint64_t kOrdinalMask = (uint64_t{1} << kOrdinalBits) - 1;
  uint64_t value_ = 0;
};
static_assert(sizeof(NodeId) == 8);

// "person:42"; "none" for no node.
std::string ToString(NodeId id);
// The inverse of ToString; empty for anything else (a kind unknown, an ordinal of 0, trailing
// text).
std::optional<NodeId> ParseNodeId(std::string_view text);

// A dense index within one GraphSnapshot; meaningless with any other.
struct Vertex {
  uint32_t index = 0;
  friend constexpr auto operator<=>(Vertex, Vertex) = default;
};

}  // namespace coterie
