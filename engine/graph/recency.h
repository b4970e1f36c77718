// Long rows of papers once more, newest first: what makes "the newest 256" and "how many of these
// years" cost no more for a hub than for anybody.
//
// Layer: engine. Immutable once made, so thread-safe. Only rows of more than kHubArcs papers are
// kept, 4 bytes an arc; shorter ones are sorted by who needs it.
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

  // Copies the long rows of one relation that lists papers. `years` is by paper, the first of them
  // `first_paper`. Complexity: O(rows + A log A) for A arcs of long rows.
  void AddRelation(Relation relation, const Csr& rows, std::span<const int16_t> years,
                   uint32_t first_paper);

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
};

// The part of a row in that order whose papers are of first_year .. last_year. Undated papers are
// of no year. Complexity: O(log row).
std::span<const uint32_t> OfYears(std::span<const uint32_t> newest_first,
                                  std::span<const int16_t> years, uint32_t first_paper,
                                  int first_year, int last_year);

}  // namespace coterie
