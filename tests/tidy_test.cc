// The project's own rules as tests: first on the project, then each rule on text that breaks it.
//
// ctest runs this in the source root. The rules are in tests/support/tidy_rules.h.
#include <cstdio>
#include <functional>

#include "tests/support/catch.h"
#include "tests/support/tidy_rules.h"

namespace coterie::testing {
namespace {

const std::vector<SourceFile>& Project() {
  static const std::vector<SourceFile> files = ReadProject(".");
  return files;
}

// Prints the warnings; fails with all errors at once.
void RequireClean(const Findings& findings) {
  std::string errors;
  for (const Finding& finding : findings) {
    if (finding.is_warning) {
      std::printf("warning: %s\n", ToString(finding).c_str());
    } else {
      errors += ToString(finding) + "\n";
    }
  }
  INFO(errors);
  REQUIRE(errors.empty());
}

void RequireEveryFileClean(const std::function<Findings(const SourceFile&)>& rule) {
  Findings all;
  for (const SourceFile& file : Project()) {
    const Findings found = rule(file);
    all.insert(all.end(), found.begin(), found.end());
  }
  RequireClean(all);
}

// The findings of a rule on one made-up file, as "line: message" with warnings marked.
std::vector<std::string> Found(const std::function<Findings(const SourceFile&)>& rule,
                               const std::string& path, const std::string& text) {
  std::vector<std::string> result;
  for (const Finding& finding : rule({path, text})) {
    result.push_back((finding.is_warning ? "warning " : "") + std::to_string(finding.line) + ": " +
                     finding.message);
  }
  return result;
}

size_t Errors(const Findings& findings) {
  size_t count = 0;
  for (const Finding& finding : findings) count += finding.is_warning ? 0 : 1;
  return count;
}

std::string Lines(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += "x;\n";
  return text;
}

}  // namespace

TEST_CASE("project: the test sees the sources") {
  REQUIRE(Project().size() > 50);
  size_t cpp = 0;
  for (const SourceFile& file : Project()) cpp += IsCpp(file.path) ? 1 : 0;
  REQUIRE(cpp > 20);
}

TEST_CASE("project: includes follow the direction of the layers") {
  RequireEveryFileClean(CheckLayers);
}

TEST_CASE("project: each third-party library stays where it belongs") {
  RequireEveryFileClean(CheckThirdPartyIncludes);
  RequireEveryFileClean(CheckPublicSignatures);
}

TEST_CASE("project: files, lines and functions keep to their limits") {
  RequireEveryFileClean(CheckFileSize);
  RequireEveryFileClean(CheckFunctionSizes);
}

TEST_CASE("project: every file says at its head what it is") {
  RequireEveryFileClean(CheckFileHead);
}

TEST_CASE("project: lists of messages are taken once, not once a row") {
  RequireEveryFileClean(CheckListReads);
}

TEST_CASE("project: no file names a path of one machine") {
  RequireEveryFileClean(CheckForbiddenPaths);
}

TEST_CASE("project: every include names a file from the root") {
  RequireClean(CheckIncludesResolve(Project()));
}

TEST_CASE("project: every .cc is compiled by somebody") {
  RequireClean(CheckListedInCMake(Project()));
}

TEST_CASE("project: a type's name is its own") { RequireClean(CheckUniqueTypes(Project())); }

TEST_CASE("project: links in the documentation lead somewhere") {
  RequireClean(CheckDocLinks(Project()));
}

TEST_CASE("layers: a lower one may not include a higher one") {
  REQUIRE(Found(CheckLayers, "schema/pid.h", "\n#include \"storage/store.h\"\n").size() == 1);
  REQUIRE(Found(CheckLayers, "storage/store.cc", "#include \"engine/library.h\"\n").size() == 1);
  REQUIRE(Found(CheckLayers, "engine/library.cc", "# include \"tools/rpc/server.h\"\n").size() ==
          1);
  REQUIRE(Found(CheckLayers, "tools/rpc/server.cc", "#include \"tools/cli/flags.h\"\n").size() ==
          1);
  REQUIRE(Found(CheckLayers, "tools/cli/main.cc", "#include \"tests/support/catch.h\"\n").size() ==
          1);
  REQUIRE(Found(CheckLayers, "tools/cli/main.cc", "#include \"tools/rpc/client.h\"\n").empty());
  REQUIRE(Found(CheckLayers, "engine/library.cc", "#include \"storage/store.h\"\n").empty());
  REQUIRE(Found(CheckLayers, "tests/x.cc", "#include \"tools/cli/flags.h\"\n").empty());
}

TEST_CASE("third parties: only their owners include them") {
  const auto count = [](const std::string& path, const std::string& include) {
    return Found(CheckThirdPartyIncludes, path, "#include " + include + "\n").size();
  };
  REQUIRE(count("engine/library.cc", "<rocksdb/db.h>") == 1);
  REQUIRE(count("engine/library.cc", "\"rocksdb/db.h\"") == 1);
  REQUIRE(count("storage/store.cc", "<rocksdb/db.h>") == 0);
  REQUIRE(count("storage/store.cc", "<capnp/message.h>") == 1);
  REQUIRE(count("storage/store.cc", "\"schema/record.capnp.h\"") == 1);
  REQUIRE(count("storage/record_codec.cc", "\"schema/record.capnp.h\"") == 0);
  REQUIRE(count("tools/cli/main.cc", "<kj/async.h>") == 1);
  REQUIRE(count("tools/rpc/server.cc", "<kj/async.h>") == 0);
  REQUIRE(count("engine/graph/network.h", "<boost/graph/graph_traits.hpp>") == 1);
  REQUIRE(count("engine/graph/bgl_view.h", "<boost/graph/graph_traits.hpp>") == 0);
  REQUIRE(count("engine/analysis/paths.cc", "<boost/graph/graph_traits.hpp>") == 0);
  REQUIRE(count("engine/analysis/paths.h", "<ranges>") == 1);
  REQUIRE(count("tests/storage/store_test.cc", "<rocksdb/db.h>") == 0);
}

TEST_CASE("public headers: library types in signatures are found, comments are not") {
  const auto count = [](const std::string& path, const std::string& text) {
    return Found(CheckPublicSignatures, path, text).size();
  };
  REQUIRE(count("storage/store.h", "rocksdb::DB* db();\n") == 1);
  REQUIRE(count("storage/store.h", "// wraps rocksdb::DB\n") == 0);
  REQUIRE(count("storage/node_table.h", "rocksdb::DB* db();\n") == 0);
  REQUIRE(count("engine/library.h", "kj::Own<int> a; boost::any b;\n") == 2);
  REQUIRE(count("engine/library.h", "void F(absl::string_view name);\n") == 1);
}

TEST_CASE("sizes: 500 lines, 100 columns and 150 lines a function are the limits") {
  REQUIRE(Found(CheckFileSize, "a.cc", Lines(350)).empty());
  REQUIRE(Found(CheckFileSize, "a.cc", Lines(351))[0].rfind("warning 0: 351 lines", 0) == 0);
  REQUIRE(Found(CheckFileSize, "a.cc", Lines(501))[0].rfind("0: 501 lines", 0) == 0);
  REQUIRE(Found(CheckFileSize, "a.md", Lines(501)).empty());
  REQUIRE(Found(CheckFileSize, "a.h", std::string(100, 'x') + "\n").empty());
  REQUIRE(Found(CheckFileSize, "a.h", "\n" + std::string(101, 'x') + "\n")[0].rfind("2: 101", 0) ==
          0);
  REQUIRE(Found(CheckFileSize, "a.h", "// " + std::string(97, 'x') + "\n").empty());

  const std::string head = "namespace a {\nstruct B {\n  B() : c_{1}, d_(2) {\n";
  const auto with_body = [&](size_t lines) {
    return Found(CheckFunctionSizes, "a.cc", head + Lines(lines) + "  }\n};\n}\n");
  };
  REQUIRE(with_body(68).empty());
  REQUIRE(with_body(69) == std::vector<std::string>{
                               "warning 3: a function of 71 lines; the aim is 70, the limit 150"});
  REQUIRE(with_body(149) ==
          std::vector<std::string>{"3: a function of 151 lines; the aim is 70, the limit 150"});
  const std::string lambda = "int F(int a) {\n  auto g = [](int b) {\n" + Lines(60) + "  };\n";
  REQUIRE(Found(CheckFunctionSizes, "a.cc", lambda + Lines(100) + "}\n").size() == 1);
  REQUIRE(
      Found(CheckFunctionSizes, "a.cc", "TEST_CASE(\"a } b\") {\n" + Lines(80) + "}\n").size() ==
      1);
  REQUIRE(Found(CheckFunctionSizes, "a.h", "struct A {\n" + Lines(200) + "};\n").empty());
  REQUIRE(Found(CheckFunctionSizes, "a.cc", "const char k[] = R\"(\n{\n)\";\n").empty());
}

TEST_CASE("heads: a missing comment or pragma is found") {
  REQUIRE(Found(CheckFileHead, "a.cc", "#include <vector>\n").size() == 1);
  REQUIRE(Found(CheckFileHead, "b/a.cc", "#include \"b/a.h\"\n").empty());
  REQUIRE(Found(CheckFileHead, "a.h", "// What it is.\n#include <vector>\n").size() == 1);
  REQUIRE(Found(CheckFileHead, "a.h", "#ifndef A_H\n").size() == 2);
  REQUIRE(Found(CheckFileHead, "a.h", "// What it is.\n#pragma once\n").empty());
}

TEST_CASE("list reads: a getter once a row is found, one taken before the loop is not") {
  const auto lines = [](const std::string& text) {
    std::vector<size_t> found;
    for (const Finding& finding : CheckListReads({"tools/rpc/wire_x.cc", text})) {
      found.push_back(finding.line);
    }
    return found;
  };
  using Lines = std::vector<size_t>;
  REQUIRE(lines("x;\nrow.year = in.getYears()[i];\n") == Lines{2});
  REQUIRE(lines("f({in->getTieYears()\n  [j], in.getA()[j]});\n") == Lines{1, 2});
  REQUIRE(lines("for (uint32_t i = 0; i < in.getIds().size(); ++i) {}\n") == Lines{1});
  REQUIRE(lines("x;\nwhile (i < in.getIds().size()) ++i;\n") == Lines{2});
  REQUIRE(lines("do {\n} while (i < f(in.getIds()));\n") == Lines{2});

  REQUIRE(lines("const auto years = in.getYears();\nyear = years[i];\n").empty());
  REQUIRE(lines("for (const auto id : in.getIds()) {}\n").empty());
  REQUIRE(lines("for (auto a = in.getA().begin(); a != end; ++a) {}\n").empty());
  REQUIRE(lines("ReadColumn(in.getYears(), rows, [](Row& row, int year) {});\n").empty());
  REQUIRE(lines("// in.getYears()[i]\nx = \"in.getYears()[i]\";\n").empty());
  REQUIRE(lines("budget()[1]; target()[0]; x.get()[2]; out.initA(1)[0];\n").empty());
  REQUIRE(CheckListReads({"tools/cli/x.cc", "x = in.getYears()[i];\n"}).empty());
}

TEST_CASE("paths: those of one machine are found") {
  const std::string work =
      "/wo"
      "rk/data";
  REQUIRE(Found(CheckForbiddenPaths, "a.md", "see\n" + work + "\n")[0].rfind("2: ", 0) == 0);
  REQUIRE(Found(CheckForbiddenPaths, "a.sh",
                "cd /ro"
                "ot/x\n")
              .size() == 1);
  REQUIRE(Found(CheckForbiddenPaths, "a.md", "frame" + work.substr(1) + " ../frame" + work + "\n")
              .empty());
}

TEST_CASE("project rules: includes, build lists and links that lead nowhere are found") {
  const std::vector<SourceFile> project = {
      {"CMakeLists.txt", "add_executable(a src/a.cc)\n"},
      {"README.md",
       "[a](src/a.cc) [b](docs/none.md) [c](https://x.org/y) `[d](e)` [f](docs/)\n"
       "```\n[g](h)\n```\n[i](docs/k.md#anchor)\n"},
      {"docs/k.md", "[up](../README.md) [gone](../GONE.md)\n"},
      {"schema/x.capnp", ""},
      {"src/a.cc",
       "#include \"src/b.h\"\n#include \"schema/x.capnp.h\"\n#include \"src/gone.h\"\n#include "
       "\"b.h\"\n"
       "#include \"absl/base.h\"\n"},
      {"src/aa.cc", ""},
      {"src/b.h", ""},
  };
  REQUIRE(Errors(CheckDocLinks(project)) == 2);
  REQUIRE(CheckDocLinks(project)[0].line == 1);
  REQUIRE(Errors(CheckListedInCMake(project)) == 1);
  REQUIRE(CheckListedInCMake(project)[0].path == "src/aa.cc");
  REQUIRE(Errors(CheckIncludesResolve(project)) == 2);
}

TEST_CASE("project rules: two types of one name are found, declarations and scopes told apart") {
  const std::vector<SourceFile> project = {
      {"a/a.h",
       "namespace x {\nstruct Tie {\n  struct Row {\n  };\n};\nclass Row;\n}  // namespace x\n"},
      {"a/b.h", "namespace x {\nclass Row {\n};\nstruct Tie;\n}  // namespace x\n"},
      {"a/c.h", "namespace y {\nstruct Tie {\n};\n}  // namespace y\n"},
      {"a/d.h", "namespace x {\nenum class Tie : int {\n};\n}  // namespace x\n"},
      {"a/e.cc", "namespace x {\nstruct Tie {};\n}  // namespace x\n"},
  };
  const Findings findings = CheckUniqueTypes(project);
  REQUIRE(findings.size() == 1);
  REQUIRE(findings[0].path == "a/d.h");
  REQUIRE(findings[0].line == 2);
}

TEST_CASE("blanking: comments and literals vanish, lines stay") {
  REQUIRE(BlankCommentsAndLiterals("a // {\nb") == "a     \nb");
  REQUIRE(BlankCommentsAndLiterals("a /* {\n */ b") == "a     \n    b");
  REQUIRE(BlankCommentsAndLiterals("f(\"}\\\"{\", '{', 1'000);") == "f(      ,    , 1'000);");
}

}  // namespace coterie::testing
