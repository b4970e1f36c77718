// Opening: is it free, is it whole, and with which settings.
//
// Layer: storage; see database.h. Each way in which this fails is one sentence that names the
// directory and says what to do. What the directory is was found out before: store_directory.h.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include "schema/base.h"
#include "storage/beside_writer.h"
#include "storage/damage.h"
#include "storage/database.h"
#include "storage/failure_listener.h"
#include "storage/info_log.h"
#include "storage/rocksdb_util.h"
#include "storage/store_directory.h"
#include "storage/table_writer.h"
#include "storage/watermark.h"

namespace coterie::storage {
namespace {

namespace fs = std::filesystem;

constexpr int kBackgroundJobs = 2;
constexpr int kSortedRunsMax = 16;
constexpr int kFilterBitsPerKey = 10;
// RocksDB's own choice is 64 shards, of 1 MB each in a cache of 64 MB: a filter of 2 M keys takes
// 2.5 MB, would fit in none, and would be read from the file at every look-up.
constexpr int kCacheShardBits = 2;

// Nothing: a reader must leave no traces in the directory of a writer.
class NullLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

rocksdb::DBOptions MakeOptions(const StoreOptions& options, const std::string& directory) {
  rocksdb::DBOptions made;
  made.create_if_missing = !options.read_only;
  made.create_missing_column_families = !options.read_only;
  made.max_open_files = -1;  // readers keep deleted files readable; no look-up of open tables
  made.max_background_jobs = kBackgroundJobs;
  made.write_buffer_manager =
      std::make_shared<rocksdb::WriteBufferManager>(options.write_buffer_bytes_max);
  // The log may be longer than the buffers, so that they decide when to flush, not it.
  made.max_total_wal_size = 2 * options.write_buffer_bytes_max;
  // A torn last record was never acknowledged. Anything worse is refused, not skipped.
  made.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  made.max_bgerror_resume_count = 0;  // crash-only: no writing on after an error
  // Both keep a writer's inserts into a family together: see memtable_insert_with_hint below.
  made.allow_concurrent_memtable_write = false;
  made.enable_pipelined_write = false;
  made.bytes_per_sync = uint64_t{1} << 20;  // spreads the write-back of tables
  made.skip_stats_update_on_db_open = true;
  made.stats_dump_period_sec = 0;
  made.stats_persist_period_sec = 0;
  made.db_host_id = "";  // which tables would carry to whoever gets a copy
  if (options.read_only) {
    made.info_log = std::make_shared<NullLogger>();
  } else {
    made.info_log = MakeInfoLog(directory);
    made.listeners.push_back(MakeFailureListener());
  }
  return made;
}

rocksdb::ColumnFamilyOptions MakeFamilyOptions(const FamilySpec& spec,
                                               const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = spec.block_bytes;
  table.format_version = 5;
  // Indexes and filters count against the cache, so that cache_bytes_max bounds them too.
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  rocksdb::ColumnFamilyOptions made;
  if (spec.access == Access::kPoint) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kFilterBitsPerKey));
    table.whole_key_filtering = true;
    // The same for what is not yet in a table.
    made.memtable_whole_key_filtering = true;
    made.memtable_prefix_bloom_size_ratio = 0.05;
  }
  made.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  made.write_buffer_size = spec.write_buffer_bytes;
  made.compression = rocksdb::kLZ4Compression;
  // Most of the bytes lie in the oldest run, and are the coldest.
  made.bottommost_compression = rocksdb::kZSTD;
  // Runs of like sizes are merged, so that a bulk load writes a byte two or three times; leveled
  // compaction merged the whole last level again and again and took half of an import's CPU time.
  // The price is up to 16 runs to look into, which filters make cheap.
  made.compaction_style = rocksdb::kCompactionStyleUniversal;
  made.level0_file_num_compaction_trigger = kSortedRunsMax;
  made.level0_slowdown_writes_trigger = 2 * kSortedRunsMax;
  made.level0_stop_writes_trigger = 3 * kSortedRunsMax;
  // A store mostly grows: what is newer than the oldest run is seldom a replacement of it.
  made.compaction_options_universal.max_size_amplification_percent = 1000;
  // A batch inserts each family's keys in order: remembering the last place per first byte
  // (a kind or scheme) makes most inserts local instead of a search from the head.
  made.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(1));
  return made;
}

// "", or " (process 123)" where the kernel tells who holds RocksDB's lock.
std::string LockHolder(const std::string& directory) {
  const int fd = open((directory + "/LOCK").c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return "";
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool is_told = fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid > 0;
  close(fd);
  return is_told ? absl::StrCat(" (process ", lock.l_pid, ")") : "";
}

bool Mentions(const rocksdb::Status& status, std::string_view text) {
  return status.ToString().find(text) != std::string::npos;
}

absl::Status OpenStatus(const rocksdb::Status& status, const std::string& directory) {
  if (Mentions(status, "No such file") || Mentions(status, "Can't access")) {
    return absl::DataLossError(
        absl::StrCat(directory, " has lost a file", kDamageAdvice, " (", status.ToString(), ")"));
  }
  // RocksDB has no code for it; both wordings have been stable since 2013.
  if (Mentions(status, "lock hold by current process")) {
    return absl::UnavailableError(
        absl::StrCat(directory, " is already open in this process; share that Store"));
  }
  if (status.IsIOError() && Mentions(status, "While lock file")) {
    return absl::UnavailableError(absl::StrCat(directory, " is in use by another process",
                                               LockHolder(directory),
                                               "; wait until it ends, or stop it"));
  }
  return ToStatus(status, directory);
}

// Families are all there, or the store was killed while they were made (then no table exists).
absl::Status CheckFamilies(const std::string& directory, const StoreOptions& options) {
  std::vector<std::string> names;
  const rocksdb::Status status =
      rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), directory, &names);
  if (!status.ok()) return OpenStatus(status, directory);
  for (const std::string& name : names) {
    const auto is_it = [&name](const FamilySpec& spec) { return spec.name == name; };
    if (std::none_of(FamilySpecs().begin(), FamilySpecs().end(), is_it)) {
      return absl::FailedPreconditionError(absl::StrCat(directory, " has data of a newer Coterie (",
                                                        name, "); use a newer program"));
    }
  }
  if (names.size() == kFamilyCount) return absl::OkStatus();
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".sst") continue;
    return absl::DataLossError(
        absl::StrCat(directory, " has lost a part of its data", kDamageAdvice));
  }
  return options.read_only ? NotAStore(directory, kInterruptedCreation) : absl::OkStatus();
}

}  // namespace

absl::Status ToStatus(const rocksdb::Status& status, const std::string& directory) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  if (status.IsNoSpace() || Mentions(status, "File too large") ||
      Mentions(status, "No space left")) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the disk of ", directory,
                     " is full; every acknowledged batch is safe: free some space "
                     "and start again (",
                     text, ")"));
  }
  if (status.IsCorruption()) {
    return absl::DataLossError(
        absl::StrCat(directory, " is damaged", kDamageAdvice, " (", text, ")"));
  }
  if (Mentions(status, "Permission denied") || Mentions(status, "Read-only file system")) {
    return absl::PermissionDeniedError(
        absl::StrCat("may not use the files of ", directory, "; check who owns them (", text, ")"));
  }
  return absl::UnavailableError(
      absl::StrCat("cannot use ", directory, "; check its disk and start again (", text, ")"));
}

absl::Status Database::Connect(const StoreOptions& options, bool is_new) {
  if (!is_new) RETURN_IF_ERROR(CheckFamilies(directory_, options));
  const std::shared_ptr<rocksdb::Cache> cache =
      rocksdb::NewLRUCache(options.cache_bytes_max, kCacheShardBits);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const FamilySpec& spec : FamilySpecs()) {
    descriptors.emplace_back(std::string(spec.name), MakeFamilyOptions(spec, cache));
  }
  const rocksdb::DBOptions made = MakeOptions(options, directory_);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  const rocksdb::Status status =
      options.read_only
          ? rocksdb::DB::OpenForReadOnly(made, directory_, descriptors, &handles, &db_)
          : rocksdb::DB::Open(made, directory_, descriptors, &handles, &db_);
  if (!status.ok()) {
    db_ = nullptr;
    return OpenStatus(status, directory_);
  }
  std::copy(handles.begin(), handles.end(), handles_.begin());
  if (!options.read_only) RemoveLeftTables(directory_);  // only now is nobody else writing
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<Database>> Database::Open(const std::string& directory,
                                                         const StoreOptions& options) {
  ASSIGN_OR_RETURN(const FoundStore found, FindStore(directory, options));
  const auto connect = [&]() -> absl::StatusOr<std::shared_ptr<Database>> {
    // Not make_shared: the constructor is private.
    std::shared_ptr<Database> database(new Database(directory, options));
    RETURN_IF_ERROR(CheckWatermark(directory));
    RETURN_IF_ERROR(database->Connect(options, found.is_new));
    return database;
  };
  if (options.read_only) return OpenBesideWriter(directory, connect);
  ASSIGN_OR_RETURN(std::shared_ptr<Database> database, connect());
  database = WithFailureListener(std::move(database));
  RaiseWatermark(directory);
  if (found.version != kStoreFormatVersion) {
    RETURN_IF_ERROR(Migrate(*database, directory, found.version));
  }
  return database;
}

}  // namespace coterie::storage
