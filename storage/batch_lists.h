// The groups of a NodeChange: which a kind of node may have, and the lists among them.
//
// Layer: storage, private to it. Pure functions.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/read_snapshot.h"
#include "storage/store_batch.h"

namespace coterie::storage {

// No group is set.
bool IsEmpty(const NodeChange& change);
// Errors: InvalidArgument where the id is none that a store hands out; where it is no paper's.
absl::Status CheckPaper(NodeId node);
// Errors: InvalidArgument where a group does not belong to the node's kind.
absl::Status CheckGroups(NodeId node, const NodeChange& change);
// The lists that are set, normalised, by EdgeKind. Errors: InvalidArgument.
absl::StatusOr<std::vector<AdjacencyList>> ListsOf(NodeId node, const NodeChange& change);

}  // namespace coterie::storage
