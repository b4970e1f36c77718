// A large batch written as sorted tables instead of through log and memory.
//
// Layer: storage, private to it. A batch of thousands of works is written once, sorted, straight
// into one table a family, and all tables join the database in one step of its manifest. That
// spares the log, the inserts into memory tables (which cost most of an import's time) and their
// flush.
#pragma once

#include <rocksdb/write_batch.h>

#include "absl/status/status.h"
#include "storage/database.h"

namespace coterie::storage {

// Atomic and durable like a logged write. REQUIRES: no key twice in the batch; one writer.
// Errors: ResourceExhausted, Unavailable; nothing is visible then.
absl::Status WriteTables(const Database& database, rocksdb::WriteBatch& batch);

// Deletes what a killed WriteTables left behind. REQUIRES: the caller holds RocksDB's lock
// and writes no tables.
void RemoveLeftTables(const std::string& directory);

}  // namespace coterie::storage
