// coterie path, run as the program: its flags, formats and complaints.
#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"

namespace coterie::testing {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Cy and Dee are joined through Ada alone, by W2 (2024) and W5 (undated).
TEST_CASE("path: a row a node off a terminal, a block a path on it") {
  const TinyStore store;
  const Finished tsv = RunCoterie(store.With({"path", "A5000000003", "A5000000004"}));
  INFO(tsv.messages);
  CHECK(tsv.exit_code == 0);
  CHECK(tsv.out ==
        "id\tpath\tstep\tname\tvia_paper\tvia_name\tshared_papers\n"
        "person:3\t1\t0\t王 Cy\t\t\t\n"
        "person:1\t1\t1\tAda Østergård\tpaper:2\tGraphs II\t1\n"
        "person:4\t1\t2\tDee\tpaper:6\tWithdrawn\t1\n");
  CHECK(Contains(tsv.messages, "Distance 2; 1 path; "));
  const Finished table = RunCoterie(store.With({"path", "A5000000002", "A5000000004", "--table"}));
  CHECK(table.out ==
        "1. Ben O’Malley (person:2)\n"
        "     | Graphs II (paper:2), one of 2 that they share\n"
        "   Ada Østergård (person:1)\n"
        "     | Withdrawn (paper:6)\n"
        "   Dee (person:4)\n");
}

TEST_CASE("path: JSON as documented") {
  const TinyStore store;
  const Finished json = RunCoterie(store.With({"path", "A5000000003", "A5000000004", "--json"}));
  INFO(json.out);
  CHECK(json.exit_code == 0);
  for (const char* part :
       {R"({"parameters":{"from":"person:3","to":"person:4","over":"coauthor","weighted":false,)"
        R"("max_paths":100,"longer":0,"k":null,"any":false,"direction":null,"exclude":[],)"
        R"("paper_type":[],"half_life":5,"as_of":null,)",
        R"("explain":false,"formula":"path 1"},)",
        R"("from":{"id":"person:3","name":"王 Cy"},"to":{"id":"person:4","name":"Dee"},)"
        R"("distance":2,"count":1,"count_is_exact":true,"count_is_saturated":false,)"
        R"("paths":[[{"id":"person:3","name":"王 Cy","via_paper":null},{"id":"person:1",)"
        R"("name":"Ada Østergård","via_paper":"paper:2","via_name":"Graphs II",)"
        R"("shared_papers":1},{"id":"person:4","name":"Dee","via_paper":"paper:6",)",
        R"("lengths":[2],"explored":)", R"("component_sizes":null})"}) {
    CHECK(Contains(json.out, part));
  }
  const Finished lines = RunCoterie(store.With({"path", "A5000000001", "A5000000004", "--jsonl"}));
  CHECK(lines.out ==
        R"({"length":1,"nodes":[{"id":"person:1","name":"Ada Østergård","via_paper":null},)"
        R"({"id":"person:4","name":"Dee","via_paper":"paper:6","via_name":"Withdrawn",)"
        R"("shared_papers":1}]})"
        "\n");
  const Finished self = RunCoterie(store.With({"path", "A5000000001", "A5000000001", "--json"}));
  CHECK(self.exit_code == 0);
  CHECK(Contains(self.out, R"("distance":0,"count":1,)"));
}

TEST_CASE("path: where there is none, the sizes of both sides are told") {
  const TinyStore store;
  const Finished none =
      RunCoterie(store.With({"path", "A5000000003", "A5000000004", "--json", "--no-retracted"}));
  INFO(none.out);
  CHECK(none.exit_code == 1);
  CHECK(Contains(none.out, R"("distance":null,"count":0,"count_is_exact":true,)"));
  CHECK(Contains(none.out, R"("paths":[],"lengths":[],"explored":)"));
  CHECK(Contains(none.out, R"("component_sizes":{"from":{"nodes":3,"at_least":false},)"
                           R"("to":{"nodes":1,"at_least":false}}})"));
  CHECK(Contains(none.messages, "no path leads from 王 Cy (person:3) to Dee (person:4)"));
  const Finished table =
      RunCoterie(store.With({"path", "A5000000003", "A5000000004", "--table", "--no-retracted"}));
  CHECK(table.exit_code == 1);
  CHECK(
      Contains(table.messages,
               "people were met in the search; 王 Cy is joined to 2 other people, Dee is joined to "
               "no other person.\n"));
  const Finished directed =
      RunCoterie(store.With({"path", "W1", "W2", "--table", "--direction", "references"}));
  CHECK(directed.exit_code == 1);
  CHECK(Contains(directed.messages, " reaches no other paper, Graphs II is reached from "));
}

TEST_CASE("path: citations, in a direction or either") {
  const TinyStore store;
  // W2 and W4 both cite W1.
  const Finished either = RunCoterie(store.With({"path", "W2", "W4"}));
  CHECK(either.exit_code == 0);
  CHECK(either.out ==
        "id\tpath\tstep\tname\tdirection\n"
        "paper:2\t1\t0\tGraphs II\t\n"
        "paper:1\t1\t1\tGraphs, and \"how\" to store them\treferences\n"
        "paper:5\t1\t2\tPaths\tcited-by\n");
  CHECK(RunCoterie(store.With({"path", "W2", "W4", "--over", "citation"})).out == either.out);
  CHECK(RunCoterie(store.With({"path", "W2", "W4", "--direction", "references"})).exit_code == 1);
  CHECK(RunCoterie(store.With({"path", "W2", "W1", "--direction", "references"})).exit_code == 0);
  CHECK(RunCoterie(store.With({"path", "W1", "W2", "--direction", "cited-by"})).exit_code == 0);
  const Finished table = RunCoterie(store.With({"path", "W2", "W4", "--table"}));
  CHECK(Contains(table.out, "     | cites\n"));
  CHECK(Contains(table.out, "     | is cited by\n"));
}

TEST_CASE("path: longer ones, the k shortest, by strength, without some nodes") {
  const TinyStore store;
  // Ada, Ben and Cy know each other: Ada-Cy, and Ada-Ben-Cy.
  const auto count = [&store](std::vector<std::string> flags) {
    std::vector<std::string> command = {"path", "A5000000001", "A5000000003", "--jsonl"};
    command.insert(command.end(), flags.begin(), flags.end());
    const Finished finished = RunCoterie(store.With(command));
    INFO(finished.messages);
    return std::count(finished.out.begin(), finished.out.end(), '\n');
  };
  CHECK(count({}) == 1);
  CHECK(count({"--longer", "1"}) == 2);
  CHECK(count({"--longer", "5"}) == 2);
  CHECK(count({"--longer", "1", "--max-paths", "1"}) == 1);
  CHECK(count({"--k", "1"}) == 1);
  CHECK(count({"--k", "9"}) == 2);
  CHECK(count({"--any"}) == 1);
  CHECK(count({"--exclude", "W2"}) == 1);  // through Ben and W3 then
  CHECK(count({"--exclude", "A5000000002", "--exclude", "W2"}) == 0);
  CHECK(count({"--paper-type", "preprint"}) == 0);
  CHECK(count({"--paper-type", "article", "--paper-type", "preprint"}) == 1);
  CHECK(count({"--max-authors", "2"}) == 1);
  CHECK(count({"--years", "2024"}) == 1);
  CHECK(count({"--years", "2020..2023"}) == 0);
  CHECK(count({"--topic", "T11"}) == 1);

  // As of 2024: Ada-Ben 2^(-4/5) + 1/2; Ben-Cy 1/2 + 2^(-5/5); Ada-Cy 1/2, so that the two hops
  // are shorter than the one if 1/S adds up to less than 2.
  const Finished weighted = RunCoterie(store.With(
      {"path", "A5000000001", "A5000000003", "--weighted", "--as-of", "2024", "--json"}));
  INFO(weighted.out);
  CHECK(Contains(weighted.out, "\"strength\":1}"));  // Ben-Cy
  CHECK(Contains(weighted.out, "\"as_of\":2024"));
  CHECK(Contains(weighted.out, "\"distance\":1.93"));  // 1/1.07435 + 1/1
}

// As of 2024: Ada and Ben share W1 of 2020, 2^(-4/5), and W2 of 2024 with Cy, 1/2; Ben and Cy W2,
// and W3 of 2019 alone, 2^(-5/5).
TEST_CASE("path: --explain shows the papers, weights and parameters of each hop") {
  const TinyStore store;
  const std::vector<std::string> ask = {"path",    "A5000000001", "A5000000003", "--weighted",
                                        "--as-of", "2024",        "--explain"};
  const auto with = [&](const char* flag) {
    std::vector<std::string> command = ask;
    command.emplace_back(flag);
    return RunCoterie(store.With(command));
  };
  const Finished json = with("--json");
  INFO(json.out);
  CHECK(json.exit_code == 0);
  CHECK(Contains(json.out, R"("strength":1,"hop_length":1,"papers":[{"id":"paper:2",)"
                           R"("name":"Graphs II","year":2024,"authors":3,"weight":0.5},)"));
  CHECK(Contains(json.out, R"("explain":true,"formula":"path 1, strength 1"})"));
  const Finished tsv = with("--tsv");
  CHECK(Contains(tsv.out,
                 "id\tpath\tstep\tname\tvia_paper\tvia_name\tshared_papers\tstrength\t"
                 "hop_length\tpapers\n"));
  CHECK(Contains(tsv.out, "\t2\t1\t1\tpaper:2=0.5; paper:4=0.5\n"));
  CHECK(Contains(tsv.messages, "length = sum of 1/strength over the hops"));
  const Finished table = with("--table");
  INFO(table.out);
  CHECK(Contains(table.out, "1. Ada Østergård (person:1), length 1.93"));
  CHECK(Contains(table.out,
                 "     | 2 shared papers, strength 1, length 1:\n"
                 "     |       0.5  2024  3 authors  paper:2  Graphs II\n"));
  CHECK(Contains(table.out, "\n\nParameters: from person:1, to person:3, over coauthor, weighted"));
  CHECK(Contains(table.out, "formula path 1, strength 1\n"));

  // Without a weighted length each paper counts 1.
  const Finished hops =
      RunCoterie(store.With({"path", "A5000000001", "A5000000002", "--explain", "--jsonl"}));
  CHECK(Contains(hops.out, R"("shared_papers":2,"hop_length":1,"papers":[{"id":"paper:1",)"));
  CHECK(Contains(hops.out, R"("weight":1})"));
  const Finished cites =
      RunCoterie(store.With({"path", "W2", "W1", "--explain", "--table", "--quiet"}));
  CHECK(Contains(cites.out, "1. Graphs II (paper:2), length 1\n     | cites\n"));
  CHECK(Contains(cites.out, "over citation"));
}

TEST_CASE("path: the definition names what papers must be") {
  const TinyStore store;
  const Finished named = RunCoterie(
      store.With({"path", "A5000000001", "A5000000003", "--paper-type", "article", "--paper-type",
                  "preprint", "--topic", "T11", "--exclude", "A5000000002"}));
  INFO(named.messages);
  CHECK(Contains(named.messages, "; only papers of type article or preprint; never through Ben O"));
  CHECK(Contains(named.messages, "; only papers on the topic "));
}

TEST_CASE("path: one end from standard input asks once a line") {
  const TinyStore store;
  const Finished each = RunCoterie(store.With({"path", "A5000000001", "-", "--json"}),
                                   {.input = "A5000000002\nA404\nA5000000004\n"});
  INFO(each.messages);
  CHECK(each.exit_code == 0);
  CHECK(each.out.substr(0, 13) == "{\"answers\":[\n");
  CHECK(Contains(each.out, R"("to":{"id":"person:2")"));
  CHECK(Contains(each.out, R"("to":{"id":"person:4")"));
  CHECK(Contains(each.messages, "A404"));
  const Finished notes =
      RunCoterie(store.With({"path", "A5000000001", "-"}), {.input = "A5000000002\nA5000000004\n"});
  CHECK(Contains(notes.messages, "person:1..person:2: Distance 1; 1 path; "));
  CHECK(Contains(notes.messages, "person:1..person:4: Distance 1; 1 path; "));
  const size_t definition = notes.messages.find("a hop joins two people");
  CHECK(definition == 0);  // once, and of no pair
  CHECK(notes.messages.find("a hop joins two people", definition + 1) == std::string::npos);
  const Finished tsv =
      RunCoterie(store.With({"path", "-", "A5000000001"}), {.input = "A5000000002\n"});
  CHECK(Contains(tsv.out, "of\tid\tpath"));
  CHECK(Contains(tsv.out, "person:2..person:1\tperson:2\t1\t0\t"));
}

TEST_CASE("path: what makes no sense is said in one sentence") {
  const TinyStore store;
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"path"}, "id is required"},
      {{"path", "W1"}, "path takes two ids, and 1 is given"},
      {{"path", "W1", "W2", "W3"}, "path takes two ids, and 3 are given"},
      {{"path", "A5000000001", "W1"}, "not one with the other; person:1 is of type person, "},
      {{"path", "W1", "A5000000001"}, "paths join two people or two papers"},
      {{"path", "W1", "W99"}, "known only as a reference"},
      {{"path", "T10", "T11"}, "paths join two people or two papers; topic:"},
      {{"path", "nonsense", "W1"}, "neither a node"},
      {{"path", "W1", "W2", "--over", "coauthor"}, "two papers are joined by citations"},
      {{"path", "W1", "W2", "--over", "love"}, "--over takes coauthor or citation"},
      {{"path", "W1", "W2", "--direction", "up"}, "--direction takes"},
      {{"path", "W1", "W2", "--weighted"}, "citations have no strength"},
      {{"path", "W1", "W2", "--max-paths", "0"}, "--max-paths takes"},
      {{"path", "W1", "W2", "--longer", "x"}, "--longer takes"},
      {{"path", "W1", "W2", "--k", "3", "--longer", "1"}, "excludes"},
      {{"path", "W1", "W2", "--k", "3", "--max-paths", "1"}, "excludes"},
      {{"path", "W1", "W2", "--exclude", "W2"}, "an end of the path is excluded"},
      {{"path", "W1", "W2", "--exclude", "T10"}, "only people and papers can be excluded"},
      {{"path", "A5000000001", "A5000000002", "--weighted", "--longer", "2"}, "k shortest"},
      {{"path", "A5000000001", "A5000000002", "--any", "--weighted"}, "not go with --weighted"},
      {{"path", "A5000000001", "A5000000002", "--direction", "references"},
       "co-authorship has none"},
      {{"path", "A5000000001", "A5000000002", "--any", "--longer", "2"}, "--any finds one"},
      {{"path", "W1", "W404", "--fields", "colour"}, "there is no field \"colour\""},
      {{"path", "W1", "W404", "--json", "--fields", "colour"}, "there is no field \"colour\""},
      {{"path", "-", "-"}, "only one end"}};
  for (const auto& [command, sentence] : cases) {
    const Finished finished = RunCoterie(store.With(command));
    INFO(finished.messages);
    CHECK(finished.exit_code == 2);
    CHECK(Contains(finished.messages, sentence));
    CHECK(finished.out.empty());
  }
  CHECK(RunCoterie(store.With({"path", "W1", "W404"})).exit_code == 1);
}

}  // namespace
}  // namespace coterie::testing
