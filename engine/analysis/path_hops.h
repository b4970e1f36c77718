// From a sequence of vertices to a path that says what each hop is made of.
//
// Layer: engine, private to the searches for paths. Hops that several paths share are looked up
// once. A value of one query; not thread-safe.
#pragma once

#include <cstdint>
#include <span>

#include "absl/container/flat_hash_map.h"
#include "engine/analysis/path_graph.h"

namespace coterie {

class HopDetails {
 public:
  HopDetails(const PathGraph& graph, const PathOptions& options)
      : graph_(&graph), options_(&options), weights_(graph.weights()) {}

  // Lengths and strengths are the caller's; the length is set to the number of hops.
  Path Describe(std::span<const uint32_t> vertices);

 private:
  PathNode Hop(uint32_t from, uint32_t to);
  void AddShared(uint32_t a, uint32_t b, PathNode& node);

  const PathGraph* graph_;
  const PathOptions* options_;
  PaperWeights weights_;                          // of its own, for it remembers decays
  absl::flat_hash_map<uint64_t, PathNode> hops_;  // by both vertices
};

}  // namespace coterie
