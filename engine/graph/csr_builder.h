// The arrays behind a Csr, and the ways to make them: row by row, or as the transpose of another.
//
// Layer: engine. Plain values, no I/O; not thread-safe while they are built.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/graph/csr.h"

namespace coterie {

inline constexpr size_t kArcsMax = std::numeric_limits<uint32_t>::max();

// What a Csr views. The view must not outlive the arrays.
struct CsrArrays {
  uint32_t first_row = 0;
  std::vector<uint32_t> offsets;
  std::vector<uint32_t> targets;
  Csr View() const { return {first_row, offsets, targets}; }
};

// Appends rows in ascending order; rows that are skipped are empty.
class CsrWriter {
 public:
  CsrWriter() = default;
  CsrWriter(uint32_t first_row, uint32_t row_count, size_t arcs_expected);

  bool HasRoomFor(size_t arcs) const { return arcs <= kArcsMax - arrays_.targets.size(); }
  // REQUIRES: HasRoomFor(targets.size()); `row` in range and above every row so far; targets
  // ascending and distinct.
  void AppendRow(uint32_t row, std::span<const uint32_t> targets);
  CsrArrays Finish() &&;

 private:
  CsrArrays arrays_;
  uint32_t row_count_ = 0;
};

// The reverse of every arc: row t lists the rows that list t, ascending. Rows are
// [first_row, first_row + row_count). REQUIRES: every target is in that range.
// Complexity: O(rows + arcs) time (counting sort), nothing beside the result.
CsrArrays Transpose(const Csr& forward, uint32_t first_row, uint32_t row_count);

// The same, and for each reversed arc its index in `forward.targets`.
struct TransposeArrays {
  CsrArrays csr;
  std::vector<uint32_t> arcs;
};
TransposeArrays TransposeWithArcs(const Csr& forward, uint32_t first_row, uint32_t row_count);

// Sorts each row and drops its duplicates, in place.
void SortRows(CsrArrays& arrays);

}  // namespace coterie
