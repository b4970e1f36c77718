// Nearness to a person: personalised PageRank over people, papers and topics, by push.
//
// Layer: engine. The walk that engine/analysis/recommend.h defines. Work and memory are bounded by
// the limit, whatever the graph. Thread-safe.
//
// Source: Andersen, Chung, Lang (FOCS 2006), not lazy: p(u) += alpha r(u), and (1 - alpha) r(u) is
// handed on; where a walk ends, p(u) += r(u). Any order of pushes keeps the bound; this one is:
//
// 1. While few nodes have mass, a node is pushed when r(u) >= epsilon · max(1, arcs at u), epsilon
//    from 10^-2 down by sqrt 10, first come first served, so that hubs wait until their mass is
//    worth their arcs and no arc is sampled or cut.
// 2. After an eighth as many arcs as there are vertices, all vertices are swept in their order,
//    papers before people and topics; a sweep of a graph of two sides leaves about 0.85^2 of the
//    mass, and its arcs cost a fraction of those of the queue.
//
// Where the limit holds no sweep (fewer arcs than the graph), the queue has an eighth of it.
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
  bool is_complete = false;  // error_bound <= 10^-6; else the limit ended the walk
};

// `weights` tells which papers a walk passes on from; it ends on the others.
// Ends early if `stop` is set. REQUIRES: a person; 0 < alpha < 1.
// Complexity: O(arc_limit) time and memory.
Nearness NearnessTo(const GraphSnapshot& graph, const PaperWeights& weights, uint32_t person,
                    double alpha, uint64_t arc_limit, StopFlag stop);

}  // namespace coterie
