// PageRank by its definition, over any Boost.Graph view: the ranks add up to 1.
//
// PR(v) = (1 - d)/n + d · (sum over in-arcs (u, v) of PR(u)/outdegree(u) + dangling/n), dangling =
// the rank of vertices without out-arcs. Source: Brin, Page (1998), with the dangling rank spread
// evenly, as LDBC Graphalytics does.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/graph/bgl_view.h"

namespace coterie::testing {

template <BglView G>
std::vector<double> PowerIteration(const G& g, double damping, int iterations) {
  const auto n = static_cast<double>(num_vertices(g));
  std::vector<double> rank(num_vertices(g), 1 / n);
  for (int i = 0; i < iterations; ++i) {
    double dangling = 0;
    for (uint32_t v = 0; v < rank.size(); ++v) dangling += out_degree(v, g) == 0 ? rank[v] : 0;
    std::vector<double> next(rank.size());
    for (uint32_t v = 0; v < rank.size(); ++v) {
      double sum = dangling / n;
      for (auto [it, end] = in_edges(v, g); it != end; ++it) {
        const uint32_t u = source(*it, g);
        sum += rank[u] / static_cast<double>(out_degree(u, g));
      }
      next[v] = (1 - damping) / n + damping * sum;
    }
    rank.swap(next);
  }
  return rank;
}

}  // namespace coterie::testing
