// One open RocksDB with the store's column families: how it is opened, read, written and left.
//
// Layer: storage, private to it. Thread-safe. Invariant: crash-only. After an I/O error nothing is
// written any more and the database is never closed: Debian's RocksDB is built with assertions, and
// closing after a failed write or flush aborts the process. Recovery is the normal start, so not
// closing costs nothing.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/disk_format.h"
#include "storage/store.h"

namespace coterie::storage {

class Database {
 public:
  // Errors: those of Store::Open.
  static absl::StatusOr<std::shared_ptr<Database>> Open(const std::string& directory,
                                                        const StoreOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& db() const { return *db_; }
  rocksdb::ColumnFamilyHandle* family(Family family) const {
    return handles_[static_cast<size_t>(family)];
  }
  const std::string& directory() const { return directory_; }
  bool is_read_only() const { return is_read_only_; }

  // The value of a key, empty where there is none.
  absl::StatusOr<std::optional<std::string>> Get(const rocksdb::ReadOptions& options, Family family,
                                                 std::string_view key) const;
  // Hands each key's value, or nothing, to `visit`, in the order of `keys`; values live during the
  // call. Faster than Get where keys are many, and faster still where they are sorted.
  absl::Status GetMany(
      const rocksdb::ReadOptions& options, Family family, std::span<const std::string_view> keys,
      const std::function<absl::Status(size_t, std::optional<std::string_view>)>& visit) const;
  // Hands every entry with the prefix to `visit`, from `start` on (its own bytes, or "" for the
  // prefix's first), until it says no.
  absl::Status ScanPrefix(
      rocksdb::ReadOptions options, Family family, std::string_view prefix, std::string_view start,
      const std::function<absl::StatusOr<bool>(std::string_view, std::string_view)>& visit) const;
  // The same for a whole family, without disturbing the cache.
  absl::Status ScanAll(
      rocksdb::ReadOptions options, Family family,
      const std::function<absl::StatusOr<bool>(std::string_view, std::string_view)>& visit) const;

  // Writes and syncs. Errors: ResourceExhausted, Unavailable; after the first the database is
  // failed.
  absl::Status Write(rocksdb::WriteBatch& batch);
  absl::Status Flush();
  // OK while nothing failed in the background or before.
  absl::Status Health() const;

  std::vector<std::pair<std::string, uint64_t>> DiskUsage() const;

  // Called by RocksDB's threads.
  void NoteBackgroundError() { has_failed_ = true; }

 private:
  Database(std::string directory, const StoreOptions& options);
  absl::Status Connect(const StoreOptions& options, bool is_new);

  std::string directory_;
  bool is_read_only_;
  uint32_t table_batch_keys_min_;
  std::atomic<bool> has_failed_ = false;
  rocksdb::DB* db_ = nullptr;
  std::array<rocksdb::ColumnFamilyHandle*, kFamilyCount> handles_{};
};

}  // namespace coterie::storage
