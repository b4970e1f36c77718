// What holds of every slice: budgets, quotas, connectedness, and expansion until nothing is left.
#include <algorithm>
#include <map>
#include <set>

#include "engine/analysis/slice.h"
#include "tests/support/catch.h"
#include "tests/support/naive_slice.h"

namespace coterie {
namespace {

using testing::NaiveSliceGraph;
using testing::RandomSliceOptions;
using testing::SliceNaively;
using testing::SliceWorld;
using testing::SliceWorldSize;
using testing::ValueOf;

using Nodes = std::set<int>;

SliceWorld SparseWorld(std::mt19937& random) {
  SliceWorldSize size;
  size.papers_max = 30;
  size.people_max = 20;
  size.others_max = 6;
  size.percent_linked = 9;
  return {random, size};
}

int Number(Vertex v) { return static_cast<int>(v.index); }

// All nodes of G_F that a path joins to `from` within `within`.
Nodes Component(const NaiveSliceGraph& graph, const Nodes& within, int from) {
  Nodes reached = {from};
  std::vector<int> stack = {from};
  while (!stack.empty()) {
    const int u = stack.back();
    stack.pop_back();
    for (const int v : graph.Neighbours(u)) {
      if (within.count(v) > 0 && reached.insert(v).second) stack.push_back(v);
    }
  }
  return reached;
}

TEST_CASE("slice: is connected, keeps the budget, and repeats") {
  for (uint32_t seed = 20'260'401; seed < 20'260'401 + 300; ++seed) {
    std::mt19937 random(seed);
    const SliceWorld world = SparseWorld(random);
    SliceOptions options = RandomSliceOptions(random, world);
    options.types.clear();
    options.pins.clear();
    options.shown.clear();
    options.expand.clear();
    const Vertex start{static_cast<uint32_t>(random() % world.nodes.size())};
    const Slice slice = ValueOf(SliceAround(*world.graph, {&start, 1}, options));
    INFO("seed " << seed);
    CHECK(slice.nodes.size() <= options.node_budget);
    CHECK(slice.edges.size() <= options.edge_budget.value_or(4 * options.node_budget));
    Nodes nodes;
    for (const SliceNode& node : slice.nodes) {
      CHECK_FALSE(node.apart);
      CHECK(nodes.insert(Number(node.vertex)).second);
    }
    const NaiveSliceGraph graph(world, options, {Number(start)});
    CHECK(Component(graph, nodes, Number(start)) == nodes);
    const size_t reachable = Component(graph, graph.nodes(), Number(start)).size();
    CHECK(slice.nodes.size() == std::min<size_t>(options.node_budget, reachable));
    CHECK(slice.complete == (slice.nodes.size() == reachable));

    const Slice again = ValueOf(SliceAround(*world.graph, {&start, 1}, options));
    REQUIRE(again.nodes.size() == slice.nodes.size());
    CHECK(again.edges == slice.edges);
    for (size_t i = 0; i < slice.nodes.size(); ++i) {
      CHECK(again.nodes[i].vertex == slice.nodes[i].vertex);
      CHECK(again.nodes[i].score == slice.nodes[i].score);
    }
  }
}

TEST_CASE("slice: keeps the quotas of a world that has enough of every kind") {
  // Everybody is joined to everything, so that nothing but the quota decides.
  SliceWorldSize size;
  size.papers_max = 12;
  size.people_max = 12;
  size.others_max = 12;
  size.percent_linked = 100;
  uint32_t checked = 0;
  for (uint32_t seed = 1; seed < 400; ++seed) {
    std::mt19937 random(seed);
    const SliceWorld world(random, size);
    SliceOptions options;
    options.node_budget = 20 + static_cast<uint32_t>(random() % 11);
    if (world.nodes.size() <= options.node_budget) continue;
    const Vertex start{0};
    const NaiveSliceGraph graph(world, options, {0});
    std::map<NodeKind, uint32_t> available;
    for (const int v : Component(graph, graph.nodes(), 0)) ++available[world.KindOf(v)];
    const Slice slice = ValueOf(SliceAround(*world.graph, {&start, 1}, options));
    std::map<NodeKind, uint32_t> returned;
    for (const SliceNode& node : slice.nodes) ++returned[world.graph->KindOf(node.vertex)];
    INFO("seed " << seed);
    for (const NodeKind kind :
         {NodeKind::kPerson, NodeKind::kPaper, NodeKind::kTopic, NodeKind::kInstitution}) {
      CHECK(returned[kind] >= std::min(available[kind], options.node_budget / 10));
    }
    ++checked;
  }
  CHECK(checked > 30);
}

TEST_CASE("slice: larger worlds, with quotas that bind, equal the definition") {
  for (uint32_t seed = 20'260'501; seed < 20'260'501 + 100; ++seed) {
    std::mt19937 random(seed);
    const SliceWorld world = SparseWorld(random);
    SliceOptions options;
    options.node_budget = 10 + static_cast<uint32_t>(random() % 21);
    if (random() % 3 == 0) options.types = {NodeKind::kPerson, NodeKind::kTopic};
    const Vertex start{static_cast<uint32_t>(random() % world.nodes.size())};
    const Slice slice = ValueOf(SliceAround(*world.graph, {&start, 1}, options));
    const testing::NaiveSlice expected = SliceNaively(world, {Number(start)}, options);
    INFO("seed " << seed);
    REQUIRE(slice.nodes.size() == expected.nodes.size());
    for (size_t i = 0; i < slice.nodes.size(); ++i) {
      CHECK(Number(slice.nodes[i].vertex) == expected.nodes[i].vertex);
    }
    CHECK(slice.complete == expected.complete);
  }
}

enum class Expand { kSeed, kAny };

// Expands again and again, as a reader does who clicks on everything.
void ExpandUntilDone(const SliceWorld& world, SliceOptions options, Vertex start, Expand expand,
                     std::mt19937& random) {
  const NaiveSliceGraph graph(world, options, {Number(start)});
  Nodes expected = Component(graph, graph.nodes(), Number(start));
  Nodes shown;
  for (int round = 0;; ++round) {
    REQUIRE(round < 500);
    options.node_budget = 1 + static_cast<uint32_t>(random() % 4);
    options.expand.clear();
    if (expand == Expand::kAny && !shown.empty()) {  // some node that is shown
      auto at = shown.begin();
      std::advance(at, static_cast<long>(random() % shown.size()));
      options.expand = {Vertex{static_cast<uint32_t>(*at)}};
    }
    const Slice slice = ValueOf(SliceAround(*world.graph, {&start, 1}, options));
    CHECK((!slice.nodes.empty() || slice.exhausted));
    CHECK(slice.nodes.size() <= options.node_budget);
    for (const SliceNode& node : slice.nodes) {
      CHECK(shown.insert(Number(node.vertex)).second);  // never again
      CHECK(expected.count(Number(node.vertex)) > 0);
      options.shown.push_back(node.vertex);
    }
    const auto is_asked = [&](int v) {
      const auto& types = options.types;
      return types.empty() || std::find(types.begin(), types.end(), world.KindOf(v)) != types.end();
    };
    const auto is_shown = [&](int v) { return shown.count(v) > 0; };
    REQUIRE(slice.complete == std::all_of(expected.begin(), expected.end(), is_shown));
    const bool is_done = std::all_of(expected.begin(), expected.end(),
                                     [&](int v) { return is_shown(v) || !is_asked(v); });
    CHECK((!is_done || slice.exhausted));
    if (is_done) return;
  }
}

TEST_CASE("slice: repeated expansion reaches every node and then says complete") {
  for (uint32_t seed = 20'260'601; seed < 20'260'601 + 60; ++seed) {
    std::mt19937 random(seed);
    const SliceWorld world = SparseWorld(random);
    SliceOptions options;
    if (seed % 3 == 0) options.weights.first_year = 2014;
    if (seed % 4 == 0) options.types = {NodeKind::kPerson, NodeKind::kInstitution};
    if (seed % 5 == 0) options.types = {NodeKind::kTopic};
    const Vertex start{static_cast<uint32_t>(random() % world.nodes.size())};
    INFO("seed " << seed);
    ExpandUntilDone(world, options, start, Expand::kSeed, random);
    ExpandUntilDone(world, options, start, Expand::kAny, random);
  }
}

}  // namespace
}  // namespace coterie
