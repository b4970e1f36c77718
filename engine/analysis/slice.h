// A slice: the nodes nearest to a few seeds, as a bounded, connected, ranked, typed subgraph.
//
// Layer: engine. Pure functions of one graph. The parts are slice_graph (G_F), slice_walk (scores),
// slice_select (which nodes), slice_edges, slice_why and slice_hidden; each states its definition.
//
// G_F, the graph that is sliced: a paper is in it if it passes the filters; any other node if no
// filter is set or it has at least one paper in G_F. Seeds, expanded nodes and pins always are.
// Nodes of an invisible kind are not, whatever the filters say. Arcs are those of seven groups:
// authorship, affiliation (person-institution), paper-institution, topic, venue, references,
// cited-by, in both directions; hierarchies of topics and institutions take no part.
//
// Score: p(v) / sqrt(d(v)), p by personalised PageRank (see slice_walk.h), d = the stored arcs of v
// in those groups. Order: score descending, then NodeId.
//
// Types: `types` limits what is returned. Nodes of other types may be walked through: they connect
// what is returned, take no slot of the budget, and count as hidden.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/collaborators.h"
#include "engine/analysis/stop_flag.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

inline constexpr uint32_t kSliceNodesMax = 100'000;  // the greatest budget

struct SliceOptions {
  // New nodes at most; those in `shown` are not counted. 1 .. kSliceNodesMax.
  uint32_t node_budget = 60;
  // Edges at most; 4 · returned nodes if empty.
  std::optional<uint32_t> edge_budget;
  // What is returned, besides seeds and pins; all kinds if empty.
  std::vector<NodeKind> types;
  // Kinds that are not in the graph at all: neither returned nor walked through.
  std::vector<NodeKind> invisible;
  // The weight S of coauthor edges. Its filters (first_year, last_year, topics, institutions,
  // venues, include_retracted) are the filters of G_F too; max_authors and as_of_year only weigh.
  StrengthOptions weights;
  // Always returned, and joined to the seeds where a path is found (see SliceNode::apart).
  std::vector<Vertex> pins;
  // What the caller has already, in any order: connects, is not returned again and costs no budget.
  // Vertices that the graph does not have are ignored.
  std::vector<Vertex> shown;
  // Nodes whose own hidden neighbours come first. Each is a seed as well. If empty while `shown` is
  // not, the seeds are expanded.
  std::vector<Vertex> expand;
  StopFlag stop;
};

// The best path from a seed: see slice_why.h.
struct SliceWhy {
  std::vector<Vertex> path;    // seed first, the node last; the seed alone for a seed
  std::vector<Vertex> papers;  // those on the path, in its order
};

// Distinct neighbours in G_F that are neither in `shown` nor returned.
struct HiddenCounts {
  uint64_t paper = 0;
  uint64_t person = 0;
  uint64_t topic = 0;
  uint64_t institution = 0;
  uint64_t venue = 0;
  // The node has more than kHiddenArcsMax arcs, and each count is a lower bound.
  bool at_least = false;

  uint64_t total() const { return paper + person + topic + institution + venue; }
  uint64_t& Of(NodeKind kind);
  uint64_t Of(NodeKind kind) const;
  friend bool operator==(const HiddenCounts&, const HiddenCounts&) = default;
};
inline constexpr uint32_t kHiddenArcsMax = 10'000;

struct SliceNode {
  Vertex vertex;
  uint32_t rank = 0;  // 1, 2, … in the order of Slice::nodes
  double score = 0;
  SliceWhy why;
  HiddenCounts hidden;
  // Not joined to the first seed by what is shown, returned or walked through: a pin or a further
  // seed in another component, farther away than the search for a path goes, or at the end of a
  // path that the budget does not hold.
  bool apart = false;
};

// Named like the relations. An edge's source is where the relation is stored: the paper, or the
// person of an affiliation, the citing paper of a citation; a coauthor edge's is the smaller
// NodeId.
enum class SliceEdgeType : uint8_t {
  kAuthorship = 1,
  kAffiliation = 2,
  kPaperInstitution = 3,
  kTopic = 4,
  kVenue = 5,
  kCitation = 6,
  kCoauthor = 7,  // two people who share a paper of G_F
};
// "authorship", "affiliation", "paper_institution", "topic", "venue", "citation", "coauthor".
std::string_view SliceEdgeTypeName(SliceEdgeType type);

struct SliceEdge {
  Vertex source;
  Vertex target;
  SliceEdgeType type = SliceEdgeType::kAuthorship;
  // S for coauthor (0 where only papers are shared that S leaves out), the score of a topic,
  // else 1.
  double weight = 1;
  friend bool operator==(const SliceEdge&, const SliceEdge&) = default;
};

// With what the slice was made, defaults filled in.
struct SliceParameters {
  uint32_t node_budget = 0;
  uint32_t edge_budget = 0;
  double alpha = 0;
  uint64_t arcs_max = 0;         // W
  double epsilon = 0;            // the last one that the walk came to; 0 if to none
  int16_t as_of_year = kNoYear;  // the Y of S
  double half_life_years = 0;
  uint32_t max_authors = 0;
};

struct Slice {
  std::vector<Vertex> seeds;  // as given, each once, then the expanded nodes among them
  // New nodes only. First the hidden neighbours of expanded nodes, then all others; each part by
  // score descending, then NodeId. A plain slice has one part.
  std::vector<SliceNode> nodes;
  // Among the returned nodes, and between them and those shown; by weight descending, then source,
  // target, type.
  std::vector<SliceEdge> edges;
  uint64_t edges_left_out = 0;
  // Shown and returned nodes together hold every node of G_F that can be reached from the seeds,
  // whatever its type.
  bool complete = false;
  // No expanded node (no seed, where none is expanded) has a neighbour of a returned type that is
  // neither shown nor returned.
  bool exhausted = false;
  uint64_t unresolved_references = 0;  // of the returned papers
  double error_bound = 0;              // 0 <= pi(v) - p(v) <= error_bound for every v
  uint64_t arcs_touched = 0;           // by the walk
  SliceParameters parameters;
};

// The slice around `seeds`.
//
// A plain slice (nothing shown or expanded) keeps quotas: floor(budget / 10) for each of person,
// paper, topic and institution. An expansion keeps none: the hidden neighbours of expanded nodes
// come first, then the best of the frontier. It always brings a new node, or says `exhausted`.
//
// Complexity: the walk touches about 50 arcs a node of the budget; memory follows budget, `shown`
// and the seeds, never the graph. Beyond that, a filter by topic, institution or venue costs each
// hub that is met its arcs, once, since they are judged one by one; and where `types` leaves out
// what would connect, finding the next node (or that there is none) can cost the component's arcs.
// Determinism: the same graph and options give the same slice.
// Errors: InvalidArgument (no seed; a seed, pin or expanded node that the graph does not have; a
// budget of 0 or above kSliceNodesMax, or too small for seeds and pins; what StrengthOptions or its
// filters cannot mean); Cancelled.
absl::StatusOr<Slice> SliceAround(const GraphSnapshot& graph, std::span<const Vertex> seeds,
                                  const SliceOptions& options);

}  // namespace coterie
