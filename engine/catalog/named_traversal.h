// A traversal with names instead of vertices: what the command line prints and RPC carries.
//
// Layer: engine. As engine/catalog/named_results.h. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/traverse.h"
#include "engine/catalog/named_results.h"

namespace coterie {

struct TraversalQuery {
  std::vector<std::string> starts;
  TraverseOptions options;
  bool explain = false;  // also the nodes on a way from a start to each row
};

// Fields mean what TraversedNode's mean.
struct NamedTraversedNode {
  NodeRef node;
  std::vector<Pid> pids;   // that the node owns
  int16_t year = kNoYear;  // of a paper
  uint32_t step = 0;       // index into TraverseOptions::steps
  uint32_t depth = 1;
  uint64_t arcs = 0;
  uint64_t paths = 0;
  NodeRef parent;
  std::vector<NodeRef> via;  // with `explain` only: parents of parents, a start first, parent last
};

struct NamedTraversedEdge {
  NodeRef source;
  NodeRef target;
  uint32_t step = 0;
  uint32_t depth = 1;
  uint32_t arcs = 1;
};

struct NamedTraversal {
  std::vector<NodeRef> starts;  // in the order of the query
  std::string definition;       // what each step walks, in words
  std::string formula;          // FormulaText() of what the rows are made by
  std::vector<NamedTraversedNode> nodes;
  std::optional<NodeId> next_node;  // the first that the limit cut off
  std::vector<NamedTraversedEdge> edges;
  std::optional<std::pair<NodeId, NodeId>> next_edge;
  uint64_t total_nodes = 0;
  uint64_t total_edges = 0;
  uint64_t arcs_walked = 0;
  bool work_truncated = false;  // the work limit was met: counts are lower bounds
};

// Traverse() from the nodes that the query names.
// Errors: those of Snapshot::ResolveVertex (for each start) and of Traverse().
absl::StatusOr<NamedTraversal> TraverseWithNames(const Snapshot& now, const TraversalQuery& query);

}  // namespace coterie
