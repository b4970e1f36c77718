// How far each vertex that a search met is from either end: a table that follows the search.
//
// Layer: engine, private to the searches for paths. Open addressing, grown fourfold, 12 bytes a
// slot; a search of a few thousand nodes stays in the cache nearest to it and asks no memory of the
// size of the graph. Not thread-safe.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/analysis/path_graph.h"

namespace coterie {

class PathMarks {
 public:
  static constexpr uint32_t kUnseen = UINT32_MAX;       // a level
  static constexpr uint32_t kBlocked = UINT32_MAX - 1;  // a level on both sides: may not be used

  struct Mark {
    uint32_t vertex = kNoVertex;
    std::array<uint32_t, 2> levels = {kUnseen, kUnseen};  // by SearchSide
  };

  PathMarks() : slots_(kSlotsMin) { SetMask(); }

  // Room for that many more vertices, so that At may be called for them. Moves all marks.
  void MakeRoom(size_t vertices) {
    const size_t needed = 2 * (size_ + vertices);  // at most half full: probes stay short
    if (needed > slots_.size()) Grow(needed);
  }
  // The vertex's mark, a new one if it has none. REQUIRES: MakeRoom.
  Mark& At(uint32_t vertex) {
    Mark& mark = slots_[Probe(vertex)];
    if (mark.vertex == kNoVertex) {
      mark.vertex = vertex;
      ++size_;
    }
    return mark;
  }
  // Null where it has none.
  Mark* Find(uint32_t vertex) {
    Mark& mark = slots_[Probe(vertex)];
    return mark.vertex == kNoVertex ? nullptr : &mark;
  }
  uint32_t LevelOf(SearchSide side, uint32_t vertex) const {
    return slots_[Probe(vertex)].levels[static_cast<size_t>(side)];
  }

 private:
  static constexpr size_t kSlotsMin = 1024;
  // No graph has so many vertices.
  static constexpr uint32_t kNoVertex = UINT32_MAX;

  size_t Probe(uint32_t vertex) const {
    // Fibonacci hashing: the upper bits of a multiple of 2^32 / golden ratio.
    const uint32_t hash = vertex * 2654435769u;
    size_t at = uint64_t{hash} >> shift_;
    while (slots_[at].vertex != kNoVertex && slots_[at].vertex != vertex) at = (at + 1) & mask_;
    return at;
  }
  void SetMask() {
    mask_ = slots_.size() - 1;
    shift_ = 32 - std::countr_zero(slots_.size());
  }
  void Grow(size_t needed) {
    std::vector<Mark> old(std::bit_ceil(2 * needed));
    old.swap(slots_);
    SetMask();
    for (const Mark& mark : old) {
      if (mark.vertex != kNoVertex) slots_[Probe(mark.vertex)] = mark;
    }
  }

  std::vector<Mark> slots_;
  size_t mask_ = 0;
  int shift_ = 0;
  size_t size_ = 0;
};

}  // namespace coterie
