// Paths enumerated one by one, as the oracle of the searches: matrices and recursion only.
#pragma once

#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "engine/analysis/paths.h"

namespace coterie::testing {

inline constexpr double kNoHop = std::numeric_limits<double>::infinity();

// Numbers of nodes; ordinal i + 1 is number i.
using Sequence = std::vector<int>;
// By both ends; kNoHop where there is none.
using HopLengths = std::vector<std::vector<double>>;

struct SimplePath {
  double length;
  Sequence nodes;
};

// Every simple path of up to `length_max`, by length, then nodes.
std::vector<SimplePath> AllSimplePaths(const HopLengths& hops, int from, int to, double length_max);
// Floyd, Warshall.
HopLengths AllDistances(HopLengths lengths);
Sequence NumbersOf(const GraphSnapshot& graph, const Path& path);
Vertex NumberedVertex(const GraphSnapshot& graph, NodeKind kind, int number);
inline uint32_t Below(std::mt19937& random, uint32_t bound) {
  return static_cast<uint32_t>(random() % bound);
}

// CHECKs everything in the list, but what hops are made of, against all paths of the matrix.
void CheckPathList(const GraphSnapshot& graph, const HopLengths& hops, int from, int to,
                   const PathOptions& options, const PathList& list);

}  // namespace coterie::testing
