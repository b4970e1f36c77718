// Accessors of the graph, and its building from a store state. Layer: engine.
#include "engine/graph/graph_snapshot.h"

#include <algorithm>
#include <utility>

#include "engine/graph/graph_arrays.h"
#include "engine/graph/graph_builder.h"
#include "schema/base.h"

namespace coterie {

absl::StatusOr<std::shared_ptr<const GraphSnapshot>> GraphSnapshot::Build(
    const ReadSnapshot& store) {
  GraphBuilder builder(store.counts());
  RETURN_IF_ERROR(
      store.ScanNodes([&builder](const NodeBrief& node) { return builder.AddNode(node); }));
  RETURN_IF_ERROR(
      store.ScanAdjacency([&builder](const AdjacencyList& list) { return builder.AddList(list); }));
  return std::move(builder).Finish(store.sequence(), store.newest_import_year());
}

GraphSnapshot::GraphSnapshot(std::unique_ptr<Arrays> arrays) : arrays_(std::move(arrays)) {}
GraphSnapshot::~GraphSnapshot() = default;

uint64_t GraphSnapshot::sequence() const { return arrays_->sequence; }
uint32_t GraphSnapshot::vertex_count() const {
  return static_cast<uint32_t>(arrays_->nodes.size());
}
GraphSnapshot::Range GraphSnapshot::VerticesOf(NodeKind kind) const {
  return arrays_->VerticesOf(kind);
}
NodeKind GraphSnapshot::KindOf(Vertex v) const { return arrays_->nodes[v.index].kind(); }
NodeId GraphSnapshot::NodeOf(Vertex v) const { return arrays_->nodes[v.index]; }
std::optional<Vertex> GraphSnapshot::FindVertex(NodeId id) const { return arrays_->index.Find(id); }

Csr GraphSnapshot::Adjacency(Relation relation) const { return arrays_->Of(relation).View(); }
const RecencyIndex& GraphSnapshot::Recency() const { return arrays_->recency; }
std::span<const float> GraphSnapshot::TopicScores() const { return arrays_->topic_scores; }

std::span<const uint32_t> GraphSnapshot::InstitutionsOfAuthorship(uint32_t arc) const {
  const uint32_t begin = arrays_->authorship_offsets[arc];
  const uint32_t end = arrays_->authorship_offsets[size_t{arc} + 1];
  return std::span(arrays_->authorship_institutions).subspan(begin, end - begin);
}

std::span<const int16_t> GraphSnapshot::Years() const { return arrays_->years; }
std::span<const uint32_t> GraphSnapshot::BylineSizes() const { return arrays_->byline_sizes; }
std::span<const uint32_t> GraphSnapshot::UnresolvedReferences() const {
  return arrays_->unresolved_references;
}
StubReferences GraphSnapshot::SharedStubs() const { return arrays_->stubs.View(); }
bool GraphSnapshot::IsRetracted(Vertex paper) const {
  return arrays_->is_retracted[paper.index - arrays_->VerticesOf(NodeKind::kPaper).first] != 0;
}

std::string_view GraphSnapshot::NameOf(Vertex v) const {
  const uint64_t begin = arrays_->name_offsets[v.index];
  const uint64_t end = arrays_->name_offsets[size_t{v.index} + 1];
  return std::string_view(arrays_->names).substr(begin, end - begin);
}

int16_t GraphSnapshot::DefaultAsOfYear() const { return arrays_->default_as_of_year; }

}  // namespace coterie
