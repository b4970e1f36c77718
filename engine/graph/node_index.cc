// Building the bits of a NodeIndex. Layer: engine.
#include "engine/graph/node_index.h"

#include <algorithm>

namespace coterie {

namespace {

// More than this many ordinals a vertex, and the bits would outweigh 8-byte ids 24 times.
constexpr uint64_t kOrdinalsPerVertexMax = 1024;
constexpr uint64_t kOrdinalsFree = 1 << 16;  // 12 KB: never worth a search

}  // namespace

NodeIndex::NodeIndex(std::span<const NodeId> nodes) : nodes_(nodes) {
  for (size_t begin = 0; begin < nodes.size();) {
    const NodeKind kind = nodes[begin].kind();
    size_t end = begin;
    while (end < nodes.size() && nodes[end].kind() == kind) ++end;
    Bits& bits = kinds_[static_cast<size_t>(kind)];
    const uint64_t greatest = nodes[end - 1].ordinal();
    if (greatest > kOrdinalsFree && greatest / kOrdinalsPerVertexMax > end - begin) {
      bits.is_sparse = true;
    } else {
      bits.words.resize(greatest / 64 + 1, 0);
      bits.vertex_before.resize(bits.words.size());
      for (size_t v = begin; v < end; ++v) {
        bits.words[nodes[v].ordinal() / 64] |= uint64_t{1} << (nodes[v].ordinal() % 64);
      }
      auto vertex = static_cast<uint32_t>(begin);
      for (size_t word = 0; word < bits.words.size(); ++word) {
        bits.vertex_before[word] = vertex;
        vertex += static_cast<uint32_t>(__builtin_popcountll(bits.words[word]));
      }
    }
    begin = end;
  }
}

std::optional<Vertex> NodeIndex::Search(NodeId id) const {
  const auto it = std::lower_bound(nodes_.begin(), nodes_.end(), id);
  if (it == nodes_.end() || *it != id) return std::nullopt;
  return Vertex{static_cast<uint32_t>(it - nodes_.begin())};
}

}  // namespace coterie
