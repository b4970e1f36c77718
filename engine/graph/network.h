// A Network: an undirected, weighted, compacted one-mode graph, made to be measured.
//
// Layer: engine. "Filter to traverse, compact to measure": what a query selected is copied here
// with vertices 0..n-1, so that algorithms see exactly it. Invariants: no loops, at most one edge a
// pair. Immutable, so thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/graph/csr.h"
#include "engine/graph/csr_builder.h"

namespace coterie {

struct NetworkEdge {
  uint32_t a = 0;
  uint32_t b = 0;
  double weight = 1;
  friend bool operator==(const NetworkEdge&, const NetworkEdge&) = default;
};

class Network {
 public:
  Network() = default;
  // REQUIRES: per edge a < b < vertex_count; no pair twice. Any order.
  // Complexity: O(V + E log E) time.
  Network(uint32_t vertex_count, std::vector<NetworkEdge> edges);

  uint32_t vertex_count() const { return vertex_count_; }
  // Ascending by a, then b; an edge's index here is its id.
  std::span<const NetworkEdge> edges() const { return edges_; }
  // Both directions of each edge, so 2 · edges().size() arcs.
  Csr Adjacency() const { return arcs_.View(); }
  // The id of the edge that each arc of Adjacency().targets belongs to.
  std::span<const uint32_t> EdgeOfArc() const { return edge_of_arc_; }

 private:
  uint32_t vertex_count_ = 0;
  std::vector<NetworkEdge> edges_;
  CsrArrays arcs_;
  std::vector<uint32_t> edge_of_arc_;
};

}  // namespace coterie
