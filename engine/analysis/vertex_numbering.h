// Numbers the vertices that a query meets, 0, 1, 2, … in order of first appearance.
//
// Layer: engine. A flat hash table whose size follows the query, never the graph; a small query
// allocates nothing for it. Not thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace coterie {

class VertexNumbering {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  // More vertices than expected cost a rebuilding of the table now and then.
  explicit VertexNumbering(size_t vertices_expected) {
    // At most half full, so that probes stay short: linear probing then takes 1.5 steps on a hit.
    UseSlots(std::bit_ceil(std::max<size_t>(2 * vertices_expected, 2)));
  }
  VertexNumbering(const VertexNumbering&) = delete;
  VertexNumbering& operator=(const VertexNumbering&) = delete;

  // The vertex's number, a new one if it has none: numbers are dense.
  uint32_t Number(uint32_t vertex) {
    Slot& slot = slots_[Probe(vertex)];
    if (slot.number_plus_1 != 0) return slot.number_plus_1 - 1;
    vertices_.push_back(vertex);
    slot = {vertex, static_cast<uint32_t>(vertices_.size())};
    if (2 * vertices_.size() > size_t{mask_} + 1) Grow();
    return size() - 1;
  }
  // kNone where it has none.
  uint32_t Find(uint32_t vertex) const { return slots_[Probe(vertex)].number_plus_1 - 1; }

  // The vertex of each number.
  std::span<const uint32_t> vertices() const { return vertices_; }
  uint32_t size() const { return static_cast<uint32_t>(vertices_.size()); }

 private:
  struct Slot {
    uint32_t vertex = 0;
    uint32_t number_plus_1 = 0;  // 0: free
  };
  void UseSlots(size_t slots) {
    if (slots > few_.size()) many_.assign(slots, {});
    slots_ = slots > few_.size() ? many_.data() : few_.data();
    mask_ = static_cast<uint32_t>(slots - 1);
    shift_ = 32 - std::countr_zero(slots);
  }
  void Grow() {
    const size_t slots = 4 * (size_t{mask_} + 1);
    if (slots <= few_.size()) few_ = {};
    UseSlots(slots);
    for (uint32_t i = 0; i < vertices_.size(); ++i) {
      slots_[Probe(vertices_[i])] = {vertices_[i], i + 1};
    }
  }
  uint32_t Probe(uint32_t vertex) const {
    // Fibonacci hashing: the upper bits of a multiple of 2^32 / golden ratio.
    const uint32_t hash = vertex * 2654435769u;
    uint32_t at = static_cast<uint32_t>(uint64_t{hash} >> shift_) & mask_;
    while (slots_[at].number_plus_1 != 0 && slots_[at].vertex != vertex) at = (at + 1) & mask_;
    return at;
  }

  std::array<Slot, 64> few_{};
  std::vector<Slot> many_;
  Slot* slots_;
  uint32_t mask_;
  int shift_;
  std::vector<uint32_t> vertices_;
};

}  // namespace coterie
