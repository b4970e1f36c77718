// Implements engine/catalog/named_department.h.
#include "engine/catalog/named_department.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "engine/analysis/formulas.h"
#include "engine/analysis/paper_weight.h"
#include "engine/catalog/naming.h"
#include "engine/catalog/node_names.h"
#include "engine/catalog/query_nodes.h"

namespace coterie {
namespace {

// "; members: …", where institutions stand for people.
std::string DescribeMembers(const GraphSnapshot& graph, const std::vector<Vertex>& subjects,
                            const MemberOptions& options) {
  const bool has_institutions = std::any_of(subjects.begin(), subjects.end(), [&](Vertex v) {
    return graph.KindOf(v) == NodeKind::kInstitution;
  });
  if (!has_institutions) return "";
  std::string text = "; members of an institution: ";
  const auto year = [](std::optional<int16_t> y) { return y ? std::to_string(*y) : ""; };
  if (options.first_year || options.last_year) {
    absl::StrAppend(&text, "who wrote from there in ", year(options.first_year), "..",
                    year(options.last_year));
  } else {
    text += "whoever was ever affiliated";
  }
  if (options.levels_below > 0) {
    absl::StrAppend(&text, ", or with one of its parts, down to ", options.levels_below,
                    options.levels_below == 1 ? " level" : " levels");
  }
  return text;
}

NamedDepartmentMember NamedMember(const GraphSnapshot& graph, const DepartmentMember& member) {
  return {.person = RefOf(graph, member.person),
          .pids = {},
          .papers = member.papers,
          .papers_inside = member.papers_inside,
          .first_year = member.first_year,
          .last_year = member.last_year,
          .ties = member.ties,
          .strength = member.strength,
          .core = member.core,
          .component = member.component,
          .clustering = member.clustering};
}

NamedConnector NamedOutsider(const GraphSnapshot& graph, const Connector& connector) {
  NamedConnector named{.person = RefOf(graph, connector.person),
                       .pids = {},
                       .strength = connector.strength,
                       .papers = connector.papers,
                       .pairs_joined = connector.pairs_joined,
                       .ties = {}};
  named.ties.reserve(connector.ties.size());
  for (const ConnectorTie& tie : connector.ties) {
    named.ties.push_back({RefOf(graph, tie.member), tie.strength, tie.shared_papers});
  }
  return named;
}

// The papers behind a tie, by NodeId, with their parts in its strength.
std::vector<NamedSharedPaper> PapersOfTie(const GraphSnapshot& graph, PaperWeights& weights,
                                          Counting counting, const DepartmentTie& tie) {
  const Csr papers = graph.Adjacency(Relation::kPersonPapers);
  const std::span<const uint32_t> of_a = papers.Row(tie.a.index);
  const std::span<const uint32_t> of_b = papers.Row(tie.b.index);
  std::vector<uint32_t> shared;
  std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                        std::back_inserter(shared));
  std::vector<NamedSharedPaper> named;
  for (const uint32_t paper : shared) {
    if (!weights.Counts(paper)) continue;
    named.push_back({RefOf(graph, paper), weights.Year(paper), weights.BylineSize(paper),
                     counting == Counting::kFull ? 1 : weights.Weight(paper)});
  }
  return named;
}

// Takes what exceeds the query's limits off the lists, and says what came next.
void CutLists(const GraphSnapshot& graph, const DepartmentQuery& query, Department& department,
              NamedDepartment& named) {
  if (department.members.size() > query.options.member_limit) {
    named.next_member = graph.NodeOf(department.members.back().person);
    department.members.pop_back();
  }
  if (query.ties == ListedTies::kStrongest) {
    if (department.ties.size() <= query.options.tie_limit) return;
    const DepartmentTie& next = department.ties.back();
    named.next_tie = {graph.NodeOf(next.a), graph.NodeOf(next.b)};
    department.ties.pop_back();
    return;
  }
  if (!named.next_member) return;  // everybody is listed
  std::unordered_set<uint32_t> listed;
  for (const DepartmentMember& member : department.members) listed.insert(member.person.index);
  std::erase_if(department.ties, [&](const DepartmentTie& tie) {
    return !listed.contains(tie.a.index) || !listed.contains(tie.b.index);
  });
}

void CopyMeasures(const Department& department, NamedDepartment& named) {
  named.total_members = department.total_members;
  named.total_ties = department.total_ties;
  named.total_connectors = department.total_connectors;
  named.papers = department.papers;
  named.papers_inside = department.papers_inside;
  named.components = department.components;
  named.largest_component = department.largest_component;
  named.isolated = department.isolated;
  named.degeneracy = department.degeneracy;
  named.density = department.density;
  named.clustering = department.clustering;
  named.components_with_connectors = department.components_with_connectors;
  named.left_out = department.left_out;
  named.undated_counted = department.undated_counted;
}

absl::Status AddLists(const Snapshot& now, const DepartmentQuery& query,
                      const DepartmentOptions& options, const Department& department,
                      PaperWeights& weights, NamedDepartment& named) {
  const GraphSnapshot& graph = now.graph();
  named.members.reserve(department.members.size());
  for (const DepartmentMember& member : department.members) {
    named.members.push_back(NamedMember(graph, member));
  }
  named.ties.reserve(department.ties.size());
  for (const DepartmentTie& tie : department.ties) {
    RETURN_IF_ERROR(options.stop.Check());
    named.ties.push_back({RefOf(graph, tie.a), RefOf(graph, tie.b), tie.strength, tie.shared_papers,
                          tie.first_year, tie.last_year,
                          query.explain ? PapersOfTie(graph, weights, options.weights.counting, tie)
                                        : std::vector<NamedSharedPaper>()});
  }
  for (const Connector& connector : department.connectors) {
    named.connectors.push_back(NamedOutsider(graph, connector));
  }
  RETURN_IF_ERROR(FillPids(now, &NamedDepartmentMember::person, named.members));
  return FillPids(now, &NamedConnector::person, named.connectors);
}

}  // namespace

absl::StatusOr<NamedDepartment> DepartmentWithNames(const Snapshot& now,
                                                    const DepartmentQuery& query) {
  const GraphSnapshot& graph = now.graph();
  ASSIGN_OR_RETURN(const std::vector<Vertex> subjects, ResolveAnyVertices(now, query.subjects));
  DepartmentOptions options = query.options;
  ASSIGN_OR_RETURN(options.weights, WithFilters(now, options.weights, query.filters));
  options.member_limit = OneMore(options.member_limit);
  options.tie_limit = query.ties == ListedTies::kStrongest ? OneMore(options.tie_limit) : kNoLimit;
  ASSIGN_OR_RETURN(const std::vector<Vertex> people, MembersOf(graph, subjects, query.members));
  ASSIGN_OR_RETURN(PaperWeights weights, PaperWeights::Create(graph, options.weights));

  NamedDepartment named;
  named.subjects = RefsOfAll(graph, subjects);
  named.as_of_year = weights.as_of_year();
  named.formula = FormulaText({kDepartmentFormula, kStrengthFormula});
  named.definition = DescribeStrength({.weights = options.weights}, named.as_of_year) +
                     DescribeMembers(graph, subjects, query.members);
  if (people.empty()) return named;
  ASSIGN_OR_RETURN(Department department, DepartmentOf(graph, people, options));
  CopyMeasures(department, named);
  CutLists(graph, query, department, named);
  RETURN_IF_ERROR(AddLists(now, query, options, department, weights, named));
  return named;
}

}  // namespace coterie
