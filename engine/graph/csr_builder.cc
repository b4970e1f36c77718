// Counting sorts into compressed sparse rows. Layer: engine.
#include "engine/graph/csr_builder.h"

#include <algorithm>

namespace coterie {

namespace {

// Offsets for a fill that advances offsets[row + 1] as its cursor: after the fill they are those of
// the rows, one entry too long. So the fill needs no array of cursors.
std::vector<uint32_t> CountedOffsets(const Csr& forward, uint32_t first_row, uint32_t row_count) {
  std::vector<uint32_t> offsets(size_t{row_count} + 2, 0);
  for (const uint32_t target : forward.targets) ++offsets[size_t{target} - first_row + 2];
  for (size_t row = 2; row < offsets.size(); ++row) offsets[row] += offsets[row - 1];
  return offsets;
}

// Calls place(slot, source, arc) for every arc, sources ascending, so that rows come out ascending.
template <typename Place>
std::vector<uint32_t> Fill(const Csr& forward, uint32_t first_row, uint32_t row_count,
                           const Place& place) {
  std::vector<uint32_t> cursor = CountedOffsets(forward, first_row, row_count);
  for (size_t row = 0; row + 1 < forward.offsets.size(); ++row) {
    const auto source = static_cast<uint32_t>(forward.first_row + row);
    for (uint32_t arc = forward.offsets[row]; arc < forward.offsets[row + 1]; ++arc) {
      place(cursor[size_t{forward.targets[arc]} - first_row + 1]++, source, arc);
    }
  }
  cursor.pop_back();
  return cursor;
}

}  // namespace

CsrWriter::CsrWriter(uint32_t first_row, uint32_t row_count, size_t arcs_expected)
    : row_count_(row_count) {
  arrays_.first_row = first_row;
  arrays_.offsets.reserve(size_t{row_count} + 1);
  arrays_.offsets.push_back(0);
  arrays_.targets.reserve(std::min(arcs_expected, kArcsMax));
}

void CsrWriter::AppendRow(uint32_t row, std::span<const uint32_t> targets) {
  const auto begin = static_cast<uint32_t>(arrays_.targets.size());
  arrays_.offsets.resize(size_t{row} - arrays_.first_row + 1, begin);
  arrays_.targets.insert(arrays_.targets.end(), targets.begin(), targets.end());
  arrays_.offsets.push_back(static_cast<uint32_t>(arrays_.targets.size()));
}

CsrArrays CsrWriter::Finish() && {
  arrays_.offsets.resize(size_t{row_count_} + 1, static_cast<uint32_t>(arrays_.targets.size()));
  return std::move(arrays_);
}

CsrArrays Transpose(const Csr& forward, uint32_t first_row, uint32_t row_count) {
  CsrArrays reverse;
  reverse.first_row = first_row;
  reverse.targets.resize(forward.targets.size());
  reverse.offsets =
      Fill(forward, first_row, row_count,
           [&](uint32_t slot, uint32_t source, uint32_t) { reverse.targets[slot] = source; });
  return reverse;
}

TransposeArrays TransposeWithArcs(const Csr& forward, uint32_t first_row, uint32_t row_count) {
  TransposeArrays reverse;
  reverse.csr.first_row = first_row;
  reverse.csr.targets.resize(forward.targets.size());
  reverse.arcs.resize(forward.targets.size());
  reverse.csr.offsets =
      Fill(forward, first_row, row_count, [&](uint32_t slot, uint32_t source, uint32_t arc) {
        reverse.csr.targets[slot] = source;
        reverse.arcs[slot] = arc;
      });
  return reverse;
}

void SortRows(CsrArrays& arrays) {
  auto& targets = arrays.targets;
  uint32_t kept = 0;
  uint32_t begin = 0;
  for (size_t row = 0; row + 1 < arrays.offsets.size(); ++row) {
    const uint32_t end = arrays.offsets[row + 1];
    std::sort(targets.begin() + begin, targets.begin() + end);
    const uint32_t row_start = kept;
    for (uint32_t arc = begin; arc < end; ++arc) {
      if (kept == row_start || targets[kept - 1] != targets[arc]) targets[kept++] = targets[arc];
    }
    begin = end;
    arrays.offsets[row + 1] = kept;
  }
  targets.resize(kept);
  targets.shrink_to_fit();
}

}  // namespace coterie
