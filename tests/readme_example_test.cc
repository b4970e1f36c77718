// The C++ example of README.md, compiled and run, and the test that the README shows exactly it.
//
// ctest runs this in the source root.
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/analysis/collaborators.h"
#include "engine/ingest/importer.h"
#include "engine/library.h"
#include "schema/base.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace {

// clang-format off
// begin example
absl::Status PrintCollaborators(const std::string& store, const std::vector<std::string>& files) {
  ASSIGN_OR_RETURN(auto library, coterie::Library::Open(store, {.create_if_missing = true}));
  ASSIGN_OR_RETURN(auto report, coterie::ImportFiles(library.store(), files, {}));
  ASSIGN_OR_RETURN(auto now, library.Read());  // immutable: later imports are not seen
  ASSIGN_OR_RETURN(auto jason,
                   now->ResolveVertex("openalex:A5023888391", coterie::NodeKind::kPerson));
  ASSIGN_OR_RETURN(auto list, coterie::Collaborators(now->graph(), jason, {.limit = 5}));
  for (const coterie::Collaborator& row : list.rows)
    std::cout << now->graph().NameOf(row.person) << ' ' << row.strength << '\n';
  return absl::OkStatus();
}
// end example
// clang-format on

std::string Between(const std::string& text, const std::string& begin, const std::string& end) {
  const size_t from = text.find(begin);
  REQUIRE(from != std::string::npos);
  const size_t start = from + begin.size();
  const size_t to = text.find(end, start);
  REQUIRE(to != std::string::npos);
  return text.substr(start, to - start);
}

std::string ReadText(const char* path) {
  std::ifstream stream(path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// Catches what the example prints.
class Captured {
 public:
  Captured() : before_(std::cout.rdbuf(text_.rdbuf())) {}
  ~Captured() { std::cout.rdbuf(before_); }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;
  std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::streambuf* before_;
};

}  // namespace

TEST_CASE("readme: the C++ example stands there as it is compiled here") {
  const std::string here =
      Between(ReadText("tests/readme_example_test.cc"), "// begin example\n", "// end example");
  REQUIRE(Between(ReadText("README.md"), "```cpp\n", "```") == here);
}

TEST_CASE("readme: the C++ example prints what the README says") {
  const coterie::testing::TempDir directory;
  std::string printed;
  {
    const Captured captured;
    REQUIRE_OK(PrintCollaborators(directory.Path("scholar.db"), {"tests/data/sample"}));
    printed = captured.text();
  }
  const std::string readme = ReadText("README.md");
  REQUIRE(Between(readme.substr(readme.find("It prints")), "```\n", "```") == printed);
}
