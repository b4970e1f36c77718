// Layer: engine.
#include "engine/ingest/node_resolver.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "schema/base.h"

namespace coterie {
namespace {

// Identifiers that mean the same thing in every source.
bool IsShared(PidScheme scheme) {
  return scheme == PidScheme::kDoi || scheme == PidScheme::kOrcid || scheme == PidScheme::kRor;
}

// Whether the record already has an identity of the key's source, and so is another node.
bool HasIdentityOf(const NodeRecord& record, PidScheme scheme) {
  const auto& pids = HeaderOf(record).pids;
  return std::any_of(pids.begin(), pids.end(),
                     [scheme](const Pid& pid) { return pid.scheme == scheme; });
}

struct SharedClaim {
  size_t node;  // index into the block's nodes
  Pid pid;
};

// The shared Pids that the block asserts of nodes which are still missing, by node.
std::vector<SharedClaim> ClaimsOfMissing(const ParsedBlock& block,
                                         const std::vector<ResolvedNode>& nodes) {
  std::vector<SharedClaim> claims;
  for (const Assertion& assertion : block.assertions) {
    if (!nodes[assertion.node.index].known.id.IsNone()) continue;
    for (const Pid& pid : HeaderOf(assertion.record).pids) {
      if (IsShared(pid.scheme)) claims.push_back({assertion.node.index, pid});
    }
  }
  for (size_t i = 0; i < nodes.size(); ++i) {
    const NodeKey& key = block.nodes[i];
    if (nodes[i].known.id.IsNone() && key.packed == 0 && IsShared(key.pid.scheme)) {
      claims.push_back({i, key.pid});
    }
  }
  return claims;
}

}  // namespace

NodeResolver::NodeResolver(Store& store, IdSource ids)
    : store_(&store),
      ids_(ids),
      cache_(store.Read().counts().pids == 0),
      store_was_empty_(cache_.is_complete()) {}

NodeId NodeResolver::Allocate(NodeKind kind) {
  return ids_ == IdSource::kStore ? store_->AllocateNode(kind) : NodeId(kind, next_dry_ordinal_++);
}

bool NodeResolver::NeedsStoreUpToDate(const ParsedBlock& block) {
  for (size_t i = 0; i < block.nodes.size() && !has_foreign_keys_; ++i) {
    has_foreign_keys_ = block.nodes[i].packed == 0;
  }
  if (!has_foreign_keys_) return false;
  return std::any_of(block.nodes.begin(), block.nodes.end(),
                     [this](const NodeKey& key) { return !cache_.Find(key).has_value(); });
}

absl::Status NodeResolver::FindByKey(const ParsedBlock& block, const ReadSnapshot& snapshot,
                                     std::vector<ResolvedNode>& nodes) const {
  std::vector<size_t> missing;
  std::vector<Pid> pids;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (!nodes[i].known.id.IsNone()) continue;
    if (block.nodes[i].packed != 0 && cache_.is_complete()) continue;
    missing.push_back(i);
    pids.push_back(block.nodes[i].ToPid());
  }
  if (pids.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto found, snapshot.FindByPids(pids));
  for (size_t i = 0; i < missing.size(); ++i) {
    if (found[i] && found[i]->kind() == block.nodes[missing[i]].kind) {
      nodes[missing[i]].known = {*found[i], kUnreadStamp, kUnreadStamp};
    }
  }
  return absl::OkStatus();
}

absl::Status NodeResolver::FindBySharedPids(const ParsedBlock& block, const ReadSnapshot& snapshot,
                                            std::vector<ResolvedNode>& nodes) {
  if (store_was_empty_ && !has_foreign_keys_) return absl::OkStatus();
  std::vector<SharedClaim> claims = ClaimsOfMissing(block, nodes);
  if (claims.empty()) return absl::OkStatus();
  // Of several of one source the smallest id gets the node, as it would get the Pid.
  std::stable_sort(claims.begin(), claims.end(), [&](const SharedClaim& a, const SharedClaim& b) {
    return block.nodes[a.node].ToPid() < block.nodes[b.node].ToPid();
  });
  std::vector<Pid> pids;
  pids.reserve(claims.size());
  for (const SharedClaim& claim : claims) pids.push_back(claim.pid);
  ASSIGN_OR_RETURN(const auto found, snapshot.FindByPids(pids));
  std::vector<NodeId> candidates;
  candidates.reserve(found.size());
  for (const auto& id : found) candidates.push_back(id.value_or(NodeId()));
  ASSIGN_OR_RETURN(const auto records, snapshot.FindNodes(candidates));
  for (size_t i = 0; i < claims.size(); ++i) {
    ResolvedNode& node = nodes[claims[i].node];
    const NodeKey& key = block.nodes[claims[i].node];
    const PidScheme source = key.packed != 0 ? PidScheme::kOpenAlex : key.pid.scheme;
    if (!node.known.id.IsNone() || !records[i] || candidates[i].kind() != key.kind) continue;
    if (!HasIdentityOf(*records[i], source) && joined_.emplace(candidates[i], source).second) {
      node.known = {candidates[i], kUnreadStamp, kUnreadStamp};
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ResolvedNode>> NodeResolver::Resolve(const ParsedBlock& block,
                                                                const ReadSnapshot& snapshot) {
  std::vector<ResolvedNode> nodes(block.nodes.size());
  std::vector<size_t> uncached;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (const auto known = cache_.Find(block.nodes[i])) {
      nodes[i].known = *known;
    } else {
      uncached.push_back(i);
    }
  }
  RETURN_IF_ERROR(FindByKey(block, snapshot, nodes));
  RETURN_IF_ERROR(FindBySharedPids(block, snapshot, nodes));
  // Two fresh keys of one block may name one node, too: a row by its DOI, another by an id with it.
  absl::flat_hash_map<Pid, size_t> fresh_by_shared;
  if (has_foreign_keys_) {
    for (SharedClaim& claim : ClaimsOfMissing(block, nodes)) {
      fresh_by_shared.try_emplace(std::move(claim.pid), claim.node);
    }
  }
  for (const size_t i : uncached) {
    if (!nodes[i].known.id.IsNone()) continue;
    const NodeKey& key = block.nodes[i];
    if (const auto twin = key.packed == 0 ? fresh_by_shared.find(key.pid) : fresh_by_shared.end();
        twin != fresh_by_shared.end() && block.nodes[twin->second].kind == key.kind) {
      ResolvedNode& same = nodes[twin->second];
      if (same.known.id.IsNone()) same = {{Allocate(key.kind), 0, 0}, true};
      nodes[i].known = same.known;
      continue;
    }
    nodes[i] = {{Allocate(key.kind), 0, 0}, true};
  }
  for (const size_t i : uncached) cache_.Put(block.nodes[i], nodes[i].known);
  return nodes;
}

}  // namespace coterie
