// One list in every format; tables that fit; cells that survive.
#include "tools/cli/result_writer.h"

#include <unistd.h>

#include "tests/support/catch.h"
#include "tools/cli/display_width.h"

namespace coterie::cli {
namespace {

// What a use of the writer printed on standard output and standard error.
struct Printed {
  std::string out;
  std::string messages;
  absl::Status status;
};

std::string Drain(int descriptor) {
  std::string text;
  char buffer[4096];
  for (ssize_t n = 0; (n = ::read(descriptor, buffer, sizeof(buffer))) > 0;) {
    text.append(buffer, static_cast<size_t>(n));
  }
  ::close(descriptor);
  return text;
}

using Subjects = ResultWriter::Subjects;

// REQUIRES: less text than a pipe holds.
template <typename Result>
Printed Print(const std::vector<Result>& results, OutputOptions options,
              Subjects subjects = Subjects::kOne, Terminal terminal = {}) {
  int out_ends[2];
  int message_ends[2];
  REQUIRE(::pipe(out_ends) == 0);
  REQUIRE(::pipe(message_ends) == 0);
  Printed printed;
  {
    OutStream out(out_ends[1], "standard output");
    OutStream messages(message_ends[1], "standard error");
    ResultWriter writer(out, messages, terminal, std::move(options), subjects);
    for (const Result& result : results) printed.status.Update(writer.Add(result));
    printed.status.Update(writer.Finish());
  }
  ::close(out_ends[1]);
  ::close(message_ends[1]);
  printed.out = Drain(out_ends[0]);
  printed.messages = Drain(message_ends[0]);
  return printed;
}

ResultSet People() {
  ResultSet set;
  set.columns = {{.name = "id"},
                 {.name = "name", .width_min = 8},
                 {.name = "shared_papers"},
                 {.name = "strength"},
                 {.name = "topics", .width_min = 8, .drop_rank = 1},
                 {.name = "close", .shown = Column::Shown::kOnRequest}};
  set.rows = {{"person:1", "Yuxiong He", 9, 2.0 / 3,
               List{RefValue(NodeId(NodeKind::kTopic, 7), "A; B")}, true},
              {"person:2", "Tab\there, \"quoted\"\nline\\", 12, 0.1, List{}, false}};
  set.head = {{"parameters", Object{{"half_life", NumberOrInf(5)}, {"as_of", YearValue(kNoYear)}}}};
  set.tail = {{"next", Value()}};
  set.subject = "person:9";
  set.title = "Minjia Zhang";
  set.notes = {"a note"};
  return set;
}

TEST_CASE("result writer: TSV has a header line, six digits, and escapes what would break a row") {
  const Printed printed = Print(std::vector{People()}, {.format = Format::kTsv});
  REQUIRE_OK(printed.status);
  CHECK(printed.out ==
        "id\tname\tshared_papers\tstrength\ttopics\n"
        "person:1\tYuxiong He\t9\t0.666667\tA; B\n"
        "person:2\tTab\\there, \"quoted\"\\nline\\\\\t12\t0.1\t\n");
  CHECK(printed.messages == "a note\n");
}

TEST_CASE("result writer: CSV quotes by RFC 4180") {
  const Printed printed = Print(std::vector{People()}, {.format = Format::kCsv});
  CHECK(printed.out ==
        "id,name,shared_papers,strength,topics\r\n"
        "person:1,Yuxiong He,9,0.666667,A; B\r\n"
        "person:2,\"Tab\there, \"\"quoted\"\"\nline\\\",12,0.1,\r\n");
  CHECK(CsvCell(" padded") == "\" padded\"");
  CHECK(CsvCell("plain") == "plain");
  CHECK(CsvCell("") == "");
}

TEST_CASE("result writer: JSON is one object with numbers that read back equal") {
  const Printed printed = Print(std::vector{People()}, {.format = Format::kJson});
  CHECK(printed.out ==
        R"({"parameters":{"half_life":5,"as_of":null},"results":[)"
        R"({"id":"person:1","name":"Yuxiong He","shared_papers":9,"strength":0.6666666666666666,)"
        R"("topics":[{"id":"topic:7","name":"A; B"}]},)"
        R"({"id":"person:2","name":"Tab\there, \"quoted\"\nline\\","shared_papers":12,)"
        R"("strength":0.1,"topics":[]}],"next":null})"
        "\n");
  CHECK(printed.messages.empty());  // the object says it all
}

TEST_CASE("result writer: JSONL is one row a line, and --fields chooses and orders") {
  const Printed printed =
      Print(std::vector{People()}, {.format = Format::kJsonl, .fields = {"close", "id"}});
  CHECK(printed.out ==
        "{\"close\":true,\"id\":\"person:1\"}\n{\"close\":false,\"id\":\"person:2\"}\n");
}

TEST_CASE("result writer: a field that is none is refused with those that are") {
  const Printed printed =
      Print(std::vector{People()}, {.format = Format::kTsv, .fields = {"nome"}});
  REQUIRE_FALSE(printed.status.ok());
  CHECK(
      std::string(printed.status.message()) ==
      "there is no field \"nome\" here; --fields takes id, name, shared_papers, strength, topics, "
      "close");
  CHECK(printed.out.empty());
}

TEST_CASE("result writer: several subjects are told apart in every format") {
  const std::vector<ResultSet> two = {People(), People()};
  const Printed tsv =
      Print(two, {.format = Format::kTsv, .fields = {"of", "id"}}, Subjects::kSeveral);
  CHECK(tsv.out ==
        "of\tid\nperson:9\tperson:1\nperson:9\tperson:2\nperson:9\tperson:1\nperson:9\tperson:2\n");
  CHECK(
      Print(std::vector{People()}, {.format = Format::kTsv}, Subjects::kSeveral).out.substr(0, 6) ==
      "of\tid\t");
  const Printed json = Print(two, {.format = Format::kJson, .fields = {"id"}}, Subjects::kSeveral);
  CHECK(json.out.substr(0, 26) == "{\"answers\":[\n{\"parameters\"");
  const std::string end = "\"next\":null}\n]}\n";
  CHECK(json.out.substr(json.out.size() - end.size()) == end);
  CHECK(Print(std::vector<ResultSet>{}, {.format = Format::kJson}, Subjects::kSeveral).out ==
        "{\"answers\":[]}\n");
  const Printed table = Print(two, {.format = Format::kTable}, Subjects::kSeveral);
  CHECK(table.out.find("Minjia Zhang (person:9)\n") == 0);
}

TEST_CASE("result writer: notes of several subjects say whose they are, definitions once") {
  ResultSet people = People();
  people.head.emplace_back("definition", "S = c");
  people.notes = {"S = c", "2 people."};
  const std::vector<ResultSet> two = {people, people};
  const std::string expected = "S = c\nperson:9: 2 people.\nperson:9: 2 people.\n";
  for (const Format format : {Format::kTsv, Format::kJsonl, Format::kTable}) {
    CHECK(Print(two, {.format = format}, Subjects::kSeveral).messages == expected);
  }
  CHECK(Print(std::vector{people}, {.format = Format::kTsv}).messages == "S = c\n2 people.\n");
}

TEST_CASE("result writer: --quiet leaves the notes out") {
  OutputOptions options = {.format = Format::kTsv};
  options.notes = OutputOptions::Notes::kQuiet;
  CHECK(Print(std::vector{People()}, options).messages.empty());
}

TEST_CASE("result writer: only a terminal with colours gets escape sequences") {
  const Terminal colored = {.out_is_terminal = true, .colored = true, .columns = 80};
  const Terminal plain = {.out_is_terminal = true, .colored = false, .columns = 80};
  const auto table = [](const Terminal& terminal) {
    return Print(std::vector{People()}, {.format = Format::kTable}, Subjects::kOne, terminal).out;
  };
  CHECK(table(colored).find('\x1b') != std::string::npos);
  CHECK(table(plain).find('\x1b') == std::string::npos);
}

TEST_CASE("table: fits any width by cutting, then by leaving columns out, and says which") {
  const ResultSet people = People();
  for (size_t width = 43; width <= 100; ++width) {
    const TableLayout layout = LayOutTable(people.columns, people.rows, width);
    INFO("width " << width);
    for (const std::string& line : layout.heading) CHECK(DisplayWidth(line) <= width);
    for (const std::string& line : layout.lines) CHECK(DisplayWidth(line) <= width);
    CHECK((layout.dropped.empty() || layout.dropped == std::vector<std::string>{"topics"}));
  }
  CHECK(LayOutTable(people.columns, people.rows, 100).dropped.empty());
}

TEST_CASE("table: numbers are flush right, and long headings stand on two lines") {
  ResultSet set = People();
  set.columns.resize(3);
  for (List& row : set.rows) row.resize(3);
  set.rows[1][1] = "王小明";
  const TableLayout layout = LayOutTable(set.columns, set.rows, 80);
  CHECK(layout.heading ==
        std::vector<std::string>{"                      shared", "id        name        papers"});
  CHECK(layout.lines ==
        std::vector<std::string>{"person:1  Yuxiong He       9", "person:2  王小明          12"});
}

TEST_CASE("record: fields and values off a terminal, a block on it, an object in JSON") {
  Record record;
  record.object = {
      {"id", "paper:1"}, {"pids", List{"doi:10.1000/a", "arxiv:2201.05596"}}, {"year", Value()}};
  record.lines = {{"id", "paper:1"}, {"pids", "doi:10.1000/a"}, {"pids", "arxiv:2201.05596"}};
  record.title = "A title";
  CHECK(Print(std::vector{record}, {.format = Format::kTsv}).out ==
        "field\tvalue\nid\tpaper:1\npids\tdoi:10.1000/a\npids\tarxiv:2201.05596\n");
  CHECK(Print(std::vector{record}, {.format = Format::kJson}).out ==
        "{\"id\":\"paper:1\",\"pids\":[\"doi:10.1000/a\",\"arxiv:2201.05596\"],\"year\":null}\n");
  CHECK(Print(std::vector{record}, {.format = Format::kTable}).out ==
        "A title\nid    paper:1\npids  doi:10.1000/a\n      arxiv:2201.05596\n");
  CHECK(Print(std::vector{record}, {.format = Format::kTsv, .fields = {"year"}}).out ==
        "field\tvalue\n");
  CHECK_FALSE(Print(std::vector{record}, {.format = Format::kTsv, .fields = {"age"}}).status.ok());
}

TEST_CASE("value: the text of every kind of value") {
  CHECK(TextOf(Value()) == "");
  CHECK(TextOf(true) == "true");
  CHECK(TextOf(-3) == "-3");
  CHECK(TextOf(18446744073709551615u) == "18446744073709551615");
  CHECK(TextOf(1e-7) == "1e-07");
  CHECK(TextOf(123456789.0) == "1.23457e+08");
  CHECK(TextOf(0.9876f) == "0.9876");
  CHECK(TextOf(List{"a", 1}) == "a; 1");
  CHECK(TextOf(NumberOrInf(std::numeric_limits<double>::infinity())) == "inf");
  JsonWriter json;
  WriteJson(List{0.1f, 0.1, "\xFF", Value()}, json);
  CHECK(std::string(json.text()) == "[0.1,0.1,\"\uFFFD\",null]");
}

}  // namespace
}  // namespace coterie::cli
