// Boost.Graph on compacted networks, and the count of triangles in two ways. Layer: engine.
#include "engine/analysis/structure.h"

#include <algorithm>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <limits>
#include <numeric>

#include "engine/graph/bgl_view.h"

namespace coterie {

namespace {

// A vector by vertex, as a property map.
template <typename T>
auto ByVertex(std::vector<T>& values) {
  return boost::make_iterator_property_map(values.begin(), VertexIndexMap());
}

// Each edge points to its end of higher degree, so that out-degrees stay below sqrt(2E).
CsrArrays Oriented(const Network& network) {
  const Csr rows = network.Adjacency();
  const uint32_t n = network.vertex_count();
  const auto points_up = [&rows](uint32_t from, uint32_t to) {
    const uint32_t d_from = rows.Degree(from);
    const uint32_t d_to = rows.Degree(to);
    return d_from != d_to ? d_from < d_to : from < to;
  };
  CsrWriter writer(0, n, network.edges().size());
  std::vector<uint32_t> up;
  for (uint32_t v = 0; v < n; ++v) {
    up.clear();
    for (const uint32_t u : rows.Row(v)) {
      if (points_up(v, u)) up.push_back(u);
    }
    writer.AppendRow(v, up);
  }
  return std::move(writer).Finish();
}

// What TrianglesForward will look at.
uint64_t ForwardSteps(const Csr& above) {
  uint64_t steps = 0;
  for (const uint32_t u : above.targets) steps += above.Degree(u);
  return steps;
}

std::vector<uint64_t> TrianglesForward(const Csr& above, uint32_t n, const StopFlag& stop) {
  std::vector<uint64_t> triangles(n, 0);
  std::vector<uint32_t> marked_by(n, n);  // n = nobody
  for (uint32_t v = 0; v < n && !stop.IsSet(); ++v) {
    for (const uint32_t u : above.Row(v)) marked_by[u] = v;
    for (const uint32_t u : above.Row(v)) {
      for (const uint32_t w : above.Row(u)) {
        if (marked_by[w] != v) continue;
        ++triangles[v];
        ++triangles[u];
        ++triangles[w];
      }
    }
  }
  return triangles;
}

constexpr uint32_t kWordBits = 64;
constexpr uint64_t kBitWordsMax = uint64_t{8} << 20;  // 64 MiB: up to 23,170 vertices

uint64_t WordsOf(uint32_t vertices) { return (uint64_t{vertices} + kWordBits - 1) / kWordBits; }

// How many bits two rows share. Bits are counted within bytes, and bytes summed over 31 words (31 ·
// 8 < 256) before they are added up: that becomes vector code everywhere, where std::popcount is a
// call on processors that may lack the instruction.
uint64_t SharedBits(const uint64_t* x, const uint64_t* y, size_t words) {
  constexpr size_t kWordsABlock = 31;
  uint64_t total = 0;
  for (size_t begin = 0; begin < words; begin += kWordsABlock) {
    const size_t end = std::min(begin + kWordsABlock, words);
    uint64_t bytes = 0;
    for (size_t i = begin; i < end; ++i) {
      uint64_t bits = x[i] & y[i];
      bits -= (bits >> 1) & 0x5555555555555555;
      bits = (bits & 0x3333333333333333) + ((bits >> 2) & 0x3333333333333333);
      bytes += (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
    }
    bytes = (bytes & 0x00ff00ff00ff00ff) + ((bytes >> 8) & 0x00ff00ff00ff00ff);
    total += (bytes * 0x0001000100010001) >> 48;
  }
  return total;
}

// Every edge has as many triangles as its ends share neighbours, and a vertex's are on two of its
// edges each.
std::vector<uint64_t> TrianglesByBits(const Network& network, const StopFlag& stop) {
  const Csr rows = network.Adjacency();
  const uint32_t n = network.vertex_count();
  const size_t words = WordsOf(n);
  std::vector<uint64_t> bits(words * n, 0);
  for (uint32_t v = 0; v < n; ++v) {
    for (const uint32_t u : rows.Row(v)) {
      bits[words * v + u / kWordBits] |= uint64_t{1} << (u % kWordBits);
    }
  }
  std::vector<uint64_t> triangles(n, 0);
  for (uint32_t v = 0; v < n && !stop.IsSet(); ++v) {
    for (const uint32_t u : rows.Row(v)) {
      if (u > v) break;
      const uint64_t shared = SharedBits(&bits[words * v], &bits[words * u], words);
      triangles[v] += shared;
      triangles[u] += shared;
    }
  }
  for (uint64_t& count : triangles) count /= 2;
  return triangles;
}

}  // namespace

Components ConnectedComponents(const Network& network) {
  const UndirectedView view(network);
  std::vector<uint32_t> label(network.vertex_count());
  const uint32_t count = boost::connected_components(view, ByVertex(label));
  // Boost labels by first vertex, so a stable sort by size leaves ties by smallest vertex.
  std::vector<uint32_t> sizes(count, 0);
  for (const uint32_t component : label) ++sizes[component];
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&sizes](uint32_t x, uint32_t y) { return sizes[x] > sizes[y]; });
  std::vector<uint32_t> rank(count);
  Components components;
  for (uint32_t i = 0; i < count; ++i) {
    rank[order[i]] = i;
    components.sizes.push_back(sizes[order[i]]);
  }
  for (uint32_t& component : label) component = rank[component];
  components.of = std::move(label);
  return components;
}

std::vector<uint32_t> CoreNumbers(const Network& network) {
  const UndirectedView view(network);
  std::vector<uint32_t> core(network.vertex_count(), 0);
  if (network.vertex_count() > 0) boost::core_numbers(view, ByVertex(core));
  return core;
}

std::vector<double> StrengthDistances(const Network& network, uint32_t source) {
  const UndirectedView view(network);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<double> lengths;
  lengths.reserve(network.edges().size());
  for (const NetworkEdge& edge : network.edges()) {
    lengths.push_back(edge.weight > 0 ? 1 / edge.weight : kInfinity);
  }
  std::vector<double> distance(network.vertex_count(), kInfinity);
  boost::dijkstra_shortest_paths(view, source,
                                 boost::weight_map(ArcMap<const double>{lengths.data()})
                                     .distance_map(ByVertex(distance))
                                     .distance_inf(kInfinity));
  return distance;
}

std::vector<uint64_t> TrianglesOf(const Network& network, const StopFlag& stop) {
  const CsrArrays oriented = Oriented(network);
  const uint64_t row_words = WordsOf(network.vertex_count());
  const bool fits = row_words * network.vertex_count() <= kBitWordsMax;
  if (fits && row_words * network.edges().size() < ForwardSteps(oriented.View())) {
    return TrianglesByBits(network, stop);
  }
  return TrianglesForward(oriented.View(), network.vertex_count(), stop);
}

std::vector<double> LocalClustering(const Network& network, const StopFlag& stop) {
  const std::vector<uint64_t> triangles = TrianglesOf(network, stop);
  const Csr rows = network.Adjacency();
  std::vector<double> clustering(network.vertex_count(), 0);
  for (uint32_t v = 0; v < network.vertex_count(); ++v) {
    const double degree = rows.Degree(v);
    if (degree >= 2)
      clustering[v] = 2 * static_cast<double>(triangles[v]) / (degree * (degree - 1));
  }
  return clustering;
}

}  // namespace coterie
