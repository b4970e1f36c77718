// The grammar of traversal filters: what it reads, what it refuses and where.
#include "engine/analysis/traverse_filter.h"

#include <random>

#include "tests/support/catch.h"

namespace coterie {
namespace {

using testing::ValueOf;

std::string ErrorOf(std::string_view text) {
  const absl::Status status = ParseNodeFilter(text).status();
  CHECK(absl::IsInvalidArgument(status));
  return std::string(status.message());
}

TEST_CASE("traverse filter: comparisons joined by and, spaces as you like") {
  const NodeFilter filter =
      ValueOf(ParseNodeFilter(" year>=2020 and year != 2022 and kind=paper and count > 1 and "
                              "name~\"say \\\"hi\\\" \\\\\""));
  REQUIRE(filter.conditions.size() == 5);
  CHECK(filter.conditions[0] == NodeCondition{.field = NodeField::kYear,
                                              .comparison = Comparison::kGreaterOrEqual,
                                              .number = 2020,
                                              .kind = NodeKind::kPaper,
                                              .text = ""});
  CHECK(filter.conditions[1].comparison == Comparison::kNotEqual);
  CHECK(filter.conditions[1].number == 2022);
  CHECK(filter.conditions[2].field == NodeField::kKind);
  CHECK(filter.conditions[2].kind == NodeKind::kPaper);
  CHECK(filter.conditions[3].field == NodeField::kCount);
  CHECK(filter.conditions[3].comparison == Comparison::kGreater);
  CHECK(filter.conditions[4].comparison == Comparison::kContains);
  CHECK(filter.conditions[4].text == "say \"hi\" \\");
  CHECK(ToString(filter) ==
        "year>=2020 and year!=2022 and kind=paper and count>1 and name~\"say \\\"hi\\\" \\\\\"");
  CHECK(ValueOf(ParseNodeFilter("year<-5")).conditions[0].number == -5);
  CHECK(ValueOf(ParseNodeFilter("name=Müller")).conditions[0].text == "Müller");
  CHECK(ValueOf(ParseNodeFilter("name=and and year<=3")).conditions.size() == 2);
  CHECK(ValueOf(ParseNodeFilter("")).conditions.empty());
  CHECK(ValueOf(ParseNodeFilter(" \t\n")).conditions.empty());
}

TEST_CASE("traverse filter: an error names its column, in characters, and what was expected") {
  CHECK(ErrorOf("jahr=3") ==
        "column 1 of the filter: expected year, count, kind or name, found \"jahr=3\"");
  CHECK(ErrorOf("year=2020 an count=1") ==
        "column 11 of the filter: expected \"and\" or the end, found \"an\"");
  CHECK(ErrorOf("year") ==
        "column 5 of the filter: expected =, !=, <, <=, > or >= after year, found the end");
  CHECK(ErrorOf("year~5") ==
        "column 5 of the filter: expected =, !=, <, <=, > or >= after year, found \"~5\"");
  CHECK(ErrorOf("kind>paper") ==
        "column 5 of the filter: expected = or != after kind, found \">paper\"");
  CHECK(ErrorOf("kind=people") ==
        "column 6 of the filter: expected paper, person, topic, institution or venue, found "
        "\"people\"");
  CHECK(ErrorOf("year=20x0") == "column 6 of the filter: expected a whole number, found \"20x0\"");
  CHECK(ErrorOf("year=99999999999999999999") ==
        "column 6 of the filter: expected a whole number, found \"99999999999999999999\"");
  CHECK(ErrorOf("name~\"abc") ==
        "column 6 of the filter: expected a closing quote for the text that begins here, found "
        "\"\"abc\"");
  CHECK(ErrorOf("name~\"\"") ==
        "column 6 of the filter: expected a text with a letter or digit, found \"\"\"\"");
  CHECK(ErrorOf("name=\"ab\"and year=1") ==
        "column 10 of the filter: expected \"and\" or the end, found \"and\"");
  CHECK(ErrorOf("year=1 and ") ==
        "column 12 of the filter: expected year, count, kind or name, found the end");
  CHECK(ErrorOf("name=\"Müß\" or") ==
        "column 12 of the filter: expected \"and\" or the end, found \"or\"");
}

TEST_CASE("traverse filter: what is written is read back, and no text breaks the reader") {
  const std::string alphabet = "yearcountkindnamepaperd=!<>~\"\\ 09-\xc3\xbc\xff";
  size_t read = 0;
  for (uint32_t seed = 1; seed <= 20'000; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::string text;
    const char* const heads[] = {"", "name~", "name=\"", "year>", "kind=paper and ", "count<=3 an"};
    text = heads[random() % 6];
    for (uint32_t i = random() % 8; i > 0; --i)
      text.push_back(alphabet[random() % alphabet.size()]);
    const auto filter = ParseNodeFilter(text);
    if (!filter.ok()) {
      CHECK(absl::IsInvalidArgument(filter.status()));
      continue;
    }
    ++read;
    CHECK(ValueOf(ParseNodeFilter(ToString(*filter))) == *filter);
  }
  CHECK(read > 1000);
}

}  // namespace
}  // namespace coterie
