// From NodeIds to vertices: one bit an ordinal, with running counts.
//
// Layer: engine. Immutable once built. Ordinals are handed out in sequence, and those that are not
// vertices (stubs, gaps) cost 1.5 bits each, where a hash table would cost 12 bytes a vertex.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "schema/ids.h"

namespace coterie {

class NodeIndex {
 public:
  NodeIndex() = default;
  // Vertex v is nodes[v]. The span must outlive the index. REQUIRES: nodes ascending, distinct.
  explicit NodeIndex(std::span<const NodeId> nodes);

  // Complexity: O(1); O(log V) for a kind whose ordinals are so far apart that bits would be
  // wasted.
  std::optional<Vertex> Find(NodeId id) const {
    const auto kind = static_cast<size_t>(id.kind());
    if (kind >= kinds_.size()) return std::nullopt;
    const Bits& bits = kinds_[kind];
    const uint64_t word = id.ordinal() / 64;
    if (word >= bits.words.size()) return bits.is_sparse ? Search(id) : std::nullopt;
    const uint64_t mask = uint64_t{1} << (id.ordinal() % 64);
    const uint64_t members = bits.words[word];
    if ((members & mask) == 0) return std::nullopt;
    return Vertex{bits.vertex_before[word] +
                  static_cast<uint32_t>(__builtin_popcountll(members & (mask - 1)))};
  }

 private:
  struct Bits {
    std::vector<uint64_t> words;          // bit o % 64 of word o / 64: ordinal o is a vertex
    std::vector<uint32_t> vertex_before;  // the first vertex at or after each word
    bool is_sparse = false;               // no words: search `nodes_`
  };
  std::optional<Vertex> Search(NodeId id) const;

  std::span<const NodeId> nodes_;
  std::array<Bits, 8> kinds_;  // by NodeKind value
};

}  // namespace coterie
