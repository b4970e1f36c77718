// Paths between two nodes: which search answers the options, and what its answer is made into.
//
// Layer: engine.
#include "engine/analysis/paths.h"

#include <algorithm>
#include <limits>

#include "engine/analysis/bidirectional_search.h"
#include "engine/analysis/k_shortest.h"
#include "engine/analysis/path_dag.h"
#include "engine/analysis/path_graph.h"
#include "engine/analysis/path_hops.h"
#include "engine/analysis/weighted_search.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr uint64_t kSaturated = std::numeric_limits<uint64_t>::max();

absl::Status CheckEnds(const PathGraph& graph, Vertex from, Vertex to, PathOver over) {
  const GraphSnapshot::Range ends = graph.Ends();
  for (const Vertex end : {from, to}) {
    if (end.index < ends.first || end.index >= ends.last) {
      return absl::InvalidArgumentError(over == PathOver::kCoauthor
                                            ? "co-author paths join two people; an end is of "
                                              "another type (papers are joined by citations)"
                                            : "citation paths join two papers; an end is of "
                                              "another type (people are joined by co-authorship)");
    }
    if (graph.IsExcluded(end.index)) {
      return absl::InvalidArgumentError("an end of the path is excluded from it");
    }
  }
  return absl::OkStatus();
}

// One query: what all its parts need.
struct Query {
  const PathGraph& graph;
  const PathOptions& options;
  uint32_t from;
  uint32_t to;

  BidirectionalSearch Search() const {
    return {graph, std::span(&from, 1), std::span(&to, 1), graph.excluded(), options.stop};
  }
};

void ListHopPaths(const Query& query, const std::vector<VertexPath>& paths, PathList& list) {
  HopDetails details(query.graph, query.options);
  for (const VertexPath& path : paths) list.paths.push_back(details.Describe(path));
}

// Makes a list without paths tell how large the components are.
absl::StatusOr<PathList> NoPath(const Query& query, BidirectionalSearch& search, PathList list) {
  const uint32_t limit = query.options.component_limit;
  ASSIGN_OR_RETURN(list.from_component, search.Exhaust(SearchSide::kFrom, limit));
  ASSIGN_OR_RETURN(list.to_component, search.Exhaust(SearchSide::kTo, limit));
  return list;
}

// The paths of each length from the distance on, up to one more.
absl::Status AddShortest(const Query& query, const BidirectionalSearch& search, uint32_t hops_max,
                         PathList& list) {
  std::vector<VertexPath> paths;
  for (uint32_t hops = search.distance(); hops <= hops_max; ++hops) {
    ASSIGN_OR_RETURN(const PathDag dag, PathsOfHops(query.graph, search, hops, query.options.stop));
    const PathCounts counts = CountPaths(dag);
    list.count = counts.total > kSaturated - list.count ? kSaturated : list.count + counts.total;
    const auto room = query.options.max_paths - static_cast<uint32_t>(paths.size());
    if (room == 0) continue;
    for (VertexPath& path : ListPaths(dag, counts, room)) paths.push_back(std::move(path));
  }
  list.count_is_saturated = list.count == kSaturated;
  list.count_is_exact = !list.count_is_saturated;
  ListHopPaths(query, paths, list);
  return absl::OkStatus();
}

absl::Status AddLonger(const Query& query, uint32_t hops_max, PathList& list) {
  const BestPathOn best = [&](std::span<const uint32_t> prefix, std::span<const uint32_t> banned) {
    return BestHopPathOn(query.graph, query.to, hops_max, prefix, banned, query.options.stop);
  };
  ASSIGN_OR_RETURN(KShortest shortest, KShortestPaths(query.from, query.options.max_paths, best));
  std::vector<VertexPath> paths;
  for (RankedPath& path : shortest.paths) paths.push_back(std::move(path.vertices));
  list.count = paths.size();
  list.count_is_exact = shortest.are_all;
  ListHopPaths(query, paths, list);
  return absl::OkStatus();
}

absl::StatusOr<PathList> HopPaths(const Query& query, PathList list) {
  const PathOptions& options = query.options;
  BidirectionalSearch search = query.Search();
  const SearchDepth depth = options.set == PathSet::kAny ? SearchDepth::kFirstMeeting
                            : options.extra_length == 1  ? SearchDepth::kWholeHops
                                                         : SearchDepth::kAllMeetings;
  RETURN_IF_ERROR(search.Run(depth));
  list.explored = search.Explored();
  if (!search.HaveMet()) return NoPath(query, search, std::move(list));
  const uint32_t distance = search.distance();
  list.distance = distance;
  if (options.set == PathSet::kAny) {
    list.count = 1;
    list.count_is_exact = false;
    ListHopPaths(query, {PathThroughMeeting(query.graph, search)}, list);
    return list;
  }
  if (options.extra_length > 1) {
    const uint64_t longest = uint64_t{distance} + options.extra_length;
    const auto hops_max = static_cast<uint32_t>(std::min<uint64_t>(longest, kNoLimit));
    RETURN_IF_ERROR(AddLonger(query, hops_max, list));
    return list;
  }
  if (options.extra_length == 1) {
    RETURN_IF_ERROR(search.Extend(distance + 1));
    list.explored = search.Explored();
  }
  RETURN_IF_ERROR(AddShortest(query, search, distance + options.extra_length, list));
  return list;
}

void ListWeightedPaths(const Query& query, const std::vector<VertexPath>& paths, TieRows& ties,
                       PathList& list) {
  ListHopPaths(query, paths, list);
  for (Path& path : list.paths) {
    path.length = 0;
    for (size_t i = 1; i < path.nodes.size(); ++i) {
      PathNode& node = path.nodes[i];
      node.strength = ties.Strength(path.nodes[i - 1].node.index, node.node.index);
      path.length += 1 / node.strength;
    }
  }
  list.distance = list.paths.front().length;
}

absl::StatusOr<std::optional<RankedPath>> BestWeightedPathOn(const Query& query, TieRows& ties,
                                                             std::span<const uint32_t> prefix,
                                                             std::span<const uint32_t> banned) {
  std::vector<WeightedStart> starts;
  const double length = ties.LengthOf(prefix);
  for (const uint32_t way : WaysOn(query.graph, query.to, prefix, banned)) {
    const double strength = ties.Strength(prefix.back(), way);
    if (strength > 0) starts.push_back({way, length + 1 / strength});
  }
  if (starts.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const WeightedOutcome outcome,
                   ShortestWeightedPaths(ties, starts, query.to, BlockedBy(query.graph, prefix),
                                         query.options.stop));
  if (!outcome.shortest.has_value()) return std::nullopt;
  const PathDag& dag = outcome.shortest->dag;
  RankedPath best = {0, VertexPath(prefix.begin(), prefix.end())};
  const VertexPath rest = ListPaths(dag, CountPaths(dag), 1).front();
  best.vertices.insert(best.vertices.end(), rest.begin(), rest.end());
  best.length = ties.LengthOf(best.vertices);
  return best;
}

absl::StatusOr<PathList> PathsByStrength(const Query& query, PathList list) {
  const PathOptions& options = query.options;
  TieRows ties(query.graph, options.papers.counting);
  const WeightedStart start = {query.from, 0};
  ASSIGN_OR_RETURN(const WeightedOutcome outcome,
                   ShortestWeightedPaths(ties, std::span(&start, 1), query.to, {}, options.stop));
  list.explored = outcome.explored;
  if (!outcome.shortest.has_value()) {
    BidirectionalSearch search = query.Search();
    return NoPath(query, search, std::move(list));
  }
  std::vector<VertexPath> paths;
  if (options.extra_length == 0) {
    const PathCounts counts = CountPaths(outcome.shortest->dag);
    list.count = counts.total;
    list.count_is_saturated = list.count == kSaturated;
    list.count_is_exact = !list.count_is_saturated;
    paths = ListPaths(outcome.shortest->dag, counts, options.max_paths);
  } else {
    const BestPathOn best = [&](std::span<const uint32_t> prefix,
                                std::span<const uint32_t> banned) {
      return BestWeightedPathOn(query, ties, prefix, banned);
    };
    ASSIGN_OR_RETURN(KShortest shortest, KShortestPaths(query.from, options.max_paths, best));
    list.count = shortest.paths.size();
    list.count_is_exact = shortest.are_all;
    for (RankedPath& path : shortest.paths) paths.push_back(std::move(path.vertices));
  }
  ListWeightedPaths(query, paths, ties, list);
  return list;
}

}  // namespace

absl::StatusOr<PathList> PathsBetween(const GraphSnapshot& graph, Vertex from, Vertex to,
                                      const PathOptions& options) {
  ASSIGN_OR_RETURN(const PathGraph path_graph, PathGraph::Create(graph, options));
  RETURN_IF_ERROR(CheckEnds(path_graph, from, to, options.over));
  const Query query = {path_graph, options, from.index, to.index};
  const bool is_weighted = options.length == PathLength::kStrength;
  PathList list;
  if (is_weighted || options.papers.as_of_year) list.as_of_year = path_graph.weights().as_of_year();
  if (from == to) {
    list.distance = 0;
    list.count = 1;
    list.explored = 1;
    ListHopPaths(query, {{from.index}}, list);
    return list;
  }
  if (is_weighted) return PathsByStrength(query, std::move(list));
  return HopPaths(query, std::move(list));
}

}  // namespace coterie
