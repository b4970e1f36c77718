// From the world's names to nodes: the Pid index and the name index.
//
// Layer: storage, private to it. Readers are thread-safe; a writer belongs to one batch.
// Invariants: every Pid of every record has a claim with that record's primary Pid; a node's names
// are indexed in every form under which it is found.
#pragma once

#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/database.h"
#include "storage/read_snapshot.h"
#include "storage/store_batch.h"

namespace coterie::storage {

// A node's primary Pid, the smallest of those it asserts, as a key; empty without any.
std::optional<std::string> PrimaryPidKey(const NodeHeader& header);

class PidIndex {
 public:
  explicit PidIndex(const Database& database) : database_(database) {}

  // The owners; parallel to `pids`.
  absl::StatusOr<std::vector<std::optional<NodeId>>> FindOwners(const rocksdb::ReadOptions& options,
                                                                std::span<const Pid> pids) const;
  // Every node that has a Pid, at its primary one, ascending; namesakes there by NodeId.
  absl::Status ScanPrimary(const rocksdb::ReadOptions& options,
                           const std::function<absl::Status(const Pid&, NodeId)>& visit) const;

 private:
  const Database& database_;
};

class PidIndexWriter {
 public:
  PidIndexWriter(const Database& database, rocksdb::WriteBatch& batch)
      : database_(database), batch_(batch) {}

  // Notes the claims of a node that change with its header; `before` is null for a new one.
  void Replace(NodeId node, const NodeHeader* before, const NodeHeader& now);
  // Notes the only claim of a node that is new to the store.
  void Add(NodeId node, const Pid& pid);
  // Reads the entries, changes them and moves the counters.
  absl::Status Finish(StoreCounts& counts);

 private:
  struct Op {
    std::string key;
    NodeId node;
    std::string primary;  // "" withdraws the claim
  };

  absl::Status ChangeEntry(std::string_view key, std::optional<std::string_view> value,
                           std::span<const Op> ops, StoreCounts& counts);

  const Database& database_;
  rocksdb::WriteBatch& batch_;
  std::vector<Op> ops_;
};

class NameIndex {
 public:
  explicit NameIndex(const Database& database) : database_(database) {}

  // See ReadSnapshot::FindByNamePrefix.
  absl::StatusOr<std::vector<NameHit>> FindByPrefix(const rocksdb::ReadOptions& options,
                                                    std::string_view prefix,
                                                    std::optional<NodeKind> kind,
                                                    size_t limit) const;

 private:
  const Database& database_;
};

class NameIndexWriter {
 public:
  NameIndexWriter(const Database& database, rocksdb::WriteBatch& batch)
      : database_(database), batch_(batch) {}

  void Replace(NodeId node, const NodeRecord* before, const NodeRecord& now);
  void Finish();

 private:
  struct Op {
    std::string key;
    enum class Change : uint8_t { kAdd, kRemove } change;
  };

  const Database& database_;
  rocksdb::WriteBatch& batch_;
  std::vector<Op> ops_;
};

// The keys under which a record is found by name, ascending and distinct.
std::vector<std::string> NameKeysOf(NodeId node, const NodeRecord& record);

}  // namespace coterie::storage
