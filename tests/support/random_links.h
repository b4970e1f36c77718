// What a RandomWorld lacks, at random: citations, stubs, hierarchies (cycles included), asserted
// affiliations. Kept as sets, so that oracles read them without any graph.
#pragma once

#include <random>
#include <set>
#include <vector>

#include "tests/support/random_world.h"

namespace coterie::testing {

struct RandomLinks {
  using Rows = std::vector<std::set<int>>;
  int stubs = 0;
  Rows references;       // by paper, to papers, itself included
  Rows stub_references;  // by paper, to stubs
  Rows affiliations;     // by person, to institutions
  Rows topic_parents;
  Rows institution_parents;

  RandomLinks(std::mt19937& random, const RandomWorld& world);
  // The world's graph with these links; stub i is the paper of ordinal papers + 1 + i.
  GraphInput Input(const RandomWorld& world) const;
};

// The vertex of number `number` (ordinal number + 1) of a kind, and back.
inline Vertex VertexOf(const GraphSnapshot& graph, NodeKind kind, int number) {
  return Vertex{graph.VerticesOf(kind).first + static_cast<uint32_t>(number)};
}
inline int NumberOf(const GraphSnapshot& graph, Vertex v) {
  return static_cast<int>(graph.NodeOf(v).ordinal()) - 1;
}

}  // namespace coterie::testing
