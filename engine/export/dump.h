// The canonical dump: the whole store as JSON lines, equal bytes for equal content.
//
// Layer: engine. One line a node, ascending by primary Pid; edges stand with the node that owns
// them, as Pids. No NodeId, sequence number, stamp or time occurs, so two stores that hold the same
// facts dump the same bytes however they came by them. docs/CLI.md has the fields.
#pragma once

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "storage/read_snapshot.h"

namespace coterie {

// Calls `write` with pieces of the dump, in order; an error from it stops the dump and is returned.
// Complexity: O(store) time, memory bounded by one node and a cache of 2^20 Pids.
// Errors: those of storage and of `write`.
absl::Status DumpStore(const ReadSnapshot& store,
                       const std::function<absl::Status(std::string_view)>& write);

}  // namespace coterie
