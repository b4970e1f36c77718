// The k shortest simple paths, given a way to find the shortest one under constraints.
//
// Layer: engine, private to the searches for paths. All paths from a node are split into those that
// begin with a prefix and then avoid a few next nodes; the best of each part waits in a queue. When
// one is taken, its part is split along it, so that no path is met twice.
//
// Source: Yen (1971), "Finding the k shortest loopless paths"; Lawler (1972) for the partition.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/path_dag.h"

namespace coterie {

struct RankedPath {
  double length = 0;
  VertexPath vertices;
};

// The best path, by length and then by vertices, that begins with `prefix`, does not go on to a
// vertex of `banned` and comes to no vertex twice; empty where there is none.
using BestPathOn = std::function<absl::StatusOr<std::optional<RankedPath>>(
    std::span<const uint32_t> prefix, std::span<const uint32_t> banned)>;

struct KShortest {
  std::vector<RankedPath> paths;  // by length to one part in 10^12, then by vertices
  bool are_all = false;           // there are no others
};

// Complexity: at most paths_max · nodes of a path calls of `best`.
// Errors: those of `best`.
absl::StatusOr<KShortest> KShortestPaths(uint32_t from, uint32_t paths_max, const BestPathOn& best);

// The best path of hops, no longer than `hops_max` in all; for a BestPathOn.
absl::StatusOr<std::optional<RankedPath>> BestHopPathOn(const PathGraph& graph, uint32_t to,
                                                        uint32_t hops_max,
                                                        std::span<const uint32_t> prefix,
                                                        std::span<const uint32_t> banned,
                                                        StopFlag stop);

// Where paths may go on to after `prefix`: neighbours of its last vertex that are not on it, not
// banned and stand, or are `to`; ascending.
std::vector<uint32_t> WaysOn(const PathGraph& graph, uint32_t to, std::span<const uint32_t> prefix,
                             std::span<const uint32_t> banned);
// What a search for the rest of a path must not enter.
std::vector<uint32_t> BlockedBy(const PathGraph& graph, std::span<const uint32_t> prefix);

}  // namespace coterie
