// All paths of one length as a directed acyclic graph: count them, list the first of them.
//
// Layer: engine, private to the searches for paths. There are exponentially many paths in a graph
// of this form, but counting them costs its arcs, and listing each costs its length, since no walk
// here ends in nothing. Immutable once built.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/bidirectional_search.h"

namespace coterie {

// A path as vertices of the graph, first to last.
using VertexPath = std::vector<uint32_t>;

struct PathDag {
  // By node, in topological order. A vertex may be that of several nodes, at several places of the
  // paths.
  std::vector<uint32_t> vertices;
  // Node n leads to nodes arcs[arc_begins[n] .. arc_begins[n + 1]), ascending by vertex.
  std::vector<size_t> arc_begins;
  std::vector<uint32_t> arcs;
  std::vector<uint32_t> starts;  // ascending by vertex
  std::vector<uint8_t> is_end;   // by node; an end leads nowhere

  uint32_t node_count() const { return static_cast<uint32_t>(vertices.size()); }
};

// Paths from each node to an end, saturated at 2^64 - 1.
struct PathCounts {
  std::vector<uint64_t> from;
  uint64_t total = 0;  // from all starts
};
// Complexity: O(nodes + arcs).
PathCounts CountPaths(const PathDag& dag);

// The first paths by the sequence of their vertices, which is that of their NodeIds.
// Complexity: O(paths · length · arcs a node).
std::vector<VertexPath> ListPaths(const PathDag& dag, const PathCounts& counts, uint32_t paths_max);

// All paths of exactly `hops` hops between the ends of a search that has met.
// `hops` is the search's distance, or one more after Extend: walks of no more than that are simple,
// since what a cycle takes out of a walk is two hops or more.
// Complexity: O(arcs of the nodes on those paths); bylines of n people may give n² / 4 arcs.
// Errors: Cancelled.
absl::StatusOr<PathDag> PathsOfHops(const PathGraph& graph, const BidirectionalSearch& search,
                                    uint32_t hops, StopFlag stop);

// One shortest path through the node that was met first.
VertexPath PathThroughMeeting(const PathGraph& graph, const BidirectionalSearch& search);

}  // namespace coterie
