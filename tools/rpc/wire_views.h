// Rows of `find`, the page of `show`, `stats` and batches between C++ values and schema/rpc.capnp.
//
// Layer: tools/rpc; internal. Every field survives the trip. Reading checks what a faulty server
// could get wrong. Errors of reading: Internal.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/named_results.h"
#include "engine/catalog/views.h"
#include "schema/rpc.capnp.h"

namespace coterie {

void WriteRef(const NodeRef& ref, rpc::NodeRef::Builder out);
NodeRef ReadRef(rpc::NodeRef::Reader in);

// REQUIRES: `out` has one entry a row.
void WriteFound(const std::vector<FoundNode>& rows, capnp::List<rpc::FoundNode>::Builder out);
absl::StatusOr<std::vector<FoundNode>> ReadFound(capnp::List<rpc::FoundNode>::Reader in);

void WriteNode(const NodeView& view, rpc::NodeView::Builder out);
absl::StatusOr<NodeView> ReadNode(rpc::NodeView::Reader in);

void WriteStats(const StoreStats& stats, rpc::StoreStats::Builder out);
absl::StatusOr<StoreStats> ReadStats(rpc::StoreStats::Reader in);

void WriteSummaries(const std::vector<NodeSummary>& nodes, rpc::NodeColumns::Builder out);
absl::StatusOr<std::vector<NodeSummary>> ReadSummaries(rpc::NodeColumns::Reader in);

}  // namespace coterie
