// RocksDB's notes on its own work, in the store's file LOG, for whoever looks for a fault.
//
// Layer: storage, private to it. RocksDB's own writer of this file asserts that nothing is written
// after an error, in Debian's build too, so that the first note on a full disk would end the
// process. This one drops what it cannot write.
#pragma once

#include <rocksdb/env.h>

#include <memory>
#include <string>

namespace coterie::storage {

// Appends to DIRECTORY/LOG; from 1 MiB on, it becomes LOG.old and a new one begins. Thread-safe.
std::shared_ptr<rocksdb::Logger> MakeInfoLog(const std::string& directory);

}  // namespace coterie::storage
