// Analyses that take long, and answers that are long: the server ends the first and bounds the
// second.
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/rpc/async_client.h"
#include "tests/rpc/both.h"
#include "tests/rpc/render.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/tiny_library.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"
#include "tools/rpc/client.h"

namespace coterie::testing {
namespace {

// A server on a store that `make` makes in the directory that it is given.
struct Served {
  Served(const std::vector<std::string>& flags,
         const std::function<absl::Status(const std::string&)>& make)
      : prepared(Prepare(make, dir.Path("db"))), server(dir.Path("db"), flags) {}

  // Waits until the counter has that value.
  void Await(const std::string& counter, uint64_t value) {
    for (int i = 0; i < 6'000 && server.Counters()[counter] != value; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    REQUIRE(server.Counters()[counter] == value);
  }

  static bool Prepare(const std::function<absl::Status(const std::string&)>& make,
                      const std::string& directory) {
    REQUIRE_OK(make(directory));
    return true;
  }

  TempDir dir;
  bool prepared;
  ServerProcess server;
};

auto Crowd(int people, int papers) {
  return [people, papers](const std::string& directory) {
    return MakeCrowd(directory, people, papers);
  };
}

absl::Status Library(const std::string& directory) { return MakeTinyLibrary(directory); }

// Everybody, whatever the length of the byline.
EgoQuery EverybodyOfCrowd() {
  EgoQuery query;
  query.options.weights.max_authors = kNoLimit;
  return query;
}

auto EgoRequest(rpc::Snapshot::Client& snapshot, const char* person) {
  auto request = AsyncClient::PersonRequest(snapshot, person).send().getPerson().egoRequest();
  request.initSpec().initWeights().setMaxAuthors(kNoLimit);
  return request;
}

auto CollaboratorsRequest(rpc::Snapshot::Client& snapshot, const char* person) {
  auto request =
      AsyncClient::PersonRequest(snapshot, person).send().getPerson().collaboratorsRequest();
  request.initSpec().initWeights().setMaxAuthors(kNoLimit);
  return request;
}

TEST_CASE("rpc: the kernels of ego and collaborators are told that their call was dropped") {
  Served served({"--delay=Person.ego:20000", "--delay=Person.collaborators:20000", "--workers=1"},
                Library);
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    snapshot.statsRequest().send().wait(client.io.waitScope);
    uint64_t stopped = 0;
    const auto drop = [&](auto request) {
      {
        auto running = request.send();
        client.Turn(200);
      }
      client.Turn(20);
      served.Await("calls_stopped", ++stopped);
    };
    drop(EgoRequest(snapshot, "A1"));
    drop(CollaboratorsRequest(snapshot, "A1"));
    // Their worker, the only one, is free again.
    REQUIRE(client.Failure(snapshot.statsRequest().send()).empty());
  }
  served.server.Stop();
}

// 400 people on 500 papers: 40 million additions.
TEST_CASE("rpc: an ego network at work ends when its call is dropped") {
  Served served({"--delay=Person.ego:1", "--workers=1"}, Crowd(400, 500));
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    snapshot.statsRequest().send().wait(client.io.waitScope);
    {
      auto running = EgoRequest(snapshot, "A1").send();
      client.Turn(20);
      served.server.AwaitLine("begins Person.ego");
    }
    client.Turn(20);
    served.Await("calls_stopped", 1);
    REQUIRE(client.Failure(snapshot.statsRequest().send()).empty());
  }
  served.server.Stop();
}

TEST_CASE("rpc: an ego network that is out of time leaves its worker") {
  // It begins when its time is over, and must see so itself.
  Served served({"--delay=Person.ego:60000", "--call-ms=1500", "--workers=1"}, Library);
  auto client = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  for (uint64_t stopped = 1; stopped <= 2; ++stopped) {
    const absl::Status status = client.Ego("A1", {}).status();
    REQUIRE(status.code() == absl::StatusCode::kDeadlineExceeded);
    served.Await("calls_stopped", stopped);
  }
  REQUIRE_OK(client.Ping());
  served.server.Stop();
}

TEST_CASE("rpc: a server that is told to end does not wait for an ego network at work") {
  Served served({"--delay=Person.ego:1", "--workers=1"}, Crowd(400, 500));
  AsyncClient client(served.server.unix_path());
  rpc::Snapshot::Client snapshot = client.Snapshot();
  snapshot.statsRequest().send().wait(client.io.waitScope);
  auto running = EgoRequest(snapshot, "A1").send();
  client.Turn(20);
  served.server.AwaitLine("begins Person.ego");
  served.server.Stop();
  REQUIRE(served.server.HasLine("calls_stopped 1 "));  // not finished
}

TEST_CASE("rpc: too many ties are refused with what to do, as many as are allowed are sent") {
  // Ties of 950 people without the one asked about: 949 * 948 / 2 = 449,826, in more than 8 MiB.
  Served served({}, Crowd(950, 1));
  auto client = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  const NamedEgo network = ValueOf(client.Ego("A1", EverybodyOfCrowd()));
  REQUIRE(network.members.size() == 949);
  REQUIRE(network.ties.size() == 449'826);
  REQUIRE(network.density == 1);
  REQUIRE(network.degeneracy == 949);
  served.server.Stop();

  Served fewer({"--ties=449825"}, Crowd(950, 1));
  client = ValueOf(Client::Connect(fewer.server.unix_path(), kPatient));
  const absl::Status status = client.Ego("A1", EverybodyOfCrowd()).status();
  REQUIRE(status.code() == absl::StatusCode::kOutOfRange);
  REQUIRE(std::string(status.message()).find("more than 449825 ties") != std::string::npos);
  REQUIRE_OK(client.Ping());
  fewer.server.Stop();
}

TEST_CASE("rpc: an answer of more bytes than one may take is too large, not a defect") {
  Both both({"--answer-bytes=2000"}, 400);
  CollaboratorQuery query;
  query.options.limit = 100;
  query.options.detail_limit = 0;
  for (const absl::Status& status :
       {both.remote.Collaborators("A9", query).status(), both.remote.Ego("A9", {}).status(),
        both.remote.Find("Colleague", std::nullopt, 100).status()}) {
    REQUIRE(status.code() == absl::StatusCode::kOutOfRange);
    REQUIRE(std::string(status.message()).find("above the limit of 2000; ask for fewer") !=
            std::string::npos);
  }
  query.options.limit = 3;
  const auto few = both.remote.Collaborators("A9", query);
  REQUIRE(RenderResult(few) == Render(ValueOf(CollaboratorsWithNames(*both.local, "A9", query))));
  both.server.Stop();
}

}  // namespace
}  // namespace coterie::testing
