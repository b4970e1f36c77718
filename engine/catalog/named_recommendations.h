// Recommended collaborators with names instead of vertices: what the command line prints and RPC
// carries.
//
// Layer: engine. As engine/catalog/named_results.h. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/recommend.h"
#include "engine/catalog/named_results.h"

namespace coterie {

// The vertices in `options.papers` are set from `filters`; what a caller puts there is ignored.
struct RecommendQuery {
  RecommendOptions options;
  PaperFilters filters;
};

// A person or topic that connects; the numbers are those of papers that count: for a person, shared
// with each of the two; for a topic, that have it.
struct NamedConnection {
  NodeRef node;
  uint32_t papers_of_person = 0;  // who asked
  uint32_t papers_of_candidate = 0;
};

// Fields mean what Recommendation's mean.
struct NamedRecommendation {
  NodeRef person;
  std::vector<Pid> pids;  // that the person owns
  double score = 0;
  uint32_t common_coauthors = 0;
  uint32_t common_topics = 0;
  std::vector<NamedConnection> people;
  std::vector<NamedConnection> topics;
};

struct NamedRecommendations {
  NodeRef person;          // who was asked about
  std::string definition;  // DescribeRecommendation's words
  std::string formula;     // FormulaText() of what the scores are made by
  int16_t as_of_year = kNoYear;
  std::vector<NamedRecommendation> rows;
  std::optional<NodeId> next;  // the first that the limit cut off
  uint32_t coauthors = 0;
  uint32_t coauthors_walked = 0;
  uint64_t arcs_walked = 0;
  double error_bound = 0;
  bool truncated = false;
  LeftOut left_out;
};

// RecommendedCollaborators() of the person that `person` names.
// Errors: those of Snapshot::ResolveVertex (for the person and each filter) and of
// RecommendedCollaborators().
absl::StatusOr<NamedRecommendations> RecommendWithNames(const Snapshot& now,
                                                        std::string_view person,
                                                        const RecommendQuery& query);

}  // namespace coterie
