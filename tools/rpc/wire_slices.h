// Slices between C++ values and schema/rpc_slices.capnp.
//
// Layer: tools/rpc; internal. Every field survives the trip. Reading an answer checks lengths and
// indexes; errors of it: Internal.
#pragma once

#include <span>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/catalog/named_slice.h"
#include "schema/rpc_slices.capnp.h"
#include "tools/rpc/limits.h"

namespace coterie {

// All of the query but its seeds.
void WriteQuery(const SliceQuery& query, rpc::SliceSpec::Builder out);
// Errors: InvalidArgument for enum values unknown here; OutOfRange above the limits.
absl::StatusOr<SliceQuery> ReadQuery(rpc::SliceSpec::Reader in, const CallLimits& limits);

void WriteHead(const NamedSlice& slice, rpc::SliceHead::Builder out);
void WriteNodes(std::span<const NamedSliceNode> rows, uint32_t first_rank,
                rpc::SliceNodes::Builder out);
void WriteEdges(std::span<const NamedSliceEdge> rows, rpc::SliceEdges::Builder out);

absl::StatusOr<SliceHead> ReadHead(rpc::SliceHead::Reader in);
// Both append.
absl::Status ReadNodes(rpc::SliceNodes::Reader in, std::vector<NamedSliceNode>& rows);
absl::Status ReadEdges(rpc::SliceEdges::Reader in, std::vector<NamedSliceEdge>& rows);

}  // namespace coterie
