// What the committer remembers of nodes: NodeId and stamps by key, so that most mentions are
// decided without the store.
//
// Layer: engine. Bounded: at 7.3 M OpenAlex ids (210 MB) it is full and to be cleared. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "engine/ingest/node_key.h"
#include "schema/ids.h"
#include "schema/records.h"

namespace coterie {

// The node is in the store, but its record has not been read (or holds more than the core).
inline constexpr Stamp kUnreadStamp = std::numeric_limits<Stamp>::max();

struct KnownNode {
  NodeId id;
  Stamp core = 0;     // 0: nothing but its existence is asserted
  Stamp parents = 0;  // of topics and institutions
};

class NodeCache {
 public:
  // `is_complete`: the store has no node yet, so that an OpenAlex id not found here is new.
  explicit NodeCache(bool is_complete) : is_complete_(is_complete) {}

  std::optional<KnownNode> Find(const NodeKey& key) const;
  void Put(const NodeKey& key, const KnownNode& node);

  // Whether every OpenAlex id of the store is here.
  bool is_complete() const { return is_complete_; }
  bool IsFull() const;
  // Forgets everything; never complete from then on.
  void Clear();

 private:
  struct Entry {
    NodeId id;
    Stamp core = 0;
  };

  absl::flat_hash_map<uint64_t, Entry> by_packed_;
  absl::flat_hash_map<uint64_t, Stamp> parents_;  // of the few that can have any
  absl::flat_hash_map<Pid, KnownNode> by_pid_;
  bool is_complete_;
};

}  // namespace coterie
