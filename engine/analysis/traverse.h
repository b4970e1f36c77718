// Traversal: from given nodes along named steps, each with a depth and a filter, composed.
//
// Layer: engine. The steps are a table of data (TraversalSteps) that the command line, RPC and the
// documentation read. Functions are thread-safe.
//
// One step from a set S (the starts, or what the step before reached), repeated `depth` times:
// level 1 is every node that an arc of the step leads to from a node of S; level k > 1 is every
// node that an arc leads to from level k - 1 and that is in neither S nor an earlier level. So a
// node of S is reached only by an arc from another one or by a loop, each node once a step, and
// cycles end. A node that the filter refuses is neither reached nor walked on from.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/stop_flag.h"
#include "engine/analysis/traverse_filter.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

// What a step's name means at a node of one kind. Names recur with another `from`, never with the
// same.
struct TraversalStep {
  std::string_view name;
  NodeKind from;
  NodeKind to;
  Relation relation;
  // Walked from what `relation` lists; one arc for each way through, and never back to the start.
  std::optional<Relation> then;
  std::string_view meaning;  // "papers that the person is on the byline of"
};

// All rows, grouped by name:
//   authored      paper -> person, person -> paper     wrote         person -> paper
//   papers        topic, institution, venue -> paper   coauthors     person -> person
//   about         paper -> topic, topic -> paper       published-in  paper -> venue
//   cites         paper -> paper                       cited-by      paper -> paper
//   affiliated    person, paper -> institution         members       institution -> person
//   broader       topic -> topic                       narrower      topic -> topic
//   parents       institution -> institution           children      institution -> institution
std::span<const TraversalStep> TraversalSteps();
// Empty where the name is unknown or means nothing at that kind.
std::optional<TraversalStep> FindTraversalStep(std::string_view name, NodeKind from);
// "authored, papers, …": the names that mean something at a node of that kind, in table order.
std::string TraversalStepNames(NodeKind from);

struct StepSpec {
  std::string step;  // a name of the table
  uint32_t depth = 1;
  // Tests nodes reached. Year comparisons test papers: those reached, and those that a `coauthors`
  // step walks through; at a step with neither they are InvalidArgument. Papers' types are in
  // records, not in the graph, and cannot be tested.
  NodeFilter where = {};
};

enum class TraverseRows : uint8_t {
  kLastStep = 1,   // the nodes that the last step reached
  kEveryStep = 2,  // those of every step; a node has a row for each step that reached it
};

enum class TraverseOrder : uint8_t {
  kDepth = 1,  // step, depth, NodeId
  kPaths = 2,  // step, paths desc, depth, NodeId
};

// Whether the walked arcs are listed.
enum class TraverseEdges : uint8_t { kNone = 1, kList = 2 };

// Arcs walked at most where nobody says otherwise.
inline constexpr uint64_t kTraverseWork = 2'000'000;

struct TraverseOptions {
  std::vector<StepSpec> steps;
  TraverseRows rows = TraverseRows::kLastStep;
  TraverseOrder order = TraverseOrder::kDepth;
  TraverseEdges edges = TraverseEdges::kNone;
  uint32_t node_limit = 10'000;  // rows returned
  uint32_t edge_limit = 10'000;  // edges returned
  // Arcs that may be walked, all steps together; the walk ends before the node whose arcs would
  // exceed it, and later steps do not begin.
  uint64_t work_limit = kTraverseWork;
  StopFlag stop;  // asked about for every node walked from
};

struct TraversedNode {
  Vertex node;
  uint32_t step = 0;   // index into TraverseOptions::steps
  uint32_t depth = 1;  // level within that step
  uint64_t arcs = 0;   // from the level before
  // Walks from the starts that reach it here, one arc a level: the sum over those arcs of the paths
  // of their sources; a start has 1. At most 2^64 - 1.
  uint64_t paths = 0;
  Vertex parent;  // of the sources of those arcs the smallest NodeId
};

// Every arc walked to a node that the step has reached, at that level or before, or started from;
// parallel arcs (co-authors, one a shared paper) are one edge.
struct TraversedEdge {
  Vertex source;
  uint32_t step = 0;  // index into TraverseOptions::steps
  Vertex target;
  uint32_t depth = 1;  // of the level that the arc was walked for
  uint32_t arcs = 1;
};

// Which limits took something from the answer. Under `work` counts are lower bounds.
struct TraverseTruncation {
  bool nodes = false;
  bool edges = false;
  bool work = false;
  bool any() const { return nodes || edges || work; }
};

struct Traversal {
  std::vector<TraversedNode> nodes;
  std::vector<TraversedEdge> edges;  // step, depth, source, target; empty unless asked for
  uint64_t total_nodes = 0;          // rows before `node_limit`
  uint64_t total_edges = 0;
  uint64_t arcs_walked = 0;
  TraverseTruncation truncated;
};

// `starts` may be of several kinds, in any order, and repeat.
// Complexity: O(arcs walked · log) time; memory by what is reached, not by the graph.
// Errors: InvalidArgument (no start, no step, a depth of 0; a step that a start or a node reached
// does not have: one sentence that lists the steps it has; a filter on year where no paper is met);
// Cancelled.
absl::StatusOr<Traversal> Traverse(const GraphSnapshot& graph, std::span<const Vertex> starts,
                                   const TraverseOptions& options);

}  // namespace coterie
