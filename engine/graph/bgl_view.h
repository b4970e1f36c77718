// Boost.Graph views of our arrays: run any of its algorithms on a Network or on a relation.
//
// Layer: engine; the one header of ours that includes Boost.Graph, for .cc files only. The views
// own nothing and are trivially copyable; the arrays must outlive them. They model VertexListGraph,
// EdgeListGraph, BidirectionalGraph and AdjacencyGraph (asserted in tests/engine/bgl_view_test.cc).
//
// Vertices are 0 .. num_vertices - 1 and their own vertex_index. An Arc's index is the place of its
// attributes: in a DirectedView the index into the out-rows' targets; in an UndirectedView the edge
// id, the same for both directions, so that the 2m arcs are m edges to everybody who asks.
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <concepts>
#include <cstdint>
#include <span>
#include <utility>

#include "engine/graph/network.h"

namespace coterie {

struct Arc {
  uint32_t source = 0;
  uint32_t target = 0;
  uint32_t index = 0;
  friend bool operator==(const Arc& x, const Arc& y) { return x.index == y.index; }
};

// The arcs of one row: `index_of` maps a place in the row to the Arc's index (null: the place
// itself), and an in-row lists sources where an out-row lists targets.
enum class RowSense : uint8_t { kOut, kIn };
template <RowSense kSense>
class RowIterator : public boost::iterator_facade<RowIterator<kSense>, Arc,
                                                  boost::random_access_traversal_tag, Arc> {
 public:
  RowIterator() = default;
  RowIterator(uint32_t row, const uint32_t* listed, const uint32_t* index_of, uint32_t place)
      : row_(row), listed_(listed), index_of_(index_of), place_(place) {}

 private:
  friend class boost::iterator_core_access;
  Arc dereference() const {
    const uint32_t index = index_of_ == nullptr ? place_ : index_of_[place_];
    if constexpr (kSense == RowSense::kOut) return {row_, listed_[place_], index};
    return {listed_[place_], row_, index};
  }
  bool equal(const RowIterator& other) const { return place_ == other.place_; }
  void increment() { ++place_; }
  void decrement() { --place_; }
  void advance(ptrdiff_t n) { place_ = static_cast<uint32_t>(place_ + n); }
  ptrdiff_t distance_to(const RowIterator& other) const {
    return static_cast<ptrdiff_t>(other.place_) - static_cast<ptrdiff_t>(place_);
  }

  uint32_t row_ = 0;
  const uint32_t* listed_ = nullptr;
  const uint32_t* index_of_ = nullptr;
  uint32_t place_ = 0;
};

// Every arc of a CSR once, row after row.
class AllArcsIterator
    : public boost::iterator_facade<AllArcsIterator, Arc, boost::forward_traversal_tag, Arc> {
 public:
  AllArcsIterator() = default;
  AllArcsIterator(const Csr& rows, uint32_t place) : rows_(rows), place_(place) { SkipEmptyRows(); }

 private:
  friend class boost::iterator_core_access;
  Arc dereference() const { return {rows_.first_row + row_, rows_.targets[place_], place_}; }
  bool equal(const AllArcsIterator& other) const { return place_ == other.place_; }
  void increment() {
    ++place_;
    SkipEmptyRows();
  }
  void SkipEmptyRows() {
    if (place_ >= rows_.targets.size()) return;
    while (rows_.offsets[row_ + size_t{1}] <= place_) ++row_;
  }

  Csr rows_;
  uint32_t row_ = 0;
  uint32_t place_ = 0;
};

// The edges of a network, each once, as its list of edges holds them.
class EdgeListIterator : public boost::iterator_facade<EdgeListIterator, Arc,
                                                       boost::random_access_traversal_tag, Arc> {
 public:
  EdgeListIterator() = default;
  EdgeListIterator(const NetworkEdge* edges, uint32_t id) : edges_(edges), id_(id) {}

 private:
  friend class boost::iterator_core_access;
  Arc dereference() const { return {edges_[id_].a, edges_[id_].b, id_}; }
  bool equal(const EdgeListIterator& other) const { return id_ == other.id_; }
  void increment() { ++id_; }
  void decrement() { --id_; }
  void advance(ptrdiff_t n) { id_ = static_cast<uint32_t>(id_ + n); }
  ptrdiff_t distance_to(const EdgeListIterator& other) const {
    return static_cast<ptrdiff_t>(other.id_) - static_cast<ptrdiff_t>(id_);
  }

  const NetworkEdge* edges_ = nullptr;
  uint32_t id_ = 0;
};

struct ViewBase {};

// What both views share. Typedefs are nested, not a graph_traits specialisation, because
// Boost.Graph also asks for graph_traits<const G>.
template <typename Directed, typename EdgeIterator>
struct ViewTypes : ViewBase {
  struct traversal_category : virtual boost::vertex_list_graph_tag,
                              virtual boost::edge_list_graph_tag,
                              virtual boost::bidirectional_graph_tag,
                              virtual boost::adjacency_graph_tag {};
  using directed_category = Directed;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  using vertex_descriptor = uint32_t;
  using edge_descriptor = Arc;
  using vertex_iterator = boost::counting_iterator<uint32_t>;
  using edge_iterator = EdgeIterator;
  using out_edge_iterator = RowIterator<RowSense::kOut>;
  using in_edge_iterator = RowIterator<RowSense::kIn>;
  using adjacency_iterator = const uint32_t*;
  using vertices_size_type = uint64_t;
  using edges_size_type = uint64_t;
  using degree_size_type = uint64_t;  // 64 bits: betweenness counts paths in it
  static vertex_descriptor null_vertex() { return UINT32_MAX; }

  uint32_t vertex_count = 0;
  Csr out;  // rows may cover part of the vertices; the others' are empty
  Csr in;
};

struct DirectedView : ViewTypes<boost::bidirectional_tag, AllArcsIterator> {
  const uint32_t* out_index = nullptr;  // an out-arc's index is its place
  const uint32_t* in_index = nullptr;   // of each in-arc, its index in out.targets

  // `reverse` = TransposeWithArcs(forward, …).
  DirectedView(uint32_t vertices, const Csr& forward, const TransposeArrays& reverse)
      : ViewTypes{{}, vertices, forward, reverse.csr.View()}, in_index(reverse.arcs.data()) {}
  uint64_t EdgeCount() const { return out.arc_count(); }
  edge_iterator EdgesBegin() const { return {out, 0}; }
  edge_iterator EdgesEnd() const { return {out, static_cast<uint32_t>(out.arc_count())}; }
};

struct UndirectedView : ViewTypes<boost::undirected_tag, EdgeListIterator> {
  const uint32_t* out_index = nullptr;  // the edge of each arc
  const uint32_t* in_index = nullptr;
  std::span<const NetworkEdge> edge_list;

  explicit UndirectedView(const Network& network)
      : ViewTypes{{}, network.vertex_count(), network.Adjacency(), network.Adjacency()},
        out_index(network.EdgeOfArc().data()),
        in_index(out_index),
        edge_list(network.edges()) {}
  uint64_t EdgeCount() const { return edge_list.size(); }
  edge_iterator EdgesBegin() const { return {edge_list.data(), 0}; }
  edge_iterator EdgesEnd() const {
    return {edge_list.data(), static_cast<uint32_t>(edge_list.size())};
  }
};

template <typename G>
concept BglView = std::derived_from<G, ViewBase>;

// The rows as a pair of iterators.
template <typename Iterator>
std::pair<Iterator, Iterator> RowArcs(const Csr& rows, const uint32_t* index_of, uint32_t v) {
  const std::span<const uint32_t> row = rows.Row(v);
  if (row.empty()) return {Iterator(v, nullptr, nullptr, 0), Iterator(v, nullptr, nullptr, 0)};
  const auto begin = static_cast<uint32_t>(row.data() - rows.targets.data());
  const auto end = begin + static_cast<uint32_t>(row.size());
  const uint32_t* listed = rows.targets.data();
  return {Iterator(v, listed, index_of, begin), Iterator(v, listed, index_of, end)};
}

template <BglView G>
uint64_t num_vertices(const G& g) {
  return g.vertex_count;
}
template <BglView G>
uint64_t num_edges(const G& g) {
  return g.EdgeCount();
}
template <BglView G>
auto vertices(const G& g) {
  using Iterator = typename G::vertex_iterator;
  return std::make_pair(Iterator(0), Iterator(g.vertex_count));
}
template <BglView G>
auto edges(const G& g) {
  return std::make_pair(g.EdgesBegin(), g.EdgesEnd());
}
template <BglView G>
auto out_edges(uint32_t v, const G& g) {
  return RowArcs<typename G::out_edge_iterator>(g.out, g.out_index, v);
}
template <BglView G>
auto in_edges(uint32_t v, const G& g) {
  return RowArcs<typename G::in_edge_iterator>(g.in, g.in_index, v);
}
template <BglView G>
auto adjacent_vertices(uint32_t v, const G& g) {
  const std::span<const uint32_t> row = g.out.Row(v);
  return std::make_pair(row.data(), row.data() + row.size());
}
template <BglView G>
uint64_t out_degree(uint32_t v, const G& g) {
  return g.out.Degree(v);
}
template <BglView G>
uint64_t in_degree(uint32_t v, const G& g) {
  return g.in.Degree(v);
}
template <BglView G>
uint64_t degree(uint32_t v, const G& g) {
  constexpr bool kUndirected = std::is_same_v<typename G::directed_category, boost::undirected_tag>;
  return kUndirected ? out_degree(v, g) : out_degree(v, g) + in_degree(v, g);
}
template <BglView G>
uint32_t source(const Arc& arc, const G&) {
  return arc.source;
}
template <BglView G>
uint32_t target(const Arc& arc, const G&) {
  return arc.target;
}

// An array by Arc index (weights, lengths, colours), as a property map.
template <typename T>
struct ArcMap {
  using key_type = Arc;
  using value_type = std::remove_const_t<T>;
  using reference = T&;
  using category = boost::lvalue_property_map_tag;
  T* values = nullptr;
  T& operator[](const Arc& arc) const { return values[arc.index]; }
};
template <typename T>
T& get(const ArcMap<T>& map, const Arc& arc) {
  return map[arc];
}
template <typename T, typename Value>
void put(const ArcMap<T>& map, const Arc& arc, const Value& value) {
  map[arc] = static_cast<T>(value);
}

// edge_index: the Arc's index.
struct ArcIndexMap {
  using key_type = Arc;
  using value_type = uint32_t;
  using reference = uint32_t;
  using category = boost::readable_property_map_tag;
};
inline uint32_t get(ArcIndexMap, const Arc& arc) { return arc.index; }

using VertexIndexMap = boost::typed_identity_property_map<uint32_t>;
template <BglView G>
VertexIndexMap get(boost::vertex_index_t, const G&) {
  return {};
}
template <BglView G>
uint32_t get(boost::vertex_index_t, const G&, uint32_t v) {
  return v;
}
template <BglView G>
ArcIndexMap get(boost::edge_index_t, const G&) {
  return {};
}
template <BglView G>
uint32_t get(boost::edge_index_t, const G&, const Arc& arc) {
  return arc.index;
}

}  // namespace coterie

namespace boost {
template <coterie::BglView G>
struct property_map<G, vertex_index_t> {
  using type = coterie::VertexIndexMap;
  using const_type = type;
};
template <coterie::BglView G>
struct property_map<G, edge_index_t> {
  using type = coterie::ArcIndexMap;
  using const_type = type;
};
}  // namespace boost
