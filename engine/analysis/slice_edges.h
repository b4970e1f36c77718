// Which edges a slice shows.
//
// Layer: engine. All arcs of G_F among returned nodes, and between them and those shown, as edges
// (an arc from a paper to itself is none); and a coauthor edge for each tie of slice_coauthors.h.
// Order: weight descending, then source, target, type. With more of them than the budget, first
// those of the maximum spanning forest (Boost.Graph's Kruskal; in it all shown nodes are one, for
// the caller has what joins them), then all others, each in that order.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/analysis/slice.h"
#include "engine/analysis/slice_candidates.h"

namespace coterie {

struct EdgeChoice {
  std::vector<SliceEdge> edges;
  uint64_t left_out = 0;
};

// `taken` are members. Complexity: O(links of taken members + E log E), and coauthor ties.
EdgeChoice ChooseEdges(SliceGraph& graph, const CandidateGraph& candidates,
                       std::span<const uint32_t> taken, Counting counting, uint32_t budget,
                       StopFlag stop);

}  // namespace coterie
