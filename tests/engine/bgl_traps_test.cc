// Boost.Graph's known traps: each test shows the trap, and that our way around it is right.
//
// Where a newer Boost mends one, its test fails here and says that the way around may go.
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/graph/page_rank.hpp>
#include <cmath>
#include <numeric>
#include <random>

#include "engine/analysis/structure.h"
#include "engine/graph/bgl_view.h"
#include "tests/support/catch.h"
#include "tests/support/known_graphs.h"
#include "tests/support/naive_graph.h"
#include "tests/support/power_iteration.h"

namespace coterie {
namespace {

using testing::NaiveGraph;

template <typename T>
auto ByVertex(std::vector<T>& values) {
  return boost::make_iterator_property_map(values.begin(), VertexIndexMap());
}

// Predicates of filtered_graph are default-constructed and assigned, so they cannot be lambdas that
// capture: a pointer to the set does.
struct IsKept {
  bool operator()(uint32_t v) const { return (*kept)[v]; }
  const std::vector<bool>* kept = nullptr;
};

// The slice as a network of its own; `old_of` gets the vertex that each new one was.
Network Compact(const Network& network, const std::vector<bool>& kept,
                std::vector<uint32_t>& old_of) {
  std::vector<uint32_t> new_of(kept.size());
  for (uint32_t v = 0; v < kept.size(); ++v) {
    if (!kept[v]) continue;
    new_of[v] = static_cast<uint32_t>(old_of.size());
    old_of.push_back(v);
  }
  std::vector<NetworkEdge> edges;
  for (const NetworkEdge& edge : network.edges()) {
    if (kept[edge.a] && kept[edge.b])
      edges.push_back({new_of[edge.a], new_of[edge.b], edge.weight});
  }
  return {static_cast<uint32_t>(old_of.size()), std::move(edges)};
}

Network RandomNetwork(std::mt19937& random, uint32_t n, uint32_t percent) {
  std::vector<NetworkEdge> edges;
  for (uint32_t a = 0; a < n; ++a) {
    for (uint32_t b = a + 1; b < n; ++b) {
      if (random() % 100 < percent) edges.push_back({a, b, 1});
    }
  }
  return {n, std::move(edges)};
}

TEST_CASE("trap: core_numbers is wrong on filtered_graph; on the compacted network it is right") {
  constexpr int kSlices = 2000;
  int wrong_when_filtered = 0;
  for (uint32_t seed = 1; seed <= kSlices; ++seed) {
    std::mt19937 random(seed);
    const Network network = RandomNetwork(random, 12, 20 + static_cast<uint32_t>(random() % 40));
    std::vector<bool> kept(12);
    for (size_t v = 0; v < kept.size(); ++v) kept[v] = random() % 100 < 60;

    std::vector<uint32_t> old_of;
    const Network slice = Compact(network, kept, old_of);
    const std::vector<uint32_t> expected = testing::NaiveCores(NaiveGraph(slice));
    INFO("seed " << seed);
    CHECK(CoreNumbers(slice) == expected);

    const UndirectedView view(network);  // filtered_graph keeps a reference to it
    const boost::filtered_graph<UndirectedView, boost::keep_all, IsKept> filtered(view, {},
                                                                                  IsKept{&kept});
    std::vector<uint32_t> core(12, 0);
    boost::core_numbers(filtered, ByVertex(core));
    for (uint32_t i = 0; i < old_of.size(); ++i) {
      if (core[old_of[i]] == expected[i]) continue;
      ++wrong_when_filtered;
      break;
    }
  }
  std::printf("core_numbers on filtered_graph: wrong on %d of %d slices\n", wrong_when_filtered,
              kSlices);
  CHECK(wrong_when_filtered > 0);
}

TEST_CASE("trap: boost::page_rank loses the dangling rank; by the definition ranks add up to 1") {
  // 0 -> 1 -> 2, and 2 leads nowhere.
  CsrWriter writer(0, 3, 2);
  const uint32_t one = 1, two = 2;
  writer.AppendRow(0, {&one, 1});
  writer.AppendRow(1, {&two, 1});
  const CsrArrays forward = std::move(writer).Finish();
  const TransposeArrays reverse = TransposeWithArcs(forward.View(), 0, 3);
  const DirectedView g(3, forward.View(), reverse);
  std::vector<double> theirs(3);
  boost::graph::page_rank(g, ByVertex(theirs), boost::graph::n_iterations(100));
  CHECK(std::accumulate(theirs.begin(), theirs.end(), 0.0) != Approx(1).epsilon(0.01));
  const std::vector<double> ours = testing::PowerIteration(g, 0.85, 100);
  CHECK(std::accumulate(ours.begin(), ours.end(), 0.0) == Approx(1));
  CHECK(ours[0] < ours[1]);
  CHECK(ours[1] < ours[2]);
}

TEST_CASE("trap: page_rank on filtered_graph starts from the unfiltered number of vertices") {
  const Network kite = testing::KrackhardtKite();
  std::vector<bool> kept(10, false);
  for (const uint32_t v : {0, 1, 3, 5}) kept[v] = true;
  const UndirectedView view(kite);
  const boost::filtered_graph<UndirectedView, boost::keep_all, IsKept> filtered(view, {},
                                                                                IsKept{&kept});
  std::vector<double> rank(10, 0);
  boost::graph::page_rank(filtered, ByVertex(rank), boost::graph::n_iterations(0));
  CHECK(rank[0] == Approx(1 / 10.0));  // not 1/4
  std::vector<uint32_t> old_of;
  const Network slice = Compact(kite, kept, old_of);
  const std::vector<double> start = testing::PowerIteration(UndirectedView(slice), 0.85, 0);
  CHECK(start[0] == Approx(1 / 4.0));
}

// k diamonds in a row: joint, two ways around, joint, … so 2^k shortest paths from end to end.
//    1     4
//   / \   / \                                                                          .
//  0   3   6 …
//   \ /   \ /
//    2     5
Network Diamonds(uint32_t count) {
  std::vector<NetworkEdge> edges;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t joint = 3 * i;
    for (const uint32_t way : {joint + 1, joint + 2}) {
      edges.push_back({joint, way, 1});
      edges.push_back({way, joint + 3, 1});
    }
  }
  return {3 * count + 1, std::move(edges)};
}

// Joint i separates what is on its left from what is on its right; and of the pairs of ways in the
// diamonds beside it, it takes half.
double BetweennessOfJoint(uint32_t i, uint32_t count) {
  const double separated = 3.0 * i * 3.0 * (count - i);
  return separated + (i == 0 || i == count ? 0.5 : 1.0);
}

// A view whose degree_size_type has 32 bits, as a natural choice would be.
struct NarrowView : UndirectedView {
  using UndirectedView::UndirectedView;
  using degree_size_type = uint32_t;
};

bool JointsAreRight(const std::vector<double>& betweenness, uint32_t count) {
  for (uint32_t i = 0; i <= count; ++i) {
    const double expected = BetweennessOfJoint(i, count);
    if (!(std::abs(betweenness[size_t{3} * i] - expected) <= 1e-6 * expected)) return false;
  }
  return true;
}

TEST_CASE("trap: betweenness counts paths in degree_size_type, which overflows") {
  const auto theirs = [](const auto& view) {
    std::vector<double> betweenness(view.vertex_count);
    boost::brandes_betweenness_centrality(view, ByVertex(betweenness));
    return betweenness;
  };
  const Network few = Diamonds(20);
  CHECK(JointsAreRight(theirs(NarrowView(few)), 20));
  const Network more = Diamonds(40);
  CHECK_FALSE(JointsAreRight(theirs(NarrowView(more)), 40));
  CHECK(JointsAreRight(theirs(UndirectedView(more)), 40));  // 64 bits
  const Network many = Diamonds(80);
  CHECK_FALSE(JointsAreRight(theirs(UndirectedView(many)), 80));  // 2^80 paths

  // Counts in double are enough for any network.
  const UndirectedView g(many);
  std::vector<double> betweenness(g.vertex_count), dependency(g.vertex_count);
  std::vector<double> paths(g.vertex_count);
  std::vector<uint64_t> distance(g.vertex_count);
  std::vector<std::vector<Arc>> incoming(g.vertex_count);
  boost::brandes_betweenness_centrality(g, ByVertex(betweenness), boost::dummy_property_map(),
                                        ByVertex(incoming), ByVertex(distance),
                                        ByVertex(dependency), ByVertex(paths), VertexIndexMap());
  CHECK(JointsAreRight(betweenness, 80));
}

TEST_CASE("trap: a directed tag on symmetric rows doubles betweenness") {
  const Network kite = testing::KrackhardtKite();
  const TransposeArrays reverse = TransposeWithArcs(kite.Adjacency(), 0, 10);
  const DirectedView directed(10, kite.Adjacency(), reverse);
  const UndirectedView undirected(kite);
  std::vector<double> twice(10), once(10);
  boost::brandes_betweenness_centrality(directed, ByVertex(twice));
  boost::brandes_betweenness_centrality(undirected, ByVertex(once));
  // Krackhardt's point: Heather (7) is between the most pairs, 14 of 36.
  CHECK(once[7] == Approx(14));
  CHECK(std::max_element(once.begin(), once.end()) - once.begin() == 7);
  for (size_t v = 0; v < 10; ++v) CHECK(twice[v] == Approx(2 * once[v]));
}

TEST_CASE("trap: symmetric rows hold 2m arcs, an undirected graph has m edges") {
  const Network kite = testing::KrackhardtKite();
  CHECK(kite.Adjacency().arc_count() == 36);
  const UndirectedView undirected(kite);
  CHECK(num_edges(undirected) == 18);
  const auto [first, last] = edges(undirected);
  CHECK(std::distance(first, last) == 18);
  const TransposeArrays reverse = TransposeWithArcs(kite.Adjacency(), 0, 10);
  CHECK(num_edges(DirectedView(10, kite.Adjacency(), reverse)) == 36);
}

TEST_CASE("trap: a capturing lambda cannot be a predicate; a pointer in a struct can") {
  const std::vector<bool> kept = {true, false};
  const auto lambda = [&kept](uint32_t v) { return kept[v]; };
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<decltype(lambda)>);
  STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<decltype(lambda)>);
  STATIC_REQUIRE(std::is_default_constructible_v<IsKept>);
  STATIC_REQUIRE(std::is_copy_assignable_v<IsKept>);
}

}  // namespace
}  // namespace coterie
