// Batches as tables. Layer: storage; see table_writer.h.
#include "storage/table_writer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <rocksdb/options.h>
#include <rocksdb/sst_file_writer.h>

#include "schema/base.h"
#include "storage/key_codec.h"
#include "storage/rocksdb_util.h"

namespace coterie::storage {
namespace {

// RocksDB does not hold up a table for want of compaction; readers would ask ever more of them.
constexpr uint64_t kLevel0FilesMax = 40;
constexpr std::chrono::milliseconds kCompactionPoll(2);
constexpr std::string_view kTableSuffix = ".batch.tmp";

struct Entry {
  std::string_view key;
  std::string_view value;
  bool is_deletion = false;
};

// Sorts a batch's entries by family. Keys and values point into the batch.
class Splitter : public rocksdb::WriteBatch::Handler {
 public:
  explicit Splitter(const Database& database) {
    for (const FamilySpec& spec : FamilySpecs()) {
      ids_[static_cast<size_t>(spec.family)] = database.family(spec.family)->GetID();
    }
  }
  rocksdb::Status PutCF(uint32_t id, const rocksdb::Slice& key,
                        const rocksdb::Slice& value) override {
    return Add(id, {ToView(key), ToView(value), false});
  }
  rocksdb::Status DeleteCF(uint32_t id, const rocksdb::Slice& key) override {
    return Add(id, {ToView(key), {}, true});
  }
  std::vector<Entry>& entries(Family family) { return entries_[static_cast<size_t>(family)]; }

 private:
  rocksdb::Status Add(uint32_t id, const Entry& entry) {
    const auto at = std::find(ids_.begin(), ids_.end(), id);
    if (at == ids_.end()) return rocksdb::Status::InvalidArgument("unknown column family");
    entries_[static_cast<size_t>(at - ids_.begin())].push_back(entry);
    return rocksdb::Status::OK();
  }

  std::array<uint32_t, kFamilyCount> ids_{};
  std::array<std::vector<Entry>, kFamilyCount> entries_;
};

bool ByKey(const Entry& a, const Entry& b) { return a.key < b.key; }

rocksdb::Status WriteTable(const Database& database, Family family, std::vector<Entry>& entries,
                           const std::string& path) {
  if (!std::is_sorted(entries.begin(), entries.end(), ByKey)) {
    std::sort(entries.begin(), entries.end(), ByKey);
  }
  rocksdb::ColumnFamilyHandle* const handle = database.family(family);
  rocksdb::Options options = database.db().GetOptions(handle);
  // Else the writer would compress every table as if it were one of the last level.
  options.bottommost_compression = rocksdb::kDisableCompressionOption;
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), options, handle);
  rocksdb::Status status = writer.Open(path);
  for (const Entry& entry : entries) {
    if (!status.ok()) return status;
    status = entry.is_deletion ? writer.Delete(ToSlice(entry.key))
                               : writer.Put(ToSlice(entry.key), ToSlice(entry.value));
  }
  return status.ok() ? writer.Finish() : status;
}

absl::Status WaitForCompaction(const Database& database) {
  for (const FamilySpec& spec : FamilySpecs()) {
    for (;;) {
      std::string files;
      database.db().GetProperty(database.family(spec.family),
                                rocksdb::DB::Properties::kNumFilesAtLevelPrefix + "0", &files);
      if (std::strtoull(files.c_str(), nullptr, 10) < kLevel0FilesMax) break;
      RETURN_IF_ERROR(database.Health());
      std::this_thread::sleep_for(kCompactionPoll);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteTables(const Database& database, rocksdb::WriteBatch& batch) {
  RETURN_IF_ERROR(WaitForCompaction(database));
  // The change log only grows at its end, so its tables would go to the last level, where nothing
  // ever merges them. A deletion of the batch 0, which no store has, makes them overlap.
  batch.Delete(database.family(Family::kChanges), ToSlice(ChangeKey(0).view()));
  Splitter splitter(database);
  rocksdb::Status status = batch.Iterate(&splitter);
  std::vector<rocksdb::IngestExternalFileArg> tables;
  for (const FamilySpec& spec : FamilySpecs()) {
    std::vector<Entry>& entries = splitter.entries(spec.family);
    if (!status.ok() || entries.empty()) continue;
    const std::string path =
        absl::StrCat(database.directory(), "/", Sv(spec.name), Sv(kTableSuffix));
    status = WriteTable(database, spec.family, entries, path);
    rocksdb::IngestExternalFileArg& table = tables.emplace_back();
    table.column_family = database.family(spec.family);
    table.external_files.push_back(path);
    table.options.move_files = true;
    table.options.write_global_seqno = false;
  }
  if (status.ok()) status = database.db().IngestExternalFiles(tables);
  if (status.ok()) return absl::OkStatus();
  RemoveLeftTables(database.directory());
  return ToStatus(status, database.directory());
}

void RemoveLeftTables(const std::string& directory) {
  for (const FamilySpec& spec : FamilySpecs()) {
    std::error_code ignored;  // what is left takes room, and does no other harm
    std::filesystem::remove(absl::StrCat(directory, "/", Sv(spec.name), Sv(kTableSuffix)), ignored);
  }
}

}  // namespace coterie::storage
