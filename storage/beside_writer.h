// Opening for reading beside a process that writes.
//
// Layer: storage, private to it. A reader takes no lock, so the writer's files
// change and vanish under it. An open reader is safe: it holds every file of
// its state open. Opening is what can fail or, worse, give a state that never
// was; this is where that is found out and tried again.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/database.h"

namespace coterie::storage {

// Calls `connect`, which opens the database read-only, until it gives a state
// that the writer's store had at one moment. Errors: the last of `connect`;
// Unavailable where the writer leaves no moment of rest.
absl::StatusOr<std::shared_ptr<Database>> OpenBesideWriter(
    const std::string& directory,
    const std::function<absl::StatusOr<std::shared_ptr<Database>>()>& connect);

}  // namespace coterie::storage
