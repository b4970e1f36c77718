// Walking of composed steps, level by level.
//
// Layer: engine. Sources are walked ascending by vertex, so that the first arrival at a node comes
// from the smallest parent, and what a limit cuts off is the same every time.
#include "engine/analysis/traverse.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/analysis/node_matcher.h"
#include "schema/base.h"

namespace coterie {

namespace {

// One bit a NodeKind.
using KindMask = uint32_t;
KindMask MaskOf(NodeKind kind) { return KindMask{1} << static_cast<uint32_t>(kind); }

uint64_t SaturatingAdd(uint64_t x, uint64_t y) {
  return x > std::numeric_limits<uint64_t>::max() - y ? std::numeric_limits<uint64_t>::max()
                                                      : x + y;
}
uint64_t SaturatingMultiply(uint64_t x, uint64_t y) {
  return y != 0 && x > std::numeric_limits<uint64_t>::max() / y
             ? std::numeric_limits<uint64_t>::max()
             : x * y;
}

absl::Status NoSuchStep(const StepSpec& spec, NodeKind kind, uint32_t level) {
  return absl::InvalidArgumentError(
      absl::StrCat("a node of type ", Sv(NodeKindName(kind)), " has no step \"", spec.step, "\"",
                   level > 1 ? " to repeat" : "", "; it has ", TraversalStepNames(kind)));
}

// The kinds that a step may reach from nodes of `kinds`; an error where one of them, or one that is
// reached on the way, does not have it.
absl::StatusOr<KindMask> CheckStep(const GraphSnapshot& graph, const StepSpec& spec,
                                   KindMask kinds) {
  if (spec.depth == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("step \"", spec.step, "\" has a depth of 0; the least is 1"));
  }
  const NodeMatcher matcher(graph, spec.where);
  KindMask reached = 0;
  bool meets_papers = kinds == 0;  // a step that starts from nothing tests nothing
  std::set<KindMask> seen;         // levels repeat soon, however deep
  for (uint32_t level = 1; level <= spec.depth && seen.insert(kinds).second; ++level) {
    KindMask next = 0;
    for (const NodeKind kind : kNodeKinds) {
      if ((kinds & MaskOf(kind)) == 0) continue;
      const std::optional<TraversalStep> step = FindTraversalStep(spec.step, kind);
      if (!step) return NoSuchStep(spec, kind, level);
      meets_papers = meets_papers || step->to == NodeKind::kPaper || step->then.has_value();
      if (matcher.PassesKind(step->to)) next |= MaskOf(step->to);
    }
    reached |= next;
    kinds = next;
  }
  if (matcher.HasYears() && !meets_papers) {
    return absl::InvalidArgumentError(
        absl::StrCat("step \"", spec.step,
                     "\" neither reaches nor walks through papers, and only they have a year"));
  }
  return reached;
}

struct Source {
  uint32_t vertex;
  uint64_t paths;
  friend bool operator<(const Source& x, const Source& y) { return x.vertex < y.vertex; }
};

struct Arrival {
  uint64_t arcs = 0;
  uint64_t paths = 0;
  uint32_t parent = 0;
};

class Walk {
 public:
  Walk(const GraphSnapshot& graph, const TraverseOptions& options)
      : graph_(graph), options_(options) {}

  Traversal Run(std::vector<Source> sources) && {
    for (uint32_t step = 0; step < options_.steps.size(); ++step) {
      sources = WalkStep(step, std::move(sources));
    }
    Finish();
    return std::move(result_);
  }

 private:
  using Vertices = absl::flat_hash_set<uint32_t>;

  std::vector<Source> WalkStep(uint32_t step, std::vector<Source> starts);
  // Arrivals from as many of `sources` as the work allows; the others are dropped.
  absl::flat_hash_map<uint32_t, Arrival> WalkLevel(const StepSpec& spec, const NodeMatcher& matcher,
                                                   std::vector<Source>& sources);
  template <typename Visit>
  void ForEachArc(const TraversalStep& step, const NodeMatcher& matcher, uint32_t source,
                  const Visit& visit);
  bool Affords(const TraversalStep& step, uint32_t source);
  void ListEdges(uint32_t step, uint32_t depth, const NodeMatcher& matcher,
                 const std::vector<Source>& sources, const Vertices& starts,
                 const Vertices& reached);
  void Finish();

  const GraphSnapshot& graph_;
  const TraverseOptions& options_;
  Traversal result_;
  std::vector<uint32_t> through_;  // scratch of ForEachArc
};

// Calls visit(target, arcs) for every target of a source, ascending.
template <typename Visit>
void Walk::ForEachArc(const TraversalStep& step, const NodeMatcher& matcher, uint32_t source,
                      const Visit& visit) {
  const std::span<const uint32_t> row = graph_.Adjacency(step.relation).Row(source);
  if (!step.then) {
    for (const uint32_t target : row) visit(target, 1);
    return;
  }
  const Csr then = graph_.Adjacency(*step.then);
  const bool has_years = matcher.HasYears();
  through_.clear();
  for (const uint32_t paper : row) {
    if (has_years && !matcher.PassesYear(paper)) continue;
    for (const uint32_t target : then.Row(paper)) {
      if (target != source) through_.push_back(target);
    }
  }
  std::sort(through_.begin(), through_.end());
  for (size_t begin = 0, end = 0; begin < through_.size(); begin = end) {
    while (end < through_.size() && through_[end] == through_[begin]) ++end;
    visit(through_[begin], static_cast<uint32_t>(end - begin));
  }
}

// Adds the arcs of a source to the work, unless that would exceed the limit.
bool Walk::Affords(const TraversalStep& step, uint32_t source) {
  const std::span<const uint32_t> row = graph_.Adjacency(step.relation).Row(source);
  uint64_t arcs = row.size();
  if (step.then) {
    const Csr then = graph_.Adjacency(*step.then);
    for (const uint32_t paper : row) arcs += then.Degree(paper);
  }
  if (arcs > options_.work_limit - result_.arcs_walked) {
    result_.truncated.work = true;
    return false;
  }
  result_.arcs_walked += arcs;
  return true;
}

absl::flat_hash_map<uint32_t, Arrival> Walk::WalkLevel(const StepSpec& spec,
                                                       const NodeMatcher& matcher,
                                                       std::vector<Source>& sources) {
  absl::flat_hash_map<uint32_t, Arrival> arrivals;
  for (size_t i = 0; i < sources.size(); ++i) {
    const Source& source = sources[i];
    const std::optional<TraversalStep> step =
        FindTraversalStep(spec.step, graph_.KindOf(Vertex{source.vertex}));
    // A step is there: CheckStep saw to it.
    if (!step || result_.truncated.work || options_.stop.IsSet() ||
        !Affords(*step, source.vertex)) {
      sources.resize(i, Source{});
      break;
    }
    ForEachArc(*step, matcher, source.vertex, [&](uint32_t target, uint32_t arcs) {
      Arrival& arrival = arrivals.try_emplace(target, Arrival{0, 0, source.vertex}).first->second;
      arrival.arcs += arcs;
      arrival.paths = SaturatingAdd(arrival.paths, SaturatingMultiply(source.paths, arcs));
    });
  }
  return arrivals;
}

std::vector<Source> Walk::WalkStep(uint32_t step, std::vector<Source> starts) {
  const StepSpec& spec = options_.steps[step];
  const NodeMatcher matcher(graph_, spec.where);
  const bool is_listed =
      options_.rows == TraverseRows::kEveryStep || step + 1 == options_.steps.size();
  Vertices started;
  for (const Source& start : starts) started.insert(start.vertex);
  Vertices reached;
  std::vector<Source> all;  // that the step reached
  std::vector<Source> level = std::move(starts);
  for (uint32_t depth = 1; depth <= spec.depth && !level.empty(); ++depth) {
    const auto arrivals = WalkLevel(spec, matcher, level);
    std::vector<Source> next;
    for (const auto& [vertex, arrival] : arrivals) {
      const bool is_again = depth > 1 && (started.contains(vertex) || reached.contains(vertex));
      if (is_again || !matcher.Passes(vertex, arrival.arcs)) continue;
      next.push_back({vertex, arrival.paths});
      if (is_listed) {
        result_.nodes.push_back(
            {Vertex{vertex}, step, depth, arrival.arcs, arrival.paths, Vertex{arrival.parent}});
      }
    }
    std::sort(next.begin(), next.end());
    for (const Source& source : next) reached.insert(source.vertex);
    if (options_.edges == TraverseEdges::kList) {
      ListEdges(step, depth, matcher, level, started, reached);
    }
    all.insert(all.end(), next.begin(), next.end());
    // A start that was reached has been walked already.
    std::erase_if(next, [&started](const Source& s) { return started.contains(s.vertex); });
    level = std::move(next);
  }
  std::sort(all.begin(), all.end());
  return all;
}

// Walks the level again, now that what it reached is known: cheaper than to keep every arc.
void Walk::ListEdges(uint32_t step, uint32_t depth, const NodeMatcher& matcher,
                     const std::vector<Source>& sources, const Vertices& starts,
                     const Vertices& reached) {
  for (const Source& source : sources) {
    const auto row =
        FindTraversalStep(options_.steps[step].step, graph_.KindOf(Vertex{source.vertex}));
    ForEachArc(*row, matcher, source.vertex, [&](uint32_t target, uint32_t arcs) {
      if (!reached.contains(target) && !starts.contains(target)) return;
      ++result_.total_edges;
      if (result_.edges.size() >= options_.edge_limit) {
        result_.truncated.edges = true;
        return;
      }
      result_.edges.push_back({Vertex{source.vertex}, step, Vertex{target}, depth, arcs});
    });
  }
}

void Walk::Finish() {
  std::vector<TraversedNode>& nodes = result_.nodes;
  const auto by_depth = [](const TraversedNode& x, const TraversedNode& y) {
    return std::tie(x.step, x.depth, x.node) < std::tie(y.step, y.depth, y.node);
  };
  const auto by_paths = [](const TraversedNode& x, const TraversedNode& y) {
    return std::tie(x.step, y.paths, x.depth, x.node) < std::tie(y.step, x.paths, y.depth, y.node);
  };
  result_.total_nodes = nodes.size();
  const size_t kept = std::min<size_t>(options_.node_limit, nodes.size());
  const auto middle = nodes.begin() + static_cast<ptrdiff_t>(kept);
  if (options_.order == TraverseOrder::kPaths) {
    std::partial_sort(nodes.begin(), middle, nodes.end(), by_paths);
  } else {
    std::partial_sort(nodes.begin(), middle, nodes.end(), by_depth);
  }
  result_.truncated.nodes = kept < nodes.size();
  nodes.resize(kept);
}

}  // namespace

absl::StatusOr<Traversal> Traverse(const GraphSnapshot& graph, std::span<const Vertex> starts,
                                   const TraverseOptions& options) {
  if (starts.empty()) return absl::InvalidArgumentError("a traversal needs a node to start from");
  if (options.steps.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a traversal needs a step; a node of type ", Sv(NodeKindName(graph.KindOf(starts[0]))),
        " has ", TraversalStepNames(graph.KindOf(starts[0]))));
  }
  KindMask kinds = 0;
  std::vector<Source> sources;
  for (const Vertex start : starts) {
    kinds |= MaskOf(graph.KindOf(start));
    sources.push_back({start.index, 1});
  }
  for (const StepSpec& spec : options.steps) {
    ASSIGN_OR_RETURN(kinds, CheckStep(graph, spec, kinds));
  }
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end(),
                            [](const Source& x, const Source& y) { return x.vertex == y.vertex; }),
                sources.end());
  Traversal traversal = Walk(graph, options).Run(std::move(sources));
  RETURN_IF_ERROR(options.stop.Check());
  return traversal;
}

}  // namespace coterie
