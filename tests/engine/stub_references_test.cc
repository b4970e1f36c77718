// References to stubs: which are kept, and both directions, against sets.
#include "engine/graph/stub_references.h"

#include <map>
#include <random>

#include "engine/graph/graph_snapshot.h"
#include "tests/support/catch.h"
#include "tests/support/random_links.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::GraphInput;
using testing::RandomLinks;
using testing::RandomWorld;
using testing::TinyGraph;
using testing::ValueOf;

TEST_CASE("stub references: a stub that one paper alone refers to is left out, and still counted") {
  const TinyGraph g(R"(
    p1 2020: ann | >p2 >shared >lonely
    p2 2020: bob | >shared >other
    p3 2020: bob | >other >shared >p1
    p4 2020: bob
  )");
  const StubReferences stubs = g->SharedStubs();
  REQUIRE(stubs.nodes.size() == 2);
  CHECK(stubs.nodes[0] == g.IdOf("shared"));
  CHECK(stubs.nodes[1] == g.IdOf("other"));
  const auto stubs_of = [&](std::string_view paper) {
    const auto row = stubs.stubs.Row(g[paper].index);
    return std::vector<uint32_t>(row.begin(), row.end());
  };
  CHECK(stubs_of("p1") == std::vector<uint32_t>{0});
  CHECK(stubs_of("p2") == std::vector<uint32_t>{0, 1});
  CHECK(stubs_of("p3") == std::vector<uint32_t>{0, 1});
  CHECK(stubs_of("p4").empty());
  CHECK(g.NamesOf(stubs.papers.Row(0)) == "p1 p2 p3");
  CHECK(g.NamesOf(stubs.papers.Row(1)) == "p2 p3");
  CHECK(g->UnresolvedReferences()[0] == 2);
}

TEST_CASE("stub references: ordinals of stubs and papers may alternate; a list repeats nothing") {
  GraphInput input;
  const auto paper = [](uint64_t ordinal) { return NodeId(NodeKind::kPaper, ordinal); };
  for (const uint64_t ordinal : {1u, 2u, 3u, 4u, 5u}) input.AddNode(paper(ordinal), "p", 2020);
  input.MarkStub(paper(2));
  input.MarkStub(paper(4));
  input.List(paper(1), EdgeKind::kCitation).targets = {paper(2), paper(4), paper(4)};
  input.List(paper(3), EdgeKind::kCitation).targets = {paper(1), paper(4)};
  input.List(paper(5), EdgeKind::kCitation).targets = {paper(4)};
  const auto graph = ValueOf(input.Build());
  const StubReferences stubs = graph->SharedStubs();
  REQUIRE(stubs.nodes.size() == 1);
  CHECK(stubs.nodes[0] == paper(4));
  CHECK(stubs.papers.Degree(0) == 3);
  CHECK(stubs.stubs.Degree(0) == 1);
}

TEST_CASE("stub references: an empty graph has none") {
  const TinyGraph g("");
  CHECK(g->SharedStubs().nodes.empty());
  CHECK(g->SharedStubs().stubs.Row(0).empty());
  CHECK(g->SharedStubs().papers.Row(0).empty());
}

TEST_CASE("stub references: equal the sets of random worlds, both ways") {
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const RandomWorld world(random);
    const RandomLinks links(random, world);
    const auto graph = ValueOf(links.Input(world).Build());
    std::map<NodeId, std::set<uint32_t>> papers_of;
    for (uint32_t paper = 0; paper < world.papers.size(); ++paper) {
      CHECK(graph->UnresolvedReferences()[paper] == links.stub_references[paper].size());
      for (const int stub : links.stub_references[paper]) {
        papers_of[NodeId(NodeKind::kPaper, world.papers.size() + 1 + static_cast<uint64_t>(stub))]
            .insert(paper);
      }
    }
    std::erase_if(papers_of, [](const auto& entry) { return entry.second.size() < 2; });
    const StubReferences stubs = graph->SharedStubs();
    REQUIRE(stubs.nodes.size() == papers_of.size());
    uint32_t number = 0;
    size_t arcs = 0;
    for (const auto& [node, papers] : papers_of) {
      CHECK(stubs.nodes[number] == node);
      const auto row = stubs.papers.Row(number);
      CHECK(std::set<uint32_t>(row.begin(), row.end()) == papers);
      for (const uint32_t paper : papers) {
        const auto forward = stubs.stubs.Row(paper);
        CHECK(std::binary_search(forward.begin(), forward.end(), number));
      }
      arcs += papers.size();
      ++number;
    }
    CHECK(stubs.stubs.arc_count() == arcs);
    CHECK(stubs.papers.arc_count() == arcs);
  }
}

}  // namespace
}  // namespace coterie
