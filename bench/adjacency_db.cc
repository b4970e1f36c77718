#include "bench/adjacency_db.h"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/universal_compaction.h>
#include <rocksdb/write_buffer_manager.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace coterie::bench {
namespace {

constexpr int kSortedRunsMax = 16;
// A shard must hold the filter of a whole table: a million papers have one of 3 MB.
constexpr int kCacheShardBits = 2;

// The settings of storage/database_open.cc, which gives the reason of each.
rocksdb::ColumnFamilyOptions FamilyOptions(const std::shared_ptr<rocksdb::Cache>& cache,
                                           bool is_point, size_t block_bytes, size_t buffer_bytes) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = block_bytes;
  table.format_version = 5;
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  rocksdb::ColumnFamilyOptions options;
  if (is_point) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    options.memtable_whole_key_filtering = true;
    options.memtable_prefix_bloom_size_ratio = 0.05;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.write_buffer_size = buffer_bytes;
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  options.compaction_style = rocksdb::kCompactionStyleUniversal;
  options.level0_file_num_compaction_trigger = kSortedRunsMax;
  options.level0_slowdown_writes_trigger = 2 * kSortedRunsMax;
  options.level0_stop_writes_trigger = 3 * kSortedRunsMax;
  options.compaction_options_universal.max_size_amplification_percent = 1000;
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(1));
  return options;
}

}  // namespace

void Check(const rocksdb::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "adjacency_bench: %s\n", status.ToString().c_str());
  std::abort();
}

AdjacencyDb OpenAdjacencyDb(const std::string& directory, bool reads_lists,
                            std::shared_ptr<rocksdb::MergeOperator> merge_operator) {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.max_open_files = -1;
  options.max_background_jobs = 2;
  options.write_buffer_manager = std::make_shared<rocksdb::WriteBufferManager>(size_t{128} << 20U);
  options.max_total_wal_size = size_t{256} << 20U;
  options.allow_concurrent_memtable_write = false;
  options.bytes_per_sync = size_t{1} << 20U;
  const auto cache = rocksdb::NewLRUCache(size_t{64} << 20U, kCacheShardBits);
  std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions()},
      {"out", FamilyOptions(cache, true, size_t{16} << 10U, size_t{32} << 20U)},
      // Layouts that read their list before they write it get the filter that this needs.
      {"in", FamilyOptions(cache, reads_lists, size_t{8} << 10U, size_t{64} << 20U)}};
  families.back().options.merge_operator = std::move(merge_operator);
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  Check(rocksdb::DB::Open(options, directory, families, &handles, &db));
  AdjacencyDb result{std::unique_ptr<rocksdb::DB>(db), {}, handles[1], handles[2]};
  for (rocksdb::ColumnFamilyHandle* handle : handles) result.handles.emplace_back(handle);
  return result;
}

}  // namespace coterie::bench
