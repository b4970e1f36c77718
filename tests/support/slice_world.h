// Small random scholarly worlds with everything that a slice walks along, kept as plain sets.
//
// Nodes are numbers in the order of their NodeIds, which are the vertices of the graph made from
// them. Stubs have no number.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "engine/analysis/slice.h"
#include "tests/support/tiny_graphs.h"

namespace coterie::testing {

// The groups of PRODUCT.md, in its order.
enum class NaiveGroup : uint8_t {
  kAuthorship,
  kAffiliation,
  kPaperInstitution,
  kTopic,
  kVenue,
  kReferences,
  kCitedBy,
};
inline constexpr size_t kNaiveGroups = 7;

struct SliceWorldSize {
  int papers_max = 5;
  int people_max = 3;
  int others_max = 2;       // of topics, of institutions; one venue less
  int percent_linked = 35;  // chance of each possible arc
};

struct SliceWorld {
  struct Node {
    NodeKind kind = NodeKind::kPaper;
    int year = 0;  // of papers; 0 = undated
    bool is_retracted = false;
    int byline_size = 0;
    int unresolved = 0;
  };
  std::vector<Node> nodes;
  // (from, to) of each group; all but references and cited-by hold both directions.
  std::array<std::set<std::pair<int, int>>, kNaiveGroups> arcs;
  std::map<std::pair<int, int>, float> topic_scores;  // (paper, topic)
  std::shared_ptr<const GraphSnapshot> graph;

  SliceWorld(std::mt19937& random, const SliceWorldSize& size);

  int size() const { return static_cast<int>(nodes.size()); }
  NodeKind KindOf(int v) const { return nodes[static_cast<size_t>(v)].kind; }
  std::set<int> Targets(NaiveGroup group, int v) const;
  // Over all groups, without v.
  std::set<int> Neighbours(int v) const;
  int StoredArcs(int v) const;

 private:
  void Link(NaiveGroup group, int a, int b);
};

// Options over all their values; `world` has at least one node.
SliceOptions RandomSliceOptions(std::mt19937& random, const SliceWorld& world);

}  // namespace coterie::testing
