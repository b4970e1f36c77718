// Every key, byte by byte: what is written here is on disks.
#include "storage/key_codec.h"

#include <algorithm>

#include "tests/support/catch.h"

namespace coterie::storage {
namespace {

std::string Bytes(std::initializer_list<int> bytes) {
  std::string text;
  for (const int byte : bytes) text.push_back(static_cast<char>(byte));
  return text;
}

const NodeId kPaper(NodeKind::kPaper, 0x0102030405);
const NodeId kPerson(NodeKind::kPerson, 7);

TEST_CASE("keys: nodes have kind and ordinal, big endian") {
  REQUIRE(NodeKey(kPaper).view() == Bytes({1, 0, 0, 1, 2, 3, 4, 5}));
  REQUIRE(NodeKey(NodeId(NodeKind::kVenue, 1)).view() == Bytes({5, 0, 0, 0, 0, 0, 0, 1}));
  REQUIRE(ParseNodeKey(NodeKey(kPaper).view()) == kPaper);
  REQUIRE_FALSE(ParseNodeKey("1234567").has_value());
}

TEST_CASE("keys: outgoing lists have source, kind and chunk") {
  const FixedKey<11> key = EdgeListKey(kPaper, EdgeKind::kCitation, 0x0203);
  REQUIRE(key.view() == Bytes({1, 0, 0, 1, 2, 3, 4, 5, 3, 2, 3}));
  const auto parts = ParseEdgeListKey(key.view());
  REQUIRE(parts.has_value());
  REQUIRE(parts->source == kPaper);
  REQUIRE(parts->kind == EdgeKind::kCitation);
  REQUIRE(parts->chunk == 0x0203);
  REQUIRE_FALSE(ParseEdgeListKey(Bytes({1, 0, 0, 1, 2, 3, 4, 5, 8, 2, 3})).has_value());
  REQUIRE_FALSE(ParseEdgeListKey(Bytes({1, 0, 0, 1, 2, 3, 4, 5, 0, 2, 3})).has_value());
  REQUIRE_FALSE(ParseEdgeListKey("").has_value());
}

TEST_CASE("keys: reverse edges have target, kind and source") {
  const FixedKey<17> key = ReverseKey(kPerson, EdgeKind::kAuthorship, kPaper);
  REQUIRE(key.view() == Bytes({2, 0, 0, 0, 0, 0, 0, 7, 1, 1, 0, 0, 1, 2, 3, 4, 5}));
  REQUIRE(ReversePrefix(kPerson, EdgeKind::kAuthorship).view() == key.view().substr(0, 9));
  const auto parts = ParseReverseKey(key.view());
  REQUIRE(parts.has_value());
  REQUIRE(parts->target == kPerson);
  REQUIRE(parts->source == kPaper);
}

TEST_CASE("keys: Pids have scheme and value") {
  const Pid pid{PidScheme::kDoi, "10.1/x"};
  REQUIRE(PidKey(pid) == Bytes({2}) + "10.1/x");
  REQUIRE(ParsePidKey(PidKey(pid)) == pid);
  REQUIRE_FALSE(ParsePidKey("").has_value());
  REQUIRE_FALSE(ParsePidKey(Bytes({9, 'x'})).has_value());
}

TEST_CASE("keys: names end with a zero byte before the node") {
  const std::string key = NameKey("zhang", kPerson);
  REQUIRE(key == "zhang" + Bytes({0, 2, 0, 0, 0, 0, 0, 0, 7}));
  const auto parts = ParseNameKey(key);
  REQUIRE(parts.has_value());
  REQUIRE(parts->indexed == "zhang");
  REQUIRE(parts->id == kPerson);
  // A shorter name comes before every name that it begins.
  REQUIRE(NameKey("zhang", NodeId::FromValue(~uint64_t{0})) < NameKey("zhang a", kPerson));
}

TEST_CASE("keys: indexed names are cut at 128 bytes between characters") {
  REQUIRE(IndexedName(std::string(200, 'x')) == std::string(128, 'x'));
  const std::string text = std::string(127, 'x') + "é";  // two bytes, which would straddle the cut
  REQUIRE(IndexedName(text) == std::string(127, 'x'));
  REQUIRE(IndexedName(std::string("a\0b", 3)) == "a b");
}

TEST_CASE("keys: batches sort by number") {
  REQUIRE(ChangeKey(258).view() == Bytes({0, 0, 0, 0, 0, 0, 1, 2}));
  REQUIRE(ChangeKey(255).view() < ChangeKey(256).view());
}

TEST_CASE("keys: a prefix ends before its successor") {
  REQUIRE(PrefixEnd("ab") == "ac");
  REQUIRE(PrefixEnd(Bytes({1, 255, 255})) == Bytes({2}));
  REQUIRE(PrefixEnd(Bytes({255})).empty());
  REQUIRE(PrefixEnd("").empty());
}

TEST_CASE("keys: order is the order of NodeIds") {
  std::vector<NodeId> ids;
  for (const NodeKind kind : kNodeKinds) {
    for (const uint64_t ordinal : {1ULL, 127ULL, 128ULL, 255ULL, 256ULL, 1ULL << 40}) {
      ids.emplace_back(kind, ordinal);
    }
  }
  REQUIRE(std::is_sorted(ids.begin(), ids.end()));
  REQUIRE(std::is_sorted(ids.begin(), ids.end(),
                         [](NodeId a, NodeId b) { return NodeKey(a).view() < NodeKey(b).view(); }));
}

}  // namespace
}  // namespace coterie::storage
