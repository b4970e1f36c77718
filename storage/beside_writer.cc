// Opening for reading beside a writer. Layer: storage; see beside_writer.h.
//
// RocksDB reads the manifest first, opens its tables, and only then lists the
// write-ahead logs and reads them. Four things may happen in between:
//   - A table or a log is merged away and deleted: RocksDB reports a missing
//   file.
//   - Families are still being made: RocksDB reports those that are not there.
//   - A log that this manifest needs is flushed and deleted before it is
//   listed: RocksDB reports
//     nothing, and the state lacks some batches, or lacks them in some
//     families.
//   - A batch is written as tables, which this manifest does not know, and a
//   later one into the
//     log, which is read: RocksDB reports nothing, and the state lacks the
//     first of the two.
// So a failure is tried again, the logs must be the same before and after, and
// the batches of the change log must follow each other.
#include "storage/beside_writer.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include <rocksdb/iterator.h>

#include "schema/base.h"
#include "storage/byte_codec.h"
#include "storage/rocksdb_util.h"

namespace coterie::storage {
namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kPatience(15'000);
// A failure that stays the same for so long is no work of a writer's: it
// replaces its manifest within milliseconds of deleting what the old one names.
constexpr std::chrono::milliseconds kSameFailure(500);
constexpr std::chrono::milliseconds kFirstPause(1);
constexpr std::chrono::milliseconds kLongestPause(50);

// The names of the write-ahead logs that are there.
std::vector<std::string> LogFiles(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code ignored;  // a directory that cannot be listed fails to open, too
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, ignored)) {
    if (entry.path().extension() == ".log") names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// Whether a batch is missing among the newest ones: those from the logs, which
// are in the memory table, and the one below. Complexity: the batches in the
// logs.
absl::StatusOr<bool> LacksABatch(const Database& database) {
  rocksdb::ColumnFamilyHandle* const changes = database.family(Family::kChanges);
  uint64_t logged = 0;
  database.db().GetIntProperty(changes, rocksdb::DB::Properties::kNumEntriesActiveMemTable,
                               &logged);
  if (logged == 0) return false;
  const std::unique_ptr<rocksdb::Iterator> at(
      database.db().NewIterator(rocksdb::ReadOptions(), changes));
  uint64_t seen = 0;
  uint64_t oldest_seen = 0;
  for (at->SeekToLast(); at->Valid() && seen <= logged; at->Prev(), ++seen) {
    ByteReader key(ToView(at->key()));
    const uint64_t sequence = key.BigEndian64();
    if (seen > 0 && sequence + 1 != oldest_seen) return true;
    oldest_seen = sequence;
  }
  if (!at->status().ok()) return ToStatus(at->status(), database.directory());
  return seen <= logged && oldest_seen != 1;  // all were seen, and the first batch is 1
}

// One attempt: a whole state, nothing where the writer came in between, or a
// failure.
absl::StatusOr<std::shared_ptr<Database>> TryOnce(
    const std::string& directory,
    const std::function<absl::StatusOr<std::shared_ptr<Database>>()>& connect) {
  const std::vector<std::string> logs = LogFiles(directory);
  ASSIGN_OR_RETURN(std::shared_ptr<Database> database, connect());
  if (LogFiles(directory) != logs) return nullptr;
  ASSIGN_OR_RETURN(const bool lacks_a_batch, LacksABatch(*database));
  if (lacks_a_batch) return nullptr;
  return database;
}

}  // namespace

absl::StatusOr<std::shared_ptr<Database>> OpenBesideWriter(
    const std::string& directory,
    const std::function<absl::StatusOr<std::shared_ptr<Database>>()>& connect) {
  const Clock::time_point start = Clock::now();
  Clock::time_point first_of_same = start;
  absl::Status failure;
  std::chrono::milliseconds pause = kFirstPause;
  while (Clock::now() - start < kPatience) {
    absl::StatusOr<std::shared_ptr<Database>> database = TryOnce(directory, connect);
    if (database.ok() && *database != nullptr) return database;
    if (database.status() != failure) {
      failure = database.status();
      first_of_same = Clock::now();
    }
    if (!failure.ok() && Clock::now() - first_of_same >= kSameFailure) return failure;
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, kLongestPause);
  }
  return absl::UnavailableError(
      absl::StrCat(directory,
                   " changes faster than it can be opened for reading; try again, or "
                   "when its writer is done"));
}

}  // namespace coterie::storage
