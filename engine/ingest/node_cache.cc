// Layer: engine.
#include "engine/ingest/node_cache.h"

namespace coterie {
namespace {

// 7/8 of 2^23 slots of 25 bytes: the table doubles just beyond.
constexpr size_t kPackedMax = 7'300'000;
// Pids of other schemes are strings of some 80 bytes.
constexpr size_t kPidsMax = 900'000;

bool HasParents(NodeKind kind) {
  return kind == NodeKind::kTopic || kind == NodeKind::kInstitution;
}

}  // namespace

std::optional<KnownNode> NodeCache::Find(const NodeKey& key) const {
  if (key.packed == 0) {
    const auto it = by_pid_.find(key.pid);
    return it == by_pid_.end() ? std::nullopt : std::optional<KnownNode>(it->second);
  }
  const auto it = by_packed_.find(key.packed);
  if (it == by_packed_.end()) return std::nullopt;
  KnownNode known{it->second.id, it->second.core, 0};
  if (HasParents(key.kind)) {
    const auto parents = parents_.find(key.packed);
    if (parents != parents_.end()) known.parents = parents->second;
  }
  return known;
}

void NodeCache::Put(const NodeKey& key, const KnownNode& node) {
  if (key.packed == 0) {
    by_pid_[key.pid] = node;
    return;
  }
  by_packed_[key.packed] = {node.id, node.core};
  if (HasParents(key.kind)) parents_[key.packed] = node.parents;
}

bool NodeCache::IsFull() const {
  return by_packed_.size() >= kPackedMax || by_pid_.size() >= kPidsMax;
}

void NodeCache::Clear() {
  by_packed_ = {};
  parents_ = {};
  by_pid_ = {};
  is_complete_ = false;
}

}  // namespace coterie
