// The server's bounds: connections, calls, time, results that nobody lets go.
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/rpc/async_client.h"
#include "tests/rpc/raw_client.h"
#include "tests/rpc/served.h"
#include "tests/support/catch.h"
#include "tools/rpc/client.h"

namespace coterie::testing {
namespace {

TEST_CASE("rpc caps: an address may have 64 connections, and other addresses do not suffer") {
  Served served;
  std::vector<RawClient> peers;
  for (int i = 0; i < 64; ++i) {
    peers.emplace_back(served.server.tcp_port(), "127.0.0.5");
    peers.back().Send(BootstrapFrame(0));
    REQUIRE_FALSE(peers.back().ReadSome(60'000).empty());
  }
  RawClient one_more(served.server.tcp_port(), "127.0.0.5");
  REQUIRE(AbortReason(one_more.ReadToEnd()).rfind("overloaded: 64 connections", 0) == 0);
  for (int host = 6; host < 16; ++host) {
    RawClient other(served.server.tcp_port(), "127.0.0." + std::to_string(host));
    other.Send(BootstrapFrame(0));
    REQUIRE_FALSE(other.ReadSome(60'000).empty());
  }
  // A place that is left can be taken.
  peers.pop_back();
  for (int i = 0; i < 2'000 && served.server.Counters()["connections_open"] > 63; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  RawClient again(served.server.tcp_port(), "127.0.0.5");
  again.Send(BootstrapFrame(0));
  REQUIRE_FALSE(again.ReadSome(60'000).empty());
  served.server.Stop();
}

TEST_CASE("rpc caps: connections over the total are closed at once with a reason") {
  Served served({"--connections=20"});
  std::vector<RawClient> peers;
  for (int i = 0; i < 20; ++i) {
    peers.emplace_back(served.server.unix_path());
    peers.back().Send(BootstrapFrame(0));
    REQUIRE_FALSE(peers.back().ReadSome(60'000).empty());
  }
  RawClient refused(served.server.unix_path());
  REQUIRE(AbortReason(refused.ReadToEnd()).rfind("overloaded: 20 connections", 0) == 0);
  const auto client = Client::Connect(served.server.unix_path(), kPatient);
  REQUIRE(client.status().code() != absl::StatusCode::kOk);
  REQUIRE(served.server.Counters()["connections_refused"] >= 2);
  peers.clear();
  for (int i = 0; i < 2'000 && served.server.Counters()["connections_open"] > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  REQUIRE_OK(Client::Connect(served.server.unix_path(), kPatient));
  served.server.Stop();
}

TEST_CASE("rpc calls: the 65th call in flight is refused, the 64 are answered") {
  Served served({"--delay=Snapshot.resolve:400", "--call-ms=60000", "--workers=2"});
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    snapshot.statsRequest().send().wait(client.io.waitScope);
    kj::Vector<kj::Promise<capnp::Response<rpc::Snapshot::ResolveResults>>> calls;
    for (int i = 0; i < 65; ++i) {
      auto request = snapshot.resolveRequest();
      request.setText("A1");
      calls.add(request.send());
    }
    int overloaded = 0;
    for (auto& call : calls) {
      const std::string failure = client.Failure(kj::mv(call));
      if (failure.empty()) continue;
      REQUIRE(failure.find("overloaded: 64 calls of this connection") != std::string::npos);
      ++overloaded;
    }
    REQUIRE(overloaded == 1);
  }
  served.server.Stop();
}

TEST_CASE("rpc calls: a full queue answers overloaded, and clears") {
  Served served({"--delay=Snapshot.resolve:300", "--workers=1", "--queue=4", "--call-ms=60000"});
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    snapshot.statsRequest().send().wait(client.io.waitScope);
    kj::Vector<kj::Promise<capnp::Response<rpc::Snapshot::ResolveResults>>> calls;
    for (int i = 0; i < 20; ++i) {
      auto request = snapshot.resolveRequest();
      request.setText("A1");
      calls.add(request.send());
    }
    int overloaded = 0;
    for (auto& call : calls) {
      const std::string failure = client.Failure(kj::mv(call));
      if (failure.empty()) continue;
      REQUIRE(failure.find("overloaded: more calls wait") != std::string::npos);
      ++overloaded;
    }
    REQUIRE(overloaded >= 15);
    REQUIRE(overloaded <= 16);
    auto request = snapshot.resolveRequest();
    request.setText("A1");
    REQUIRE(client.Failure(request.send()).empty());
  }
  served.server.Stop();
}

TEST_CASE("rpc calls: a call past its time fails with a code, and its worker is told") {
  Served served({"--delay=Snapshot.resolve:20000", "--call-ms=300"});
  auto client = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  const absl::Status status = client.Resolve("A1").status();
  REQUIRE(status.code() == absl::StatusCode::kDeadlineExceeded);
  REQUIRE(std::string(status.message()).find("300 ms") != std::string::npos);
  served.server.AwaitLine("saw cancel Snapshot.resolve");
  REQUIRE_OK(client.Ping());
  served.server.Stop();
}

TEST_CASE("rpc calls: the worker of a dropped call sees that nobody waits") {
  Served served({"--delay=Snapshot.resolve:20000", "--call-ms=60000", "--workers=1"});
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    snapshot.statsRequest().send().wait(client.io.waitScope);
    {
      auto request = snapshot.resolveRequest();
      request.setText("A1");
      auto running = request.send();
      auto behind = snapshot.statsRequest().send();  // waits for the only worker
      client.Turn(300);
    }
    client.Turn(50);
    served.server.AwaitLine("saw cancel Snapshot.resolve");
    REQUIRE(client.Failure(snapshot.statsRequest().send()).empty());
  }
  auto counters = served.server.Counters();
  REQUIRE(counters["calls_dropped"] == 2);
  REQUIRE(counters["calls_skipped"] == 1);  // the one behind was never computed

  // The same when the connection goes away.
  {
    AsyncClient client(served.server.unix_path());
    rpc::Snapshot::Client snapshot = client.Snapshot();
    auto request = snapshot.resolveRequest();
    request.setText("A1");
    auto running = request.send();
    client.Turn(300);
  }
  for (int i = 0; i < 2'000 && served.server.Counters()["calls_dropped"] < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  REQUIRE(served.server.Counters()["calls_dropped"] == 3);
  served.server.Stop();
}

TEST_CASE("rpc calls: capabilities held open are bounded, and dropping one makes room") {
  Served served({"--capabilities=10"});
  {
    AsyncClient client(served.server.unix_path());
    std::vector<rpc::Snapshot::Client> held;
    for (int i = 0; i < 10; ++i) {
      held.push_back(
          client.library.snapshotRequest().send().wait(client.io.waitScope).getSnapshot());
    }
    REQUIRE(client.Failure(client.library.snapshotRequest().send()).find("overloaded: ") !=
            std::string::npos);
    REQUIRE(client.Failure(AsyncClient::PersonRequest(held[0], "A1").send()).find("overloaded: ") !=
            std::string::npos);
    held.pop_back();
    client.Turn(50);
    REQUIRE(client.Failure(client.library.snapshotRequest().send()).empty());
  }
  served.server.Stop();
}

TEST_CASE("rpc calls: results that are never let go end the connection") {
  Served served({"--unfinished=50"});
  RawClient peer(served.server.unix_path());
  for (uint32_t question = 0; question < 51; ++question) peer.Send(BootstrapFrame(question));
  REQUIRE(AbortReason(peer.ReadToEnd()).rfind("too_many_unfinished: 50", 0) == 0);
  REQUIRE_OK(Client::Connect(served.server.unix_path(), kPatient));
  served.server.Stop();
}

}  // namespace
}  // namespace coterie::testing
