// The NodeIds of a block's nodes: remembered, found in the store, or fresh.
//
// Layer: engine. Identity: a node is found by its key; a node that is not may still be
// one that another source brought, told by DOI, ORCID or ROR. Two nodes of one source stay apart.
// Used by the committer's thread alone.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "engine/ingest/node_cache.h"
#include "engine/ingest/parsed_block.h"
#include "storage/store.h"

namespace coterie {

struct ResolvedNode {
  KnownNode known;
  bool is_new = false;
};

// Where fresh ids come from. Those of a dry run are of no store and start at kDryOrdinal.
enum class IdSource { kStore, kDryRun };
inline constexpr uint64_t kDryOrdinal = uint64_t{1} << 55;

class NodeResolver {
 public:
  NodeResolver(Store& store, IdSource ids);

  // Whether everything merged so far must be in the store before this block can be resolved: its
  // keys may name nodes by other Pids than those they were made with.
  bool NeedsStoreUpToDate(const ParsedBlock& block);
  // The nodes of the block, parallel to block.nodes; fresh ones in the order of their keys.
  absl::StatusOr<std::vector<ResolvedNode>> Resolve(const ParsedBlock& block,
                                                    const ReadSnapshot& snapshot);

  NodeCache& cache() { return cache_; }

 private:
  NodeId Allocate(NodeKind kind);
  // Looks the missing ones up in the store by key.
  absl::Status FindByKey(const ParsedBlock& block, const ReadSnapshot& snapshot,
                         std::vector<ResolvedNode>& nodes) const;
  // Looks those still missing up by the Pids that sources share.
  absl::Status FindBySharedPids(const ParsedBlock& block, const ReadSnapshot& snapshot,
                                std::vector<ResolvedNode>& nodes);

  Store* store_;
  IdSource ids_;
  NodeCache cache_;
  bool store_was_empty_;
  // Nodes that this import found by a shared Pid, with the source that they have an identity of
  // since.
  absl::flat_hash_set<std::pair<NodeId, PidScheme>> joined_;
  bool has_foreign_keys_ = false;  // this import named a node by another scheme than OpenAlex
  uint64_t next_dry_ordinal_ = kDryOrdinal;
};

}  // namespace coterie
