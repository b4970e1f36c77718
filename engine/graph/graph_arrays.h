// The arrays of a GraphSnapshot: what GraphBuilder fills and the snapshot's accessors hand out.
//
// Layer: engine, private to engine/graph. Everything is indexed by vertex, by vertex minus the
// first of its kind, or by arc; there are no pointers, so that a mapped file can hold the same.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/graph/csr_builder.h"
#include "engine/graph/graph_snapshot.h"
#include "engine/graph/node_index.h"
#include "engine/graph/recency.h"
#include "engine/graph/stub_references.h"

namespace coterie {

struct GraphSnapshot::Arrays {
  uint64_t sequence = 0;
  int16_t default_as_of_year = kNoYear;

  // Vertices of a kind are [kind_begin[kind], kind_begin[kind + 1]), by NodeKind value.
  std::array<uint32_t, 7> kind_begin{};
  std::vector<NodeId> nodes;
  NodeIndex index;                     // views `nodes`
  std::string names;                   // all of them, one after the other
  std::vector<uint64_t> name_offsets;  // vertex_count + 1

  std::array<CsrArrays, kRelationCount> relations;
  std::vector<float> topic_scores;                // parallel to kPaperTopics' targets
  std::vector<uint32_t> authorship_offsets;       // arcs of kPaperPeople + 1, into …
  std::vector<uint32_t> authorship_institutions;  // … institutions, ascending

  RecencyIndex recency;

  // By paper.
  std::vector<int16_t> years;
  std::vector<uint32_t> byline_sizes;
  std::vector<uint32_t> unresolved_references;
  std::vector<uint8_t> is_retracted;
  StubReferenceArrays stubs;

  GraphSnapshot::Range VerticesOf(NodeKind kind) const {
    const auto k = static_cast<size_t>(kind);
    return {kind_begin[k], kind_begin[k + 1]};
  }
  CsrArrays& Of(Relation relation) { return relations[static_cast<size_t>(relation)]; }
};

}  // namespace coterie
