// Symmetric rows of a network from its edges. Layer: engine.
#include "engine/graph/network.h"

#include <algorithm>
#include <utility>

namespace coterie {

Network::Network(uint32_t vertex_count, std::vector<NetworkEdge> edges)
    : vertex_count_(vertex_count), edges_(std::move(edges)) {
  const auto before = [](const NetworkEdge& x, const NetworkEdge& y) {
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  };
  if (!std::is_sorted(edges_.begin(), edges_.end(), before)) {
    std::sort(edges_.begin(), edges_.end(), before);
  }
  std::vector<uint32_t>& offsets = arcs_.offsets;
  offsets.assign(size_t{vertex_count} + 2, 0);  // cursors one row ahead, as in csr_builder.cc
  for (const NetworkEdge& edge : edges_) {
    ++offsets[size_t{edge.a} + 2];
    ++offsets[size_t{edge.b} + 2];
  }
  for (size_t row = 2; row < offsets.size(); ++row) offsets[row] += offsets[row - 1];
  arcs_.targets.resize(offsets.back());
  edge_of_arc_.resize(offsets.back());
  const auto add = [&](uint32_t from, uint32_t to, uint32_t edge) {
    const uint32_t slot = offsets[size_t{from} + 1]++;
    arcs_.targets[slot] = to;
    edge_of_arc_[slot] = edge;
  };
  // Lower neighbours first, then higher ones: both passes ascend, so rows do.
  for (uint32_t id = 0; id < edges_.size(); ++id) add(edges_[id].b, edges_[id].a, id);
  for (uint32_t id = 0; id < edges_.size(); ++id) add(edges_[id].a, edges_[id].b, id);
  offsets.pop_back();
}

}  // namespace coterie
