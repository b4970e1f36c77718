// Dijkstra from all seeds at once. Layer: engine.
#include "engine/analysis/slice_why.h"

#include <algorithm>
#include <array>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <span>

#include "engine/graph/bgl_view.h"

namespace coterie {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The sum of two chances may exceed 1 by a rounding.
double LengthOf(double chance) { return std::max(0.0, -std::log(chance)); }

// Arcs between different members; a row is in the order of the links, which Boost.Graph does not
// mind.
struct Steps {
  CsrArrays rows;
  std::vector<double> lengths;  // parallel to the targets
};

Steps StepsOf(SliceGraph& graph, const CandidateGraph& candidates) {
  Steps steps;
  std::vector<uint32_t>& targets = steps.rows.targets;
  std::vector<double> chances;  // P, until all arcs of a member are known
  steps.rows.offsets.assign(1, 0);
  // Where a member's arc to each other is; those before its row's begin are of other members.
  std::vector<uint32_t> place_of(candidates.size(), 0);
  for (uint32_t member = 0; member < candidates.size(); ++member) {
    const auto begin = static_cast<uint32_t>(targets.size());
    const GroupCounts counts = graph.Counts(candidates.VertexOf(member));
    std::array<double, kGroupsMax> chance{};
    std::array<double, kGroupsMax> length{};
    for (uint8_t i = 0; i < kGroupsMax; ++i) {
      if (counts.arcs[i] == 0) continue;
      chance[i] = 1 / (static_cast<double>(counts.present) * counts.arcs[i]);
      length[i] = LengthOf(chance[i]);
    }
    candidates.ForEachLink(member, [&](uint32_t target, uint8_t group) {
      if (target == member) return;
      const uint32_t place = place_of[target];
      if (place >= begin && place < targets.size() && targets[place] == target) {
        steps.lengths[place] = LengthOf(chances[place] + chance[group]);
        return;
      }
      place_of[target] = static_cast<uint32_t>(targets.size());
      targets.push_back(target);
      chances.push_back(chance[group]);
      steps.lengths.push_back(length[group]);
    });
    steps.rows.offsets.push_back(static_cast<uint32_t>(targets.size()));
  }
  return steps;
}

}  // namespace

WhyPaths::WhyPaths(SliceGraph& graph, const CandidateGraph& candidates)
    : candidates_(candidates), predecessor_(candidates.size(), CandidateGraph::kNone) {
  const uint32_t count = candidates.size();
  const Steps steps = StepsOf(graph, candidates);
  const TransposeArrays back = TransposeWithArcs(steps.rows.View(), 0, count);
  const DirectedView view(count, steps.rows.View(), back);
  std::vector<uint32_t> starts;
  for (uint32_t member = 0; member < count; ++member) {
    if (candidates[member].is_start) starts.push_back(member);
  }
  std::vector<double> distance(count, kInfinity);
  boost::dijkstra_shortest_paths(
      view, starts.begin(), starts.end(), boost::dummy_property_map(),
      boost::make_iterator_property_map(distance.begin(), VertexIndexMap()),
      ArcMap<const double>{steps.lengths.data()}, VertexIndexMap(), std::less<double>(),
      boost::closed_plus<double>(kInfinity), kInfinity, 0.0, boost::default_dijkstra_visitor());

  const Csr in = back.csr.View();
  for (uint32_t member = 0; member < count; ++member) {
    if (candidates[member].is_start) predecessor_[member] = member;
    if (candidates[member].is_start || distance[member] == kInfinity) continue;
    uint32_t& best = predecessor_[member];
    for (uint32_t at = in.offsets[member]; at < in.offsets[member + 1]; ++at) {
      const uint32_t from = in.targets[at];
      if (distance[from] + steps.lengths[back.arcs[at]] != distance[member]) continue;
      if (best == CandidateGraph::kNone || candidates.VertexOf(from) < candidates.VertexOf(best)) {
        best = from;
      }
    }
  }
}

SliceWhy WhyPaths::To(uint32_t member) const {
  SliceWhy why;
  if (predecessor_[member] == CandidateGraph::kNone) return why;
  for (uint32_t at = member;; at = predecessor_[at]) {
    why.path.push_back(Vertex{candidates_.VertexOf(at)});
    if (candidates_[at].kind == NodeKind::kPaper) why.papers.push_back(why.path.back());
    if (predecessor_[at] == at) break;
  }
  std::reverse(why.path.begin(), why.path.end());
  std::reverse(why.papers.begin(), why.papers.end());
  return why;
}

}  // namespace coterie
