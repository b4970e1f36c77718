// What the program says for people: one line, short, and without orders to the terminal, whatever
// files, names and ids hold.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

#include "tests/cli/child.h"
#include "tests/cli/tiny_store.h"

namespace coterie::testing {
namespace {

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The messages that begin with `start` (the program's own name aside).
std::vector<std::string> MessagesOf(const Finished& finished, const std::string& start) {
  std::vector<std::string> found;
  std::istringstream stream(finished.messages);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("coterie: " + start)) found.push_back(line.substr(9));
  }
  return found;
}

// Whether text holds a byte that a terminal could take for an order, line ends aside.
bool HasControls(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  });
}

TEST_CASE("messages: escapes in data, file names and ids reach no terminal") {
  const TinyStore store;
  const std::string title = store.Path("title.jsonl");
  WriteFile(title, "\x1b]0;evil\x07\n");
  const std::string named = store.Path("red\x1b[31m.jsonl");
  WriteFile(named, "{\"id\":\"W9\x1b\",\"title\":7}\n");
  const std::string id = store.Path("id.jsonl");
  WriteFile(id, R"({"id":"https://openalex.org/X9\u001b[31mX"})"
                "\n"
                R"({"id":"W9","topics":[{"id":"T\u001b[31m"}],"title":"T"})"
                "\n");
  const std::vector<std::vector<std::string>> cases = {
      {"import", title},
      {"import", named},
      {"import", id},
      {"import", store.Path("\x1b[31mmissing")},
      {"import", id, "--rejects", store.Path("no\x1b/such")},
      {"show", "W9\x1b[31m"},
      {"find", "\x1b]0;evil\x07"},
      {"collaborators", "person:1", "--topic", "\x1b[31m"},
      {"collaborators", "person:1", "--years", "\x1b[31m"},
      {"stats", "--db", store.Path("\x1b[31m.db")},
      {"\x1b[31m"},
      {"stats", "--\x1b[31m"},
  };
  for (const std::vector<std::string>& arguments : cases) {
    const bool names_store =
        std::find(arguments.begin(), arguments.end(), "--db") != arguments.end() ||
        arguments.size() == 1;
    const Finished told = RunCoterie(names_store ? arguments : store.With(arguments));
    INFO(arguments.back() << "\n" << told.messages);
    CHECK(told.exit_code != 0);
    CHECK(told.messages.starts_with("coterie: "));
    CHECK_FALSE(HasControls(told.messages));
  }
}

TEST_CASE("messages: an identifier of megabytes is told by its start") {
  const TinyStore store;
  for (const std::string& id :
       {std::string(3'000'000, 'x'), "10.1234/" + std::string(3'000'000, 'x'),
        std::string("dblp:conf/") + std::string(3'000'000, 'x')}) {
    for (const char* verb : {"show", "collaborators"}) {
      const Finished told = RunCoterie(store.With({verb, "-"}), {.input = id + "\nW1\n"});
      INFO(told.messages.substr(0, 1'000));
      CHECK(told.messages.size() < 1'000);
      CHECK(Contains(told.messages, id.substr(0, 40)));
    }
  }
  const Finished found =
      RunCoterie(store.With({"find", "-"}), {.input = std::string(300'000, 'x')});
  INFO(found.messages.substr(0, 1'000));
  CHECK(found.exit_code == 1);
  CHECK(found.messages.size() < 1'000);
}

TEST_CASE("find: no text at all is refused with one sentence") {
  const TinyStore store;
  for (const char* text : {"", "  "}) {
    const Finished told = RunCoterie(store.With({"find", text}));
    CHECK(told.exit_code == 2);
    CHECK(told.out.empty());
    CHECK(told.messages ==
          "coterie: there is no text to find; give the start of a name or title, or an "
          "identifier\n");
  }
}

TEST_CASE("rejects: a reject file that is an input is refused before anything is made or lost") {
  const TempDir directory;
  const std::string works = directory.Path("works.jsonl");
  const std::string text = "{\"id\":\"W1\",\"title\":\"Good\"}\nbad\n";
  WriteFile(works, text);
  const std::string db = directory.Path("a.db");
  const Finished refused = RunCoterie({"import", works, "--rejects", works, "--db", db});
  INFO(refused.messages);
  CHECK(refused.exit_code == 2);
  CHECK(refused.messages == "coterie: " + works +
                                ": the reject file is one of the files to import; name another "
                                "with --rejects\n");
  CHECK(ReadFile(works) == text);
  CHECK(::access(db.c_str(), F_OK) != 0);
}

TEST_CASE("directories: documents go without a word, other strangers are told") {
  const TempDir directory;
  const std::string data = directory.Path("data");
  REQUIRE(::mkdir(data.c_str(), 0700) == 0);
  WriteFile(data + "/works.jsonl", R"({"id":"W1","title":"Good"})");
  WriteFile(data + "/README.md", "# About\n");
  WriteFile(data + "/LICENSE", "CC0\n");
  const std::string db = directory.Path("a.db");
  const Finished quiet = RunCoterie({"import", data, "--db", db});
  CHECK(quiet.exit_code == 0);
  CHECK(quiet.messages.empty());
  WriteFile(data + "/picture.png", "\x89PNG");
  const Finished told = RunCoterie({"import", data, "--db", db});
  CHECK(told.exit_code == 0);
  CHECK(MessagesOf(told, "left out " + data + "/picture.png: ").size() == 1);
  CHECK(std::count(told.messages.begin(), told.messages.end(), '\n') == 1);

  // By its own name it is asked for, and told.
  const Finished named = RunCoterie({"import", data + "/README.md", "--db", db});
  CHECK(named.exit_code == 2);
  CHECK(MessagesOf(named, data + "/README.md:1: neither").size() == 1);

  REQUIRE(::symlink("nowhere", directory.Path("dangling").c_str()) == 0);
  const Finished dangling = RunCoterie({"import", directory.Path("dangling"), "--db", db});
  CHECK(dangling.exit_code == 2);
  CHECK(dangling.messages ==
        "coterie: " + directory.Path("dangling") + " is a link that leads nowhere; mend it\n");
}

}  // namespace
}  // namespace coterie::testing
