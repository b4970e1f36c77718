// Slices against the definition, field by field, on thousands of small random worlds.
#include <algorithm>

#include "engine/analysis/slice.h"
#include "tests/support/catch.h"
#include "tests/support/naive_slice.h"

namespace coterie {
namespace {

using testing::NaiveSlice;
using testing::NaiveSliceNode;
using testing::RandomSliceOptions;
using testing::SliceNaively;
using testing::SliceWorld;
using testing::SliceWorldSize;
using testing::ValueOf;

constexpr uint32_t kSeedFirst = 20'260'201;
constexpr uint32_t kWorlds = 2000;
constexpr int kQueriesAWorld = 2;

std::vector<int> Numbers(const std::vector<Vertex>& vertices) {
  std::vector<int> numbers;
  for (const Vertex v : vertices) numbers.push_back(static_cast<int>(v.index));
  return numbers;
}

std::vector<int> Papers(const SliceWorld& world, const std::vector<int>& path) {
  std::vector<int> papers = path;
  std::erase_if(papers, [&](int v) { return world.KindOf(v) != NodeKind::kPaper; });
  return papers;
}

void CheckNode(const SliceWorld& world, const NaiveSliceNode& expected, const SliceNode& node) {
  INFO("node " << expected.vertex);
  CHECK(static_cast<int>(node.vertex.index) == expected.vertex);
  CHECK(node.score == Approx(expected.score).epsilon(1e-12).margin(1e-300));
  CHECK(Numbers(node.why.path) == expected.path);
  CHECK(Numbers(node.why.papers) == Papers(world, expected.path));
  CHECK(node.apart == expected.apart);
  CHECK_FALSE(node.hidden.at_least);
  for (const NodeKind kind : kNodeKinds) {
    const auto at = expected.hidden.find(kind);
    INFO("hidden, of kind " << NodeKindName(kind));
    CHECK(node.hidden.Of(kind) ==
          static_cast<uint64_t>(at == expected.hidden.end() ? 0 : at->second));
  }
}

void CheckSlice(const SliceWorld& world, const NaiveSlice& expected, const Slice& slice) {
  REQUIRE(slice.nodes.size() == expected.nodes.size());
  for (size_t i = 0; i < slice.nodes.size(); ++i) {
    CHECK(slice.nodes[i].rank == i + 1);
    CheckNode(world, expected.nodes[i], slice.nodes[i]);
  }
  REQUIRE(slice.edges.size() == expected.edges.size());
  for (size_t i = 0; i < slice.edges.size(); ++i) {
    INFO("edge " << i);
    CHECK(slice.edges[i].source == expected.edges[i].source);
    CHECK(slice.edges[i].target == expected.edges[i].target);
    CHECK(slice.edges[i].type == expected.edges[i].type);
    CHECK(slice.edges[i].weight == Approx(expected.edges[i].weight).epsilon(1e-12));
  }
  CHECK(slice.edges_left_out == expected.edges_left_out);
  CHECK(slice.complete == expected.complete);
  CHECK(slice.exhausted == expected.exhausted);
  CHECK(slice.unresolved_references == static_cast<uint64_t>(expected.unresolved_references));
  CHECK(slice.error_bound == Approx(expected.error_bound).epsilon(1e-9).margin(1e-15));
  CHECK(slice.arcs_touched == static_cast<uint64_t>(expected.arcs_touched));
}

size_t NamedAndNotShown(const std::vector<Vertex>& seeds, const SliceOptions& options) {
  std::set<Vertex> named(seeds.begin(), seeds.end());
  named.insert(options.pins.begin(), options.pins.end());
  named.insert(options.expand.begin(), options.expand.end());
  for (const Vertex v : options.shown) named.erase(v);
  return named.size();
}

TEST_CASE("slice: equals the definition on random worlds, options, pins and expansions") {
  uint32_t answered = 0;
  for (uint32_t i = 0; i < kWorlds; ++i) {
    const uint32_t seed = kSeedFirst + i;
    std::mt19937 random(seed);
    SliceWorldSize size;
    size.percent_linked = 20 + static_cast<int>(i % 4) * 15;
    const SliceWorld world(random, size);
    for (int query = 0; query < kQueriesAWorld; ++query) {
      const SliceOptions options = RandomSliceOptions(random, world);
      std::vector<Vertex> seeds;
      do {
        seeds.push_back(Vertex{static_cast<uint32_t>(random() % world.nodes.size())});
      } while (random() % 3 == 0);
      INFO("seed " << seed << ", query " << query);
      const absl::StatusOr<Slice> slice = SliceAround(*world.graph, seeds, options);
      if (NamedAndNotShown(seeds, options) > options.node_budget) {
        CHECK(slice.status().code() == absl::StatusCode::kInvalidArgument);
        continue;
      }
      ++answered;
      CheckSlice(world, SliceNaively(world, Numbers(seeds), options), ValueOf(slice));
    }
  }
  CHECK(answered > kWorlds);
}

}  // namespace
}  // namespace coterie
