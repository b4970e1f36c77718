// What a node of a slice has beside what is seen: its hidden neighbours.
//
// Layer: engine. Pure functions of the graph and the candidate graph's statuses.
#pragma once

#include <cstdint>

#include "engine/analysis/slice.h"
#include "engine/analysis/slice_candidates.h"

namespace coterie {

// Distinct neighbours of the member in G_F, by kind, that are neither shown nor taken. A paper that
// both cites and is cited by the member counts once.
// REQUIRES: everything shown or taken that is in G_F is a member.
// Complexity: O(links), and what SliceGraph says of counting; for papers also
// O(min(references, citations) · log).
HiddenCounts HiddenOf(SliceGraph& graph, const CandidateGraph& candidates, uint32_t member);

}  // namespace coterie
