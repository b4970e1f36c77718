// What a slice is explained with, against the world it was made from.
#include "engine/analysis/explain_slice.h"

#include <cmath>

#include "tests/support/catch.h"
#include "tests/support/naive_slice.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::NaiveGroup;
using testing::NaiveSliceGraph;
using testing::RandomSliceOptions;
using testing::SliceWorld;
using testing::SliceWorldSize;
using testing::TinyGraph;
using testing::ValueOf;

constexpr uint32_t kSeedFirst = 20'260'701;
constexpr uint32_t kWorlds = 2000;

int Number(Vertex v) { return static_cast<int>(v.index); }

NaiveSliceGraph GraphOf(const SliceWorld& world, const Slice& slice, const SliceOptions& options) {
  std::set<int> exempt;
  for (const Vertex seed : slice.seeds) exempt.insert(Number(seed));
  for (const Vertex pin : options.pins) exempt.insert(Number(pin));
  return {world, options, exempt};
}

double WeightOf(const SliceWorld::Node& paper, const Slice& slice, const SliceOptions& options) {
  if (options.weights.counting == Counting::kFull) return 1;
  const double half_life = options.weights.half_life_years;
  if (std::isinf(half_life)) return 1.0 / (paper.byline_size - 1);
  const double age = paper.year == 0 ? half_life : slice.parameters.as_of_year - paper.year;
  return std::exp2(-age / half_life) / (paper.byline_size - 1);
}

// Every shared paper of G_F is either named with its weight or counted as left out.
void CheckPapers(const SliceWorld& world, const NaiveSliceGraph& graph, const Slice& slice,
                 const SliceOptions& options, const SliceEdge& edge, const EdgePapers& explained) {
  if (edge.type != SliceEdgeType::kCoauthor) {
    CHECK(explained.papers.empty());
    CHECK(explained.left_out == 0);
    return;
  }
  std::set<int> shared;
  for (const int paper : graph.Targets(NaiveGroup::kAuthorship, Number(edge.source))) {
    if (graph.Targets(NaiveGroup::kAuthorship, Number(edge.target)).count(paper) > 0) {
      shared.insert(paper);
    }
  }
  CHECK(shared.size() == explained.papers.size() + explained.left_out);
  double sum = 0;
  for (size_t i = 0; i < explained.papers.size(); ++i) {
    const SharedPaper& paper = explained.papers[i];
    const SliceWorld::Node& node = world.nodes[paper.paper.index];
    CHECK(shared.count(Number(paper.paper)) == 1);
    CHECK((i == 0 || explained.papers[i - 1].paper < paper.paper));
    CHECK(paper.year == node.year);
    CHECK(static_cast<int>(paper.byline_size) == node.byline_size);
    CHECK(paper.weight == Approx(WeightOf(node, slice, options)).epsilon(1e-12));
    sum += paper.weight;
  }
  CHECK(sum == edge.weight);  // to the last bit
}

TEST_CASE("explain slice: papers add up to their edge, steps have the walk's chances") {
  uint32_t papers = 0;
  uint32_t left_out = 0;
  uint32_t steps = 0;
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + kWorlds; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    SliceWorldSize size;
    size.papers_max = 8;
    size.people_max = 5;
    size.percent_linked = 20 + static_cast<int>(seed % 4) * 15;
    const SliceWorld world(random, size);
    const SliceOptions options = RandomSliceOptions(random, world);
    const std::vector<Vertex> seeds = {
        Vertex{static_cast<uint32_t>(random() % world.nodes.size())}};
    const absl::StatusOr<Slice> answer = SliceAround(*world.graph, seeds, options);
    if (!answer.ok()) continue;  // more pins than the budget holds
    const Slice& slice = *answer;
    const SliceExplanation explained = ValueOf(ExplainSlice(*world.graph, slice, options));
    const NaiveSliceGraph graph = GraphOf(world, slice, options);
    REQUIRE(explained.edges.size() == slice.edges.size());
    for (size_t i = 0; i < slice.edges.size(); ++i) {
      CheckPapers(world, graph, slice, options, slice.edges[i], explained.edges[i]);
      papers += static_cast<uint32_t>(explained.edges[i].papers.size());
      left_out += explained.edges[i].left_out;
    }
    REQUIRE(explained.chances.size() == slice.nodes.size());
    for (size_t i = 0; i < slice.nodes.size(); ++i) {
      const std::vector<Vertex>& path = slice.nodes[i].why.path;
      REQUIRE(explained.chances[i].size() == (path.empty() ? 0 : path.size() - 1));
      for (size_t j = 1; j < path.size(); ++j) {
        CHECK(explained.chances[i][j - 1] ==
              Approx(graph.Chance(Number(path[j - 1]), Number(path[j]))).epsilon(1e-12));
        ++steps;
      }
    }
  }
  CHECK(papers > 500);  // the worlds are not trivial
  CHECK(left_out > 20);
  CHECK(steps > 2000);
}

TEST_CASE("explain slice: by hand") {
  const TinyGraph g(R"(
    p1 2021: ann bob
    p2 2016: ann bob cid
    p3 2021: ann bob a b c d e f g h i j k l m n o p q r s t u v w x
  )");
  SliceOptions options;
  options.types = {NodeKind::kPerson};
  options.weights.as_of_year = 2021;
  const Vertex ann = g["ann"];
  const Slice slice = ValueOf(SliceAround(g.graph(), {&ann, 1}, options));
  const SliceExplanation explained = ValueOf(ExplainSlice(g.graph(), slice, options));
  bool is_found = false;
  for (size_t i = 0; i < slice.edges.size(); ++i) {
    const SliceEdge& edge = slice.edges[i];
    if (std::minmax(edge.source, edge.target) != std::minmax(ann, g["bob"])) continue;
    is_found = true;
    const EdgePapers& papers = explained.edges[i];
    REQUIRE(papers.papers.size() == 2);
    CHECK(papers.papers[0].paper == g["p1"]);
    CHECK(papers.papers[0].weight == 1);     // as old as 2^0, one other person
    CHECK(papers.papers[1].weight == 0.25);  // 2^-1, two other people
    CHECK(papers.left_out == 1);             // 26 people
    CHECK(edge.weight == 1.25);
  }
  CHECK(is_found);
  for (size_t i = 0; i < slice.nodes.size(); ++i) {
    if (slice.nodes[i].vertex != g["cid"]) continue;
    // ann has one group of 3 papers, p2 one group of 3 people.
    REQUIRE(explained.chances[i].size() == 2);
    CHECK(explained.chances[i][0] == Approx(1.0 / 3));
    CHECK(explained.chances[i][1] == Approx(1.0 / 3));
  }
}

}  // namespace
}  // namespace coterie
