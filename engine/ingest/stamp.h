// Which of two assertions about one group of facts wins: a 64-bit number that only grows (ADR 1).
//
// Layer: engine. The layout reaches the disk, so it never changes:
//   [rank:4][order:32][content hash:28]
#pragma once

#include <algorithm>
#include <cstdint>

#include "schema/records.h"

namespace coterie {

// How close an assertion is to its subject. Disk value.
enum class StampRank : uint8_t {
  kMention = 1,    // embedded in another record
  kTruncated = 2,  // a byline that the source marks as cut short
  kRecord = 3,     // a record of the node's own
};

inline constexpr int kStampHashBits = 28;
inline constexpr int kStampOrderBits = 32;

// The stamp of an assertion; of the hash the low 28 bits count. Never 0.
constexpr Stamp MakeStamp(StampRank rank, uint32_t order, uint64_t content_hash) {
  return (static_cast<uint64_t>(rank) << (kStampOrderBits + kStampHashBits)) |
         (static_cast<uint64_t>(order) << kStampHashBits) |
         (content_hash & ((uint64_t{1} << kStampHashBits) - 1));
}

// The order of an undated assertion: how much it says. Below every date after 1970-01-12.
constexpr uint32_t OrderByFullness(uint64_t filled) {
  return static_cast<uint32_t>(std::min<uint64_t>(filled, 1'000'000));
}

// The order of a mention: fields filled, then the length of the name.
constexpr uint32_t OrderOfMention(uint32_t filled_fields, uint64_t name_bytes) {
  return (filled_fields << 16) | static_cast<uint32_t>(std::min<uint64_t>(name_bytes, 0xFFFF));
}

}  // namespace coterie
