// Typed CSV: every kind of file, quoting, bad rows, and the same store as from JSON.
#include "tests/ingest/import_fixture.h"

namespace coterie {
namespace {

using testing::FactsText;
using testing::ImportFixture;
using testing::OneLine;
using testing::StoreText;
using testing::ValueOf;

const std::vector<std::pair<const char*, const char*>> kFiles = {
    {"papers.csv",
     "id,title,year,type,doi,venue,abstract\n"
     "openalex:W1,\"Graphs, and \"\"how\"\" to\nstore them\",2021,article,10.5555/12345678,S7,We "
     "store.\n"
     "https://openalex.org/W2,Second,,,,,\n"},
    {"people.csv", "id,name,orcid\nA1,Ada Example,0000-0002-1825-0097\nA2,Bo,\n"},
    {"institutions.csv", "id,name,country,parent\nI1,Lab,US,I2\nI2,Uni,US,\n"},
    {"topics.csv",
     "id,name,level,parent\nT1,Topic,topic,subfields/1702\nsubfields/1702,AI,subfield,\n"},
    {"venues.csv", "id,name,type\nS7,Journal,journal\n"},
    {"authorships.csv",
     "paper,position,person,corresponding,institutions,raw_name\n"
     "W1,2,A2,0,,B.\nW1,1,A1,1,I1;I2,A. Example\nW1,3,,,,Nobody\nW2,1,A1,0,,A. Example\n"},
    {"topic_assignments.csv", "paper,topic,score\nW1,T1,0.5\nW2,T1,0.25\n"},
    {"citations.csv", "citing,cited\nW1,W2\nW1,W9\nW2,W9\n"},
    {"affiliations.csv", "person,institution,years\nA1,I1,2020;2018\nA1,I2,\n"}};

const std::string kSameAsJson = OneLine(R"(
{"id":"W1","title":"Graphs, and \"how\" to store them","publication_year":2021,
"type":"article","doi":"10.5555/12345678","primary_location":{"source":{"id":"S7",
"display_name":"Journal","type":"journal"}},"abstract_inverted_index":{"We":[0],"store.":[1]},
"authorships":[{"author":{"id":"A1","display_name":"Ada Example",
"orcid":"0000-0002-1825-0097"},"is_corresponding":true,"raw_author_name":"A. Example",
"institutions":[{"id":"I1","display_name":"Lab","country_code":"US","lineage":["I1","I2"]},{
"id":"I2","display_name":"Uni","country_code":"US","lineage":["I2"]}]},{"author":{"id":"A2",
"display_name":"Bo"},"raw_author_name":"B."},{"author":{"id":null},
"raw_author_name":"Nobody"}],"topics":[{"id":"T1","display_name":"Topic","score":0.5,
"subfield":{"id":"subfields/1702","display_name":"AI"}}],"referenced_works":["W2","W9"]})") +
                                "\n" + OneLine(R"(
{"id":"W2","title":"Second","authorships":[{"author":{"id":"A1","display_name":"Ada Example",
"orcid":"0000-0002-1825-0097"},"raw_author_name":"A. Example"}],"topics":[{"id":"T1",
"display_name":"Topic","score":0.25}],"referenced_works":["W9"]})") +
                                "\n" + OneLine(R"(
{"id":"A1","display_name":"Ada Example","orcid":"0000-0002-1825-0097","affiliations":[{
"institution":{"id":"I1","display_name":"Lab","country_code":"US"},"years":[2018,2020]},{
"institution":{"id":"I2","display_name":"Uni","country_code":"US"},"years":[]}]})");

std::vector<std::string> WriteAll(ImportFixture& f) {
  std::vector<std::string> paths;
  for (const auto& [name, content] : kFiles) paths.push_back(f.Write(name, content));
  return paths;
}

TEST_CASE("csv: nine kinds of file give the store that the same facts as JSON give") {
  ImportFixture csv, json;
  const ImportReport report = csv.Import(WriteAll(csv));
  CHECK(report.rejected == 0);
  CHECK(report.files == 9);
  CHECK(report.papers == 2);
  CHECK(report.people == 2);
  CHECK(report.institutions == 2);
  CHECK(report.topics == 2);
  CHECK(report.venues == 1);
  CHECK(report.unresolved_references == 2);
  json.ImportText(kSameAsJson);
  CHECK(FactsText(csv.store()) == FactsText(json.store()));
}

TEST_CASE("csv: files in any order and twice give the same store") {
  ImportFixture straight, reversed;
  straight.Import(WriteAll(straight));
  auto paths = WriteAll(reversed);
  std::reverse(paths.begin(), paths.end());
  reversed.Import(paths);
  CHECK(StoreText(straight.store()) == StoreText(reversed.store()));
  const uint64_t sequence = reversed.store().Read().sequence();
  const ImportReport again = reversed.Import(paths);
  CHECK(again.papers + again.people + again.topics + again.institutions + again.venues == 0);
  CHECK(reversed.store().Read().sequence() == sequence);
}

TEST_CASE("csv: every bad row is rejected with its line and reason, the others stay") {
  ImportFixture f;
  const auto report =
      f.Import({f.Write("papers.csv",
                        "id,title,year\nW1,Good,2020\nA1,Person,2020\nW2,Bad year,20x\n"
                        "W3,too,many,fields\nW4,\"torn\" quote,1\nW5,\xFF,1999\n\nW6,Last,1999")});
  CHECK(report.records == 7);
  CHECK(report.papers == 2);
  CHECK(f.Has("W6"));
  REQUIRE(report.first_rejects.size() == 5);
  CHECK(report.first_rejects[0].ToString().find("papers.csv:3: \"A1\" is not the id of a paper") !=
        std::string::npos);
  CHECK(report.first_rejects[1].reason.find("\"20x\" is not a year") != std::string::npos);
  CHECK(report.first_rejects[2].reason == "the row has 4 fields, the header has 3");
  CHECK(report.first_rejects[3].reason.find("quote") != std::string::npos);
  CHECK(report.first_rejects[4].reason == "not valid UTF-8");
  CHECK(report.first_rejects[4].line == 7);
}

TEST_CASE("csv: rows of one paper must stand next to each other") {
  ImportFixture f;
  const auto report =
      f.Import({f.Write("citations.csv", "citing,cited\nW1,W2\nW3,W2\nW1,W4\nW1,W5\n")});
  REQUIRE(report.rejected == 1);
  CHECK(report.first_rejects[0].line == 4);
  CHECK(
      report.first_rejects[0].reason ==
      "the rows of openalex:W1 do not stand next to each other; sort the file by its first column");
  CHECK_FALSE(f.Has("W77"));
  CHECK(f.store().Read().counts().unresolved_references == 2);
}

TEST_CASE("csv: a header that is none, or of no kind, or misspelt, is refused with one sentence") {
  ImportFixture f;
  for (const auto& [text, part] :
       {std::pair("hello world\n1\n", "no columns called \"hello world\""),
        {"id,name\nA1,x\n", "does not tell what the file holds"},
        {"id,title,id\n", "\"id\" twice"},
        {"id,title,orcid\n", "one of papers, which have no column \"orcid\""},
        {"cited,citing\n", "must stand first"},
        {"paper,position\n", "has no column \"person\""}}) {
    const auto report = f.Import({f.Write("x.csv", text)});
    CHECK(report.HasErrors());
    REQUIRE(report.file_errors.size() == 1);
    INFO(report.file_errors[0].reason);
    CHECK(report.file_errors[0].reason.find(part) != std::string::npos);
  }
}

TEST_CASE("csv: nodes of another source join by DOI and ORCID, those of one source stay apart") {
  ImportFixture f;
  f.Import({f.Write("a.csv", "id,title,doi\ndblp:journals/x/Y20,From dblp,10.1234/x\n"),
            f.Write("b.jsonl", OneLine(R"(
{"id":"W1","title":"From OpenAlex","doi":"10.1234/x","updated_date":"2025-01-01"})") +
                                   "\n" + OneLine(R"(
{"id":"W2","title":"Twin","doi":"10.1234/x","updated_date":"2025-01-01"})"))});
  CHECK(f.Find("dblp:journals/x/Y20") == f.Find("W1"));
  CHECK(f.Find("10.1234/x") == f.Find("W1"));
  CHECK(f.Find("W2") != f.Find("W1"));
  CHECK(f.Get<PaperRecord>("W1").header.name == "From OpenAlex");
}

TEST_CASE("csv: a later date wins whatever the order") {
  const std::string head = "id,title,updated\n";
  for (const bool later_first : {false, true}) {
    ImportFixture f;
    const auto old_file = f.Write("old.csv", head + "W1,Old,2020-01-01\n");
    const auto new_file = f.Write("new.csv", head + "W1,New,2024-01-01\n");
    f.Import(later_first ? std::vector{new_file, old_file} : std::vector{old_file, new_file});
    CHECK(f.Get<PaperRecord>("W1").header.name == "New");
  }
}

}  // namespace
}  // namespace coterie
