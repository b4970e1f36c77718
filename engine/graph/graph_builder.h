// Collects nodes and outgoing lists, in the order of a store scan, and finishes them into a graph.
//
// Layer: engine. One pass over nodes and one over lists; forward relations are appended as they
// come, reverse ones are made by counting sort, so that peak memory stays near the final arrays.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/graph/csr_builder.h"
#include "engine/graph/graph_snapshot.h"
#include "engine/graph/stub_references.h"
#include "storage/read_snapshot.h"

namespace coterie {

class GraphBuilder {
 public:
  // `expected` only reserves memory.
  explicit GraphBuilder(const StoreCounts& expected = {});
  ~GraphBuilder();

  // All nodes first, ascending. Stubs become no vertices.
  // Errors: DataLoss (not ascending; an unknown kind); ResourceExhausted.
  absl::Status AddNode(const NodeBrief& node);

  // Then the lists, ascending by source and kind. Lists of stubs take no part; a reference to
  // anything that is not a vertex is counted as unresolved.
  // Errors: DataLoss (out of order; any other edge to a node that is missing or of a wrong kind);
  // ResourceExhausted.
  absl::Status AddList(const AdjacencyList& list);

  absl::StatusOr<std::shared_ptr<const GraphSnapshot>> Finish(uint64_t sequence,
                                                              int16_t newest_import_year) &&;

 private:
  void BeginLists();
  CsrWriter& Writer(EdgeKind kind) { return writers_[static_cast<size_t>(kind)]; }
  // The vertex of `target`, which an edge of `list` names; DataLoss naming the edge if it is not a
  // vertex of `kind`.
  absl::StatusOr<uint32_t> TargetVertex(const AdjacencyList& list, NodeId target,
                                        NodeKind kind) const;
  absl::Status AddByline(uint32_t paper, const AdjacencyList& list);
  absl::Status AddTopics(uint32_t paper, const AdjacencyList& list);
  absl::Status AddReferences(uint32_t paper, const AdjacencyList& list);
  absl::Status AddPlain(uint32_t source, const AdjacencyList& list);
  // Sorts row_, drops its duplicates and appends it.
  absl::Status AppendRow(EdgeKind kind, uint32_t source);
  void AddReverse(Relation forward, Relation reverse, NodeKind listed);
  absl::Status MakePersonInstitutions(const CsrArrays& asserted);
  void ChooseAsOfYear(int16_t newest_import_year);

  StoreCounts expected_;
  std::unique_ptr<GraphSnapshot::Arrays> arrays_;
  std::vector<CsrWriter> writers_;  // by EdgeKind value; empty until the first list
  CsrWriter paper_institutions_;
  StubReferencesBuilder stubs_;
  NodeId last_node_;
  std::pair<NodeId, EdgeKind> last_list_{};
  // Reused from list to list.
  std::vector<uint32_t> row_;
  std::vector<NodeId> unresolved_;                     // references of a paper
  std::vector<std::pair<uint32_t, uint32_t>> places_;  // person vertex, place on the byline
  std::vector<std::pair<uint32_t, float>> scored_;     // topic vertex, score
  std::vector<uint32_t> institutions_;                 // of a byline
  std::vector<uint32_t> own_;                          // … and of one person on it
};

}  // namespace coterie
