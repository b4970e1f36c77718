// G_F: the typed graph as one slice sees it, after the filters, in its seven groups of arcs.
//
// Layer: engine. A lens on a GraphSnapshot that remembers what was costly to find out; a value of
// one query, not thread-safe. The definition is at the head of slice.h; here is what it means for
// single nodes:
//   P_F = papers that pass the filters, and exempt papers (seeds, expanded nodes, pins).
//   v is in G_F if it is exempt, or of a visible kind and (no filter is set, or v is in P_F, or v
//   is no paper and has a paper in P_F).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "engine/analysis/paper_weight.h"
#include "engine/analysis/slice.h"
#include "engine/graph/recency.h"

namespace coterie {

// The arcs of a kind of node that make up one group, and the group of the other end that holds the
// same arcs reversed (an index into GroupsOf(target)).
struct ArcGroup {
  Relation relation;
  NodeKind target;
  uint8_t reverse;
  SliceEdgeType type;
  bool starts_here;  // the row's node is the source of the edge
};
// In the order of slice.h: authorship, affiliation, paper-institution, topic, venue, references,
// cited-by; those that the kind has.
std::span<const ArcGroup> GroupsOf(NodeKind kind);
inline constexpr size_t kGroupsMax = 6;

// Arcs in G_F of one node, by the index of the group in GroupsOf its kind.
struct GroupCounts {
  std::array<uint32_t, kGroupsMax> arcs{};
  uint32_t present = 0;  // groups with any
};

class SliceGraph {
 public:
  // `exempt` in any order. Errors: those of PaperWeights.
  static absl::StatusOr<SliceGraph> Create(const GraphSnapshot& graph, const SliceOptions& options,
                                           std::vector<uint32_t> exempt);

  const GraphSnapshot& snapshot() const { return *graph_; }
  PaperWeights& weights() { return weights_; }
  NodeKind KindOf(uint32_t v) const {
    // Vertices ascend by kind; the loop reads what the cache holds, the NodeId column may be cold.
    size_t kind = 1;
    while (v >= kind_end_[kind]) ++kind;
    return static_cast<NodeKind>(kind);
  }
  std::span<const ArcGroup> Groups(uint32_t v) const { return GroupsOf(KindOf(v)); }
  std::span<const uint32_t> Row(Relation relation, uint32_t v) const {
    return rows_[static_cast<size_t>(relation)].Row(v);
  }
  const Csr& Rows(Relation relation) const { return rows_[static_cast<size_t>(relation)]; }

  // d(v): arcs of all groups, filters or not.
  uint64_t StoredArcs(uint32_t v) const { return recency_->ArcsOf(v); }

  // Ask the memory for what will be read of a node that is pushed soon: nodes of one slice are far
  // apart, and waiting for them was two thirds of a walk. The first asks for the ends of its rows,
  // the second, which reads those, for the rows, the third for d(v).
  void PrefetchOffsets(uint32_t v) const {
    for (const ArcGroup& group : Groups(v)) {
      const Csr& rows = Rows(group.relation);
      __builtin_prefetch(rows.offsets.data() + (v - rows.first_row));
    }
  }
  void PrefetchRows(uint32_t v) const {
    for (const ArcGroup& group : Groups(v)) __builtin_prefetch(Row(group.relation, v).data());
  }
  void PrefetchStoredArcs(uint32_t v) const { recency_->PrefetchArcs(v); }

  // Whether v is in G_F. Complexity: O(1), with filters O(the node's arcs), once for each node.
  bool Has(uint32_t v) { return !is_restricted_ || HasRestricted(v); }

  // REQUIRES: Has(v). Complexity: O(groups); O(log arcs) for papers of a hub under a filter by year
  // alone; with other filters O(arcs), once for each node.
  GroupCounts Counts(uint32_t v) { return is_restricted_ ? CountsRestricted(v) : CountsAll(v); }

  // Calls visit(target) for the arcs that the walk pushes along in one group of v, which has
  // `arcs` > 0 of them in G_F: all by NodeId, or, where there are more than kHubArcs, that many,
  // newest paper first, ties and other kinds by NodeId.
  template <typename Visit>
  void ForEachPushed(uint32_t v, const ArcGroup& group, uint32_t arcs, const Visit& visit) {
    const std::span<const uint32_t> row = Row(group.relation, v);
    if (arcs <= kHubArcs) {
      if (row.size() == arcs) {
        for (const uint32_t target : row) visit(target);
        return;
      }
      for (const uint32_t target : FewOf(v, group, arcs)) visit(target);
      return;
    }
    uint32_t left = kHubArcs;
    for (const uint32_t target : NewestFirst(v, group)) {
      if (!Has(target)) continue;
      visit(target);
      if (--left == 0 || stop_.IsSet()) return;
    }
  }

 private:
  SliceGraph(const GraphSnapshot& graph, PaperWeights weights);
  bool IsExempt(uint32_t v) const { return std::binary_search(exempt_.begin(), exempt_.end(), v); }
  bool IsInvisible(NodeKind kind) const { return (invisible_ >> static_cast<int>(kind) & 1) != 0; }
  bool Passes(uint32_t paper) const {
    return weights_.Judge(paper) != PaperVerdict::kFiltered &&
           (include_retracted_ || !graph_->IsRetracted(Vertex{paper}));
  }
  bool HasRestricted(uint32_t v);
  bool HasPaperOfFilters(uint32_t v, Relation papers) const;
  GroupCounts CountsAll(uint32_t v) const;
  GroupCounts CountsRestricted(uint32_t v);
  uint32_t CountGroup(uint32_t v, const ArcGroup& group);
  uint32_t CountIf(std::span<const uint32_t> row);
  // Exempt nodes in the row, ascending.
  std::vector<uint32_t> ExemptOf(std::span<const uint32_t> row) const;
  // The papers of a hub that are of the years asked for; REQUIRES: is_by_year_.
  std::span<const uint32_t> InWindow(std::span<const uint32_t> newest_first) const;
  std::vector<uint32_t> FewOf(uint32_t v, const ArcGroup& group, uint32_t arcs);
  std::span<const uint32_t> NewestFirst(uint32_t v, const ArcGroup& group) const;

  const GraphSnapshot* graph_;
  const RecencyIndex* recency_;
  PaperWeights weights_;
  std::array<Csr, kRelationCount> rows_;
  std::array<uint32_t, 6> kind_end_{};  // by NodeKind value
  std::vector<uint32_t> exempt_;        // ascending
  uint32_t invisible_ = 0;              // a bit for each NodeKind value
  bool include_retracted_ = true;
  bool has_filter_ = false;
  bool is_by_year_ = false;     // years are the only filter
  bool is_restricted_ = false;  // a filter, or an invisible kind
  int first_year_ = 0;
  int last_year_ = 0;
  StopFlag stop_;
  absl::flat_hash_map<uint32_t, bool> has_;
  absl::flat_hash_map<uint32_t, GroupCounts> counts_;
};

}  // namespace coterie
