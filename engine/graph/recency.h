// What lets a bounded walk pass a hub: long rows of papers once more, newest first, so that "the
// newest 256" and "how many of these years" cost no more for a hub than for anybody; and how many
// arcs each vertex has.
//
// Layer: engine. Immutable once made, so thread-safe. Only rows of more than kHubArcs papers are
// kept, 4 bytes an arc; shorter ones are sorted by who needs it. The column of arcs, 4 bytes a
// vertex, stands for offsets of up to six relations: reading those of every touched paper took a
// quarter of the time of a slice of 60 nodes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/graph/csr.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

inline constexpr uint32_t kHubArcs = 256;

class RecencyIndex {
 public:
  RecencyIndex() = default;

  explicit RecencyIndex(uint32_t vertex_count) : arcs_(vertex_count, 0) {}

  // Counts the arcs of one relation and, if it lists papers, copies its long rows. `years` is by
  // paper, the first of them `first_paper`. Complexity: O(rows + A log A) for A arcs of long rows.
  void AddRelation(Relation relation, const Csr& rows, std::span<const int16_t> years,
                   uint32_t first_paper);

  // Arcs of a vertex in all relations that were added.
  uint64_t ArcsOf(uint32_t vertex) const { return arcs_[vertex]; }
  void PrefetchArcs(uint32_t vertex) const { __builtin_prefetch(&arcs_[vertex]); }

  // The row of `vertex`, newest year first, undated papers last, ties ascending; empty if it has no
  // more than kHubArcs papers. Complexity: O(log of the relation's long rows).
  std::span<const uint32_t> NewestFirst(Relation relation, uint32_t vertex) const;

 private:
  struct Rows {
    std::vector<uint32_t> vertices;  // ascending
    std::vector<size_t> offsets;     // vertices + 1
    std::vector<uint32_t> papers;
  };
  std::array<Rows, kRelationCount> relations_;
  std::vector<uint32_t> arcs_;  // by vertex; a sum of all groups beyond 2^32 stays at 2^32 - 1
};

// The part of a row in that order whose papers are of first_year .. last_year. Undated papers are
// of no year. Complexity: O(log row).
std::span<const uint32_t> OfYears(std::span<const uint32_t> newest_first,
                                  std::span<const int16_t> years, uint32_t first_paper,
                                  int first_year, int last_year);

}  // namespace coterie
