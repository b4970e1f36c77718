// How much of RocksDB's manifest must be there.
//
// Layer: storage, private to it. RocksDB takes a manifest that lost its end for one that was not
// yet written on, opens an older state, and deletes the tables that this state does not know. So
// the file WATERMARK tells the length and checksum that the manifest has had:
//
//   "MANIFEST-000050 2201 9c61…\n"        name, bytes, their FNV-1a hash of 64 bits in hexadecimal
//
// It is a lower bound: a manifest only grows, or is replaced by one of another name, of which the
// file then says nothing. A store without the file is not checked.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace coterie::storage {

// Errors: DataLoss where the manifest is shorter than it was, or another.
absl::Status CheckWatermark(const std::string& directory);

// Writes down how much there is now, once that is on the disk. Where this fails the older
// watermark stays, which demands less. REQUIRES: the caller holds RocksDB's lock.
void RaiseWatermark(const std::string& directory);

}  // namespace coterie::storage
