// The Pid index. Layer: storage; see lookup_index.h.
#include <algorithm>
#include <tuple>

#include "schema/base.h"
#include "storage/damage.h"
#include "storage/key_codec.h"
#include "storage/lookup_index.h"
#include "storage/rocksdb_util.h"
#include "storage/value_codec.h"

namespace coterie::storage {
namespace {

std::vector<std::string> PidKeysOf(const NodeHeader& header) {
  std::vector<std::string> keys;
  keys.reserve(header.pids.size());
  for (const Pid& pid : header.pids) keys.push_back(PidKey(pid));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

std::optional<std::string> PrimaryPidKey(const NodeHeader& header) {
  if (header.pids.empty()) return std::nullopt;
  return PidKey(*std::min_element(header.pids.begin(), header.pids.end()));
}

absl::StatusOr<std::vector<std::optional<NodeId>>> PidIndex::FindOwners(
    const rocksdb::ReadOptions& options, std::span<const Pid> pids) const {
  std::vector<std::optional<NodeId>> owners(pids.size());
  std::vector<std::string> keys;
  std::vector<std::string_view> views;
  keys.reserve(pids.size());
  views.reserve(pids.size());
  for (const Pid& pid : pids) views.push_back(keys.emplace_back(PidKey(pid)));
  RETURN_IF_ERROR(
      database_.GetMany(options, Family::kPids, views,
                        [&](size_t i, std::optional<std::string_view> value) -> absl::Status {
                          if (!value) return absl::OkStatus();
                          ASSIGN_OR_RETURN(owners[i], DecodeOwner(*value));
                          return absl::OkStatus();
                        }));
  return owners;
}

absl::Status PidIndex::ScanPrimary(
    const rocksdb::ReadOptions& options,
    const std::function<absl::Status(const Pid&, NodeId)>& visit) const {
  return database_.ScanAll(
      options, Family::kPids,
      [&](std::string_view key, std::string_view value) -> absl::StatusOr<bool> {
        const std::optional<Pid> pid = ParsePidKey(key);
        if (!pid) {
          return absl::DataLossError(
              absl::StrCat(database_.directory(), " has a damaged key in pids", kDamageAdvice));
        }
        ASSIGN_OR_RETURN(const std::vector<Claim> claims, DecodeClaims(key, value));
        for (const Claim& claim : claims) {
          if (claim.primary == key) RETURN_IF_ERROR(visit(*pid, claim.node));
        }
        return true;
      });
}

void PidIndexWriter::Add(NodeId node, const Pid& pid) {
  std::string key = PidKey(pid);
  std::string primary = key;
  ops_.push_back({std::move(key), node, std::move(primary)});
}

void PidIndexWriter::Replace(NodeId node, const NodeHeader* before, const NodeHeader& now) {
  const std::optional<std::string> primary = PrimaryPidKey(now);
  if (before == nullptr) {
    for (std::string& key : PidKeysOf(now)) ops_.push_back({std::move(key), node, *primary});
    return;
  }
  if (before->pids == now.pids) return;
  const std::vector<std::string> old_keys = PidKeysOf(*before);
  const std::vector<std::string> new_keys = PidKeysOf(now);
  // A claim tells its node's primary Pid: where that changes, every claim is written anew.
  const bool has_same_primary = PrimaryPidKey(*before) == primary;
  for (const std::string& key : old_keys) {
    if (!std::binary_search(new_keys.begin(), new_keys.end(), key)) ops_.push_back({key, node, ""});
  }
  for (const std::string& key : new_keys) {
    if (has_same_primary && std::binary_search(old_keys.begin(), old_keys.end(), key)) continue;
    ops_.push_back({key, node, *primary});
  }
}

absl::Status PidIndexWriter::ChangeEntry(std::string_view key,
                                         std::optional<std::string_view> value,
                                         std::span<const Op> ops, StoreCounts& counts) {
  std::vector<Claim> claims;
  if (value) {
    ASSIGN_OR_RETURN(claims, DecodeClaims(key, *value));
  }
  const size_t claims_before = claims.size();
  for (const Op& op : ops) {
    std::erase_if(claims, [&op](const Claim& claim) { return claim.node == op.node; });
    if (!op.primary.empty()) claims.push_back({op.node, op.primary});
  }
  std::sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.primary, a.node) < std::tie(b.primary, b.node);
  });
  counts.pids += (claims.empty() ? 0 : 1) - (claims_before == 0 ? 0 : 1);
  counts.contested_pids += (claims.size() > 1 ? 1 : 0) - (claims_before > 1 ? 1 : 0);
  rocksdb::ColumnFamilyHandle* const pids = database_.family(Family::kPids);
  if (!claims.empty()) {
    batch_.Put(pids, ToSlice(key), EncodeClaims(key, claims));
  } else if (claims_before > 0) {
    batch_.Delete(pids, ToSlice(key));
  }
  return absl::OkStatus();
}

absl::Status PidIndexWriter::Finish(StoreCounts& counts) {
  // By key; within a key the order does not matter, since each node has one claim at most.
  std::sort(ops_.begin(), ops_.end(), [](const Op& a, const Op& b) { return a.key < b.key; });
  std::vector<std::string_view> keys;
  std::vector<size_t> begins;  // of each key's ops, and the end of all
  keys.reserve(ops_.size());
  begins.reserve(ops_.size() + 1);
  for (size_t i = 0; i < ops_.size(); ++i) {
    if (i > 0 && ops_[i].key == ops_[i - 1].key) continue;
    keys.push_back(ops_[i].key);
    begins.push_back(i);
  }
  begins.push_back(ops_.size());
  const std::span<const Op> all(ops_);
  return database_.GetMany(rocksdb::ReadOptions(), Family::kPids, keys,
                           [&](size_t i, std::optional<std::string_view> value) {
                             return ChangeEntry(keys[i], value,
                                                all.subspan(begins[i], begins[i + 1] - begins[i]),
                                                counts);
                           });
}

}  // namespace coterie::storage
