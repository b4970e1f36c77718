// Nearness to a person: personalised PageRank over people, papers and topics, by push.
//
// Layer: engine. The walk that engine/analysis/recommend.h defines. Touches only what mass reaches,
// so that work and memory are bounded by the limit, whatever the graph. Thread-safe.
//
// Source: Andersen, Chung, Lang (FOCS 2006), not lazy: p(u) += alpha r(u), and (1 - alpha) r(u) is
// handed on; where a walk ends, p(u) += r(u). A node is pushed while r(u) >= epsilon · max(1, arcs
// at u), epsilon from 10^-2 down by sqrt 10, first come first served, so that hubs wait until their
// mass is worth their arcs and no arc is sampled or cut.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/analysis/paper_weight.h"
#include "engine/analysis/stop_flag.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

struct NearPerson {
  uint32_t person;
  double nearness;  // p + alpha r: what the next push would settle is certain already
};

struct Nearness {
  std::vector<NearPerson> people;  // that mass reached, the one asked about included; in no order
  double error_bound = 0;          // sum of r: 0 <= pi(v) - nearness(v) <= error_bound for every v
  uint64_t arcs_walked = 0;
  bool is_complete = false;  // ended because error_bound <= 10^-6, not by the limit
};

// `weights` tells which papers a walk passes on from; it ends on the others.
// Ends early if `stop` is set. REQUIRES: a person; 0 < alpha < 1.
// Complexity: O(arc_limit) time and memory.
Nearness NearnessTo(const GraphSnapshot& graph, const PaperWeights& weights, uint32_t person,
                    double alpha, uint64_t arc_limit, StopFlag stop);

}  // namespace coterie
