// Implements engine/catalog/named_recommendations.h.
#include "engine/catalog/named_recommendations.h"

#include "engine/analysis/formulas.h"
#include "engine/catalog/naming.h"
#include "engine/catalog/node_names.h"
#include "engine/catalog/query_nodes.h"

namespace coterie {
namespace {

NamedRecommendation NamedRow(const GraphSnapshot& graph, const Recommendation& row) {
  NamedRecommendation named{.person = RefOf(graph, row.person),
                            .pids = {},
                            .score = row.score,
                            .common_coauthors = row.common_coauthors,
                            .common_topics = row.common_topics,
                            .people = {},
                            .topics = {}};
  for (const ConnectingPerson& person : row.people) {
    named.people.push_back(
        {RefOf(graph, person.person), person.papers_with_person, person.papers_with_candidate});
  }
  for (const ConnectingTopic& topic : row.topics) {
    named.topics.push_back(
        {RefOf(graph, topic.topic), topic.papers_of_person, topic.papers_of_candidate});
  }
  return named;
}

}  // namespace

absl::StatusOr<NamedRecommendations> RecommendWithNames(const Snapshot& now,
                                                        std::string_view person,
                                                        const RecommendQuery& query) {
  const GraphSnapshot& graph = now.graph();
  ASSIGN_OR_RETURN(const Vertex subject, now.ResolveVertex(person, NodeKind::kPerson));
  RecommendOptions options = query.options;
  ASSIGN_OR_RETURN(options.papers, WithFilters(now, options.papers, query.filters));
  options.limit = OneMore(options.limit);
  ASSIGN_OR_RETURN(RecommendationList list, RecommendedCollaborators(graph, subject, options));

  NamedRecommendations named{.person = RefOf(graph, subject),
                             .definition = DescribeRecommendation(options, list.as_of_year),
                             .formula = FormulaText({kRecommendFormula}),
                             .as_of_year = list.as_of_year,
                             .rows = {},
                             .next = {},
                             .coauthors = list.coauthors,
                             .coauthors_walked = list.coauthors_walked,
                             .arcs_walked = list.arcs_walked,
                             .error_bound = list.error_bound,
                             .truncated = list.truncated,
                             .left_out = list.left_out};
  if (list.rows.size() > query.options.limit) {
    named.next = graph.NodeOf(list.rows.back().person);
    list.rows.pop_back();
  }
  named.rows.reserve(list.rows.size());
  for (const Recommendation& row : list.rows) named.rows.push_back(NamedRow(graph, row));
  RETURN_IF_ERROR(FillPids(now, &NamedRecommendation::person, named.rows));
  return named;
}

}  // namespace coterie
