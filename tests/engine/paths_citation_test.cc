// Citation paths: drawings with answers by hand, and random graphs against all enumerated paths.
#include <set>

#include "engine/analysis/paths.h"
#include "tests/support/catch.h"
#include "tests/support/naive_paths.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::Below;
using testing::CheckPathList;
using testing::GraphInput;
using testing::HopLengths;
using testing::kNoHop;
using testing::NumberedVertex;
using testing::NumbersOf;
using testing::Sequence;
using testing::TinyGraph;
using testing::ValueOf;

constexpr uint32_t kSeedFirst = 20'260'301;

std::string Names(const TinyGraph& g, const Path& path) {
  std::string names;
  for (const PathNode& node : path.nodes) names += (names.empty() ? "" : " ") + g.NameOf(node.node);
  return names;
}

std::vector<std::string> AllNames(const TinyGraph& g, const PathList& list) {
  std::vector<std::string> all;
  for (const Path& path : list.paths) all.push_back(Names(g, path));
  return all;
}

using Strings = std::vector<std::string>;

TEST_CASE("paths: citations along references, against them, or either way") {
  //   new -> mid -> old, new -> side -> old, fan -> old, fan -> new
  const TinyGraph g(R"(
    new 2020: ann | >mid >side
    mid 2015: ann | >old
    side 2016: ann | >old
    old 2010: ann
    fan 2022: ann | >new >old >absent
  )");
  PathOptions options;
  options.over = PathOver::kCitation;
  options.direction = CitationDirection::kReferences;
  PathList list = ValueOf(PathsBetween(g.graph(), g["new"], g["old"], options));
  CHECK(list.distance == 2);
  CHECK(AllNames(g, list) == Strings{"new mid old", "new side old"});
  CHECK(list.paths[0].nodes[1].direction == CitationDirection::kReferences);
  CHECK_FALSE(list.paths[0].nodes[1].via_paper.has_value());

  list = ValueOf(PathsBetween(g.graph(), g["old"], g["new"], options));
  CHECK_FALSE(list.distance.has_value());
  CHECK(list.from_component->nodes == 1);  // what old rests on
  CHECK(list.to_component->nodes == 2);    // what rests on new: fan

  options.direction = CitationDirection::kCitedBy;
  CHECK(AllNames(g, ValueOf(PathsBetween(g.graph(), g["old"], g["new"], options))) ==
        Strings{"old mid new", "old side new"});

  options.direction = CitationDirection::kEither;
  list = ValueOf(PathsBetween(g.graph(), g["old"], g["new"], options));
  CHECK(AllNames(g, list) == Strings{"old mid new", "old side new", "old fan new"});
  CHECK(list.paths[2].nodes[1].direction == CitationDirection::kCitedBy);
  CHECK(list.paths[2].nodes[2].direction == CitationDirection::kReferences);

  options.papers.last_year = 2015;  // the ends always stand
  CHECK(AllNames(g, ValueOf(PathsBetween(g.graph(), g["old"], g["new"], options))) ==
        Strings{"old mid new"});
  options.excluded = {g["mid"]};
  CHECK_FALSE(ValueOf(PathsBetween(g.graph(), g["old"], g["new"], options)).distance.has_value());
}

TEST_CASE("paths: two papers that cite each other are one hop apart, both ways") {
  const TinyGraph g(R"(
    p1 2020: ann | >p2
    p2 2020: bob | >p1
  )");
  PathOptions options;
  options.over = PathOver::kCitation;
  const PathList list = ValueOf(PathsBetween(g.graph(), g["p1"], g["p2"], options));
  CHECK(list.count == 1);
  CHECK(list.paths[0].nodes[1].direction == CitationDirection::kEither);
}

// Papers 0 .. n - 1 with any references, cycles too; people have nothing to do with it.
struct CitationCase {
  explicit CitationCase(std::mt19937& random) : n(2 + static_cast<int>(Below(random, 11))) {
    const uint32_t percent = 5 + Below(random, 25);
    GraphInput input;
    for (int p = 0; p < n; ++p) {
      years.push_back(
          static_cast<int16_t>(Below(random, 5) == 0 ? kNoYear : 2000 + Below(random, 20)));
      is_retracted.push_back(Below(random, 6) == 0);
      const NodeId id(NodeKind::kPaper, static_cast<uint64_t>(p) + 1);
      input.AddNode(id, "paper", years.back());
      if (is_retracted.back()) input.MarkRetracted(id);
      cites.emplace_back(static_cast<size_t>(n), false);
      AdjacencyList& references = input.List(id, EdgeKind::kCitation);
      for (int q = 0; q < n; ++q) {
        if (Below(random, 100) >= percent) continue;  // a paper may cite itself; that is no hop
        cites.back()[static_cast<size_t>(q)] = q != p;
        references.targets.emplace_back(NodeKind::kPaper, static_cast<uint64_t>(q) + 1);
      }
    }
    graph = ValueOf(input.Build());
  }

  bool Counts(const PathOptions& options, int p) const {
    const auto i = static_cast<size_t>(p);
    if (excluded.count(p) > 0 || (is_retracted[i] && !options.papers.include_retracted))
      return false;
    return !options.papers.first_year ||
           (years[i] != kNoYear && years[i] >= *options.papers.first_year);
  }

  HopLengths Hops(const PathOptions& options, int from, int to) const {
    const auto size = static_cast<size_t>(n);
    HopLengths hops(size, std::vector<double>(size, kNoHop));
    for (int p = 0; p < n; ++p) {
      for (int q = 0; q < n; ++q) {
        const auto stands = [&](int x) { return x == from || x == to || Counts(options, x); };
        const bool out = cites[static_cast<size_t>(p)][static_cast<size_t>(q)];
        const bool in = cites[static_cast<size_t>(q)][static_cast<size_t>(p)];
        const bool is_hop = (out && options.direction != CitationDirection::kCitedBy) ||
                            (in && options.direction != CitationDirection::kReferences);
        if (is_hop && stands(p) && stands(q)) {
          hops[static_cast<size_t>(p)][static_cast<size_t>(q)] = 1;
        }
      }
    }
    return hops;
  }

  int n;
  std::vector<int16_t> years;
  std::vector<bool> is_retracted;
  std::vector<std::vector<bool>> cites;
  std::set<int> excluded;
  std::shared_ptr<const GraphSnapshot> graph;
};

TEST_CASE("paths: citation paths equal all enumerated ones, all directions and options") {
  int found = 0;
  for (uint32_t seed = kSeedFirst; seed < kSeedFirst + 2000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    CitationCase c(random);
    PathOptions options;
    options.over = PathOver::kCitation;
    options.direction = static_cast<CitationDirection>(1 + Below(random, 3));
    options.max_paths = std::vector<uint32_t>{1, 2, 5, 100}[Below(random, 4)];
    const uint32_t extras[] = {0, 1, 2, kNoLimit};
    options.extra_length = extras[Below(random, c.n <= 8 ? 4 : 3)];
    options.papers.include_retracted = Below(random, 2) == 0;
    if (Below(random, 3) == 0) options.papers.first_year = 2008;
    const auto from = static_cast<int>(Below(random, static_cast<uint32_t>(c.n)));
    const auto to = static_cast<int>(Below(random, static_cast<uint32_t>(c.n)));
    const auto excluded = static_cast<int>(Below(random, static_cast<uint32_t>(c.n)));
    if (excluded != from && excluded != to && Below(random, 2) == 0) {
      c.excluded.insert(excluded);
      options.excluded = {NumberedVertex(*c.graph, NodeKind::kPaper, excluded)};
    }
    const PathList list =
        ValueOf(PathsBetween(*c.graph, NumberedVertex(*c.graph, NodeKind::kPaper, from),
                             NumberedVertex(*c.graph, NodeKind::kPaper, to), options));
    CheckPathList(*c.graph, c.Hops(options, from, to), from, to, options, list);
    found += list.distance.value_or(0) >= 2 ? 1 : 0;
    for (const Path& path : list.paths) {
      const Sequence nodes = NumbersOf(*c.graph, path);
      for (size_t i = 1; i < nodes.size(); ++i) {
        const bool out = c.cites[static_cast<size_t>(nodes[i - 1])][static_cast<size_t>(nodes[i])];
        const bool in = c.cites[static_cast<size_t>(nodes[i])][static_cast<size_t>(nodes[i - 1])];
        CHECK(path.nodes[i].direction == (out && in ? CitationDirection::kEither
                                          : out     ? CitationDirection::kReferences
                                                    : CitationDirection::kCitedBy));
      }
    }
  }
  CHECK(found > 250);
}

}  // namespace
}  // namespace coterie
