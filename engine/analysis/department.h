// Collaboration inside a given set of people: the members, the ties among them, and who outside
// connects them.
//
// Layer: engine. Ties are weighted with collaboration strength (engine/analysis/collaborators.h)
// over the papers that count under the same options. The measures run in Boost.Graph on the
// compacted network of members and ties, never on a filtered view. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/collaborators.h"
#include "engine/analysis/stop_flag.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

// Who of an institution is a member. Does not concern people who are named themselves.
struct MemberOptions {
  // Without years: everybody affiliated, by authorship or by a source's assertion. With either
  // year: those who have an authorship that names the institution on a paper of these years, both
  // ends included; the graph does not hold the years of asserted affiliations.
  std::optional<int16_t> first_year;
  std::optional<int16_t> last_year;
  // Also the people of child institutions, down to this many levels; 0 = of the institution alone.
  uint32_t levels_below = 0;
};

// The set that `subjects` name: people stand for themselves, institutions for their people.
// Ascending, each once; may be empty.
// Complexity: O(people of the institutions), with years O(their papers' bylines).
// Errors: InvalidArgument (no subject; a subject of another kind; an empty year window).
absl::StatusOr<std::vector<Vertex>> MembersOf(const GraphSnapshot& graph,
                                              std::span<const Vertex> subjects,
                                              const MemberOptions& options);

struct DepartmentOptions {
  StrengthOptions weights;
  // The first so many members, ties and connectors are listed; measures and counts are of all.
  uint32_t member_limit = kNoLimit;
  uint32_t tie_limit = kNoLimit;
  uint32_t connector_limit = 0;  // 0: connectors are not looked for
  StopFlag stop;                 // asked about for every member
};

struct DepartmentMember {
  Vertex person;
  uint32_t papers = 0;           // that count, whoever else is on them
  uint32_t papers_inside = 0;    // of them, with another member on the byline
  int16_t first_year = kNoYear;  // of the papers inside
  int16_t last_year = kNoYear;
  uint32_t ties = 0;       // with other members
  double strength = 0;     // sum of the strengths of those ties
  uint32_t core = 0;       // core number
  uint32_t component = 0;  // 0 = the largest; then by size, then by smallest NodeId
  double clustering = 0;   // local
};

// Two members who share papers that count. Strength is S, or c with full counting.
struct DepartmentTie {
  Vertex a;  // a < b
  Vertex b;
  double strength = 0;
  uint32_t shared_papers = 0;
  int16_t first_year = kNoYear;
  int16_t last_year = kNoYear;
};

struct ConnectorTie {
  Vertex member;
  double strength = 0;
  uint32_t shared_papers = 0;
};

// A person outside the set who shares papers that count with at least two members.
struct Connector {
  Vertex person;
  double strength = 0;             // sum over members of the strength of the tie
  uint32_t papers = 0;             // distinct papers shared with any member
  uint64_t pairs_joined = 0;       // pairs of the members below who have no tie of their own
  std::vector<ConnectorTie> ties;  // strength desc, shared papers desc, NodeId asc; all of them
};

struct Department {
  int16_t as_of_year = kNoYear;
  std::vector<DepartmentMember> members;  // strength desc, papers inside desc, papers desc, NodeId
  std::vector<DepartmentTie> ties;        // strength desc, shared papers desc, last year desc, a, b
  std::vector<Connector> connectors;  // strength desc, members tied desc, papers desc, NodeId asc
  uint32_t total_members = 0;         // before the limits, as the other totals
  uint32_t total_ties = 0;
  uint32_t total_connectors = 0;  // 0 also where they were not looked for
  // Distinct papers of members that count, and those of them with at least two members.
  uint32_t papers = 0;
  uint32_t papers_inside = 0;
  // Of the network of members and ties.
  uint32_t components = 0;
  uint32_t largest_component = 0;  // its members
  uint32_t isolated = 0;           // members without a tie
  uint32_t degeneracy = 0;         // greatest core number
  double density = 0;              // ties / possible ties; 0 with fewer than two members
  double clustering = 0;           // mean of the members' local clustering
  // Components that hold members, when the listed connectors and their ties are added to the
  // network; equals `components` without connectors.
  uint32_t components_with_connectors = 0;
  // Papers of members, each once, as Collaborators tells them of one person.
  LeftOut left_out;
  uint32_t undated_counted = 0;  // papers without a year, not alone, that count as H years old
};

// `people` may be in any order and repeat. One member gives no ties.
// Complexity: O(sum of byline lengths of the members' papers + E sqrt E of the ties); memory by
// members, ties and, for connectors, the members' co-authors. Determinism: sums in double over
// papers by NodeId.
// Errors: InvalidArgument (an empty set; somebody who is not a person; those of Collaborators'
// weights); Cancelled.
absl::StatusOr<Department> DepartmentOf(const GraphSnapshot& graph, std::span<const Vertex> people,
                                        const DepartmentOptions& options);

}  // namespace coterie
