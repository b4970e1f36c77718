// What a store is on disk: its marker file, its format version and its column families.
//
// Layer: storage. The families are a table of data, each row with its reasons. A version that has
// been released never changes; a new one comes with a migration and a committed old store.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace coterie::storage {

class Database;

// One column family each. The numbers are indices of this program, not of the disk.
enum class Family : uint8_t {
  kMeta,
  kNodes,
  kTexts,
  kBylines,
  kEdgesOut,
  kEdgesIn,
  kPids,
  kNames,
  kChanges,
};
inline constexpr size_t kFamilyCount = 9;

// How a family is read decides its filters and blocks.
enum class Access : uint8_t {
  kPoint,  // by whole key: a bloom filter of 10 bits a key spares 99 % of the misses
  kScan,   // by prefix or in order: a filter on whole keys would never be asked
};

struct FamilySpec {
  Family family;
  std::string_view name;  // on disk; never changes
  Access access;
  uint32_t block_bytes;
  uint32_t write_buffer_bytes;
  std::string_view reason;
};

std::span<const FamilySpec, kFamilyCount> FamilySpecs();

// One step of the format, from one version to the next. Steps are idempotent: a migration that was
// killed runs again from the version that the marker still tells.
struct Migration {
  uint32_t from;
  absl::Status (*run)(Database& database);
  std::string_view reason;
};
std::span<const Migration> Migrations();

// Brings the store from `version` to kStoreFormatVersion, marking each step.
absl::Status Migrate(Database& database, const std::string& directory, uint32_t version);

// The marker file makes a directory a store and tells its format version before RocksDB looks at
// anything: "coterie store\nformat 1\n" in the file COTERIE.
inline constexpr std::string_view kMarkerFile = "COTERIE";
// Errors: NotFound (no marker), FailedPrecondition (not one of ours), PermissionDenied.
absl::StatusOr<uint32_t> ReadMarker(const std::string& directory);
// Writes it atomically and durably. Errors: ResourceExhausted, PermissionDenied, Unavailable.
absl::Status WriteMarker(const std::string& directory, uint32_t version);

}  // namespace coterie::storage
