// Layer: engine.
#include "engine/ingest/node_cache.h"

namespace coterie {
namespace {

// 7/8 of 2^22 slots of 33 bytes: the table doubles just beyond.
constexpr size_t kPackedMax = 3'600'000;
// Pids of other schemes are strings of some 80 bytes.
constexpr size_t kPidsMax = 900'000;

template <typename Map, typename Key>
std::optional<KnownNode> FindIn(const Map& map, const Key& key) {
  const auto it = map.find(key);
  return it == map.end() ? std::nullopt : std::optional<KnownNode>(it->second);
}

}  // namespace

std::optional<KnownNode> NodeCache::Find(const NodeKey& key) const {
  return key.packed != 0 ? FindIn(by_packed_, key.packed) : FindIn(by_pid_, key.pid);
}

void NodeCache::Put(const NodeKey& key, const KnownNode& node) {
  if (key.packed != 0) {
    by_packed_[key.packed] = node;
  } else {
    by_pid_[key.pid] = node;
  }
}

bool NodeCache::IsFull() const {
  return by_packed_.size() >= kPackedMax || by_pid_.size() >= kPidsMax;
}

void NodeCache::Clear() {
  by_packed_ = {};
  by_pid_ = {};
  is_complete_ = false;
}

}  // namespace coterie
