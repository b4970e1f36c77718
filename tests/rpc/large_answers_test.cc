// Answers as long as the server's bounds allow, compared with the same question in process. The
// cost of reading them must grow with their length, not with its square: Cap'n Proto counts every
// read against a limit.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "tests/rpc/both.h"
#include "tests/rpc/large_library.h"
#include "tests/rpc/render.h"

namespace coterie::testing {
namespace {

// Checks equality, and shows where the first difference is.
void CheckSame(const std::string& there, const std::string& here) {
  const auto ends = std::mismatch(there.begin(), there.end(), here.begin(), here.end());
  const auto at = static_cast<size_t>(ends.first - there.begin());
  const size_t begin = at - std::min<size_t>(at, 80);
  INFO("at byte " << at << " of " << here.size() << "\n  the server: " << there.substr(begin, 200)
                  << "\n  in process: " << here.substr(begin, 200));
  CHECK((ends.first == there.end() && ends.second == here.end()));
}

// The answer in process, having checked that the server's is the same.
template <typename T>
T CheckSame(const absl::StatusOr<T>& there, const absl::StatusOr<T>& here) {
  REQUIRE_OK(here);
  CheckSame(RenderResult(there), Render(*here));
  return *here;
}

void CheckCollaborators(Both& both) {
  CollaboratorQuery query;
  query.options.limit = kManyRows;
  query.options.explain = true;
  const auto list = CheckSame(both.remote.Collaborators("A1", query),
                              CollaboratorsWithNames(*both.local, "A1", query));
  CHECK(list.rows.size() == kManyRows);
  CHECK(list.rows.back().papers.size() == 1);
}

void CheckEgo(Both& both) {
  EgoQuery query;
  query.options.limit = kManyRows;
  const auto network =
      CheckSame(both.remote.Ego("A1", query), EgoWithNames(*both.local, "A1", query));
  CHECK(network.members.size() == kManyRows);
  // 1,000 papers with 20 · 19 / 2 pairs each; one person, who has 2 · 19, is cut off for A3.
  CHECK(network.ties.size() == 190'000 - 38);
}

void CheckSlice(Both& both) {
  SliceQuery query;
  query.seeds = {"A1"};
  query.options.node_budget = kManyRows;
  for (uint32_t i = 1; i <= 100'000; ++i) query.shown.emplace_back(NodeKind::kVenue, i);
  const auto slice = CheckSame(both.remote.Slice(query), SliceWithNames(*both.local, query));
  CHECK(slice.nodes.size() >= kManyRows);
  CHECK(slice.edges.size() > kManyRows);
}

void CheckPaths(Both& both) {
  PathQuery query;
  query.options.max_paths = kManyRows;
  const auto list = CheckSame(both.remote.Paths("A1", "A2", query),
                              PathsWithNames(*both.local, "A1", "A2", query));
  CHECK(list.paths.size() == kManyRows);
  CHECK(list.paths.back().nodes.size() == 3);
}

void CheckDepartment(Both& both) {
  DepartmentQuery query;
  query.subjects = {"I1"};
  query.options.member_limit = kManyRows;
  query.ties = ListedTies::kStrongest;
  query.options.tie_limit = kManyRows;
  query.options.connector_limit = kManyRows;
  query.explain = true;
  const auto department =
      CheckSame(both.remote.Department(query), DepartmentWithNames(*both.local, query));
  CHECK(department.members.size() == kManyRows);
  CHECK(department.ties.size() == kManyRows);
  CHECK(department.ties.back().papers.size() == 1);
  CHECK(department.connectors.size() == 2);
  CHECK(department.connectors[1].ties.size() == kManyRows);
}

void CheckTraversal(Both& both) {
  TraversalQuery query;
  query.starts = {"T1"};
  query.options.steps = {{.step = "papers"}, {.step = "authored"}};
  query.options.node_limit = kManyRows;
  query.options.edges = TraverseEdges::kList;
  query.options.edge_limit = kManyRows;
  query.explain = true;
  const auto traversal =
      CheckSame(both.remote.Traverse(query), TraverseWithNames(*both.local, query));
  CHECK(traversal.nodes.size() == kManyRows);
  CHECK(traversal.edges.size() == kManyRows);
}

void CheckRecommendations(Both& both) {
  RecommendQuery query;
  query.options.by = RecommendBy::kAdamicAdar;
  query.options.limit = kManyRows;
  const auto list =
      CheckSame(both.remote.Recommend("A3", query), RecommendWithNames(*both.local, "A3", query));
  CHECK(list.rows.size() == kManyRows);
  CHECK(list.rows.back().people.size() == 1);
}

void CheckSimilar(Both& both) {
  SimilarOptions options;
  options.limit = kManyRows;
  options.min_shared = 1;
  const auto list = CheckSame(both.remote.Similar("W500000", options),
                              SimilarWithNames(*both.local, "W500000", options));
  CHECK(list.rows.size() == kManyRows);
  CHECK(list.rows.back().examples.size() == 1);
}

void CheckNodes(Both& both) {
  const auto found = CheckSame(both.remote.Find("member number", NodeKind::kPerson, kManyRows),
                               Find(*both.local, "member number", NodeKind::kPerson, kManyRows));
  CHECK(found.size() == kManyRows);
  std::vector<NodeId> ids;  // as many as a batch may have
  for (size_t i = 0; i < 1'000; ++i) ids.push_back(found[i * 10].id);
  const auto nodes = CheckSame(both.remote.BatchNodes(ids), SummariesOf(*both.local, ids));
  CHECK(nodes.size() == 1'000);
}

TEST_CASE("rpc: answers of ten thousand rows are the same remotely and in process") {
  Both both(MakeLargeLibrary);
  CheckCollaborators(both);
  CheckEgo(both);
  CheckSlice(both);
  CheckPaths(both);
  CheckDepartment(both);
  CheckTraversal(both);
  CheckRecommendations(both);
  CheckSimilar(both);
  CheckNodes(both);
  both.server.Stop();
}

}  // namespace
}  // namespace coterie::testing
