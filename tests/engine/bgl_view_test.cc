// The Boost.Graph views: concepts, iteration, and algorithms compared with boost::adjacency_list.
#include "engine/graph/bgl_view.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/kruskal_min_spanning_tree.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/undirected_dfs.hpp>
#include <numeric>
#include <random>
#include <type_traits>

#include "engine/analysis/structure.h"
#include "tests/support/catch.h"
#include "tests/support/known_graphs.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

template <typename G>
void AssertConcepts() {
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<G>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<G, uint32_t, boost::vertex_index_t>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<G, Arc, boost::edge_index_t>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyMapConcept<ArcMap<const double>, Arc>));
  BOOST_CONCEPT_ASSERT((boost::LvaluePropertyMapConcept<ArcMap<double>, Arc>));
  BOOST_CONCEPT_ASSERT((boost::ReadWritePropertyMapConcept<ArcMap<double>, Arc>));
  static_assert(std::is_trivially_copyable_v<G>);
  static_assert(std::is_same_v<typename boost::graph_traits<const G>::edge_descriptor, Arc>);
  static_assert(sizeof(typename boost::graph_traits<G>::degree_size_type) == 8);
}

TEST_CASE("bgl: both views model the graph concepts") {
  AssertConcepts<DirectedView>();
  AssertConcepts<UndirectedView>();
  STATIC_REQUIRE(boost::is_directed_graph<DirectedView>::value);
  STATIC_REQUIRE(boost::is_undirected_graph<UndirectedView>::value);
}

// A directed graph in both representations.
struct TwinGraphs {
  using List = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

  TwinGraphs(uint32_t n, uint32_t percent, std::mt19937& random) : list(n), vertices(n) {
    CsrWriter writer(0, n, 0);
    for (uint32_t v = 0; v < n; ++v) {
      std::vector<uint32_t> row;
      for (uint32_t u = 0; u < n; ++u) {
        if (random() % 100 >= percent) continue;  // loops included
        row.push_back(u);
        add_edge(v, u, list);
      }
      writer.AppendRow(v, row);
    }
    forward = std::move(writer).Finish();
    reverse = TransposeWithArcs(forward.View(), 0, n);
  }
  DirectedView View() const { return {vertices, forward.View(), reverse}; }

  List list;
  uint32_t vertices;
  CsrArrays forward;
  TransposeArrays reverse;
};

TEST_CASE("bgl: a directed view lists each arc once, and in-edges as the out-edges they are") {
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const TwinGraphs twins(1 + static_cast<uint32_t>(random() % 12),
                           static_cast<uint32_t>(random() % 60), random);
    const DirectedView g = twins.View();
    REQUIRE(num_vertices(g) == boost::num_vertices(twins.list));
    REQUIRE(num_edges(g) == boost::num_edges(twins.list));
    std::vector<int> seen(num_edges(g), 0);
    for (auto [it, end] = edges(g); it != end; ++it) {
      ++seen[(*it).index];
      CHECK(boost::edge((*it).source, (*it).target, twins.list).second);
      CHECK(twins.forward.targets[(*it).index] == (*it).target);
    }
    CHECK(std::count(seen.begin(), seen.end(), 1) == static_cast<ptrdiff_t>(seen.size()));
    for (uint32_t v = 0; v < g.vertex_count; ++v) {
      CHECK(out_degree(v, g) == boost::out_degree(v, twins.list));
      CHECK(in_degree(v, g) == boost::in_degree(v, twins.list));
      CHECK(degree(v, g) == boost::degree(v, twins.list));
      for (auto [it, end] = out_edges(v, g); it != end; ++it) CHECK(source(*it, g) == v);
      uint64_t count = 0;
      for (auto [it, end] = in_edges(v, g); it != end; ++it, ++count) {
        const Arc arc = *it;
        CHECK(target(arc, g) == v);
        const auto [first, last] = out_edges(arc.source, g);
        const auto same = std::find(first, last, arc);  // by index
        REQUIRE(same != last);
        CHECK((*same).target == v);
      }
      CHECK(count == in_degree(v, g));
    }
  }
}

TEST_CASE("bgl: strong components and distances equal adjacency_list's") {
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const TwinGraphs twins(2 + static_cast<uint32_t>(random() % 20),
                           static_cast<uint32_t>(random() % 25), random);
    const DirectedView g = twins.View();
    const auto run = [](const auto& graph, std::vector<uint32_t>& component,
                        std::vector<uint32_t>& distance) {
      const auto index = VertexIndexMap();
      boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index));
      boost::breadth_first_search(
          graph, 0u,
          boost::visitor(boost::make_bfs_visitor(boost::record_distances(
              boost::make_iterator_property_map(distance.begin(), index), boost::on_tree_edge()))));
    };
    std::vector<uint32_t> component_list(g.vertex_count), distance_list(g.vertex_count, 0);
    std::vector<uint32_t> component_view(g.vertex_count), distance_view(g.vertex_count, 0);
    run(twins.list, component_list, distance_list);
    run(g, component_view, distance_view);
    CHECK(component_list == component_view);
    CHECK(distance_list == distance_view);
  }
}

TEST_CASE("bgl: an edge of an undirected view is the same from both ends") {
  const Network kite = testing::KrackhardtKite();
  const UndirectedView g(kite);
  uint64_t arcs = 0;
  for (uint32_t v = 0; v < g.vertex_count; ++v) {
    for (auto [it, end] = out_edges(v, g); it != end; ++it, ++arcs) {
      const auto [first, last] = out_edges((*it).target, g);
      const auto back = std::find(first, last, *it);
      REQUIRE(back != last);
      CHECK((*back).target == v);
    }
    for (auto [it, end] = in_edges(v, g); it != end; ++it) CHECK((*it).target == v);
    CHECK(degree(v, g) == out_degree(v, g));
  }
  CHECK(arcs == 2 * num_edges(g));
}

TEST_CASE("bgl: a typed relation is a graph over all vertices of the snapshot") {
  const testing::TinyGraph tiny("p1 2020: ann | >p2 >p3\n p2 2019: bob | >p3\n p3 2018: ann");
  const Csr references = tiny->Adjacency(Relation::kReferences);
  const uint32_t n = tiny->vertex_count();
  const TransposeArrays cited_by = TransposeWithArcs(references, 0, n);
  const DirectedView g(n, references, cited_by);
  CHECK(num_vertices(g) == 5);
  CHECK(num_edges(g) == 3);
  CHECK(out_degree(tiny["p1"].index, g) == 2);
  CHECK(in_degree(tiny["p3"].index, g) == 2);
  CHECK(out_degree(tiny["ann"].index, g) == 0);
  CHECK((*in_edges(tiny["p2"].index, g).first).source == tiny["p1"].index);
}

TEST_CASE("bgl: edge attributes found by Arc: spanning tree, bridges, cycles") {
  // A triangle with a tail:  0 - 1 - 2 - 0,  2 - 3 - 4
  const Network network(5, {{0, 1, 3}, {0, 2, 1}, {1, 2, 2}, {2, 3, 5}, {3, 4, 4}});
  const UndirectedView g(network);
  std::vector<double> weights;
  for (const NetworkEdge& edge : network.edges()) weights.push_back(edge.weight);
  std::vector<Arc> tree;
  boost::kruskal_minimum_spanning_tree(g, std::back_inserter(tree),
                                       boost::weight_map(ArcMap<const double>{weights.data()}));
  double total = 0;
  for (const Arc& arc : tree) total += weights[arc.index];
  CHECK(tree.size() == 4);
  CHECK(total == 12);

  std::vector<uint32_t> block(num_edges(g));
  const size_t blocks = boost::biconnected_components(g, ArcMap<uint32_t>{block.data()});
  CHECK(blocks == 3);
  CHECK(block[0] == block[1]);
  CHECK(block[0] == block[2]);
  CHECK(block[2] != block[3]);
  CHECK(block[3] != block[4]);
}

struct CountBackEdges : boost::default_dfs_visitor {
  template <typename Graph>
  void back_edge(const Arc&, const Graph&) const {
    ++*count;
  }
  int* count = nullptr;
};

TEST_CASE("bgl: undirected depth-first search finds no cycle in a tree and one in a ring") {
  const auto cycles = [](const Network& network) {
    const UndirectedView g(network);
    std::vector<boost::default_color_type> vertex_color(g.vertex_count);
    std::vector<boost::default_color_type> edge_color(num_edges(g));
    int count = 0;
    CountBackEdges visitor;
    visitor.count = &count;
    boost::undirected_dfs(
        g, boost::visitor(visitor)
               .vertex_color_map(
                   boost::make_iterator_property_map(vertex_color.begin(), VertexIndexMap()))
               .edge_color_map(ArcMap<boost::default_color_type>{edge_color.data()}));
    return count;
  };
  CHECK(cycles(testing::UnweightedNetwork(4, {{0, 1}, {1, 2}, {1, 3}})) == 0);
  CHECK(cycles(testing::UnweightedNetwork(4, {{0, 1}, {1, 2}, {2, 3}, {0, 3}})) == 1);
}

}  // namespace
}  // namespace coterie
