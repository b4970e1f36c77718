// The ground truth: typed nodes and edges in RocksDB.
//
// Layer: storage. One writer at a time (Apply serialises), any number of readers. Derived data (the
// graph snapshot, rankings) is not here. Crash-only: opening recovers, closing is optional.
// The layout of the bytes is in docs/STORAGE_FORMAT.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "storage/read_snapshot.h"
#include "storage/store_batch.h"

namespace coterie {

// The version that this program writes; a store of an older one is migrated at open.
inline constexpr uint32_t kStoreFormatVersion = 1;

struct StoreOptions {
  bool create_if_missing = false;
  // Reads without taking the lock, so beside a process that writes; sees the state at open.
  bool read_only = false;
  uint64_t cache_bytes_max = uint64_t{64} << 20;
  uint64_t write_buffer_bytes_max = uint64_t{128} << 20;
  // A batch of at least so many keys is written as sorted tables instead of through the log: less
  // work a key, but some 20 ms of syncs a batch.
  uint32_t table_batch_keys_min = 40'000;
};

class Store {
 public:
  // Errors, each with the directory and what to do: NotFound (no such store), FailedPrecondition
  // (not a store; a newer format), Unavailable (in use by another process), PermissionDenied,
  // ResourceExhausted (disk full), DataLoss.
  static absl::StatusOr<Store> Open(const std::string& directory, const StoreOptions& options);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  ReadSnapshot Read() const;
  const std::string& directory() const;

  // A fresh id; it becomes permanent with the first batch that names it.
  NodeId AllocateNode(NodeKind kind);

  // Applies the batch atomically and returns its sequence number; when it returns, the batch is
  // on the disk, synced. A node's list replaces the stored one; both directions, Pid claims, names,
  // counters and the change log follow. A batch that changes nothing still gets a number.
  // Errors: Aborted where the store is not at `expected_sequence`; ResourceExhausted (disk full),
  // Unavailable (an earlier I/O error: reopen), after which nothing of the batch is visible.
  absl::StatusOr<uint64_t> Apply(const StoreBatch& batch,
                                 std::optional<uint64_t> expected_sequence = std::nullopt);

  // The nodes that batches after `sequence` touched, ascending, each once.
  absl::StatusOr<std::vector<NodeId>> ChangedSince(uint64_t sequence) const;

  // Bytes on disk of each column family, as (name, bytes).
  std::vector<std::pair<std::string, uint64_t>> DiskUsage() const;
  // Writes memory tables out, so that a later open has no log to replay.
  absl::Status Flush();

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace coterie
