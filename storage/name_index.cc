// The name index. Layer: storage; see lookup_index.h.
#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "schema/base.h"
#include "schema/names.h"
#include "storage/damage.h"
#include "storage/key_codec.h"
#include "storage/lookup_index.h"
#include "storage/record_codec.h"
#include "storage/rocksdb_util.h"

namespace coterie::storage {

std::vector<std::string> NameKeysOf(NodeId node, const NodeRecord& record) {
  std::vector<std::string> keys;
  const auto add = [&keys, node](std::string_view folded) {
    const std::string indexed = IndexedName(folded);
    if (!indexed.empty()) keys.push_back(NameKey(indexed, node));
  };
  const auto add_name = [&](std::string_view name) {
    if (name.empty()) return;
    const std::string folded = FoldName(name);
    if (node.kind() != NodeKind::kPerson) return add(folded);
    for (const std::string& form : PersonLookupForms(folded)) add(form);
  };
  add_name(HeaderOf(record).name);
  for (const std::string& name : AlternativeNamesOf(record)) add_name(name);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

void NameIndexWriter::Replace(NodeId node, const NodeRecord* before, const NodeRecord& now) {
  if (before != nullptr && HeaderOf(*before).name == HeaderOf(now).name &&
      AlternativeNamesOf(*before) == AlternativeNamesOf(now)) {
    return;
  }
  std::vector<std::string> new_keys = NameKeysOf(node, now);
  if (before != nullptr) {
    for (std::string& key : NameKeysOf(node, *before)) {
      const auto at = std::lower_bound(new_keys.begin(), new_keys.end(), key);
      if (at != new_keys.end() && *at == key) {
        new_keys.erase(at);
      } else {
        ops_.push_back({std::move(key), Op::Change::kRemove});
      }
    }
  }
  for (std::string& key : new_keys) ops_.push_back({std::move(key), Op::Change::kAdd});
}

void NameIndexWriter::Finish() {
  std::sort(ops_.begin(), ops_.end(), [](const Op& a, const Op& b) { return a.key < b.key; });
  rocksdb::ColumnFamilyHandle* const names = database_.family(Family::kNames);
  for (const Op& op : ops_) {
    if (op.change == Op::Change::kAdd) {
      batch_.Put(names, op.key, rocksdb::Slice());
    } else {
      batch_.Delete(names, op.key);
    }
  }
}

absl::StatusOr<std::vector<NameHit>> NameIndex::FindByPrefix(const rocksdb::ReadOptions& options,
                                                             std::string_view prefix,
                                                             std::optional<NodeKind> kind,
                                                             size_t limit) const {
  std::vector<NameHit> hits;
  if (limit == 0) return hits;
  absl::flat_hash_set<NodeId> seen;
  RETURN_IF_ERROR(database_.ScanPrefix(
      options, Family::kNames, IndexedName(prefix), "",
      [&](std::string_view key, std::string_view /*value*/) -> absl::StatusOr<bool> {
        const std::optional<NameKeyParts> parts = ParseNameKey(key);
        if (!parts) {
          return absl::DataLossError(
              absl::StrCat(database_.directory(), " has a damaged key in names", kDamageAdvice));
        }
        if (kind && parts->id.kind() != *kind) return true;
        if (seen.insert(parts->id).second) {
          hits.push_back({parts->id, std::string(parts->indexed)});
        }
        return hits.size() < limit;
      }));
  return hits;
}

}  // namespace coterie::storage
