// Judges the segment table of a Cap'n Proto frame before any byte of it reaches the library.
//
// Layer: tools/rpc. Pure functions over bytes. The library's own asynchronous reader, in Debian
// 12's 0.9.2, adds 1 to the first word before it checks it, so that FF FF FF FF writes out of
// bounds (upstream advisory 2026-03-12-0); here nothing is allocated before the table is accepted.
//
//   [segments - 1 : 4 LE] [words of segment i : 4 LE] * segments [0 : 4 if segments is even]
//   [words]
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace coterie {

struct FrameLimits {
  uint32_t segments_max = 16;
  uint64_t bytes_max = uint64_t{4} << 20;  // of the whole frame, its table included
};

enum class FrameVerdict : uint8_t {
  kNeedMore,  // the prefix is too short to tell; `bytes` says how much of the frame is needed
  kAccepted,  // `bytes` is the length of the frame
  kTooManySegments,
  kTooLarge,
  kEmpty,  // no words at all, so no message
};

struct FrameCheck {
  FrameVerdict verdict = FrameVerdict::kNeedMore;
  uint64_t bytes = 0;
  uint64_t segments = 0;
};

// The verdict on the frame that starts with `prefix`. A count of segments above the limit is
// refused from the first 4 bytes, so at most 4 + 4 * segments_max + 4 bytes are ever asked for.
FrameCheck CheckFrame(std::span<const uint8_t> prefix, const FrameLimits& limits);

}  // namespace coterie
