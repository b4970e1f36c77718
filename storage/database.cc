// Reading, writing and leaving the database. Layer: storage; see database.h. Opening is in
// database_open.cc.
#include "storage/database.h"

#include <algorithm>
#include <memory>

#include <rocksdb/iterator.h>
#include <rocksdb/options.h>
#include <rocksdb/snapshot.h>

#include "schema/base.h"
#include "storage/key_codec.h"
#include "storage/rocksdb_util.h"
#include "storage/table_writer.h"

namespace coterie::storage {
namespace {

// Keys that one MultiGet takes: RocksDB works on 32 at a time; values stay pinned until the end.
constexpr size_t kKeysAtOnce = 256;
constexpr size_t kScanReadaheadBytes = size_t{2} << 20;

// Databases that must not be closed (see database.h) stay reachable here until the process ends.
void Abandon(rocksdb::DB* db) {
  static auto* const abandoned = new std::vector<rocksdb::DB*>();
  static auto* const guard = new std::mutex();
  const std::lock_guard lock(*guard);
  abandoned->push_back(db);
}

}  // namespace

Database::Database(std::string directory, const StoreOptions& options)
    : directory_(std::move(directory)),
      is_read_only_(options.read_only),
      table_batch_keys_min_(options.table_batch_keys_min) {}

Database::~Database() {
  if (db_ == nullptr) return;
  if (has_failed_) {
    Abandon(db_);
    return;
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
  delete db_;
}

absl::StatusOr<std::optional<std::string>> Database::Get(const rocksdb::ReadOptions& options,
                                                         Family family,
                                                         std::string_view key) const {
  std::string value;
  const rocksdb::Status status = db_->Get(options, this->family(family), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return ToStatus(status, directory_);
  return value;
}

absl::Status Database::GetMany(
    const rocksdb::ReadOptions& options, Family family, std::span<const std::string_view> keys,
    const std::function<absl::Status(size_t, std::optional<std::string_view>)>& visit) const {
  const bool is_sorted = std::is_sorted(keys.begin(), keys.end());
  const size_t at_once = std::min(keys.size(), kKeysAtOnce);
  std::vector<rocksdb::Slice> slices(at_once);
  std::vector<rocksdb::PinnableSlice> values(at_once);
  std::vector<rocksdb::Status> statuses(at_once);
  for (size_t begin = 0; begin < keys.size(); begin += at_once) {
    const size_t count = std::min(at_once, keys.size() - begin);
    for (size_t i = 0; i < count; ++i) {
      slices[i] = ToSlice(keys[begin + i]);
      values[i].Reset();
    }
    db_->MultiGet(options, this->family(family), count, slices.data(), values.data(),
                  statuses.data(), is_sorted);
    for (size_t i = 0; i < count; ++i) {
      if (statuses[i].IsNotFound()) {
        RETURN_IF_ERROR(visit(begin + i, std::nullopt));
      } else if (statuses[i].ok()) {
        RETURN_IF_ERROR(visit(begin + i, ToView(values[i])));
      } else {
        return ToStatus(statuses[i], directory_);
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Database::ScanPrefix(
    rocksdb::ReadOptions options, Family family, std::string_view prefix, std::string_view start,
    const std::function<absl::StatusOr<bool>(std::string_view, std::string_view)>& visit) const {
  // The bound keeps the iterator from wading through what lies behind the prefix.
  const std::string end = PrefixEnd(prefix);
  const rocksdb::Slice bound(end);
  if (!end.empty()) options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator(options, this->family(family)));
  for (at->Seek(ToSlice(start.empty() ? prefix : start)); at->Valid(); at->Next()) {
    ASSIGN_OR_RETURN(const bool go_on, visit(ToView(at->key()), ToView(at->value())));
    if (!go_on) break;
  }
  if (!at->status().ok()) return ToStatus(at->status(), directory_);
  return absl::OkStatus();
}

absl::Status Database::ScanAll(
    rocksdb::ReadOptions options, Family family,
    const std::function<absl::StatusOr<bool>(std::string_view, std::string_view)>& visit) const {
  options.fill_cache = false;
  options.readahead_size = kScanReadaheadBytes;
  return ScanPrefix(options, family, "", "", visit);
}

absl::Status Database::Write(rocksdb::WriteBatch& batch) {
  RETURN_IF_ERROR(Health());
  if (batch.Count() >= table_batch_keys_min_) {
    absl::Status status = WriteTables(*this, batch);
    if (!status.ok()) has_failed_ = true;
    return status;
  }
  rocksdb::WriteOptions options;
  options.sync = true;
  const rocksdb::Status status = db_->Write(options, &batch);
  if (status.ok()) return absl::OkStatus();
  has_failed_ = true;
  return ToStatus(status, directory_);
}

absl::Status Database::Flush() {
  if (is_read_only_) return absl::OkStatus();
  RETURN_IF_ERROR(Health());
  const std::vector<rocksdb::ColumnFamilyHandle*> all(handles_.begin(), handles_.end());
  const rocksdb::Status status = db_->Flush(rocksdb::FlushOptions(), all);
  if (status.ok()) return absl::OkStatus();
  has_failed_ = true;
  return ToStatus(status, directory_);
}

absl::Status Database::Health() const {
  if (!has_failed_) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat(directory_,
                   " had an input/output error before and takes no more writes; "
                   "every acknowledged batch is safe: start the program again"));
}

std::vector<std::pair<std::string, uint64_t>> Database::DiskUsage() const {
  std::vector<std::pair<std::string, uint64_t>> usage;
  for (const FamilySpec& spec : FamilySpecs()) {
    uint64_t bytes = 0;
    // A property that is not known counts as 0 bytes; these are.
    db_->GetIntProperty(family(spec.family), rocksdb::DB::Properties::kLiveSstFilesSize, &bytes);
    usage.emplace_back(spec.name, bytes);
  }
  return usage;
}

}  // namespace coterie::storage
