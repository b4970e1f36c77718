// Text, dates, keys, stamps and the hash that reaches the disk.
#include "engine/ingest/text.h"

#include "engine/ingest/content_hash.h"
#include "engine/ingest/node_key.h"
#include "engine/ingest/stamp.h"
#include "schema/records.h"
#include "tests/support/catch.h"

namespace coterie {
namespace {

TEST_CASE("text: white space and control characters collapse, spelling and markup stay") {
  CHECK(CleanText("  A <i>b</i>\n\t c\u2010d  ") == "A <i>b</i> c\u2010d");
  CHECK(CleanText(std::string_view("a\0b", 3)) == "a b");
  CHECK(CleanText("") == "");
  CHECK(CleanText(" \n") == "");
}

TEST_CASE("text: a prefix ends before a character, not inside") {
  CHECK(Utf8Prefix("a\u00e9", 2) == "a");
  CHECK(Utf8Prefix("a\u00e9", 3) == "a\u00e9");
}

TEST_CASE("text: timestamps of every vintage are read, impossible ones are not") {
  CHECK(ParseTimestamp("1970-01-02") == 86'400U);
  CHECK(ParseTimestamp("2023-08-01T00:00:00") == 1'690'848'000U);
  CHECK(ParseTimestamp("2023-08-01 00:00:01") == 1'690'848'001U);
  CHECK(ParseTimestamp("2025-10-27T05:43:44.299319") == 1'761'543'824U);
  CHECK_FALSE(ParseTimestamp("").has_value());
  CHECK_FALSE(ParseTimestamp("2023-02-30").has_value());
  CHECK_FALSE(ParseTimestamp("1969-12-31").has_value());
  CHECK_FALSE(ParseTimestamp("yesterday!").has_value());
  CHECK(IsDate("2020-02-29"));
  CHECK_FALSE(IsDate("2021-02-29"));
  CHECK_FALSE(IsDate("2021"));
}

TEST_CASE("text: a year that cannot be one of publication is none") {
  CHECK(YearOrNone(1665) == 1665);
  CHECK(YearOrNone(0) == kNoYear);
  CHECK(YearOrNone(-5) == kNoYear);
  CHECK(YearOrNone(99999) == kNoYear);
}

TEST_CASE("node key: every form of an OpenAlex id packs to one number and back") {
  const uint64_t packed = PackOpenAlex("W2741809807");
  REQUIRE(packed != 0);
  CHECK(PackOpenAlex("https://openalex.org/W2741809807") == packed);
  CHECK(PackOpenAlex("https://openalex.org/works/W2741809807") == packed);
  CHECK(UnpackOpenAlex(packed) == "W2741809807");
  CHECK(UnpackOpenAlex(PackOpenAlex("https://openalex.org/subfields/1702")) == "subfields/1702");
  CHECK(PackOpenAlex("https://openalex.org/V77") == PackOpenAlex("S77"));
  for (const char* bad : {"", "W", "W0", "W01", "W12x", "X1", "W99999999999999999", "fields/"}) {
    CHECK(PackOpenAlex(bad) == 0);
  }
}

TEST_CASE("node key: the letter tells the kind, and placeholder authors are known") {
  CHECK(KindOfPacked(PackOpenAlex("C1")) == NodeKind::kTopic);
  CHECK(KindOfPacked(PackOpenAlex("domains/3")) == NodeKind::kTopic);
  CHECK_FALSE(KindOfPacked(PackOpenAlex("P1")).has_value());
  CHECK(IsPlaceholderAuthor(PackOpenAlex("A9999999999")));
  CHECK(IsPlaceholderAuthor(PackOpenAlex("A5317838346")));
  CHECK_FALSE(IsPlaceholderAuthor(PackOpenAlex("A1")));
}

TEST_CASE("stamp: rank outweighs order, order outweighs hash, literal bits") {
  CHECK(MakeStamp(StampRank::kRecord, 0, 0) >
        MakeStamp(StampRank::kTruncated, 4'000'000'000U, ~0U));
  CHECK(MakeStamp(StampRank::kRecord, 2, 0) > MakeStamp(StampRank::kRecord, 1, ~uint64_t{0}));
  CHECK(MakeStamp(StampRank::kRecord, 1, 0xABCDEF0123u) == 0x3000'0000'1'DEF0123u);
  CHECK(OrderOfMention(2, 1) > OrderOfMention(1, 60'000));
  CHECK(OrderByFullness(5'000'000) < *ParseTimestamp("1970-01-13"));
}

TEST_CASE("content hash: the values that stamps on disk were made with never change") {
  CHECK(ContentHash().value() == 0x873e6848283318ebu);
  CHECK(ContentHash().Add("").value() == 0x35a0506c9d5d5025u);
  CHECK(ContentHash().Add("Graphs, and how to store them").Add(2021).value() ==
        0xbf8e8d876286df96u);
  CHECK(ContentHash().Add("ab").Add("c").value() != ContentHash().Add("a").Add("bc").value());
}

}  // namespace
}  // namespace coterie
