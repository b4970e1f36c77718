// Slices of drawings, with answers by hand; and what bad input gets.
#include "engine/analysis/slice.h"

#include <algorithm>
#include <atomic>

#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::TinyGraph;
using testing::ValueOf;

Slice Ask(const TinyGraph& g, const std::vector<std::string>& seeds, const SliceOptions& options) {
  std::vector<Vertex> vertices;
  for (const std::string& name : seeds) vertices.push_back(g[name]);
  return ValueOf(SliceAround(g.graph(), vertices, options));
}

// "ann p1 …", in the order of the slice.
std::string Names(const TinyGraph& g, const Slice& slice) {
  std::string names;
  for (const SliceNode& node : slice.nodes) {
    names += (names.empty() ? "" : " ") + g.NameOf(node.vertex);
  }
  return names;
}

std::string SortedNames(const TinyGraph& g, const Slice& slice) {
  std::vector<uint32_t> vertices;
  for (const SliceNode& node : slice.nodes) vertices.push_back(node.vertex.index);
  std::sort(vertices.begin(), vertices.end());
  return g.NamesOf(vertices);
}

std::string Path(const TinyGraph& g, const std::vector<Vertex>& path) {
  std::string names;
  for (const Vertex v : path) names += (names.empty() ? "" : " ") + g.NameOf(v);
  return names;
}

// "p1 authorship ann 1; …"
std::string Edges(const TinyGraph& g, const Slice& slice) {
  std::string text;
  for (const SliceEdge& edge : slice.edges) {
    std::ostringstream line;
    line << g.NameOf(edge.source) << ' ' << SliceEdgeTypeName(edge.type) << ' '
         << g.NameOf(edge.target) << ' ' << edge.weight;
    text += (text.empty() ? "" : "; ") + line.str();
  }
  return text;
}

const SliceNode& NodeOf(const TinyGraph& g, const Slice& slice, std::string_view name) {
  for (const SliceNode& node : slice.nodes) {
    if (g.NameOf(node.vertex) == name) return node;
  }
  FAIL("the slice has no " << name);
  return slice.nodes.front();
}

constexpr std::string_view kWorld = R"(
  p1 2020: ann[mit] bob | #ml:0.9 #db:0.5 @icml >p2 >absent
  p2 2019: bob cid | #ml:0.4
  p3 2018: cid dee
  p4 2020: eve
  affiliation eve: eth
)";

TEST_CASE("slice: a person with one paper has the ranks that the formula gives") {
  const TinyGraph g("p1 2020: ann");
  const Slice slice = Ask(g, {"ann"}, {});
  // pi(ann) = a / (1 - (1-a)^2), pi(p1) = (1-a) pi(ann); both have one arc.
  REQUIRE(Names(g, slice) == "ann p1");
  CHECK(slice.nodes[0].score == Approx(0.15 / (1 - 0.85 * 0.85)));
  CHECK(slice.nodes[1].score == Approx(0.85 * 0.15 / (1 - 0.85 * 0.85)));
  CHECK(slice.error_bound < 1e-100);
  CHECK(slice.arcs_touched == 3000);
  CHECK(Edges(g, slice) == "p1 authorship ann 1");
  CHECK(slice.complete);
  CHECK(slice.exhausted);
  CHECK(slice.nodes[0].hidden == HiddenCounts{});
  CHECK(slice.parameters.node_budget == 60);
  CHECK(slice.parameters.edge_budget == 8);
  CHECK(slice.parameters.arcs_max == 3000);
}

TEST_CASE("slice: an isolated seed keeps all of the walk and is everything") {
  const TinyGraph g("p1 2020: ann\nbroader #ml: #cs");
  const Slice slice = Ask(g, {"#ml"}, {});  // hierarchies take no part
  REQUIRE(Names(g, slice) == "#ml");
  CHECK(slice.nodes[0].score == 1);
  CHECK(slice.error_bound == 0);
  CHECK(slice.arcs_touched == 0);
  CHECK(slice.complete);
  CHECK(slice.exhausted);
}

TEST_CASE("slice: every kind of node can be the seed, and a whole component fits") {
  const TinyGraph g(kWorld);
  for (const std::string seed : {"ann", "p1", "#ml", "mit", "@icml"}) {
    const Slice slice = Ask(g, {seed}, {});
    INFO("seed " << seed);
    CHECK(SortedNames(g, slice) == "p1 p2 p3 ann bob cid dee #ml #db mit @icml");
    CHECK(slice.complete);
    CHECK(slice.unresolved_references == 1);
    CHECK(slice.edges_left_out == 0);
  }
  const Slice slice = Ask(g, {"ann"}, {});
  CHECK(Edges(g, slice) ==
        "p1 citation p2 1; p1 authorship ann 1; p1 authorship bob 1; p1 paper_institution mit 1; "
        "p1 venue @icml 1; p2 authorship bob 1; p2 authorship cid 1; p3 authorship cid 1; "
        "p3 authorship dee 1; ann coauthor bob 1; ann affiliation mit 1; p1 topic #ml 0.9; "
        "bob coauthor cid 0.870551; cid coauthor dee 0.757858; p1 topic #db 0.5; "
        "p2 topic #ml 0.4");
}

TEST_CASE("slice: the path is the likeliest one and names its papers") {
  const TinyGraph g(kWorld);
  const Slice slice = Ask(g, {"ann"}, {});
  CHECK(Path(g, NodeOf(g, slice, "ann").why.path) == "ann");
  CHECK(NodeOf(g, slice, "ann").why.papers.empty());
  // From ann to mit 1/2 directly, over p1 1/2 · 1/5.
  CHECK(Path(g, NodeOf(g, slice, "mit").why.path) == "ann mit");
  // From p1 (five groups) to p2: reference 1/5; over bob 1/5 · 1/2 · 1/2.
  CHECK(Path(g, NodeOf(g, slice, "p2").why.path) == "ann p1 p2");
  CHECK(Path(g, NodeOf(g, slice, "cid").why.path) == "ann p1 p2 cid");
  CHECK(Path(g, NodeOf(g, slice, "cid").why.papers) == "p1 p2");
}

TEST_CASE("slice: hidden neighbours are told by kind") {
  const TinyGraph g(kWorld);
  SliceOptions options;
  options.node_budget = 1;
  const Slice slice = Ask(g, {"p1"}, options);
  REQUIRE(Names(g, slice) == "p1");
  const HiddenCounts& hidden = slice.nodes[0].hidden;
  CHECK(hidden.person == 2);
  CHECK(hidden.topic == 2);
  CHECK(hidden.institution == 1);
  CHECK(hidden.venue == 1);
  CHECK(hidden.paper == 1);  // the stub is no neighbour
  CHECK_FALSE(hidden.at_least);
  CHECK_FALSE(slice.complete);
  CHECK_FALSE(slice.exhausted);
}

TEST_CASE("slice: papers that cite each other are one neighbour, and two edges") {
  const TinyGraph g("p1 2020: | >p2 >p1\np2 2020: | >p1 >p3\np3 2020: | >p2");
  SliceOptions options;
  options.node_budget = 1;
  CHECK(Ask(g, {"p2"}, options).nodes[0].hidden.paper == 2);
  CHECK(Ask(g, {"p1"}, options).nodes[0].hidden.paper == 1);  // not itself
  const Slice all = Ask(g, {"p1"}, {});
  CHECK(Edges(g, all) == "p1 citation p2 1; p2 citation p1 1; p2 citation p3 1; p3 citation p2 1");
  CHECK(all.complete);
}

TEST_CASE("slice: filters remove nodes before the walk, but never the seed") {
  const TinyGraph g(kWorld);
  SliceOptions options;
  options.weights.first_year = 2019;
  CHECK(SortedNames(g, Ask(g, {"ann"}, options)) == "p1 p2 ann bob cid #ml #db mit @icml");
  options.weights.last_year = 2019;
  CHECK(SortedNames(g, Ask(g, {"bob"}, options)) == "p2 bob cid #ml");
  CHECK(SortedNames(g, Ask(g, {"ann"}, options)) == "ann");  // mit has no paper of 2019
  CHECK(SortedNames(g, Ask(g, {"p3"}, options)) == "p2 p3 bob cid dee #ml");
  options = {};
  options.weights.topics = {g["#db"]};
  CHECK(SortedNames(g, Ask(g, {"cid"}, options)) == "cid");
  CHECK(SortedNames(g, Ask(g, {"bob"}, options)) == "p1 ann bob #ml #db mit @icml");
  options = {};
  options.weights.first_year = 1900;
  options.weights.last_year = 1901;  // nothing passes
  const Slice alone = Ask(g, {"ann"}, options);
  CHECK(Names(g, alone) == "ann");
  CHECK(alone.complete);
  options = {};
  options.invisible = {NodeKind::kPaper};
  CHECK(SortedNames(g, Ask(g, {"ann"}, options)) == "ann mit");
}

TEST_CASE("slice: people alone are joined by the papers they were walked through") {
  const TinyGraph g(kWorld);
  SliceOptions options;
  options.types = {NodeKind::kPerson};
  const Slice slice = Ask(g, {"ann"}, options);
  CHECK(Names(g, slice) == "ann bob cid dee");
  CHECK(Edges(g, slice) ==
        "ann coauthor bob 1; bob coauthor cid 0.870551; cid coauthor dee 0.757858");
  CHECK_FALSE(slice.complete);  // the papers can be reached, and are not there
  CHECK(slice.exhausted);
  CHECK(NodeOf(g, slice, "ann").hidden.paper == 1);
  CHECK(Path(g, NodeOf(g, slice, "bob").why.path) == "ann p1 bob");
}

TEST_CASE("slice: only papers that S leaves out make a coauthor edge of weight 0") {
  const TinyGraph g("p1 2020: ann bob cid");
  SliceOptions options;
  options.types = {NodeKind::kPerson};
  options.weights.max_authors = 2;
  CHECK(Edges(g, Ask(g, {"ann"}, options)) ==
        "ann coauthor bob 0; ann coauthor cid 0; bob coauthor cid 0");
}

TEST_CASE("slice: the spanning forest comes before heavier edges") {
  // Two authors who share three papers; the tree needs a light topic edge for p3.
  const TinyGraph g("p1 2020: ann bob | #ml:0.25\np2 2020: ann bob");
  SliceOptions options;
  options.edge_budget = 4;
  const Slice slice = Ask(g, {"ann"}, options);
  REQUIRE(slice.nodes.size() == 5);
  CHECK(Edges(g, slice) ==
        "ann coauthor bob 2; p1 authorship ann 1; p2 authorship ann 1; p1 topic #ml 0.25");
  CHECK(slice.edges_left_out == 2);
  options.edge_budget = 0;
  CHECK(Ask(g, {"ann"}, options).edges_left_out == 6);
}

TEST_CASE("slice: several seeds are joined, and what cannot be is flagged") {
  const TinyGraph g(kWorld);
  SliceOptions options;
  options.node_budget = 5;
  options.pins = {g["eve"]};
  const Slice slice = Ask(g, {"ann", "cid"}, options);
  CHECK(SortedNames(g, slice) == "p1 p2 ann cid eve");  // of two shortest paths the smaller ids
  CHECK(NodeOf(g, slice, "eve").apart);
  CHECK(NodeOf(g, slice, "eve").why.path.empty());
  CHECK_FALSE(NodeOf(g, slice, "cid").apart);
  options.node_budget = 4;  // no room for the path
  CHECK(NodeOf(g, Ask(g, {"ann", "cid"}, options), "cid").apart);
}

TEST_CASE("slice: an expansion brings the node's own neighbours first, then says so") {
  const TinyGraph g(kWorld);
  SliceOptions options;
  options.shown = {g["ann"], g["p1"], g["p2"]};
  options.expand = {g["p2"]};
  options.node_budget = 2;
  const Slice some = Ask(g, {"ann"}, options);
  CHECK(SortedNames(g, some) == "bob #ml");  // cid is p2's too, but farther
  CHECK_FALSE(some.exhausted);
  options.shown.insert(options.shown.end(), {g["bob"], g["#ml"]});
  const Slice rest = Ask(g, {"ann"}, options);
  CHECK(g.NameOf(rest.nodes[0].vertex) == "cid");  // the last neighbour; then the frontier's best
  CHECK(rest.nodes.size() == 2);
  CHECK(rest.exhausted);
  CHECK_FALSE(rest.complete);
  options.node_budget = 60;
  const Slice all = Ask(g, {"ann"}, options);
  CHECK(all.complete);
  for (const SliceNode& node : all.nodes) options.shown.push_back(node.vertex);
  const Slice none = Ask(g, {"ann"}, options);
  CHECK(none.nodes.empty());
  CHECK(none.edges.empty());
  CHECK(none.exhausted);
  CHECK(none.complete);
}

absl::Status ErrorOf(const TinyGraph& g, std::vector<Vertex> seeds, const SliceOptions& options) {
  return SliceAround(g.graph(), seeds, options).status();
}

TEST_CASE("slice: bad input is refused with a sentence") {
  const TinyGraph g(kWorld);
  const std::vector<Vertex> ann = {g["ann"]};
  const auto is_refused = [&](const std::vector<Vertex>& seeds, const SliceOptions& options) {
    const absl::Status status = ErrorOf(g, seeds, options);
    INFO(status.ToString());
    return status.code() == absl::StatusCode::kInvalidArgument && !status.message().empty();
  };
  CHECK(is_refused({}, {}));
  CHECK(is_refused({Vertex{g->vertex_count()}}, {}));
  CHECK(is_refused({Vertex{UINT32_MAX}}, {}));
  SliceOptions options;
  options.node_budget = 0;
  CHECK(is_refused(ann, options));
  options.node_budget = 1'000'000;
  CHECK(is_refused(ann, options));
  options.node_budget = 2;
  options.pins = {g["bob"], g["cid"]};
  CHECK(is_refused(ann, options));
  options = {};
  options.pins = {Vertex{9'999}};
  CHECK(is_refused(ann, options));
  options = {};
  options.expand = {Vertex{9'999}};
  CHECK(is_refused(ann, options));
  options = {};
  options.weights.first_year = 2020;
  options.weights.last_year = 2019;
  CHECK(is_refused(ann, options));
  options = {};
  options.weights.topics = {g["ann"]};
  CHECK(is_refused(ann, options));
  options = {};
  options.weights.half_life_years = -1;
  CHECK(is_refused(ann, options));
}

TEST_CASE("slice: a hundred thousand shown ids, unknown ones among them, change nothing else") {
  const TinyGraph g(kWorld);
  SliceOptions options;
  for (uint32_t i = 0; i < 100'000; ++i) options.shown.push_back(Vertex{1'000 + i});
  options.shown.push_back(g["ann"]);
  options.shown.push_back(g["ann"]);
  const Slice slice = Ask(g, {"ann"}, options);
  CHECK(slice.nodes.size() == 10);
  CHECK(slice.complete);
}

TEST_CASE("slice: seeds, pins and expanded nodes that repeat count once") {
  const TinyGraph g(kWorld);
  SliceOptions options;
  options.node_budget = 1;
  options.pins = {g["ann"], g["ann"]};
  const Slice slice = Ask(g, {"ann", "ann"}, options);
  CHECK(Names(g, slice) == "ann");
  CHECK(slice.seeds.size() == 1);
}

TEST_CASE("slice: a call that is cancelled ends with that status") {
  const TinyGraph g(kWorld);
  const std::atomic<bool> cancelled{true};
  SliceOptions options;
  options.stop = StopFlag(cancelled);
  CHECK(ErrorOf(g, {g["ann"]}, options).code() == absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace coterie
