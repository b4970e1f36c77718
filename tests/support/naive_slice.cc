// Selection, reasons, edges and hidden counts, naively.
#include "tests/support/naive_slice.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <tuple>

namespace coterie::testing {

namespace {

using Nodes = std::set<int>;

Nodes SetOfVertices(const std::vector<Vertex>& vertices) {
  Nodes nodes;
  for (const Vertex v : vertices) nodes.insert(static_cast<int>(v.index));
  return nodes;
}

std::vector<int> Distinct(const std::vector<int>& numbers) {
  std::vector<int> distinct;
  for (const int n : numbers) {
    if (std::find(distinct.begin(), distinct.end(), n) == distinct.end()) distinct.push_back(n);
  }
  return distinct;
}

class NaiveSlicer {
 public:
  NaiveSlicer(const SliceWorld& world, const std::vector<int>& seeds, const SliceOptions& options)
      : world_(world),
        options_(options),
        starts_(StartsOf(seeds, options)),
        expanded_(options.expand.empty() ? Nodes(starts_.begin(), starts_.end())
                                         : SetOfVertices(options.expand)),
        graph_(world, options, Exempt()) {
    for (const Vertex v : options.pins) pins_.push_back(static_cast<int>(v.index));
    for (const int v : SetOfVertices(options.shown)) {
      if (graph_.Has(v)) shown_.insert(v);
    }
  }

  NaiveSlice Run();

 private:
  static std::vector<int> StartsOf(const std::vector<int>& seeds, const SliceOptions& options) {
    std::vector<int> all = seeds;
    for (const Vertex v : options.expand) all.push_back(static_cast<int>(v.index));
    return Distinct(all);
  }
  Nodes Exempt() const {
    Nodes exempt = SetOfVertices(options_.pins);
    exempt.insert(starts_.begin(), starts_.end());
    return exempt;
  }
  bool IsReturned(int v) const {
    return options_.types.empty() || std::find(options_.types.begin(), options_.types.end(),
                                               world_.KindOf(v)) != options_.types.end();
  }
  bool IsSeen(int v) const { return shown_.count(v) > 0 || taken_set_.count(v) > 0; }
  double P(int v) const { return walk_.p[static_cast<size_t>(v)]; }
  double Score(int v) const { return P(v) / std::sqrt(std::max(world_.StoredArcs(v), 1)); }
  bool IsBetter(int x, int y) const { return Score(x) != Score(y) ? Score(x) > Score(y) : x < y; }
  void Take(int v) {
    taken_.push_back(v);
    taken_set_.insert(v);
  }
  size_t Free() const { return options_.node_budget - taken_.size(); }

  Nodes Entered(const Nodes& roots) const;
  Nodes FrontierOf(const Nodes& entered) const;
  std::optional<int> Best(const Nodes& of) const;
  // The best of the frontier that grows from `roots`; walks through nodes of p = 0, which become
  // roots, while there is none.
  std::optional<int> BestFrom(Nodes& roots);
  Nodes Candidates() const;
  std::vector<int> ShortestPath(const Nodes& within, int from) const;
  void Join(int v);
  void Grow();
  std::vector<int> WhyPath(const Nodes& candidates, int v) const;
  double Strength(int a, int b) const;
  std::vector<SliceEdge> AllEdges() const;
  void ChooseEdges(NaiveSlice& slice) const;
  Nodes Reachable(Nodes from, const std::function<bool(int)>& may_pass) const;

  const SliceWorld& world_;
  const SliceOptions& options_;
  std::vector<int> starts_;
  Nodes expanded_;
  NaiveSliceGraph graph_;
  std::vector<int> pins_;
  Nodes shown_;
  NaiveWalk walk_;
  std::vector<int> taken_;
  Nodes taken_set_;
  Nodes own_;          // taken because a node was expanded
  Nodes whole_roots_;  // what entered without being adjacent to anything
};

Nodes NaiveSlicer::Entered(const Nodes& roots) const {
  return Reachable(roots, [&](int v) { return IsSeen(v) || (!IsReturned(v) && P(v) > 0); });
}

// `from`, and all that is reached over nodes that may be passed, themselves such.
Nodes NaiveSlicer::Reachable(Nodes from, const std::function<bool(int)>& may_pass) const {
  for (bool has_grown = true; has_grown;) {
    has_grown = false;
    for (const int u : Nodes(from)) {
      for (const int v : graph_.Neighbours(u)) {
        if (may_pass(v) && from.insert(v).second) has_grown = true;
      }
    }
  }
  return from;
}

Nodes NaiveSlicer::FrontierOf(const Nodes& entered) const {
  Nodes frontier;
  for (const int u : entered) {
    for (const int v : graph_.Neighbours(u)) {
      if (IsReturned(v) && !IsSeen(v)) frontier.insert(v);
    }
  }
  return frontier;
}

std::optional<int> NaiveSlicer::Best(const Nodes& of) const {
  std::optional<int> best;
  for (const int v : of) {
    if (!best || IsBetter(v, *best)) best = v;
  }
  return best;
}

std::optional<int> NaiveSlicer::BestFrom(Nodes& roots) {
  for (;;) {
    const Nodes entered = Entered(roots);
    if (const std::optional<int> best = Best(FrontierOf(entered))) return best;
    Nodes through;
    for (const int u : entered) {
      for (const int v : graph_.Neighbours(u)) {
        if (!IsReturned(v) && entered.count(v) == 0) through.insert(v);
      }
    }
    if (through.empty()) return std::nullopt;
    roots.insert(*through.begin());
  }
}

Nodes NaiveSlicer::Candidates() const {
  Nodes candidates(starts_.begin(), starts_.end());
  candidates.insert(pins_.begin(), pins_.end());
  candidates.insert(shown_.begin(), shown_.end());
  candidates.insert(taken_.begin(), taken_.end());
  candidates.insert(whole_roots_.begin(), whole_roots_.end());
  for (int v = 0; v < world_.size(); ++v) {
    if (P(v) > 0) candidates.insert(v);
  }
  return candidates;
}

// From the nearest node that entered (the smallest of them) to `to`; by distances from `to`.
std::vector<int> NaiveSlicer::ShortestPath(const Nodes& within, int to) const {
  std::map<int, int> distance = {{to, 0}};
  for (int d = 0; d <= world_.size(); ++d) {
    for (const int u : within) {
      const auto at = distance.find(u);
      if (at == distance.end() || at->second != d) continue;
      for (const int v : graph_.Neighbours(u)) {
        if (within.count(v) > 0) distance.emplace(v, d + 1);
      }
    }
  }
  std::optional<int> end;
  for (const int v : Entered(whole_roots_)) {
    if (distance.count(v) > 0 && (!end || distance[v] < distance[*end])) end = v;
  }
  if (!end) return {};
  std::vector<int> path = {*end};
  while (path.back() != to) {
    for (const int v : graph_.Neighbours(path.back())) {  // ascending
      if (within.count(v) == 0 || distance.count(v) == 0) continue;
      if (distance[v] + 1 != distance[path.back()]) continue;
      path.push_back(v);
      break;
    }
  }
  return path;
}

void NaiveSlicer::Join(int v) {
  if (shown_.count(v) > 0 || Entered(whole_roots_).count(v) > 0) return;
  std::vector<int> path = ShortestPath(Candidates(), v);
  if (path.empty()) path = ShortestPath(graph_.nodes(), v);
  std::vector<int> needed;
  for (const int u : path) {
    if (!IsSeen(u) && IsReturned(u)) needed.push_back(u);
  }
  if (needed.size() > Free()) return;
  for (const int u : needed) Take(u);
  whole_roots_.insert(path.begin(), path.end());
}

void NaiveSlicer::Grow() {
  const bool is_expansion = !options_.shown.empty() || !options_.expand.empty();
  while (is_expansion && Free() > 0) {
    const std::optional<int> own = Best(FrontierOf(expanded_));
    if (!own) break;
    Take(*own);
    own_.insert(*own);
    whole_roots_.insert(*own);
  }
  while (Free() > 0) {
    std::map<NodeKind, size_t> lacking;
    size_t sum = 0;
    for (const NodeKind kind :
         {NodeKind::kPerson, NodeKind::kPaper, NodeKind::kTopic, NodeKind::kInstitution}) {
      size_t has = 0;
      for (const int v : taken_) has += world_.KindOf(v) == kind ? 1 : 0;
      const bool is_asked =
          options_.types.empty() ||
          std::find(options_.types.begin(), options_.types.end(), kind) != options_.types.end();
      const size_t quota = is_expansion || !is_asked ? 0 : options_.node_budget / 10;
      lacking[kind] = quota > has ? quota - has : 0;
      sum += lacking[kind];
    }
    std::optional<int> best = BestFrom(whole_roots_);
    if (!best) return;
    if (Free() <= sum) {
      Nodes of_lacking;
      for (const int v : FrontierOf(Entered(whole_roots_))) {
        if (lacking[world_.KindOf(v)] > 0) of_lacking.insert(v);
      }
      if (!of_lacking.empty()) best = Best(of_lacking);
    }
    Take(*best);
  }
}

std::vector<int> NaiveSlicer::WhyPath(const Nodes& candidates, int v) const {
  // Bellman and Ford, on the same sums.
  std::map<int, double> distance;
  for (const int start : starts_) distance[start] = 0;
  const auto length = [&](int a, int b) { return std::max(0.0, -std::log(graph_.Chance(a, b))); };
  for (bool changed = true; changed;) {
    changed = false;
    for (const int a : candidates) {
      if (distance.count(a) == 0) continue;
      for (const int b : graph_.Neighbours(a)) {
        if (candidates.count(b) == 0) continue;
        const double through = distance[a] + length(a, b);
        if (distance.count(b) > 0 && distance[b] <= through) continue;
        distance[b] = through;
        changed = true;
      }
    }
  }
  if (distance.count(v) == 0) return {};
  std::vector<int> path = {v};
  const Nodes starts(starts_.begin(), starts_.end());
  while (starts.count(path.front()) == 0) {
    for (const int a : candidates) {  // ascending
      if (distance.count(a) == 0 || graph_.Neighbours(a).count(path.front()) == 0) continue;
      if (distance[a] + length(a, path.front()) != distance[path.front()]) continue;
      path.insert(path.begin(), a);
      break;
    }
  }
  return path;
}

double NaiveSlicer::Strength(int a, int b) const {
  const StrengthOptions& w = options_.weights;
  int as_of = 0;
  for (const SliceWorld::Node& node : world_.nodes) as_of = std::max(as_of, node.year);
  if (w.as_of_year) as_of = *w.as_of_year;
  double sum = 0;
  for (const int paper : graph_.Targets(NaiveGroup::kAuthorship, a)) {
    const SliceWorld::Node& node = world_.nodes[static_cast<size_t>(paper)];
    if (graph_.Targets(NaiveGroup::kAuthorship, b).count(paper) == 0) continue;
    if (!graph_.Passes(paper) || (node.year != 0 && node.year > as_of)) continue;
    if (static_cast<uint32_t>(node.byline_size) > w.max_authors) continue;
    const double age = node.year == 0 ? w.half_life_years : as_of - node.year;
    const double decay = std::isinf(w.half_life_years) ? 1 : std::exp2(-age / w.half_life_years);
    sum += w.counting == Counting::kFull ? 1 : decay / (node.byline_size - 1);
  }
  return sum;
}

std::vector<SliceEdge> NaiveSlicer::AllEdges() const {
  using Type = SliceEdgeType;
  std::vector<SliceEdge> edges;
  const auto add = [&](int from, int to, Type type, double weight) {
    if (from == to || !IsSeen(from) || !IsSeen(to)) return;
    if (taken_set_.count(from) == 0 && taken_set_.count(to) == 0) return;
    edges.push_back(
        {Vertex{static_cast<uint32_t>(from)}, Vertex{static_cast<uint32_t>(to)}, type, weight});
  };
  const std::vector<std::pair<NaiveGroup, Type>> types = {
      {NaiveGroup::kAuthorship, Type::kAuthorship},
      {NaiveGroup::kAffiliation, Type::kAffiliation},
      {NaiveGroup::kPaperInstitution, Type::kPaperInstitution},
      {NaiveGroup::kTopic, Type::kTopic},
      {NaiveGroup::kVenue, Type::kVenue},
      {NaiveGroup::kReferences, Type::kCitation}};
  for (const auto& [group, type] : types) {
    for (const auto& [from, to] : world_.arcs[static_cast<size_t>(group)]) {
      const NodeKind kind = world_.KindOf(from);
      const bool is_person_first = group == NaiveGroup::kAffiliation;
      if (kind != (is_person_first ? NodeKind::kPerson : NodeKind::kPaper)) continue;
      const double weight = type == Type::kTopic ? world_.topic_scores.at({from, to}) : 1.0;
      add(from, to, type, weight);
    }
  }
  for (int a = 0; a < world_.size(); ++a) {
    for (int b = a + 1; b < world_.size(); ++b) {
      if (world_.KindOf(a) != NodeKind::kPerson || world_.KindOf(b) != NodeKind::kPerson) continue;
      Nodes common = graph_.Targets(NaiveGroup::kAuthorship, a);
      std::erase_if(common, [&](int paper) {
        return graph_.Targets(NaiveGroup::kAuthorship, b).count(paper) == 0;
      });
      if (!common.empty()) add(a, b, Type::kCoauthor, Strength(a, b));
    }
  }
  std::sort(edges.begin(), edges.end(), [](const SliceEdge& x, const SliceEdge& y) {
    return std::make_tuple(-x.weight, x.source, x.target, x.type) <
           std::make_tuple(-y.weight, y.source, y.target, y.type);
  });
  return edges;
}

void NaiveSlicer::ChooseEdges(NaiveSlice& slice) const {
  const std::vector<SliceEdge> all = AllEdges();
  const size_t budget = options_.edge_budget.value_or(4 * static_cast<uint32_t>(taken_.size()));
  // Kruskal with labels; what is shown has one label, -1.
  std::map<uint32_t, int> label;
  for (const int v : taken_) label[static_cast<uint32_t>(v)] = v;
  for (const int v : shown_) label[static_cast<uint32_t>(v)] = -1;
  std::set<size_t> chosen;
  for (size_t i = 0; i < all.size() && chosen.size() < budget; ++i) {
    const int from = label.at(all[i].source.index);
    const int to = label.at(all[i].target.index);
    if (from == to) continue;
    for (auto& [v, of] : label) of = of == from ? to : of;
    chosen.insert(i);
  }
  for (size_t i = 0; i < all.size() && chosen.size() < budget; ++i) chosen.insert(i);
  for (const size_t i : chosen) slice.edges.push_back(all[i]);
  slice.edges_left_out = all.size() - chosen.size();
}

NaiveSlice NaiveSlicer::Run() {
  walk_ = WalkNaively(world_, graph_, starts_, static_cast<int>(50 * options_.node_budget));
  std::vector<int> named = starts_;
  named.insert(named.end(), pins_.begin(), pins_.end());
  for (const int v : Distinct(named)) {
    if (shown_.count(v) == 0) Take(v);
  }
  whole_roots_ = {starts_.front()};
  for (const int v : Distinct(named)) Join(v);
  whole_roots_.insert(starts_.begin(), starts_.end());
  Grow();
  std::sort(taken_.begin(), taken_.end(), [&](int x, int y) {
    return own_.count(x) != own_.count(y) ? own_.count(x) > own_.count(y) : IsBetter(x, y);
  });

  NaiveSlice slice;
  const Nodes candidates = Candidates();
  const Nodes whole = Entered(whole_roots_);
  const Nodes joined =
      Reachable({starts_.front()}, [&](int v) { return IsSeen(v) || whole.count(v) > 0; });
  for (const int v : taken_) {
    NaiveSliceNode node;
    node.vertex = v;
    node.score = Score(v);
    node.path = WhyPath(candidates, v);
    for (const int u : graph_.Neighbours(v)) {
      if (!IsSeen(u)) ++node.hidden[world_.KindOf(u)];
    }
    node.apart = joined.count(v) == 0;
    slice.nodes.push_back(node);
    slice.unresolved_references += world_.nodes[static_cast<size_t>(v)].unresolved;
  }
  ChooseEdges(slice);

  // From what can be reached at all, and over whatever nodes.
  const Nodes reachable =
      Reachable(Nodes(starts_.begin(), starts_.end()), [](int) { return true; });
  slice.complete =
      std::all_of(reachable.begin(), reachable.end(), [&](int v) { return IsSeen(v); });
  slice.exhausted = FrontierOf(expanded_).empty();
  for (const double mass : walk_.r) slice.error_bound += mass;
  slice.arcs_touched = walk_.arcs_touched;
  return slice;
}

}  // namespace

NaiveSlice SliceNaively(const SliceWorld& world, const std::vector<int>& seeds,
                        const SliceOptions& options) {
  return NaiveSlicer(world, seeds, options).Run();
}

}  // namespace coterie::testing
