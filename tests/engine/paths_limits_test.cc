// Paths at their limits: counts of 64 bits, stopping, refusals; and how they are described.
#include <atomic>

#include "engine/analysis/filter_names.h"
#include "engine/analysis/paths.h"
#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::GraphInput;
using testing::TinyGraph;
using testing::ValueOf;

constexpr std::string_view kSquare = R"(
  p1 2001: ann bob
  p2 2002: bob eve
  p3 2003: ann dee
  p4 2004: dee eve
)";

// k stages of two people each, neighbours joined: 2^k paths.
TEST_CASE("paths: counts are exact up to 64 bits, and say where they end") {
  const auto ladder = [](uint32_t stages) {
    GraphInput input;
    uint64_t paper = 0;
    const auto person = [](uint64_t number) { return NodeId(NodeKind::kPerson, number + 1); };
    for (uint64_t p = 0; p < 2 * uint64_t{stages} + 2; ++p) input.AddNode(person(p), "person");
    const auto join = [&](uint64_t a, uint64_t b) {
      const NodeId id(NodeKind::kPaper, ++paper);
      input.AddNode(id, "paper", 2020);
      AdjacencyList& byline = input.List(id, EdgeKind::kAuthorship);
      byline.targets = {person(a), person(b)};
      byline.nested_begin = {0, 0, 0};
    };
    const uint64_t last = 2 * uint64_t{stages} + 1;
    for (uint64_t side = 1; side <= 2; ++side) {
      join(0, side);
      join(last - side, last);
    }
    for (uint64_t stage = 1; stage < stages; ++stage) {
      for (uint64_t a = 2 * stage - 1; a <= 2 * stage; ++a) {
        for (uint64_t b = 2 * stage + 1; b <= 2 * stage + 2; ++b) join(a, b);
      }
    }
    return ValueOf(input.Build());
  };
  for (const PathLength length : {PathLength::kHops, PathLength::kStrength}) {
    PathOptions options;
    options.length = length;
    options.max_paths = 5;
    for (const uint32_t stages : {1u, 10u, 63u, 64u, 100u}) {
      INFO(stages << " stages");
      const auto graph = ladder(stages);
      const uint32_t first = graph->VerticesOf(NodeKind::kPerson).first;
      const PathList list =
          ValueOf(PathsBetween(*graph, Vertex{first}, Vertex{first + 2 * stages + 1}, options));
      CHECK(list.distance == Approx(stages + 1));
      CHECK(list.count_is_saturated == (stages >= 64));
      CHECK(list.count_is_exact == (stages < 64));
      CHECK(list.count == (stages < 64 ? uint64_t{1} << stages : UINT64_MAX));
      REQUIRE(list.paths.size() == (stages == 1 ? 2 : 5));
      for (const Path& path : list.paths) CHECK(path.nodes.size() == stages + 2);
    }
  }
}

TEST_CASE("paths: a search stops when it is told to") {
  const TinyGraph g(kSquare);
  const std::atomic<bool> stop = true;
  for (const PathLength length : {PathLength::kHops, PathLength::kStrength}) {
    for (const uint32_t extra : {uint32_t{0}, kNoLimit}) {
      PathOptions options;
      options.length = length;
      options.extra_length = extra;
      options.stop = StopFlag(stop);
      CHECK(absl::IsCancelled(PathsBetween(g.graph(), g["ann"], g["eve"], options).status()));
    }
  }
}

TEST_CASE("paths: what cannot be meant is refused with a reason") {
  const TinyGraph g(kSquare);
  const auto refused = [&](std::string_view a, std::string_view b, const PathOptions& options) {
    const absl::Status status = PathsBetween(g.graph(), g[a], g[b], options).status();
    CHECK(absl::IsInvalidArgument(status));
    return std::string(status.message());
  };
  CHECK(refused("ann", "p1", {}).find("join two people") != std::string::npos);
  PathOptions citation;
  citation.over = PathOver::kCitation;
  CHECK(refused("ann", "p1", citation).find("join two papers") != std::string::npos);
  citation.length = PathLength::kStrength;
  CHECK(refused("p1", "p2", citation).find("no strength") != std::string::npos);
  PathOptions excluded;
  excluded.excluded = {g["bob"]};
  CHECK(refused("ann", "bob", excluded).find("excluded") != std::string::npos);
  PathOptions none;
  none.max_paths = 0;
  refused("ann", "bob", none);
  PathOptions any;
  any.set = PathSet::kAny;
  any.extra_length = 1;
  refused("ann", "bob", any);
  PathOptions weighted;
  weighted.length = PathLength::kStrength;
  weighted.extra_length = 1;
  refused("ann", "bob", weighted);
  PathOptions directed;
  directed.direction = CitationDirection::kReferences;
  CHECK(refused("ann", "bob", directed).find("co-authorship has none") != std::string::npos);
  PathOptions half_life;
  half_life.papers.half_life_years = -1;
  refused("ann", "bob", half_life);
}

TEST_CASE("paths: the definition is told with its parameters") {
  PathOptions options;
  CHECK(DescribePaths(options, kNoYear) ==
        "a hop joins two people who share a paper; length = number of hops; all shortest paths");
  options.papers.max_authors = 25;
  options.papers.first_year = 2010;
  options.extra_length = 1;
  CHECK(DescribePaths(options, kNoYear) ==
        "a hop joins two people who share a paper; length = number of hops; only papers from 2010 "
        "on; left out: papers with more than 25 people; simple paths up to 1 longer");
  PathOptions filtered;
  filtered.paper_counts = [](Vertex) { return true; };
  filtered.papers.topics = {Vertex{1}};
  filtered.papers.venues = {Vertex{2}, Vertex{3}};
  filtered.excluded = {Vertex{4}};
  CHECK(DescribePaths(filtered, kNoYear) ==
        "a hop joins two people who share a paper; length = number of hops; only papers on one of "
        "1 topics; only papers in one of 2 venues; only papers that meet a further condition; "
        "never through 1 excluded node; all shortest paths");
  CHECK(DescribePaths(filtered, kNoYear,
                      {.topics = {"Ice"},
                       .institutions = {},
                       .venues = {"A", "B"},
                       .paper_types = {"article", "review", "preprint"},
                       .excluded = {"bob"}}) ==
        "a hop joins two people who share a paper; length = number of hops; only papers on the "
        "topic Ice; only papers in the venues A or B; only papers of type article, review or "
        "preprint; never through bob; all shortest paths");
  CHECK(JoinedByOr({"a", "b", "c", "d", "e", "f"}) == "a, b, c, d, e or f");
  CHECK(JoinedByOr({"a", "b", "c", "d", "e", "f", "g"}) == "a, b, c, d, e or 2 more");
  PathOptions weighted;
  weighted.length = PathLength::kStrength;
  weighted.extra_length = kNoLimit;
  const std::string text = DescribePaths(weighted, 2024);
  CHECK(text.find("length = sum of 1/strength over the hops") != std::string::npos);
  CHECK(text.find("Y = 2024, H = 5 years") != std::string::npos);
  CHECK(text.find("the 100 shortest simple paths") != std::string::npos);
}

}  // namespace
}  // namespace coterie
