// Puts a synthetic graph into a store through batches, without files: what import costs beyond
// parsing.
//
// Layer: bench.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "bench/synthetic_graph.h"
#include "storage/store.h"

namespace coterie::bench {

// The node of an index, given that LoadStore filled a new store.
inline NodeId NodeAt(NodeKind kind, uint32_t index) { return {kind, uint64_t{index} + 1}; }

// Fills an empty store: entities first, then papers by time, `block_papers` a batch.
// Errors: those of Store::Apply; FailedPrecondition where the store is not empty.
absl::Status LoadStore(const SyntheticGraph& graph, uint32_t block_papers, Store& store);

// The change of one paper with all its lists, as an importer would make it.
NodeChange ChangeOf(const SyntheticGraph& graph, const SyntheticPaper& paper);

}  // namespace coterie::bench
