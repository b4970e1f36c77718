// G_F and the walk, naively.
#include <algorithm>
#include <cmath>
#include <deque>

#include "tests/support/naive_slice.h"

namespace coterie::testing {

namespace {

bool HasAny(const std::set<int>& has, const std::vector<Vertex>& wanted) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), [&](Vertex v) {
           return has.count(static_cast<int>(v.index)) > 0;
         });
}

bool Lists(const std::vector<NodeKind>& kinds, NodeKind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

bool NaiveSliceGraph::Passes(int paper) const {
  const SliceWorld::Node& node = world_.nodes[static_cast<size_t>(paper)];
  const StrengthOptions& f = options_.weights;
  if (f.first_year && (node.year == 0 || node.year < *f.first_year)) return false;
  if (f.last_year && (node.year == 0 || node.year > *f.last_year)) return false;
  if (!f.include_retracted && node.is_retracted) return false;
  return HasAny(world_.Targets(NaiveGroup::kTopic, paper), f.topics) &&
         HasAny(world_.Targets(NaiveGroup::kPaperInstitution, paper), f.institutions) &&
         HasAny(world_.Targets(NaiveGroup::kVenue, paper), f.venues);
}

NaiveSliceGraph::NaiveSliceGraph(const SliceWorld& world, const SliceOptions& options,
                                 std::set<int> exempt)
    : world_(world), options_(options) {
  const StrengthOptions& f = options.weights;
  const bool has_filter = f.first_year || f.last_year || !f.include_retracted ||
                          !f.topics.empty() || !f.institutions.empty() || !f.venues.empty();
  const auto passes = [&](int paper) { return exempt.count(paper) > 0 || Passes(paper); };
  for (int v = 0; v < world.size(); ++v) {
    bool is_in = !has_filter;
    if (has_filter && world.KindOf(v) == NodeKind::kPaper) is_in = passes(v);
    if (has_filter && world.KindOf(v) != NodeKind::kPaper) {
      for (const NaiveGroup group : {NaiveGroup::kAuthorship, NaiveGroup::kPaperInstitution,
                                     NaiveGroup::kTopic, NaiveGroup::kVenue}) {
        for (const int paper : world.Targets(group, v)) is_in = is_in || passes(paper);
      }
    }
    if (Lists(options.invisible, world.KindOf(v))) is_in = false;
    if (is_in || exempt.count(v) > 0) nodes_.insert(v);
  }
}

std::set<int> NaiveSliceGraph::Targets(NaiveGroup group, int v) const {
  std::set<int> targets;
  for (const int t : world_.Targets(group, v)) {
    if (Has(t)) targets.insert(t);
  }
  return targets;
}

std::set<int> NaiveSliceGraph::Neighbours(int v) const {
  std::set<int> neighbours;
  for (const int t : world_.Neighbours(v)) {
    if (Has(t)) neighbours.insert(t);
  }
  return neighbours;
}

int NaiveSliceGraph::GroupsPresent(int v) const {
  int present = 0;
  for (size_t g = 0; g < kNaiveGroups; ++g) present += Targets(NaiveGroup(g), v).empty() ? 0 : 1;
  return present;
}

double NaiveSliceGraph::Chance(int u, int v) const {
  double chance = 0;
  for (size_t g = 0; g < kNaiveGroups; ++g) {
    const std::set<int> targets = Targets(NaiveGroup(g), u);
    if (targets.count(v) > 0) {
      chance += 1 / (static_cast<double>(GroupsPresent(u)) * static_cast<double>(targets.size()));
    }
  }
  return chance;
}

NaiveWalk WalkNaively(const SliceWorld& world, const NaiveSliceGraph& graph,
                      const std::vector<int>& starts, int arcs_max) {
  NaiveWalk walk;
  walk.p.assign(world.nodes.size(), 0);
  walk.r.assign(world.nodes.size(), 0);
  const auto r = [&](int v) -> double& { return walk.r[static_cast<size_t>(v)]; };
  const auto p = [&](int v) -> double& { return walk.p[static_cast<size_t>(v)]; };
  std::vector<int> touched = starts;
  std::deque<int> queue;
  double epsilon = INFINITY;
  const auto is_over = [&](int v) {
    return r(v) > 0 && r(v) >= epsilon * static_cast<double>(world.StoredArcs(v));
  };
  const auto push = [&](int u) {
    const double mass = r(u);
    const int present = graph.GroupsPresent(u);
    r(u) = 0;
    p(u) += present == 0 ? mass : 0.15 * mass;
    for (size_t g = 0; g < kNaiveGroups; ++g) {
      const std::set<int> targets = graph.Targets(NaiveGroup(g), u);
      for (const int v : targets) {
        if (std::find(touched.begin(), touched.end(), v) == touched.end()) touched.push_back(v);
      }
    }
    for (size_t g = 0; g < kNaiveGroups; ++g) {
      const std::set<int> targets = graph.Targets(NaiveGroup(g), u);
      for (const int v : targets) {
        r(v) += (1 - 0.15) * mass /
                (static_cast<double>(present) * static_cast<double>(targets.size()));
        ++walk.arcs_touched;
        const bool is_queued = std::find(queue.begin(), queue.end(), v) != queue.end();
        if (!std::isinf(epsilon) && !is_queued && is_over(v)) queue.push_back(v);
      }
    }
  };
  for (const int start : starts) r(start) = 1 / static_cast<double>(starts.size());
  for (const int start : starts) push(start);
  for (epsilon = 1e-2;; epsilon /= std::sqrt(10.0)) {
    if (std::none_of(walk.r.begin(), walk.r.end(), [](double mass) { return mass > 0; })) break;
    for (const int v : touched) {
      if (is_over(v)) queue.push_back(v);
    }
    while (!queue.empty()) {
      if (walk.arcs_touched >= arcs_max) return walk;
      const int u = queue.front();
      queue.pop_front();
      push(u);
    }
  }
  return walk;
}

}  // namespace coterie::testing
