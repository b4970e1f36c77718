// The text of NodeIds, and the frozen values of the kinds.
#include "schema/ids.h"

#include <random>

#include "tests/support/catch.h"

namespace coterie {
namespace {

TEST_CASE("ids: the text of a NodeId is kind and ordinal, and reads back") {
  CHECK(ToString(NodeId(NodeKind::kPerson, 42)) == "person:42");
  CHECK(ToString(NodeId()) == "none");
  for (const NodeKind kind : kNodeKinds) {
    for (const uint64_t ordinal : {uint64_t{1}, uint64_t{42}, (uint64_t{1} << 56) - 1}) {
      const NodeId id(kind, ordinal);
      CHECK(id.kind() == kind);
      CHECK(id.ordinal() == ordinal);
      CHECK(ParseNodeId(ToString(id)) == id);
    }
  }
}

TEST_CASE("ids: nothing but a canonical NodeId is one") {
  for (const char* text :
       {"", ":", "person", "person:", "person:0", "person:042", "person:-1", "person:+1",
        "person: 1", "person:1 ", "Person:1", "author:1", "person:1x", "person:72057594037927936",
        "person:99999999999999999999", "none", "venue:1:2"}) {
    INFO(text);
    CHECK_FALSE(ParseNodeId(text).has_value());
  }
}

TEST_CASE("ids: sort by kind, then by age") {
  CHECK(NodeId(NodeKind::kPaper, 9) < NodeId(NodeKind::kPerson, 1));
  CHECK(NodeId(NodeKind::kPerson, 1) < NodeId(NodeKind::kPerson, 2));
  CHECK(NodeId().IsNone());
  CHECK(NodeId() < NodeId(NodeKind::kPaper, 1));
}

TEST_CASE("ids: disk values never change") {
  CHECK(NodeId(NodeKind::kPaper, 1).value() == 0x0100000000000001);
  CHECK(NodeId(NodeKind::kPerson, 2).value() == 0x0200000000000002);
  CHECK(NodeId(NodeKind::kTopic, 3).value() == 0x0300000000000003);
  CHECK(NodeId(NodeKind::kInstitution, 4).value() == 0x0400000000000004);
  CHECK(NodeId(NodeKind::kVenue, 0xFFFFFFFFFFFFFF).value() == 0x05FFFFFFFFFFFFFF);
  CHECK(static_cast<int>(EdgeKind::kAuthorship) == 1);
  CHECK(static_cast<int>(EdgeKind::kTopicAssignment) == 2);
  CHECK(static_cast<int>(EdgeKind::kCitation) == 3);
  CHECK(static_cast<int>(EdgeKind::kPublication) == 4);
  CHECK(static_cast<int>(EdgeKind::kAffiliation) == 5);
  CHECK(static_cast<int>(EdgeKind::kTopicParent) == 6);
  CHECK(static_cast<int>(EdgeKind::kInstitutionParent) == 7);
}

TEST_CASE("kinds: names read back, and every edge joins the kinds it says") {
  for (const NodeKind kind : kNodeKinds) CHECK(ParseNodeKind(NodeKindName(kind)) == kind);
  CHECK_FALSE(ParseNodeKind("author").has_value());
  CHECK_FALSE(ParseNodeKind("").has_value());
  CHECK(EdgeKindName(EdgeKind::kTopicAssignment) == "topic_assignment");
  CHECK(EdgeSourceKind(EdgeKind::kAffiliation) == NodeKind::kPerson);
  CHECK(EdgeTargetKind(EdgeKind::kAffiliation) == NodeKind::kInstitution);
  CHECK(EdgeSourceKind(EdgeKind::kCitation) == EdgeTargetKind(EdgeKind::kCitation));
  CHECK(EdgeTargetKind(EdgeKind::kPublication) == NodeKind::kVenue);
}

TEST_CASE("ids: random text never crashes the parser, and what parses prints the same") {
  std::mt19937_64 random(1);
  const std::string alphabet = "person:aut9018 \n\xff";
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (size_t n = random() % 14; n > 0; --n) text += alphabet[random() % alphabet.size()];
    if (const auto id = ParseNodeId(text)) CHECK(ToString(*id) == text);
  }
}

}  // namespace
}  // namespace coterie
