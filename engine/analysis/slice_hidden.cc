// Arcs in G_F less those that lead to what is seen. Layer: engine.
#include "engine/analysis/slice_hidden.h"

#include <algorithm>
#include <array>
#include <span>

namespace coterie {

namespace {

// Papers among the neighbours that would be counted twice: in both rows, in G_F and not seen.
uint64_t CountedTwice(SliceGraph& graph, const CandidateGraph& candidates, uint32_t paper) {
  std::span<const uint32_t> few = graph.Row(Relation::kReferences, paper);
  std::span<const uint32_t> many = graph.Row(Relation::kCitedBy, paper);
  if (few.size() > many.size()) std::swap(few, many);
  uint64_t twice = 0;
  for (const uint32_t other : few) {
    if (!std::binary_search(many.begin(), many.end(), other)) continue;
    const uint32_t member = candidates.Find(other);
    if (member != CandidateGraph::kNone && candidates[member].is_in_answer()) continue;
    twice += graph.Has(other) ? 1 : 0;
  }
  return twice;
}

}  // namespace

HiddenCounts HiddenOf(SliceGraph& graph, const CandidateGraph& candidates, uint32_t member) {
  const uint32_t vertex = candidates.VertexOf(member);
  const std::span<const ArcGroup> groups = graph.Groups(vertex);
  GroupCounts counts = graph.Counts(vertex);
  candidates.ForEachLink(member, [&](uint32_t other, uint8_t group) {
    if (candidates[other].is_in_answer()) --counts.arcs[group];
  });
  HiddenCounts hidden;
  for (size_t i = 0; i < groups.size(); ++i) hidden.Of(groups[i].target) += counts.arcs[i];
  if (candidates[member].kind == NodeKind::kPaper) {
    hidden.paper -= CountedTwice(graph, candidates, vertex);
  }
  hidden.at_least = graph.StoredArcs(vertex) > kHiddenArcsMax;
  return hidden;
}

}  // namespace coterie
