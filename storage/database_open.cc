// Opening: is it a store, of which format, is it free, and with which settings.
//
// Layer: storage; see database.h. Each way in which this fails is one sentence that names the
// directory and says what to do.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <system_error>
#include <thread>

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_buffer_manager.h>

#include "absl/strings/match.h"
#include "schema/base.h"
#include "storage/database.h"
#include "storage/rocksdb_util.h"
#include "storage/table_writer.h"

namespace coterie::storage {
namespace {

namespace fs = std::filesystem;

constexpr int kBackgroundJobs = 2;
constexpr int kSortedRunsMax = 16;
constexpr int kFilterBitsPerKey = 10;
// RocksDB's own choice is 64 shards, of 1 MB each in a cache of 64 MB: a filter of 2 M keys takes
// 2.5 MB, would fit in none, and would be read from the file at every look-up.
constexpr int kCacheShardBits = 2;
// A writer may delete files between the moments when a reader lists and opens them, most of all
// while it opens and compacts. The pauses double, and add up to 3 s.
constexpr int kReadOnlyAttempts = 12;
constexpr std::chrono::milliseconds kFirstPause(5);
constexpr std::chrono::milliseconds kLongestPause(500);

// Nothing: a reader must leave no traces in the directory of a writer.
class NullLogger : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

class FailureListener : public rocksdb::EventListener {
 public:
  explicit FailureListener(Database* database) : database_(database) {}
  void OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                         rocksdb::Status* /*error*/) override {
    database_->NoteBackgroundError();
  }

 private:
  Database* database_;
};

rocksdb::DBOptions MakeOptions(const StoreOptions& options, Database* database) {
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
  made.max_log_file_size = size_t{1} << 20;
  made.keep_log_file_num = 3;
  if (options.read_only) {
    made.info_log = std::make_shared<NullLogger>();
  } else {
    made.listeners.push_back(std::make_shared<FailureListener>(database));
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
  // RocksDB has no code for it; both wordings have been stable since 2013.
  if (Mentions(status, "lock hold by current process")) {
    return absl::UnavailableError(
        absl::StrCat(directory, " is already open in this process; share that Store"));
  }
  if (status.IsIOError() && Mentions(status, "While lock file")) {
    return absl::UnavailableError(absl::StrCat(directory, " is in use by another process",
                                               LockHolder(directory),
                                               "; stop it or open the store read-only"));
  }
  return ToStatus(status, directory);
}

// What a writer's clean-up looks like to a reader; RocksDB calls it an I/O error or a corruption.
bool IsVanishedFile(const absl::Status& status) {
  const absl::string_view text = status.message();
  return absl::StrContains(text, "No such file") || absl::StrContains(text, "Can't access");
}

absl::Status NotAStore(const std::string& directory, std::string_view why) {
  return absl::FailedPreconditionError(
      absl::StrCat(directory, " is not a Coterie store: ", Sv(why)));
}

struct Found {
  uint32_t version = kStoreFormatVersion;
  bool is_new = false;  // nothing but the marker
};

// Whether the directory holds a RocksDB with data.
absl::StatusOr<bool> HasDatabase(const std::string& directory) {
  if (fs::exists(fs::path(directory) / "CURRENT")) return true;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".sst") continue;
    return absl::DataLossError(absl::StrCat(
        directory, " has data but its file CURRENT is missing; restore it from a backup"));
  }
  return false;
}

// Creates the directory and its marker where that is asked for and harmless.
absl::StatusOr<Found> CreateStore(const std::string& directory, const StoreOptions& options) {
  const bool may_create = options.create_if_missing && !options.read_only;
  std::error_code error;
  if (!fs::exists(directory, error)) {
    if (error == std::errc::permission_denied) {
      return absl::PermissionDeniedError(
          absl::StrCat("cannot look into ", directory, ": permission denied; check who owns it"));
    }
    if (!may_create) {
      return absl::NotFoundError(
          absl::StrCat("there is no store at ", directory, "; check the path, or import into it"));
    }
    fs::create_directories(directory, error);
    if (error) {
      const std::string text =
          absl::StrCat("cannot create the directory ", directory, ": ", error.message());
      if (error == std::errc::permission_denied || error == std::errc::read_only_file_system) {
        return absl::PermissionDeniedError(text);
      }
      if (error == std::errc::no_space_on_device) return absl::ResourceExhaustedError(text);
      return absl::FailedPreconditionError(text);
    }
  }
  if (!fs::is_directory(directory, error)) {
    return NotAStore(directory, "it is a file; give a directory");
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    // Left by a creation that was killed before the marker had its name.
    if (entry.path().filename() == std::string(kMarkerFile) + ".tmp") continue;
    return NotAStore(directory, "it holds other files; choose another directory");
  }
  if (error) {
    return absl::PermissionDeniedError(
        absl::StrCat("cannot list ", directory, ": ", error.message(), "; check who owns it"));
  }
  if (!may_create) return NotAStore(directory, "it is empty; import into it first");
  RETURN_IF_ERROR(WriteMarker(directory, kStoreFormatVersion));
  return Found{kStoreFormatVersion, true};
}

// Looks at the marker before RocksDB looks at anything.
absl::StatusOr<Found> FindStore(const std::string& directory, const StoreOptions& options) {
  const absl::StatusOr<uint32_t> version = ReadMarker(directory);
  // A path through a file reads as "not a directory", which CreateStore words better.
  if (absl::IsNotFound(version.status()) || absl::IsUnavailable(version.status())) {
    return CreateStore(directory, options);
  }
  if (!version.ok()) return version.status();
  if (*version > kStoreFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory, " was written by a newer Coterie (format ", *version,
                     ", this program knows ", kStoreFormatVersion, "); use a newer program"));
  }
  if (*version < kStoreFormatVersion && options.read_only) {
    return absl::FailedPreconditionError(
        absl::StrCat(directory, " has the older format ", *version,
                     "; open it once for writing, which migrates it"));
  }
  const int mode = options.read_only ? R_OK | X_OK : R_OK | W_OK | X_OK;
  if (access(directory.c_str(), mode) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat(directory, options.read_only ? " may not be read" : " may not be written",
                     " by this user; check who owns it"));
  }
  ASSIGN_OR_RETURN(const bool has_database, HasDatabase(directory));
  if (has_database) return Found{*version, false};
  if (options.create_if_missing && !options.read_only) return Found{*version, true};
  return NotAStore(directory, "its creation was interrupted; import into it again");
}

// Families are all there, or the store was killed while they were made (then no table exists).
absl::Status CheckFamilies(const std::string& directory) {
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
        absl::StrCat(directory, " has lost a part of its data; restore it from a backup"));
  }
  return absl::OkStatus();
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
        absl::StrCat(directory, " is damaged; restore it from a backup (", text, ")"));
  }
  if (Mentions(status, "Permission denied") || Mentions(status, "Read-only file system")) {
    return absl::PermissionDeniedError(
        absl::StrCat("may not use the files of ", directory, "; check who owns them (", text, ")"));
  }
  return absl::UnavailableError(
      absl::StrCat("cannot use ", directory, "; check its disk and start again (", text, ")"));
}

absl::Status Database::Connect(const StoreOptions& options, bool is_new) {
  if (!is_new) RETURN_IF_ERROR(CheckFamilies(directory_));
  const std::shared_ptr<rocksdb::Cache> cache =
      rocksdb::NewLRUCache(options.cache_bytes_max, kCacheShardBits);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (const FamilySpec& spec : FamilySpecs()) {
    descriptors.emplace_back(std::string(spec.name), MakeFamilyOptions(spec, cache));
  }
  const rocksdb::DBOptions made = MakeOptions(options, this);
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
  ASSIGN_OR_RETURN(const Found found, FindStore(directory, options));
  // Not make_shared: the constructor is private.
  std::shared_ptr<Database> database(new Database(directory, options));
  absl::Status status = database->Connect(options, found.is_new);
  std::chrono::milliseconds pause = kFirstPause;
  for (int i = 1; options.read_only && IsVanishedFile(status) && i < kReadOnlyAttempts; ++i) {
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, kLongestPause);
    status = database->Connect(options, found.is_new);
  }
  RETURN_IF_ERROR(status);
  if (found.version != kStoreFormatVersion) {
    RETURN_IF_ERROR(Migrate(*database, directory, found.version));
  }
  return database;
}

}  // namespace coterie::storage
