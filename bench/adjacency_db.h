// A RocksDB for the measurement of adjacency layouts: one column family a direction.
//
// Layer: bench; raw RocksDB, nothing of storage/. A RocksDB error ends the program with its text: a
// measurement over a failed write is worth nothing.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/merge_operator.h>

#include <memory>
#include <string>
#include <vector>

namespace coterie::bench {

// Ends the program unless `status` is OK.
void Check(const rocksdb::Status& status);

// An open database with one column family a direction.
struct AdjacencyDb {
  std::unique_ptr<rocksdb::DB> db;
  std::vector<std::unique_ptr<rocksdb::ColumnFamilyHandle>> handles;  // go before db does
  rocksdb::ColumnFamilyHandle* out = nullptr;
  rocksdb::ColumnFamilyHandle* in = nullptr;
};

// Makes or opens one, set up as storage/ sets up its own. `in` gets the filter that point look-ups
// need if `reads_lists`.
AdjacencyDb OpenAdjacencyDb(const std::string& directory, bool reads_lists,
                            std::shared_ptr<rocksdb::MergeOperator> merge_operator);

}  // namespace coterie::bench
