// The library on a real store: resolution, one build a state, readers that never wait.
#include "engine/library.h"

#include <atomic>
#include <thread>

#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::TempDir;
using testing::ValueOf;

Library OpenNew(const TempDir& directory) {
  return ValueOf(Library::Open(directory.Path("db"), {.create_if_missing = true}));
}

NodeId AddPerson(Library& library, const std::string& name, const std::string& openalex) {
  const NodeId id = library.store().AllocateNode(NodeKind::kPerson);
  StoreBatch batch;
  PersonRecord person;
  person.header.name = name;
  person.header.pids = {{PidScheme::kOpenAlex, openalex}};
  batch.Change(id).record = person;
  REQUIRE_OK(library.store().Apply(batch));
  return id;
}

TEST_CASE("library: an acknowledged write is seen by the next read, an old snapshot stays") {
  const TempDir directory;
  Library library = OpenNew(directory);
  const auto empty = ValueOf(library.Read());
  CHECK(empty->graph().vertex_count() == 0);
  const NodeId ann = AddPerson(library, "Ann", "A1");
  const auto one = ValueOf(library.Read());
  CHECK(one->graph().vertex_count() == 1);
  CHECK(one->graph().FindVertex(ann).has_value());
  CHECK(one->graph().sequence() == one->store().sequence());
  CHECK(empty->graph().vertex_count() == 0);
  CHECK(absl::IsNotFound(empty->Resolve("openalex:A1").status()));
}

TEST_CASE("library: reads of one state share one snapshot") {
  const TempDir directory;
  Library library = OpenNew(directory);
  AddPerson(library, "Ann", "A1");
  const auto first = ValueOf(library.Read());
  CHECK(ValueOf(library.Read()).get() == first.get());
  AddPerson(library, "Bob", "A2");
  CHECK(ValueOf(library.Read()).get() != first.get());
}

TEST_CASE("library: callers at once get one build of a new state") {
  const TempDir directory;
  Library library = OpenNew(directory);
  AddPerson(library, "Ann", "A1");
  for (int round = 0; round < 10; ++round) {
    AddPerson(library, "More", "A" + std::to_string(100 + round));
    std::vector<std::shared_ptr<const Snapshot>> got(4);
    std::vector<std::thread> threads;
    threads.reserve(got.size());
    for (auto& slot : got) {
      threads.emplace_back([&library, &slot] {
        auto snapshot = library.Read();
        if (snapshot.ok()) slot = *std::move(snapshot);
      });
    }
    for (std::thread& thread : threads) thread.join();
    REQUIRE(got[0] != nullptr);
    for (const auto& snapshot : got) CHECK(snapshot.get() == got[0].get());
  }
}

TEST_CASE("library: readers beside a writer see states that only grow") {
  const TempDir directory;
  Library library = OpenNew(directory);
  AddPerson(library, "Ann", "A1");
  std::atomic<bool> done{false};
  std::atomic<int> failures{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      uint64_t last = 0;
      while (!done) {
        const auto snapshot = library.Read();
        const bool is_good = snapshot.ok() && (*snapshot)->graph().sequence() >= last &&
                             (*snapshot)->graph().sequence() == (*snapshot)->store().sequence();
        if (!is_good) ++failures;
        if (snapshot.ok()) last = (*snapshot)->graph().sequence();
      }
    });
  }
  for (int i = 0; i < 20; ++i) AddPerson(library, "P", "A" + std::to_string(1000 + i));
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(failures == 0);
  CHECK(ValueOf(library.Read())->graph().vertex_count() == 21);
}

TEST_CASE("library: nodes resolve by NodeId and by any form of a Pid") {
  const TempDir directory;
  Library library = OpenNew(directory);
  const NodeId ann = AddPerson(library, "Ann", "A5023888391");
  const auto now = ValueOf(library.Read());
  for (const char* text :
       {"openalex:A5023888391", "A5023888391", "https://openalex.org/A5023888391"}) {
    CHECK(ValueOf(now->Resolve(text)) == ann);
  }
  CHECK(ValueOf(now->Resolve(ToString(ann))) == ann);
  CHECK(ValueOf(now->ResolveVertex("A5023888391", NodeKind::kPerson)) ==
        *now->graph().FindVertex(ann));
}

TEST_CASE("library: what does not resolve is told with what was looked for") {
  const TempDir directory;
  Library library = OpenNew(directory);
  const NodeId ann = AddPerson(library, "Ann", "A1");
  const NodeId stub = library.store().AllocateNode(NodeKind::kPaper);
  StoreBatch batch;
  PaperRecord record;
  record.is_stub = true;
  record.header.pids = {{PidScheme::kOpenAlex, "W7"}};
  batch.Change(stub).record = record;
  REQUIRE_OK(library.store().Apply(batch));
  const auto now = ValueOf(library.Read());

  const auto message = [](const absl::Status& status) { return std::string(status.message()); };
  const absl::Status nonsense = now->Resolve("no such thing").status();
  CHECK(absl::IsInvalidArgument(nonsense));
  CHECK(message(nonsense).find("no such thing") != std::string::npos);
  const absl::Status absent = now->Resolve("person:999").status();
  CHECK(absl::IsNotFound(absent));
  CHECK(message(absent).find("person:999") != std::string::npos);
  const absl::Status unknown = now->Resolve("A42").status();
  CHECK(absl::IsNotFound(unknown));
  CHECK(message(unknown).find("openalex:A42") != std::string::npos);

  CHECK(ValueOf(now->Resolve("W7")) == stub);
  CHECK(ValueOf(now->Resolve(ToString(stub))) == stub);
  const absl::Status stub_status = now->ResolveVertex("W7", NodeKind::kPaper).status();
  CHECK(absl::IsFailedPrecondition(stub_status));
  CHECK(message(stub_status).find("only as a reference") != std::string::npos);
  const absl::Status kind = now->ResolveVertex(ToString(ann), NodeKind::kPaper).status();
  CHECK(absl::IsInvalidArgument(kind));
  CHECK(message(kind) == ToString(ann) + " is of type person; one of type paper is needed here");
}

TEST_CASE("library: a message repeats the start of a long identifier, not the whole") {
  const TempDir directory;
  Library library = OpenNew(directory);
  const NodeId ann = AddPerson(library, "Ann", "A1");
  const auto now = ValueOf(library.Read());
  const std::string junk(3'000'000, 'x');
  const std::string padded = std::string(1'000'000, ' ') + ToString(ann);
  for (const absl::Status& status :
       {now->Resolve(junk).status(), now->Resolve("10.1234/" + junk).status(),
        now->Resolve("dblp:conf/" + junk).status(), now->Resolve("\x1b[31m" + junk).status(),
        now->ResolveVertex(padded, NodeKind::kPaper).status()}) {
    INFO(status.message().substr(0, 500));
    CHECK_FALSE(status.ok());
    CHECK(status.message().size() < 500);
    CHECK(status.message().find('\x1b') == absl::string_view::npos);
  }
}

}  // namespace
}  // namespace coterie
