// Personalised PageRank from a few starts, by pushing: near nodes exactly enough, far ones never
// touched.
//
// Layer: engine. Source: after Andersen, Chung, Lang (FOCS 2006), with pushes that are not lazy.
// pi is the stationary distribution of the walk that, at u, with alpha = 0.15 jumps to a start
// (each with chance 1/starts), else takes a group of arcs among those that u has in G_F, each with
// the same chance, and in it an arc, each with the same chance; at a node without arcs it stays
// for ever, so that all of its mass is its own.
//
// push(u): p(u) += alpha r(u), or all of r(u) where u has no arcs; every arc carries
// (1 - alpha) r(u) / (groups · arcs of its group); r(u) = 0. In a group of more than kHubArcs arcs
// only those that SliceGraph::ForEachPushed names carry theirs; the rest is lost mass.
//
// r = 1/starts each; the starts are pushed once, in order. Then for eps = 1e-2, divided by sqrt(10)
// again and again: the nodes with r(u) >= eps d(u) and r(u) > 0 are queued in the order in which
// they were first touched; the first is taken and pushed, and whichever node gets over that line by
// it is queued behind (groups in the order of slice.h, arcs in the order they are pushed in); until
// the queue is empty and the next eps comes. Before each push after those of the starts it ends if
// W arcs were touched (arcs that carried mass, each time they did), and at an eps without any r >
// 0.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/analysis/slice_graph.h"

namespace coterie {

inline constexpr double kSliceAlpha = 0.15;
inline constexpr uint64_t kArcsPerNode = 50;  // W of each node of the budget

// What the walk found; nodes in the order in which they were first touched, starts first.
struct Walk {
  std::vector<uint32_t> vertices;
  std::vector<double> p;  // parallel
  std::vector<double> r;
  double lost = 0;
  double epsilon = 0;  // the last one; 0 if the starts took all arcs
  uint64_t arcs_touched = 0;

  // 0 <= pi(v) - p(v) <= ErrorBound() for every v: mass that is not in p yet, or lost, ends
  // somewhere.
  double ErrorBound() const;
};

// REQUIRES: starts distinct and in G_F, at least one. Ends early if `stop` is set.
// Complexity: O(arcs_max + starts · groups · kHubArcs), and what SliceGraph says of counting.
Walk WalkFrom(SliceGraph& graph, std::span<const uint32_t> starts, uint64_t arcs_max,
              StopFlag stop);

}  // namespace coterie
