// A compressed sparse row view: who is adjacent to whom, for one relation.
//
// Layer: engine. Non-owning, trivially copyable, so that the same code serves arrays in memory and,
// later, a mapped file. Invariant: rows are ascending and without duplicates.
#pragma once

#include <cstdint>
#include <span>

#include "schema/ids.h"

namespace coterie {

struct Csr {
  // Row v is targets[offsets[v - first_row] .. offsets[v - first_row + 1]); vertices outside
  // [first_row, first_row + offsets.size() - 1) have empty rows. Rows exist only for the
  // relation's source kind, so that no relation pays an offset for every vertex.
  uint32_t first_row = 0;
  std::span<const uint32_t> offsets;
  std::span<const uint32_t> targets;

  // Index of the row's first arc in `targets`, for arrays parallel to it; REQUIRES: a row.
  uint32_t RowBegin(uint32_t vertex) const { return offsets[vertex - first_row]; }
  std::span<const uint32_t> Row(uint32_t vertex) const {
    const uint32_t row = vertex - first_row;  // wraps below first_row, so one test covers both ends
    if (row + size_t{1} >= offsets.size()) return {};
    return targets.subspan(offsets[row], offsets[row + 1] - offsets[row]);
  }
  uint32_t Degree(uint32_t vertex) const { return static_cast<uint32_t>(Row(vertex).size()); }
  size_t arc_count() const { return targets.size(); }
};

}  // namespace coterie
