// Counts and lists of paths. Layer: engine.
#include "engine/analysis/path_dag.h"

#include <limits>

namespace coterie {

namespace {

constexpr uint64_t kSaturated = std::numeric_limits<uint64_t>::max();

uint64_t SaturatedSum(uint64_t a, uint64_t b) { return a > kSaturated - b ? kSaturated : a + b; }

}  // namespace

PathCounts CountPaths(const PathDag& dag) {
  PathCounts counts;
  counts.from.assign(dag.node_count(), 0);
  for (uint32_t n = dag.node_count(); n-- > 0;) {
    if (dag.is_end[n] != 0) {
      counts.from[n] = 1;
      continue;
    }
    for (size_t arc = dag.arc_begins[n]; arc < dag.arc_begins[n + 1]; ++arc) {
      counts.from[n] = SaturatedSum(counts.from[n], counts.from[dag.arcs[arc]]);
    }
  }
  for (const uint32_t n : dag.starts) counts.total = SaturatedSum(counts.total, counts.from[n]);
  return counts;
}

std::vector<VertexPath> ListPaths(const PathDag& dag, const PathCounts& counts,
                                  uint32_t paths_max) {
  std::vector<VertexPath> paths;
  VertexPath path;
  std::vector<size_t> next_arcs;  // of each node on `path`: where it has not led yet
  for (const uint32_t start : dag.starts) {
    if (counts.from[start] == 0) continue;
    const auto enter = [&](uint32_t node) {
      path.push_back(dag.vertices[node]);
      next_arcs.push_back(dag.arc_begins[node]);
      if (dag.is_end[node] != 0) paths.push_back(path);
    };
    std::vector<uint32_t> nodes = {start};
    enter(start);
    while (!nodes.empty() && paths.size() < paths_max) {
      const uint32_t node = nodes.back();
      if (next_arcs.back() == dag.arc_begins[node + 1]) {
        nodes.pop_back();
        next_arcs.pop_back();
        path.pop_back();
        continue;
      }
      const uint32_t next = dag.arcs[next_arcs.back()++];
      if (counts.from[next] == 0) continue;
      nodes.push_back(next);
      enter(next);
    }
    if (paths.size() >= paths_max) break;
  }
  return paths;
}

}  // namespace coterie
