// What each verb prints about a store small enough to work out by hand.
#include <algorithm>
#include <sstream>

#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"

namespace coterie::testing {
namespace {

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The value that TSV gives for a field of `show`, `stats` or `import`.
std::string FieldOf(const std::string& tsv, const std::string& field) {
  for (const std::string& line : LinesOf(tsv)) {
    if (line.substr(0, field.size() + 1) == field + "\t") return line.substr(field.size() + 1);
  }
  return "(no such field)";
}

TEST_CASE("import: reports what it did, and a second import does nothing") {
  const TinyStore store;
  const Finished again = RunCoterie(store.With({"import", store.Path("works.jsonl")}));
  CHECK(again.exit_code == 0);
  std::vector<std::string> fields;
  for (const std::string& line : LinesOf(again.out))
    fields.push_back(line.substr(0, line.find('\t')));
  CHECK(fields == std::vector<std::string>{"field", "files", "records", "papers", "people",
                                           "topics", "institutions", "venues", "ignored",
                                           "rejected", "unresolved_references", "seconds"});
  CHECK(FieldOf(again.out, "records") == "5");
  CHECK(FieldOf(again.out, "papers") == "0");
  CHECK(FieldOf(again.out, "people") == "0");
  CHECK(FieldOf(again.out, "unresolved_references") == "1");
}

TEST_CASE("import: a dry run counts without making a store") {
  const TempDir directory;
  WriteFile(directory.Path("works.jsonl"), TinyWorks(LineOrder::kForward));
  const std::string db = directory.Path("none.db");
  const Finished dry =
      RunCoterie({"import", directory.Path("works.jsonl"), "--dry-run", "--json", "--db", db});
  INFO(dry.messages);
  CHECK(dry.exit_code == 0);
  CHECK(Contains(dry.out, "\"papers\":5,\"people\":4"));
  CHECK(RunCoterie({"stats", "--db", db}).exit_code == 2);
}

TEST_CASE("import: rejected records are told, kept on request, and stop it on request") {
  const TempDir directory;
  const std::string works = directory.Path("works.jsonl");
  WriteFile(works, "{\"id\":\n" + TinyWorks(LineOrder::kForward));
  const std::string rejects = directory.Path("rejects.jsonl");
  const Finished skip =
      RunCoterie({"import", works, "--rejects", rejects, "--db", directory.Path("a.db")});
  INFO(skip.messages);
  CHECK(skip.exit_code == 2);  // nobody accepted the loss
  CHECK(Contains(skip.messages, "--on-error skip"));
  CHECK(FieldOf(skip.out, "rejected") == "1");
  CHECK(FieldOf(skip.out, "papers") == "5");
  CHECK(Contains(skip.messages, "works.jsonl:1: "));
  CHECK(Contains(ReadFile(rejects), "\"line\":1"));

  const Finished stop =
      RunCoterie({"import", works, "--on-error", "stop", "--db", directory.Path("b.db")});
  CHECK(stop.exit_code == 2);
  CHECK(Contains(stop.messages, "stopped at the first bad record"));
  CHECK(RunCoterie({"import", works, "--on-error", "skip", "--db", directory.Path("e.db")})
            .exit_code == 0);
  CHECK(RunCoterie({"import", works, "--max-errors", "0", "--db", directory.Path("c.db")})
            .exit_code == 2);
  CHECK(RunCoterie({"import", works, "--max-errors", "1", "--db", directory.Path("d.db")})
            .exit_code == 0);
}

TEST_CASE("find: by the start of any word, by identifier, by type, up to a limit") {
  const TinyStore store;
  const Finished by_family = RunCoterie(store.With({"find", "oster"}));
  CHECK(by_family.exit_code == 0);
  CHECK(by_family.out ==
        "id\ttype\tname\thint\tpids\n"
        "person:1\tperson\tAda Østergård\tDelft University of Technology; 4 papers\t"
        "openalex:A5000000001; orcid:0000-0001-6187-6610\n");
  CHECK(RunCoterie(store.With({"find", "OSTERGÅRD"})).out == by_family.out);
  CHECK(RunCoterie(store.With({"find", "https://orcid.org/0000-0001-6187-6610"})).out ==
        by_family.out);
  CHECK(RunCoterie(store.With({"find", "person:1"})).out == by_family.out);

  const Finished papers = RunCoterie(store.With({"find", "graph", "--fields", "type,name,hint"}));
  CHECK(papers.out ==
        "type\tname\thint\n"
        "topic\tGraph Theory\ttopic of Theoretical Computer Science\n"
        "paper\tGraphs, and \"how\" to store them\tAda Østergård et al., 2020\n"
        "paper\tGraphs II\tAda Østergård et al., 2024\n");
  const Finished typed = RunCoterie(store.With({"find", "graph", "--type", "topic"}));
  CHECK(LinesOf(typed.out).size() == 2);
  const Finished limited = RunCoterie(store.With({"find", "graphs", "--limit", "1", "--json"}));
  CHECK(Contains(limited.out, R"("parameters":{"text":"graphs","type":null,"limit":1})"));
  CHECK(Contains(limited.out, R"("next":"paper:)"));

  const Finished nothing = RunCoterie(store.With({"find", "zzz", "--json"}));
  CHECK(nothing.exit_code == 1);
  CHECK(Contains(nothing.out, R"("results":[],"next":null)"));
  CHECK(Contains(nothing.messages, "nothing is found for \"zzz\""));
}

TEST_CASE("show: a paper, a person, a topic, an institution, a stub") {
  const TinyStore store;
  const Finished paper = RunCoterie(store.With({"show", "W1"}));
  CHECK(paper.exit_code == 0);
  CHECK(paper.out ==
        "field\tvalue\n"
        "id\tpaper:1\n"
        "type\tpaper\n"
        "name\tGraphs, and \"how\" to store them\n"
        "pids\topenalex:W1\n"
        "pids\tdoi:10.5555/one\n"
        "subtype\tarticle\n"
        "year\t2020\n"
        "date\t2020-03-01\n"
        "authors\t1. Ada Østergård (person:1), corresponding; Delft University of Technology\n"
        "authors\t2. Ben O’Malley (person:2)\n"
        "topics\tGraph Theory (topic:1) 0.9\n"
        "references\t0\n"
        "unresolved_references\t0\n"
        "cited_by\t2\n"
        "abstract\tWe store graphs.\n");
  const Finished person = RunCoterie(store.With({"show", "A5000000001"}));
  CHECK(FieldOf(person.out, "papers") == "4");
  CHECK(FieldOf(person.out, "topics") == "2");
  CHECK(FieldOf(person.out, "collaborators") == "3");
  CHECK(FieldOf(person.out, "affiliations") ==
        "Delft University of Technology (institution:1), 2020, 2024, from papers");
  CHECK(FieldOf(RunCoterie(store.With({"show", "A5000000002"})).out, "affiliations") ==
        "not imported");
  CHECK(FieldOf(RunCoterie(store.With({"show", "T10"})).out, "parents") ==
        "Theoretical Computer Science (topic:4)");
  CHECK(FieldOf(RunCoterie(store.With({"show", "I98358874"})).out, "country") == "NL");
  const Finished stub = RunCoterie(store.With({"show", "W99"}));
  CHECK(stub.exit_code == 0);
  CHECK(FieldOf(stub.out, "stub") == "true");
  CHECK(FieldOf(stub.out, "cited_by") == "1");
  CHECK(Contains(stub.messages, "Known only as a reference"));

  const Finished json = RunCoterie(store.With({"show", "W4", "--json", "--fields", "authors"}));
  CHECK(Contains(json.out, R"({"person":null,"raw_name":"N. N.","corresponding":false)"));
  const Finished two = RunCoterie(store.With({"show", "W1", "W4", "--fields", "name"}));
  CHECK(
      two.out ==
      "of\tfield\tvalue\npaper:1\tname\tGraphs, and \"how\" to store them\npaper:5\tname\tPaths\n");
}

// Y = 2024. Ada with Ben: 2^(-4/5) / 1 + 1 / 2; with Cy: 1 / 2; with Dee, undated: 1 / 2 / 1.
TEST_CASE("collaborators: rows, order and what did not count") {
  const TinyStore store;
  const Finished rows = RunCoterie(store.With({"collaborators", "A5000000001"}));
  CHECK(rows.exit_code == 0);
  CHECK(rows.out ==
        "id\tpids\tname\tstrength\tshared_papers\tfirst_year\tlast_year\ttopics\tinstitutions\n"
        "person:2\topenalex:A5000000002\tBen O’Malley\t1.07435\t2\t2020\t2024\t"
        "Graph Theory; Databases\t\n"
        "person:3\topenalex:A5000000003\t王 Cy\t0.5\t1\t2024\t2024\tGraph Theory; Databases\t\n"
        "person:4\topenalex:A5000000004\tDee\t0.5\t1\t\t\t\t\n");
  CHECK(Contains(rows.messages, "1 paper without a year counted as one half-life old."));
  // Where nothing decays, its factor is 1 like that of every paper.
  for (const std::vector<std::string>& flags :
       {std::vector<std::string>{"--half-life", "inf"}, {"--counting", "full"}}) {
    std::vector<std::string> arguments = {"collaborators", "A5000000001"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    CHECK_FALSE(Contains(RunCoterie(store.With(arguments)).messages, "half-life old"));
  }
  CHECK(Contains(
      RunCoterie(store.With({"collaborators", "A5000000001", "--max-authors", "1"})).messages,
      "with more than 1 author (--max-authors)"));
  const Finished quiet = RunCoterie(store.With({"collaborators", "A5000000001", "--quiet"}));
  CHECK(quiet.messages.empty());
  CHECK(quiet.out == rows.out);

  const Finished json =
      RunCoterie(store.With({"collaborators", "A5000000001", "--json", "--no-retracted",
                             "--max-authors", "2", "--as-of", "2023", "--limit", "1"}));
  CHECK(Contains(
      json.out,
      R"({"parameters":{"id":"person:1","limit":1,"half_life":5,"as_of":2023,)"
      R"("years":null,"counting":"fractional","max_authors":2,)"
      R"("no_retracted":true,"topic":[],"institution":[],"venue":[],)"
      R"("norm":"none","explain":false,"formula":"strength 1"},"person":{"id":"person:1",)"));
  CHECK(Contains(json.out,
                 R"("results":[{"id":"person:2","pids":["openalex:A5000000002"],)"
                 R"("name":"Ben O’Malley","strength":0.6597539553864471,"shared_papers":1,)"
                 R"("first_year":2020,"last_year":2020,)"));
  CHECK(Contains(json.out, R"("next":null,"total":1,"close_collaborators":0,)"
                           R"("left_out":{"hyper_authored":0,"after_as_of":2,"retracted":1},)"
                           R"("undated_counted":0})"));
}

TEST_CASE("collaborators: every option changes what it says") {
  const TinyStore store;
  const auto strengths = [&](std::vector<std::string> flags) {
    std::vector<std::string> arguments = {"collaborators", "person:1", "--fields", "name,strength"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    std::vector<std::string> lines = LinesOf(RunCoterie(store.With(arguments)).out);
    if (!lines.empty()) lines.erase(lines.begin());
    return lines;
  };
  using Lines = std::vector<std::string>;
  CHECK(strengths({"--half-life", "inf"}) == Lines{"Ben O’Malley\t1.5", "Dee\t1", "王 Cy\t0.5"});
  CHECK(strengths({"--counting", "full", "--half-life", "inf"}) ==
        Lines{"Ben O’Malley\t2", "王 Cy\t1", "Dee\t1"});
  CHECK(strengths({"--years", "2021..", "--half-life", "inf"}) ==
        Lines{"Ben O’Malley\t0.5", "王 Cy\t0.5"});
  CHECK(strengths({"--years", "..2020", "--half-life", "inf"}) == Lines{"Ben O’Malley\t1"});
  CHECK(strengths({"--years", "2020", "--half-life", "inf"}) == Lines{"Ben O’Malley\t1"});
  CHECK(strengths({"--no-retracted", "--half-life", "inf"}) ==
        Lines{"Ben O’Malley\t1.5", "王 Cy\t0.5"});
  CHECK(strengths({"--topic", "T11", "--half-life", "inf"}) ==
        Lines{"Ben O’Malley\t0.5", "王 Cy\t0.5"});
  CHECK(strengths({"--limit", "1", "--half-life", "inf"}) == Lines{"Ben O’Malley\t1.5"});
  CHECK(strengths({"--max-authors", "2", "--half-life", "inf"}) ==
        Lines{"Ben O’Malley\t1", "Dee\t1"});
  for (const char* norm : {"salton", "jaccard", "association"}) {
    CHECK(strengths({"--norm", norm}) != strengths({}));
  }
}

TEST_CASE("collaborators: --explain shows the definition, the papers and their weights") {
  const TinyStore store;
  const Finished tsv = RunCoterie(
      store.With({"collaborators", "person:1", "--explain", "--fields", "id,strength,papers"}));
  CHECK(tsv.out ==
        "id\tstrength\tpapers\n"
        "person:2\t1.07435\tpaper:1=0.574349; paper:2=0.5\n"
        "person:3\t0.5\tpaper:2=0.5\n"
        "person:4\t0.5\tpaper:6=0.5\n");
  const Finished json =
      RunCoterie(store.With({"collaborators", "person:1", "--explain", "--json"}));
  CHECK(Contains(json.out, R"("definition":")"));
  CHECK(Contains(json.out,
                 R"("papers":[{"id":"paper:1","name":"Graphs, and \"how\" to store them",)"
                 R"("year":2020,"authors":2,"weight":0.5743491774985174},)"));
  const Finished table =
      RunCoterie(store.With({"collaborators", "person:1", "--explain", "--table"}));
  CHECK(
      Contains(table.out, "0.574349  2020  2 authors  paper:1  Graphs, and \"how\" to store them"));
}

TEST_CASE("collaborators: ids from standard input, also as another verb printed them") {
  const TinyStore store;
  const Finished found = RunCoterie(store.With({"find", "graphs", "--fields", "id"}));
  CHECK(RunCoterie(store.With({"show", "-", "--fields", "year"}), {.input = found.out}).out ==
        "of\tfield\tvalue\npaper:1\tyear\t2020\npaper:2\tyear\t2024\n");

  const Finished several =
      RunCoterie(store.With({"collaborators", "-", "--limit", "1", "--fields", "of,name"}),
                 {.input = "id\ttype\nperson:1\tperson\n\nA5000000003\r\n"});
  CHECK(several.exit_code == 0);
  CHECK(several.out == "of\tname\nperson:1\tBen O’Malley\nperson:3\tBen O’Malley\n");

  const Finished mixed =
      RunCoterie(store.With({"collaborators", "-", "--jsonl", "--fields", "of,id"}),
                 {.input = "A999\nnonsense\nperson:4\n"});
  CHECK(mixed.exit_code == 2);
  CHECK(mixed.out == "{\"of\":\"person:4\",\"id\":\"person:1\"}\n");
  CHECK(LinesOf(mixed.messages).size() >= 2);
  CHECK(RunCoterie(store.With({"collaborators", "-"}), {.input = "A999\n"}).exit_code == 1);
  CHECK(RunCoterie(store.With({"collaborators", "-", "--json"}), {.input = ""}).out ==
        "{\"answers\":[]}\n");
}

// Without Ada, Ben and Cy are tied by W2 and W3; Dee stands alone.
TEST_CASE("ego: members, ties and measures") {
  const TinyStore store;
  const Finished members = RunCoterie(store.With(
      {"ego", "person:1", "--half-life", "inf", "--fields", "id,strength,ties,core,component"}));
  CHECK(members.out ==
        "id\tstrength\tties\tcore\tcomponent\n"
        "person:2\t1.5\t1\t2\t0\n"
        "person:4\t1\t0\t1\t1\n"
        "person:3\t0.5\t1\t2\t0\n");
  CHECK(Contains(members.messages,
                 "3 members, 1 tie among them; density 0.333333, degeneracy 2, 2 "
                 "components without the ego, the largest of 2."));
  const Finished ties = RunCoterie(store.With({"ego", "person:1", "--half-life", "inf", "--ties"}));
  CHECK(ties.out ==
        "source\tsource_name\ttarget\ttarget_name\tstrength\tshared_papers\n"
        "person:2\tBen O’Malley\tperson:3\t王 Cy\t1.5\t2\n");
  const Finished json = RunCoterie(store.With({"ego", "person:1", "--half-life", "inf", "--json"}));
  CHECK(Contains(json.out, "; distance = least sum of 1/strength along ties from the ego; "));
  CHECK(Contains(json.out, R"("measures":{"members":3,"total_collaborators":3,"ties":1,)"));
  CHECK(Contains(json.out, R"("ties":[{"source":"person:2","target":"person:3","strength":1.5,)"
                           R"("shared_papers":2}],"next":null,"left_out":)"));
}

TEST_CASE("stats: counts what was imported") {
  const TinyStore store;
  const std::string stats = RunCoterie(store.With({"stats"})).out;
  CHECK(FieldOf(stats, "papers") == "5");
  CHECK(FieldOf(stats, "people") == "4");
  CHECK(FieldOf(stats, "authorships") == "11");
  CHECK(FieldOf(stats, "anonymous_authorships") == "1");
  CHECK(FieldOf(stats, "topic_assignments") == "3");
  CHECK(FieldOf(stats, "citations") == "2");
  CHECK(FieldOf(stats, "unresolved_references") == "1");
  CHECK(FieldOf(stats, "stubs") == "1");
  CHECK(FieldOf(stats, "abstracts") == "1");
  CHECK(FieldOf(stats, "as_of_year") == "2024");
  CHECK(FieldOf(RunCoterie(store.With({"stats", "--storage"})).out, "format_version") == "1");
}

TEST_CASE("dump: equal content gives equal bytes, whatever the order of arrival") {
  const TinyStore store;
  const std::string backwards = store.Path("backwards.db");
  WriteFile(store.Path("backwards.jsonl"), TinyWorks(LineOrder::kBackward));
  REQUIRE(RunCoterie({"import", store.Path("backwards.jsonl"), "--db", backwards}).exit_code == 0);
  const Finished forward = RunCoterie(store.With({"dump"}));
  CHECK(forward.exit_code == 0);
  CHECK(forward.out == RunCoterie({"dump", "--db", backwards}).out);
  REQUIRE(RunCoterie(store.With({"import", store.Path("works.jsonl")})).exit_code == 0);
  CHECK(forward.out == RunCoterie(store.With({"dump"})).out);
  std::vector<std::string> lines = LinesOf(forward.out);
  CHECK(lines.size() == 5 + 1 + 4 + 5 + 1);  // papers, stub, people, topics, institution
  for (const char* internal : {"person:", "paper:", "sequence", "stamp"}) {
    CHECK_FALSE(Contains(forward.out, internal));
  }
}

}  // namespace
}  // namespace coterie::testing
