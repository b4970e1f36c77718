// Breadth-first searches towards what is joined already. Layer: engine.
#include "engine/analysis/slice_join.h"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>

#include "engine/graph/bgl_view.h"

namespace coterie {

namespace {

constexpr uint32_t kFar = UINT32_MAX;

Network NetworkOf(const CandidateGraph& candidates) {
  std::vector<NetworkEdge> edges;
  for (uint32_t a = 0; a < candidates.size(); ++a) {
    candidates.ForEachLink(a, [&](uint32_t b, uint8_t) {
      if (a < b) edges.push_back({a, b, 1});
    });
  }
  std::sort(edges.begin(), edges.end(), [](const NetworkEdge& x, const NetworkEdge& y) {
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());  // papers that cite each other
  return {candidates.size(), std::move(edges)};
}

std::vector<uint32_t> PathInCandidates(const CandidateGraph& candidates, const Frontier& joined,
                                       uint32_t member) {
  const Network network = NetworkOf(candidates);
  std::vector<uint32_t> distance(network.vertex_count(), kFar);
  distance[member] = 0;
  const auto distances = boost::make_iterator_property_map(distance.begin(), VertexIndexMap());
  boost::breadth_first_search(UndirectedView(network), member,
                              boost::visitor(boost::make_bfs_visitor(
                                  boost::record_distances(distances, boost::on_tree_edge()))));
  uint32_t at = kFar;
  for (uint32_t m = 0; m < candidates.size(); ++m) {
    if (distance[m] == kFar || !joined.HasEntered(m)) continue;
    const bool is_nearer = at == kFar || distance[m] < distance[at];
    const bool is_tied = at != kFar && distance[m] == distance[at];
    if (is_nearer || (is_tied && candidates.VertexOf(m) < candidates.VertexOf(at))) at = m;
  }
  if (at == kFar) return {};
  std::vector<uint32_t> path = {candidates.VertexOf(at)};
  while (at != member) {
    uint32_t next = kFar;
    for (const uint32_t m : network.Adjacency().Row(at)) {
      if (distance[m] + 1 != distance[at]) continue;
      if (next == kFar || candidates.VertexOf(m) < candidates.VertexOf(next)) next = m;
    }
    at = next;
    path.push_back(candidates.VertexOf(at));
  }
  return path;
}

// A level is processed by NodeId, so that the first to find a node is the smallest that leads to
// it.
std::vector<uint32_t> PathInGraph(SliceGraph& graph, const CandidateGraph& candidates,
                                  const Frontier& joined, uint32_t vertex, StopFlag stop) {
  VertexNumbering seen(256);
  std::vector<uint32_t> found_by;  // by number
  seen.Number(vertex);
  found_by.push_back(vertex);
  std::vector<uint32_t> level = {vertex};
  std::vector<uint32_t> next;
  uint64_t arcs = 0;
  while (!level.empty()) {
    uint32_t end = kFar;
    next.clear();
    for (const uint32_t u : level) {
      for (const ArcGroup& group : graph.Groups(u)) {
        const std::span<const uint32_t> row = graph.Row(group.relation, u);
        arcs += row.size();
        if (arcs > kJoinArcsMax || stop.IsSet()) return {};
        for (const uint32_t v : row) {
          if (seen.Find(v) != VertexNumbering::kNone || !graph.Has(v)) continue;
          seen.Number(v);
          found_by.push_back(u);
          next.push_back(v);
          const uint32_t member = candidates.Find(v);
          if (member != CandidateGraph::kNone && joined.HasEntered(member)) end = std::min(end, v);
        }
      }
    }
    if (end != kFar) {
      std::vector<uint32_t> path = {end};
      while (path.back() != vertex) path.push_back(found_by[seen.Find(path.back())]);
      return path;
    }
    std::sort(next.begin(), next.end());
    level.swap(next);
  }
  return {};
}

}  // namespace

std::vector<uint32_t> JoiningPath(SliceGraph& graph, const CandidateGraph& candidates,
                                  const Frontier& joined, uint32_t member, StopFlag stop) {
  std::vector<uint32_t> path = PathInCandidates(candidates, joined, member);
  if (!path.empty()) return path;
  return PathInGraph(graph, candidates, joined, candidates.VertexOf(member), stop);
}

}  // namespace coterie
