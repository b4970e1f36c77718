// The nodes that queries name as text, as vertices.
//
// Layer: engine, internal to engine/catalog.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/named_results.h"

namespace coterie {

// The vertex that `text` names, of whatever kind. Errors: those of Snapshot::ResolveVertex but for
// the kind.
absl::StatusOr<Vertex> ResolveAnyVertex(const Snapshot& now, std::string_view text);
absl::StatusOr<std::vector<Vertex>> ResolveAnyVertices(const Snapshot& now,
                                                       std::span<const std::string> texts);

// The options with the vertices that the filters name.
absl::StatusOr<StrengthOptions> WithFilters(const Snapshot& now, StrengthOptions weights,
                                            const PaperFilters& filters);

}  // namespace coterie
