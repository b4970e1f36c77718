// Analyses with names instead of vertices: what the command line prints and RPC carries.
//
// Layer: engine. Plain values that need no store and no graph to be read, so that a local and a
// remote answer are the same type and print the same. The queries take nodes as text (any form of a
// Pid or a NodeId), since a vertex means nothing outside one snapshot. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/collaborators.h"
#include "engine/analysis/ego_network.h"
#include "engine/catalog/views.h"
#include "engine/library.h"

namespace coterie {

// Which nodes the papers that count must have, as the user wrote them; empty = no filter.
struct PaperFilters {
  std::vector<std::string> topics;
  std::vector<std::string> institutions;
  std::vector<std::string> venues;
};

// The vertices in `options.weights` are set from `filters`; what a caller puts there is ignored.
struct CollaboratorQuery {
  CollaboratorOptions options;
  PaperFilters filters;
};

struct EgoQuery {
  EgoOptions options;
  PaperFilters filters;
};

struct NamedSharedPaper {
  NodeRef paper;
  int16_t year = kNoYear;
  uint32_t byline_size = 0;
  double weight = 0;
};

// A row of `collaborators`; fields mean what Collaborator's mean.
struct NamedCollaborator {
  NodeRef person;
  std::vector<Pid> pids;  // that the person owns
  double strength = 0;
  uint32_t shared_papers = 0;
  int16_t first_year = kNoYear;
  int16_t last_year = kNoYear;
  std::vector<NodeRef> topics;
  std::vector<NodeRef> institutions;
  std::vector<NamedSharedPaper> papers;  // with `explain` only
  bool is_close = false;
};

struct NamedCollaborators {
  NodeRef person;          // who was asked about
  std::string definition;  // DescribeStrength's words
  std::string formula;     // FormulaText() of what the numbers are made by
  int16_t as_of_year = kNoYear;
  std::vector<NamedCollaborator> rows;
  uint32_t total = 0;
  uint32_t close = 0;
  LeftOut left_out;
  uint32_t undated_counted = 0;
};

struct NamedEgoMember {
  NodeRef person;
  std::vector<Pid> pids;  // that the person owns
  double strength = 0;
  uint32_t shared_papers = 0;
  uint32_t ties = 0;
  uint32_t core = 0;
  uint32_t component = 0;
  double distance = 0;
  double clustering = 0;
};

// A tie between two members, as indexes into NamedEgo::members; a's NodeId is the smaller.
struct NamedEgoTie {
  uint32_t a = 0;
  uint32_t b = 0;
  double strength = 0;
  uint32_t shared_papers = 0;
};

struct NamedEgo {
  NodeRef ego;
  std::string definition;  // DescribeEgo's words
  std::string formula;
  int16_t as_of_year = kNoYear;
  std::vector<NamedEgoMember> members;
  std::vector<NamedEgoTie> ties;  // by NodeId of a, then of b
  uint32_t total_collaborators = 0;
  uint32_t components = 0;
  uint32_t largest_component = 0;
  uint32_t degeneracy = 0;
  double density = 0;
  LeftOut left_out;
  uint32_t undated_counted = 0;
};

// What a list of ids needs of each node.
struct NodeSummary {
  NodeId id;
  bool exists = false;  // else the rest is empty
  std::string name;
  int16_t year = kNoYear;
  bool is_stub = false;
  bool is_retracted = false;
};

// Collaborators() of the person that `person` names, with names, Pids and the definition.
// Errors: those of Snapshot::ResolveVertex (for the person and each filter) and of Collaborators().
absl::StatusOr<NamedCollaborators> CollaboratorsWithNames(const Snapshot& now,
                                                          std::string_view person,
                                                          const CollaboratorQuery& query);

// EgoNetworkOf() likewise.
absl::StatusOr<NamedEgo> EgoWithNames(const Snapshot& now, std::string_view person,
                                      const EgoQuery& query);

// One summary an id, in the order of `ids`. Complexity: memory reads for what the graph holds, one
// batched read of the store for the rest (stubs). Errors: those of storage.
absl::StatusOr<std::vector<NodeSummary>> SummariesOf(const Snapshot& now,
                                                     std::span<const NodeId> ids);

}  // namespace coterie
