// Paths between C++ values and schema/rpc_slices.capnp.
//
// Layer: tools/rpc; internal. Every field survives the trip. Reading an answer checks lengths and
// indexes; errors of it: Internal.
#pragma once

#include "absl/status/statusor.h"
#include "engine/catalog/named_paths.h"
#include "schema/rpc_slices.capnp.h"
#include "tools/rpc/limits.h"

namespace coterie {

void WriteQuery(const PathQuery& query, rpc::PathSpec::Builder out);
// Errors: InvalidArgument for enum values unknown here; OutOfRange above the limits.
absl::StatusOr<PathQuery> ReadQuery(rpc::PathSpec::Reader in, const CallLimits& limits);

void WritePaths(const NamedPaths& paths, rpc::PathList::Builder out);
absl::StatusOr<NamedPaths> ReadPaths(rpc::PathList::Reader in);

}  // namespace coterie
