// A NodeFilter ready to test the nodes of one graph.
//
// Layer: engine. The graph and the filter must outlive it. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/analysis/traverse_filter.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

class NodeMatcher {
 public:
  NodeMatcher(const GraphSnapshot& graph, const NodeFilter& filter);

  bool HasYears() const;
  // The comparisons of kind alone.
  bool PassesKind(NodeKind kind) const;
  // The comparisons of year alone; an undated paper passes none. REQUIRES: a paper.
  bool PassesYear(uint32_t paper) const;
  // All comparisons; those of year test papers only. `arcs` is what `count` is compared with.
  bool Passes(uint32_t vertex, uint64_t arcs) const;

 private:
  const GraphSnapshot& graph_;
  const NodeFilter& filter_;
  std::vector<std::string> folded_;  // texts, by condition
};

}  // namespace coterie
