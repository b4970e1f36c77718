// Paths between two people over co-authorship, or between two papers over citations.
//
// Layer: engine. A co-author hop joins two people who share a paper that counts; a citation hop
// joins a paper and one it cites. A path is a sequence of nodes, each once: two people who share
// five papers are joined by one hop, and the hop names one of the papers. Searches run from both
// ends over the graph's arrays; marks are sparse, so that nothing follows the size of the graph.
//
// Determinism: paths come by length, then by the sequence of their NodeIds.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/collaborators.h"
#include "engine/analysis/stop_flag.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

enum class PathOver : uint8_t { kCoauthor = 1, kCitation = 2 };

// Which way a citation hop may go, seen from the path's first paper.
enum class CitationDirection : uint8_t {
  kReferences = 1,  // to a paper that it cites: what the first paper rests on
  kCitedBy = 2,     // to a paper that cites it: what came of the first paper
  // Each hop either way: how the two are connected. The default, for whoever names two papers asks
  // that; in a directed search one of the two orders, and for papers that only share references
  // both, find nothing. Each hop says which way it went.
  kEither = 3,
};

enum class PathLength : uint8_t {
  kHops = 1,
  kStrength = 2,  // sum of 1/S over the hops, S as `papers` defines it; co-author paths only
};

// Which of the shortest paths are wanted.
enum class PathSet : uint8_t {
  // All are counted; the first `max_paths` of the order are listed.
  kAll = 1,
  // One, for speed: the first that the searches meet in. The same each time, but not the first of
  // the order; count tells 1 and is not exact. With hops and no extra_length only.
  kAny = 2,
};

// As elsewhere, but with bylines of any length.
inline StrengthOptions EveryByline() {
  StrengthOptions options;
  options.max_authors = kNoLimit;
  return options;
}

struct PathOptions {
  PathOver over = PathOver::kCoauthor;
  CitationDirection direction = CitationDirection::kEither;  // citations only
  PathLength length = PathLength::kHops;
  PathSet set = PathSet::kAll;
  uint32_t max_paths = 100;  // listed; at least 1
  // Also simple paths of up to this many hops more than the shortest; kNoLimit: of any length, so
  // that the first `max_paths` are the k shortest simple paths. With PathLength::kStrength only 0
  // and kNoLimit mean something.
  uint32_t extra_length = 0;
  // Which papers count: as vias of co-author hops, as inner papers of citation paths (the two ends
  // always stand). Unlike elsewhere, bylines of any length count unless max_authors is given, and
  // papers dated after Y count unless as_of_year is given; a weighted length needs Y, so there they
  // never do. Half-life and counting matter to a weighted length only.
  StrengthOptions papers = EveryByline();
  // People and papers that no path may use: a person as an inner node, a paper as a via or an inner
  // node.
  std::vector<Vertex> excluded;
  // A further condition on papers, for what the graph has no column of, such as the paper's type.
  // Must answer the same each time it is asked of one paper.
  std::function<bool(Vertex paper)> paper_counts;
  bool explain = false;  // also every shared paper of each co-author hop
  // Where there is no path, component sizes are exact up to this many nodes.
  uint32_t component_limit = 100'000;
  StopFlag stop;  // asked about every 1,000 nodes
};

// One node of a path and the hop that leads to it.
struct PathNode {
  Vertex node;
  // The hop from the node before; all of it is empty on the first node.
  // Co-authors: the newest shared paper that counts (undated ones are the oldest), then the
  // smallest NodeId.
  std::optional<Vertex> via_paper;
  uint32_t shared_papers = 0;  // co-authors: those that count
  double strength = 0;         // weighted lengths: S, or c with full counting
  // With `explain`, co-authors: the shared papers that count, by vertex. Their weights add up to
  // `strength`; without a weighted length each weighs 1, and they add up to `shared_papers`.
  std::vector<SharedPaper> papers;
  // Citations: the way of the hop; kEither where the two papers cite each other.
  std::optional<CitationDirection> direction;
};

struct Path {
  double length = 0;  // hops, or the sum of 1/S from the first node on
  std::vector<PathNode> nodes;
};

// The nodes that can be reached, the end itself included: people, or papers.
struct ComponentSize {
  uint64_t nodes = 0;
  bool at_least = false;  // the limit ended the count
};

struct PathList {
  // Of the shortest path; empty where there is none, 0 from a node to itself.
  std::optional<double> distance;
  // How many paths there are, `paths` being the first of them. Without extra_length: the exact
  // number of shortest paths. With extra_length 1: the exact number of paths up to that length.
  // With more: those that were found.
  uint64_t count = 0;
  bool count_is_exact = true;
  bool count_is_saturated = false;  // more than 2^64 - 1; count is that
  std::vector<Path> paths;
  // How far the searches from both ends looked: people, or papers, met in either.
  uint64_t explored = 0;
  // Where there is no path: the sizes of the components of `from` and `to` under the same options.
  // In a directed search: what `from` reaches, and what reaches `to`.
  std::optional<ComponentSize> from_component;
  std::optional<ComponentSize> to_component;
  // Y where it was used (weighted, or given); kNoYear otherwise.
  int16_t as_of_year = kNoYear;
};

// Paths between two people (kCoauthor) or two papers (kCitation).
//
// Lengths of weighted paths are compared to one part in 10^12: paths that differ by less are
// equally long, since sums of doubles depend on their order.
//
// Complexity: O(arcs near both ends) time and memory, the search growing on its smaller side; up to
// extra_length 1 linear in what was searched, beyond it max_paths · hops searches (Yen).
// Errors: InvalidArgument (an end of another kind, or excluded; options that contradict each other;
// as Collaborators); Cancelled.
// Source: bidirectional breadth-first search, Pohl (1971); Nicholson (1966) with weights; k
// shortest simple paths, Yen (1971) with Lawler's partition (1972).
absl::StatusOr<PathList> PathsBetween(const GraphSnapshot& graph, Vertex from, Vertex to,
                                      const PathOptions& options = {});

// The definition in words with its parameters, as printed beside the paths. `as_of_year` is the
// list's.
std::string DescribePaths(const PathOptions& options, int16_t as_of_year);

}  // namespace coterie
