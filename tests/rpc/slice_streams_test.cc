// Slices on their way: one round trip, in order, as fast as the sink takes them and no longer than
// somebody wants them; and kernels that end when nobody waits.
#include <capnp/message.h>
#include <capnp/rpc.capnp.h>
#include <capnp/serialize.h>

#include <chrono>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "tests/rpc/async_client.h"
#include "tests/rpc/recording_proxy.h"
#include "tests/rpc/served.h"
#include "tests/rpc/slice_sink.h"
#include "tests/support/catch.h"
#include "tools/rpc/client.h"

namespace coterie::testing {
namespace {

auto SliceRequest(rpc::Snapshot::Client& snapshot, const char* seed, uint32_t budget,
                  SinkLog& log) {
  auto request = snapshot.sliceRequest();
  request.initSeeds(1).set(0, seed);
  request.initSpec().setBudget(budget);
  request.setSink(kj::heap<LoggingSink>(log));
  return request;
}

// True once the client has asked for a person's slice.
bool HasAskedForSlice(const std::string& bytes) {
  for (const std::string& frame : SplitFrames(bytes)) {
    auto words = kj::heapArray<capnp::word>(frame.size() / sizeof(capnp::word));
    std::memcpy(words.begin(), frame.data(), frame.size());
    capnp::FlatArrayMessageReader reader(words);
    const auto message = reader.getRoot<capnp::rpc::Message>();
    if (message.isCall() && message.getCall().getInterfaceId() == capnp::typeId<rpc::Person>() &&
        message.getCall().getMethodId() == 3) {
      return true;
    }
  }
  return false;
}

TEST_CASE("rpc: snapshot, person and slice are asked for before anything is answered") {
  Served served;
  const std::string path = served.dir.Path("proxy");
  // The proxy lets no answer through until it has seen the last call of the chain.
  RecordingProxy proxy(path, served.server.unix_path(),
                       [](const std::string& said) { return !HasAskedForSlice(said); });
  SinkLog log;
  {
    AsyncClient client(path);
    rpc::Snapshot::Client snapshot = client.Snapshot();
    auto request = AsyncClient::PersonRequest(snapshot, "A1").send().getPerson().sliceRequest();
    request.initSpec().setBudget(10);
    request.setSink(kj::heap<LoggingSink>(log));
    request.send().wait(client.io.waitScope);
  }
  REQUIRE(log.calls.size() == 4);
  REQUIRE(log.calls[0].rfind("head 10 ", 0) == 0);
  REQUIRE(log.calls[1] == "nodes 1 10");
  REQUIRE(log.calls[2].rfind("edges ", 0) == 0);
  REQUIRE(log.calls[3] == "done");
  REQUIRE(log.is_released);
  served.server.Stop();
}

TEST_CASE(
    "rpc: a long slice comes in rank order, head first, edges after nodes, and then its end") {
  Served served({}, 300);
  SinkLog log;
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    SliceRequest(snapshot, "A9", 500, log).send().wait(client.io.waitScope);
  }
  std::vector<std::string> expected = {"head 500 2000"};
  for (int rank = 1; rank <= 500; rank += 64) {
    expected.push_back("nodes " + std::to_string(rank) + " " +
                       std::to_string(std::min(64, 501 - rank)));
  }
  expected.insert(expected.end(), {"edges 1024", "edges 976", "done"});
  REQUIRE(log.calls == expected);
  REQUIRE(log.ids.size() == 500);

  // The client's own collector sees the same, piece by piece.
  auto client = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  SliceQuery query;
  query.seeds = {"A9"};
  query.options.node_budget = 500;
  std::vector<size_t> sizes;
  const auto slice = ValueOf(client.Slice(query, [&sizes](const NamedSlice& so_far) {
    sizes.push_back(so_far.nodes.size() + so_far.edges.size());
    return true;
  }));
  REQUIRE(sizes.size() == log.calls.size() - 1);  // not told of the end
  REQUIRE(sizes[1] == 64);
  REQUIRE(sizes.back() == 2'500);
  for (size_t i = 0; i < log.ids.size(); ++i) {
    REQUIRE(slice.nodes[i].node.id.value() == log.ids[i]);
  }
  served.server.Stop();
}

TEST_CASE("rpc: a sink that fails, or a client that has enough, ends the slice") {
  Served served({}, 300);
  SinkLog log;
  log.manner = SinkLog::Manner::kFails;
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    const std::string failure = client.Failure(SliceRequest(snapshot, "A9", 500, log).send());
    REQUIRE(failure.find("cancelled: the sink failed") != std::string::npos);
    REQUIRE(log.calls.back().rfind("nodes", 0) == 0);
    REQUIRE(log.calls.size() == 2);  // a sink that failed once is not called again
  }
  auto client = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  SliceQuery query;
  query.seeds = {"A9"};
  query.options.node_budget = 500;
  size_t seen = 0;
  const auto slice = client.Slice(query, [&seen](const NamedSlice& so_far) {
    seen = so_far.nodes.size();
    return seen < 100;
  });
  REQUIRE(slice.status().code() == absl::StatusCode::kCancelled);
  REQUIRE(seen == 128);
  REQUIRE_OK(client.Slice(query));  // the connection is as before
  served.server.Stop();
}

TEST_CASE("rpc: dropping the call ends the stream, and lets the sink go") {
  Served served({}, 300);
  SinkLog log;
  log.manner = SinkLog::Manner::kNeverAnswers;
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    {
      auto running = SliceRequest(snapshot, "A9", 500, log).send();
      while (log.calls.size() < 2) client.Turn(10);
    }
    for (int i = 0; i < 6'000 && !log.is_released; ++i) client.Turn(10);
    REQUIRE(log.is_released);
    REQUIRE(log.calls.back() != "done");
    REQUIRE(client.Failure(snapshot.statsRequest().send()).empty());
  }
  served.server.Stop();
}

TEST_CASE("rpc: a sink that takes nothing is given up, and holds no more than its window") {
  Served served({"--sink-ms=400"}, 300);
  SinkLog log;
  log.manner = SinkLog::Manner::kNeverAnswers;
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    const std::string failure = client.Failure(SliceRequest(snapshot, "A9", 500, log).send());
    REQUIRE(failure.find("deadline_exceeded: the sink took nothing for 400 ms") !=
            std::string::npos);
    REQUIRE(log.calls.size() == 2);
    REQUIRE(client.Failure(snapshot.statsRequest().send()).empty());
  }
  served.server.Stop();
}

TEST_CASE("rpc: slices that wait for their sinks are bounded for each connection") {
  Served served({"--in-flight=8", "--sink-ms=60000"}, 300);
  SinkLog log;
  log.manner = SinkLog::Manner::kNeverAnswers;
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    kj::Vector<kj::Promise<capnp::Response<rpc::Snapshot::SliceResults>>> waiting;
    for (size_t i = 1; i <= 8; ++i) {
      waiting.add(SliceRequest(snapshot, "A9", 64, log).send());
      while (log.calls.size() < 2 * i) client.Turn(5);
    }
    REQUIRE(client.Failure(SliceRequest(snapshot, "A9", 64, log).send())
                .find("overloaded: 8 slices wait for their sinks") != std::string::npos);
    waiting.clear();
    client.Turn(50);
    log.manner = SinkLog::Manner::kTakes;
    REQUIRE(client.Failure(SliceRequest(snapshot, "A9", 64, log).send()).empty());
  }
  served.server.Stop();
}

TEST_CASE("rpc: a slice without a sink, or to a sink that is none, is refused") {
  Served served;
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    auto request = snapshot.sliceRequest();
    request.initSeeds(1).set(0, "A1");
    request.initSpec();
    REQUIRE(client.Failure(request.send()).find("invalid_argument: a slice needs a sink") !=
            std::string::npos);
    auto wrong = snapshot.sliceRequest();
    wrong.initSeeds(1).set(0, "A1");
    wrong.initSpec();
    wrong.setSink(client.library.castAs<rpc::SliceSink>());  // the server's own
    REQUIRE(client.Failure(wrong.send()).find("cancelled: the sink failed") != std::string::npos);
    REQUIRE(client.Failure(snapshot.statsRequest().send()).empty());
  }
  served.server.Stop();
}

// ------------------------------------------------------------------------------------------------
// Kernels

TEST_CASE("rpc: the kernels of slice and path are told that their call was dropped") {
  // The work begins after the drop, so that it can only end early because it was told.
  Served served({"--delay=Snapshot.slice:20000", "--delay=Person.slice:20000",
                 "--delay=Snapshot.path:20000", "--workers=1"},
                50);
  SinkLog log;
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    snapshot.statsRequest().send().wait(client.io.waitScope);
    {
      auto running = SliceRequest(snapshot, "A9", 60, log).send();
      client.Turn(200);
    }
    client.Turn(20);
    served.server.AwaitLine("begins Snapshot.slice");
    served.Await("calls_stopped", 1);
    {
      auto request = AsyncClient::PersonRequest(snapshot, "A9").send().getPerson().sliceRequest();
      request.setSink(kj::heap<LoggingSink>(log));
      auto running = request.send();
      client.Turn(200);
    }
    client.Turn(20);
    served.server.AwaitLine("begins Person.slice");
    served.Await("calls_stopped", 2);
    {
      auto request = snapshot.pathRequest();
      request.setFrom("A1000");
      request.setTo("A1100");
      auto running = request.send();
      client.Turn(200);
    }
    client.Turn(20);
    served.server.AwaitLine("begins Snapshot.path");
    served.Await("calls_stopped", 3);
  }
  REQUIRE(log.calls.empty());
  served.server.Stop();
}

// The 10,000 shortest paths among 200 people who nearly all know each other, by strength: each of
// them some searches of the whole, minutes in all.
auto LongPathRequest(rpc::Snapshot::Client& snapshot) {
  auto request = snapshot.pathRequest();
  request.setFrom("A1000");
  request.setTo("A1100");
  auto spec = request.initSpec();
  spec.setWeighted(true);
  spec.setMaxPaths(10'000);
  spec.setExtraLength(rpc::ALL_ROWS);
  spec.initPapers().setMaxAuthors(rpc::ALL_ROWS);
  return request;
}

TEST_CASE("rpc: a kernel that is at work ends when its call is dropped") {
  Served served({"--delay=Snapshot.path:1", "--workers=1"}, 600);
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    snapshot.statsRequest().send().wait(client.io.waitScope);
    {
      auto running = LongPathRequest(snapshot).send();
      client.Turn(100);
      served.server.AwaitLine("begins Snapshot.path");
    }
    client.Turn(20);
    served.Await("calls_stopped", 1);
    // Its worker, the only one, is free again.
    REQUIRE(client.Failure(snapshot.statsRequest().send()).empty());
  }
  served.server.Stop();
}

TEST_CASE("rpc: a kernel that is at work ends when its call is out of time") {
  Served served({"--call-ms=300", "--workers=1"}, 600);
  auto client = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  PathQuery query;
  query.options.length = PathLength::kStrength;
  query.options.max_paths = 10'000;
  query.options.extra_length = kNoLimit;
  const absl::Status status = client.Paths("A1000", "A1100", query).status();
  REQUIRE(status.code() == absl::StatusCode::kDeadlineExceeded);
  REQUIRE(std::string(status.message()).find("300 ms") != std::string::npos);
  served.Await("calls_stopped", 1);
  served.server.Stop();
}

}  // namespace
}  // namespace coterie::testing
