#include "tools/rpc/wire_tables.h"

namespace coterie {

absl::StatusOr<std::vector<NodeRef>> ReadTable(rpc::NodeTable::Reader in) {
  const auto ids = in.getIds();
  const auto names = in.getNames();
  if (ids.size() != names.size()) return MalformedAnswer("a table of nodes");
  std::vector<NodeRef> table(ids.size());
  for (uint32_t i = 0; i < ids.size(); ++i) {
    table[i] = {NodeId::FromValue(ids[i]), StringOf(names[i])};
  }
  return table;
}

bool AreIndexes(capnp::List<uint32_t>::Reader indexes, size_t size) {
  for (const uint32_t index : indexes) {
    if (index >= size) return false;
  }
  return true;
}

bool AllEqual(uint32_t count, std::initializer_list<uint32_t> sizes) {
  for (const uint32_t size : sizes) {
    if (size != count) return false;
  }
  return true;
}

}  // namespace coterie
