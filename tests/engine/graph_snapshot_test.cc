// The typed graph: vertices, relations, columns; against drawings and against damaged input.
#include "engine/graph/graph_snapshot.h"

#include "engine/graph/graph_builder.h"
#include "tests/support/catch.h"
#include "tests/support/tiny_graphs.h"

namespace coterie {
namespace {

using testing::GraphInput;
using testing::TinyGraph;
using testing::ValueOf;

constexpr std::string_view kCommunity = R"(
  p1 2019: ann[mit,eth] bob[eth] ? | #ml:0.9 #db:0.25 @icml >p2 >absent >gone
  p2 2021: bob[mit] bob[ibm] ann ?[ibm] ? | #ml:0.5 @vldb >p1 >p3
  p3 undated retracted: cid | #db
  p4 2035: ann cid | >absent
  affiliation ann: ibm mit
  affiliation dee: eth
  parent ibm: holding
  broader #ml: #cs
  broader #db: #cs
)";

TEST_CASE("graph: vertices are dense, by kind, ascending by NodeId, without stubs") {
  const TinyGraph g(kCommunity);
  CHECK(g->VerticesOf(NodeKind::kPaper).size() == 4);
  CHECK(g->VerticesOf(NodeKind::kPerson).size() == 4);
  CHECK(g->VerticesOf(NodeKind::kTopic).size() == 3);
  CHECK(g->VerticesOf(NodeKind::kInstitution).size() == 4);
  CHECK(g->VerticesOf(NodeKind::kVenue).size() == 2);
  CHECK(g->vertex_count() == 17);
  uint32_t next = 0;
  for (const NodeKind kind : kNodeKinds) {
    CHECK(g->VerticesOf(kind).first == next);
    for (; next < g->VerticesOf(kind).last; ++next) {
      const Vertex v{next};
      CHECK(g->KindOf(v) == kind);
      CHECK(g->FindVertex(g->NodeOf(v)) == v);
      if (next > 0) CHECK(g->NodeOf(Vertex{next - 1}) < g->NodeOf(v));
    }
  }
  CHECK(next == g->vertex_count());
  CHECK_FALSE(g->FindVertex(g.IdOf("absent")).has_value());
  CHECK_FALSE(g->FindVertex(NodeId(NodeKind::kPerson, 99)).has_value());
  CHECK_FALSE(g->FindVertex(NodeId(NodeKind::kPerson, uint64_t{1} << 50)).has_value());
  CHECK_FALSE(g->FindVertex(NodeId()).has_value());
  CHECK_FALSE(g->FindVertex(NodeId::FromValue(UINT64_MAX)).has_value());
}

TEST_CASE("graph: rows are ascending and distinct, and both directions agree") {
  const TinyGraph g(kCommunity);
  const auto row = [&g](Relation relation, std::string_view name) {
    return g.NamesOf(g->Adjacency(relation).Row(g[name].index));
  };
  CHECK(row(Relation::kPaperPeople, "p2") == "ann bob");
  CHECK(row(Relation::kPersonPapers, "ann") == "p1 p2 p4");
  CHECK(row(Relation::kPersonPapers, "dee").empty());
  CHECK(row(Relation::kReferences, "p1") == "p2");
  CHECK(row(Relation::kCitedBy, "p1") == "p2");
  CHECK(row(Relation::kPaperVenue, "p2") == "@vldb");
  CHECK(row(Relation::kVenuePapers, "@icml") == "p1");
  CHECK(row(Relation::kPaperTopics, "p1") == "#ml #db");
  CHECK(row(Relation::kTopicPapers, "#db") == "p1 p3");
  CHECK(row(Relation::kPaperInstitutions, "p2") == "mit ibm");  // anonymous places included
  CHECK(row(Relation::kInstitutionPapers, "ibm") == "p2");
  CHECK(row(Relation::kTopicBroader, "#ml") == "#cs");
  CHECK(row(Relation::kTopicNarrower, "#cs") == "#ml #db");
  CHECK(row(Relation::kInstitutionParents, "ibm") == "holding");
  CHECK(row(Relation::kInstitutionChildren, "holding") == "ibm");
  // A relation has rows for its own kind only; another kind's vertices have empty ones.
  CHECK(row(Relation::kPaperPeople, "ann").empty());
  CHECK(row(Relation::kPersonPapers, "p1").empty());
  CHECK(row(Relation::kVenuePapers, "ann").empty());
}

TEST_CASE("graph: a person's institutions are the asserted ones and those of the authorships") {
  const TinyGraph g(kCommunity);
  const auto row = [&g](Relation relation, std::string_view name) {
    return g.NamesOf(g->Adjacency(relation).Row(g[name].index));
  };
  CHECK(row(Relation::kPersonInstitutions, "ann") == "mit eth ibm");
  CHECK(row(Relation::kPersonInstitutions, "bob") == "mit eth ibm");
  CHECK(row(Relation::kPersonInstitutions, "cid").empty());
  CHECK(row(Relation::kPersonInstitutions, "dee") == "eth");
  CHECK(row(Relation::kInstitutionPeople, "eth") == "ann bob dee");
  CHECK(row(Relation::kInstitutionPeople, "holding").empty());
}

TEST_CASE("graph: an authorship joins the institutions of all places of one person") {
  const TinyGraph g(kCommunity);
  const Csr people = g->Adjacency(Relation::kPaperPeople);
  const uint32_t p1 = people.RowBegin(g["p1"].index);
  const uint32_t p2 = people.RowBegin(g["p2"].index);
  CHECK(g.NamesOf(g->InstitutionsOfAuthorship(p1)) == "mit eth");
  CHECK(g.NamesOf(g->InstitutionsOfAuthorship(p1 + 1)) == "eth");
  CHECK(g->InstitutionsOfAuthorship(p2).empty());  // ann
  CHECK(g.NamesOf(g->InstitutionsOfAuthorship(p2 + 1)) == "mit ibm");
}

TEST_CASE("graph: columns hold years, byline sizes, retractions, scores and names") {
  const TinyGraph g(kCommunity);
  CHECK(std::vector(g->Years().begin(), g->Years().end()) ==
        std::vector<int16_t>{2019, 2021, kNoYear, 2035});
  // Each person once, each anonymous place for itself.
  CHECK(std::vector(g->BylineSizes().begin(), g->BylineSizes().end()) ==
        std::vector<uint32_t>{3, 4, 1, 2});
  CHECK(std::vector(g->UnresolvedReferences().begin(), g->UnresolvedReferences().end()) ==
        std::vector<uint32_t>{2, 0, 0, 1});
  CHECK(g->IsRetracted(g["p3"]));
  CHECK_FALSE(g->IsRetracted(g["p1"]));
  const uint32_t p1 = g->Adjacency(Relation::kPaperTopics).RowBegin(g["p1"].index);
  CHECK(g->TopicScores()[p1] == 0.9f);
  CHECK(g->TopicScores()[p1 + 1] == 0.25f);
  CHECK(g->NameOf(g["@icml"]) == "@icml");
  CHECK(g->sequence() == 1);
}

TEST_CASE("graph: the default as-of year is the newest not later than the newest import") {
  CHECK(TinyGraph(kCommunity, 2026)->DefaultAsOfYear() == 2021);
  CHECK(TinyGraph(kCommunity, 2021)->DefaultAsOfYear() == 2021);
  CHECK(TinyGraph(kCommunity, 2020)->DefaultAsOfYear() == 2019);
  CHECK(TinyGraph(kCommunity, 2000)->DefaultAsOfYear() == kNoYear);
  CHECK(TinyGraph(kCommunity)->DefaultAsOfYear() == 2035);  // no import year is known
  CHECK(TinyGraph("")->DefaultAsOfYear() == kNoYear);
}

TEST_CASE("graph: an empty store gives an empty graph") {
  const TinyGraph g("");
  CHECK(g->vertex_count() == 0);
  for (int relation = 0; relation < kRelationCount; ++relation) {
    const Csr rows = g->Adjacency(static_cast<Relation>(relation));
    CHECK(rows.arc_count() == 0);
    CHECK(rows.Row(0).empty());
    CHECK(rows.Row(UINT32_MAX).empty());
  }
}

TEST_CASE("graph: ordinals far apart resolve too") {
  GraphInput input;
  const NodeId near(NodeKind::kPerson, 1);
  const NodeId far(NodeKind::kPerson, uint64_t{1} << 55);
  const NodeId paper(NodeKind::kPaper, 70'000);
  input.AddNode(near, "near");
  input.AddNode(far, "far");
  input.AddNode(paper, "p", 2020);
  input.List(paper, EdgeKind::kAuthorship).targets = {far, near};
  const auto graph = ValueOf(input.Build());
  REQUIRE(graph->FindVertex(far).has_value());
  CHECK(graph->NodeOf(*graph->FindVertex(far)) == far);
  CHECK_FALSE(graph->FindVertex(NodeId(NodeKind::kPerson, 2)).has_value());
  CHECK_FALSE(graph->FindVertex(NodeId(NodeKind::kPaper, 69'999)).has_value());
  CHECK(graph->Adjacency(Relation::kPaperPeople).Degree(0) == 2);
}

TEST_CASE("graph: lists of stubs take no part") {
  GraphInput input;
  const NodeId stub(NodeKind::kPaper, 1);
  const NodeId paper(NodeKind::kPaper, 2);
  input.AddNode(stub, "", 1999);
  input.MarkStub(stub);
  input.AddNode(paper, "p", 2020);
  input.List(stub, EdgeKind::kCitation).targets = {paper};
  const auto graph = ValueOf(input.Build());
  CHECK(graph->vertex_count() == 1);
  CHECK(graph->Adjacency(Relation::kCitedBy).arc_count() == 0);
}

TEST_CASE("graph: edges to nothing, or to a wrong kind, are refused by name") {
  const NodeId paper(NodeKind::kPaper, 1);
  const NodeId person(NodeKind::kPerson, 1);
  const auto build = [&](EdgeKind kind, NodeId target) {
    GraphInput input;
    input.AddNode(paper, "p", 2020);
    input.AddNode(person, "ann");
    input.List(paper, kind).targets = {target};
    return input.Build().status();
  };
  CHECK(build(EdgeKind::kAuthorship, person).ok());
  for (const absl::Status& status :
       {build(EdgeKind::kAuthorship, NodeId(NodeKind::kPerson, 2)),
        build(EdgeKind::kTopicAssignment, person), build(EdgeKind::kPublication, person),
        build(EdgeKind::kAffiliation, NodeId(NodeKind::kInstitution, 1))}) {
    CHECK(absl::IsDataLoss(status));
    CHECK(status.ToString().find("paper:1") != std::string::npos);
  }
}

TEST_CASE("graph: a scan out of order is refused") {
  GraphBuilder nodes;
  CHECK(nodes.AddNode({.id = NodeId(NodeKind::kPaper, 2), .name = ""}).ok());
  CHECK(absl::IsDataLoss(nodes.AddNode({.id = NodeId(NodeKind::kPaper, 2), .name = ""})));
  CHECK(absl::IsDataLoss(nodes.AddNode({.id = NodeId(NodeKind::kPaper, 1), .name = ""})));
  CHECK(absl::IsDataLoss(nodes.AddNode({.id = NodeId::FromValue(uint64_t{9} << 56), .name = ""})));
  GraphBuilder lists;
  CHECK(lists.AddNode({.id = NodeId(NodeKind::kPaper, 2), .name = ""}).ok());
  AdjacencyList list;
  list.source = NodeId(NodeKind::kPaper, 2);
  list.kind = EdgeKind::kCitation;
  CHECK(lists.AddList(list).ok());
  CHECK(absl::IsDataLoss(lists.AddList(list)));
  list.kind = EdgeKind::kAuthorship;
  CHECK(absl::IsDataLoss(lists.AddList(list)));
}

}  // namespace
}  // namespace coterie
