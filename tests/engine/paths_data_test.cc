// The searches for paths against third parties' outputs (LDBC Graphalytics), and against plain
// breadth-first search and Boost.Graph on SNAP's and Newman's networks. Skipped without the data.
#include <cmath>
#include <limits>
#include <queue>
#include <random>

#include "engine/analysis/paths.h"
#include "engine/analysis/structure.h"
#include "tests/support/catch.h"
#include "tests/support/graph_files.h"
#include "tests/support/shared_data.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::FileGraph;
using testing::FindSharedData;
using testing::GraphInput;
using testing::ReadEdgeList;
using testing::ReadNeighbourLists;
using testing::ReadText;
using testing::ReadValues;
using testing::ValueOf;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const char kLdbc[] = "graphs/ldbc-graphalytics/validation-graphs/";

NodeId Node(NodeKind kind, uint32_t number) { return {kind, uint64_t{number} + 1}; }
Vertex VertexOf(const GraphSnapshot& graph, NodeKind kind, uint32_t number) {
  return *graph.FindVertex(Node(kind, number));
}

// An edge as a paper of two people and of so many without identity that 1/S is `length`: S is
// 1/(n - 1) where nothing decays.
struct TwoAuthorPaper {
  uint32_t a;
  uint32_t b;
  uint32_t length = 1;
};

std::shared_ptr<const GraphSnapshot> PeopleOf(uint32_t count,
                                              const std::vector<TwoAuthorPaper>& papers) {
  GraphInput input;
  for (uint32_t v = 0; v < count; ++v) input.AddNode(Node(NodeKind::kPerson, v), "");
  for (uint32_t i = 0; i < papers.size(); ++i) {
    const NodeId id = Node(NodeKind::kPaper, i);
    input.AddNode(id, "", 2020);
    AdjacencyList& byline = input.List(id, EdgeKind::kAuthorship);
    byline.targets.assign(papers[i].length + 1, NodeId());
    byline.targets[0] = Node(NodeKind::kPerson, papers[i].a);
    byline.targets[1] = Node(NodeKind::kPerson, papers[i].b);
    byline.nested_begin.assign(byline.targets.size() + 1, 0);
  }
  return ValueOf(input.Build());
}

std::shared_ptr<const GraphSnapshot> PeopleOf(const Network& network) {
  std::vector<TwoAuthorPaper> papers;
  for (const NetworkEdge& edge : network.edges()) papers.push_back({edge.a, edge.b});
  return PeopleOf(network.vertex_count(), papers);
}

std::shared_ptr<const GraphSnapshot> PapersOf(const FileGraph& file) {
  GraphInput input;
  std::vector<double> ignored_weights;
  const CsrArrays arcs = file.Directed(ignored_weights);
  for (uint32_t v = 0; v < file.size(); ++v) {
    input.AddNode(Node(NodeKind::kPaper, v), "", 2020);
    AdjacencyList& references = input.List(Node(NodeKind::kPaper, v), EdgeKind::kCitation);
    for (const uint32_t target : arcs.View().Row(v)) {
      references.targets.push_back(Node(NodeKind::kPaper, target));
    }
  }
  return ValueOf(input.Build());
}

// Distances from one node to all others, one search each, equal what the file expects.
void CheckFrom(const FileGraph& file, const GraphSnapshot& graph, NodeKind kind, int64_t start,
               const PathOptions& options, const std::map<int64_t, double>& expected,
               double scale = 1) {
  REQUIRE_FALSE(expected.empty());
  for (uint32_t v = 0; v < file.size(); ++v) {
    INFO("vertex " << file.ids[v]);
    const PathList list = ValueOf(PathsBetween(
        graph, VertexOf(graph, kind, file.vertex_of.at(start)), VertexOf(graph, kind, v), options));
    const auto it = expected.find(file.ids[v]);
    const double distance = it == expected.end() ? kInfinity : it->second;
    CHECK(list.distance.has_value() == !std::isinf(distance));
    if (list.distance.has_value()) CHECK(*list.distance == Approx(scale * distance));
  }
}

TEST_CASE("paths: LDBC's graphs give the expected levels, as citations and as co-authors") {
  const auto directory = FindSharedData(kLdbc);
  if (!directory) COTERIE_SKIP("no shared/data/graphs/ldbc-graphalytics");
  PathOptions citations;
  citations.over = PathOver::kCitation;
  citations.direction = CitationDirection::kReferences;

  const FileGraph directed = ReadNeighbourLists(ReadText(*directory + "bfs/dir-input"));
  CheckFrom(directed, *PapersOf(directed), NodeKind::kPaper, 1, citations,
            ReadValues(ReadText(*directory + "bfs/dir-output")));
  const FileGraph undirected = ReadNeighbourLists(ReadText(*directory + "bfs/undir-input"));
  const auto expected = ReadValues(ReadText(*directory + "bfs/undir-output"));
  CheckFrom(undirected, *PeopleOf(undirected.Undirected()), NodeKind::kPerson, 1, {}, expected);
  PathOptions either = citations;
  either.direction = CitationDirection::kEither;
  CheckFrom(undirected, *PapersOf(undirected), NodeKind::kPaper, 1, either, expected);

  const std::string name = *directory + "example/example-directed";
  const FileGraph example = ReadEdgeList(ReadText(name + ".e"));
  CheckFrom(example, *PapersOf(example), NodeKind::kPaper, 1, citations,
            ReadValues(ReadText(name + "-BFS")));
}

TEST_CASE("paths: LDBC's graphs give the expected weighted distances") {
  const auto directory = FindSharedData(kLdbc);
  if (!directory) COTERIE_SKIP("no shared/data/graphs/ldbc-graphalytics");
  PathOptions options;
  options.length = PathLength::kStrength;
  options.papers.half_life_years = kInfinity;
  struct Case {
    const char* edges;
    const char* expected;
    int64_t start;
  };
  for (const Case& c :
       {Case{"sssp/undir-input.e", "sssp/undir-output", 1},
        Case{"example/example-undirected.e", "example/example-undirected-SSSP", 2}}) {
    INFO(c.edges);
    const FileGraph file = ReadEdgeList(ReadText(*directory + c.edges));
    std::vector<TwoAuthorPaper> papers;
    const Network network = file.Undirected();
    for (const NetworkEdge& edge : network.edges()) {
      // Two decimals, so that hundredths are whole numbers.
      papers.push_back({edge.a, edge.b, static_cast<uint32_t>(std::lround(100 * edge.weight))});
      CHECK(papers.back().length == Approx(100 * edge.weight));
    }
    CheckFrom(file, *PeopleOf(file.size(), papers), NodeKind::kPerson, c.start, options,
              ReadValues(ReadText(*directory + c.expected)), 100);
  }
}

struct Levels {
  std::vector<uint32_t> distance;  // UINT32_MAX: unreached
  std::vector<uint64_t> shortest;  // paths
};

// The plain way: one side, one queue, counts added along.
Levels LevelsFrom(const Network& network, uint32_t source) {
  Levels levels{std::vector<uint32_t>(network.vertex_count(), UINT32_MAX),
                std::vector<uint64_t>(network.vertex_count(), 0)};
  levels.distance[source] = 0;
  levels.shortest[source] = 1;
  std::queue<uint32_t> queue({source});
  for (; !queue.empty(); queue.pop()) {
    const uint32_t v = queue.front();
    for (const uint32_t u : network.Adjacency().Row(v)) {
      if (levels.distance[u] == UINT32_MAX) {
        levels.distance[u] = levels.distance[v] + 1;
        queue.push(u);
      }
      if (levels.distance[u] == levels.distance[v] + 1) levels.shortest[u] += levels.shortest[v];
    }
  }
  return levels;
}

// Walks of distance + 1 hops between two nodes, all of which are paths: the same from the other
// end's levels.
uint64_t OneLonger(const Network& network, const Levels& from, const Levels& to, uint32_t target) {
  const uint32_t hops = from.distance[target] + 1;
  // Walks of exactly i hops that can still make it.
  std::map<uint32_t, uint64_t> walks;
  for (uint32_t v = 0; v < network.vertex_count(); ++v) {
    if (from.distance[v] == 0) walks[v] = 1;
  }
  for (uint32_t i = 1; i <= hops; ++i) {
    std::map<uint32_t, uint64_t> next;
    for (const auto& [v, count] : walks) {
      for (const uint32_t u : network.Adjacency().Row(v)) {
        if (to.distance[u] <= hops - i) next[u] += count;
      }
    }
    walks.swap(next);
  }
  return walks[target];
}

void CheckPairs(const Network& network, uint32_t sources, uint32_t targets, uint32_t seed) {
  const auto graph = PeopleOf(network);
  const Components components = ConnectedComponents(network);
  const auto person = [&](uint32_t v) { return VertexOf(*graph, NodeKind::kPerson, v); };
  std::mt19937 random(seed);
  for (uint32_t i = 0; i < sources; ++i) {
    const auto source = static_cast<uint32_t>(random() % network.vertex_count());
    const Levels levels = LevelsFrom(network, source);
    for (uint32_t j = 0; j < targets; ++j) {
      const auto target = static_cast<uint32_t>(random() % network.vertex_count());
      INFO("from " << source << " to " << target << ", seed " << seed);
      PathOptions options;
      options.max_paths = 3;
      options.component_limit = kNoLimit;
      const PathList list = ValueOf(PathsBetween(*graph, person(source), person(target), options));
      if (levels.distance[target] == UINT32_MAX) {
        CHECK_FALSE(list.distance.has_value());
        CHECK(list.from_component.value().nodes == components.sizes[components.of[source]]);
        CHECK(list.to_component.value().nodes == components.sizes[components.of[target]]);
        continue;
      }
      CHECK(list.distance == levels.distance[target]);
      CHECK(list.count == levels.shortest[target]);
      if (source == target) continue;
      options.extra_length = 1;
      const PathList longer =
          ValueOf(PathsBetween(*graph, person(source), person(target), options));
      const uint64_t more = OneLonger(network, levels, LevelsFrom(network, target), target);
      CHECK(longer.count == list.count + more);
      options.extra_length = kNoLimit;  // the k shortest begin with the same
      const PathList k = ValueOf(PathsBetween(*graph, person(source), person(target), options));
      REQUIRE(k.paths.size() >= longer.paths.size());
      for (size_t p = 0; p < longer.paths.size(); ++p) {
        REQUIRE(k.paths[p].nodes.size() == longer.paths[p].nodes.size());
        for (size_t n = 0; n < k.paths[p].nodes.size(); ++n) {
          CHECK(k.paths[p].nodes[n].node == longer.paths[p].nodes[n].node);
        }
      }
    }
  }
}

TEST_CASE("paths: distances, counts and longer paths of SNAP's graphs are a plain search's") {
  for (const char* name : {"ca-GrQc.txt.zst", "CA-HepTh.txt.zst"}) {
    INFO(name);
    const auto path = FindSharedData(std::string("graphs/snap-collab/") + name);
    if (!path) COTERIE_SKIP("no shared/data/graphs/snap-collab");
    CheckPairs(ReadEdgeList(ReadText(*path)).Undirected(), 5, 20, 20'260'401);
  }
}

TEST_CASE("paths: weighted distances of netscience are Boost.Graph's") {
  const auto path = FindSharedData("graphs/netscience/netscience-plain.gml");
  if (!path) COTERIE_SKIP("no shared/data/graphs/netscience");
  const Network network = testing::ReadGml(ReadText(*path)).Undirected();
  CheckPairs(network, 5, 20, 20'260'402);
  // Lengths 1 .. 50 by chance; StrengthDistances takes strengths.
  std::mt19937 random(20'260'403);
  std::vector<TwoAuthorPaper> papers;
  std::vector<NetworkEdge> edges;
  for (const NetworkEdge& edge : network.edges()) {
    papers.push_back({edge.a, edge.b, 1 + static_cast<uint32_t>(random() % 50)});
    edges.push_back({edge.a, edge.b, 1.0 / papers.back().length});
  }
  const Network weighted(network.vertex_count(), edges);
  const auto graph = PeopleOf(network.vertex_count(), papers);
  const auto person = [&](uint32_t v) { return VertexOf(*graph, NodeKind::kPerson, v); };
  PathOptions options;
  options.length = PathLength::kStrength;
  options.papers.half_life_years = kInfinity;
  options.max_paths = 3;
  for (uint32_t i = 0; i < 10; ++i) {
    const auto source = static_cast<uint32_t>(random() % network.vertex_count());
    const std::vector<double> distances = StrengthDistances(weighted, source);
    for (uint32_t v = 0; v < network.vertex_count(); v += 7) {
      INFO("from " << source << " to " << v);
      const PathList list = ValueOf(PathsBetween(*graph, person(source), person(v), options));
      REQUIRE(list.distance.has_value() == !std::isinf(distances[v]));
      if (list.distance.has_value()) CHECK(*list.distance == Approx(distances[v]).epsilon(1e-9));
    }
  }
}

}  // namespace
}  // namespace coterie
