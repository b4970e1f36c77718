// Departments, traversals, recommendations and similar papers, asked of a server in another process
// and compared with the same question in process.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/rpc/both.h"
#include "tests/rpc/render.h"

namespace coterie::testing {
namespace {

// With a hub: people who are tied, papers that refer to others.
constexpr int kHubPapers = 60;

std::vector<std::string> Colleagues(int count) {
  std::vector<std::string> people;
  for (int i = 0; i < count; ++i) people.push_back("A" + std::to_string(1000 + i));
  return people;
}

std::vector<DepartmentQuery> Departments() {
  std::vector<DepartmentQuery> queries(9);
  queries[0].subjects = {"A1", "A2", "A3", "A4", "A5"};
  queries[1] = queries[0];
  queries[1].explain = true;
  queries[1].options.connector_limit = kNoLimit;
  queries[1].options.weights.max_authors = kNoLimit;
  queries[2].subjects = Colleagues(80);
  queries[2].options.connector_limit = 2;
  queries[2].options.member_limit = 10;
  queries[3] = queries[2];
  queries[3].ties = ListedTies::kStrongest;
  queries[3].options.tie_limit = 7;
  queries[3].options.weights.counting = Counting::kFull;
  queries[3].explain = true;
  queries[4].subjects = {"I1"};
  queries[5].subjects = {"I2", "A4"};
  queries[5].members.levels_below = 1;
  queries[5].options.weights.half_life_years = INFINITY;
  queries[6].subjects = {"I1"};
  queries[6].members.first_year = 2019;
  queries[6].members.last_year = 2022;
  queries[7].subjects = {"I1"};
  queries[7].members.last_year = 1999;  // nobody
  queries[8] = queries[0];
  queries[8].filters.topics = {"T1"};
  queries[8].options.weights.include_retracted = false;
  return queries;
}

TEST_CASE("rpc: departments are the same remotely and in process, whatever the options") {
  Both both({}, kHubPapers);
  for (size_t i = 0; i < Departments().size(); ++i) {
    CAPTURE(i);
    const DepartmentQuery query = Departments()[i];
    const auto here = DepartmentWithNames(*both.local, query);
    REQUIRE_OK(here);
    REQUIRE(RenderResult(both.remote.Department(query)) == Render(*here));
  }
  // The comparison is about something.
  const auto explained = ValueOf(both.remote.Department(Departments()[1]));
  REQUIRE(explained.ties.size() >= 3);
  REQUIRE(explained.ties[0].papers.size() == explained.ties[0].shared_papers);
  const auto hub = ValueOf(both.remote.Department(Departments()[2]));
  REQUIRE(hub.members.size() == 10);
  REQUIRE(hub.next_member.has_value());
  REQUIRE(hub.total_connectors > 2);
  REQUIRE(hub.connectors.size() == 2);
  REQUIRE(hub.connectors[0].ties.size() >= 2);
  const auto strongest = ValueOf(both.remote.Department(Departments()[3]));
  REQUIRE(strongest.ties.size() == 7);
  REQUIRE(strongest.next_tie.has_value());
  REQUIRE(ValueOf(both.remote.Department(Departments()[7])).total_members == 0);
  both.server.Stop();
}

TEST_CASE("rpc: the papers that explain a tie add up to its strength") {
  Both both({}, kHubPapers);
  DepartmentQuery query;
  query.subjects = Colleagues(200);
  query.explain = true;
  for (const Counting counting : {Counting::kFractional, Counting::kFull}) {
    query.options.weights.counting = counting;
    const auto answer = ValueOf(both.remote.Department(query));
    REQUIRE(answer.ties.size() == answer.total_ties);
    REQUIRE(answer.total_ties > 100);
    for (const NamedDepartmentTie& tie : answer.ties) {
      double sum = 0;
      for (const NamedSharedPaper& paper : tie.papers) sum += paper.weight;
      REQUIRE(sum == Approx(tie.strength));
      REQUIRE(tie.papers.size() == tie.shared_papers);
    }
  }
  both.server.Stop();
}

TraversalQuery Walk(std::vector<std::string> starts, std::vector<StepSpec> steps) {
  TraversalQuery query;
  query.starts = std::move(starts);
  query.options.steps = std::move(steps);
  return query;
}

std::vector<TraversalQuery> Traversals() {
  std::vector<TraversalQuery> queries;
  queries.push_back(Walk({"A1"}, {{.step = "authored"}}));
  queries.push_back(Walk({"A9"}, {{.step = "coauthors", .depth = 2}}));
  queries.back().options.order = TraverseOrder::kPaths;
  queries.back().options.node_limit = 20;
  queries.push_back(Walk({"A9", "A1"}, {{.step = "authored"}, {.step = "cites", .depth = 3}}));
  queries.back().explain = true;
  queries.push_back(queries.back());
  queries.back().options.rows = TraverseRows::kEveryStep;
  queries.back().options.node_limit = 15;
  queries.push_back(Walk({"A9"}, {{.step = "authored"}, {.step = "cited-by", .depth = 2}}));
  queries.back().options.edges = TraverseEdges::kList;
  queries.back().options.edge_limit = 30;
  queries.push_back(
      Walk({"A9"},
           {{.step = "authored",
             .where = ValueOf(ParseNodeFilter("year>=2010 and name~\"paper 100\" and count=1"))}}));
  queries.push_back(Walk({"T1", "W1"}, {{.step = "about"}}));
  queries.push_back(Walk({"A9"}, {{.step = "coauthors", .depth = 3}}));
  queries.back().options.work_limit = 400;
  return queries;
}

TEST_CASE("rpc: traversals are the same remotely and in process, whatever the options") {
  Both both({}, kHubPapers);
  for (size_t i = 0; i < Traversals().size(); ++i) {
    CAPTURE(i);
    const TraversalQuery query = Traversals()[i];
    const auto here = TraverseWithNames(*both.local, query);
    REQUIRE_OK(here);
    REQUIRE(RenderResult(both.remote.Traverse(query)) == Render(*here));
  }
  const auto limited = ValueOf(both.remote.Traverse(Traversals()[1]));
  REQUIRE(limited.nodes.size() == 20);
  REQUIRE(limited.next_node.has_value());
  const auto edges = ValueOf(both.remote.Traverse(Traversals()[4]));
  REQUIRE(edges.edges.size() == 30);
  REQUIRE(edges.next_edge.has_value());
  REQUIRE(ValueOf(both.remote.Traverse(Traversals()[5])).nodes.size() == 30);
  REQUIRE(ValueOf(both.remote.Traverse(Traversals()[7])).work_truncated);
  both.server.Stop();
}

// Explained rows must not differ from the same rows unexplained, and each way must be walkable: it
// starts at a start, ends at the parent, and has one node for each level and each step before.
TEST_CASE("rpc: the way to a node leads from a start to its parent") {
  Both both({}, kHubPapers);
  for (const TraverseRows rows : {TraverseRows::kLastStep, TraverseRows::kEveryStep}) {
    for (const uint32_t limit : {7U, kNoLimit}) {
      TraversalQuery query =
          Walk({"A9", "A1", "A2"},
               {{.step = "coauthors"}, {.step = "authored"}, {.step = "cites", .depth = 4}});
      query.options.rows = rows;
      query.options.node_limit = limit;
      const auto plain = ValueOf(both.remote.Traverse(query));
      query.explain = true;
      auto explained = ValueOf(both.remote.Traverse(query));
      REQUIRE(explained.nodes.size() >= 7);
      for (NamedTraversedNode& node : explained.nodes) {
        REQUIRE_FALSE(node.via.empty());
        REQUIRE(node.via.back().id == node.parent.id);
        REQUIRE(node.via.size() >= node.step + node.depth);
        bool begins_at_start = false;
        for (const NodeRef& start : explained.starts) {
          begins_at_start = begins_at_start || start.id == node.via.front().id;
        }
        REQUIRE(begins_at_start);
        node.via.clear();
      }
      REQUIRE(Render(explained) == Render(plain));
    }
  }
  both.server.Stop();
}

TEST_CASE("rpc: recommendations are the same remotely and in process, whatever the options") {
  Both both({}, kHubPapers);
  std::vector<RecommendQuery> queries(5);
  queries[1].options.connection_limit = kNoLimit;
  queries[1].options.limit = kNoLimit;
  queries[2].options.papers.max_authors = 3;
  queries[2].options.papers.include_retracted = false;
  queries[2].options.alpha = 0.4;
  queries[3].options.papers.first_year = 2005;
  queries[3].options.limit = 2;
  queries[3].options.work_limit = 50;
  queries[4].filters.topics = {"T1"};
  for (RecommendQuery query : queries) {
    for (const RecommendBy by :
         {RecommendBy::kPageRank, RecommendBy::kAdamicAdar, RecommendBy::kResourceAllocation}) {
      query.options.by = by;
      for (const char* person : {"A1", "A4", "A1000", "A1050", "A5"}) {
        CAPTURE(person, static_cast<int>(by));
        const auto here = RecommendWithNames(*both.local, person, query);
        REQUIRE_OK(here);
        REQUIRE(RenderResult(both.remote.Recommend(person, query)) == Render(*here));
      }
    }
  }
  queries[3].options.work_limit = 1'000'000;
  queries[3].options.papers.first_year.reset();  // the only paper of A1000 is of 2000
  const auto rows = ValueOf(both.remote.Recommend("A1000", queries[3]));
  REQUIRE(rows.rows.size() == 2);
  REQUIRE(rows.next.has_value());
  REQUIRE_FALSE(rows.rows[0].people.empty());
  both.server.Stop();
}

TEST_CASE("rpc: similar papers are the same remotely and in process, and name stubs by Pid") {
  Both both({}, kHubPapers);
  std::vector<SimilarOptions> queries(4);
  queries[1].example_limit = kNoLimit;
  queries[1].limit = kNoLimit;
  queries[2].min_shared = 2;
  queries[2].limit = 1;
  queries[3].first_year = 2005;
  queries[3].last_year = 2010;
  queries[3].work_limit = 5;
  for (SimilarOptions options : queries) {
    for (const SimilarBy by : {SimilarBy::kCoupling, SimilarBy::kCocitation}) {
      for (const SimilarityMeasure measure :
           {SimilarityMeasure::kRaw, SimilarityMeasure::kSalton, SimilarityMeasure::kJaccard,
            SimilarityMeasure::kAdamicAdar}) {
        options.by = by;
        options.measure = measure;
        for (const char* paper : {"W10010", "W10011", "W1", "W4"}) {
          CAPTURE(paper, static_cast<int>(by), static_cast<int>(measure));
          const auto here = SimilarWithNames(*both.local, paper, options);
          REQUIRE_OK(here);
          REQUIRE(RenderResult(both.remote.Similar(paper, options)) == Render(*here));
        }
      }
    }
  }
  const auto coupled = ValueOf(both.remote.Similar("W10010", queries[1]));
  REQUIRE(coupled.rows.size() > 10);
  REQUIRE(coupled.total == coupled.rows.size());
  REQUIRE(coupled.stub_links == 1);
  bool names_stub = false;
  for (const NamedSimilarPaper& row : coupled.rows) {
    REQUIRE(row.examples.size() == row.shared);
    for (const NamedExample& example : row.examples) {
      if (example.is_stub) names_stub = example.pid == "openalex:W2001";
    }
  }
  REQUIRE(names_stub);
  both.server.Stop();
}

TEST_CASE("rpc: an analysis that cannot be done says why, with the same code as in process") {
  Both both({}, kHubPapers);
  const auto same = [](const absl::Status& remote, const absl::Status& local,
                       absl::StatusCode code) {
    REQUIRE(local.code() == code);
    REQUIRE(remote.ToString() == local.ToString());
  };
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  constexpr auto kAbsent = absl::StatusCode::kNotFound;
  constexpr auto kStub = absl::StatusCode::kFailedPrecondition;
  const auto department = [&](const std::vector<std::string>& subjects, absl::StatusCode code) {
    DepartmentQuery query;
    query.subjects = subjects;
    same(both.remote.Department(query).status(), DepartmentWithNames(*both.local, query).status(),
         code);
  };
  department({}, kInvalid);
  department({"A1", "A404"}, kAbsent);
  department({"A1", "W1"}, kInvalid);
  department({"W777"}, kStub);
  department({"nonsense"}, kInvalid);

  const auto traverse = [&](const TraversalQuery& query, absl::StatusCode code) {
    same(both.remote.Traverse(query).status(), TraverseWithNames(*both.local, query).status(),
         code);
  };
  traverse(Walk({}, {{.step = "authored"}}), kInvalid);
  traverse(Walk({"A1"}, {}), kInvalid);
  traverse(Walk({"A1"}, {{.step = "cites"}}), kInvalid);
  traverse(Walk({"A1"}, {{.step = "authored", .depth = 0}}), kInvalid);
  traverse(Walk({"A1"}, {{.step = "affiliated", .where = ValueOf(ParseNodeFilter("year>2000"))}}),
           kInvalid);
  traverse(Walk({"A404"}, {{.step = "authored"}}), kAbsent);
  traverse(Walk({"W777"}, {{.step = "cited-by"}}), kStub);

  RecommendQuery recommend;
  for (const auto& [person, code] :
       {std::pair{"A404", kAbsent}, std::pair{"W1", kInvalid}, std::pair{"W777", kInvalid},
        std::pair{"nonsense", kInvalid}}) {
    same(both.remote.Recommend(person, recommend).status(),
         RecommendWithNames(*both.local, person, recommend).status(), code);
  }
  recommend.options.alpha = 1.5;
  same(both.remote.Recommend("A1", recommend).status(),
       RecommendWithNames(*both.local, "A1", recommend).status(), kInvalid);

  SimilarOptions similar;
  for (const auto& [paper, code] : {std::pair{"W404", kAbsent}, std::pair{"A1", kInvalid},
                                    std::pair{"W777", kStub}, std::pair{"nonsense", kInvalid}}) {
    same(both.remote.Similar(paper, similar).status(),
         SimilarWithNames(*both.local, paper, similar).status(), code);
  }
  similar.first_year = 2020;
  similar.last_year = 2010;
  same(both.remote.Similar("W1", similar).status(),
       SimilarWithNames(*both.local, "W1", similar).status(), kInvalid);
  REQUIRE_OK(both.remote.Ping());
  both.server.Stop();
}

TEST_CASE("rpc: bounds on what one analysis may answer are told with the bound") {
  Both both({"--rows=3", "--ids=5", "--ties=10"}, kHubPapers);
  const auto too_large = [](const absl::Status& status, const std::string& says) {
    CAPTURE(status.ToString());
    REQUIRE(status.code() == absl::StatusCode::kOutOfRange);
    REQUIRE(std::string(status.message()).find(says) != std::string::npos);
  };
  DepartmentQuery department;
  department.subjects = Colleagues(6);
  too_large(both.remote.Department(department).status(), "limit of 5");
  department.subjects = Colleagues(5);
  too_large(both.remote.Department(department).status(), "more than the 3 members");
  department.options.member_limit = 3;
  REQUIRE(ValueOf(both.remote.Department(department)).total_members == 5);
  department.subjects = {"A1031", "A1062"};  // on two papers with the hub and three others
  department.options.member_limit = 0;
  department.options.connector_limit = kNoLimit;
  too_large(both.remote.Department(department).status(), "more than the 3 connectors");

  TraversalQuery traverse = Walk({"A9"}, {{.step = "authored"}});
  too_large(both.remote.Traverse(traverse).status(), "more than the 3 nodes");
  traverse.options.node_limit = 3;
  REQUIRE(ValueOf(both.remote.Traverse(traverse)).total_nodes == kHubPapers);
  traverse.options.edges = TraverseEdges::kList;
  too_large(both.remote.Traverse(traverse).status(), "more than the 10 edges");
  traverse.options.steps = std::vector<StepSpec>(65, StepSpec{.step = "authored"});
  too_large(both.remote.Traverse(traverse).status(), "65 steps");

  RecommendQuery recommend;
  recommend.options.by = RecommendBy::kAdamicAdar;
  too_large(both.remote.Recommend("A1000", recommend).status(), "more than the 3 people");
  recommend.options.limit = 3;
  REQUIRE(ValueOf(both.remote.Recommend("A1000", recommend)).rows.size() == 3);

  SimilarOptions similar;
  too_large(both.remote.Similar("W10010", similar).status(), "more than the 3 papers");
  similar.limit = 3;
  REQUIRE(ValueOf(both.remote.Similar("W10010", similar)).rows.size() == 3);
  both.server.Stop();
}

}  // namespace
}  // namespace coterie::testing
