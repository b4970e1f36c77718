// Edges in both directions. Layer: storage; see adjacency_table.h.
#include "storage/adjacency_table.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>

#include "schema/base.h"
#include "storage/damage.h"
#include "storage/key_codec.h"
#include "storage/list_codec.h"
#include "storage/rocksdb_util.h"

namespace coterie::storage {
namespace {

absl::Status DamagedKey(const Database& database, std::string_view family) {
  return absl::DataLossError(
      absl::StrCat(database.directory(), " has a damaged key in ", Sv(family), kDamageAdvice));
}

}  // namespace

std::vector<NodeId> DistinctTargets(const AdjacencyList& list) {
  std::vector<NodeId> targets = list.targets;
  // Only bylines are unsorted, or name nobody or somebody twice.
  if (list.kind != EdgeKind::kAuthorship) return targets;
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  if (!targets.empty() && targets.front().IsNone()) targets.erase(targets.begin());
  return targets;
}

absl::Status AdjacencyTable::ReadRest(const rocksdb::ReadOptions& options,
                                      StoredList& stored) const {
  for (bool has_more = true; has_more; ++stored.chunks) {
    const FixedKey<11> key =
        EdgeListKey(stored.list.source, stored.list.kind, static_cast<uint16_t>(stored.chunks));
    ASSIGN_OR_RETURN(const std::optional<std::string> chunk,
                     database_.Get(options, Family::kEdgesOut, key.view()));
    if (!chunk) {
      return absl::DataLossError(
          absl::StrCat("the list of kind ", Sv(EdgeKindName(stored.list.kind)), " of ",
                       ToString(stored.list.source), " has lost its end", kDamageAdvice));
    }
    RETURN_IF_ERROR(AppendChunk(*chunk, stored.list));
    has_more = HasMoreChunks(*chunk);
  }
  return absl::OkStatus();
}

absl::StatusOr<StoredList> AdjacencyTable::Read(const rocksdb::ReadOptions& options, NodeId source,
                                                EdgeKind kind) const {
  const std::pair<NodeId, EdgeKind> wanted(source, kind);
  ASSIGN_OR_RETURN(std::vector<StoredList> found, ReadMany(options, {&wanted, 1}));
  return std::move(found.front());
}

absl::StatusOr<std::vector<StoredList>> AdjacencyTable::ReadMany(
    const rocksdb::ReadOptions& options, std::span<const std::pair<NodeId, EdgeKind>> lists) const {
  std::vector<StoredList> found(lists.size());
  std::vector<FixedKey<11>> keys;
  std::vector<std::string_view> views;
  keys.reserve(lists.size());
  views.reserve(lists.size());
  for (const auto& [source, kind] : lists) {
    views.push_back(keys.emplace_back(EdgeListKey(source, kind, 0)).view());
  }
  RETURN_IF_ERROR(database_.GetMany(
      options, Family::kEdgesOut, views,
      [&](size_t i, std::optional<std::string_view> chunk) -> absl::Status {
        StoredList& stored = found[i];
        ResetList(stored.list, lists[i].first, lists[i].second);
        if (!chunk) return absl::OkStatus();
        RETURN_IF_ERROR(AppendChunk(*chunk, stored.list));
        stored.chunks = 1;
        return HasMoreChunks(*chunk) ? ReadRest(options, stored) : absl::OkStatus();
      }));
  return found;
}

absl::StatusOr<std::vector<NodeId>> AdjacencyTable::Sources(const rocksdb::ReadOptions& options,
                                                            NodeId target, EdgeKind kind,
                                                            size_t limit, NodeId after) const {
  std::vector<NodeId> sources;
  if (limit == 0 || after.value() == ~uint64_t{0}) return sources;
  const FixedKey<17> start = ReverseKey(target, kind, NodeId::FromValue(after.value() + 1));
  RETURN_IF_ERROR(database_.ScanPrefix(
      options, Family::kEdgesIn, ReversePrefix(target, kind).view(), start.view(),
      [&](std::string_view key, std::string_view /*value*/) -> absl::StatusOr<bool> {
        const std::optional<ReverseKeyParts> parts = ParseReverseKey(key);
        if (!parts) return DamagedKey(database_, "edges_in");
        sources.push_back(parts->source);
        return sources.size() < limit;
      }));
  return sources;
}

absl::StatusOr<uint64_t> AdjacencyTable::CountSources(const rocksdb::ReadOptions& options,
                                                      NodeId target, EdgeKind kind) const {
  uint64_t count = 0;
  RETURN_IF_ERROR(database_.ScanPrefix(options, Family::kEdgesIn,
                                       ReversePrefix(target, kind).view(), "",
                                       [&count](std::string_view, std::string_view) {
                                         ++count;
                                         return absl::StatusOr<bool>(true);
                                       }));
  return count;
}

absl::Status AdjacencyTable::Scan(
    const rocksdb::ReadOptions& options,
    const std::function<absl::Status(const AdjacencyList&)>& visit) const {
  AdjacencyList list;
  bool is_open = false;  // a list whose last chunk is yet to come
  RETURN_IF_ERROR(
      database_.ScanAll(options, Family::kEdgesOut,
                        [&](std::string_view key, std::string_view chunk) -> absl::StatusOr<bool> {
                          const std::optional<EdgeListKeyParts> parts = ParseEdgeListKey(key);
                          if (!parts || is_open != (parts->chunk != 0))
                            return DamagedKey(database_, "edges_out");
                          if (!is_open) ResetList(list, parts->source, parts->kind);
                          RETURN_IF_ERROR(AppendChunk(chunk, list));
                          is_open = HasMoreChunks(chunk);
                          if (!is_open) RETURN_IF_ERROR(visit(list));
                          return true;
                        }));
  return is_open ? DamagedKey(database_, "edges_out") : absl::OkStatus();
}

absl::Status AdjacencyWriter::Replace(const StoredList* before, const AdjacencyList& now) {
  ASSIGN_OR_RETURN(const std::vector<std::string> chunks, EncodeList(now));
  rocksdb::ColumnFamilyHandle* const out = database_.family(Family::kEdgesOut);
  for (size_t i = 0; i < chunks.size(); ++i) {
    const FixedKey<11> key = EdgeListKey(now.source, now.kind, static_cast<uint16_t>(i));
    batch_.Put(out, ToSlice(key.view()), ToSlice(chunks[i]));
  }
  for (size_t i = chunks.size(); before != nullptr && i < before->chunks; ++i) {
    const FixedKey<11> key = EdgeListKey(now.source, now.kind, static_cast<uint16_t>(i));
    batch_.Delete(out, ToSlice(key.view()));
  }
  const std::vector<NodeId> added = DistinctTargets(now);
  if (before == nullptr || before->list.targets.empty()) {
    for (const NodeId target : added) {
      reverse_.push_back({target, now.source, now.kind, ReverseOp::Change::kAdd});
    }
    return absl::OkStatus();
  }
  const std::vector<NodeId> removed = DistinctTargets(before->list);
  size_t a = 0;
  for (size_t r = 0; a < added.size() || r < removed.size();) {
    if (r == removed.size() || (a < added.size() && added[a] < removed[r])) {
      reverse_.push_back({added[a++], now.source, now.kind, ReverseOp::Change::kAdd});
    } else if (a == added.size() || removed[r] < added[a]) {
      reverse_.push_back({removed[r++], now.source, now.kind, ReverseOp::Change::kRemove});
    } else {
      ++a;
      ++r;
    }
  }
  return absl::OkStatus();
}

void AdjacencyWriter::Finish() {
  std::sort(reverse_.begin(), reverse_.end(), [](const ReverseOp& a, const ReverseOp& b) {
    return std::tie(a.target, a.kind, a.source) < std::tie(b.target, b.kind, b.source);
  });
  rocksdb::ColumnFamilyHandle* const in = database_.family(Family::kEdgesIn);
  for (const ReverseOp& op : reverse_) {
    const FixedKey<17> key = ReverseKey(op.target, op.kind, op.source);
    if (op.change == ReverseOp::Change::kAdd) {
      batch_.Put(in, ToSlice(key.view()), rocksdb::Slice());
    } else {
      batch_.Delete(in, ToSlice(key.view()));
    }
  }
}

}  // namespace coterie::storage
