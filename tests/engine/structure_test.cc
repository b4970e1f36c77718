// Measures of networks: published values of known small graphs, and naive oracles on random ones.
#include "engine/analysis/structure.h"

#include <numeric>
#include <random>

#include "tests/support/catch.h"
#include "tests/support/known_graphs.h"
#include "tests/support/naive_graph.h"

namespace coterie {
namespace {

using testing::NaiveGraph;

TEST_CASE("network: rows hold both directions of each edge, with the edge's id") {
  const Network network(4, {{2, 3, 0.5}, {0, 1, 1}, {0, 3, 2}});
  REQUIRE(network.edges().size() == 3);
  CHECK(network.edges()[0] == NetworkEdge{0, 1, 1});
  CHECK(network.edges()[1] == NetworkEdge{0, 3, 2});
  CHECK(network.edges()[2] == NetworkEdge{2, 3, 0.5});
  const Csr rows = network.Adjacency();
  CHECK(rows.arc_count() == 6);
  const auto row = [&rows](uint32_t v) {
    const auto targets = rows.Row(v);
    return std::vector<uint32_t>(targets.begin(), targets.end());
  };
  CHECK(row(0) == std::vector<uint32_t>{1, 3});
  CHECK(row(3) == std::vector<uint32_t>{0, 2});
  for (uint32_t v = 0; v < 4; ++v) {
    for (uint32_t i = 0; i < rows.Degree(v); ++i) {
      const NetworkEdge& edge = network.edges()[network.EdgeOfArc()[rows.RowBegin(v) + i]];
      CHECK(edge.a == std::min(v, rows.Row(v)[i]));
      CHECK(edge.b == std::max(v, rows.Row(v)[i]));
    }
  }
}

// Krackhardt (1990), "Assessing the political landscape", ASQ 35: the kite.
TEST_CASE("structure: Krackhardt's kite has its published degrees, cores and clustering") {
  const Network kite = testing::KrackhardtKite();
  CHECK(kite.edges().size() == 18);
  std::vector<uint32_t> degrees;
  for (uint32_t v = 0; v < 10; ++v) degrees.push_back(kite.Adjacency().Degree(v));
  CHECK(degrees == std::vector<uint32_t>{4, 4, 3, 6, 3, 5, 5, 3, 2, 1});
  CHECK(CoreNumbers(kite) == std::vector<uint32_t>{3, 3, 3, 3, 3, 3, 3, 2, 1, 1});
  const std::vector<uint64_t> triangles = TrianglesOf(kite);
  CHECK(std::accumulate(triangles.begin(), triangles.end(), uint64_t{0}) / 3 == 11);
  const std::vector<double> distances = StrengthDistances(kite, 7);  // Heather
  // Closeness: Heather's is 0.6, Fernando's and Garth's, the greatest, 0.643.
  CHECK(9 / std::accumulate(distances.begin(), distances.end(), 0.0) == Approx(0.6));
  const std::vector<double> from_f = StrengthDistances(kite, 5);
  CHECK(9 / std::accumulate(from_f.begin(), from_f.end(), 0.0) == Approx(0.642857));
}

// Zachary (1977), "An information flow model for conflict and fission in small groups".
TEST_CASE("structure: Zachary's karate club has its published triangles, cores and clustering") {
  const Network club = testing::KarateClub();
  CHECK(club.vertex_count() == 34);
  CHECK(club.edges().size() == 78);
  const std::vector<uint64_t> triangles = TrianglesOf(club);
  CHECK(std::accumulate(triangles.begin(), triangles.end(), uint64_t{0}) / 3 == 45);
  const std::vector<double> clustering = LocalClustering(club);
  CHECK(std::accumulate(clustering.begin(), clustering.end(), 0.0) / 34 == Approx(0.5706385));
  const std::vector<uint32_t> cores = CoreNumbers(club);
  CHECK(std::count(cores.begin(), cores.end(), 4u) == 10);
  CHECK(std::count(cores.begin(), cores.end(), 1u) == 1);
  CHECK(ConnectedComponents(club).sizes == std::vector<uint32_t>{34});
}

TEST_CASE("structure: empty and edgeless networks have measures") {
  const Network empty;
  CHECK(ConnectedComponents(empty).sizes.empty());
  CHECK(CoreNumbers(empty).empty());
  CHECK(LocalClustering(empty).empty());
  const Network three(3, {});
  CHECK(ConnectedComponents(three).of == std::vector<uint32_t>{0, 1, 2});
  CHECK(CoreNumbers(three) == std::vector<uint32_t>{0, 0, 0});
  CHECK(std::isinf(StrengthDistances(three, 1)[0]));
  CHECK(StrengthDistances(three, 1)[1] == 0);
}

TEST_CASE("structure: an edge without strength is infinitely long") {
  const std::vector<double> distances = StrengthDistances(Network(3, {{0, 1, 0}, {1, 2, 1}}), 0);
  CHECK(std::isinf(distances[1]));
  CHECK(std::isinf(distances[2]));
}

TEST_CASE("structure: equals naive measures on random networks") {
  constexpr uint32_t kSeedFirst = 90'001;
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + 1500; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const uint32_t n = 1 + static_cast<uint32_t>(random() % 14);
    const uint32_t percent = static_cast<uint32_t>(random() % 101);
    std::vector<NetworkEdge> edges;
    for (uint32_t a = 0; a < n; ++a) {
      for (uint32_t b = a + 1; b < n; ++b) {
        if (random() % 100 < percent) {
          edges.push_back({a, b, static_cast<double>(1 + random() % 1000) / 100});
        }
      }
    }
    std::shuffle(edges.begin(), edges.end(), random);
    const Network network(n, edges);
    const NaiveGraph naive(network);
    CHECK(CoreNumbers(network) == testing::NaiveCores(naive));
    const Components components = ConnectedComponents(network);
    CHECK(components.of == testing::NaiveComponents(naive));
    for (uint32_t i = 0; i < components.sizes.size(); ++i) {
      CHECK(components.sizes[i] == std::count(components.of.begin(), components.of.end(), i));
    }
    const std::vector<double> distances = StrengthDistances(network, 0);
    const std::vector<double> expected = testing::NaiveDistances(naive, 0);
    const std::vector<double> clustering = LocalClustering(network);
    for (uint32_t v = 0; v < n; ++v) {
      CHECK((distances[v] == expected[v] || distances[v] == Approx(expected[v])));
      CHECK(clustering[v] == Approx(testing::NaiveClustering(naive, v)));
    }
  }
}

// Everybody but one partner: each has n - 2 neighbours, of whom (n - 2) / 2 pairs are no
// neighbours.
TEST_CASE("structure: triangles of large dense networks are as computed by hand") {
  for (const uint32_t n : {4u, 64u, 66u, 130u, 1984u, 2050u}) {
    INFO(n << " vertices");
    std::vector<NetworkEdge> edges;
    for (uint32_t a = 0; a < n; ++a) {
      for (uint32_t b = a + 1; b < n; ++b) {
        if (a % 2 == 1 || b != a + 1) edges.push_back({a, b, 1});
      }
    }
    const uint64_t d = n - 2;
    CHECK(TrianglesOf(Network(n, std::move(edges))) ==
          std::vector<uint64_t>(n, d * (d - 1) / 2 - d / 2));
  }
}

TEST_CASE("structure: triangles are those of a naive count, from sparse to dense") {
  constexpr uint32_t kSeedFirst = 95'001;
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + 40; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const uint32_t n = 40 + static_cast<uint32_t>(random() % 120);
    const uint32_t percent = static_cast<uint32_t>(random() % 101);
    std::vector<std::vector<bool>> has(n, std::vector<bool>(n, false));
    std::vector<NetworkEdge> edges;
    for (uint32_t a = 0; a < n; ++a) {
      for (uint32_t b = a + 1; b < n; ++b) {
        if (random() % 100 >= percent) continue;
        has[a][b] = true;
        edges.push_back({a, b, 1});
      }
    }
    std::vector<uint64_t> expected(n, 0);
    for (const NetworkEdge& edge : edges) {
      for (uint32_t c = edge.b + 1; c < n; ++c) {
        if (!has[edge.a][c] || !has[edge.b][c]) continue;
        ++expected[edge.a];
        ++expected[edge.b];
        ++expected[c];
      }
    }
    CHECK(TrianglesOf(Network(n, std::move(edges))) == expected);
  }
}

}  // namespace
}  // namespace coterie
