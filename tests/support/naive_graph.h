// Graph measures written the slow, obvious way, as oracles for the real ones.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include "engine/graph/network.h"

namespace coterie::testing {

// An undirected weighted graph as a matrix; 0 = no edge.
struct NaiveGraph {
  explicit NaiveGraph(uint32_t n) : weight(n, std::vector<double>(n, 0)) {}
  explicit NaiveGraph(const Network& network) : NaiveGraph(network.vertex_count()) {
    for (const NetworkEdge& edge : network.edges()) Add(edge.a, edge.b, edge.weight);
  }

  uint32_t size() const { return static_cast<uint32_t>(weight.size()); }
  bool Has(uint32_t a, uint32_t b) const { return weight[a][b] != 0; }
  void Add(uint32_t a, uint32_t b, double w) { weight[a][b] = weight[b][a] = w; }

  std::vector<std::vector<double>> weight;
};

// By its definition: for k = 1, 2, …, peel everybody with fewer than k neighbours left.
inline std::vector<uint32_t> NaiveCores(const NaiveGraph& g) {
  std::vector<uint32_t> core(g.size(), 0);
  std::set<uint32_t> left;
  for (uint32_t v = 0; v < g.size(); ++v) left.insert(v);
  for (uint32_t k = 1; !left.empty(); ++k) {
    for (bool changed = true; changed;) {
      changed = false;
      for (const uint32_t v : std::set<uint32_t>(left)) {
        uint32_t degree = 0;
        for (const uint32_t u : left) degree += g.Has(v, u) ? 1 : 0;
        if (degree < k) {
          left.erase(v);
          changed = true;
        }
      }
    }
    for (const uint32_t v : left) core[v] = k;
  }
  return core;
}

// Components numbered by size descending, then smallest vertex, by breadth-first search.
inline std::vector<uint32_t> NaiveComponents(const NaiveGraph& g) {
  std::vector<std::vector<uint32_t>> components;
  std::vector<bool> seen(g.size(), false);
  for (uint32_t start = 0; start < g.size(); ++start) {
    if (seen[start]) continue;
    std::vector<uint32_t> queue = {start};
    seen[start] = true;
    for (size_t i = 0; i < queue.size(); ++i) {
      for (uint32_t u = 0; u < g.size(); ++u) {
        if (!g.Has(queue[i], u) || seen[u]) continue;
        seen[u] = true;
        queue.push_back(u);
      }
    }
    components.push_back(queue);
  }
  std::stable_sort(components.begin(), components.end(),
                   [](const auto& x, const auto& y) { return x.size() > y.size(); });
  std::vector<uint32_t> of(g.size());
  for (uint32_t i = 0; i < components.size(); ++i) {
    for (const uint32_t v : components[i]) of[v] = i;
  }
  return of;
}

// Bellman-Ford on lengths 1/weight.
inline std::vector<double> NaiveDistances(const NaiveGraph& g, uint32_t source) {
  std::vector<double> distance(g.size(), std::numeric_limits<double>::infinity());
  distance[source] = 0;
  for (uint32_t round = 0; round < g.size(); ++round) {
    for (uint32_t a = 0; a < g.size(); ++a) {
      for (uint32_t b = 0; b < g.size(); ++b) {
        if (g.Has(a, b)) distance[b] = std::min(distance[b], distance[a] + 1 / g.weight[a][b]);
      }
    }
  }
  return distance;
}

inline double NaiveClustering(const NaiveGraph& g, uint32_t v) {
  int pairs = 0;
  int closed = 0;
  for (uint32_t a = 0; a < g.size(); ++a) {
    for (uint32_t b = a + 1; b < g.size(); ++b) {
      if (!g.Has(v, a) || !g.Has(v, b)) continue;
      ++pairs;
      closed += g.Has(a, b) ? 1 : 0;
    }
  }
  return pairs == 0 ? 0 : static_cast<double>(closed) / pairs;
}

}  // namespace coterie::testing
