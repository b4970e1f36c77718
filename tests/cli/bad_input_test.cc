// Files that are broken, locked, in use or too long, and imports that are killed, through the real
// program: what it says, how it exits, and what the store holds afterwards.
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"
#include "tests/ingest/compress.h"

namespace coterie::testing {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The number of papers that `stats` tells.
uint64_t PapersIn(const std::string& db) {
  const Finished stats = RunCoterie({"stats", "--db", db, "--fields", "papers"});
  INFO(stats.messages);
  REQUIRE(stats.exit_code == 0);
  const std::vector<std::string> lines = LinesOf(stats.out);
  REQUIRE(lines.size() == 2);
  return std::stoull(lines[1].substr(lines[1].find('\t') + 1));
}

std::string Dump(const std::string& db) {
  const Finished dump = RunCoterie({"dump", "--db", db});
  INFO(dump.messages);
  REQUIRE(dump.exit_code == 0);
  return dump.out;
}

// The messages for people that begin with `start` (the program's own name aside).
std::vector<std::string> MessagesOf(const Finished& finished, const std::string& start) {
  std::vector<std::string> found;
  for (const std::string& line : LinesOf(finished.messages)) {
    if (line.starts_with("coterie: " + start)) found.push_back(line.substr(9));
  }
  return found;
}

// Works that cite and share people, some 2.5 KB each.
std::string ManyWorks(int count) {
  std::string text;
  std::mt19937 random(7);
  for (int i = 1; i <= count; ++i) {
    const std::string n = std::to_string(i);
    text += R"({"id":"W)" + n + R"(","title":"Paper )" + n + R"(","publication_year":2020,)" +
            R"("updated_date":"2025-01-01","authorships":[)";
    for (int a = 0; a < 4; ++a) {
      const std::string person = std::to_string(1 + random() % 2'000);
      text += std::string(a == 0 ? "" : ",") + R"({"author":{"id":"A)" + person +
              R"(","display_name":"Person )" + person + R"("},"institutions":[]})";
    }
    text += R"(],"referenced_works":[)";
    for (int r = 0; r < 10; ++r) {
      text += std::string(r == 0 ? "" : ",") + "\"W" + std::to_string(1 + random() % 9'000) + "\"";
    }
    // Letters that do not compress, so that half a file holds half of the works.
    std::string abstract;
    for (int c = 0; c < 1'500; ++c) abstract += static_cast<char>('a' + random() % 26);
    text += R"(],"abstract_inverted_index":{")" + abstract + "\":[0]}}\n";
  }
  return text;
}

TEST_CASE("torn archives: imported up to the damage, told with file, line and what to do") {
  const TempDir directory;
  const std::string works = ManyWorks(2'000);
  WriteFile(directory.Path("whole.jsonl"), works);
  const std::string undisturbed = directory.Path("undisturbed.db");
  REQUIRE(RunCoterie({"import", directory.Path("whole.jsonl"), "--db", undisturbed}).exit_code ==
          0);
  const std::vector<std::pair<std::string, std::string>> archives = {
      {"torn.jsonl.gz", Gzip(works)}, {"torn.jsonl.zst", Zstd(works)}};
  for (const auto& [name, packed] : archives) {
    INFO(name);
    const std::string file = directory.Path(name);
    const std::string db = directory.Path(name + ".db");
    WriteFile(file, packed.substr(0, packed.size() / 2));
    const Finished torn = RunCoterie({"import", file, "--db", db});
    INFO(torn.messages);
    CHECK(torn.exit_code == 2);
    const std::vector<std::string> told = MessagesOf(torn, file + ":");
    REQUIRE(told.size() == 1);
    CHECK(Contains(told[0], "ends in the middle"));
    CHECK(Contains(told[0],
                   "the records before this line were imported: fetch the file again, "
                   "then rerun"));
    const uint64_t line = std::stoull(told[0].substr(file.size() + 1));
    CHECK(line > 100);
    CHECK(PapersIn(db) == line - 1);  // one work a line

    const std::string later = directory.Path("after." + name + ".db");
    const Finished stopped = RunCoterie(
        {"import", file, directory.Path("whole.jsonl"), "--on-error", "stop", "--db", later});
    CHECK(stopped.exit_code == 2);
    CHECK(PapersIn(later) == line - 1);

    WriteFile(file, packed);
    CHECK(RunCoterie({"import", file, "--db", db}).exit_code == 0);
    CHECK((Dump(db) == Dump(undisturbed)));  // too long to be shown
  }
}

struct BadLine {
  std::string line;
  std::string reason;
};

std::vector<BadLine> BadLines() {
  return {
      {R"({"id":"W2","title":"half)", "JSON that ends in the middle of a string"},
      {"{\"id\":\"W2\",\"title\":\"\xC3\x28\"}", "not valid UTF-8"},
      {"7", "\"record\" is a number, not an object"},
      {R"({"id":["W2"]})", "\"id\" is a list, not text"},
      {R"({"id":"W2","title":7})", "\"title\" is a number, not text"},
      {R"({"id":"W2","doi":{}})", "\"doi\" is an object, not text"},
      {R"({"id":"W2","publication_year":"2020"})", "\"publication_year\" is text"},
      {R"({"id":"W2","type":[]})", "\"type\" is a list, not text"},
      {R"({"id":"W2","is_retracted":1})", "\"is_retracted\" is a number, not true or false"},
      {R"({"id":"W2","authorships":"Ada"})", "\"authorships\" is text, not a list"},
      {R"({"id":"W2","authorships":[{"author":"Ada"}]})", "\"author\" is text, not an object"},
      {R"({"id":"W2","referenced_works":{}})", "\"referenced_works\" is an object, not a list"},
      {R"({"id":"W2","topics":[{"id":"T1","score":[]}]})", "\"score\" is a list, not a number"},
      {R"({"id":"W2","abstract_inverted_index":[]})", "\"abstract_inverted_index\" is a list"},
      {R"({"id":"A2","display_name":false})", "\"display_name\" is"},
      {R"({"id":"I2","country_code":7})", "\"country_code\" is a number, not text"},
      {R"({"id":"S2","issn":"1234-5678x"})", "\"issn\" is text, not a list"},
  };
}

TEST_CASE("bad records: each is told with file, line and reason, and nothing of it is stored") {
  const TempDir directory;
  const std::string file = directory.Path("works.jsonl");
  const std::string good = R"({"id":"W1","title":"Before"})";
  std::string all = good + "\n";
  for (const BadLine& bad : BadLines()) all += bad.line + "\n";
  WriteFile(file, all + R"({"id":"W3","title":"After"})");
  const std::string db = directory.Path("skip.db");
  const Finished skipped = RunCoterie({"import", file, "--db", db});
  INFO(skipped.messages);
  CHECK(skipped.exit_code == 2);
  size_t line = 1;
  for (const BadLine& bad : BadLines()) {
    const std::vector<std::string> told =
        MessagesOf(skipped, file + ":" + std::to_string(++line) + ": ");
    INFO(bad.line);
    REQUIRE(told.size() == 1);
    CHECK(Contains(told[0], bad.reason));
  }
  CHECK(PapersIn(db) == 2);

  WriteFile(directory.Path("good.jsonl"), good + "\n");
  const std::string good_db = directory.Path("good.db");
  REQUIRE(RunCoterie({"import", directory.Path("good.jsonl"), "--db", good_db}).exit_code == 0);
  for (const size_t i : {0U, 1U, 6U}) {
    const BadLine bad = BadLines()[i];
    INFO(bad.line);
    WriteFile(file, good + "\n" + bad.line + "\n" + R"({"id":"W3","title":"After"})");
    const std::string stopped_db = directory.Path("stop" + std::to_string(i) + ".db");
    const Finished stopped = RunCoterie({"import", file, "--on-error", "stop", "--db", stopped_db});
    INFO(stopped.messages);
    CHECK(stopped.exit_code == 2);
    CHECK(MessagesOf(stopped, file + ":2: ").size() == 1);
    CHECK(Dump(stopped_db) == Dump(good_db));
  }
}

// Imports a file of three lines, the middle one of so many megabytes, and returns the memory that
// it took.
size_t ImportLongLine(const std::string& file, size_t megabytes) {
  // In pieces, each packed by itself where it is packed, which both formats allow: what this
  // process holds counts as the child's until it becomes the program.
  std::ofstream out(file, std::ios::binary);
  const auto add = [&](const std::string& piece) {
    out << (file.ends_with(".gz") ? Gzip(piece) : file.ends_with(".zst") ? Zstd(piece) : piece);
  };
  add("{\"id\":\"W1\",\"title\":\"Before\"}\n{\"id\":\"W2\",\"title\":\"");
  for (size_t i = 0; i < megabytes; ++i) add(std::string(1 << 20, 'x'));
  add("\"}\n{\"id\":\"W3\",\"title\":\"After\"}\n");
  out.close();
  REQUIRE(out.good());
  const std::string db = file + std::to_string(megabytes) + ".db";
  // AddressSanitizer would keep freed memory for itself.
  const Finished import = RunCoterie({"import", file, "--db", db},
                                     {.environment = {{"ASAN_OPTIONS", "quarantine_size_mb=1"}}});
  INFO(import.messages);
  CHECK(import.exit_code == 2);
  const std::vector<std::string> told = MessagesOf(import, file + ":2: ");
  REQUIRE(told.size() == 1);
  CHECK(Contains(told[0], "longer than 64 MiB"));
  CHECK(PapersIn(db) == 2);
  return import.resident_bytes_max;
}

TEST_CASE("long lines: 200 MB on one line, plain or packed, take no more memory than 100 MB") {
  const TempDir directory;
  for (const char* name : {"long.jsonl", "long.jsonl.gz", "long.jsonl.zst"}) {
    INFO(name);
    const size_t shorter = ImportLongLine(directory.Path(name), 100);
    const size_t longer = ImportLongLine(directory.Path(name), 200);
    INFO((shorter >> 20) << " MiB, then " << (longer >> 20) << " MiB");
    CHECK(longer < shorter + (size_t{80} << 20));
  }
}

TEST_CASE("locked files: an unreadable one is told, the others are imported") {
  const TempDir directory;
  REQUIRE(::chmod(directory.Path().c_str(), 0777) == 0);
  WriteFile(directory.Path("open.jsonl"), R"({"id":"W1","title":"Open"})");
  const std::string locked = directory.Path("locked.jsonl");
  WriteFile(locked, R"({"id":"W2","title":"Locked"})");
  REQUIRE(::chmod(locked.c_str(), 0) == 0);
  const std::string db = directory.Path("a.db");
  const Finished import = RunCoterie({"import", locked, directory.Path("open.jsonl"), "--db", db},
                                     {.user = User::kNobody});
  INFO(import.messages);
  if (::geteuid() == 0 && import.exit_code == 0) {
    COTERIE_SKIP("this system does not let root become another user");
  }
  CHECK(import.exit_code == 2);
  const std::vector<std::string> told = MessagesOf(import, locked + ": ");
  REQUIRE(told.size() == 1);
  CHECK(told[0] == locked + ": cannot be opened: Permission denied; check who owns it");
  CHECK(PapersIn(db) == 1);

  // A store that belongs to somebody else.
  REQUIRE(::chmod(db.c_str(), 0) == 0);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"stats", "--db", db},
        {"import", directory.Path("open.jsonl"), "--db", db}}) {
    const Finished denied = RunCoterie(arguments, {.user = User::kNobody});
    INFO(denied.messages);
    CHECK(denied.exit_code == 2);
    CHECK(std::count(denied.messages.begin(), denied.messages.end(), '\n') == 1);
    CHECK(Contains(denied.messages, db));
    CHECK(Contains(denied.messages, "check who owns it"));
  }
  REQUIRE(::chmod(db.c_str(), 0700) == 0);
}

TEST_CASE("in use: a second import says who holds the store; reading goes on beside it") {
  const TempDir directory;
  const std::string db = directory.Path("a.db");
  const std::string fifo = directory.Path("slow.jsonl");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const std::string works = directory.Path("works.jsonl");
  WriteFile(works, TinyWorks(LineOrder::kForward));
  RunningCoterie first({"import", fifo, "--format", "openalex", "--db", db});
  std::FILE* const pipe = std::fopen(fifo.c_str(), "w");  // waits until the import reads
  REQUIRE(pipe != nullptr);
  const Finished second = RunCoterie({"import", works, "--db", db});
  INFO(second.messages);
  CHECK(second.exit_code == 2);
  CHECK(second.messages == "coterie: " + db + " is in use by another process (process " +
                               std::to_string(first.pid()) + "); wait until it ends, or stop it\n");
  CHECK(PapersIn(db) == 0);
  std::fputs(TinyWorks(LineOrder::kForward).c_str(), pipe);
  std::fclose(pipe);
  CHECK(first.Wait().exit_code == 0);
  CHECK(PapersIn(db) == 5);
  CHECK(RunCoterie({"import", works, "--db", db}).exit_code == 0);
}

TEST_CASE("kill -9: an import killed at any moment and run again gives the undisturbed dump") {
  const TempDir directory;
  const std::string works = directory.Path("works.jsonl.zst");
  WriteFile(works, Zstd(ManyWorks(9'000)));
  const std::string undisturbed = directory.Path("undisturbed.db");
  REQUIRE(RunCoterie({"import", works, "--db", undisturbed}).exit_code == 0);
  const uint32_t seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const std::string db = directory.Path("killed.db");
  int kills = 0;
  uint64_t papers = 0;
  for (int attempt = 0; attempt < 8; ++attempt) {
    RunningCoterie import({"import", works, "--quiet", "--db", db});
    std::this_thread::sleep_for(std::chrono::milliseconds(100 + random() % 2'500));
    import.Signal(SIGKILL);
    kills += import.Wait().exit_code == 128 + SIGKILL ? 1 : 0;
    const Finished stats = RunCoterie({"stats", "--db", db});
    INFO(stats.messages);
    if (papers == 0 && stats.exit_code == 2) {  // killed before there was a store
      CHECK((Contains(stats.messages, "there is no store at") ||
             Contains(stats.messages, "its creation was interrupted; import into it again")));
      continue;
    }
    CHECK(PapersIn(db) >= papers);
    papers = PapersIn(db);
  }
  CHECK(kills > 0);
  const Finished rerun = RunCoterie({"import", works, "--db", db});
  INFO(rerun.messages);
  CHECK(rerun.exit_code == 0);
  CHECK((Dump(db) == Dump(undisturbed)));  // too long to be shown
}

}  // namespace
}  // namespace coterie::testing
