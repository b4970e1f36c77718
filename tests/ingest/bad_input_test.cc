// Whatever the bytes are: a reject with a reason or an error with a file and a line, never a crash.
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <sstream>

#include "tests/ingest/compress.h"
#include "tests/ingest/import_fixture.h"

namespace coterie {
namespace {

using testing::ImportFixture;
using testing::OneLine;

const char* const kGood = R"({"id":"W1","title":"Good"})";

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

struct BadLine {
  std::string line;
  std::string reason;
};

TEST_CASE("bad input: every bad line is rejected for its reason, the good ones around it stay") {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "{\"a\":";
  deep += "1" + std::string(10'000, '}');
  const std::vector<BadLine> lines = {
      {R"({"id":"W2","title":"half)", "JSON that ends in the middle of a string"},
      {R"({"id":"W2","authorships":[)", "JSON that ends in the middle"},
      {"{\"id\":\"W2\",\"title\":\"\xFF\xFE\"}", "not valid UTF-8"},
      {std::string("{\"id\":\"W2\",\"title\":\"a\0b\"}", 25), "raw control character"},
      {std::string(100, '\0'), "JSON"},
      {deep, "JSON nested deeper than 1,024"},
      {R"({"id":"W2"}{"id":"W3"})", "not valid JSON"},
      {"42", "\"record\" is a number, not an object"},
      {"\"text\"", "\"record\" is text, not an object"},
      {"{}", "the record has no \"id\""},
      {R"({"id":null})", "the record has no \"id\""},
      {R"({"id":7})", "\"id\" is a number, not text"},
      {R"({"id":"https://openalex.org/X9"})", "is not the id of an OpenAlex work"},
      {R"({"id":"https://example.org/W9"})", "is not the id of an OpenAlex work"},
      {R"({"id":"W2","title":["x"]})", "\"title\" is a list, not text"},
      {R"({"id":"W2","publication_year":"2020"})",
       "\"publication_year\" is text, not a whole number"},
      {R"({"id":"W2","publication_year":2020.5})", "\"publication_year\" is a number"},
      {R"({"id":"W2","authorships":{}})", "\"authorships\" is an object, not a list"},
      {R"({"id":"W2","authorships":[7]})", "\"authorships\" is a number, not an object"},
      {R"({"id":"W2","authorships":[{"author":{"id":"I5"}}]})",
       "\"I5\" is not an OpenAlex person id"},
      {R"({"id":"W2","referenced_works":["A5"]})", "\"A5\" is not an OpenAlex paper id"},
      {R"({"id":"W2","referenced_works":[5]})", "\"referenced_works\" is a number, not text"},
      {R"({"id":"W2","topics":[{"display_name":"no id"}]})", "is not an OpenAlex topic id"},
      {R"({"id":"W2","topics":[{"id":"T1","score":"high"}]})", "\"score\" is text, not a number"},
      {R"({"id":"W2","is_retracted":"yes"})", "\"is_retracted\" is text, not true or false"},
      {R"({"id":"W2","abstract_inverted_index":{"a":0}})", "not a list of positions"},
      {R"({"id":"W2","abstract_inverted_index":{"a":["x"]}})", "not a list of positions"},
      {R"({"id":"W2","primary_location":"here"})", "\"primary_location\" is text, not an object"},
      {R"({"id":"A2","affiliations":[{"institution":{"id":"I1"},"years":["x"]}]})", "not a year"},
      {R"({"id":"I2","associated_institutions":[{"id":null,"relationship":"parent"}]})",
       "institution id"},
      {R"({"id":"W2","publication_year":-5})",
       "\"publication_year\" is -5, not a year from 1000 to 2100"},
      {R"({"id":"W2","publication_year":0})", "\"publication_year\" is 0, not a year"},
      {R"({"id":"W2","publication_year":999})", "\"publication_year\" is 999, not a year"},
      {R"({"id":"W2","publication_year":2101})", "\"publication_year\" is 2101, not a year"},
      {R"({"id":"W2","publication_year":32768})", "\"publication_year\" is 32768, not a year"},
      {R"({"id":"W2","publication_year":99999999999999})",
       "\"publication_year\" is 99999999999999, not a year"},
      {R"({"id":"W2","publication_year":18446744073709551615})",
       "\"publication_year\" is 18446744073709551615, not a year"},
      {R"({"id":"W2","publication_date":"0000-00-00"})",
       "\"publication_date\" is \"0000-00-00\", not a date such as 2024-12-31"},
      {R"({"id":"W2","publication_date":"2023-02-29"})", "\"publication_date\" is \"2023-02-29\""},
      {R"({"id":"W2","updated_date":"yesterday"})",
       "\"updated_date\" is \"yesterday\", not a date"},
      {R"({"id":"A2","updated_date":"2024-13-01"})", "\"updated_date\" is \"2024-13-01\""},
      {R"({"id":"W2","cited_by_count":-1})", "\"cited_by_count\" is -1, not a whole number from 0"},
      {R"({"id":"W2","cited_by_count":4294967296})", "\"cited_by_count\" is 4294967296, not"},
      {R"({"id":"W2","cited_by_count":99999999999999999999})",
       "the number 99999999999999999999 takes more than 64 bits"},
      {R"({"id":"W2","title":"7 \"9, 01","cited_by_count":01})",
       "\"01\" is not a number as JSON writes them"},
      {R"({"id":"W2","topics":[{"id":"T1","score":1e300}]})",
       "\"score\" is 1e+300, not a number from 0 to 1"},
      {R"({"id":"W2","topics":[{"id":"T1","score":1e400}]})",
       "the number 1e400 takes more than 64 bits"},
      {R"({"id":"W2","concepts":[{"id":"C1","score":"-0.1"}]})", "\"score\" is \"-0.1\", not"},
      {R"({"id":"W2","concepts":[{"id":"C1","score":"nan"}]})", "\"score\" is \"nan\", not"},
      {R"({"id":"A2","affiliations":[{"institution":{"id":"I1"},"years":[2020,20200]}]})",
       "\"years\" is 20200, not a year from 1000 to 2100"},
  };
  for (const BadLine& bad : lines) {
    ImportFixture f;
    ImportOptions options;
    options.rejects_file = f.Path("rejects.jsonl");
    const auto report = f.ImportText(
        std::string(kGood) + "\r\n" + bad.line + "\n" + R"({"id":"W3","title":"After"})", options);
    INFO(bad.line.substr(0, 200));
    REQUIRE(report.first_rejects.size() == 1);
    INFO(report.first_rejects[0].reason);
    CHECK(report.first_rejects[0].line == 2);
    CHECK(report.first_rejects[0].reason.find(bad.reason) != std::string::npos);
    CHECK(report.records == 3);
    CHECK(report.papers == 2);
    CHECK_FALSE(report.HasErrors());
    CHECK_FALSE(f.Has("W2"));  // nothing of a rejected record is left behind
    CHECK_FALSE(f.Has("I1"));
    CHECK_FALSE(f.Has("T1"));
    const std::string log = ReadFile(f.Path("rejects.jsonl"));
    CHECK(log.find("input.jsonl\",\"line\":2,\"reason\":\"") != std::string::npos);
    CHECK(std::count(log.begin(), log.end(), '\n') == 1);
  }
}

TEST_CASE("bad input: text that no answer could carry is rejected, whatever the format") {
  const std::string longest(64 << 10, 'x');
  const std::string longer = longest + "x";
  const std::string abstract(1 << 20, 'y');
  const auto json = [](const std::string& title, const std::string& text) {
    return R"({"id":"W2","title":")" + title + R"(","abstract":")" + text + "\"}\n";
  };
  const auto csv = [](const std::string& title, const std::string& text) {
    return "id,title,abstract\nW2," + title + "," + text + "\n";
  };
  for (const bool is_json : {true, false}) {
    const auto import = [&](const std::string& title, const std::string& text) {
      ImportFixture f;
      return f.Import({f.Write("input", is_json ? json(title, text) : csv(title, text))});
    };
    CHECK(import(longest, abstract).papers == 1);
    const ImportReport title = import(longer, "");
    REQUIRE(title.first_rejects.size() == 1);
    CHECK(title.first_rejects[0].reason ==
          "\"title\" is text of 65537 bytes; at most 65536 are stored");
    const ImportReport text = import("T", abstract + "y");
    REQUIRE(text.first_rejects.size() == 1);
    CHECK(text.first_rejects[0].reason ==
          "\"abstract\" is text of 1048577 bytes; at most 1048576 are stored");
  }
  // One word at many places: some 100 MB of text from 70 kB of file.
  std::string inverted =
      R"({"id":"W2","abstract_inverted_index":{")" + std::string(20'000, 'z') + "\":[0";
  for (int i = 1; i < 5'000; ++i) inverted += "," + std::to_string(i);
  ImportFixture f;
  const ImportReport report = f.ImportText(inverted + "]}}\n");
  REQUIRE(report.first_rejects.size() == 1);
  CHECK(report.first_rejects[0].reason.find("at most 1048576 are stored") != std::string::npos);
  ImportFixture names;
  const ImportReport person =
      names.ImportText(R"({"id":"A2","display_name_alternatives":[")" + longer + "\"]}\n");
  CHECK(person.rejected == 1);
}

TEST_CASE("bad input: stop ends at the first bad record, with everything before it stored") {
  ImportFixture f;
  ImportOptions options;
  options.on_error = OnError::kStop;
  const auto report = f.ImportText(
      "{\"id\":\"W1\",\"title\":\"A\"}\nbad\n{\"id\":\"W2\",\"title\":\"B\"}\n", options);
  CHECK(report.end == ImportEnd::kStoppedAtError);
  CHECK(report.HasErrors());
  CHECK(f.Has("W1"));
  CHECK_FALSE(f.Has("W2"));
}

TEST_CASE("bad input: more rejects than allowed end the import") {
  ImportFixture f;
  ImportOptions options;
  options.max_errors = 2;
  CHECK(f.ImportText("{}\n{}\n", options).end == ImportEnd::kComplete);
  CHECK(f.ImportText("{}\n{}\n{}\n", options).end == ImportEnd::kTooManyErrors);
}

TEST_CASE("bad input: a torn file is read as far as it goes, then told with its line") {
  std::string text;
  for (int i = 1; i <= 20'000; ++i) {
    text +=
        "{\"id\":\"W" + std::to_string(i * 7919) + "\",\"title\":\"T" + std::to_string(i) + "\"}\n";
  }
  for (const std::string& packed : {testing::Gzip(text), testing::Zstd(text)}) {
    ImportFixture f;
    const auto torn =
        f.Write("torn.jsonl.gz", std::string_view(packed).substr(0, packed.size() / 2));
    const auto whole = f.Write("whole.jsonl", R"({"id":"W5","title":"T"})");
    const auto report = f.Import({torn, whole});
    REQUIRE(report.file_errors.size() == 1);
    CHECK(report.file_errors[0].line == report.records);  // one record of the other file
    CHECK(report.file_errors[0].reason.find("ends in the middle") != std::string::npos);
    CHECK(report.file_errors[0].reason.find("fetch the file again") != std::string::npos);
    CHECK(report.papers == report.records);
    CHECK(report.papers > 1'000);
    CHECK(f.Has("W5"));
    CHECK(report.HasErrors());
    ImportFixture stopped;
    ImportOptions options;
    options.on_error = OnError::kStop;
    const auto stop = stopped.Import({torn, whole}, options);
    CHECK(stop.end == ImportEnd::kStoppedAtError);
    CHECK_FALSE(stopped.Has("W5"));
  }
}

TEST_CASE("bad input: 200 MB on one line is skipped in bounded memory") {
  ImportFixture f;
  {
    std::ofstream file(f.Path("long.jsonl"), std::ios::binary);
    file << kGood << "\n{\"id\":\"W9\",\"title\":\"";
    const std::string piece(1 << 20, 'x');
    for (int i = 0; i < 200; ++i) file << piece;
    file << "\"}\n"
         << R"({"id":"W3","title":"After"})"
         << "\n";
  }
  const auto report = f.Import({f.Path("long.jsonl")});
  CHECK(report.papers == 2);
  REQUIRE(report.rejected == 1);
  CHECK(report.first_rejects[0].line == 2);
  CHECK(report.first_rejects[0].reason.find("longer than 64 MiB") != std::string::npos);
}

TEST_CASE("bad input: empty files, CRLF, BOM, blank lines and no last newline are no trouble") {
  ImportFixture f;
  const auto report = f.Import({f.Write("empty", ""), f.Write("blank", "\n\r\n  \n"),
                                f.Write("bom", std::string("\xEF\xBB\xBF") + kGood),
                                f.Write("crlf", "{\"id\":\"W2\",\"title\":\"x\"}\r\n")});
  CHECK(report.files == 4);
  CHECK(report.records == 2);
  CHECK(report.papers == 2);
  CHECK(report.rejected == 0);
}

TEST_CASE("bad input: a missing file, an unreadable one and a text file each get one sentence") {
  ImportFixture f;
  const auto missing =
      ImportFiles(f.store(), std::vector<std::string>{f.Path("nothing.jsonl")}, {}).status();
  CHECK(absl::IsNotFound(missing));
  CHECK(std::string(missing.message()).find("nothing.jsonl") != std::string::npos);
  const auto text = f.Import({f.Write("notes.txt", "Dear diary\n")});
  REQUIRE(text.file_errors.size() == 1);
  CHECK(text.file_errors[0].ToString().find("neither OpenAlex JSON nor typed CSV") !=
        std::string::npos);
  const auto locked = f.Write("locked", kGood);
  REQUIRE(chmod(locked.c_str(), 0) == 0);
  REQUIRE(chmod(f.Path("").c_str(), 0755) == 0);
  f.store();  // opened as the user who owns it
  // Root reads every file, so root has to be somebody else meanwhile.
  const bool is_root = geteuid() == 0;
  if (is_root && seteuid(65534) != 0) COTERIE_SKIP("this system does not let root be another user");
  const auto denied = f.Import({locked});
  if (is_root) REQUIRE(seteuid(0) == 0);
  REQUIRE(denied.file_errors.size() == 1);
  CHECK(denied.file_errors[0].ToString() ==
        locked + ": cannot be opened: Permission denied; check who owns it");
}

TEST_CASE(
    "bad input: a directory gives its files; manifests, merged ids and others are told as "
    "skipped") {
  ImportFixture f;
  const std::string root = f.Path("snapshot");
  for (const char* dir : {"", "/works", "/works/updated_date=2023-05-16", "/merged_ids"}) {
    REQUIRE(mkdir((root + dir).c_str(), 0700) == 0);
  }
  f.Write("snapshot/works/manifest", "{\"entries\":[]}");
  f.Write("snapshot/works/updated_date=2023-05-16/part_000", kGood);
  f.Write("snapshot/works/updated_date=2023-05-16/part_000.gz", testing::Gzip(kGood));
  f.Write("snapshot/merged_ids/2023.csv", "merge_date,id,merge_into_id\n");
  f.Write("snapshot/README.txt", "About\n");
  const auto report = f.Import({root});
  CHECK(report.files == 2);
  CHECK(report.records == 2);
  CHECK(report.papers == 1);
  CHECK(report.skipped.size() == 3);
  CHECK_FALSE(report.HasErrors());
}

TEST_CASE("bad input: a set cancel flag ends the import, and it can be run again") {
  ImportFixture f;
  std::atomic<bool> cancel = true;
  ImportOptions options;
  options.cancel = &cancel;
  CHECK(f.ImportText(kGood, options).end == ImportEnd::kCancelled);
  cancel = false;
  CHECK(f.ImportText(kGood, options).papers == 1);
}

TEST_CASE("bad input: random damage to real-looking lines never crashes and never half-stores") {
  const std::string line = OneLine(R"(
{"id":"https://openalex.org/W1","doi":"https://doi.org/10.1/x","title":"T",
"publication_year":2020,"authorships":[{"author":{"id":"https://openalex.org/A1",
"display_name":"A"},"institutions":[{"id":"https://openalex.org/I1"}]}],"referenced_works":[
"https://openalex.org/W2"],"abstract_inverted_index":{"a":[0]}})");
  uint64_t state = 88172645463325252u;
  const auto random = [&state] {
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
  };
  std::string text;
  for (int i = 0; i < 3'000; ++i) {
    std::string damaged = line;
    for (uint64_t n = 1 + random() % 3; n > 0; --n) {
      damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
    }
    text += damaged + "\n";
  }
  ImportFixture f;
  const auto report = f.ImportText(text);
  CHECK(report.rejected > 1'000);
  CHECK(report.rejected < report.records);
}

}  // namespace
}  // namespace coterie
