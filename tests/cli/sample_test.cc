// The bundled sample through the real program: golden outputs of real people.
//
// The as-of year is given, since its default follows the year of the import.
#include <algorithm>
#include <array>
#include <cstdlib>
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
      {"ego_priem.csv", {"ego", "A5023888391", "--csv", "--as-of", "2024"}},
      {"slice_state_of_oa.json",
       {"slice", "10.7717/peerj.4375", "--json", "--budget", "12", "--as-of", "2024"}},
      {"path_priem_sugimoto.json",
       {"path", "A5023888391", "A5029483412", "--json", "--longer", "1", "--max-paths", "5"}},
      {"department_openalex.json",
       {"department", "I4200000001", "--json", "--as-of", "2024", "--connectors", "3"}},
      {"traverse_priem.json",
       {"traverse", "A5023888391", "--step", "authored", "--step", "cites", "--where",
        "year>=2010 and count>=2", "--order", "paths", "--json", "--explain"}},
      {"recommend_priem.json",
       {"recommend", "A5023888391", "--by", "adamic-adar", "--json", "--as-of", "2024", "--limit",
        "5"}},
      {"similar_state_of_oa.json",
       {"similar", "10.7717/peerj.4375", "--json", "--limit", "5", "--explain"}}};
  const bool update = std::getenv("COTERIE_UPDATE_GOLDEN") != nullptr;
  for (const auto& [golden, command] : cases) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--db", db});
    INFO(golden);
    const std::string out = RunCoterie(arguments).out;
    if (update) WriteFile("tests/cli/golden/" + golden, out);
    CHECK(out == Golden(golden));
  }
}

// The blocks of a page that begin with a command of these verbs: the command, and what follows it.
std::vector<std::pair<std::string, std::string>> ExamplesOf(const std::string& page) {
  std::vector<std::pair<std::string, std::string>> examples;
  const std::string mark = "```\n$ coterie ";
  for (size_t at = page.find(mark); at != std::string::npos; at = page.find(mark, at + 1)) {
    const size_t begin = at + mark.size();
    const size_t line = page.find('\n', begin);
    const size_t end = page.find("```", line);
    REQUIRE(end != std::string::npos);
    const std::string command = page.substr(begin, line - begin);
    const std::string verb = command.substr(0, command.find(' '));
    const std::array checked = {"slice", "path", "department", "traverse", "recommend", "similar"};
    if (std::find(checked.begin(), checked.end(), verb) == checked.end()) continue;
    examples.emplace_back(command, page.substr(line + 1, end - line - 1));
  }
  return examples;
}

// The words of a command; those in single quotes hold spaces.
std::vector<std::string> WordsOf(const std::string& command) {
  std::vector<std::string> words;
  bool quoted = false;
  bool begun = false;
  for (const char c : command) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      begun = false;
    } else {
      if (!begun) words.emplace_back();
      begun = true;
      words.back() += c;
    }
  }
  return words;
}

TEST_CASE("sample: the examples of analyses print what the documentation shows") {
  if (!std::filesystem::exists("tests/data/sample")) COTERIE_SKIP("there is no tests/data/sample");
  const TempDir directory;
  const std::string db = directory.Path("sample.db");
  REQUIRE(RunCoterie({"import", "tests/data/sample", "--db", db}).exit_code == 0);
  size_t count = 0;
  for (const char* page : {"docs/SLICES.md", "docs/CLI.md"}) {
    const std::string text = ReadFile(page);
    std::string updated = text;
    for (const auto& [command, shown] : ExamplesOf(text)) {
      std::vector<std::string> arguments = WordsOf(command);
      arguments.insert(arguments.end(), {"--db", db});
      INFO(page << ": " << command);
      const std::string out = RunCoterie(arguments).out;
      const std::string block = command + "\n" + shown;
      updated.replace(updated.find(block), block.size(), command + "\n" + out);
      const bool update = std::getenv("COTERIE_UPDATE_GOLDEN") != nullptr;
      if (!update) CHECK(out == shown);
      ++count;
    }
    if (updated != text && std::getenv("COTERIE_UPDATE_GOLDEN") != nullptr) {
      WriteFile(page, updated);
    }
  }
  CHECK(count >= 11);
}

}  // namespace
}  // namespace coterie::testing
