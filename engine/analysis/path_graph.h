// What paths are made of: which relations a hop follows, and which nodes may stand on a path.
//
// Layer: engine, private to the searches for paths. Over co-authorship a search takes two steps a
// hop, person to paper to person, so that a byline is read once and not once for each pair on it;
// over citations it takes one. A value of one query over one graph; graph and options must outlive
// it. Not thread-safe where paper_counts is not.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/paper_weight.h"
#include "engine/analysis/paths.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

// From which end a search grows.
enum class SearchSide : uint8_t { kFrom = 0, kTo = 1 };
inline SearchSide Other(SearchSide side) {
  return side == SearchSide::kFrom ? SearchSide::kTo : SearchSide::kFrom;
}

// The relations whose rows lead on from a node: one, or both directions of citation.
struct StepArcs {
  std::array<Csr, 2> relations;
  uint32_t count = 1;
  std::span<const Csr> Relations() const { return std::span(relations).first(count); }
};

class PathGraph {
 public:
  // Errors: InvalidArgument (as PathsBetween, but for what concerns the two ends).
  static absl::StatusOr<PathGraph> Create(const GraphSnapshot& graph, const PathOptions& options);

  const GraphSnapshot& graph() const { return *graph_; }
  const PaperWeights& weights() const { return weights_; }
  // People, or papers: of what a path is a sequence.
  GraphSnapshot::Range Ends() const { return ends_; }
  uint32_t steps_per_hop() const { return steps_per_hop_; }
  // What leads on, away from the side's end, from a node that is `level` steps from it.
  const StepArcs& ArcsFrom(SearchSide side, uint32_t level) const {
    return arcs_[static_cast<size_t>(side)][level % steps_per_hop_];
  }

  // Whether a paper must be judged at all.
  bool HasConditions() const { return has_conditions_; }
  // Whether the paper counts; people always do. Excluded nodes are the searches' business.
  bool Stands(uint32_t vertex) const {
    return !has_conditions_ || vertex >= papers_last_ || JudgePaper(vertex);
  }
  // Ascending.
  std::span<const uint32_t> excluded() const { return excluded_; }
  bool IsExcluded(uint32_t vertex) const;
  // The nodes one hop from `vertex` towards the path's end, ascending, without those excluded.
  std::vector<uint32_t> Neighbours(uint32_t vertex) const;

 private:
  PathGraph(const GraphSnapshot& graph, const PathOptions& options, PaperWeights weights);
  bool JudgePaper(uint32_t paper) const;

  const GraphSnapshot* graph_;
  const PathOptions* options_;
  PaperWeights weights_;
  GraphSnapshot::Range ends_;
  uint32_t papers_last_;
  uint32_t steps_per_hop_;
  bool has_conditions_;
  std::array<std::array<StepArcs, 2>, 2> arcs_;
  std::vector<uint32_t> excluded_;
};

}  // namespace coterie
