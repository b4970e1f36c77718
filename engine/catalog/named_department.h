// A department with names instead of vertices: what the command line prints and RPC carries.
//
// Layer: engine. As engine/catalog/named_results.h. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/department.h"
#include "engine/catalog/named_results.h"

namespace coterie {

enum class ListedTies : uint8_t {
  kAmongListed = 1,  // every tie between two members that are listed; `tie_limit` is not used
  kStrongest = 2,    // the first `tie_limit` of all ties
};

// The vertices in `options.weights` are set from `filters`; what a caller puts there is ignored.
struct DepartmentQuery {
  std::vector<std::string> subjects;  // people, or institutions standing for their people
  MemberOptions members;
  DepartmentOptions options;
  ListedTies ties = ListedTies::kAmongListed;
  bool explain = false;  // also every shared paper of every listed tie
  PaperFilters filters;
};

// Fields mean what DepartmentMember's mean, and so on.
struct NamedDepartmentMember {
  NodeRef person;
  std::vector<Pid> pids;  // that the person owns
  uint32_t papers = 0;
  uint32_t papers_inside = 0;
  int16_t first_year = kNoYear;
  int16_t last_year = kNoYear;
  uint32_t ties = 0;
  double strength = 0;
  uint32_t core = 0;
  uint32_t component = 0;
  double clustering = 0;
};

struct NamedDepartmentTie {
  NodeRef a;  // of the two the smaller NodeId
  NodeRef b;
  double strength = 0;
  uint32_t shared_papers = 0;
  int16_t first_year = kNoYear;
  int16_t last_year = kNoYear;
  std::vector<NamedSharedPaper> papers;  // with `explain` only
};

struct NamedConnectorTie {
  NodeRef member;
  double strength = 0;
  uint32_t shared_papers = 0;
};

struct NamedConnector {
  NodeRef person;
  std::vector<Pid> pids;
  double strength = 0;
  uint32_t papers = 0;
  uint64_t pairs_joined = 0;
  std::vector<NamedConnectorTie> ties;
};

struct NamedDepartment {
  std::vector<NodeRef> subjects;  // who was asked about, in the order of the query
  std::string definition;         // DescribeStrength's words, and who the members are
  std::string formula;            // FormulaText() of what the numbers are made by
  int16_t as_of_year = kNoYear;
  std::vector<NamedDepartmentMember> members;
  std::optional<NodeId> next_member;  // the first that the limit cut off
  std::vector<NamedDepartmentTie> ties;
  std::optional<std::pair<NodeId, NodeId>> next_tie;  // likewise, with kStrongest
  std::vector<NamedConnector> connectors;
  uint32_t total_members = 0;
  uint32_t total_ties = 0;
  uint32_t total_connectors = 0;
  uint32_t papers = 0;
  uint32_t papers_inside = 0;
  uint32_t components = 0;
  uint32_t largest_component = 0;
  uint32_t isolated = 0;
  uint32_t degeneracy = 0;
  double density = 0;
  double clustering = 0;
  uint32_t components_with_connectors = 0;
  LeftOut left_out;
  uint32_t undated_counted = 0;
};

// DepartmentOf() the people whom MembersOf() finds. Where these are nobody, as with an institution
// without people in the years asked for, the answer is empty, not an error.
// Errors: those of Snapshot::ResolveVertex (for each subject and filter), MembersOf() and
// DepartmentOf().
absl::StatusOr<NamedDepartment> DepartmentWithNames(const Snapshot& now,
                                                    const DepartmentQuery& query);

}  // namespace coterie
