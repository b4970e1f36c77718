// Papers of edges and chances of steps. Layer: engine.
#include "engine/analysis/explain_slice.h"

#include <algorithm>

#include "engine/analysis/shared_rows.h"
#include "engine/analysis/slice_graph.h"
#include "schema/base.h"

namespace coterie {

namespace {

// As CoauthorTies() weighs them.
EdgePapers PapersOf(SliceGraph& graph, const SliceEdge& edge, Counting counting) {
  EdgePapers found;
  PaperWeights& weights = graph.weights();
  ForShared(
      graph.Row(Relation::kPersonPapers, edge.source.index),
      graph.Row(Relation::kPersonPapers, edge.target.index), [&](uint32_t paper) {
        if (!graph.Has(paper)) return;
        if (!weights.Counts(paper) || weights.BylineSize(paper) < 2) {
          ++found.left_out;
          return;
        }
        found.papers.push_back({.paper = Vertex{paper},
                                .year = weights.Year(paper),
                                .byline_size = weights.BylineSize(paper),
                                .weight = counting == Counting::kFull ? 1 : weights.Weight(paper)});
      });
  return found;
}

// P(from -> to): over the groups of arcs that lead there, which are two where papers cite each
// other.
double ChanceOf(SliceGraph& graph, uint32_t from, uint32_t to) {
  const GroupCounts counts = graph.Counts(from);
  const std::span<const ArcGroup> groups = graph.Groups(from);
  double chance = 0;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (counts.arcs[i] == 0 || groups[i].target != graph.KindOf(to)) continue;
    const std::span<const uint32_t> row = graph.Row(groups[i].relation, from);
    if (!std::binary_search(row.begin(), row.end(), to)) continue;
    chance += 1 / (static_cast<double>(counts.present) * counts.arcs[i]);
  }
  return chance;
}

}  // namespace

absl::StatusOr<SliceExplanation> ExplainSlice(const GraphSnapshot& graph, const Slice& slice,
                                              const SliceOptions& options) {
  std::vector<uint32_t> exempt;  // as SliceAround() chooses them
  for (const Vertex seed : slice.seeds) exempt.push_back(seed.index);
  for (const Vertex pin : options.pins) exempt.push_back(pin.index);
  ASSIGN_OR_RETURN(SliceGraph view, SliceGraph::Create(graph, options, std::move(exempt)));
  SliceExplanation explanation;
  explanation.edges.reserve(slice.edges.size());
  for (const SliceEdge& edge : slice.edges) {
    RETURN_IF_ERROR(options.stop.Check());
    explanation.edges.push_back(edge.type == SliceEdgeType::kCoauthor
                                    ? PapersOf(view, edge, options.weights.counting)
                                    : EdgePapers());
  }
  explanation.chances.reserve(slice.nodes.size());
  for (const SliceNode& node : slice.nodes) {
    RETURN_IF_ERROR(options.stop.Check());
    std::vector<double>& chances = explanation.chances.emplace_back();
    const std::vector<Vertex>& path = node.why.path;
    for (size_t i = 1; i < path.size(); ++i) {
      chances.push_back(ChanceOf(view, path[i - 1].index, path[i].index));
    }
  }
  return explanation;
}

}  // namespace coterie
