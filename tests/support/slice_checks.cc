#include "tests/support/slice_checks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <numeric>
#include <queue>
#include <set>
#include <tuple>
#include <unordered_map>

#include "absl/strings/str_cat.h"
#include "engine/analysis/slice_walk.h"
#include "tests/support/filtered_rows.h"

namespace coterie::testing {

namespace {

using Vertices = std::vector<uint32_t>;
using VertexSet = FilteredRows::Set;

VertexSet SetOf(std::initializer_list<std::span<const Vertex>> lists) {
  VertexSet set;
  for (const std::span<const Vertex> list : lists) {
    for (const Vertex v : list) set.insert(v.index);
  }
  return set;
}

class Checker {
 public:
  Checker(const GraphSnapshot& graph, std::span<const Vertex> seeds, const SliceOptions& options,
          const Slice& slice)
      : graph_(graph),
        options_(options),
        slice_(slice),
        starts_(SetOf({seeds, options.expand})),
        exempt_(SetOf({seeds, options.expand, options.pins})),
        rows_(graph, options, exempt_) {
    for (const Vertex v : options.shown) {
      if (rows_.Has(v.index)) shown_.insert(v.index);
    }
    for (const SliceNode& node : slice.nodes) returned_.insert(node.vertex.index);
    is_expansion_ = !options.shown.empty() || !options.expand.empty();
  }

  std::vector<std::string> Run() &&;

 private:
  template <typename... Parts>
  void Break(const Parts&... parts) {
    broken_.push_back(absl::StrCat(parts...));
  }
  bool IsSeen(uint32_t v) const { return shown_.count(v) > 0 || returned_.count(v) > 0; }
  bool IsReturnedKind(uint32_t v) const {
    return options_.types.empty() || Holds(options_.types, graph_.KindOf(Vertex{v}));
  }

  void CheckNodes();
  void CheckHidden();
  void CheckConnected();
  void CheckEdges();
  void CheckWhy();
  void CheckEnds();
  void CheckChoice();
  uint64_t CoauthorPairs();

  const GraphSnapshot& graph_;
  const SliceOptions& options_;
  const Slice& slice_;
  const VertexSet starts_, exempt_;
  FilteredRows rows_;
  VertexSet shown_, returned_;
  bool is_expansion_ = false;
  std::vector<std::string> broken_;
};

void Checker::CheckNodes() {
  if (returned_.size() != slice_.nodes.size()) Break("a node is returned twice");
  if (slice_.nodes.size() > options_.node_budget) Break("the budget is exceeded");
  for (const uint32_t v : exempt_) {
    if (!IsSeen(v)) Break("seed or pin ", v, " is missing");
  }
  for (const SliceNode& node : slice_.nodes) {
    const uint32_t v = node.vertex.index;
    if (shown_.count(v) > 0) Break("node ", v, " was shown already");
    if (!rows_.Has(v)) Break("node ", v, " does not pass the filters");
    if (!IsReturnedKind(v) && exempt_.count(v) == 0) Break("node ", v, " is of another kind");
  }
  if (!(slice_.error_bound >= 0 && slice_.error_bound <= 1)) {
    Break("the error bound is ", slice_.error_bound);
  }
  uint64_t unresolved = 0;
  for (const uint32_t v : returned_) {
    if (graph_.KindOf(Vertex{v}) != NodeKind::kPaper) continue;
    unresolved += graph_.UnresolvedReferences()[v - graph_.VerticesOf(NodeKind::kPaper).first];
  }
  if (unresolved != slice_.unresolved_references) Break("unresolved references: ", unresolved);
}

void Checker::CheckHidden() {
  for (const SliceNode& node : slice_.nodes) {
    HiddenCounts hidden;
    for (const uint32_t v : rows_.Neighbours(node.vertex.index)) {
      if (!IsSeen(v)) ++hidden.Of(graph_.KindOf(Vertex{v}));
    }
    hidden.at_least = rows_.StoredArcs(node.vertex.index) > kHiddenArcsMax;
    if (hidden.at_least != node.hidden.at_least) Break("node ", node.vertex.index, " at_least");
    for (const NodeKind kind : kNodeKinds) {
      const bool agrees = hidden.at_least ? node.hidden.Of(kind) <= hidden.Of(kind)
                                          : node.hidden.Of(kind) == hidden.Of(kind);
      if (agrees) continue;
      Break("node ", node.vertex.index, " hides ", hidden.Of(kind), " of kind ",
            static_cast<int>(kind), ", not ", node.hidden.Of(kind));
    }
  }
}

void Checker::CheckConnected() {
  if (!options_.types.empty() || starts_.size() > 1) return;  // paths may be walked through
  VertexSet reached = {*starts_.begin()};
  Vertices stack = {*starts_.begin()};
  while (!stack.empty()) {
    const uint32_t u = stack.back();
    stack.pop_back();
    for (const uint32_t v : rows_.Neighbours(u)) {
      if (IsSeen(v) && reached.insert(v).second) stack.push_back(v);
    }
  }
  for (const SliceNode& node : slice_.nodes) {
    const bool is_apart = reached.count(node.vertex.index) == 0;
    if (is_apart != node.apart)
      Break("node ", node.vertex.index, is_apart ? " is" : " is not", " apart");
    if (is_apart && !Holds(options_.pins, node.vertex)) Break("no pin, and not connected");
  }
}

// Pairs of people, one of them returned, the other seen, with a common paper of G_F.
uint64_t Checker::CoauthorPairs() {
  std::set<std::pair<uint32_t, uint32_t>> pairs;
  for (const uint32_t a : returned_) {
    for (const uint32_t paper : graph_.Adjacency(Relation::kPersonPapers).Row(a)) {
      if (!rows_.Has(paper)) continue;
      for (const uint32_t b : graph_.Adjacency(Relation::kPaperPeople).Row(paper)) {
        if (a != b && IsSeen(b)) pairs.insert(std::minmax(a, b));
      }
    }
  }
  return pairs.size();
}

void Checker::CheckEdges() {
  const size_t budget = options_.edge_budget.value_or(4 * slice_.nodes.size());
  if (slice_.edges.size() > budget) Break("the budget of edges is exceeded");
  uint64_t expected = CoauthorPairs();
  for (const VertexSet* const sources : {&returned_, &shown_}) {
    for (const uint32_t source : *sources) {
      for (const Direction& direction : kDirections) {
        for (const uint32_t target : graph_.Adjacency(direction.out).Row(source)) {
          const bool is_new = returned_.count(source) > 0 || returned_.count(target) > 0;
          expected += is_new && IsSeen(target) && source != target ? 1 : 0;
        }
      }
    }
  }
  if (slice_.edges.size() + slice_.edges_left_out != expected) {
    Break("of ", expected, " edges ", slice_.edges.size(), " are returned and ",
          slice_.edges_left_out, " left out");
  }
  std::set<std::tuple<Vertex, Vertex, SliceEdgeType>> distinct;
  for (const SliceEdge& edge : slice_.edges) {
    if (!distinct.emplace(edge.source, edge.target, edge.type).second) Break("an edge twice");
    if (!IsSeen(edge.source.index) || !IsSeen(edge.target.index)) Break("an edge leads outside");
    bool is_there = edge.type == SliceEdgeType::kCoauthor;  // counted above
    for (const Direction& direction : kDirections) {
      is_there = is_there ||
                 (edge.type == direction.type &&
                  Holds(graph_.Adjacency(direction.out).Row(edge.source.index), edge.target.index));
    }
    if (!is_there) Break("an edge that the graph does not have");
  }
}

void Checker::CheckWhy() {
  for (const SliceNode& node : slice_.nodes) {
    const std::vector<Vertex>& path = node.why.path;
    if (node.apart) continue;
    if (path.empty() || starts_.count(path.front().index) == 0 || path.back() != node.vertex) {
      Break("node ", node.vertex.index, " has no path from a seed");
      continue;
    }
    for (size_t i = 1; i < path.size(); ++i) {
      if (!Holds(rows_.Neighbours(path[i - 1].index), path[i].index)) {
        Break("the path to node ", node.vertex.index, " has a step without an arc");
      }
    }
  }
}

void Checker::CheckEnds() {
  const auto has_hidden = [&](uint32_t v) {
    const Vertices& neighbours = rows_.Neighbours(v);
    return std::any_of(neighbours.begin(), neighbours.end(),
                       [&](uint32_t other) { return !IsSeen(other) && IsReturnedKind(other); });
  };
  VertexSet expanded;
  for (const Vertex v : options_.expand) expanded.insert(v.index);
  if (options_.expand.empty()) expanded = starts_;
  const bool is_exhausted = std::none_of(expanded.begin(), expanded.end(), has_hidden);
  if (is_exhausted != slice_.exhausted) Break("exhausted is ", slice_.exhausted);
  if (is_expansion_ && slice_.nodes.empty() && !slice_.exhausted) Break("brings nothing");
  if (is_expansion_ && !is_exhausted) {
    for (const SliceNode& node : slice_.nodes) {
      const bool is_own = std::any_of(expanded.begin(), expanded.end(), [&](uint32_t v) {
        return Holds(rows_.Neighbours(v), node.vertex.index);
      });
      if (!is_own && exempt_.count(node.vertex.index) == 0) {
        Break("node ", node.vertex.index, " comes before a hidden neighbour");
      }
    }
  }
  VertexSet reached = starts_;
  Vertices stack(starts_.begin(), starts_.end());
  bool is_complete = true;
  while (!stack.empty() && is_complete) {
    const uint32_t u = stack.back();
    stack.pop_back();
    for (const uint32_t v : rows_.Neighbours(u)) {
      is_complete = is_complete && IsSeen(v);
      if (reached.insert(v).second) stack.push_back(v);
    }
  }
  if (is_complete != slice_.complete) Break("complete is ", slice_.complete);
}

void Checker::CheckChoice() {
  if (is_expansion_ || !options_.types.empty() || !options_.pins.empty()) return;
  if (starts_.size() != 1) return;
  absl::StatusOr<SliceGraph> view =
      SliceGraph::Create(graph_, options_, {starts_.begin(), starts_.end()});
  if (!view.ok()) return Break(view.status().ToString());
  const Vertices starts(starts_.begin(), starts_.end());
  const Walk walk = WalkFrom(*view, starts, kArcsPerNode * options_.node_budget, StopFlag());
  std::unordered_map<uint32_t, double> p;
  for (size_t i = 0; i < walk.vertices.size(); ++i) p[walk.vertices[i]] = walk.p[i];
  const auto score_of = [&](uint32_t v) {
    const auto at = p.find(v);
    if (at == p.end() || at->second == 0) return 0.0;
    return at->second / std::sqrt(std::max(static_cast<double>(rows_.StoredArcs(v)), 1.0));
  };

  // The frontier, a heap for each kind: best score first, then the smallest NodeId.
  using Entry = std::tuple<double, uint32_t>;  // (-score, vertex)
  std::array<std::priority_queue<Entry, std::vector<Entry>, std::greater<>>, 6> frontier;
  std::array<size_t, 6> lacking{};
  for (const NodeKind kind :
       {NodeKind::kPerson, NodeKind::kPaper, NodeKind::kTopic, NodeKind::kInstitution}) {
    lacking[static_cast<size_t>(kind)] = options_.node_budget / 10;
  }
  VertexSet entered, chosen;
  const auto take = [&](uint32_t v) {
    chosen.insert(v);
    entered.insert(v);
    size_t& quota = lacking[static_cast<size_t>(graph_.KindOf(Vertex{v}))];
    if (quota > 0) --quota;
    for (const uint32_t other : rows_.Neighbours(v)) {
      if (!entered.insert(other).second) continue;
      frontier[static_cast<size_t>(graph_.KindOf(Vertex{other}))].emplace(-score_of(other), other);
    }
  };
  take(starts.front());
  // The kind with the best of the frontier, or frontier.size().
  const auto best_of = [&](const auto& may_be) {
    size_t best = frontier.size();
    for (size_t kind = 0; kind < frontier.size(); ++kind) {
      if (frontier[kind].empty() || !may_be(kind)) continue;
      if (best == frontier.size() || frontier[kind].top() < frontier[best].top()) best = kind;
    }
    return best;
  };
  while (chosen.size() < options_.node_budget) {
    const size_t unmet = std::accumulate(lacking.begin(), lacking.end(), size_t{0});
    size_t best = frontier.size();
    if (options_.node_budget - chosen.size() <= unmet) {
      best = best_of([&](size_t kind) { return lacking[kind] > 0; });
    }
    if (best == frontier.size()) best = best_of([](size_t) { return true; });
    if (best == frontier.size()) break;
    const uint32_t v = std::get<1>(frontier[best].top());
    frontier[best].pop();
    take(v);
  }
  for (const uint32_t v : chosen) {
    if (returned_.count(v) == 0) Break("node ", v, " should have been chosen");
  }
  if (chosen.size() != returned_.size()) Break("chosen are ", chosen.size());
}

std::vector<std::string> Checker::Run() && {
  CheckNodes();
  CheckHidden();
  CheckConnected();
  CheckEdges();
  CheckWhy();
  CheckEnds();
  CheckChoice();
  return std::move(broken_);
}

}  // namespace

std::vector<std::string> BrokenPromises(const GraphSnapshot& graph, std::span<const Vertex> seeds,
                                        const SliceOptions& options, const Slice& slice) {
  return Checker(graph, seeds, options, slice).Run();
}

}  // namespace coterie::testing
