// The shortest path that joins a further seed or a pin to a slice.
//
// Layer: engine. Fewest arcs, first within the candidate graph (Boost.Graph's breadth-first
// search), and only if it holds no path, within G_F. Of several nearest ends the one of the
// smallest NodeId; from it, step by step, the smallest NodeId that lies on a shortest path.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/analysis/slice_candidates.h"
#include "engine/analysis/slice_frontier.h"

namespace coterie {

// Beyond as many arcs the search in G_F gives up: 1,000,000 take some 10 ms.
inline constexpr uint64_t kJoinArcsMax = 1'000'000;

// Vertices from one that has entered `joined` to `member`'s, both included; empty if none is found.
// REQUIRES: the member has not entered.
std::vector<uint32_t> JoiningPath(SliceGraph& graph, const CandidateGraph& candidates,
                                  const Frontier& joined, uint32_t member, StopFlag stop);

}  // namespace coterie
