// How the program behaves whatever the verb: exit codes, streams, terminals, bad input.
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <sstream>

#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"
#include "tools/cli/display_width.h"

namespace coterie::testing {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("manners: every error is one sentence on standard error, with exit code 2 or 1") {
  const TinyStore store;
  WriteFile(store.Path("file"), "not a store");
  struct Case {
    std::vector<std::string> arguments;
    int exit_code;
    std::string says;
  };
  const std::vector<Case> cases = {
      {store.With({"show", "A999"}), 1, "A999"},
      {store.With({"show", "person:999"}), 1, "person:999"},
      {store.With({"show", "10.5555/none"}), 1, "doi:10.5555/none"},
      {store.With({"collaborators", "A999"}), 1, "A999"},
      {store.With({"find", "nobody at all"}), 1, "nobody at all"},
      {store.With({"show", "nonsense"}), 2, "nonsense"},
      {store.With({"show", "0000-0001-6187-6611"}), 2, "check digit should be 0"},
      {store.With({"collaborators", "W1"}), 2, "person"},
      {store.With({"collaborators", "W99"}), 2, "person"},
      {store.With({"ego", "T10"}), 2, "person"},
      {store.With({"collaborators", "person:1", "--topic", "W1"}), 2, "topic"},
      {store.With({"collaborators", "person:1", "--topic", "T999"}), 1, "T999"},
      {store.With({"collaborators", "person:1", "--half-life", "0"}), 2, "--half-life"},
      {store.With({"collaborators", "person:1", "--half-life", "five"}), 2, "--half-life"},
      {store.With({"collaborators", "person:1", "--years", "2020..2010"}), 2, "--years"},
      {store.With({"collaborators", "person:1", "--years", "recent"}), 2, "--years"},
      {store.With({"collaborators", "person:1", "--as-of", "soon"}), 2, "--as-of"},
      {store.With({"collaborators", "person:1", "--counting", "half"}), 2, "--counting"},
      {store.With({"collaborators", "person:1", "--norm", "cosine"}), 2, "--norm"},
      {store.With({"collaborators", "person:1", "--limit", "0"}), 2, "--limit"},
      {store.With({"collaborators", "person:1", "--limit", "-1"}), 2, "--limit"},
      {store.With({"collaborators", "person:1", "--max-authors", "many"}), 2, "--max-authors"},
      {store.With({"collaborators", "person:1", "--fields", "nome"}), 2, "--fields takes id, pids"},
      {store.With({"collaborators", "person:1", "--json", "--csv"}), 2, "--json"},
      {store.With({"collaborators", "person:1", "--frobnicate"}), 2, "no flag --frobnicate"},
      {store.With({"collaborators"}), 2, "id"},
      {store.With({"find", "ada", "--type", "author"}), 2, "--type takes person"},
      {store.With({"import", store.Path("missing.jsonl")}), 2, "missing.jsonl"},
      {store.With({"import", store.Path("works.jsonl"), "--format", "acl"}), 2, "--format"},
      {store.With({"import", store.Path("works.jsonl"), "--threads", "0"}), 2, "--threads"},
      {store.With({"import"}), 2, "files"},
      {{"stats", "--db", store.Path("nowhere.db")}, 2, "nowhere.db"},
      {{"dump", "--db", store.Path("nowhere.db")}, 2, "nowhere.db"},
      {{"stats", "--db", store.Path("file")}, 2, "file"},
      {{"stats", "--db", store.Path("")}, 2, "store"},
      {{"import", store.Path("works.jsonl"), "--db", store.Path("file")}, 2, "file"},
      {store.With({"stats", "--unix", store.Path("no.sock")}), 2, "no.sock"},
      {{"colaborators"}, 2, "did you mean \"collaborators\"?"},
      {{"frobnicate"}, 2, "there is no verb \"frobnicate\""},
      {{"--frobnicate"}, 2, "--frobnicate"},
  };
  for (const Case& one : cases) {
    std::string command = "coterie";
    for (const std::string& argument : one.arguments) command += " " + argument;
    const Finished finished = RunCoterie(one.arguments);
    INFO(command << "\n" << finished.messages);
    CHECK(finished.exit_code == one.exit_code);
    CHECK(Contains(finished.messages, one.says));
    CHECK(finished.messages.substr(0, 9) == "coterie: ");
    CHECK(std::count(finished.messages.begin(), finished.messages.end(), '\n') == 1);
    CHECK_FALSE(Contains(finished.messages, ".cc"));
  }
}

TEST_CASE("manners: a wrong field ends a long list of ids at once") {
  const TinyStore store;
  const Finished finished = RunCoterie(store.With({"collaborators", "-", "--fields", "nome"}),
                                       {.input = "person:1\nperson:2\nperson:3\n"});
  CHECK(finished.exit_code == 2);
  CHECK(Contains(finished.messages, "--fields takes"));
  CHECK(std::count(finished.messages.begin(), finished.messages.end(), '\n') == 1);
}

TEST_CASE("manners: a wrong field is told even where no ids come") {
  const TinyStore store;
  for (const char* verb : {"collaborators", "ego", "show", "find"}) {
    INFO(verb);
    const Finished wrong = RunCoterie(store.With({verb, "-", "--fields", "nome"}), {.input = ""});
    INFO(wrong.messages);
    CHECK(wrong.exit_code == 2);
    CHECK(wrong.out.empty());
    CHECK(Contains(wrong.messages, "there is no field \"nome\" here; --fields takes id, "));
    CHECK(std::count(wrong.messages.begin(), wrong.messages.end(), '\n') == 1);
    CHECK(RunCoterie(store.With({verb, "-", "--fields", "id"}), {.input = ""}).exit_code == 1);
  }
}

TEST_CASE("manners: the flags that verbs share may stand before the verb, too") {
  const TinyStore store;
  const std::string expected = RunCoterie(store.With({"find", "graph", "--json"})).out;
  REQUIRE(Contains(expected, "Graph Theory"));
  const std::vector<std::vector<std::string>> orders = {
      {"--db", store.db(), "find", "graph", "--json"},
      {"--db=" + store.db(), "--json", "find", "graph"},
      {"--json", "-q", "find", "graph", "--db", store.db()},
      {"--json", "find", "--db", store.db(), "graph"},
  };
  for (const std::vector<std::string>& order : orders) CHECK(RunCoterie(order).out == expected);
  CHECK(RunCoterie({"--fields", "name", "--db", store.db(), "find", "graph"}).out ==
        RunCoterie(store.With({"find", "graph", "--fields", "name"})).out);

  const auto refused = [](const std::vector<std::string>& arguments, const std::string& says) {
    const Finished finished = RunCoterie(arguments);
    INFO(finished.messages);
    CHECK(finished.exit_code == 2);
    CHECK(finished.messages == "coterie: " + says + "\n");
  };
  const std::string missing = "a verb is missing, or has to come before ";
  refused({"--db", store.db()}, missing + "--db; coterie --help lists the verbs");
  refused({"--db"}, missing + "--db; coterie --help lists the verbs");
  refused({"--limit", "3", "find", "graph"}, missing + "--limit; coterie --help lists the verbs");
  refused({"--db", store.db(), "fnd"}, "there is no verb \"fnd\"; did you mean \"find\"?");
  refused({"--json", "dump", "--db", store.db()},
          "dump has no flag --json; coterie dump --help says how");
  CHECK(RunCoterie({"--db", store.db(), "--help"}).exit_code == 0);
}

TEST_CASE("manners: without arguments it helps and fails; asked for help it helps") {
  const Finished bare = RunCoterie({});
  CHECK(bare.exit_code == 2);
  CHECK(bare.out.empty());
  CHECK(Contains(bare.messages, "collaborators"));
  const Finished help = RunCoterie({"--help"});
  CHECK(help.exit_code == 0);
  CHECK(Contains(help.out, "Exit codes: 0 found, 1 nothing found, 2 error."));
  for (const char* verb : {"import", "find", "show", "collaborators", "ego", "department",
                           "traverse", "recommend", "similar", "stats", "dump", "serve"}) {
    const Finished of_verb = RunCoterie({verb, "--help"});
    CHECK(of_verb.exit_code == 0);
    CHECK(Contains(of_verb.out, "--db"));
    CHECK(Contains(help.out, verb));
  }
  CHECK(RunCoterie({"--version"}).out.substr(0, 8) == "coterie ");
}

TEST_CASE("manners: the store is named by --db, by $COTERIE_DB, or is ./coterie.db") {
  const TinyStore store;
  const Finished by_flag = RunCoterie(store.With({"stats"}));
  CHECK(RunCoterie({"stats"}, {.environment = {{"COTERIE_DB", store.db()}}}).out == by_flag.out);
  CHECK(RunCoterie(store.With({"stats"}), {.environment = {{"COTERIE_DB", "/nowhere"}}}).out ==
        by_flag.out);
  const Finished neither = RunCoterie({"stats"});
  CHECK(neither.exit_code == 2);
  CHECK(Contains(neither.messages, "./coterie.db"));
}

TEST_CASE("manners: a table on a terminal fits it; TSV off it") {
  if (!HasTerminals()) COTERIE_SKIP("no terminals here: /dev/pts is not mounted");
  const TinyStore store;
  for (const int columns : {40, 80, 120, 200}) {
    const Finished table =
        RunCoterie(store.With({"collaborators", "person:1"}),
                   {.environment = {{"NO_COLOR", "1"}}, .terminal_columns = columns});
    INFO("at " << columns << "\n" << table.out);
    CHECK(table.exit_code == 0);
    CHECK_FALSE(Contains(table.out, "\t"));
    CHECK(Contains(table.out, "Ben"));
    std::istringstream lines(table.out);
    for (std::string line; std::getline(lines, line);) {
      CHECK(cli::DisplayWidth(line) <= static_cast<size_t>(std::max(columns, 60)));
    }
  }
}

TEST_CASE("manners: NO_COLOR and a dumb terminal get no escape sequences") {
  if (!HasTerminals()) COTERIE_SKIP("no terminals here: /dev/pts is not mounted");
  const TinyStore store;
  const auto has_color = [&](std::map<std::string, std::string> environment) {
    return Contains(RunCoterie(store.With({"show", "W1"}),
                               {.environment = std::move(environment), .terminal_columns = 80})
                        .out,
                    "\x1b[");
  };
  CHECK(has_color({}));
  CHECK(has_color({{"NO_COLOR", ""}}));
  CHECK_FALSE(has_color({{"NO_COLOR", "1"}}));
  CHECK_FALSE(has_color({{"TERM", "dumb"}}));
  CHECK_FALSE(Contains(RunCoterie(store.With({"show", "W1", "--table"})).out, "\x1b["));
}

TEST_CASE("manners: a reader that goes away ends it quietly, a full disk does not") {
  const TinyStore store;
  std::string works;
  for (int i = 1000; i < 5000; ++i) {
    works += R"({"id":"https://openalex.org/W)" + std::to_string(i) + R"(","title":")" +
             std::string(100, 'x') + "\",\"publication_year\":2001}\n";
  }
  WriteFile(store.Path("many.jsonl"), works);
  REQUIRE(RunCoterie(store.With({"import", store.Path("many.jsonl")})).exit_code == 0);
  const Finished head = RunCoterie(store.With({"dump"}), {.read_max = 100});
  CHECK(head.exit_code == 0);
  CHECK(head.messages.empty());

  struct stat full = {};
  if (::stat("/dev/full", &full) != 0) COTERIE_SKIP("there is no /dev/full");
  for (const char* verb : {"dump", "stats"}) {
    const Finished failed = RunCoterie(store.With({verb}), {.out_file = "/dev/full"});
    INFO(verb << ": " << failed.messages);
    CHECK(failed.exit_code == 2);
    CHECK(Contains(failed.messages, "cannot write to standard output: No space left on device"));
  }
}

TEST_CASE("manners: an interrupted import keeps what it had and says so") {
  const TempDir directory;
  const std::string fifo = directory.Path("works.jsonl");
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  RunningCoterie import({"import", fifo, "--format", "openalex", "--db", directory.Path("a.db")});
  {
    std::FILE* pipe = std::fopen(fifo.c_str(), "w");  // waits until the import reads
    REQUIRE(pipe != nullptr);
    const std::string works = TinyWorks(LineOrder::kForward);
    std::fwrite(works.data(), 1, works.size(), pipe);
    std::fflush(pipe);
    import.Signal(SIGINT);
    std::fclose(pipe);
  }
  const Finished finished = import.Wait();
  INFO(finished.messages);
  CHECK(finished.exit_code == 2);
  CHECK(Contains(finished.messages, "interrupted"));
  CHECK(RunCoterie({"stats", "--db", directory.Path("a.db")}).exit_code == 0);
}

}  // namespace
}  // namespace coterie::testing
