// The slice by its definition, with sets and loops over everything: the oracle of SliceAround.
//
// Knows nothing of CSR, cursors, heaps or Boost.Graph. Only the walk's arithmetic follows the
// definition's order of additions, since ties of scores hang on it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/support/slice_world.h"

namespace coterie::testing {

// G_F of a world.
class NaiveSliceGraph {
 public:
  // `exempt`: seeds, expanded nodes, pins.
  NaiveSliceGraph(const SliceWorld& world, const SliceOptions& options, std::set<int> exempt);

  bool Has(int v) const { return nodes_.count(v) > 0; }
  const std::set<int>& nodes() const { return nodes_; }
  std::set<int> Targets(NaiveGroup group, int v) const;
  std::set<int> Neighbours(int v) const;
  int GroupsPresent(int v) const;
  // P(u -> v), as the walk has it.
  double Chance(int u, int v) const;
  bool Passes(int paper) const;

 private:
  const SliceWorld& world_;
  const SliceOptions& options_;
  std::set<int> nodes_;
};

struct NaiveWalk {
  std::vector<double> p;
  std::vector<double> r;
  int arcs_touched = 0;
};
NaiveWalk WalkNaively(const SliceWorld& world, const NaiveSliceGraph& graph,
                      const std::vector<int>& starts, int arcs_max);

struct NaiveSliceNode {
  int vertex = 0;
  double score = 0;
  std::vector<int> path;
  std::map<NodeKind, int> hidden;
  bool apart = false;
};

struct NaiveSlice {
  std::vector<NaiveSliceNode> nodes;
  std::vector<SliceEdge> edges;
  size_t edges_left_out = 0;
  bool complete = false;
  bool exhausted = false;
  int unresolved_references = 0;
  double error_bound = 0;
  int arcs_touched = 0;
};

// REQUIRES: seeds and pins that fit the budget.
NaiveSlice SliceNaively(const SliceWorld& world, const std::vector<int>& seeds,
                        const SliceOptions& options);

}  // namespace coterie::testing
