// A set of NodeIds as bits by ordinal: 1 bit a node of the store. Layer: engine. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/ingest/node_resolver.h"
#include "schema/ids.h"

namespace coterie {

class NodeSet {
 public:
  // Adds the node; false where it was in.
  bool Insert(NodeId id) {
    const bool is_dry = id.ordinal() >= kDryOrdinal;
    std::vector<bool>& bits = is_dry ? dry_ : bits_[static_cast<size_t>(id.kind()) % bits_.size()];
    const uint64_t position = is_dry ? id.ordinal() - kDryOrdinal : id.ordinal();
    if (position >= bits.size()) bits.resize(position + position / 2 + 1024);
    if (bits[position]) return false;
    bits[position] = true;
    ++counts_[static_cast<size_t>(id.kind()) % counts_.size()];
    return true;
  }
  // How many of each kind, by NodeKind value.
  const std::array<uint64_t, 8>& counts() const { return counts_; }

 private:
  std::array<std::vector<bool>, 8> bits_;
  std::vector<bool> dry_;  // ordinals of a dry run are one sequence over all kinds
  std::array<uint64_t, 8> counts_{};
};

}  // namespace coterie
