// Shortest paths whose length is the sum of 1/S over their hops.
//
// Layer: engine, private to the searches for paths. Dijkstra's algorithm from both ends over the
// co-author graph, which is never made: the ties of a person are computed when the search comes to
// that person. Memory follows the people settled and their ties. Not thread-safe.
//
// Source: Dijkstra (1959); Nicholson (1966) for both ends.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "engine/analysis/path_dag.h"

namespace coterie {

struct WeightedTie {
  uint32_t person;
  double strength;  // > 0
};

// The ties of people, computed when first asked for and kept.
class TieRows {
 public:
  TieRows(const PathGraph& graph, Counting counting)
      : graph_(&graph), weights_(graph.weights()), counting_(counting) {}

  // Ascending by person, without excluded people; stays valid. Complexity: as Collaborators, the
  // first time.
  std::span<const WeightedTie> Of(uint32_t person);
  // S(a, b); 0 where there is no tie.
  double Strength(uint32_t a, uint32_t b);
  // The sum of 1/S from the first vertex on.
  double LengthOf(std::span<const uint32_t> path);

 private:
  std::vector<WeightedTie> Compute(uint32_t person);

  const PathGraph* graph_;
  PaperWeights weights_;
  Counting counting_;
  absl::flat_hash_map<uint32_t, std::vector<WeightedTie>> rows_;
};

// Where a path may begin, and how long it is already.
struct WeightedStart {
  uint32_t person;
  double length = 0;
};

struct WeightedPaths {
  PathDag dag;
  double length = 0;
};

struct WeightedOutcome {
  std::optional<WeightedPaths> shortest;  // empty where there is no path
  uint64_t explored = 0;                  // people met from either end
};

// All shortest paths from any of `starts` (ascending) to `to` that enter nobody of `blocked`.
// Lengths that differ by less than 1 part in 10^12 are equal.
// Complexity: O(ties · log ties) of the people nearer to an end than the searches' meeting.
// Errors: Cancelled.
absl::StatusOr<WeightedOutcome> ShortestWeightedPaths(TieRows& ties,
                                                      std::span<const WeightedStart> starts,
                                                      uint32_t to,
                                                      std::span<const uint32_t> blocked,
                                                      StopFlag stop);

}  // namespace coterie
