// From rows of vertices to rows with names and Pids.
//
// Layer: engine, internal to engine/catalog: what the queries of named_*.h share.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/named_results.h"
#include "schema/base.h"

namespace coterie {

// What to ask for to learn what follows the last row.
inline uint32_t OneMore(uint32_t limit) { return limit == kNoLimit ? kNoLimit : limit + 1; }

std::vector<NodeRef> RefsOfAll(const GraphSnapshot& graph, const std::vector<Vertex>& vertices);
std::vector<NamedSharedPaper> NamedPapers(const GraphSnapshot& graph,
                                          const std::vector<SharedPaper>& papers);

// The Pids that each node owns, in the order of `ids`: two batched reads, however many ids.
absl::StatusOr<std::vector<std::vector<Pid>>> OwnedPidsOf(const Snapshot& now,
                                                          const std::vector<NodeId>& ids);

// Sets `pids` of every row, whose node is `row.*node`.
template <typename Row>
absl::Status FillPids(const Snapshot& now, NodeRef Row::*node, std::vector<Row>& rows) {
  std::vector<NodeId> ids;
  ids.reserve(rows.size());
  for (const Row& row : rows) ids.push_back((row.*node).id);
  ASSIGN_OR_RETURN(std::vector<std::vector<Pid>> pids, OwnedPidsOf(now, ids));
  for (size_t i = 0; i < rows.size(); ++i) rows[i].pids = std::move(pids[i]);
  return absl::OkStatus();
}

}  // namespace coterie
