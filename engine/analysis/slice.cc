// A slice from its parts: walk, select, explain. Layer: engine.
#include "engine/analysis/slice.h"

#include <algorithm>

#include "engine/analysis/slice_candidates.h"
#include "engine/analysis/slice_edges.h"
#include "engine/analysis/slice_frontier.h"
#include "engine/analysis/slice_graph.h"
#include "engine/analysis/slice_hidden.h"
#include "engine/analysis/slice_select.h"
#include "engine/analysis/slice_walk.h"
#include "engine/analysis/slice_why.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr uint32_t kEdgesPerNode = 4;

// What the caller named, each vertex once.
struct Subjects {
  std::vector<uint32_t> starts;  // seeds, then expanded nodes
  std::vector<uint32_t> pins;    // that are not starts
  std::vector<uint32_t> shown;   // ascending; those that the graph has
  std::vector<uint32_t> expanded;
  bool is_expansion = false;
};

absl::Status AddEach(const GraphSnapshot& graph, std::span<const Vertex> vertices,
                     std::string_view role, VertexNumbering& seen, std::vector<uint32_t>& list) {
  for (const Vertex v : vertices) {
    if (v.index >= graph.vertex_count()) {
      return absl::InvalidArgumentError(
          absl::StrCat("a ", Sv(role), " of the slice is not a node of this graph"));
    }
    if (seen.Find(v.index) != VertexNumbering::kNone) continue;
    seen.Number(v.index);
    list.push_back(v.index);
  }
  return absl::OkStatus();
}

absl::StatusOr<Subjects> SubjectsOf(const GraphSnapshot& graph, std::span<const Vertex> seeds,
                                    const SliceOptions& options) {
  if (seeds.empty() && options.expand.empty()) {
    return absl::InvalidArgumentError("a slice needs at least one seed");
  }
  if (options.node_budget == 0 || options.node_budget > kSliceNodesMax) {
    return absl::InvalidArgumentError(absl::StrCat("the budget of a slice is from 1 to ",
                                                   kSliceNodesMax, " nodes; it is ",
                                                   options.node_budget));
  }
  Subjects subjects;
  VertexNumbering seen(seeds.size() + options.expand.size() + options.pins.size());
  RETURN_IF_ERROR(AddEach(graph, seeds, "seed", seen, subjects.starts));
  RETURN_IF_ERROR(AddEach(graph, options.expand, "node to expand", seen, subjects.starts));
  RETURN_IF_ERROR(AddEach(graph, options.pins, "pin", seen, subjects.pins));
  for (const Vertex v : options.shown) {
    if (v.index < graph.vertex_count()) subjects.shown.push_back(v.index);
  }
  std::sort(subjects.shown.begin(), subjects.shown.end());
  subjects.shown.erase(std::unique(subjects.shown.begin(), subjects.shown.end()),
                       subjects.shown.end());
  subjects.is_expansion = !options.shown.empty() || !options.expand.empty();
  for (const Vertex v : options.expand) subjects.expanded.push_back(v.index);
  if (options.expand.empty()) subjects.expanded = subjects.starts;

  const auto is_new = [&subjects](uint32_t v) {
    return !std::binary_search(subjects.shown.begin(), subjects.shown.end(), v);
  };
  const auto needed = std::count_if(subjects.starts.begin(), subjects.starts.end(), is_new) +
                      std::count_if(subjects.pins.begin(), subjects.pins.end(), is_new);
  if (needed > options.node_budget) {
    return absl::InvalidArgumentError(absl::StrCat("a budget of ", options.node_budget,
                                                   " does not hold the ", needed,
                                                   " seeds and pins; ask for more nodes"));
  }
  return subjects;
}

KindSet ReturnedKinds(const SliceOptions& options) {
  KindSet returned = 0;
  for (const NodeKind kind : kNodeKinds) {
    const auto& types = options.types;
    const bool is_asked = std::find(types.begin(), types.end(), kind) != types.end();
    if (types.empty() || is_asked) returned |= SetOf(kind);
  }
  return returned;
}

std::vector<uint32_t> MembersOf(const CandidateGraph& candidates,
                                std::span<const uint32_t> vertices) {
  std::vector<uint32_t> members;
  members.reserve(vertices.size());
  for (const uint32_t v : vertices) members.push_back(candidates.Find(v));
  return members;
}

// By member, whether links among the answer and what was walked through join it to the first seed.
std::vector<uint8_t> JoinedToFirst(const CandidateGraph& candidates, const Frontier& whole,
                                   uint32_t first) {
  std::vector<uint8_t> is_joined(candidates.size(), 0);
  is_joined[first] = 1;
  std::vector<uint32_t> stack = {first};
  while (!stack.empty()) {
    const uint32_t member = stack.back();
    stack.pop_back();
    candidates.ForEachLink(member, [&](uint32_t other, uint8_t) {
      const bool joins = candidates[other].is_in_answer() || whole.HasEntered(other);
      if (!joins || is_joined[other] != 0) return;
      is_joined[other] = 1;
      stack.push_back(other);
    });
  }
  return is_joined;
}

// Whether the answer holds all that can be reached from the starts. What it does not hold is behind
// a hidden neighbour of something that paths within the answer reach.
bool IsComplete(SliceGraph& view, const CandidateGraph& candidates,
                std::span<const uint32_t> starts, StopFlag stop) {
  std::vector<uint8_t> is_reached(candidates.size(), 0);
  std::vector<uint32_t> stack(starts.begin(), starts.end());
  for (const uint32_t start : starts) is_reached[start] = 1;
  while (!stack.empty() && !stop.IsSet()) {
    const uint32_t member = stack.back();
    stack.pop_back();
    if (HiddenOf(view, candidates, member).total() > 0) return false;
    candidates.ForEachLink(member, [&](uint32_t other, uint8_t) {
      if (!candidates[other].is_in_answer() || is_reached[other] != 0) return;
      is_reached[other] = 1;
      stack.push_back(other);
    });
  }
  return true;
}

// The taken members in the order of the answer.
std::vector<uint32_t> Ranked(const CandidateGraph& candidates, const Selection& selection) {
  std::vector<uint32_t> own(selection.taken.begin() + static_cast<ptrdiff_t>(selection.own_begin),
                            selection.taken.begin() + static_cast<ptrdiff_t>(selection.own_end));
  std::vector<uint32_t> others(
      selection.taken.begin(),
      selection.taken.begin() + static_cast<ptrdiff_t>(selection.own_begin));
  others.insert(others.end(), selection.taken.begin() + static_cast<ptrdiff_t>(selection.own_end),
                selection.taken.end());
  const auto comes_before = [&candidates](uint32_t x, uint32_t y) {
    if (candidates[x].score != candidates[y].score) {
      return candidates[x].score > candidates[y].score;
    }
    return candidates.VertexOf(x) < candidates.VertexOf(y);
  };
  std::sort(own.begin(), own.end(), comes_before);
  std::sort(others.begin(), others.end(), comes_before);
  own.insert(own.end(), others.begin(), others.end());
  return own;
}

}  // namespace

uint64_t& HiddenCounts::Of(NodeKind kind) {
  switch (kind) {
    case NodeKind::kPaper:
      return paper;
    case NodeKind::kPerson:
      return person;
    case NodeKind::kTopic:
      return topic;
    case NodeKind::kInstitution:
      return institution;
    case NodeKind::kVenue:
      break;
  }
  return venue;
}
uint64_t HiddenCounts::Of(NodeKind kind) const {
  HiddenCounts copy = *this;
  return copy.Of(kind);
}

std::string_view SliceEdgeTypeName(SliceEdgeType type) {
  switch (type) {
    case SliceEdgeType::kAuthorship:
      return "authorship";
    case SliceEdgeType::kAffiliation:
      return "affiliation";
    case SliceEdgeType::kPaperInstitution:
      return "paper_institution";
    case SliceEdgeType::kTopic:
      return "topic";
    case SliceEdgeType::kVenue:
      return "venue";
    case SliceEdgeType::kCitation:
      return "citation";
    case SliceEdgeType::kCoauthor:
      return "coauthor";
  }
  return "unknown";
}

absl::StatusOr<Slice> SliceAround(const GraphSnapshot& graph, std::span<const Vertex> seeds,
                                  const SliceOptions& options) {
  ASSIGN_OR_RETURN(Subjects subjects, SubjectsOf(graph, seeds, options));
  std::vector<uint32_t> exempt = subjects.starts;
  exempt.insert(exempt.end(), subjects.pins.begin(), subjects.pins.end());
  ASSIGN_OR_RETURN(SliceGraph view, SliceGraph::Create(graph, options, std::move(exempt)));
  std::erase_if(subjects.shown, [&view](uint32_t v) { return !view.Has(v); });

  const uint64_t arcs_max = kArcsPerNode * options.node_budget;
  const Walk walk = WalkFrom(view, subjects.starts, arcs_max, options.stop);
  RETURN_IF_ERROR(options.stop.Check());

  CandidateGraph candidates(view, walk, subjects.starts, subjects.pins, subjects.shown);
  const KindSet returned = ReturnedKinds(options);
  Frontier whole(view, candidates, returned, Frontier::Scope::kAnswer, options.stop);
  Frontier own(view, candidates, returned, Frontier::Scope::kOwn, options.stop);
  const std::vector<uint32_t> starts = MembersOf(candidates, subjects.starts);
  const std::vector<uint32_t> pins = MembersOf(candidates, subjects.pins);
  const std::vector<uint32_t> expanded = MembersOf(candidates, subjects.expanded);
  const Selection selection = Select(view, candidates, whole, own,
                                     {.budget = options.node_budget,
                                      .returned = returned,
                                      .is_expansion = subjects.is_expansion,
                                      .starts = starts,
                                      .pins = pins,
                                      .expanded = expanded,
                                      .stop = options.stop});
  RETURN_IF_ERROR(options.stop.Check());
  const std::vector<uint32_t> ranked = Ranked(candidates, selection);

  Slice slice;
  for (const uint32_t v : subjects.starts) slice.seeds.push_back(Vertex{v});
  const WhyPaths why(view, candidates);
  const std::vector<uint8_t> is_joined = JoinedToFirst(candidates, whole, starts.front());
  slice.nodes.reserve(ranked.size());
  for (const uint32_t member : ranked) {
    SliceNode& node = slice.nodes.emplace_back();
    node.vertex = Vertex{candidates.VertexOf(member)};
    node.rank = static_cast<uint32_t>(slice.nodes.size());
    node.score = candidates[member].score;
    node.why = why.To(member);
    node.hidden = HiddenOf(view, candidates, member);
    node.apart = is_joined[member] == 0;
    if (candidates[member].kind == NodeKind::kPaper) {
      const uint32_t first_paper = graph.VerticesOf(NodeKind::kPaper).first;
      slice.unresolved_references += graph.UnresolvedReferences()[node.vertex.index - first_paper];
    }
  }
  const auto node_count = static_cast<uint32_t>(slice.nodes.size());
  const uint32_t edge_budget = options.edge_budget.value_or(kEdgesPerNode * node_count);
  EdgeChoice edges =
      ChooseEdges(view, candidates, ranked, options.weights.counting, edge_budget, options.stop);
  slice.edges = std::move(edges.edges);
  slice.edges_left_out = edges.left_out;
  slice.exhausted = !own.Best();
  slice.complete = IsComplete(view, candidates, starts, options.stop);
  RETURN_IF_ERROR(options.stop.Check());

  slice.error_bound = walk.ErrorBound();
  slice.arcs_touched = walk.arcs_touched;
  slice.parameters = {.node_budget = options.node_budget,
                      .edge_budget = edge_budget,
                      .alpha = kSliceAlpha,
                      .arcs_max = arcs_max,
                      .epsilon = walk.epsilon,
                      .as_of_year = view.weights().as_of_year(),
                      .half_life_years = options.weights.half_life_years,
                      .max_authors = options.weights.max_authors};
  return slice;
}

}  // namespace coterie
