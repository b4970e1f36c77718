// What two rows of an adjacency have in common.
//
// Layer: engine, internal to engine/analysis.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace coterie {

// Calls `each` with what two ascending rows share, in order. Where one is much longer, it is
// searched and not read: a hub has thousands of papers.
template <typename Each>
void ForShared(std::span<const uint32_t> a, std::span<const uint32_t> b, const Each& each) {
  if (a.size() > b.size()) std::swap(a, b);
  auto at = b.begin();
  const bool is_searched = b.size() > 16 * a.size();
  for (const uint32_t v : a) {
    if (is_searched) {
      at = std::lower_bound(at, b.end(), v);
    } else {
      while (at != b.end() && *at < v) ++at;
    }
    if (at == b.end()) return;
    if (*at == v) each(v);
  }
}

}  // namespace coterie
