// What holds of every slice on any graph, however large: recounted from the rows of the graph.
//
// Knows nothing of the parts of SliceAround but the scores of its walk, which have oracles of their
// own: neighbours, filters, the choice of nodes and every count are made again with plain loops.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/analysis/slice.h"

namespace coterie::testing {

// What `slice` breaks of the definition, a sentence each; empty if nothing. Checked: the seeds are
// in, the budgets kept, no node twice or shown again, kinds as asked; connected (where nothing may
// be walked through); `hidden` of every node; every edge is there, and as many were left out as it
// says; every path is one; `complete` and `exhausted`; own neighbours before others in an
// expansion; and which nodes were chosen, quotas among it (one seed, all kinds, nothing shown).
// Complexity: O(arcs of the nodes that are returned or shown).
std::vector<std::string> BrokenPromises(const GraphSnapshot& graph, std::span<const Vertex> seeds,
                                        const SliceOptions& options, const Slice& slice);

}  // namespace coterie::testing
