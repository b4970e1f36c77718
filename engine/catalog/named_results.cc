#include "engine/catalog/named_results.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "engine/analysis/filter_names.h"
#include "engine/analysis/formulas.h"
#include "engine/analysis/vertex_numbering.h"
#include "engine/catalog/naming.h"
#include "engine/catalog/node_names.h"
#include "engine/catalog/query_nodes.h"
#include "schema/base.h"

namespace coterie {
namespace {

NamedCollaborator NamedRow(const GraphSnapshot& graph, const Collaborator& row) {
  return {.person = RefOf(graph, row.person),
          .pids = {},
          .strength = row.strength,
          .shared_papers = row.shared_papers,
          .first_year = row.first_year,
          .last_year = row.last_year,
          .topics = RefsOfAll(graph, row.topics),
          .institutions = RefsOfAll(graph, row.institutions),
          .papers = NamedPapers(graph, row.papers),
          .is_close = row.is_close};
}

NamedEgoMember NamedMember(const GraphSnapshot& graph, const EgoMember& member) {
  return {.person = RefOf(graph, member.person),
          .pids = {},
          .strength = member.strength,
          .shared_papers = member.shared_papers,
          .ties = member.ties,
          .core = member.core,
          .component = member.component,
          .distance = member.distance,
          .clustering = member.clustering};
}

NodeSummary SummaryOfRecord(NodeId id, const NodeRecord& record) {
  NodeSummary summary{.id = id, .exists = true, .name = HeaderOf(record).name};
  if (const auto* paper = std::get_if<PaperRecord>(&record)) {
    summary.year = paper->year;
    summary.is_stub = paper->is_stub;
    summary.is_retracted = paper->is_retracted;
  }
  return summary;
}

}  // namespace

absl::StatusOr<NamedCollaborators> CollaboratorsWithNames(const Snapshot& now,
                                                          std::string_view person,
                                                          const CollaboratorQuery& query) {
  const GraphSnapshot& graph = now.graph();
  ASSIGN_OR_RETURN(const Vertex subject, now.ResolveVertex(person, NodeKind::kPerson));
  CollaboratorOptions options = query.options;
  ASSIGN_OR_RETURN(options.weights, WithFilters(now, options.weights, query.filters));
  ASSIGN_OR_RETURN(const CollaboratorList list, Collaborators(graph, subject, options));

  NamedCollaborators named{.person = RefOf(graph, subject),
                           .definition = DescribeStrength(options, list.as_of_year,
                                                          NamesOfFilters(graph, options.weights)),
                           .formula = FormulaText({kStrengthFormula}),
                           .as_of_year = list.as_of_year,
                           .rows = {},
                           .total = list.total,
                           .close = list.close,
                           .left_out = list.left_out,
                           .undated_counted = list.undated_counted};
  named.rows.reserve(list.rows.size());
  for (const Collaborator& row : list.rows) {
    RETURN_IF_ERROR(options.stop.Check());
    named.rows.push_back(NamedRow(graph, row));
  }
  RETURN_IF_ERROR(FillPids(now, &NamedCollaborator::person, named.rows));
  return named;
}

absl::StatusOr<NamedEgo> EgoWithNames(const Snapshot& now, std::string_view person,
                                      const EgoQuery& query) {
  const GraphSnapshot& graph = now.graph();
  ASSIGN_OR_RETURN(const Vertex subject, now.ResolveVertex(person, NodeKind::kPerson));
  EgoOptions options = query.options;
  ASSIGN_OR_RETURN(options.weights, WithFilters(now, options.weights, query.filters));
  ASSIGN_OR_RETURN(const EgoNetwork network, EgoNetworkOf(graph, subject, options));

  NamedEgo named{.ego = RefOf(graph, subject),
                 .definition = DescribeEgo(options, network.as_of_year,
                                           NamesOfFilters(graph, options.weights)),
                 .formula = FormulaText({kEgoFormula, kStrengthFormula}),
                 .as_of_year = network.as_of_year,
                 .members = {},
                 .ties = {},
                 .total_collaborators = network.total_collaborators,
                 .components = network.components,
                 .largest_component = network.largest_component,
                 .degeneracy = network.degeneracy,
                 .density = network.density,
                 .left_out = network.left_out,
                 .undated_counted = network.undated_counted};
  VertexNumbering index_of(network.members.size());  // in `members`
  named.members.reserve(network.members.size());
  for (const EgoMember& member : network.members) {
    index_of.Number(member.person.index);
    named.members.push_back(NamedMember(graph, member));
  }
  named.ties.reserve(network.ties.size());
  for (const EgoTie& tie : network.ties) {
    named.ties.push_back(
        {index_of.Find(tie.a.index), index_of.Find(tie.b.index), tie.strength, tie.shared_papers});
  }
  RETURN_IF_ERROR(FillPids(now, &NamedEgoMember::person, named.members));
  return named;
}

absl::StatusOr<std::vector<NodeSummary>> SummariesOf(const Snapshot& now,
                                                     std::span<const NodeId> ids) {
  const GraphSnapshot& graph = now.graph();
  const uint32_t first_paper = graph.VerticesOf(NodeKind::kPaper).first;
  std::vector<NodeSummary> summaries(ids.size());
  std::vector<NodeId> missing;
  std::vector<size_t> missing_at;
  for (size_t i = 0; i < ids.size(); ++i) {
    NodeSummary& summary = summaries[i];
    summary.id = ids[i];
    const std::optional<Vertex> vertex = graph.FindVertex(ids[i]);
    if (!vertex.has_value()) {
      missing.push_back(ids[i]);
      missing_at.push_back(i);
      continue;
    }
    summary.exists = true;
    summary.name = graph.NameOf(*vertex);
    if (graph.KindOf(*vertex) == NodeKind::kPaper) {
      summary.year = graph.Years()[vertex->index - first_paper];
      summary.is_retracted = graph.IsRetracted(*vertex);
    }
  }
  if (missing.empty()) return summaries;
  ASSIGN_OR_RETURN(const std::vector<std::optional<NodeRecord>> records,
                   now.store().FindNodes(missing));
  for (size_t i = 0; i < records.size(); ++i) {
    if (records[i].has_value()) {
      summaries[missing_at[i]] = SummaryOfRecord(missing[i], *records[i]);
    }
  }
  return summaries;
}

}  // namespace coterie
