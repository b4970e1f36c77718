// Traversals between C++ values and schema/rpc_analyses.capnp.
//
// Layer: tools/rpc; internal. Write and Read are inverses, for queries within the limits. Reading
// an answer checks lengths and indexes. Errors of reading an answer: Internal.
#pragma once

#include "absl/status/statusor.h"
#include "engine/catalog/named_traversal.h"
#include "schema/rpc_analyses.capnp.h"

namespace coterie {

inline constexpr uint32_t kStepsMax = 64;  // of one request

void WriteQuery(const TraversalQuery& query, rpc::TraverseSpec::Builder out);
// Errors: InvalidArgument for enum values unknown here and filters that cannot be read; OutOfRange
// above `starts_max` starts, or the other bounds of requests.
absl::StatusOr<TraversalQuery> ReadQuery(rpc::TraverseSpec::Reader in, uint32_t starts_max);

void WriteTraversal(const NamedTraversal& traversal, rpc::Traversal::Builder out);
absl::StatusOr<NamedTraversal> ReadTraversal(rpc::Traversal::Reader in);

}  // namespace coterie
