// The walk against personalised PageRank solved as a linear system, from its definition.
#include "engine/analysis/slice_walk.h"

#include <cmath>
#include <numeric>

#include "tests/support/catch.h"
#include "tests/support/slice_world.h"

namespace coterie {
namespace {

using testing::NaiveGroup;
using testing::RandomSliceOptions;
using testing::SliceWorld;
using testing::SliceWorldSize;
using testing::ValueOf;

using Matrix = std::vector<std::vector<double>>;

// P[u][v]: a group of those present, then an arc of it; a node without arcs stays.
Matrix StepMatrix(const SliceWorld& world, const std::vector<bool>& is_in) {
  const size_t n = world.nodes.size();
  Matrix step(n, std::vector<double>(n, 0));
  for (size_t u = 0; u < n; ++u) {
    if (!is_in[u]) continue;
    std::vector<std::vector<size_t>> groups;
    for (const auto& arcs : world.arcs) {
      std::vector<size_t> targets;
      for (const auto& [from, to] : arcs) {
        if (from == static_cast<int>(u) && is_in[static_cast<size_t>(to)]) {
          targets.push_back(static_cast<size_t>(to));
        }
      }
      if (!targets.empty()) groups.push_back(targets);
    }
    if (groups.empty()) step[u][u] = 1;
    for (const std::vector<size_t>& targets : groups) {
      for (const size_t v : targets) {
        step[u][v] +=
            1.0 / static_cast<double>(groups.size()) / static_cast<double>(targets.size());
      }
    }
  }
  return step;
}

// pi = alpha s + (1 - alpha) pi P, by Gaussian elimination on (I - (1 - alpha) P^T) pi = alpha s.
std::vector<double> SolvePageRank(const Matrix& step, const std::vector<uint32_t>& starts) {
  const size_t n = step.size();
  Matrix a(n, std::vector<double>(n + 1, 0));
  for (size_t v = 0; v < n; ++v) {
    for (size_t u = 0; u < n; ++u) a[v][u] = (u == v ? 1 : 0) - 0.85 * step[u][v];
  }
  for (const uint32_t s : starts) a[s][n] += 0.15 / static_cast<double>(starts.size());
  for (size_t column = 0; column < n; ++column) {
    size_t pivot = column;
    for (size_t row = column; row < n; ++row) {
      if (std::abs(a[row][column]) > std::abs(a[pivot][column])) pivot = row;
    }
    std::swap(a[column], a[pivot]);
    for (size_t row = 0; row < n; ++row) {
      if (row == column) continue;
      const double factor = a[row][column] / a[column][column];
      for (size_t i = column; i <= n; ++i) a[row][i] -= factor * a[column][i];
    }
  }
  std::vector<double> pi(n);
  for (size_t v = 0; v < n; ++v) pi[v] = a[v][n] / a[v][v];
  return pi;
}

void CheckWalk(const SliceWorld& world, const SliceOptions& options,
               const std::vector<uint32_t>& starts, uint64_t arcs_max) {
  SliceGraph graph = ValueOf(SliceGraph::Create(*world.graph, options, starts));
  std::vector<bool> is_in;
  for (uint32_t v = 0; v < world.nodes.size(); ++v) is_in.push_back(graph.Has(v));
  const std::vector<double> pi = SolvePageRank(StepMatrix(world, is_in), starts);
  const Walk walk = WalkFrom(graph, starts, arcs_max, StopFlag());
  std::vector<double> p(world.nodes.size(), 0);
  for (size_t i = 0; i < walk.vertices.size(); ++i) {
    CHECK(is_in[walk.vertices[i]]);
    p[walk.vertices[i]] = walk.p[i];
  }
  constexpr double kRounding = 1e-12;
  for (uint32_t v = 0; v < pi.size(); ++v) {
    INFO("node " << v << ", pi " << pi[v] << ", p " << p[v] << ", bound " << walk.ErrorBound());
    CHECK(pi[v] - p[v] >= -kRounding);
    CHECK(pi[v] - p[v] <= walk.ErrorBound() + kRounding);
  }
  // No mass appears or disappears.
  const double kept = std::accumulate(p.begin(), p.end(), 0.0);
  CHECK(kept + walk.ErrorBound() == Approx(1).epsilon(1e-9));
  CHECK(std::accumulate(pi.begin(), pi.end(), 0.0) == Approx(1).epsilon(1e-9));
}

TEST_CASE("slice walk: p is below pi by no more than the error bound") {
  for (uint32_t seed = 20'260'301; seed < 20'260'301 + 600; ++seed) {
    std::mt19937 random(seed);
    SliceWorldSize size;
    size.papers_max = 14;
    size.people_max = 8;
    size.others_max = 4;
    size.percent_linked = 10 + static_cast<int>(seed % 3) * 15;
    const SliceWorld world(random, size);
    const SliceOptions options = RandomSliceOptions(random, world);
    std::set<uint32_t> starts;
    do {
      starts.insert(static_cast<uint32_t>(random() % world.nodes.size()));
    } while (random() % 2 == 0);
    INFO("seed " << seed);
    for (const uint64_t arcs_max : {uint64_t{0}, uint64_t{20}, uint64_t{200}, uint64_t{20'000}}) {
      CheckWalk(world, options, {starts.begin(), starts.end()}, arcs_max);
    }
  }
}

TEST_CASE("slice walk: enough arcs make p equal to pi") {
  for (uint32_t seed = 7; seed < 57; ++seed) {
    std::mt19937 random(seed);
    const SliceWorld world(random, SliceWorldSize{});
    SliceGraph graph = ValueOf(SliceGraph::Create(*world.graph, SliceOptions{}, {0}));
    const std::vector<uint32_t> starts = {0};
    const Walk walk = WalkFrom(graph, starts, 200'000, StopFlag());
    const std::vector<double> pi =
        SolvePageRank(StepMatrix(world, std::vector<bool>(world.nodes.size(), true)), starts);
    INFO("seed " << seed);
    CHECK(walk.ErrorBound() < 1e-9);
    for (size_t i = 0; i < walk.vertices.size(); ++i) {
      CHECK(walk.p[i] == Approx(pi[walk.vertices[i]]).margin(1e-9));
    }
  }
}

}  // namespace
}  // namespace coterie
