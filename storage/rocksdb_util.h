// Between RocksDB's types and ours.
//
// Layer: storage, private to it.
#pragma once

#include <rocksdb/slice.h>
#include <rocksdb/status.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace coterie::storage {

inline rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// RocksDB's status as ours, naming the store and what to do. NotFound must be handled before: here
// it means that something is missing which has to be there.
absl::Status ToStatus(const rocksdb::Status& status, const std::string& directory);

}  // namespace coterie::storage
