// coterie slice, run as the program: its flags, formats and complaints.
#include <algorithm>
#include <sstream>

#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"

namespace coterie::testing {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

size_t LineCount(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::vector<std::string> Column(const std::string& tsv, size_t number) {
  std::vector<std::string> cells;
  std::istringstream lines(tsv);
  std::string line;
  std::getline(lines, line);  // the header
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    std::string cell;
    for (size_t i = 0; i <= number; ++i) std::getline(fields, cell, '\t');
    cells.push_back(cell);
  }
  return cells;
}

TEST_CASE("slice: rows in rank order, with why each is there") {
  const TinyStore store;
  const Finished all = RunCoterie(store.With({"slice", "A5000000002", "--as-of", "2024"}));
  INFO(all.messages);
  CHECK(all.exit_code == 0);
  CHECK(all.out.substr(0, all.out.find('\n')) == "id\trank\ttype\tname\tyear\tscore\twhy\thidden");
  // Ben; the papers W1, W2, W3, W4, not W5's Dee only; everything that the seed reaches.
  CHECK(LineCount(all.out) > 8);
  CHECK(Contains(all.out, "\tperson\tBen O’Malley\t\t"));
  CHECK(Contains(all.out, "\tBen O’Malley ← Trees → 王 Cy\t"));  // not through the longer W2
  CHECK(Contains(all.messages, "personalised PageRank"));
  CHECK(Contains(all.messages, "Complete: nothing more can be reached"));
  CHECK(Contains(all.messages, "1 reference of these papers lead"));
  const std::vector<std::string> ranks = Column(all.out, 1);
  for (size_t i = 0; i < ranks.size(); ++i) CHECK(ranks[i] == std::to_string(i + 1));

  const Finished few =
      RunCoterie(store.With({"slice", "A5000000002", "--budget", "3", "--as-of", "2024"}));
  CHECK(LineCount(few.out) == 4);
  CHECK(Contains(few.out, "\t+"));  // something hidden
  CHECK(Contains(few.messages, "--expand ID brings them"));
}

TEST_CASE("slice: JSON as documented") {
  const TinyStore store;
  const Finished json = RunCoterie(store.With(
      {"slice", "A5000000004", "--json", "--budget", "2", "--as-of", "2024", "--edges", "0"}));
  INFO(json.out);
  CHECK(json.exit_code == 0);
  // Dee has W5 alone; of it, the second node, all but Dee is hidden.
  for (
      const char* part :
      {R"({"parameters":{"id":["A5000000004"],"budget":2,"edges":0,"types":[],"invisible":[],)"
       R"("shown":0,"expand":[],"pin":[],"half_life":5,"as_of":2024,"years":null,)"
       R"("counting":"fractional","max_authors":25,"no_retracted":false,"topic":[],)"
       R"("institution":[],"venue":[],"alpha":0.15,"arcs_max":100,"epsilon":)",
       R"("explain":false,"formula":"slice 1, strength 1"},"definition":)",
       R"("seeds":["person:4"],"nodes":[{"id":"person:4","type":"person","name":"Dee","year":null,)"
       R"("rank":1,"score":)",
       R"("why":{"path":["person:4"],"papers":[]},"hidden":{"person":0,"paper":0,"topic":0,)"
       R"("institution":0,"venue":0,"at_least":false},"apart":false})",
       R"("why":{"path":["person:4","paper:6"],"papers":["paper:6"]},"hidden":{"person":1,)"
       R"("paper":0,"topic":0,"institution":1,"venue":0,"at_least":false},"apart":false}],)",
       R"("edges":[],"edges_left_out":1,"complete":false,"exhausted":true,)"
       R"("unresolved_references":0,"error_bound":)",
       R"("unknown_shown":0,"names":{}})"}) {
    CHECK(Contains(json.out, part));
  }
  const Finished edges = RunCoterie(
      store.With({"slice", "A5000000004", "--json", "--budget", "2", "--as-of", "2024"}));
  CHECK(Contains(edges.out,
                 R"("edges":[{"source":"paper:6","target":"person:4","type":"authorship",)"
                 R"("weight":1}],"edges_left_out":0)"));
  const Finished lines =
      RunCoterie(store.With({"slice", "A5000000004", "--jsonl", "--fields", "id,why"}));
  CHECK(Contains(lines.out, "{\"id\":\"person:4\",\"why\":{\"path\":[\"person:4\"],"));
  const Finished fields =
      RunCoterie(store.With({"slice", "A5000000004", "--json", "--fields", "id,rank"}));
  CHECK(Contains(fields.out, R"("nodes":[{"id":"person:4","rank":1},)"));
  // What may be named in TSV may be named here.
  const Finished flat = RunCoterie(store.With(
      {"slice", "A5000000004", "--json", "--budget", "2", "--fields", "id,path,papers,apart"}));
  CHECK(Contains(flat.out, R"({"id":"paper:6","path":["person:4","paper:6"],)"
                           R"("papers":["paper:6"],"apart":false}])"));
}

TEST_CASE("slice: a table shows paths by name, and --explain spells them out") {
  const TinyStore store;
  const Finished table = RunCoterie(
      store.With({"slice", "A5000000002", "--table", "--types", "person", "--as-of", "2024"}));
  INFO(table.out);
  CHECK(Contains(table.out, "  Ben O’Malley ← Trees → 王 Cy"));
  CHECK(table.out.substr(0, 4) == "id  ");  // what --expand takes is never left out
  CHECK_FALSE(Contains(table.out, "……"));
  CHECK(Contains(table.out, "  Ben O’Malley ← Graphs, and \"…"));
  CHECK_FALSE(Contains(table.out, "year"));  // nothing here has one
  const Finished explained = RunCoterie(store.With(
      {"slice", "A5000000002", "--table", "--explain", "--types", "person", "--as-of", "2024"}));
  CHECK(Contains(explained.out, "Parameters: id A5000000002, budget 60"));
  CHECK(Contains(explained.out, "    a seed\n"));
  CHECK(Contains(explained.out, "    ← Graphs"));
  CHECK(Contains(explained.out, "Ada Østergård (person:1), chance 0."));
  CHECK(Contains(explained.out, "    hidden: "));
}

// Cy and Ben share W2 of 2024 with Ada, 1/2, and W3 of 2019 alone, 2^(-5/5).
TEST_CASE("slice: --explain shows the papers of edges and the chances of steps") {
  const TinyStore store;
  const auto ask = [&store](std::vector<std::string> flags) {
    std::vector<std::string> command = {"slice",   "A5000000003", "--types",  "person",
                                        "--as-of", "2024",        "--explain"};
    command.insert(command.end(), flags.begin(), flags.end());
    return RunCoterie(store.With(command));
  };
  const Finished json = ask({"--json"});
  INFO(json.out);
  // Cy has one group of 2 papers; W3 has 2 people, and perhaps other groups.
  CHECK(Contains(json.out, R"("why":{"path":["person:3"],"papers":[],"chances":[],"chance":1})"));
  CHECK(Contains(json.out, R"("why":{"path":["person:3","paper:4","person:2"],)"
                           R"("papers":["paper:4"],"chances":[0.5,)"));
  CHECK(Contains(json.out, R"({"source":"person:2","target":"person:3","type":"coauthor",)"
                           R"("weight":1,"papers":[{"id":"paper:2","name":"Graphs II",)"
                           R"("year":2024,"authors":3,"weight":0.5},{"id":"paper:4",)"));
  CHECK(Contains(json.out, R"("weight":0.5}],"papers_left_out":0})"));
  CHECK_FALSE(Contains(ask({"--json", "--invisible", "paper"}).out, "coauthor\""));
  const Finished left_out = ask({"--json", "--max-authors", "2"});
  CHECK(Contains(left_out.out, R"("weight":0,"papers":[],"papers_left_out":1})"));
  const Finished plain = RunCoterie(store.With({"slice", "A5000000003", "--json"}));
  CHECK_FALSE(Contains(plain.out, "chance"));
  CHECK_FALSE(Contains(plain.out, "papers_left_out"));

  const Finished tsv = ask({"--tsv"});
  CHECK(Contains(tsv.out, "\thidden\tpath\tpapers\tchance\n"));
  const Finished table = ask({"--table"});
  INFO(table.out);
  CHECK(Contains(table.out, "    ← Trees (paper:4), chance 0.5\n"));
  CHECK(Contains(table.out, "    chance of this way: "));
  CHECK(Contains(table.out, "\nEdges of co-authors, and their papers\n"));
  CHECK(Contains(table.out,
                 "\nBen O’Malley (person:2) – 王 Cy (person:3), strength 1\n"
                 "        0.5  2024  3 authors  paper:2  Graphs II\n"
                 "        0.5  2019  2 authors  paper:4  Trees\n"));
  CHECK(Contains(table.out, "formula slice 1, strength 1"));
}

TEST_CASE("slice: one node, one link, no step of the walk: said in good grammar") {
  const TinyStore store;
  const Finished one = RunCoterie(store.With({"slice", "A5000000001", "--budget", "1"}));
  INFO(one.messages);
  CHECK(Contains(one.messages, "up to 1 node near the seeds"));
  CHECK_FALSE(Contains(one.messages, "0*d"));
}

TEST_CASE("slice: seeds of every kind, several, and from standard input") {
  const TinyStore store;
  for (const char* seed : {"W1", "A5000000001", "T10", "I98358874", "domains/3", "paper:2"}) {
    CAPTURE(seed);
    const Finished slice = RunCoterie(store.With({"slice", seed, "--budget", "1"}));
    CHECK(slice.exit_code == 0);
    CHECK(LineCount(slice.out) == 2);
  }
  // A field has no papers of its own here: it is a slice by itself.
  const Finished alone = RunCoterie(store.With({"slice", "fields/26", "--json"}));
  CHECK(alone.exit_code == 0);
  CHECK(Contains(alone.out, "\"complete\":true"));
  CHECK(Contains(alone.out, "\"edges\":[]"));

  const Finished two = RunCoterie(store.With({"slice", "A5000000003", "A5000000004"}));
  const Finished piped = RunCoterie(store.With({"slice", "-"}),
                                    {.input = "id\tname\nA5000000003\tCy\nA5000000004\tDee\n"});
  CHECK(two.out == piped.out);
  CHECK(RunCoterie(store.With({"slice", "-"}), {.input = ""}).exit_code == 1);
}

TEST_CASE("slice: what is shown is not returned again, and unknown ids are told once") {
  const TinyStore store;
  const Finished first = RunCoterie(store.With({"slice", "A5000000001", "--budget", "4"}));
  WriteFile(store.Path("shown.tsv"), first.out);
  const Finished more = RunCoterie(
      store.With({"slice", "A5000000001", "--budget", "4", "--shown", store.Path("shown.tsv")}));
  CHECK(more.exit_code == 0);
  const std::vector<std::string> before = Column(first.out, 0);
  for (const std::string& id : Column(more.out, 0)) {
    CHECK(std::find(before.begin(), before.end(), id) == before.end());
  }
  const Finished piped = RunCoterie(
      store.With({"slice", "A5000000001", "--budget", "4", "--shown", "-"}), {.input = first.out});
  CHECK(piped.out == more.out);

  // Everything is shown: nothing new, and that is no error but not a find either.
  const Finished all = RunCoterie(store.With({"slice", "A5000000001"}));
  const Finished none = RunCoterie(store.With({"slice", "A5000000001", "--shown", "-", "--json"}),
                                   {.input = all.out});
  CHECK(none.exit_code == 1);
  CHECK(Contains(none.out, "\"nodes\":[]"));
  CHECK(Contains(none.out, "\"complete\":true,\"exhausted\":true"));
  CHECK(Contains(none.messages, "nothing new: all that the seeds reach is shown already"));

  std::string many;
  for (int i = 1; i <= 100'000; ++i) many += "person:" + std::to_string(i) + "\n";
  const Finished known =
      RunCoterie(store.With({"slice", "A5000000001", "--shown", "-"}), {.input = many});
  CHECK(known.exit_code == 0);
  CHECK(Contains(known.messages,
                 "coterie: 99996 of 100000 shown ids are ignored, for they are not in the graph "
                 "(known only as references, or unknown): person:5, person:6, person:7, person:8, "
                 "person:9, …\n"));
  CHECK(LineCount(known.messages) < 8);  // one message for all of them
  CHECK_FALSE(Contains(known.out, "\nperson:"));

  // W99 is in the store, as a reference of other papers.
  const Finished stub =
      RunCoterie(store.With({"slice", "A5000000001", "--shown", "-"}), {.input = "W99\n"});
  CHECK(Contains(stub.messages,
                 "coterie: the shown id is ignored, for it is not in the graph (known only as a "
                 "reference, or unknown): openalex:W99\n"));

  const Finished malformed = RunCoterie(store.With({"slice", "A5000000001", "--shown", "-"}),
                                        {.input = "W1\n\nnonsense\n"});
  CHECK(malformed.exit_code == 2);
  CHECK(Contains(malformed.messages, "standard input:3: \"nonsense\" is neither a node such as"));
  const Finished absent =
      RunCoterie(store.With({"slice", "A5000000001", "--shown", store.Path("absent")}));
  CHECK(absent.exit_code == 2);
  CHECK(Contains(absent.messages, "cannot read the file"));
}

TEST_CASE("slice: an expansion brings the node's own neighbours first") {
  const TinyStore store;
  const Finished first =
      RunCoterie(store.With({"slice", "A5000000003", "--budget", "2", "--types", "person,paper"}));
  const Finished expanded =
      RunCoterie(store.With({"slice", "A5000000003", "--budget", "2", "--shown", "-", "--expand",
                             "A5000000003", "--json"}),
                 {.input = first.out});
  INFO(expanded.out);
  CHECK(expanded.exit_code == 0);
  // Cy has two papers, one of which was shown; the other comes first now.
  CHECK(Contains(expanded.out, "\"expand\":[\"A5000000003\"]"));
  CHECK(Contains(expanded.out, "\"nodes\":[{\"id\":\"paper:"));
}

TEST_CASE("slice: pins, types, invisible types and filters") {
  const TinyStore store;
  const Finished typed =
      RunCoterie(store.With({"slice", "A5000000001", "--types", "person,institution"}));
  for (const std::string& type : Column(typed.out, 2))
    CHECK((type == "person" || type == "institution"));
  const Finished blind =
      RunCoterie(store.With({"slice", "A5000000001", "--invisible", "paper", "--fields", "name"}));
  CHECK(blind.out == "name\nAda Østergård\nDelft University of Technology\n");
  const Finished pinned = RunCoterie(store.With(
      {"slice", "A5000000004", "--invisible", "paper", "--pin", "T10", "--fields", "name,apart"}));
  CHECK(Contains(pinned.out, "Graph Theory\ttrue"));
  CHECK(Contains(pinned.messages, "1 node is not joined to the first seed"));

  const Finished years =
      RunCoterie(store.With({"slice", "A5000000002", "--years", "2019..2019", "--fields", "name"}));
  CHECK(Contains(years.out, "Trees"));
  CHECK_FALSE(Contains(years.out, "Graphs"));
  const Finished sound =
      RunCoterie(store.With({"slice", "A5000000004", "--no-retracted", "--fields", "name"}));
  CHECK(sound.out == "name\nDee\n");
  // Nothing of 1950 is there: the seed stands alone, which is an answer.
  const Finished empty =
      RunCoterie(store.With({"slice", "A5000000002", "--years", "1950", "--topic", "T11"}));
  CHECK(empty.exit_code == 0);
  CHECK(LineCount(empty.out) == 2);
}

TEST_CASE("slice: what makes no sense is said in one sentence") {
  const TinyStore store;
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"slice"}, "id is required"},
      {{"slice", "nonsense"}, "neither a node such as person:42"},
      {{"slice", "W99"}, "known only as a reference"},
      {{"slice", "A5000000001", "W99"}, "known only as a reference"},
      {{"slice", "A5000000001", "--budget", "0"}, "--budget takes a whole number from 1 to 100000"},
      {{"slice", "A5000000001", "--budget", "1000000"}, "--budget takes a whole number from 1"},
      {{"slice", "A5000000001", "--budget", "many"}, "not \"many\""},
      {{"slice", "A5000000001", "W1", "--budget", "1"}, "does not hold the 2 seeds and pins"},
      {{"slice", "A5000000001", "--edges", "-1"}, "--edges takes"},
      {{"slice", "A5000000001", "--types", "author"}, "--types takes person, paper"},
      {{"slice", "A5000000001", "--invisible", "person,x"}, "--invisible takes person, paper"},
      {{"slice", "A5000000001", "--half-life", "0"}, "--half-life takes"},
      {{"slice", "A5000000001", "--topic", "A5000000002"}, "one of type topic is needed"},
      {{"slice", "A5000000001", "--pin", "nonsense"}, "neither a node"},
      {{"slice", "-", "--shown", "-"}, "cannot be both the seeds and --shown"},
      {{"slice", "A5000000001", "--fields", "colour"}, "there is no field \"colour\""},
      {{"slice", "A404", "--fields", "colour"}, "there is no field \"colour\""}};
  for (const auto& [command, sentence] : cases) {
    const Finished finished = RunCoterie(store.With(command), {.input = "W1\n"});
    INFO(finished.messages);
    CHECK(finished.exit_code == 2);
    CHECK(Contains(finished.messages, sentence));
    CHECK(finished.out.empty());
  }
  const Finished unknown = RunCoterie(store.With({"slice", "A404"}));
  CHECK(unknown.exit_code == 1);
  CHECK(Contains(unknown.messages, "no node with the identifier openalex:A404"));
}

}  // namespace
}  // namespace coterie::testing
