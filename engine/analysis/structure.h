// Measures of a network's structure: components, cores, distances, clustering.
//
// Layer: engine. Functions of one immutable Network, thread-safe. Components, cores and distances
// are Boost.Graph's, run on the compacted network through engine/graph/bgl_view.h.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/analysis/stop_flag.h"
#include "engine/graph/network.h"

namespace coterie {

// Connected components, numbered by size descending, then by their smallest vertex.
struct Components {
  std::vector<uint32_t> of;     // by vertex
  std::vector<uint32_t> sizes;  // by component
};
// Complexity: O(V + E).
Components ConnectedComponents(const Network& network);

// The core number of each vertex: the greatest k such that it is in a subgraph where all have k
// neighbours. Complexity: O(V + E). Source: Batagelj, Zaversnik (2003).
std::vector<uint32_t> CoreNumbers(const Network& network);

// The least sum of 1/weight from `source`; infinite where there is no path. REQUIRES: weights >= 0
// (an edge of weight 0 is infinitely long). Complexity: O((V + E) log V).
std::vector<double> StrengthDistances(const Network& network, uint32_t source);

// Triangles through each vertex. Where `stop` is set it ends early, with numbers that mean nothing:
// ask the flag before using them. Complexity: O(E · sqrt E), or O(E · V/64) with V²/8 bytes (64 MiB
// at most) where the network is so dense that this is less.
// Source: Schank, Wagner (2005), "forward"; of dense networks, rows of bits intersected.
std::vector<uint64_t> TrianglesOf(const Network& network, const StopFlag& stop = {});

// The share of pairs of neighbours that are neighbours themselves; 0 with fewer than two
// neighbours. Source: Watts, Strogatz (1998). Complexity, and what `stop` does: as TrianglesOf.
std::vector<double> LocalClustering(const Network& network, const StopFlag& stop = {});

}  // namespace coterie
