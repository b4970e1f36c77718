// Node records as bytes: a brief for scans, then a Cap'n Proto message with the rest.
//
// Layer: storage; the only place that includes Cap'n Proto. The message is packed, so it is
// unpacked into aligned memory of its own before it is read. Damaged bytes give DataLoss and never
// more memory than kRecordBytesMax.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/read_snapshot.h"
#include "storage/store_batch.h"

namespace coterie::storage {

// Unpacked bytes of one record's message; a record has a few KB.
inline constexpr size_t kRecordBytesMax = size_t{64} << 20;

// A stub with these Pids and nothing else; EncodeRecord gives the same bytes for such a record.
std::string EncodeStub(std::span<const Pid> pids);
// REQUIRES: below kRecordBytesMax.
std::string EncodeRecord(const NodeRecord& record);
// The record of a node of that kind. Errors: DataLoss.
absl::StatusOr<NodeRecord> DecodeRecord(NodeId id, std::string_view value);
// The columns that scans need; the name points into `value`. Errors: DataLoss.
absl::StatusOr<NodeBrief> DecodeBrief(NodeId id, std::string_view value);

// The kind of node that the record describes.
NodeKind KindOf(const NodeRecord& record);
// Names besides the header's; empty for kinds without.
const std::vector<std::string>& AlternativeNamesOf(const NodeRecord& record);

}  // namespace coterie::storage
