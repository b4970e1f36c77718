// Repeatable random draws: integers only, so that the same seed gives the same bytes everywhere.
//
// Layer: bench. A draw is a function of (seed, stream, index), not of what was drawn before for
// other things; so any part of the synthetic graph can be made without making the parts before it.
// The standard library's distributions and floating point differ among platforms and are not used.
#pragma once

#include <cstdint>

namespace coterie::bench {

// The finaliser of splitmix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection of 64-bit numbers.
constexpr uint64_t Mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

// What a sequence of draws is for; keeps the sequences of one index independent.
enum class DrawStream : uint64_t {
  kCommunity = 1,
  kShuffle,
  kByline,
  kTeam,
  kAuthor,
  kAuthorship,
  kReferences,
  kReference,
  kTopics,
  kPaper,
  kVenue,
  kPerson,
  kCareer,
  kInstitution,
  kTopicNode,
  kTitle,
  kAbstract
};

class Draws {
 public:
  constexpr Draws(uint64_t seed, DrawStream stream, uint64_t index, uint64_t sub = 0)
      : state_(Mix(seed ^ Mix(index ^ Mix(sub ^ (static_cast<uint64_t>(stream) << 56U))))) {}

  constexpr uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15U;
    return Mix(state_);
  }
  // Uniform in [0, bound) but for a bias below bound / 2^32. REQUIRES: bound > 0.
  constexpr uint32_t Below(uint32_t bound) {
    return static_cast<uint32_t>(((Next() >> 32U) * bound) >> 32U);
  }
  // Both ends included.
  constexpr uint32_t Between(uint32_t low, uint32_t high) { return low + Below(high - low + 1); }
  constexpr bool Chance(uint32_t numerator, uint32_t denominator) {
    return Below(denominator) < numerator;
  }
  // Small numbers are likely: P(x >= k) is about `unit` / (k + unit), for x < bound.
  constexpr uint32_t HeavyTailed(uint32_t unit, uint32_t bound) {
    const uint64_t u = (Next() >> 32U) + 1;  // 1 .. 2^32
    const uint64_t x = ((uint64_t{unit} << 32U) / u) - unit;
    return x < bound ? static_cast<uint32_t>(x) : Below(bound);
  }

 private:
  uint64_t state_;
};

}  // namespace coterie::bench
