// Paths with names instead of vertices. Layer: engine.
#include "engine/catalog/named_paths.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <variant>

#include "engine/analysis/filter_names.h"
#include "engine/analysis/formulas.h"
#include "engine/catalog/naming.h"
#include "engine/catalog/node_names.h"
#include "engine/catalog/query_nodes.h"
#include "schema/base.h"

namespace coterie {
namespace {

// Which papers are of the types asked for. The graph has no column of types, so each paper is read
// once, and the first error is kept for the end.
class TypeTest {
 public:
  TypeTest(const Snapshot& now, const std::vector<std::string>& types) : now_(now), types_(types) {}

  bool operator()(Vertex paper) {
    const auto [at, is_new] = known_.try_emplace(paper.index, false);
    if (is_new) at->second = Read(paper);
    return at->second;
  }
  const absl::Status& status() const { return status_; }

 private:
  bool Read(Vertex paper) {
    const absl::StatusOr<NodeRecord> record = now_.store().GetNode(now_.graph().NodeOf(paper));
    status_.Update(record.status());
    const auto* found = record.ok() ? std::get_if<PaperRecord>(&*record) : nullptr;
    return found != nullptr && std::find(types_.begin(), types_.end(), found->type) != types_.end();
  }

  const Snapshot& now_;
  const std::vector<std::string>& types_;
  std::unordered_map<uint32_t, bool> known_;
  absl::Status status_;
};

NamedPath NamedPathOf(const GraphSnapshot& graph, const Path& path) {
  NamedPath named{.length = path.length, .nodes = {}};
  named.nodes.reserve(path.nodes.size());
  for (const PathNode& node : path.nodes) {
    NamedPathNode& step = named.nodes.emplace_back();
    step.node = RefOf(graph, node.node);
    if (node.via_paper) step.via_paper = RefOf(graph, *node.via_paper);
    step.shared_papers = node.shared_papers;
    step.strength = node.strength;
    step.papers = NamedPapers(graph, node.papers);
    step.direction = node.direction;
  }
  return named;
}

std::string TypeOf(NodeId id) {
  return absl::StrCat(ToString(id), " is of type ", Sv(NodeKindName(id.kind())));
}

// Papers are joined by citations, people by papers.
absl::StatusOr<PathOver> OverFor(const Snapshot& now, std::string_view from, std::string_view to,
                                 const PathQuery& query) {
  ASSIGN_OR_RETURN(const NodeId first, now.Resolve(from));
  ASSIGN_OR_RETURN(const NodeId last, now.Resolve(to));
  for (const NodeId id : {first, last}) {
    if (id.kind() == NodeKind::kPaper || id.kind() == NodeKind::kPerson) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("paths join two people or two papers; ", TypeOf(id)));
  }
  if (first.kind() != last.kind()) {
    return absl::InvalidArgumentError(
        absl::StrCat("paths join two people or two papers, not one "
                     "with the other; ",
                     TypeOf(first), ", ", TypeOf(last)));
  }
  const PathOver over =
      first.kind() == NodeKind::kPaper ? PathOver::kCitation : PathOver::kCoauthor;
  if (query.over.value_or(over) != over) {
    return absl::InvalidArgumentError(
        over == PathOver::kCitation ? "two papers are joined by citations, not by co-authorship"
                                    : "two people are joined by co-authorship, not by citations");
  }
  return over;
}

FilterNames NamesFor(const GraphSnapshot& graph, const PathOptions& options,
                     const PathQuery& query) {
  FilterNames names = NamesOfFilters(graph, options.papers);
  names.paper_types = query.paper_types;
  for (const Vertex v : options.excluded) names.excluded.emplace_back(graph.NameOf(v));
  return names;
}

}  // namespace

absl::StatusOr<NamedPaths> PathsWithNames(const Snapshot& now, std::string_view from,
                                          std::string_view to, const PathQuery& query) {
  const GraphSnapshot& graph = now.graph();
  PathOptions options = query.options;
  ASSIGN_OR_RETURN(options.over, OverFor(now, from, to, query));
  const NodeKind end = options.over == PathOver::kCitation ? NodeKind::kPaper : NodeKind::kPerson;
  ASSIGN_OR_RETURN(const Vertex first, now.ResolveVertex(from, end));
  ASSIGN_OR_RETURN(const Vertex last, now.ResolveVertex(to, end));
  ASSIGN_OR_RETURN(options.papers, WithFilters(now, options.papers, query.filters));
  ASSIGN_OR_RETURN(options.excluded, ResolveAnyVertices(now, query.excluded));
  TypeTest types(now, query.paper_types);
  options.paper_counts = nullptr;
  if (!query.paper_types.empty()) {
    options.paper_counts = [&types](Vertex paper) { return types(paper); };
  }
  ASSIGN_OR_RETURN(const PathList list, PathsBetween(graph, first, last, options));
  RETURN_IF_ERROR(types.status());

  const std::string formula = options.length == PathLength::kStrength
                                  ? FormulaText({kPathFormula, kStrengthFormula})
                                  : FormulaText({kPathFormula});
  NamedPaths named{
      .definition = DescribePaths(options, list.as_of_year, NamesFor(graph, options, query)),
      .formula = formula,
      .over = options.over,
      .from = RefOf(graph, first),
      .to = RefOf(graph, last),
      .distance = list.distance,
      .count = list.count,
      .count_is_exact = list.count_is_exact,
      .count_is_saturated = list.count_is_saturated,
      .paths = {},
      .explored = list.explored,
      .from_component = list.from_component,
      .to_component = list.to_component,
      .as_of_year = list.as_of_year};
  named.paths.reserve(list.paths.size());
  for (const Path& path : list.paths) named.paths.push_back(NamedPathOf(graph, path));
  return named;
}

}  // namespace coterie
