// Paths on drawings, with answers read off by hand.
#include "engine/analysis/paths.h"

#include <algorithm>

#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::TinyGraph;
using testing::ValueOf;

//   ann - bob - dee - eve      ann - fay - gil - eve      hal - ivy      jim
//      \ cid /
constexpr std::string_view kTown = R"(
  p1 2001: ann bob
  p2 2002: ann bob
  p3 2002: bob ann ?
  p4 undated: ann cid
  p5 2003: bob dee
  p6 2004: cid dee
  p7 2005: dee eve
  p8 2006: ann fay
  p9 2007: fay gil
  p10 2008: gil eve
  p11 2009: hal ivy
  p12 2009: jim
)";

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

TEST_CASE("paths: all shortest co-author paths, by the sequence of NodeIds") {
  const TinyGraph g(kTown);
  const PathList list = ValueOf(PathsBetween(g.graph(), g["ann"], g["eve"]));
  CHECK(list.distance == 3);
  CHECK(list.count == 3);
  CHECK(list.count_is_exact);
  CHECK(AllNames(g, list) == Strings{"ann bob dee eve", "ann cid dee eve", "ann fay gil eve"});
  for (const Path& path : list.paths) CHECK(path.length == 3);
  CHECK_FALSE(list.from_component.has_value());
  CHECK(list.as_of_year == kNoYear);
  // The same backwards.
  CHECK(AllNames(g, ValueOf(PathsBetween(g.graph(), g["eve"], g["ann"]))) ==
        Strings{"eve dee bob ann", "eve dee cid ann", "eve gil fay ann"});
}

TEST_CASE("paths: a hop names the newest shared paper, of equally new ones the smallest NodeId") {
  const TinyGraph g(kTown);
  const PathList list = ValueOf(PathsBetween(g.graph(), g["ann"], g["bob"]));
  REQUIRE(list.paths.size() == 1);
  const std::vector<PathNode>& nodes = list.paths[0].nodes;
  REQUIRE(nodes.size() == 2);
  CHECK_FALSE(nodes[0].via_paper.has_value());
  CHECK(nodes[1].via_paper == g["p2"]);
  CHECK(nodes[1].shared_papers == 3);
  CHECK_FALSE(nodes[1].direction.has_value());

  PathOptions options;
  options.excluded = {g["p2"]};
  CHECK(ValueOf(PathsBetween(g.graph(), g["ann"], g["bob"], options)).paths[0].nodes[1].via_paper ==
        g["p3"]);
  options.papers.last_year = 2001;
  const PathList old = ValueOf(PathsBetween(g.graph(), g["ann"], g["bob"], options));
  CHECK(old.paths[0].nodes[1].via_paper == g["p1"]);
  CHECK(old.paths[0].nodes[1].shared_papers == 1);
  // An undated paper is the oldest, and still a paper.
  CHECK(ValueOf(PathsBetween(g.graph(), g["ann"], g["cid"])).paths[0].nodes[1].via_paper ==
        g["p4"]);
}

TEST_CASE("paths: max_paths cuts the list and leaves the count") {
  const TinyGraph g(kTown);
  PathOptions options;
  options.max_paths = 2;
  const PathList list = ValueOf(PathsBetween(g.graph(), g["ann"], g["eve"], options));
  CHECK(list.count == 3);
  CHECK(AllNames(g, list) == Strings{"ann bob dee eve", "ann cid dee eve"});
}

TEST_CASE("paths: from a node to itself the distance is 0") {
  const TinyGraph g(kTown);
  for (const PathLength length : {PathLength::kHops, PathLength::kStrength}) {
    PathOptions options;
    options.length = length;
    options.extra_length = kNoLimit;
    const PathList list = ValueOf(PathsBetween(g.graph(), g["jim"], g["jim"], options));
    CHECK(list.distance == 0);
    CHECK(list.count == 1);
    REQUIRE(list.paths.size() == 1);
    CHECK(list.paths[0].length == 0);
    CHECK(AllNames(g, list) == Strings{"jim"});
  }
}

TEST_CASE("paths: where there is none, both components are told") {
  const TinyGraph g(kTown);
  for (const PathLength length : {PathLength::kHops, PathLength::kStrength}) {
    PathOptions options;
    options.length = length;
    PathList list = ValueOf(PathsBetween(g.graph(), g["hal"], g["ann"], options));
    CHECK_FALSE(list.distance.has_value());
    CHECK(list.count == 0);
    CHECK(list.paths.empty());
    CHECK(list.from_component->nodes == 2);
    CHECK_FALSE(list.from_component->at_least);
    CHECK(list.to_component->nodes == 7);
    CHECK_FALSE(list.to_component->at_least);
    CHECK(list.explored >= 3);  // all of hal's side, and ann
    CHECK(list.explored <= 9);

    options.component_limit = 3;
    list = ValueOf(PathsBetween(g.graph(), g["ann"], g["jim"], options));
    CHECK(list.from_component->at_least);
    CHECK(list.from_component->nodes > 3);
    CHECK(list.from_component->nodes <= 7);
    CHECK(list.to_component->nodes == 1);
    CHECK_FALSE(list.to_component->at_least);
  }
}

TEST_CASE("paths: excluded people and papers are on no path") {
  const TinyGraph g(kTown);
  PathOptions options;
  options.excluded = {g["dee"]};
  CHECK(AllNames(g, ValueOf(PathsBetween(g.graph(), g["ann"], g["eve"], options))) ==
        Strings{"ann fay gil eve"});
  options.excluded = {g["p9"], g["bob"]};
  CHECK(AllNames(g, ValueOf(PathsBetween(g.graph(), g["ann"], g["eve"], options))) ==
        Strings{"ann cid dee eve"});
  options.excluded = {g["p9"], g["p7"]};
  const PathList none = ValueOf(PathsBetween(g.graph(), g["ann"], g["eve"], options));
  CHECK_FALSE(none.distance.has_value());
  CHECK(none.from_component->nodes == 5);
  CHECK(none.to_component->nodes == 2);
}

TEST_CASE("paths: conditions on papers bend the way") {
  const TinyGraph g(R"(
    p1 2030: ann bob
    p2 2010 retracted: bob cid
    p3 2010: ann x1 x2 x3 cid
    p4 2012: ann dee | #ml
    p5 2012: dee cid | #ml
  )",
                    2020);
  const auto find = [&](const PathOptions& options) {
    return AllNames(g, ValueOf(PathsBetween(g.graph(), g["ann"], g["cid"], options)));
  };
  PathOptions options;
  CHECK(find(options) == Strings{"ann cid"});  // any byline counts
  options.papers.max_authors = 4;
  CHECK(find(options) == Strings{"ann bob cid", "ann dee cid"});  // and papers after Y, as p1
  options.papers.include_retracted = false;
  CHECK(find(options) == Strings{"ann dee cid"});
  options.papers.include_retracted = true;
  options.papers.as_of_year = 2029;
  CHECK(find(options) == Strings{"ann dee cid"});
  options.papers.as_of_year.reset();
  options.papers.max_authors = kNoLimit;
  options.papers.topics = {g["#ml"]};
  CHECK(find(options) == Strings{"ann dee cid"});
  options.papers.topics.clear();
  options.papers.first_year = 2011;
  CHECK(find(options) == Strings{"ann dee cid"});
  options.papers.first_year.reset();
  options.paper_counts = [&](Vertex paper) { return g.NameOf(paper) != "p3"; };
  CHECK(find(options) == Strings{"ann bob cid", "ann dee cid"});
}

TEST_CASE("paths: one hop longer, and the k shortest") {
  const TinyGraph g(R"(
    p1 2000: ann bob
    p2 2000: bob cid
    p3 2000: ann cid
    p4 2000: cid dee
    p5 2000: bob dee
    p6 2000: ann eve
    p7 2000: eve fay
    p8 2000: fay dee
  )");
  PathOptions options;
  options.extra_length = 1;
  PathList list = ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options));
  CHECK(list.distance == 2);
  CHECK(list.count == 5);
  CHECK(list.count_is_exact);
  CHECK(AllNames(g, list) == Strings{"ann bob dee", "ann cid dee", "ann bob cid dee",
                                     "ann cid bob dee", "ann eve fay dee"});
  CHECK(list.paths[0].length == 2);
  CHECK(list.paths[4].length == 3);

  options.max_paths = 3;
  list = ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options));
  CHECK(list.count == 5);
  CHECK(AllNames(g, list) == Strings{"ann bob dee", "ann cid dee", "ann bob cid dee"});

  for (const uint32_t extra : {uint32_t{2}, kNoLimit}) {
    options.extra_length = extra;
    options.max_paths = 100;
    list = ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options));
    CHECK(list.count == 5);
    CHECK(list.count_is_exact);
    CHECK(list.paths.size() == 5);
    options.max_paths = 4;
    list = ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options));
    CHECK(list.count == 4);
    CHECK_FALSE(list.count_is_exact);
    CHECK(AllNames(g, list) ==
          Strings{"ann bob dee", "ann cid dee", "ann bob cid dee", "ann cid bob dee"});
    options.max_paths = 5;
    CHECK(ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options)).count_is_exact);
  }
}

// A paper of three lets each of them go on to either other: the way back to a paper is a hop, too.
TEST_CASE("paths: a longer path may use one byline for two hops") {
  const TinyGraph g(R"(
    p1 2000: ann bob cid
    p2 2000: cid dee
  )");
  PathOptions options;
  options.extra_length = 1;
  CHECK(AllNames(g, ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options))) ==
        Strings{"ann cid dee", "ann bob cid dee"});
  options.extra_length = kNoLimit;
  CHECK(AllNames(g, ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options))) ==
        Strings{"ann cid dee", "ann bob cid dee"});
}

TEST_CASE("paths: a weighted path prefers strong ties") {
  // n = 2, no decay: S = shared papers. ann-bob 4, bob-dee 4: 1/4 + 1/4; ann-dee 1: 1;
  // ann-cid 2, cid-dee ∞ none.
  const TinyGraph g(R"(
    p1 2000: ann bob
    p2 2000: ann bob
    p3 2000: ann bob
    p4 2000: ann bob
    p5 2000: bob dee
    p6 2000: bob dee
    p7 2000: bob dee
    p8 2000: bob dee
    p9 2000: ann dee
    p10 2000: ann cid
    p11 2000: cid dee
  )");
  PathOptions options;
  options.length = PathLength::kStrength;
  options.papers.half_life_years = std::numeric_limits<double>::infinity();
  PathList list = ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options));
  CHECK(list.distance == 0.5);
  CHECK(list.count == 1);
  CHECK(list.as_of_year == 2000);
  REQUIRE(AllNames(g, list) == Strings{"ann bob dee"});
  CHECK(list.paths[0].length == 0.5);
  CHECK(list.paths[0].nodes[1].strength == 4);
  CHECK(list.paths[0].nodes[1].shared_papers == 4);
  CHECK(list.paths[0].nodes[2].via_paper == g["p5"]);

  options.extra_length = kNoLimit;
  list = ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options));
  CHECK(AllNames(g, list) == Strings{"ann bob dee", "ann dee", "ann cid dee"});
  CHECK(list.paths[1].length == 1);
  CHECK(list.paths[2].length == 2);
  CHECK(list.count == 3);
  CHECK(list.count_is_exact);

  options.extra_length = 0;
  options.excluded = {g["p1"], g["p2"], g["p3"], g["p5"], g["p6"], g["p7"], g["p9"]};
  list = ValueOf(PathsBetween(g.graph(), g["ann"], g["dee"], options));
  CHECK(AllNames(g, list) == Strings{"ann bob dee", "ann cid dee"});  // equal: by NodeId
  CHECK(list.count == 2);
}

TEST_CASE("paths: any shortest path is a shortest path") {
  const TinyGraph g(kTown);
  PathOptions options;
  options.set = PathSet::kAny;
  const PathList list = ValueOf(PathsBetween(g.graph(), g["ann"], g["eve"], options));
  CHECK(list.distance == 3);
  CHECK(list.count == 1);
  CHECK_FALSE(list.count_is_exact);
  REQUIRE(list.paths.size() == 1);
  CHECK(list.paths[0].nodes.size() == 4);
}

}  // namespace
}  // namespace coterie
