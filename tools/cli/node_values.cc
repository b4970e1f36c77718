// Values of nodes that an answer names. Layer: tools.
#include "tools/cli/node_values.h"

namespace coterie::cli {

List RefValues(const std::vector<NodeRef>& refs) {
  List list;
  list.reserve(refs.size());
  for (const NodeRef& ref : refs) list.emplace_back(RefValue(ref.id, ref.name));
  return list;
}

}  // namespace coterie::cli
