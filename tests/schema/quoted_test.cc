// What is repeated in a sentence is short and printable.
#include "schema/quoted.h"

#include "schema/utf8.h"
#include "tests/support/catch.h"

namespace coterie {
namespace {

TEST_CASE("quoted: text of bearable length stays as it is") {
  CHECK(Quoted("") == "\"\"");
  CHECK(Quoted("W123") == "\"W123\"");
  CHECK(Shortened("Müller, 石") == "Müller, 石");
  CHECK(Shortened(std::string(80, 'x')) == std::string(80, 'x'));
}

TEST_CASE("quoted: longer text ends in an ellipsis, whole characters before it") {
  CHECK(Shortened(std::string(81, 'x')) == std::string(80, 'x') + "…");
  std::string wide;
  for (int i = 0; i < 1'000'000; ++i) wide += "石";  // 3 bytes each
  const std::string shortened = Shortened(wide);
  CHECK(shortened == wide.substr(0, 81) + "…");
  CHECK(IsValidUtf8(shortened));
}

TEST_CASE("quoted: control characters and bytes that are no UTF-8 are replaced") {
  CHECK(Quoted("a\x1b[31mb\x07\n\x7f") == "\"a?[31mb???\"");
  CHECK(Quoted("\xC2\x9b") == "\"?\"");  // CSI as one character
  CHECK(Quoted("a\xFF") == "\"a\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace coterie
