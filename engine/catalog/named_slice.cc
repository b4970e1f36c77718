// A slice with names instead of vertices. Layer: engine.
#include "engine/catalog/named_slice.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "engine/analysis/explain_slice.h"
#include "engine/analysis/filter_names.h"
#include "engine/analysis/formulas.h"
#include "engine/analysis/slice_walk.h"
#include "engine/catalog/naming.h"
#include "engine/catalog/node_names.h"
#include "engine/catalog/query_nodes.h"
#include "schema/base.h"

namespace coterie {
namespace {

// What the caller has already, as far as the graph has it.
struct Shown {
  std::vector<Vertex> vertices;
  uint32_t unknown = 0;
  std::vector<std::string> examples;

  void Add(const GraphSnapshot& graph, std::optional<NodeId> id, const std::string& text) {
    const std::optional<Vertex> vertex = id ? graph.FindVertex(*id) : std::nullopt;
    if (vertex) {
      vertices.push_back(*vertex);
      return;
    }
    if (unknown++ < kUnknownExamplesMax) examples.push_back(text);
  }
};

// Pids in one batched read, since there may be 100,000 of them.
absl::StatusOr<Shown> ResolveShown(const Snapshot& now, const SliceQuery& query) {
  const GraphSnapshot& graph = now.graph();
  Shown shown;
  for (const NodeId id : query.shown) shown.Add(graph, id, ToString(id));
  std::vector<Pid> pids;
  for (const std::string& text : query.shown_texts) {
    if (const std::optional<NodeId> id = ParseNodeId(text)) {
      shown.Add(graph, id, text);
      continue;
    }
    absl::StatusOr<Pid> pid = ParsePid(text);
    if (!pid.ok()) return Annotate(pid.status(), absl::StrCat("shown: \"", text, "\""));
    pids.push_back(*std::move(pid));
  }
  ASSIGN_OR_RETURN(const std::vector<std::optional<NodeId>> ids, now.store().FindByPids(pids));
  for (size_t i = 0; i < pids.size(); ++i) shown.Add(graph, ids[i], pids[i].ToString());
  // That something is shown makes a slice an expansion, even if all of it is unknown here; the
  // engine passes over a vertex that no graph has.
  constexpr Vertex kNowhere{std::numeric_limits<uint32_t>::max()};
  if (shown.unknown > 0) shown.vertices.push_back(kNowhere);
  return shown;
}

int16_t YearOf(const GraphSnapshot& graph, Vertex vertex) {
  if (graph.KindOf(vertex) != NodeKind::kPaper) return kNoYear;
  return graph.Years()[vertex.index - graph.VerticesOf(NodeKind::kPaper).first];
}

// Whether the relation between the two is kept with `from` as its source.
bool IsForward(const GraphSnapshot& graph, Vertex from, Vertex to) {
  const NodeKind source = graph.KindOf(from);
  const NodeKind target = graph.KindOf(to);
  if (source != target) {
    return source == NodeKind::kPaper ||
           (source == NodeKind::kPerson && target == NodeKind::kInstitution);
  }
  const auto cited = graph.Adjacency(Relation::kReferences).Row(from.index);
  return std::binary_search(cited.begin(), cited.end(), to.index);
}

NamedSliceNode NamedNode(const GraphSnapshot& graph, const SliceNode& node) {
  NamedSliceNode named{.node = RefOf(graph, node.vertex),
                       .year = YearOf(graph, node.vertex),
                       .score = node.score,
                       .path = {},
                       .hidden = node.hidden,
                       .apart = node.apart};
  const std::vector<Vertex>& path = node.why.path;
  named.path.reserve(path.size());
  for (size_t i = 0; i < path.size(); ++i) {
    NamedStep& step = named.path.emplace_back();
    step.node = RefOf(graph, path[i]);
    step.is_forward = i > 0 && IsForward(graph, path[i - 1], path[i]);
  }
  return named;
}

std::string Quotas(const SliceOptions& options) {
  if (!options.shown.empty() || !options.expand.empty()) {
    return "new nodes only, hidden neighbours of the expanded nodes first";
  }
  const uint32_t quota = options.node_budget / 10;
  if (quota == 0) return "the best first";
  return absl::StrCat("at least ", quota,
                      " each of people, papers, topics and institutions where there are so many");
}

// How far the walk went; without an epsilon it ended when the seeds had been pushed.
std::string WalkLimits(const SliceParameters& parameters) {
  const std::string arcs = absl::StrCat("at most ", parameters.arcs_max, " links walked, ");
  if (parameters.epsilon == 0) return arcs + "from the seeds alone";
  return absl::StrCat(arcs, "down to ", parameters.epsilon, "*d");
}

void AddExplanation(const GraphSnapshot& graph, const SliceExplanation& explanation,
                    NamedSlice& named) {
  for (size_t i = 0; i < named.nodes.size(); ++i) {
    std::vector<NamedStep>& path = named.nodes[i].path;
    for (size_t j = 1; j < path.size(); ++j) path[j].chance = explanation.chances[i][j - 1];
  }
  for (size_t i = 0; i < named.edges.size(); ++i) {
    named.edges[i].papers = NamedPapers(graph, explanation.edges[i].papers);
    named.edges[i].papers_left_out = explanation.edges[i].left_out;
  }
}

}  // namespace

std::string DescribeSlice(const GraphSnapshot& graph, const SliceOptions& options,
                          const SliceParameters& parameters) {
  CollaboratorOptions strength;
  strength.weights = options.weights;
  return absl::StrCat(
      "up to ", parameters.node_budget, parameters.node_budget == 1 ? " node" : " nodes",
      " near the seeds and connected to them, by score = p/sqrt(d), d = "
      "links of the node, p = "
      "personalised PageRank from the seeds (alpha = ",
      parameters.alpha, ", ", WalkLimits(parameters), "); ", Quotas(options), "; at most ",
      parameters.edge_budget, parameters.edge_budget == 1 ? " edge" : " edges",
      ", of which those of co-authors weigh their ",
      DescribeStrength(strength, parameters.as_of_year, NamesOfFilters(graph, options.weights)));
}

absl::StatusOr<NamedSlice> SliceWithNames(const Snapshot& now, const SliceQuery& query) {
  const GraphSnapshot& graph = now.graph();
  ASSIGN_OR_RETURN(const std::vector<Vertex> seeds, ResolveAnyVertices(now, query.seeds));
  SliceOptions options = query.options;
  ASSIGN_OR_RETURN(options.weights, WithFilters(now, options.weights, query.filters));
  ASSIGN_OR_RETURN(options.pins, ResolveAnyVertices(now, query.pins));
  ASSIGN_OR_RETURN(options.expand, ResolveAnyVertices(now, query.expand));
  ASSIGN_OR_RETURN(Shown shown, ResolveShown(now, query));
  options.shown = std::move(shown.vertices);
  ASSIGN_OR_RETURN(const Slice slice, SliceAround(graph, seeds, options));

  NamedSlice named;
  named.head = {.definition = DescribeSlice(graph, options, slice.parameters),
                .formula = FormulaText({kSliceFormula, kStrengthFormula}),
                .seeds = {},
                .edges_left_out = slice.edges_left_out,
                .complete = slice.complete,
                .exhausted = slice.exhausted,
                .unresolved_references = slice.unresolved_references,
                .error_bound = slice.error_bound,
                .arcs_touched = slice.arcs_touched,
                .unknown_shown = shown.unknown,
                .unknown_shown_examples = std::move(shown.examples),
                .parameters = slice.parameters};
  for (const Vertex seed : slice.seeds) named.head.seeds.push_back(RefOf(graph, seed));
  named.nodes.reserve(slice.nodes.size());
  for (const SliceNode& node : slice.nodes) named.nodes.push_back(NamedNode(graph, node));
  named.edges.reserve(slice.edges.size());
  for (const SliceEdge& edge : slice.edges) {
    named.edges.push_back(
        {graph.NodeOf(edge.source), graph.NodeOf(edge.target), edge.type, edge.weight});
  }
  if (query.explain) {
    ASSIGN_OR_RETURN(const SliceExplanation explanation, ExplainSlice(graph, slice, options));
    AddExplanation(graph, explanation, named);
  }
  return named;
}

}  // namespace coterie
