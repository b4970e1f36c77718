// Every method, asked of a server in another process and compared with the same question in
// process.
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/named_results.h"
#include "engine/catalog/views.h"
#include "tests/rpc/both.h"
#include "tests/rpc/render.h"

namespace coterie::testing {
namespace {

std::vector<CollaboratorQuery> Queries() {
  std::vector<CollaboratorQuery> queries(9);
  queries[1].options.explain = true;
  queries[2].options.weights.half_life_years = INFINITY;
  queries[2].options.weights.max_authors = kNoLimit;
  queries[2].options.limit = kNoLimit;
  queries[3].options.weights.counting = Counting::kFull;
  queries[3].options.normalization = Normalization::kSalton;
  queries[4].options.normalization = Normalization::kJaccard;
  queries[4].options.weights.include_retracted = false;
  queries[4].options.detail_limit = 1;
  queries[5].options.normalization = Normalization::kAssociation;
  queries[5].options.weights.as_of_year = 2020;
  queries[6].options.weights.first_year = 2019;
  queries[6].options.weights.last_year = 2021;
  queries[6].options.limit = 1;
  queries[7].filters.topics = {"T1"};
  queries[7].filters.venues = {"S1"};
  queries[8].filters.institutions = {"https://ror.org/02nr0ka47"};
  return queries;
}

TEST_CASE("rpc: collaborators are the same remotely and in process, whatever the options") {
  Both both;
  for (const CollaboratorQuery& query : Queries()) {
    for (const char* person : {"A1", "orcid:0000-0001-6187-6610", "A2", "A5"}) {
      CAPTURE(person);
      const auto here = CollaboratorsWithNames(*both.local, person, query);
      REQUIRE_OK(here);
      REQUIRE(RenderResult(both.remote.Collaborators(person, query)) == Render(*here));
    }
  }
  const auto ada = ValueOf(both.remote.Collaborators("A1", Queries()[1]));
  REQUIRE(ada.rows.size() == 2);
  REQUIRE(ada.rows[0].papers.size() == 2);
  REQUIRE(ada.left_out.hyper_authored == 1);
  REQUIRE(ada.rows[0].pids.size() == 1);
  both.server.Stop();
}

TEST_CASE("rpc: ego networks are the same remotely and in process") {
  Both both;
  EgoQuery limited;
  limited.options.limit = 1;
  EgoQuery filtered;
  filtered.filters.topics = {"T1"};
  EgoQuery wide;
  wide.options.weights.max_authors = kNoLimit;
  for (const EgoQuery& query : {EgoQuery(), limited, filtered, wide}) {
    for (const char* person : {"A1", "A2", "A4", "A5"}) {
      CAPTURE(person);
      const auto here = EgoWithNames(*both.local, person, query);
      REQUIRE_OK(here);
      REQUIRE(RenderResult(both.remote.Ego(person, query)) == Render(*here));
    }
  }
  REQUIRE(ValueOf(both.remote.Ego("A1", wide)).ties.size() > 400);
  both.server.Stop();
}

TEST_CASE("rpc: find, show, resolve, stats and batches are the same remotely and in process") {
  Both both;
  for (const char* text : {"ada", "ben", "W1", "T1", "engines", "nobody at all", "paper"}) {
    for (const std::optional<NodeKind> kind :
         {std::optional<NodeKind>(), std::optional<NodeKind>(NodeKind::kPerson)}) {
      CAPTURE(text);
      REQUIRE(RenderResult(both.remote.Find(text, kind, 10)) ==
              RenderResult(Find(*both.local, text, kind, 10)));
    }
  }
  std::vector<NodeId> ids;
  for (const char* text :
       {"A1", "A2", "A5", "W1", "W2", "W3", "W4", "W777", "T1", "fields/17", "I1", "I2", "S1"}) {
    CAPTURE(text);
    const NodeId id = ValueOf(both.local->Resolve(text));
    REQUIRE(ValueOf(both.remote.Resolve(text)) == id);
    REQUIRE(RenderResult(both.remote.Show(id)) == RenderResult(Show(*both.local, id)));
    ids.push_back(id);
  }
  REQUIRE(Render(ValueOf(both.remote.ShowPerson("A1"))) ==
          Render(ValueOf(Show(*both.local, ids[0]))));
  ids.push_back(NodeId(NodeKind::kPaper, 999'999));
  ids.push_back(NodeId());
  REQUIRE(Render(ValueOf(both.remote.BatchNodes(ids))) ==
          Render(ValueOf(SummariesOf(*both.local, ids))));
  REQUIRE(ValueOf(both.remote.BatchNodes({})).empty());

  // The sizes of files may differ between two processes, the rest may not.
  StoreStats here = Stats(*both.local, both.library.store());
  StoreStats there = ValueOf(both.remote.Stats());
  REQUIRE_FALSE(there.disk_bytes.empty());
  here.disk_bytes.clear();
  there.disk_bytes.clear();
  REQUIRE(Render(there) == Render(here));
  both.server.Stop();
}

TEST_CASE("rpc: a question that has no answer says why, with the same code as in process") {
  Both both;
  const auto same = [](const absl::Status& remote, const absl::Status& local) {
    REQUIRE_FALSE(local.ok());
    REQUIRE(remote.ToString() == local.ToString());
  };
  same(both.remote.Resolve("A404").status(), both.local->Resolve("A404").status());
  same(both.remote.Resolve("no id").status(), both.local->Resolve("no id").status());
  same(both.remote.Resolve("").status(), both.local->Resolve("").status());
  const NodeId unknown(NodeKind::kPerson, 12345);
  same(both.remote.Show(unknown).status(), Show(*both.local, unknown).status());
  CollaboratorQuery query;
  for (const char* person : {"A404", "W1", "W777", "nonsense", "0000-0001-6187-6611"}) {
    CAPTURE(person);
    same(both.remote.Collaborators(person, query).status(),
         CollaboratorsWithNames(*both.local, person, query).status());
    same(both.remote.Ego(person, {}).status(), EgoWithNames(*both.local, person, {}).status());
  }
  query.options.weights.half_life_years = -1;
  same(both.remote.Collaborators("A1", query).status(),
       CollaboratorsWithNames(*both.local, "A1", query).status());
  query.options.weights.half_life_years = NAN;
  same(both.remote.Collaborators("A1", query).status(),
       CollaboratorsWithNames(*both.local, "A1", query).status());
  query = {};
  query.filters.topics = {"A1"};
  same(both.remote.Collaborators("A1", query).status(),
       CollaboratorsWithNames(*both.local, "A1", query).status());
  REQUIRE_OK(both.remote.Ping());  // errors of calls leave the connection as it was
  both.server.Stop();
}

TEST_CASE("rpc: bounds on what one call may ask are told with the bound") {
  Both both({"--rows=3", "--ids=5", "--ties=10"});
  REQUIRE(both.remote.BatchNodes(std::vector<NodeId>(5)).ok());
  const auto ids = both.remote.BatchNodes(std::vector<NodeId>(6));
  REQUIRE(ids.status().code() == absl::StatusCode::kOutOfRange);
  REQUIRE(std::string(ids.status().message()).find("above the 5") != std::string::npos);

  REQUIRE(both.remote.Find("a", std::nullopt, 4).status().code() == absl::StatusCode::kOutOfRange);
  REQUIRE(both.remote.Find(std::string(5000, 'a'), std::nullopt, 3).status().code() ==
          absl::StatusCode::kOutOfRange);

  CollaboratorQuery all;
  all.options.limit = kNoLimit;
  all.options.weights.max_authors = kNoLimit;
  REQUIRE(both.remote.Collaborators("A1", all).status().code() == absl::StatusCode::kOutOfRange);
  all.options.limit = 3;
  REQUIRE(ValueOf(both.remote.Collaborators("A1", all)).rows.size() == 3);
  REQUIRE(ValueOf(both.remote.Collaborators("A1", all)).total == 31);
  all.filters.topics = std::vector<std::string>(65, "T1");
  REQUIRE(both.remote.Collaborators("A1", all).status().code() == absl::StatusCode::kOutOfRange);
  both.server.Stop();
}

TEST_CASE("rpc: an answer of too many bytes is refused with its length, whatever was asked") {
  Both both({"--answer-bytes=2000"});
  CollaboratorQuery query;
  query.options.weights.max_authors = kNoLimit;
  query.options.limit = 5;
  REQUIRE(ValueOf(both.remote.Collaborators("A1", query)).rows.size() == 5);
  query.options.limit = 31;
  const auto list = both.remote.Collaborators("A1", query);
  REQUIRE(list.status().code() == absl::StatusCode::kOutOfRange);
  REQUIRE(std::string(list.status().message()).find("bytes, above the limit of 2000; ask for") !=
          std::string::npos);
  REQUIRE(both.remote.BatchNodes(std::vector<NodeId>(500)).status().code() ==
          absl::StatusCode::kOutOfRange);
  both.server.Stop();
}

TEST_CASE("rpc: a client reads one state until it asks for a newer one") {
  Both both;
  const CollaboratorQuery query;
  const std::string before = Render(ValueOf(both.remote.Collaborators("A1", query)));
  const uint64_t sequence = both.remote.sequence();
  both.server.AddPaper();
  REQUIRE(Render(ValueOf(both.remote.Collaborators("A1", query))) == before);
  REQUIRE(ValueOf(both.remote.Collaborators("A5", query)).rows.empty());

  auto second = ValueOf(Client::Connect(both.server.tcp_address(), kPatient));
  REQUIRE(second.sequence() == sequence + 1);
  REQUIRE(ValueOf(second.Collaborators("A5", query)).rows.size() == 1);
  REQUIRE(ValueOf(both.remote.Collaborators("A5", query)).rows.empty());

  REQUIRE_OK(both.remote.Refresh());
  REQUIRE(both.remote.sequence() == sequence + 1);
  REQUIRE(ValueOf(both.remote.Collaborators("A1", query)).rows.size() == 3);
  both.server.Stop();
}

}  // namespace
}  // namespace coterie::testing
