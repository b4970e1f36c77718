// Traversals: a drawing with answers by hand, the table of steps, and what is refused.
#include "engine/analysis/traverse.h"

#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::TinyGraph;
using testing::ValueOf;

// p1 -> p2 -> p3 -> p1 is a cycle of citations; p4 cites p1, p2 and itself.
constexpr std::string_view kCircle = R"(
  p1 2018: ann bob[mit] | #ml #db @icml >p2
  p2 2020: ann bob cid | #ml >p3
  p3 undated: cid | #ai >p1
  p4 2021: dee[eth] | #ml @icml >p1 >p2 >p4
  broader #ml: #ai
  broader #ai: #cs
  broader #cs: #ml
  parent mit: state
)";

TraverseOptions Steps(std::initializer_list<StepSpec> steps) {
  TraverseOptions options;
  options.steps = steps;
  return options;
}
StepSpec Step(std::string name, uint32_t depth = 1, std::string_view where = "") {
  return {std::move(name), depth, ValueOf(ParseNodeFilter(where))};
}

// "p2/1 p3/2": names with their depths, in order.
std::string RowsOf(const TinyGraph& g, const Traversal& traversal) {
  std::string text;
  for (const TraversedNode& row : traversal.nodes) {
    text += (text.empty() ? "" : " ") + g.NameOf(row.node) + "/" + std::to_string(row.depth);
  }
  return text;
}
std::string Walk(const TinyGraph& g, const std::vector<std::string>& starts,
                 const TraverseOptions& options) {
  std::vector<Vertex> vertices;
  for (const std::string& start : starts) vertices.push_back(g[start]);
  return RowsOf(g, ValueOf(Traverse(g.graph(), vertices, options)));
}
std::string EdgesOf(const TinyGraph& g, const Traversal& traversal) {
  std::string text;
  for (const TraversedEdge& edge : traversal.edges) {
    text += (text.empty() ? "" : " ") + g.NameOf(edge.source) + ">" + g.NameOf(edge.target) + "/" +
            std::to_string(edge.depth) + "x" + std::to_string(edge.arcs);
  }
  return text;
}

TEST_CASE("traverse: each step of the table walks the relation that it names") {
  const TinyGraph g(kCircle);
  const auto walk = [&g](const std::string& start, const std::string& step) {
    return Walk(g, {start}, Steps({Step(step)}));
  };
  CHECK(walk("p2", "authored") == "ann/1 bob/1 cid/1");
  CHECK(walk("ann", "authored") == "p1/1 p2/1");
  CHECK(walk("ann", "wrote") == "p1/1 p2/1");
  CHECK(walk("#ml", "papers") == "p1/1 p2/1 p4/1");
  CHECK(walk("mit", "papers") == "p1/1");
  CHECK(walk("@icml", "papers") == "p1/1 p4/1");
  CHECK(walk("ann", "coauthors") == "bob/1 cid/1");
  CHECK(walk("p1", "about") == "#ml/1 #db/1");
  CHECK(walk("#db", "about") == "p1/1");
  CHECK(walk("p1", "published-in") == "@icml/1");
  CHECK(walk("p4", "cites") == "p1/1 p2/1 p4/1");
  CHECK(walk("p1", "cited-by") == "p3/1 p4/1");
  CHECK(walk("bob", "affiliated") == "mit/1");
  CHECK(walk("p4", "affiliated") == "eth/1");
  CHECK(walk("eth", "members") == "dee/1");
  CHECK(walk("#ml", "broader") == "#ai/1");
  CHECK(walk("#ml", "narrower") == "#cs/1");
  CHECK(walk("mit", "parents") == "state/1");
  CHECK(walk("state", "children") == "mit/1");
  CHECK(TraversalSteps().size() == 19);
}

TEST_CASE("traverse: the table has a name once a kind, and says what each means") {
  for (const TraversalStep& step : TraversalSteps()) {
    INFO(step.name << " from " << NodeKindName(step.from));
    size_t same = 0;
    for (const TraversalStep& other : TraversalSteps()) {
      same += other.name == step.name && other.from == step.from ? 1 : 0;
    }
    CHECK(same == 1);
    CHECK_FALSE(step.meaning.empty());
    REQUIRE(FindTraversalStep(step.name, step.from).has_value());
    CHECK(FindTraversalStep(step.name, step.from)->to == step.to);
    CHECK(TraversalStepNames(step.from).find(step.name) != std::string::npos);
  }
  CHECK_FALSE(FindTraversalStep("members", NodeKind::kPaper).has_value());
  CHECK(TraversalStepNames(NodeKind::kVenue) == "papers");
}

TEST_CASE("traverse: a depth repeats a step, level by level, and cycles end") {
  const TinyGraph g(kCircle);
  CHECK(Walk(g, {"p1"}, Steps({Step("cites", 1)})) == "p2/1");
  CHECK(Walk(g, {"p1"}, Steps({Step("cites", 2)})) == "p2/1 p3/2");
  CHECK(Walk(g, {"p1"}, Steps({Step("cites", 1'000'000'000)})) == "p2/1 p3/2");  // not p1 again
  CHECK(Walk(g, {"p4"}, Steps({Step("cites", 9)})) == "p1/1 p2/1 p4/1 p3/2");    // cites itself
  CHECK(Walk(g, {"#ml"}, Steps({Step("narrower", 9)})) == "#cs/1 #ai/2");
  CHECK(Walk(g, {"ann"}, Steps({Step("authored", 2)})) == "p1/1 p2/1 bob/2 cid/2");
  // Of several starts one may be reached from another; it is not walked twice.
  const Vertex starts[] = {g["p2"], g["p1"], g["p2"]};
  TraverseOptions options = Steps({Step("cites", 3)});
  options.edges = TraverseEdges::kList;
  const Traversal both = ValueOf(Traverse(g.graph(), starts, options));
  CHECK(RowsOf(g, both) == "p2/1 p3/1");
  CHECK(EdgesOf(g, both) == "p1>p2/1x1 p2>p3/1x1 p3>p1/2x1");
  CHECK(both.arcs_walked == 3);
}

TEST_CASE("traverse: steps compose; arcs, paths and the first parent are told") {
  const TinyGraph g(kCircle);
  const Vertex ann[] = {g["ann"]};
  TraverseOptions options = Steps({Step("wrote"), Step("about")});
  options.edges = TraverseEdges::kList;
  const Traversal topics = ValueOf(Traverse(g.graph(), ann, options));
  CHECK(RowsOf(g, topics) == "#ml/1 #db/1");
  CHECK(topics.nodes[0].step == 1);
  CHECK(topics.nodes[0].arcs == 2);
  CHECK(topics.nodes[0].paths == 2);
  CHECK(topics.nodes[0].parent == g["p1"]);
  CHECK(topics.nodes[1].paths == 1);
  CHECK(EdgesOf(g, topics) == "ann>p1/1x1 ann>p2/1x1 p1>#ml/1x1 p1>#db/1x1 p2>#ml/1x1");
  CHECK(topics.total_edges == 5);
  CHECK(topics.total_nodes == 2);
  CHECK_FALSE(topics.truncated.any());

  options.rows = TraverseRows::kEveryStep;
  CHECK(RowsOf(g, ValueOf(Traverse(g.graph(), ann, options))) == "p1/1 p2/1 #ml/1 #db/1");
  // ann - bob on p1 and p2, ann - cid on p2: bob's papers are reached twice, cid's p2 once more.
  options = Steps({Step("coauthors"), Step("wrote")});
  options.order = TraverseOrder::kPaths;
  const Traversal papers = ValueOf(Traverse(g.graph(), ann, options));
  CHECK(RowsOf(g, papers) == "p2/1 p1/1 p3/1");
  CHECK(papers.nodes[0].paths == 3);
  CHECK(papers.nodes[0].arcs == 2);
  CHECK(papers.nodes[0].parent == g["bob"]);
  CHECK(papers.nodes[1].paths == 2);
}

TEST_CASE("traverse: co-authors are one edge with an arc a shared paper") {
  const TinyGraph g(kCircle);
  const Vertex ann[] = {g["ann"]};
  TraverseOptions options = Steps({Step("coauthors", 2)});
  options.edges = TraverseEdges::kList;
  const Traversal people = ValueOf(Traverse(g.graph(), ann, options));
  CHECK(RowsOf(g, people) == "bob/1 cid/1");
  CHECK(people.nodes[0].arcs == 2);
  CHECK(EdgesOf(g, people) ==
        "ann>bob/1x2 ann>cid/1x1 bob>ann/2x2 bob>cid/2x1 cid>ann/2x1 cid>bob/2x1");
}

TEST_CASE("traverse: a filter refuses nodes, which are not walked on from") {
  const TinyGraph g(kCircle);
  CHECK(Walk(g, {"ann"}, Steps({Step("wrote", 1, "year>=2020")})) == "p2/1");
  CHECK(Walk(g, {"p4"}, Steps({Step("cites", 9, "year<=2018")})) == "p1/1");   // not on to p2
  CHECK(Walk(g, {"cid"}, Steps({Step("wrote", 1, "year!=2000")})) == "p2/1");  // p3 has no year
  CHECK(Walk(g, {"ann"}, Steps({Step("coauthors", 1, "year<2020")})) == "bob/1");
  CHECK(Walk(g, {"ann"}, Steps({Step("coauthors", 1, "count>=2")})) == "bob/1");
  CHECK(Walk(g, {"ann"}, Steps({Step("coauthors", 1, "count>=2 and year>2018")})).empty());
  CHECK(Walk(g, {"p2"}, Steps({Step("authored", 1, "name~B")})) == "bob/1");
  CHECK(Walk(g, {"p2"}, Steps({Step("authored", 1, "name=\"Cid!\"")})) == "cid/1");
  CHECK(Walk(g, {"p2"}, Steps({Step("authored", 1, "name!=cid and name!=bob")})) == "ann/1");
  CHECK(Walk(g, {"p2"}, Steps({Step("authored", 1, "kind=paper")})).empty());
  CHECK(Walk(g, {"p2"}, Steps({Step("authored", 1, "kind!=paper")})) == "ann/1 bob/1 cid/1");
  // A start is not tested, nor is a person where papers are.
  CHECK(Walk(g, {"p1"}, Steps({Step("authored", 2, "year>=2020")})) == "ann/1 bob/1 p2/2");
}

TEST_CASE("traverse: starts of several kinds walk each its own step of the name") {
  const TinyGraph g(kCircle);
  CHECK(Walk(g, {"@icml", "#db"}, Steps({Step("papers")})) == "p1/1 p4/1");
  CHECK(Walk(g, {"ann", "p4"}, Steps({Step("authored")})) == "p1/1 p2/1 dee/1");
}

TEST_CASE("traverse: limits cut in order, and tell which they were") {
  const TinyGraph g(kCircle);
  const Vertex p4[] = {g["p4"]};
  TraverseOptions options = Steps({Step("cites", 9)});
  options.edges = TraverseEdges::kList;
  options.node_limit = 2;
  options.edge_limit = 1;
  const Traversal cut = ValueOf(Traverse(g.graph(), p4, options));
  CHECK(RowsOf(g, cut) == "p1/1 p2/1");
  CHECK(cut.total_nodes == 4);
  CHECK(cut.truncated.nodes);
  CHECK(cut.truncated.edges);
  CHECK_FALSE(cut.truncated.work);
  CHECK(EdgesOf(g, cut) == "p4>p1/1x1");
  CHECK(cut.total_edges == 6);
  options = Steps({Step("cites", 9)});
  options.work_limit = 4;  // p4's three, p1's one
  const Traversal short_walk = ValueOf(Traverse(g.graph(), p4, options));
  CHECK(RowsOf(g, short_walk) == "p1/1 p2/1 p4/1");
  CHECK(short_walk.truncated.work);
  CHECK(short_walk.arcs_walked == 4);
  options.work_limit = 0;
  options.node_limit = 0;
  const Traversal nothing = ValueOf(Traverse(g.graph(), p4, options));
  CHECK(nothing.nodes.empty());
  CHECK(nothing.truncated.work);
  CHECK_FALSE(nothing.truncated.nodes);  // there was none to cut
}

TEST_CASE("traverse: what cannot be walked is refused in one sentence that says what can") {
  const TinyGraph g(kCircle);
  const auto error = [&g](const std::string& start, const TraverseOptions& options) {
    const Vertex starts[] = {g[start]};
    const absl::Status status = Traverse(g.graph(), starts, options).status();
    CHECK(absl::IsInvalidArgument(status));
    return std::string(status.message());
  };
  CHECK(error("@icml", Steps({Step("members")})) ==
        "a node of type venue has no step \"members\"; it has papers");
  CHECK(error("ann", Steps({Step("friends")})) ==
        "a node of type person has no step \"friends\"; it has authored, wrote, coauthors, "
        "affiliated");
  CHECK(error("ann", Steps({Step("wrote", 2)})) ==
        "a node of type paper has no step \"wrote\" to repeat; it has authored, about, "
        "published-in, cites, cited-by, affiliated");
  CHECK(error("ann", Steps({Step("wrote"), Step("members")})) ==
        "a node of type paper has no step \"members\"; it has authored, about, published-in, "
        "cites, cited-by, affiliated");
  CHECK(error("mit", Steps({Step("members", 1, "year=2020")})) ==
        "step \"members\" neither reaches nor walks through papers, and only they have a year");
  CHECK(error("p1", Steps({Step("cites", 0)})) ==
        "step \"cites\" has a depth of 0; the least is 1");
  CHECK(error("@icml", {}) == "a traversal needs a step; a node of type venue has papers");
  CHECK(absl::IsInvalidArgument(Traverse(g.graph(), {}, Steps({Step("cites")})).status()));
}

}  // namespace
}  // namespace coterie
