// Find: identifiers before names, hints, kinds and limits.
#include "engine/catalog/views.h"
#include "tests/catalog/small_library.h"

namespace coterie {
namespace {

using testing::SmallLibrary;
using testing::TempDir;
using testing::ValueOf;

TEST_CASE("find: a name prefix gives people with hints, in the order of their folded names") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const auto found = ValueOf(Find(*now, "ADA", std::nullopt, 10));
  REQUIRE(found.size() == 2);
  CHECK(found[0].id == small.ada_king);
  CHECK(found[0].hint == "0 papers");
  CHECK(found[1].id == small.ada);
  CHECK(found[1].hint == "Analytical College; 2 papers");
  REQUIRE(found[1].pids.size() == 1);
  CHECK(found[1].pids[0].ToString() == "openalex:A1");
}

TEST_CASE("find: a person is found by the last name, too") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const auto found = ValueOf(Find(*now, "babb", NodeKind::kPerson, 10));
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == small.charles);
  CHECK(ValueOf(Find(*now, "babb", NodeKind::kPaper, 10)).empty());
}

TEST_CASE("find: a person is found by the name as reference lists write it") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const auto ids = [&](const char* text, std::optional<NodeKind> kind = std::nullopt) {
    std::vector<NodeId> found;
    for (const FoundNode& node : ValueOf(Find(*now, text, kind, 10))) found.push_back(node.id);
    return found;
  };
  using Ids = std::vector<NodeId>;
  CHECK(ids("Lovelace, Ada") == Ids{small.ada});
  CHECK(ids("LOVELACE,Ada", NodeKind::kPerson) == Ids{small.ada});
  CHECK(ids("Lovel, Ada") == Ids{small.ada});
  CHECK(ids("Lovelace,") == Ids{small.ada});  // with nothing typed yet after the comma
  CHECK(ids("Lovelace, Charles") == Ids{});
  CHECK(ids("Lovelace, Ada", NodeKind::kPaper) == Ids{});
  CHECK(ids("Ada, Lovelace") == Ids{small.ada});  // the text as it stands comes first
  CHECK(ids(",") == Ids{});
}

TEST_CASE("find: a venue's id of 2022 gives the source that it has become") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  for (const char* text : {"V1", "https://openalex.org/V1", "openalex:V1", "S1"}) {
    INFO(text);
    const auto found = ValueOf(Find(*now, text, std::nullopt, 10));
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == small.journal);
    CHECK(ValueOf(now->Resolve(text)) == small.journal);
  }
  const absl::Status unknown = now->Resolve("V2").status();
  CHECK(absl::IsNotFound(unknown));
  CHECK(unknown.message().find("openalex:V2") != std::string::npos);
}

TEST_CASE("find: an identifier gives its one owner, in any form") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  for (const char* text : {"W1", "https://openalex.org/W1", "doi:10.1000/ONE", "paper:1"}) {
    INFO(text);
    const auto found = ValueOf(Find(*now, text, std::nullopt, 10));
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == small.w1);
    CHECK(found[0].hint == "Ada Lovelace et al., 2020");
  }
  CHECK(ValueOf(Find(*now, "W1", NodeKind::kPerson, 10)).empty());
  CHECK(ValueOf(Find(*now, "W404", std::nullopt, 10)).empty());
}

TEST_CASE("find: every kind has its hint") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  const auto hint = [&](const char* text) {
    const auto found = ValueOf(Find(*now, text, std::nullopt, 10));
    REQUIRE(found.size() == 1);
    return found[0].hint;
  };
  CHECK(hint("Analytical") == "GB");
  CHECK(hint("Engines") == "topic of Computing");
  CHECK(hint("Computing") == "field");
  CHECK(hint("Memoirs") == "journal");
  CHECK(hint("W3") == "known only as a reference");
}

TEST_CASE("find: the limit bounds the answer") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  CHECK(ValueOf(Find(*now, "ada", std::nullopt, 1)).size() == 1);
  CHECK(ValueOf(Find(*now, "ada", std::nullopt, 0)).empty());
}

TEST_CASE("find: blank text is refused in one sentence, punctuation alone finds nothing") {
  const TempDir dir;
  SmallLibrary small(dir.Path("db"));
  const auto now = ValueOf(small.library.Read());
  for (const char* blank : {"", " ", "\t\n "}) {
    const absl::Status refused = Find(*now, blank, std::nullopt, 10).status();
    CHECK(absl::IsInvalidArgument(refused));
    CHECK(refused.message() ==
          "there is no text to find; give the start of a name or title, or an identifier");
  }
  CHECK(ValueOf(Find(*now, "!?", std::nullopt, 10)).empty());
}

}  // namespace
}  // namespace coterie
