// Every field of an answer as text, so that a difference shows where it is.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/named_department.h"
#include "engine/catalog/named_paths.h"
#include "engine/catalog/named_recommendations.h"
#include "engine/catalog/named_results.h"
#include "engine/catalog/named_similar.h"
#include "engine/catalog/named_slice.h"
#include "engine/catalog/named_traversal.h"
#include "engine/catalog/views.h"

namespace coterie::testing {

std::string Render(const NamedCollaborators& list);
std::string Render(const NamedEgo& network);
std::string Render(const NamedSlice& slice);
std::string Render(const NamedPaths& paths);
std::string Render(const NamedDepartment& department);
std::string Render(const NamedTraversal& traversal);
std::string Render(const NamedRecommendations& list);
std::string Render(const NamedSimilarPapers& list);
std::string Render(const NodeView& view);
std::string Render(const std::vector<FoundNode>& rows);
std::string Render(const std::vector<NodeSummary>& nodes);
std::string Render(const StoreStats& stats);
std::string Render(NodeId id);

// The value, or the status's code and message.
template <typename T>
std::string RenderResult(const absl::StatusOr<T>& result) {
  return result.ok() ? Render(*result) : result.status().ToString();
}

}  // namespace coterie::testing
