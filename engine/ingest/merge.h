// The merge rule of ADR 1: per group of facts, the greater stamp wins.
//
// Layer: engine. Pure: no store, no time. Commutative, associative and idempotent.
#pragma once

#include <span>
#include <vector>

#include "engine/ingest/parsed_block.h"
#include "storage/store_batch.h"

namespace coterie {

// Whether the assertion would change a node whose record is `current`; `key` is the Pid by which it
// was named.
bool WouldChange(const Assertion& assertion, const NodeRecord& current, const NodeKey& key);

// Moves the groups that win into `record` (the node's current one, changed in place) and `change`.
// `ids` are the NodeIds of the block's nodes, by LocalNode.
void Merge(Assertion assertion, const NodeKey& key, std::span<const NodeId> ids, NodeRecord& record,
           NodeChange& change);

}  // namespace coterie
