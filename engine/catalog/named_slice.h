// A slice with names instead of vertices: what the command line prints and RPC carries.
//
// Layer: engine. In the manner of engine/catalog/named_results.h. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/slice.h"
#include "engine/catalog/named_results.h"

namespace coterie {

// The vertices in `options` are set from the texts and ids beside it; what a caller puts there is
// ignored.
struct SliceQuery {
  SliceOptions options;
  PaperFilters filters;
  std::vector<std::string> seeds;
  std::vector<std::string> pins;
  std::vector<std::string> expand;
  std::vector<NodeId> shown;
  std::vector<std::string> shown_texts;  // more of what is shown, in any form
  bool explain = false;                  // also papers of edges and chances of steps
};

// A node of the path that says why, and how the path comes to it.
struct NamedStep {
  NodeRef node;
  // The hop goes the way in which SliceEdgeType keeps the relation, from a paper to its people or
  // from a citing to a cited paper; where two papers cite each other, too. False for a seed.
  bool is_forward = false;
  double chance = 0;  // with `explain`: P of the step that leads here (slice_why.h); 0 for a seed
};

struct NamedSliceNode {
  NodeRef node;
  int16_t year = kNoYear;  // of a paper
  double score = 0;
  std::vector<NamedStep> path;  // SliceWhy::path; its papers are those of that kind
  HiddenCounts hidden;
  bool apart = false;
};

struct NamedSliceEdge {
  NodeId source;
  NodeId target;
  SliceEdgeType type = SliceEdgeType::kAuthorship;
  double weight = 1;
  // With `explain`, of a coauthor edge: its papers, whose weights add up to its own, and how many
  // more the two share that S leaves out.
  std::vector<NamedSharedPaper> papers = {};
  uint32_t papers_left_out = 0;
};

// What is told once of a slice; fields mean what Slice's mean.
struct SliceHead {
  std::string definition;  // DescribeSlice's words
  std::string formula;     // FormulaText() of what the numbers are made by
  std::vector<NodeRef> seeds;
  uint64_t edges_left_out = 0;
  bool complete = false;
  bool exhausted = false;
  uint64_t unresolved_references = 0;
  double error_bound = 0;
  uint64_t arcs_touched = 0;
  uint32_t unknown_shown = 0;  // shown ids without a vertex: ignored; stubs are among them
  std::vector<std::string> unknown_shown_examples;  // the first of them
  SliceParameters parameters;
};
inline constexpr size_t kUnknownExamplesMax = 5;

struct NamedSlice {
  SliceHead head;
  std::vector<NamedSliceNode> nodes;  // rank 1 first
  std::vector<NamedSliceEdge> edges;  // heaviest first
};

// SliceAround() the nodes that `query` names.
// Errors: those of Snapshot::ResolveVertex but for the kind (each seed, pin and expanded node),
// InvalidArgument (a shown text that is no identifier), those of SliceAround().
absl::StatusOr<NamedSlice> SliceWithNames(const Snapshot& now, const SliceQuery& query);

// The definition in words with its parameters, as printed beside the nodes. `parameters` are the
// slice's.
std::string DescribeSlice(const GraphSnapshot& graph, const SliceOptions& options,
                          const SliceParameters& parameters);

}  // namespace coterie
