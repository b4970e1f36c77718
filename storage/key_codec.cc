// Keys as bytes. Layer: storage; see key_codec.h.
#include "storage/key_codec.h"

#include <algorithm>

#include "storage/byte_codec.h"

namespace coterie::storage {
namespace {

constexpr size_t kIndexedNameBytesMax = 128;

bool IsEdgeKind(uint8_t byte) {
  return byte >= static_cast<uint8_t>(kEdgeKinds.front()) &&
         byte <= static_cast<uint8_t>(kEdgeKinds.back());
}

template <size_t kSize>
void PutNumber(FixedKey<kSize>& key, size_t at, uint64_t number) {
  const std::array<char, 8> bytes = BigEndian64(number);
  std::copy(bytes.begin(), bytes.end(), key.bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

FixedKey<8> NodeKey(NodeId id) { return {BigEndian64(id.value())}; }

std::optional<NodeId> ParseNodeKey(std::string_view key) {
  if (key.size() != 8) return std::nullopt;
  return NodeId::FromValue(ReadBigEndian64(key.data()));
}

FixedKey<11> EdgeListKey(NodeId source, EdgeKind kind, uint16_t chunk) {
  FixedKey<11> key;
  PutNumber(key, 0, source.value());
  key.bytes[8] = static_cast<char>(kind);
  key.bytes[9] = static_cast<char>(chunk >> 8);
  key.bytes[10] = static_cast<char>(chunk);
  return key;
}

std::optional<EdgeListKeyParts> ParseEdgeListKey(std::string_view key) {
  if (key.size() != 11 || !IsEdgeKind(static_cast<uint8_t>(key[8]))) return std::nullopt;
  return EdgeListKeyParts{
      NodeId::FromValue(ReadBigEndian64(key.data())), static_cast<EdgeKind>(key[8]),
      static_cast<uint16_t>(static_cast<uint8_t>(key[9]) << 8 | static_cast<uint8_t>(key[10]))};
}

FixedKey<17> ReverseKey(NodeId target, EdgeKind kind, NodeId source) {
  FixedKey<17> key;
  PutNumber(key, 0, target.value());
  key.bytes[8] = static_cast<char>(kind);
  PutNumber(key, 9, source.value());
  return key;
}

FixedKey<9> ReversePrefix(NodeId target, EdgeKind kind) {
  FixedKey<9> key;
  PutNumber(key, 0, target.value());
  key.bytes[8] = static_cast<char>(kind);
  return key;
}

std::optional<ReverseKeyParts> ParseReverseKey(std::string_view key) {
  if (key.size() != 17 || !IsEdgeKind(static_cast<uint8_t>(key[8]))) return std::nullopt;
  return ReverseKeyParts{NodeId::FromValue(ReadBigEndian64(key.data())),
                         static_cast<EdgeKind>(key[8]),
                         NodeId::FromValue(ReadBigEndian64(key.data() + 9))};
}

std::string PidKey(const Pid& pid) {
  std::string key;
  key.reserve(1 + pid.value.size());
  key.push_back(static_cast<char>(pid.scheme));
  key += pid.value;
  return key;
}

std::optional<Pid> ParsePidKey(std::string_view key) {
  if (key.empty()) return std::nullopt;
  const auto scheme = static_cast<uint8_t>(key[0]);
  if (scheme < static_cast<uint8_t>(PidScheme::kOpenAlex) ||
      scheme > static_cast<uint8_t>(PidScheme::kDblp)) {
    return std::nullopt;
  }
  return Pid{static_cast<PidScheme>(scheme), std::string(key.substr(1))};
}

std::string NameKey(std::string_view indexed, NodeId id) {
  std::string key;
  key.reserve(indexed.size() + 9);
  key += indexed;
  key.push_back('\0');
  PutBigEndian64(key, id.value());
  return key;
}

std::optional<NameKeyParts> ParseNameKey(std::string_view key) {
  if (key.size() < 9 || key[key.size() - 9] != '\0') return std::nullopt;
  return NameKeyParts{key.substr(0, key.size() - 9),
                      NodeId::FromValue(ReadBigEndian64(key.data() + key.size() - 8))};
}

std::string IndexedName(std::string_view folded) {
  size_t size = std::min(folded.size(), kIndexedNameBytesMax);
  if (size < folded.size()) {
    while (size > 0 && (static_cast<uint8_t>(folded[size]) & 0xc0) == 0x80) --size;
  }
  std::string indexed(folded.substr(0, size));
  std::replace(indexed.begin(), indexed.end(), '\0', ' ');
  return indexed;
}

FixedKey<8> ChangeKey(uint64_t sequence) { return {BigEndian64(sequence)}; }

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<uint8_t>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<uint8_t>(end.back()) + 1);
  return end;
}

}  // namespace coterie::storage
