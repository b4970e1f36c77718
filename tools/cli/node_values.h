// Values of nodes that an answer names.
//
// Layer: tools.
#pragma once

#include <vector>

#include "engine/catalog/views.h"
#include "tools/cli/value.h"

namespace coterie::cli {

// RefValue() of each.
List RefValues(const std::vector<NodeRef>& refs);

}  // namespace coterie::cli
