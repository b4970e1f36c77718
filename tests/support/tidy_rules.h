// The project's rules on its own source text: layers, includes, sizes, links.
//
// Layer: tests. Every rule is a function from text to findings, so that tidy_test can prove on bad
// text that it bites. They read text, not syntax trees: good enough for code that is
// clang-formatted.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace coterie::testing {

struct SourceFile {
  std::string path;  // relative to the source root, with '/'
  std::string text;
};

// What is wrong with a file. A warning is printed, an error fails the test.
struct Finding {
  std::string path;
  size_t line = 0;  // 0: the whole file
  std::string message;
  bool is_warning = false;
};
using Findings = std::vector<Finding>;

// "storage/store.cc:17: …".
std::string ToString(const Finding& finding);

// Every file of the project below `root`: no build trees, stores or hidden directories but .ci.
std::vector<SourceFile> ReadProject(const std::string& root);

struct Include {
  std::string target;
  bool is_quoted = false;
  size_t line = 0;
};
std::vector<Include> IncludesOf(std::string_view text);

bool IsCpp(std::string_view path);
bool IsHeader(std::string_view path);

// Comments, string and character literals blanked out; line ends stay where they are.
std::string BlankCommentsAndLiterals(std::string_view text);

// schema <- storage <- engine <- tools/rpc <- the rest of tools; tests and bench see everything.
Findings CheckLayers(const SourceFile& file);
// Who may include RocksDB, Cap'n Proto, Boost and <ranges>.
Findings CheckThirdPartyIncludes(const SourceFile& file);
// Types of these libraries, and absl::string_view, in public headers.
Findings CheckPublicSignatures(const SourceFile& file);
// Lines a file (fails above 500, warns above 350) and columns (fails above 100).
Findings CheckFileSize(const SourceFile& file);
// Lines a function: fails above 150, warns above 70.
Findings CheckFunctionSizes(const SourceFile& file);
// A comment at the head of every header and of every .cc without one; #pragma once in every header.
Findings CheckFileHead(const SourceFile& file);
// In tools/rpc, getters of messages that are called once a row: with an index behind them, or in
// what the head of a loop evaluates each time round. Cap'n Proto counts the whole list every time.
Findings CheckListReads(const SourceFile& file);
// Paths that exist on one machine only.
Findings CheckForbiddenPaths(const SourceFile& file);

// Includes of the project's own files (or ones generated from its schemas) exist and start at the
// root.
Findings CheckIncludesResolve(const std::vector<SourceFile>& project);
// Every .cc is named by a CMakeLists.txt of its directory or one above.
Findings CheckListedInCMake(const std::vector<SourceFile>& project);
// No two headers define a type of one name in one namespace: the linker would take either one's
// functions for both, without a word.
Findings CheckUniqueTypes(const std::vector<SourceFile>& project);
// Every relative link in a .md file leads to a file or directory of the project.
Findings CheckDocLinks(const std::vector<SourceFile>& project);

}  // namespace coterie::testing
