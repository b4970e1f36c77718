// Widths on a terminal, and text that fits it and cannot steer it.
#include "tools/cli/display_width.h"

#include "tests/support/catch.h"

namespace coterie::cli {
namespace {

TEST_CASE("display width: wide characters take two columns, combining marks none") {
  CHECK(DisplayWidth("") == 0);
  CHECK(DisplayWidth("Zhang") == 5);
  CHECK(DisplayWidth("Müller") == 6);
  CHECK(DisplayWidth("Mu\u0308ller") == 6);
  CHECK(DisplayWidth("王小明") == 6);
  CHECK(DisplayWidth("김민지") == 6);
  CHECK(DisplayWidth("ｆ") == 2);
  CHECK(DisplayWidth("مُحَمَّد") == 4);
}

TEST_CASE("display width: a cut text is never wider than asked, and says that it was cut") {
  for (const std::string& text :
       {std::string("Reza Yazdani Aminabadi"), std::string("王小明王小明"),
        std::string("Mu\u0308ller-Lu\u0308denscheidt"), std::string("a")}) {
    for (size_t width = 1; width < 30; ++width) {
      INFO(text << " at " << width);
      const std::string cut = Truncated(text, width);
      CHECK(DisplayWidth(cut) <= width);
      if (cut != text) CHECK(cut.substr(cut.size() - 3) == "…");
      if (DisplayWidth(text) <= width) CHECK(cut == text);
    }
  }
  CHECK(Truncated("Reza Yazdani", 6) == "Reza…");
  CHECK(Truncated("王小明", 4) == "王…");
  CHECK(Truncated("De… → Sci-Hub", 4) == "De…");  // cut again behind an ellipsis: one is enough
  CHECK(Truncated("De… → Sci-Hub", 5) == "De…");
}

TEST_CASE("display width: nothing from a record can steer the terminal") {
  CHECK(ForTerminal("a\tb\nc\r\nd") == "a b c d");
  CHECK(ForTerminal("\x1b[31mred\x1b[0m") == "[31mred [0m");
  CHECK(ForTerminal("abc\u202Edef\u2066ghi") == "abc def ghi");
  CHECK(ForTerminal("  two  spaces ") == "two spaces");
  CHECK(ForTerminal("\xFF"
                    "a") == "\uFFFDa");
  CHECK(ForTerminal("\u0085") == "");
}

TEST_CASE("display width: wrapping breaks at spaces and loses no word") {
  CHECK(Wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(Wrapped("one two three", 8) == std::vector<std::string>{"one two", "three"});
  CHECK(Wrapped("unbreakable", 4) == std::vector<std::string>{"unbr", "eaka", "ble"});
  CHECK(Wrapped("王小明", 4) == std::vector<std::string>{"王小", "明"});
  CHECK(Wrapped("", 10).empty());
  CHECK(Wrapped("王", 1) == std::vector<std::string>{"王"});
}

}  // namespace
}  // namespace coterie::cli
