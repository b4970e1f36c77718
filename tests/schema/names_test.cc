// Folding of names for look-ups.
#include "schema/names.h"

#include <random>
#include <utility>

#include "schema/utf8.h"
#include "tests/support/catch.h"

namespace coterie {
namespace {

using Strings = std::vector<std::string>;

TEST_CASE("names: folding drops case, diacritics, punctuation and compatibility forms") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"Minjia Zhang", "minjia zhang"},
      {"  Minjia \t Zhang\n", "minjia zhang"},
      {"Müller‐Lüdenscheidt, J.", "muller ludenscheidt j"},  // U+2010
      {"Jean–Paul", "jean paul"},                            // U+2013
      {"Jean-Paul", "jean paul"},
      {"Jean\u2011Paul", "jean paul"},
      {"J.-P. Serre", "j p serre"},
      {"O'Brien", "obrien"},
      {"O\u2019Brien", "obrien"},
      {"Đặng Thị Ngọc", "dang thi ngoc"},
      {"Łukasz Kaiser", "lukasz kaiser"},
      {"Søren Ærø", "soren aero"},
      {"Weiß", "weiss"},
      {"ŒUVRE", "oeuvre"},
      {"İstanbul ve ışık", "istanbul ve isik"},
      {"Þórðr", "thordr"},
      {"Ståhl", "stahl"},
      {"Sta\u030Ahl", "stahl"},      // combining ring
      {"ﬁnite ﬂow", "finite flow"},  // ligatures
      {"ＦＵＬＬ　ｗｉｄｔｈ", "full width"},
      {"x²", "x2"},
      {"王小明", "王小明"},
      {"ﾔﾏﾀﾞ", "ヤマダ"},  // half-width kana keep their voicing
      {"김민지", "김민지"},
      {"مُحَمَّد", "محمد"},  // vowel marks go
      {"Θεός", "θεοσ"},  // final sigma
      {"Ёлкин", "елкин"},
      {"हिन्दी", "हिन्दी"},  // vowel signs and virama are letters to the reader
      {"$k$-core of <i>C. elegans</i>", "k core of i c elegans i"},
      {"a\u200Bb", "ab"},
      {"", ""},
      {" .,-—!?$", ""},
      {"\xFF\xFE", ""},
      {"Caf\xE9 Noir", "caf noir"},  // Latin-1 byte
  };
  for (const auto& [name, folded] : cases) {
    INFO(name);
    CHECK(FoldName(name) == folded);
  }
}

TEST_CASE("names: folding is idempotent and valid UTF-8, whatever the bytes") {
  std::mt19937_64 random(5);
  for (int i = 0; i < 4000; ++i) {
    std::string bytes;
    for (size_t n = random() % 16; n > 0; --n) {
      if (random() % 3 == 0) {
        bytes += static_cast<char>(random());
        continue;
      }
      char32_t c = static_cast<char32_t>(random() % (random() % 4 == 0 ? 0x30000 : 0x3000));
      if (c >= 0xD800 && c < 0xE000) c = U'-';
      AppendUtf8(c, bytes);
    }
    const std::string folded = FoldName(bytes);
    INFO(bytes);
    CHECK(IsValidUtf8(folded));
    CHECK(FoldName(folded) == folded);
    CHECK(folded.find("  ") == std::string::npos);
    CHECK((folded.empty() || (folded.front() != ' ' && folded.back() != ' ')));
  }
}

TEST_CASE("names: a person is found from every word on, a long name by its last words") {
  CHECK(PersonLookupForms("minjia zhang") == Strings{"minjia zhang", "zhang"});
  CHECK(PersonLookupForms("plato") == Strings{"plato"});
  CHECK(PersonLookupForms("").empty());
  CHECK(PersonLookupForms("a b c d e f") ==
        Strings{"a b c d e f", "b c d e f", "c d e f", "d e f", "e f", "f"});
  CHECK(PersonLookupForms("a b c d e f g h") ==
        Strings{"a b c d e f g h", "d e f g h", "e f g h", "f g h", "g h", "h"});
}

}  // namespace
}  // namespace coterie
