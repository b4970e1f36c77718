// The shortest path that joins a further seed or a pin to a slice.
//
// Layer: engine. Fewest arcs, first within the candidate graph (Boost.Graph's breadth-first
// search), and only if it holds no path, within G_F. Of several nearest ends the one of the
// smallest NodeId; from it, step by step, the smallest NodeId that lies on a shortest path.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/analysis/slice_candidates.h"
#include "engine/analysis/slice_frontier.h"

namespace coterie {

// Beyond as many arcs the search in G_F gives up: 1,000,000 take some 10 ms.
inline constexpr uint64_t kJoinArcsMax = 1'000'000;

// The searches of one selection. They share the candidate graph's copy for Boost.Graph and the
// marks, so that the thousandth seed costs its search alone.
class SliceJoiner {
 public:
  // All must outlive it.
  SliceJoiner(SliceGraph& graph, const CandidateGraph& candidates, const Frontier& joined,
              StopFlag stop);
  ~SliceJoiner();

  // Vertices from one that has entered `joined` to `member`'s, both included; empty if none is
  // found. REQUIRES: the member has not entered.
  // Complexity: O(arcs of candidates that are nearer than the end); O(members + links) at the first
  // call, and after members were added.
  std::vector<uint32_t> PathTo(uint32_t member);

 private:
  class CandidateSearch;
  std::vector<uint32_t> PathInGraph(uint32_t vertex) const;

  SliceGraph& graph_;
  const CandidateGraph& candidates_;
  const Frontier& joined_;
  const StopFlag stop_;
  std::unique_ptr<CandidateSearch> search_;
};

}  // namespace coterie
