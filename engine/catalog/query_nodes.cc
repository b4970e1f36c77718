// The nodes that queries name as text, as vertices. Layer: engine.
#include "engine/catalog/query_nodes.h"

#include "schema/base.h"

namespace coterie {
namespace {

absl::StatusOr<std::vector<Vertex>> ResolveAll(const Snapshot& now,
                                               const std::vector<std::string>& texts,
                                               NodeKind kind) {
  std::vector<Vertex> vertices;
  vertices.reserve(texts.size());
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(const Vertex vertex, now.ResolveVertex(text, kind));
    vertices.push_back(vertex);
  }
  return vertices;
}

}  // namespace

absl::StatusOr<Vertex> ResolveAnyVertex(const Snapshot& now, std::string_view text) {
  ASSIGN_OR_RETURN(const NodeId id, now.Resolve(text));
  return now.ResolveVertex(text, id.kind());
}

absl::StatusOr<std::vector<Vertex>> ResolveAnyVertices(const Snapshot& now,
                                                       std::span<const std::string> texts) {
  std::vector<Vertex> vertices;
  vertices.reserve(texts.size());
  for (const std::string& text : texts) {
    ASSIGN_OR_RETURN(const Vertex vertex, ResolveAnyVertex(now, text));
    vertices.push_back(vertex);
  }
  return vertices;
}

absl::StatusOr<StrengthOptions> WithFilters(const Snapshot& now, StrengthOptions weights,
                                            const PaperFilters& filters) {
  ASSIGN_OR_RETURN(weights.topics, ResolveAll(now, filters.topics, NodeKind::kTopic));
  ASSIGN_OR_RETURN(weights.institutions,
                   ResolveAll(now, filters.institutions, NodeKind::kInstitution));
  ASSIGN_OR_RETURN(weights.venues, ResolveAll(now, filters.venues, NodeKind::kVenue));
  return weights;
}

}  // namespace coterie
