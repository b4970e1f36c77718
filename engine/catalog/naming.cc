// Implements engine/catalog/naming.h.
#include "engine/catalog/naming.h"

#include <optional>

#include "engine/catalog/node_names.h"

namespace coterie {

std::vector<NodeRef> RefsOfAll(const GraphSnapshot& graph, const std::vector<Vertex>& vertices) {
  std::vector<NodeRef> refs;
  refs.reserve(vertices.size());
  for (const Vertex vertex : vertices) refs.push_back(RefOf(graph, vertex));
  return refs;
}

std::vector<NamedSharedPaper> NamedPapers(const GraphSnapshot& graph,
                                          const std::vector<SharedPaper>& papers) {
  std::vector<NamedSharedPaper> named;
  named.reserve(papers.size());
  for (const SharedPaper& paper : papers) {
    named.push_back({RefOf(graph, paper.paper), paper.year, paper.byline_size, paper.weight});
  }
  return named;
}

absl::StatusOr<std::vector<std::vector<Pid>>> OwnedPidsOf(const Snapshot& now,
                                                          const std::vector<NodeId>& ids) {
  ASSIGN_OR_RETURN(std::vector<std::optional<NodeRecord>> records, now.store().FindNodes(ids));
  std::vector<Pid> claimed;
  std::vector<size_t> claimant;  // parallel to `claimed`: index into `ids`
  for (size_t i = 0; i < records.size(); ++i) {
    if (!records[i].has_value()) continue;
    for (const Pid& pid : HeaderOf(*records[i]).pids) {
      claimed.push_back(pid);
      claimant.push_back(i);
    }
  }
  ASSIGN_OR_RETURN(const std::vector<std::optional<NodeId>> owners,
                   now.store().FindByPids(claimed));
  std::vector<std::vector<Pid>> owned(ids.size());
  for (size_t i = 0; i < claimed.size(); ++i) {
    if (owners[i] == ids[claimant[i]]) owned[claimant[i]].push_back(std::move(claimed[i]));
  }
  return owned;
}

}  // namespace coterie
