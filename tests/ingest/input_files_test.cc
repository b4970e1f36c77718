// Which files of what is named are read, and which is written: nothing is lost, nothing is silent
// that might be data.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/ingest/import_fixture.h"

namespace coterie {
namespace {

using testing::ImportFixture;

const char* const kGood = R"({"id":"W1","title":"Good"})";

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST_CASE("input files: a reject file that is an input, by whatever name, is refused unharmed") {
  ImportFixture f;
  const std::string text = std::string(kGood) + "\nbad\n";
  const auto works = f.Write("works.jsonl", text);
  const auto other = f.Write("other.jsonl", R"({"id":"W2","title":"Other"})");
  REQUIRE(symlink(works.c_str(), f.Path("link").c_str()) == 0);
  REQUIRE(link(works.c_str(), f.Path("hard").c_str()) == 0);
  REQUIRE(mkdir(f.Path("sub").c_str(), 0700) == 0);
  for (const auto& [input, rejects] : {std::pair(works, works),
                                       {works, f.Path("link")},
                                       {f.Path("link"), works},
                                       {works, f.Path("hard")},
                                       {works, f.Path("sub/../works.jsonl")}}) {
    INFO(input << " and " << rejects);
    ImportOptions options;
    options.rejects_file = rejects;
    const auto refused =
        ImportFiles(f.store(), std::vector<std::string>{other, input}, options).status();
    CHECK(absl::IsInvalidArgument(refused));
    CHECK(refused.message() ==
          rejects + ": the reject file is one of the files to import; name another with --rejects");
    CHECK(ReadFile(works) == text);
    CHECK_FALSE(f.Has("W2"));
  }
}

TEST_CASE("input files: a reject file in the imported directory is not read back") {
  ImportFixture f;
  const std::string directory = f.Path("data");
  REQUIRE(mkdir(directory.c_str(), 0700) == 0);
  const auto works = f.Write("data/works.jsonl", std::string(kGood) + "\nbad\nworse\n");
  ImportOptions options;
  options.rejects_file = directory + "/rejects.jsonl";
  for (int run = 0; run < 3; ++run) {
    const ImportReport report = f.Import({directory}, options);
    CHECK(report.files == 1);
    CHECK(report.rejected == 2);
    const std::string log = ReadFile(options.rejects_file);
    CHECK(std::count(log.begin(), log.end(), '\n') == 2);
  }
  // What is no reject file of an earlier import is data, and is not overwritten.
  options.rejects_file = works;
  const std::string before = ReadFile(works);
  CHECK(absl::IsInvalidArgument(
      ImportFiles(f.store(), std::vector<std::string>{directory}, options).status()));
  CHECK(ReadFile(works) == before);
}

TEST_CASE(
    "input files: documents beside data are left out without a word, but what they hold is read") {
  ImportFixture f;
  const std::string root = f.Path("data");
  REQUIRE(mkdir(root.c_str(), 0700) == 0);
  for (const char* name : {"README", "README.md", "LICENSE-2.0", "notes.md", "about.txt"}) {
    f.Write(std::string("data/") + name, "About these data\n");
  }
  f.Write("data/strange.dat", "?\n");
  f.Write("data/works.txt", kGood);
  const auto report = f.Import({root});
  CHECK(report.papers == 1);
  CHECK(report.skipped.size() == 6);
  for (const SkippedFile& skipped : report.skipped) {
    INFO(skipped.path);
    CHECK(skipped.is_document == (skipped.path != root + "/strange.dat"));
  }
}

TEST_CASE("input files: a directory that cannot be read is named, and the others are read") {
  ImportFixture f;
  const std::string root = f.Path("data");
  for (const char* dir : {"", "/locked", "/open", "/.hidden"}) {
    REQUIRE(mkdir((root + dir).c_str(), 0755) == 0);
  }
  f.Write("data/open/works.jsonl", kGood);
  f.Write("data/locked/works.jsonl", R"({"id":"W2","title":"Locked"})");
  f.Write("data/.hidden/works.jsonl", R"({"id":"W3","title":"Hidden"})");
  REQUIRE(symlink("..", (root + "/open/up").c_str()) == 0);
  REQUIRE(symlink("loop.jsonl", (root + "/loop.jsonl").c_str()) == 0);
  REQUIRE(symlink("nowhere", (root + "/open/dangling.jsonl").c_str()) == 0);
  REQUIRE(chmod((root + "/locked").c_str(), 0) == 0);
  REQUIRE(chmod(f.Path("").c_str(), 0755) == 0);
  f.store();  // opened as the user who owns it
  // Root reads every directory, so root has to be somebody else meanwhile.
  const bool is_root = geteuid() == 0;
  if (is_root && seteuid(65534) != 0) COTERIE_SKIP("this system does not let root be another user");
  ImportOptions options;
  const ImportReport report = f.Import({root}, options);
  options.on_error = OnError::kStop;
  const ImportReport stopped = f.Import({root}, options);
  if (is_root) REQUIRE(seteuid(0) == 0);
  REQUIRE(chmod((root + "/locked").c_str(), 0700) == 0);
  CHECK(report.papers == 1);
  CHECK(f.Has("W1"));
  CHECK(report.HasErrors());
  REQUIRE(report.file_errors.size() == 3);
  CHECK(report.file_errors[0].ToString() ==
        root + "/locked: cannot be read: Permission denied; check who owns it");
  CHECK(report.file_errors[1].ToString() ==
        root +
            "/loop.jsonl: cannot be opened: Too many levels of symbolic links; mend the link, or "
            "name what it means");
  CHECK(report.file_errors[2].ToString() ==
        root +
            "/open/dangling.jsonl: cannot be opened: No such file or directory; check the name, "
            "or where the link of that name leads");
  REQUIRE(report.skipped.size() == 2);  // in the order in which the system lists them
  CHECK(stopped.end == ImportEnd::kStoppedAtError);
  CHECK(stopped.records == 0);
}

}  // namespace
}  // namespace coterie
