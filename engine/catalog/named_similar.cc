// Implements engine/catalog/named_similar.h.
#include "engine/catalog/named_similar.h"

#include <algorithm>

#include "engine/analysis/formulas.h"
#include "engine/catalog/naming.h"
#include "engine/catalog/node_names.h"

namespace coterie {
namespace {

// Names the stubs among the examples by what the store has of them; each is read once.
absl::Status NameStubs(const Snapshot& now, std::vector<NamedSimilarPaper>& rows) {
  std::vector<NodeId> stubs;
  for (const NamedSimilarPaper& row : rows) {
    for (const NamedExample& example : row.examples) {
      if (example.is_stub) stubs.push_back(example.paper.id);
    }
  }
  std::sort(stubs.begin(), stubs.end());
  stubs.erase(std::unique(stubs.begin(), stubs.end()), stubs.end());
  ASSIGN_OR_RETURN(const std::vector<std::vector<Pid>> pids, OwnedPidsOf(now, stubs));
  for (NamedSimilarPaper& row : rows) {
    for (NamedExample& example : row.examples) {
      if (!example.is_stub) continue;
      const auto at = std::lower_bound(stubs.begin(), stubs.end(), example.paper.id);
      const std::vector<Pid>& own = pids[static_cast<size_t>(at - stubs.begin())];
      if (!own.empty()) example.pid = own.front().ToString();
    }
  }
  return absl::OkStatus();
}

NamedSimilarPaper NamedRow(const GraphSnapshot& graph, const SimilarPaper& row) {
  NamedSimilarPaper named{.paper = RefOf(graph, row.paper),
                          .pids = {},
                          .year = row.year,
                          .similarity = row.similarity,
                          .shared = row.shared,
                          .shared_stubs = row.shared_stubs,
                          .examples = {}};
  for (const NodeId example : row.examples) {
    named.examples.push_back({.paper = RefOf(graph, example),
                              .pid = {},
                              .is_stub = !graph.FindVertex(example).has_value()});
  }
  return named;
}

}  // namespace

absl::StatusOr<NamedSimilarPapers> SimilarWithNames(const Snapshot& now, std::string_view paper,
                                                    const SimilarOptions& options) {
  const GraphSnapshot& graph = now.graph();
  ASSIGN_OR_RETURN(const Vertex subject, now.ResolveVertex(paper, NodeKind::kPaper));
  SimilarOptions one_more = options;
  one_more.limit = OneMore(options.limit);
  ASSIGN_OR_RETURN(SimilarPapers list, PapersSimilarTo(graph, subject, one_more));

  NamedSimilarPapers named{.paper = RefOf(graph, subject),
                           .definition = DescribeSimilarity(options),
                           .formula = FormulaText({kSimilarFormula}),
                           .rows = {},
                           .next = {},
                           .total = list.total,
                           .links = list.links,
                           .stub_links = list.stub_links,
                           .links_walked = list.links_walked,
                           .arcs_walked = list.arcs_walked,
                           .truncated = list.truncated};
  if (list.rows.size() > options.limit) {
    named.next = graph.NodeOf(list.rows.back().paper);
    list.rows.pop_back();
  }
  named.rows.reserve(list.rows.size());
  for (const SimilarPaper& row : list.rows) named.rows.push_back(NamedRow(graph, row));
  RETURN_IF_ERROR(FillPids(now, &NamedSimilarPaper::paper, named.rows));
  RETURN_IF_ERROR(NameStubs(now, named.rows));
  return named;
}

}  // namespace coterie
