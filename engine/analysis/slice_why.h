// Why a node is in a slice: the best path from a seed.
//
// Layer: engine. Best: the greatest product of P(u -> v) along the path, P = the chance of a step
// of the walk of slice_walk.h (alpha left out; the sum over the arcs where two papers cite each
// other), over all paths in the candidate graph. Computed as the least sum of -log P in double, by
// Boost.Graph's Dijkstra; where several predecessors give a node's distance exactly, the smallest
// NodeId.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/analysis/slice.h"
#include "engine/analysis/slice_candidates.h"

namespace coterie {

class WhyPaths {
 public:
  // From all members that are starts. Complexity: O(links · log members), and what SliceGraph says
  // of counting.
  WhyPaths(SliceGraph& graph, const CandidateGraph& candidates);

  // An empty path for a member that no seed reaches.
  SliceWhy To(uint32_t member) const;

 private:
  const CandidateGraph& candidates_;
  std::vector<uint32_t> predecessor_;  // by member; a start's is itself, kNone: not reached
};

}  // namespace coterie
