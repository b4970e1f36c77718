// References to papers that the store knows only as references (stubs), for bibliographic coupling.
//
// Layer: engine. Stubs are no vertices: they are numbered 0, 1, … apart, by NodeId. A stub that one
// paper alone refers to couples nothing and is left out, so that the arrays stay near half of what
// all unresolved references would take; GraphSnapshot::UnresolvedReferences counts all of them.
// Memory: 8 bytes a kept reference, 12 a kept stub, 4 a paper. Immutable, thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "engine/graph/csr.h"
#include "engine/graph/csr_builder.h"
#include "engine/graph/node_index.h"
#include "schema/ids.h"

namespace coterie {

// A view; the graph must outlive it.
struct StubReferences {
  Csr stubs;                      // paper (vertex) -> numbers of the stubs it refers to
  Csr papers;                     // stub (number) -> papers that refer to it, at least two
  std::span<const NodeId> nodes;  // by stub number, ascending
};

// The arrays behind it.
struct StubReferenceArrays {
  CsrArrays stubs;
  CsrArrays papers;
  std::vector<NodeId> nodes;
  StubReferences View() const { return {stubs.View(), papers.View(), nodes}; }
};

// Collects them in the order of a store scan: all stubs, then papers with their references.
class StubReferencesBuilder {
 public:
  // REQUIRES: ascending.
  void AddStub(NodeId stub) { nodes_.push_back(stub); }
  // Papers are vertices [first_paper, first_paper + paper_count).
  void BeginReferences(uint32_t first_paper, uint32_t paper_count, size_t references_expected);
  // `references` distinct; those that are no stubs are passed over. Papers ascending.
  // Errors: ResourceExhausted.
  absl::Status AddReferences(uint32_t paper, std::span<const NodeId> references);
  StubReferenceArrays Finish() &&;

 private:
  std::vector<NodeId> nodes_;
  NodeIndex index_;  // views nodes_
  CsrWriter writer_;
  uint32_t first_paper_ = 0;
  uint32_t paper_count_ = 0;
  std::vector<uint32_t> row_;  // reused from paper to paper
};

}  // namespace coterie
