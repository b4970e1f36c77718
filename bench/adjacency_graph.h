// The edges of a synthetic graph in flat arrays, for the measurement of how adjacency is stored.
//
// Layer: bench. Vertices of a kind are numbered from 0; NodeId ordinals are one more.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "bench/synthetic_graph.h"
#include "schema/ids.h"

namespace coterie::bench {

// Rows and their entries, in order; `payload` is parallel to `targets` or empty.
struct FlatRows {
  std::vector<uint32_t> begin = {0};
  std::vector<uint32_t> targets;
  std::vector<uint16_t> payload;

  uint32_t row_count() const { return static_cast<uint32_t>(begin.size() - 1); }
  std::span<const uint32_t> Row(uint32_t row) const {
    return std::span(targets).subspan(begin[row], begin[row + 1] - begin[row]);
  }
  void EndRow() { begin.push_back(static_cast<uint32_t>(targets.size())); }
};

// The measured kinds, all of them out of papers.
inline constexpr std::array kMeasuredKinds = {EdgeKind::kAuthorship, EdgeKind::kTopicAssignment,
                                              EdgeKind::kCitation};

// What one paper's outgoing lists hold.
struct PaperLists {
  uint32_t paper = 0;
  std::array<std::span<const uint32_t>, 3> targets;
  std::array<std::span<const uint16_t>, 3> payload;  // empty for citations
};

struct FlatGraph {
  std::array<FlatRows, 3> out;  // by place in kMeasuredKinds; bylines in order, the rest ascending
  std::array<uint32_t, 3> target_counts;  // vertices that each kind can lead to

  uint32_t paper_count() const { return out[0].row_count(); }
  PaperLists ListsOf(uint32_t paper) const;
  uint64_t edge_count() const {
    return out[0].targets.size() + out[1].targets.size() + out[2].targets.size();
  }
};

FlatGraph Flatten(const SyntheticGraph& graph);

// Sources by target, ascending; a counting sort over the first `rows` rows.
FlatRows Transpose(const FlatRows& rows, uint32_t row_count, uint32_t target_count);

// Kinds of target by place in kMeasuredKinds, as EdgeTargetKind tells them.
inline constexpr std::array kTargetKinds = {NodeKind::kPerson, NodeKind::kTopic, NodeKind::kPaper};
inline NodeId TargetNode(uint32_t kind, uint32_t target) {
  return {kTargetKinds[kind], uint64_t{target} + 1};
}
inline NodeId PaperNode(uint32_t paper) { return {NodeKind::kPaper, uint64_t{paper} + 1}; }

}  // namespace coterie::bench
