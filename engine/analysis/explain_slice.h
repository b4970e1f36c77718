// What the numbers of a slice are made of: the papers of its coauthor edges, and how likely each
// step of its paths is.
//
// Layer: engine. Reads the graph again as the slice saw it, so that a slice that nobody asks about
// costs nothing more.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/slice.h"

namespace coterie {

// Of a coauthor edge; of others empty.
struct EdgePapers {
  std::vector<SharedPaper> papers;  // by vertex; their weights, summed in order, are the edge's
  uint32_t left_out = 0;            // shared papers of G_F that S leaves out
};

struct SliceExplanation {
  std::vector<EdgePapers> edges;  // parallel to Slice::edges
  // Parallel to Slice::nodes: P of each step of SliceWhy::path, one fewer than its nodes. The path
  // is the one with the greatest product (see slice_why.h).
  std::vector<std::vector<double>> chances;
};

// Of a `slice` that SliceAround() made from the same graph and options.
// Complexity: O(papers of the people at coauthor edges, once for each edge).
// Errors: those of SliceAround(); Cancelled.
absl::StatusOr<SliceExplanation> ExplainSlice(const GraphSnapshot& graph, const Slice& slice,
                                              const SliceOptions& options);

}  // namespace coterie
