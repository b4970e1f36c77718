// Yen's algorithm. Layer: engine.
#include "engine/analysis/k_shortest.h"

#include <algorithm>
#include <cmath>
#include <queue>

#include "schema/base.h"

namespace coterie {

namespace {

// A length with 40 bits: equal for lengths that differ by the order of their sums only.
double Rounded(double length) {
  int exponent = 0;
  const double mantissa = std::frexp(length, &exponent);
  return std::ldexp(std::nearbyint(std::ldexp(mantissa, 40)), exponent - 40);
}

// The best path of one part: those that begin with its first `fixed` vertices and then avoid
// `banned`.
struct Candidate {
  double rounded_length;
  RankedPath path;
  size_t fixed;
  std::vector<uint32_t> banned;
};

struct ComesLater {
  bool operator()(const Candidate& a, const Candidate& b) const {
    if (a.rounded_length != b.rounded_length) return a.rounded_length > b.rounded_length;
    return a.path.vertices > b.path.vertices;
  }
};
using Queue = std::priority_queue<Candidate, std::vector<Candidate>, ComesLater>;

absl::Status AddPart(std::span<const uint32_t> prefix, std::vector<uint32_t> banned,
                     const BestPathOn& best, Queue& queue) {
  ASSIGN_OR_RETURN(std::optional<RankedPath> path, best(prefix, banned));
  if (!path.has_value()) return absl::OkStatus();
  const double rounded = Rounded(path->length);
  queue.push({rounded, *std::move(path), prefix.size(), std::move(banned)});
  return absl::OkStatus();
}

// The parts that are left of a part when its best path is taken out.
absl::Status Split(const Candidate& taken, const BestPathOn& best, Queue& queue) {
  const VertexPath& path = taken.path.vertices;
  for (size_t fixed = taken.fixed; fixed < path.size(); ++fixed) {
    std::vector<uint32_t> banned;
    if (fixed == taken.fixed) banned = taken.banned;
    banned.push_back(path[fixed]);
    RETURN_IF_ERROR(AddPart(std::span(path).first(fixed), std::move(banned), best, queue));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<KShortest> KShortestPaths(uint32_t from, uint32_t paths_max,
                                         const BestPathOn& best) {
  KShortest result;
  Queue queue;
  RETURN_IF_ERROR(AddPart(std::span(&from, 1), {}, best, queue));
  while (!queue.empty() && result.paths.size() < paths_max) {
    const Candidate taken = queue.top();
    queue.pop();
    result.paths.push_back(taken.path);
    // Of the last path, only whether anything is left matters.
    if (result.paths.size() < paths_max || queue.empty()) {
      RETURN_IF_ERROR(Split(taken, best, queue));
    }
  }
  result.are_all = queue.empty();
  return result;
}

std::vector<uint32_t> WaysOn(const PathGraph& graph, uint32_t to, std::span<const uint32_t> prefix,
                             std::span<const uint32_t> banned) {
  std::vector<uint32_t> ways = graph.Neighbours(prefix.back());
  std::erase_if(ways, [&](uint32_t v) {
    return std::find(prefix.begin(), prefix.end(), v) != prefix.end() ||
           std::find(banned.begin(), banned.end(), v) != banned.end() ||
           (v != to && !graph.Stands(v));
  });
  return ways;
}

std::vector<uint32_t> BlockedBy(const PathGraph& graph, std::span<const uint32_t> prefix) {
  std::vector<uint32_t> blocked(graph.excluded().begin(), graph.excluded().end());
  blocked.insert(blocked.end(), prefix.begin(), prefix.end());
  return blocked;
}

absl::StatusOr<std::optional<RankedPath>> BestHopPathOn(const PathGraph& graph, uint32_t to,
                                                        uint32_t hops_max,
                                                        std::span<const uint32_t> prefix,
                                                        std::span<const uint32_t> banned,
                                                        StopFlag stop) {
  const auto hops_made = static_cast<uint32_t>(prefix.size());  // the next one included
  if (hops_made > hops_max) return std::nullopt;
  const std::vector<uint32_t> ways = WaysOn(graph, to, prefix, banned);
  if (ways.empty()) return std::nullopt;
  BidirectionalSearch search(graph, ways, std::span(&to, 1), BlockedBy(graph, prefix), stop);
  RETURN_IF_ERROR(search.Run(SearchDepth::kAllMeetings, hops_max - hops_made));
  if (!search.HaveMet()) return std::nullopt;
  ASSIGN_OR_RETURN(const PathDag dag, PathsOfHops(graph, search, search.distance(), stop));
  RankedPath best = {static_cast<double>(hops_made + search.distance()),
                     VertexPath(prefix.begin(), prefix.end())};
  const VertexPath rest = ListPaths(dag, CountPaths(dag), 1).front();
  best.vertices.insert(best.vertices.end(), rest.begin(), rest.end());
  return best;
}

}  // namespace coterie
