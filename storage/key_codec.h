// The keys of every column family: one function each, and its inverse.
//
// Layer: storage. Numbers are big endian, so that keys sort as (NodeId, kind, …). What a function
// here returns has reached disks and never changes; docs/STORAGE_FORMAT.md draws the layouts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/ids.h"
#include "schema/kinds.h"
#include "schema/pid.h"

namespace coterie::storage {

// A key of fixed length, without an allocation.
template <size_t kSize>
struct FixedKey {
  std::array<char, kSize> bytes;
  std::string_view view() const { return {bytes.data(), kSize}; }
};

// nodes, texts, bylines: [NodeId:8]
FixedKey<8> NodeKey(NodeId id);
std::optional<NodeId> ParseNodeKey(std::string_view key);

// edges_out: [source:8][EdgeKind:1][chunk:2]
FixedKey<11> EdgeListKey(NodeId source, EdgeKind kind, uint16_t chunk);
struct EdgeListKeyParts {
  NodeId source;
  EdgeKind kind = EdgeKind::kAuthorship;
  uint16_t chunk = 0;
};
std::optional<EdgeListKeyParts> ParseEdgeListKey(std::string_view key);

// edges_in: [target:8][EdgeKind:1][source:8]
FixedKey<17> ReverseKey(NodeId target, EdgeKind kind, NodeId source);
// The first 9 bytes of it: all sources of one target by one kind.
FixedKey<9> ReversePrefix(NodeId target, EdgeKind kind);
struct ReverseKeyParts {
  NodeId target;
  EdgeKind kind = EdgeKind::kAuthorship;
  NodeId source;
};
std::optional<ReverseKeyParts> ParseReverseKey(std::string_view key);

// pids: [PidScheme:1][value]
std::string PidKey(const Pid& pid);
std::optional<Pid> ParsePidKey(std::string_view key);

// names: [indexed name][0x00][NodeId:8]
std::string NameKey(std::string_view indexed, NodeId id);
struct NameKeyParts {
  std::string_view indexed;  // points into the key
  NodeId id;
};
std::optional<NameKeyParts> ParseNameKey(std::string_view key);
// The form under which a folded name is indexed: cut at 128 bytes, never within a character, and
// without zero bytes, which end a name in its key.
std::string IndexedName(std::string_view folded);

// changes: [sequence:8]
FixedKey<8> ChangeKey(uint64_t sequence);

// The smallest key that is greater than every key with this prefix; "" if there is none.
std::string PrefixEnd(std::string_view prefix);

}  // namespace coterie::storage
