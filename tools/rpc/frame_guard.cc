#include "tools/rpc/frame_guard.h"

namespace coterie {
namespace {

uint32_t ReadLe32(const uint8_t* at) {
  return uint32_t{at[0]} | uint32_t{at[1]} << 8 | uint32_t{at[2]} << 16 | uint32_t{at[3]} << 24;
}

}  // namespace

FrameCheck CheckFrame(std::span<const uint8_t> prefix, const FrameLimits& limits) {
  if (prefix.size() < 4) return {FrameVerdict::kNeedMore, 4, 0};
  const uint64_t segments = uint64_t{ReadLe32(prefix.data())} + 1;  // 64 bits: FF FF FF FF is 2^32
  if (segments > limits.segments_max) return {FrameVerdict::kTooManySegments, 0, segments};
  const uint64_t table_bytes = (4 + 4 * segments + 7) / 8 * 8;
  if (prefix.size() < table_bytes) return {FrameVerdict::kNeedMore, table_bytes, segments};

  uint64_t words = 0;
  for (uint64_t i = 0; i < segments; ++i) words += ReadLe32(prefix.data() + 4 + 4 * i);
  const uint64_t frame_bytes = table_bytes + 8 * words;
  if (frame_bytes > limits.bytes_max) return {FrameVerdict::kTooLarge, frame_bytes, segments};
  if (words == 0) return {FrameVerdict::kEmpty, frame_bytes, segments};
  return {FrameVerdict::kAccepted, frame_bytes, segments};
}

}  // namespace coterie
