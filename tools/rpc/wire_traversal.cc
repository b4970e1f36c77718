#include "tools/rpc/wire_traversal.h"

#include "tools/rpc/wire_requests.h"
#include "tools/rpc/wire_rows.h"
#include "tools/rpc/wire_tables.h"

namespace coterie {
namespace {

void WriteRows(const std::vector<NamedTraversedNode>& rows, TableBuilder& table,
               rpc::Traversal::Builder out) {
  using Row = NamedTraversedNode;
  const auto count = static_cast<uint32_t>(rows.size());
  WriteNodeRows(rows, &Row::node, out.initRows());
  FillColumn(out.initYears(count), rows, [](const Row& row) { return row.year; });
  FillColumn(out.initSteps(count), rows, [](const Row& row) { return row.step; });
  FillColumn(out.initDepths(count), rows, [](const Row& row) { return row.depth; });
  FillColumn(out.initArcs(count), rows, [](const Row& row) { return row.arcs; });
  FillColumn(out.initPaths(count), rows, [](const Row& row) { return row.paths; });
  FillColumn(out.initParents(count), rows,
             [&](const Row& row) { return table.IndexOf(row.parent); });
  auto via = out.initVia(
      FillBegins(out.initViaBegin(count + 1), rows, [](const Row& row) { return row.via.size(); }));
  uint32_t at = 0;
  for (const Row& row : rows) {
    for (const NodeRef& node : row.via) via.set(at++, table.IndexOf(node));
  }
}

absl::Status ReadRows(rpc::Traversal::Reader in, const std::vector<NodeRef>& table,
                      std::vector<NamedTraversedNode>& rows) {
  using Row = NamedTraversedNode;
  ASSIGN_OR_RETURN(rows, ReadNodeRows(in.getRows(), &Row::node));
  const auto begins = in.getViaBegin();
  const auto via = in.getVia();
  const auto parents = in.getParents();
  const auto count = static_cast<uint32_t>(rows.size());
  const bool fits =
      ReadColumn(in.getYears(), rows, &Row::year) && ReadColumn(in.getSteps(), rows, &Row::step) &&
      ReadColumn(in.getDepths(), rows, &Row::depth) && ReadColumn(in.getArcs(), rows, &Row::arcs) &&
      ReadColumn(in.getPaths(), rows, &Row::paths) && parents.size() == count &&
      AreBegins(begins, count, via.size()) && AreIndexes(parents, table.size()) &&
      AreIndexes(via, table.size());
  if (!fits) return MalformedAnswer("nodes");
  for (uint32_t i = 0; i < count; ++i) {
    rows[i].parent = table[parents[i]];
    for (uint32_t j = begins[i]; j < begins[i + 1]; ++j) rows[i].via.push_back(table[via[j]]);
  }
  return absl::OkStatus();
}

void WriteEdges(const std::vector<NamedTraversedEdge>& edges, TableBuilder& table,
                rpc::Traversal::Builder out) {
  using Edge = NamedTraversedEdge;
  const auto count = static_cast<uint32_t>(edges.size());
  FillColumn(out.initSources(count), edges,
             [&](const Edge& edge) { return table.IndexOf(edge.source); });
  FillColumn(out.initTargets(count), edges,
             [&](const Edge& edge) { return table.IndexOf(edge.target); });
  FillColumn(out.initEdgeSteps(count), edges, [](const Edge& edge) { return edge.step; });
  FillColumn(out.initEdgeDepths(count), edges, [](const Edge& edge) { return edge.depth; });
  FillColumn(out.initEdgeArcs(count), edges, [](const Edge& edge) { return edge.arcs; });
}

absl::Status ReadEdges(rpc::Traversal::Reader in, const std::vector<NodeRef>& table,
                       std::vector<NamedTraversedEdge>& edges) {
  const auto sources = in.getSources();
  const auto targets = in.getTargets();
  const auto steps = in.getEdgeSteps();
  const auto depths = in.getEdgeDepths();
  const auto arcs = in.getEdgeArcs();
  if (!AllEqual(sources.size(), {targets.size(), steps.size(), depths.size(), arcs.size()}) ||
      !AreIndexes(sources, table.size()) || !AreIndexes(targets, table.size())) {
    return MalformedAnswer("edges");
  }
  edges.reserve(sources.size());
  for (uint32_t i = 0; i < sources.size(); ++i) {
    edges.push_back({table[sources[i]], table[targets[i]], steps[i], depths[i], arcs[i]});
  }
  return absl::OkStatus();
}

absl::StatusOr<StepSpec> ReadStep(rpc::StepSpec::Reader in) {
  StepSpec step;
  ASSIGN_OR_RETURN(step.step, ReadText(in.getStep()));
  step.depth = in.getDepth();
  ASSIGN_OR_RETURN(const std::string where, ReadText(in.getWhere()));
  ASSIGN_OR_RETURN(step.where, ParseNodeFilter(where));
  return step;
}

}  // namespace

void WriteQuery(const TraversalQuery& query, rpc::TraverseSpec::Builder out) {
  const TraverseOptions& options = query.options;
  FillTexts(out.initStarts(static_cast<uint32_t>(query.starts.size())), query.starts);
  auto steps = out.initSteps(static_cast<uint32_t>(options.steps.size()));
  for (uint32_t i = 0; i < options.steps.size(); ++i) {
    steps[i].setStep(TextOf(options.steps[i].step));
    steps[i].setDepth(options.steps[i].depth);
    steps[i].setWhere(TextOf(ToString(options.steps[i].where)));
  }
  out.setRows(options.rows == TraverseRows::kEveryStep ? rpc::TraverseRows::EVERY_STEP
                                                       : rpc::TraverseRows::LAST_STEP);
  out.setOrder(options.order == TraverseOrder::kPaths ? rpc::TraverseOrder::PATHS
                                                      : rpc::TraverseOrder::DEPTH);
  out.setNodeLimit(options.node_limit);
  out.setListEdges(options.edges == TraverseEdges::kList);
  out.setEdgeLimit(options.edge_limit);
  out.setWorkLimit(options.work_limit);
  out.setExplain(query.explain);
}

absl::StatusOr<TraversalQuery> ReadQuery(rpc::TraverseSpec::Reader in, uint32_t starts_max) {
  TraversalQuery query;
  TraverseOptions& options = query.options;
  ASSIGN_OR_RETURN(query.starts, ReadTexts(in.getStarts(), starts_max, "starts"));
  if (in.getSteps().size() > kStepsMax) {
    return absl::OutOfRangeError(
        absl::StrCat(in.getSteps().size(), " steps, above the limit of ", kStepsMax));
  }
  for (const rpc::StepSpec::Reader wire : in.getSteps()) {
    ASSIGN_OR_RETURN(StepSpec step, ReadStep(wire));
    options.steps.push_back(std::move(step));
  }
  if (in.getRows() > rpc::TraverseRows::EVERY_STEP || in.getOrder() > rpc::TraverseOrder::PATHS) {
    return absl::InvalidArgumentError("this server does not know the rows or order asked for");
  }
  options.rows = in.getRows() == rpc::TraverseRows::EVERY_STEP ? TraverseRows::kEveryStep
                                                               : TraverseRows::kLastStep;
  options.order =
      in.getOrder() == rpc::TraverseOrder::PATHS ? TraverseOrder::kPaths : TraverseOrder::kDepth;
  options.node_limit = in.getNodeLimit();
  options.edges = in.getListEdges() ? TraverseEdges::kList : TraverseEdges::kNone;
  options.edge_limit = in.getEdgeLimit();
  options.work_limit = in.getWorkLimit();
  query.explain = in.getExplain();
  return query;
}

void WriteTraversal(const NamedTraversal& traversal, rpc::Traversal::Builder out) {
  WriteRefs(traversal.starts, out.initStarts(static_cast<uint32_t>(traversal.starts.size())));
  out.setDefinition(TextOf(traversal.definition));
  out.setFormula(TextOf(traversal.formula));
  out.setTotalNodes(traversal.total_nodes);
  out.setTotalEdges(traversal.total_edges);
  out.setArcsWalked(traversal.arcs_walked);
  out.setWorkTruncated(traversal.work_truncated);
  TableBuilder table;
  WriteRows(traversal.nodes, table, out);
  out.setNextNode(ValueOrZero(traversal.next_node));
  WriteEdges(traversal.edges, table, out);
  if (traversal.next_edge) {
    out.setNextSource(traversal.next_edge->first.value());
    out.setNextTarget(traversal.next_edge->second.value());
  }
  table.Write(out.initNodes());
}

absl::StatusOr<NamedTraversal> ReadTraversal(rpc::Traversal::Reader in) {
  NamedTraversal traversal;
  traversal.starts = ReadRefs(in.getStarts());
  traversal.definition = StringOf(in.getDefinition());
  traversal.formula = StringOf(in.getFormula());
  traversal.total_nodes = in.getTotalNodes();
  traversal.total_edges = in.getTotalEdges();
  traversal.arcs_walked = in.getArcsWalked();
  traversal.work_truncated = in.getWorkTruncated();
  ASSIGN_OR_RETURN(const std::vector<NodeRef> table, ReadTable(in.getNodes()));
  RETURN_IF_ERROR(ReadRows(in, table, traversal.nodes));
  traversal.next_node = OptionalNode(in.getNextNode());
  RETURN_IF_ERROR(ReadEdges(in, table, traversal.edges));
  if (in.getNextSource() != 0) {
    traversal.next_edge = {NodeId::FromValue(in.getNextSource()),
                           NodeId::FromValue(in.getNextTarget())};
  }
  return traversal;
}

}  // namespace coterie
