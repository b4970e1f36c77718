// Show and stats: every kind's page, and counts that agree with the lists.
#include "engine/catalog/views.h"
#include "tests/catalog/small_library.h"

namespace coterie {
namespace {

using testing::SmallLibrary;
using testing::TempDir;
using testing::ValueOf;

TEST_CASE("show: a paper comes with byline, topics, venue and both kinds of references") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const NodeView first = ValueOf(Show(*now, small.w1));
  CHECK(first.name == "Sketch of the Engine");
  CHECK(first.abstract == "On numbers.");
  CHECK(first.venue.value().name == "Memoirs");
  CHECK(first.cited_by == 1);
  REQUIRE(first.byline.size() == 2);
  CHECK(first.byline[0].person.value().name == "Ada Lovelace");
  CHECK(first.byline[0].raw_name == "A. Lovelace");
  CHECK(first.byline[0].institutions.at(0).name == "Analytical College");
  REQUIRE(first.topics.size() == 1);
  CHECK(first.topics[0].score == 0.5f);

  const NodeView second = ValueOf(Show(*now, small.w2));
  CHECK(second.references == 1);
  CHECK(second.unresolved_references == 1);
  CHECK(!second.byline.at(2).person.has_value());
  CHECK(second.byline.at(2).raw_name == "Anon");
}

TEST_CASE("show: an identifier that another node owns is told apart") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  CHECK(ValueOf(Show(*now, small.w1)).contested_pids.empty());
  const NodeView second = ValueOf(Show(*now, small.w2));
  CHECK(second.pids.size() == 1);
  REQUIRE(second.contested_pids.size() == 1);
  CHECK(second.contested_pids[0].ToString() == "doi:10.1000/one");
}

TEST_CASE("show: a person's counters, years and affiliations, asserted and derived") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const NodeView ada = ValueOf(Show(*now, small.ada));
  CHECK(ada.papers == 2);
  CHECK(ada.topic_count == 1);
  CHECK(ada.collaborators == 1);
  CHECK(ada.close_collaborators == 1);
  CHECK(ada.first_year == 2020);
  CHECK(ada.last_year == 2022);
  REQUIRE(ada.affiliations.size() == 2);
  CHECK(ada.affiliations[0].is_asserted);
  CHECK(ada.affiliations[0].years == std::vector<int16_t>{2019, 2020});
  CHECK(!ada.affiliations[1].is_asserted);
  CHECK(ada.affiliations[1].years == std::vector<int16_t>{2020});
}

TEST_CASE("show: a stub says that it is one, and who cites it") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const NodeView stub = ValueOf(Show(*now, small.w3));
  CHECK(stub.is_stub);
  CHECK(stub.cited_by == 1);
}

TEST_CASE("show: topics, institutions and venues have their hierarchy and counts") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const NodeView topic = ValueOf(Show(*now, small.engines));
  CHECK(topic.level == "topic");
  CHECK(topic.parents.at(0).name == "Computing");
  CHECK(topic.papers == 1);
  CHECK(ValueOf(Show(*now, small.computing)).children.at(0).name == "Engines");
  const NodeView college = ValueOf(Show(*now, small.college));
  CHECK(college.papers == 1);
  CHECK(college.people == 1);
  CHECK(ValueOf(Show(*now, small.journal)).papers == 1);
}

TEST_CASE("show: an unknown id is NotFound") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  CHECK(absl::IsNotFound(Show(*now, NodeId(NodeKind::kPaper, 999)).status()));
}

TEST_CASE("stats: counts are those of the fixture") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const StoreStats stats = Stats(*now, small.library.store());
  const auto nodes = [&](NodeKind kind) { return stats.counts.nodes[static_cast<size_t>(kind)]; };
  const auto edges = [&](EdgeKind kind) { return stats.counts.edges[static_cast<size_t>(kind)]; };
  CHECK(nodes(NodeKind::kPaper) == 2);
  CHECK(nodes(NodeKind::kPerson) == 3);
  CHECK(nodes(NodeKind::kTopic) == 2);
  CHECK(stats.counts.stubs == 1);
  CHECK(edges(EdgeKind::kAuthorship) == 5);
  CHECK(stats.counts.anonymous_authorships == 1);
  CHECK(edges(EdgeKind::kCitation) == 1);
  CHECK(stats.counts.unresolved_references == 1);
  CHECK(stats.counts.contested_pids == 1);
  CHECK(stats.as_of_year == 2022);
  CHECK(stats.newest_import_year == 2023);
}

}  // namespace
}  // namespace coterie
