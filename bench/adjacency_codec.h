// Keys and posting bytes that the measured layouts share.
//
// Layer: bench.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/ids.h"

namespace coterie::bench {

inline void PutBigEndian(std::string& out, uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(value >> shift));
}
inline uint64_t ReadBigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = (value << 8U) | static_cast<unsigned char>(byte);
  return value;
}

// [node:8][kind:1]
inline void MakePrefix(std::string& key, NodeId node, EdgeKind kind) {
  key.clear();
  PutBigEndian(key, node.value(), 8);
  key.push_back(static_cast<char>(kind));
}

inline void PutVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80U));
    value >>= 7U;
  }
  out.push_back(static_cast<char>(value));
}
// REQUIRES: `bytes` was written by PutVarint; the benchmark reads only what it wrote.
inline uint64_t TakeVarint(const char*& at) {
  uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    value |= uint64_t{byte & 0x7fU} << shift;
    if (byte < 0x80) return value;
  }
}

// Ascending numbers as differences.
inline void PutAscending(std::string& out, const uint32_t* first, const uint32_t* last) {
  uint32_t previous = 0;
  for (; first != last; ++first) {
    PutVarint(out, *first - previous);
    previous = *first;
  }
}
inline void AppendAscending(std::string_view bytes, std::vector<uint32_t>& numbers) {
  const char* at = bytes.data();
  const char* end = at + bytes.size();
  uint32_t previous = 0;
  while (at != end) {
    previous += static_cast<uint32_t>(TakeVarint(at));
    numbers.push_back(previous);
  }
}

}  // namespace coterie::bench
