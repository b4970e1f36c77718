// Node tables of schema/rpc_values.capnp and the checks that columns need before they are read.
//
// Layer: tools/rpc; internal.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "engine/catalog/views.h"
#include "schema/rpc.capnp.h"
#include "tools/rpc/wire_lists.h"

namespace coterie {

// The nodes that columns of indexes refer to, each named once. Refers to those it was given.
class TableBuilder {
 public:
  uint32_t IndexOf(const NodeRef& ref) {
    const auto [at, is_new] = indexes_.try_emplace(ref.id, static_cast<uint32_t>(refs_.size()));
    if (is_new) refs_.push_back(&ref);
    return at->second;
  }
  void Write(rpc::NodeTable::Builder out) const {
    const auto count = static_cast<uint32_t>(refs_.size());
    FillColumn(out.initIds(count), refs_, [](const NodeRef* ref) { return ref->id.value(); });
    FillColumn(out.initNames(count), refs_, [](const NodeRef* ref) { return TextOf(ref->name); });
  }

 private:
  absl::flat_hash_map<NodeId, uint32_t> indexes_;
  std::vector<const NodeRef*> refs_;
};

absl::StatusOr<std::vector<NodeRef>> ReadTable(rpc::NodeTable::Reader in);

// True if every index is below `size`.
bool AreIndexes(capnp::List<uint32_t>::Reader indexes, size_t size);
// True if every size is `count`.
bool AllEqual(uint32_t count, std::initializer_list<uint32_t> sizes);

}  // namespace coterie
