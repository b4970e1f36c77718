// Implements engine/catalog/named_traversal.h.
#include "engine/catalog/named_traversal.h"

#include <algorithm>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "engine/analysis/formulas.h"
#include "engine/catalog/naming.h"
#include "engine/catalog/node_names.h"
#include "engine/catalog/query_nodes.h"

namespace coterie {
namespace {

// "authored: papers with the person on the byline; coauthors, depth 2: …", for the kinds of node
// that each step may meet.
std::string DescribeTraversal(std::set<NodeKind> kinds, const std::vector<StepSpec>& steps) {
  std::string text;
  for (const StepSpec& spec : steps) {
    std::vector<std::string_view> meanings;
    std::set<NodeKind> reached;
    std::set<NodeKind> level = kinds;
    std::set<std::set<NodeKind>> seen;  // levels repeat soon, however deep
    for (uint32_t depth = 0; depth < spec.depth && seen.insert(level).second; ++depth) {
      std::set<NodeKind> next;
      for (const NodeKind kind : level) {
        const std::optional<TraversalStep> step = FindTraversalStep(spec.step, kind);
        if (!step) continue;
        if (std::find(meanings.begin(), meanings.end(), step->meaning) == meanings.end()) {
          meanings.push_back(step->meaning);
        }
        next.insert(step->to);
      }
      reached.insert(next.begin(), next.end());
      level = std::move(next);
    }
    absl::StrAppend(&text, text.empty() ? "" : "; then ", spec.step, ": ");
    for (size_t i = 0; i < meanings.size(); ++i) {
      absl::StrAppend(&text, i > 0 ? ", or " : "", Sv(meanings[i]));
    }
    if (spec.depth > 1) absl::StrAppend(&text, ", up to ", spec.depth, " times over");
    if (const std::string where = ToString(spec.where); !where.empty()) {
      absl::StrAppend(&text, ", where ", where);
    }
    kinds = std::move(reached);
  }
  return text +
         "; arcs = edges that lead there from the level before, paths = ways from the starts";
}

// Where every node of every step was reached from.
class Parents {
 public:
  explicit Parents(const std::vector<TraversedNode>& every_step) {
    for (const TraversedNode& node : every_step) {
      reached_.emplace(std::pair(node.step, node.node.index), std::pair(node.depth, node.parent));
    }
  }

  // The nodes from a start to the parent of `node`.
  std::vector<Vertex> PathTo(const TraversedNode& node) const {
    std::vector<Vertex> path;
    uint32_t step = node.step;
    uint32_t depth = node.depth;
    Vertex parent = node.parent;
    for (;;) {
      path.push_back(parent);
      if (depth == 1 && step == 0) break;  // the parent is a start
      if (depth == 1) --step;
      const auto found = reached_.find({step, parent.index});
      if (found == reached_.end()) break;
      depth = found->second.first;
      parent = found->second.second;
    }
    std::reverse(path.begin(), path.end());
    return path;
  }

 private:
  absl::flat_hash_map<std::pair<uint32_t, uint32_t>, std::pair<uint32_t, Vertex>> reached_;
};

// The rows of the last step alone, of which `limit` stay; the order is that of the engine.
void KeepLastStep(uint32_t last_step, uint32_t limit, Traversal& traversal) {
  std::erase_if(traversal.nodes,
                [last_step](const TraversedNode& node) { return node.step != last_step; });
  traversal.total_nodes = traversal.nodes.size();
  if (traversal.nodes.size() > limit) traversal.nodes.resize(limit);
}

int16_t YearOf(const GraphSnapshot& graph, Vertex vertex) {
  if (graph.KindOf(vertex) != NodeKind::kPaper) return kNoYear;
  return graph.Years()[vertex.index - graph.VerticesOf(NodeKind::kPaper).first];
}

}  // namespace

absl::StatusOr<NamedTraversal> TraverseWithNames(const Snapshot& now, const TraversalQuery& query) {
  const GraphSnapshot& graph = now.graph();
  ASSIGN_OR_RETURN(const std::vector<Vertex> starts, ResolveAnyVertices(now, query.starts));
  TraverseOptions options = query.options;
  const uint32_t node_limit = options.node_limit;
  const uint32_t edge_limit = options.edge_limit;
  options.node_limit = OneMore(node_limit);
  options.edge_limit = OneMore(edge_limit);
  if (query.explain) {  // parents are among the nodes of every step
    options.rows = TraverseRows::kEveryStep;
    options.node_limit = kNoLimit;
  }
  ASSIGN_OR_RETURN(Traversal traversal, Traverse(graph, starts, options));
  std::optional<Parents> parents;
  if (query.explain) {
    parents.emplace(traversal.nodes);
    if (query.options.rows == TraverseRows::kLastStep) {
      KeepLastStep(static_cast<uint32_t>(options.steps.size()) - 1, OneMore(node_limit), traversal);
    } else if (traversal.nodes.size() > OneMore(node_limit)) {
      traversal.nodes.resize(OneMore(node_limit));
    }
  }

  NamedTraversal named;
  named.starts = RefsOfAll(graph, starts);
  std::set<NodeKind> kinds;
  for (const Vertex start : starts) kinds.insert(graph.KindOf(start));
  named.formula = FormulaText({kTraverseFormula});
  named.definition = DescribeTraversal(std::move(kinds), options.steps);
  named.total_nodes = traversal.total_nodes;
  named.total_edges = traversal.total_edges;
  named.arcs_walked = traversal.arcs_walked;
  named.work_truncated = traversal.truncated.work;
  if (traversal.nodes.size() > node_limit) {
    named.next_node = graph.NodeOf(traversal.nodes.back().node);
    traversal.nodes.pop_back();
  }
  if (traversal.edges.size() > edge_limit) {
    const TraversedEdge& next = traversal.edges.back();
    named.next_edge = {graph.NodeOf(next.source), graph.NodeOf(next.target)};
    traversal.edges.pop_back();
  }
  for (const TraversedNode& node : traversal.nodes) {
    RETURN_IF_ERROR(options.stop.Check());
    named.nodes.push_back(
        {.node = RefOf(graph, node.node),
         .pids = {},
         .year = YearOf(graph, node.node),
         .step = node.step,
         .depth = node.depth,
         .arcs = node.arcs,
         .paths = node.paths,
         .parent = RefOf(graph, node.parent),
         .via = parents ? RefsOfAll(graph, parents->PathTo(node)) : std::vector<NodeRef>()});
  }
  for (const TraversedEdge& edge : traversal.edges) {
    named.edges.push_back(
        {RefOf(graph, edge.source), RefOf(graph, edge.target), edge.step, edge.depth, edge.arcs});
  }
  RETURN_IF_ERROR(FillPids(now, &NamedTraversedNode::node, named.nodes));
  return named;
}

}  // namespace coterie
