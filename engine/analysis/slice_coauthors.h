// Who of a set of people wrote together, and how much.
//
// Layer: engine. S is that of paper_weight.h. The papers of each person are met once: a byline of
// thousands costs no more than a short one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/analysis/slice_graph.h"

namespace coterie {

struct CoauthorTie {
  uint32_t a = 0;  // vertices, a < b
  uint32_t b = 0;
  double strength = 0;
};

// A tie for each two people with a common paper in G_F, at least one of them `returned`; S over
// those common papers that count, summed by NodeId, or their number with full counting. By a, then
// b. REQUIRES: no person twice.
// Complexity: O(papers of all people, and for each paper the pairs among its people here).
std::vector<CoauthorTie> CoauthorTies(SliceGraph& graph, std::span<const uint32_t> returned,
                                      std::span<const uint32_t> shown, Counting counting,
                                      StopFlag stop);

}  // namespace coterie
