// Sums of what one person shares with others who have numbers, person after person.
//
// Layer: engine. Memory follows the numbers, not the graph. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/analysis/collaborators.h"
#include "schema/records.h"

namespace coterie {

struct YearSpan {
  int16_t first = kNoYear;
  int16_t last = kNoYear;
  void Add(int16_t year) {
    if (year == kNoYear) return;
    if (first == kNoYear || year < first) first = year;
    if (last == kNoYear || year > last) last = year;
  }
};

// What one member shares with one other person, by number.
struct Tie {
  uint32_t member;
  uint32_t other;
  double strength;
  uint32_t shared;
  YearSpan years;
};

// Sums of one member's papers by the other's number; drained before the next member.
class TieTally {
 public:
  void Add(uint32_t other, double weight, int16_t year) {
    if (other >= sums_.size()) sums_.resize(size_t{other} + 1);
    Sum& sum = sums_[other];
    if (sum.shared++ == 0) touched_.push_back(other);
    sum.fractional += weight;
    sum.years.Add(year);
  }
  // Appends the ties of `member` in the order in which they were met, and forgets them.
  void Drain(uint32_t member, Counting counting, std::vector<Tie>& ties) {
    for (const uint32_t other : touched_) {
      Sum& sum = sums_[other];
      const double strength = counting == Counting::kFull ? sum.shared : sum.fractional;
      ties.push_back({member, other, strength, sum.shared, sum.years});
      sum = {};
    }
    touched_.clear();
  }
  size_t ties() const { return touched_.size(); }  // since the last Drain

 private:
  struct Sum {
    double fractional = 0;
    uint32_t shared = 0;
    YearSpan years;
  };
  std::vector<Sum> sums_;
  std::vector<uint32_t> touched_;
};

}  // namespace coterie
