// The bundled sample through the real program: golden outputs of real people.
//
// The as-of year is given, since its default follows the year of the import.
#include <filesystem>

#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"

namespace coterie::testing {
namespace {

// What a golden file holds; the test runs at the root of the source.
std::string Golden(const std::string& name) { return ReadFile("tests/cli/golden/" + name); }

TEST_CASE("sample: real people come out as they did when the answers were checked by hand") {
  if (!std::filesystem::exists("tests/data/sample")) COTERIE_SKIP("there is no tests/data/sample");
  const TempDir directory;
  const std::string db = directory.Path("sample.db");
  const Finished import = RunCoterie({"import", "tests/data/sample", "--db", db});
  INFO(import.messages);
  REQUIRE(import.exit_code == 0);
  const std::vector<std::pair<std::string, std::vector<std::string>>> cases = {
      {"stats.tsv",
       {"stats", "--fields",
        "papers,people,topics,institutions,venues,authorships,"
        "anonymous_authorships,citations,unresolved_references,"
        "stubs,topic_assignments,abstracts"}},
      {"find_priem.tsv", {"find", "priem"}},
      {"show_priem.json", {"show", "A5023888391", "--json"}},
      {"collaborators_priem.tsv",
       {"collaborators", "A5023888391", "--limit", "inf", "--as-of", "2024"}},
      {"collaborators_piwowar.json",
       {"collaborators", "A5048491430", "--json", "--explain", "--as-of", "2024", "--limit", "10"}},
      {"ego_priem.csv", {"ego", "A5023888391", "--csv", "--as-of", "2024"}}};
  for (const auto& [golden, command] : cases) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--db", db});
    INFO(golden);
    CHECK(RunCoterie(arguments).out == Golden(golden));
  }
}

}  // namespace
}  // namespace coterie::testing
