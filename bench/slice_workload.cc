// Slices around one person: 60 and 200 nodes, ranked, with edges, reasons, hidden counts and names.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "bench/workloads.h"
#include "engine/analysis/slice.h"
#include "schema/base.h"

namespace coterie::bench {
namespace {

Slice Ask(const GraphSnapshot& graph, uint32_t person, uint32_t budget) {
  SliceOptions options;
  options.node_budget = budget;
  const Vertex seed = VertexOf(graph, person);
  absl::StatusOr<Slice> slice = SliceAround(graph, std::span(&seed, 1), options);
  CheckOk(slice.status());
  return *std::move(slice);
}

bool AreAdjacent(const GraphSnapshot& graph, Vertex u, Vertex v) {
  for (int i = 0; i < kRelationCount; ++i) {
    const std::span<const uint32_t> row = graph.Adjacency(static_cast<Relation>(i)).Row(u.index);
    if (std::binary_search(row.begin(), row.end(), v.index)) return true;
  }
  return false;
}

// What holds of every slice: the budget is filled or nothing is left, best first, and every node
// has a path of arcs from the seed.
void Verify(const GraphSnapshot& graph, uint32_t person, uint32_t budget, const Slice& slice) {
  const auto fail = [&](const char* what) {
    Fail(absl::StrCat("the slice of ", budget, " nodes around person ", person, " ", what));
  };
  if (slice.nodes.size() > budget) fail("has too many nodes");
  if (slice.nodes.size() < budget && !slice.complete) fail("has too few nodes");
  if (slice.edges.size() > 4 * slice.nodes.size()) fail("has too many edges");
  if (!(slice.error_bound > 0 && slice.error_bound < 1)) fail("has no error bound");
  const Vertex seed = VertexOf(graph, person);
  double last = 1;
  for (const SliceNode& node : slice.nodes) {
    if (node.score > last) fail("is not in order");
    last = node.score;
    const std::vector<Vertex>& path = node.why.path;
    if (path.empty() || path.front() != seed || path.back() != node.vertex) fail("has no reason");
    for (size_t i = 1; i < path.size(); ++i) {
      if (!AreAdjacent(graph, path[i - 1], path[i])) fail("has a path without arcs");
    }
  }
}

}  // namespace

std::vector<Row> SliceWorkload(WorkloadContext& context) {
  const GraphSnapshot& graph = context.snapshot().graph();
  struct Size {
    uint32_t budget;
    LatencyLimits limits;
  };
  const std::vector<Size> sizes = {
      {60, {.p50_us = 150, .p99_us = 1'000, .heavy_us = std::nullopt}},
      {200, {.p50_us = 400, .p99_us = 3'000, .heavy_us = std::nullopt}}};
  std::vector<Row> rows;
  size_t checksum = 0;  // of what was read, so that no call can be left out
  for (const Size& size : sizes) {
    std::vector<double> arcs;
    for (const uint32_t person : context.people()) {
      const Slice slice = Ask(graph, person, size.budget);
      Verify(graph, person, size.budget, slice);
      arcs.push_back(static_cast<double>(slice.arcs_touched));
    }
    LatencyRounds rounds(kHeavyPeople);
    for (int round = 0; round < context.options().rounds; ++round) {
      rounds.Run(context.people(), [&](uint32_t person) {
        const Slice slice = Ask(graph, person, size.budget);
        for (const SliceNode& node : slice.nodes) checksum += graph.NameOf(node.vertex).size();
      });
    }
    const std::string name = absl::StrCat("slice_", size.budget);
    const std::vector<Row> latencies = LatencyRows(name, rounds.Result(), size.limits, {});
    rows.insert(rows.end(), latencies.begin(), latencies.end());
    rows.push_back({name, "p50 arcs", Median(arcs), std::nullopt, std::nullopt, {}});
    rows.push_back({name, "p99 arcs", Percentile(arcs, 99), std::nullopt, std::nullopt, {}});
  }
  if (checksum == 0) Fail("no node of a slice has a name");
  return rows;
}

}  // namespace coterie::bench
