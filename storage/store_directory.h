// What a directory is before RocksDB looks at it: a store, of which format, or
// something else.
//
// Layer: storage, private to it. Nothing is changed but where a store is to be
// created.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/store.h"

namespace coterie::storage {

struct FoundStore {
  uint32_t version = kStoreFormatVersion;
  bool is_new = false;  // nothing but the marker
};

// Finds the store, or creates its directory and marker where that is asked for
// and harmless. Errors: NotFound, FailedPrecondition (no store; another
// format), PermissionDenied, ResourceExhausted, DataLoss, each one sentence
// with the directory and what to do.
absl::StatusOr<FoundStore> FindStore(const std::string& directory, const StoreOptions& options);

// FailedPrecondition: "DIR is not a Coterie store: WHY".
absl::Status NotAStore(const std::string& directory, std::string_view why);
inline constexpr std::string_view kInterruptedCreation =
    "its creation was interrupted; import into it again";

}  // namespace coterie::storage
