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

struct Steps {
  CsrArrays rows;               // member -> members, without loops
  std::vector<double> lengths;  // parallel to the targets
};

Steps StepsOf(SliceGraph& graph, const CandidateGraph& candidates) {
  struct Step {
    uint32_t target;
    uint8_t group;
  };
  Steps steps;
  CsrWriter writer(0, candidates.size(), 8 * size_t{candidates.size()});
  std::vector<Step> own;
  std::vector<uint32_t> targets;
  for (uint32_t member = 0; member < candidates.size(); ++member) {
    own.clear();
    targets.clear();
    candidates.ForEachLink(member, [&](uint32_t target, uint8_t group) {
      if (target != member) own.push_back({target, group});
    });
    std::sort(own.begin(), own.end(), [](const Step& x, const Step& y) {
      return x.target != y.target ? x.target < y.target : x.group < y.group;
    });
    const GroupCounts counts = graph.Counts(candidates.VertexOf(member));
    std::array<double, kGroupsMax> length{};
    const auto chance = [&counts](uint8_t group) {
      return 1 / (static_cast<double>(counts.present) * counts.arcs[group]);
    };
    for (uint8_t i = 0; i < kGroupsMax; ++i) {
      if (counts.arcs[i] > 0) length[i] = -std::log(chance(i));
    }
    for (size_t i = 0; i < own.size(); ++i) {
      targets.push_back(own[i].target);
      if (i + 1 < own.size() && own[i + 1].target == own[i].target) {
        const double both = chance(own[i].group) + chance(own[i + 1].group);
        steps.lengths.push_back(std::max(0.0, -std::log(both)));
        ++i;
      } else {
        steps.lengths.push_back(std::max(0.0, length[own[i].group]));
      }
    }
    writer.AppendRow(member, targets);
  }
  steps.rows = std::move(writer).Finish();
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
