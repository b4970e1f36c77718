// The slow, obvious way to find paths.
#include "tests/support/naive_paths.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/support/catch.h"

namespace coterie::testing {

namespace {

// Sums of doubles depend on their order.
constexpr double kTolerance = 1e-11;

// How many nodes a search could come to from that one.
uint64_t Reached(const HopLengths& distances, int from) {
  const std::vector<double>& row = distances[static_cast<size_t>(from)];
  return static_cast<uint64_t>(
      std::count_if(row.begin(), row.end(), [](double d) { return d < kNoHop; }));
}

HopLengths Transposed(const HopLengths& lengths) {
  HopLengths result = lengths;
  for (size_t i = 0; i < lengths.size(); ++i) {
    for (size_t j = 0; j < lengths.size(); ++j) result[i][j] = lengths[j][i];
  }
  return result;
}

}  // namespace

std::vector<SimplePath> AllSimplePaths(const HopLengths& hops, int from, int to,
                                       double length_max) {
  std::vector<SimplePath> all;
  std::vector<bool> is_used(hops.size(), false);
  Sequence path = {from};
  const std::function<void(int, double)> walk = [&](int at, double length) {
    if (at == to) {
      all.push_back({length, path});
      return;
    }
    is_used[static_cast<size_t>(at)] = true;
    for (int next = 0; next < static_cast<int>(hops.size()); ++next) {
      const double longer = length + hops[static_cast<size_t>(at)][static_cast<size_t>(next)];
      if (is_used[static_cast<size_t>(next)] || longer > length_max) continue;
      path.push_back(next);
      walk(next, longer);
      path.pop_back();
    }
    is_used[static_cast<size_t>(at)] = false;
  };
  walk(from, 0);
  std::sort(all.begin(), all.end(), [](const SimplePath& a, const SimplePath& b) {
    if (std::abs(a.length - b.length) > kTolerance * a.length) return a.length < b.length;
    return a.nodes < b.nodes;
  });
  return all;
}

HopLengths AllDistances(HopLengths lengths) {
  const size_t n = lengths.size();
  for (size_t i = 0; i < n; ++i) lengths[i][i] = 0;
  for (size_t k = 0; k < n; ++k) {
    for (size_t i = 0; i < n; ++i) {
      for (size_t j = 0; j < n; ++j) {
        lengths[i][j] = std::min(lengths[i][j], lengths[i][k] + lengths[k][j]);
      }
    }
  }
  return lengths;
}

Sequence NumbersOf(const GraphSnapshot& graph, const Path& path) {
  Sequence nodes;
  for (const PathNode& node : path.nodes) {
    nodes.push_back(static_cast<int>(graph.NodeOf(node.node).ordinal()) - 1);
  }
  return nodes;
}

Vertex NumberedVertex(const GraphSnapshot& graph, NodeKind kind, int number) {
  return *graph.FindVertex(NodeId(kind, static_cast<uint64_t>(number) + 1));
}

void CheckPathList(const GraphSnapshot& graph, const HopLengths& hops, int from, int to,
                   const PathOptions& options, const PathList& list) {
  const HopLengths distances = AllDistances(hops);
  const double distance = distances[static_cast<size_t>(from)][static_cast<size_t>(to)];
  if (distance == kNoHop) {
    CHECK_FALSE(list.distance.has_value());
    CHECK(list.count == 0);
    CHECK(list.paths.empty());
    CHECK(list.from_component.value().nodes == Reached(distances, from));
    CHECK(list.to_component.value().nodes == Reached(Transposed(distances), to));
    CHECK(list.explored <= 2 * hops.size());
    return;
  }
  REQUIRE(list.distance.has_value());
  CHECK(*list.distance == Approx(distance).epsilon(kTolerance));
  const double longest =
      options.extra_length == kNoLimit ? kNoHop : distance + options.extra_length;
  // Infinite lengths must not pass.
  const double length_max = std::min(longest * (1 + kTolerance), 1e300);
  const std::vector<SimplePath> all = AllSimplePaths(hops, from, to, length_max);
  const bool is_counted = options.extra_length <= 1;
  const size_t listed = std::min<size_t>(options.max_paths, all.size());
  CHECK(list.count == (is_counted ? all.size() : listed));
  CHECK(list.count_is_exact == (is_counted || listed == all.size()));
  CHECK_FALSE(list.count_is_saturated);
  REQUIRE(list.paths.size() == listed);
  for (size_t i = 0; i < listed; ++i) {
    CHECK(NumbersOf(graph, list.paths[i]) == all[i].nodes);
    CHECK(list.paths[i].length == Approx(all[i].length).epsilon(kTolerance));
  }
}

}  // namespace coterie::testing
