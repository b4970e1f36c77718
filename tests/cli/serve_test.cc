// The program beside a server of the same store: the same answers, and one writer.
#include <signal.h>

#include <filesystem>

#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"

namespace coterie::testing {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::vector<std::vector<std::string>>& ReadingCommands() {
  static const std::vector<std::vector<std::string>> commands = {
      {"find", "graph"},
      {"find", "graph", "--json", "--limit", "1"},
      {"find", "zzz"},
      {"show", "W1"},
      {"show", "W99"},
      {"show", "A5000000001", "--json"},
      {"show", "T10", "I98358874", "--json"},
      {"show", "A999"},
      {"show", "nonsense"},
      {"collaborators", "A5000000001"},
      {"collaborators", "A5000000001", "--json", "--explain"},
      {"collaborators", "A5000000001", "--json", "--half-life", "inf", "--max-authors", "inf",
       "--topic", "T10", "--norm", "salton"},
      {"collaborators", "A5000000001", "--limit", "inf"},
      {"collaborators", "W1"},
      {"ego", "A5000000001", "--json"},
      {"ego", "A5000000001", "--ties"},
      {"slice", "A5000000001"},
      {"slice", "A5000000001", "--json"},
      {"slice", "A5000000001", "W3", "--table", "--explain", "--budget", "5"},
      {"slice", "A5000000002", "--json", "--types", "person,topic", "--years", "2019..2024",
       "--edges", "3", "--no-retracted", "--half-life", "inf", "--max-authors", "inf"},
      {"slice", "A5000000004", "--json", "--invisible", "paper", "--pin", "T10"},
      {"slice", "A5000000003", "--budget", "2", "--expand", "A5000000003", "--shown", "-"},
      {"slice", "A5000000003", "--budget", "20000", "--jsonl", "--topic", "T10"},
      {"slice", "A5000000001", "--budget", "0"},
      {"slice", "W99"},
      {"slice", "A404"},
      {"slice", "I98358874", "--institution", "I98358874", "--counting", "full", "--json"},
      {"path", "A5000000003", "A5000000004"},
      {"path", "A5000000003", "A5000000004", "--json", "--no-retracted"},
      {"path", "A5000000001", "A5000000003", "--json", "--weighted", "--k", "5"},
      {"path", "A5000000001", "A5000000003", "--table", "--longer", "2", "--max-paths", "50000"},
      {"path", "A5000000001", "A5000000003", "--jsonl", "--exclude", "W2", "--paper-type",
       "preprint"},
      {"path", "W2", "W4", "--json", "--direction", "either", "--any"},
      {"path", "W2", "-", "--table"},
      {"path", "W2", "A5000000001"},
      {"department", "A5000000001", "A5000000002", "person:3"},
      {"department", "person:2", "person:4", "--json", "--connectors", "inf", "--explain"},
      {"department", "I98358874", "--years", "2020..2024", "--levels-below", "1"},
      {"department", "I98358874", "--years", "..2019", "--json"},
      {"department", "person:1", "person:2", "--list", "ties", "--explain", "--limit", "inf"},
      {"department", "W1"},
      {"department", "A999"},
      {"traverse", "A5000000001", "--step", "authored", "--where", "year>=2020 and name~graph",
       "--step", "cites:2", "--json", "--explain", "--rows", "every"},
      {"traverse", "A5000000004", "--step", "coauthors:2", "--edges", "--limit", "2"},
      {"traverse", "A5000000004", "--step", "coauthors:2", "--order", "paths", "--work", "4"},
      {"traverse", "A5000000004", "--step", "cites"},
      {"recommend", "A5000000004", "--json"},
      {"recommend", "A5000000004", "--by", "adamic-adar", "--explain", "--limit", "inf"},
      {"recommend", "A5000000004", "person:3", "--by", "resource-allocation"},
      {"recommend", "W1"},
      {"similar", "W4", "--json", "--explain"},
      {"similar", "W2", "W4", "--norm", "adamic-adar"},
      {"similar", "W1", "--by", "cocitation"},
      {"similar", "W99"},
      {"stats"},
      {"stats", "--json"}};
  return commands;
}

TEST_CASE("serve: reading verbs go through it and print what they print without it") {
  const TinyStore store;
  std::vector<Finished> alone;
  // What a command reads from standard input, if it does: known, unknown and foreign ids.
  const ChildOptions input{.input = "W1\nW4\nperson:777\nA404\nhttps://doi.org/10.5555/one\n"};
  for (const auto& command : ReadingCommands()) {
    alone.push_back(RunCoterie(store.With(command), input));
  }
  const Finished dump = RunCoterie(store.With({"dump"}));

  RunningCoterie server(store.With({"serve", "--listen", "127.0.0.1:0"}));
  CHECK(server.ReadLine() == "listening on unix:" + store.db() + "/coterie.sock");
  CHECK(server.ReadLine().substr(0, 23) == "listening on 127.0.0.1:");
  for (size_t i = 0; i < alone.size(); ++i) {
    const Finished beside = RunCoterie(store.With(ReadingCommands()[i]), input);
    INFO(ReadingCommands()[i][0] << " "
                                 << (ReadingCommands()[i].size() > 1 ? ReadingCommands()[i][1]
                                                                     : ""));
    CHECK(beside.out == alone[i].out);
    CHECK(beside.messages == alone[i].messages);
    CHECK(beside.exit_code == alone[i].exit_code);
  }
  CHECK(RunCoterie(store.With({"dump"})).out == dump.out);

  // With the socket named, the store is not needed at all: the answers do come from the server.
  const std::string socket = store.db() + "/coterie.sock";
  const Finished remote =
      RunCoterie({"show", "W1", "--db", store.Path("nowhere.db"), "--unix", socket});
  CHECK(remote.exit_code == 0);
  CHECK(remote.out == RunCoterie(store.With({"show", "W1"})).out);

  server.Signal(SIGTERM);
  const Finished ended = server.Wait();
  CHECK(ended.exit_code == 0);
  CHECK_FALSE(std::filesystem::exists(socket));
  CHECK(RunCoterie(store.With({"stats"})).out == alone[alone.size() - 2].out);
}

TEST_CASE("serve: with the socket named no other store answers, however much is asked for") {
  const TinyStore store;
  const TinyStore other;
  WriteFile(other.Path("more.jsonl"),
            R"({"id":"https://openalex.org/W7","title":"Elsewhere","publication_year":2021,)"
            R"("authorships":[{"author":{"id":"https://openalex.org/A5000000001",)"
            R"("display_name":"Ada Moved"},"author_position":"first"}]})"
            "\n");
  REQUIRE(RunCoterie(other.With({"import", other.Path("more.jsonl")})).exit_code == 0);
  RunningCoterie server(store.With({"serve", "--unix", store.Path("named.sock")}));
  REQUIRE(Contains(server.ReadLine(), "listening on unix:"));

  const ChildOptions elsewhere{.environment = {{"COTERIE_DB", other.db()}}};
  const auto named = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--unix", store.Path("named.sock")});
    return RunCoterie(arguments, elsewhere);
  };
  const std::vector<std::string> slice = {"slice", "A5000000001", "--budget"};
  const auto with = [&slice](const std::string& budget) {
    std::vector<std::string> arguments = slice;
    arguments.push_back(budget);
    return arguments;
  };
  const Finished within = named(with("10000"));
  CHECK(within.exit_code == 0);
  CHECK(within.out == RunCoterie(store.With(with("10000"))).out);
  CHECK(within.out != RunCoterie(other.With(with("10000"))).out);  // the comparison tells the two
  CHECK(RunCoterie(other.With(with("10001"))).exit_code == 0);
  const Finished beyond = named(with("10001"));
  CHECK(beyond.exit_code == 2);
  CHECK(beyond.out.empty());
  CHECK(beyond.messages ==
        "coterie: a budget of 10001 nodes, above the 10000 that one answer may hold; ask for "
        "fewer; without --unix, the store itself (--db) has no such limit\n");
  const Finished paths = named({"path", "A5000000001", "A5000000003", "--k", "10001"});
  CHECK(paths.exit_code == 2);
  CHECK(paths.out.empty());
  CHECK(Contains(paths.messages, "without --unix"));
}

TEST_CASE("serve: what takes a server too long is read from its store") {
  if (!std::filesystem::exists("tests/data/sample")) COTERIE_SKIP("there is no tests/data/sample");
  const TempDir directory;
  const std::string db = directory.Path("sample.db");
  REQUIRE(RunCoterie({"import", "tests/data/sample", "--db", db}).exit_code == 0);
  const std::vector<std::string> recommend = {"recommend", "A5023888391", "--db", db};
  const Finished alone = RunCoterie(recommend);
  RunningCoterie server({"serve", "--db", db, "--call-ms", "1"});
  REQUIRE(Contains(server.ReadLine(), "listening on unix:"));
  const Finished beside = RunCoterie(recommend);
  CHECK(beside.exit_code == 0);
  CHECK(beside.out == alone.out);
  std::vector<std::string> named = recommend;
  named.insert(named.end(), {"--unix", db + "/coterie.sock"});
  const Finished late = RunCoterie(named);
  CHECK(late.exit_code == 2);
  CHECK(Contains(late.messages, "1 ms"));  // of whichever call came too late
}

TEST_CASE("serve: a store in use says who holds it, and is not written by another") {
  const TinyStore store;
  RunningCoterie server(store.With({"serve"}));
  REQUIRE(Contains(server.ReadLine(), "listening on unix:"));
  for (const auto& command :
       {store.With({"import", store.Path("works.jsonl")}), store.With({"serve"})}) {
    const Finished refused = RunCoterie(command);
    INFO(refused.messages);
    CHECK(refused.exit_code == 2);
    CHECK(Contains(refused.messages, "in use"));
    CHECK(Contains(refused.messages, std::to_string(server.pid())));
  }
  server.Signal(SIGINT);
  CHECK(server.Wait().exit_code == 0);
  CHECK(RunCoterie(store.With({"import", store.Path("works.jsonl")})).exit_code == 0);
}

TEST_CASE("serve: a killed server leaves a socket that stops nobody") {
  const TinyStore store;
  const Finished before = RunCoterie(store.With({"stats"}));
  {
    RunningCoterie server(store.With({"serve"}));
    REQUIRE(Contains(server.ReadLine(), "listening on"));
    server.Signal(SIGKILL);
    CHECK(server.Wait().exit_code == 128 + SIGKILL);
  }
  CHECK(std::filesystem::exists(store.db() + "/coterie.sock"));
  CHECK(RunCoterie(store.With({"stats"})).out == before.out);
  RunningCoterie again(store.With({"serve"}));
  CHECK(Contains(again.ReadLine(), "listening on unix:"));
}

TEST_CASE("serve: listens on loopback only, and not without a store") {
  const TinyStore store;
  const Finished open = RunCoterie(store.With({"serve", "--listen", "0.0.0.0:0"}));
  CHECK(open.exit_code == 2);
  CHECK(Contains(open.messages, "loopback"));
  CHECK(RunCoterie(store.With({"serve", "--listen", "nonsense"})).exit_code == 2);
  CHECK(RunCoterie({"serve", "--db", store.Path("nowhere.db")}).exit_code == 2);
}

}  // namespace
}  // namespace coterie::testing
