// Peers that do not speak the protocol, against a server in another process under the sanitizers.
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/rpc/raw_client.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/tiny_library.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"
#include "tools/rpc/client.h"

namespace coterie::testing {
namespace {

bool Prepare(const std::string& directory) {
  REQUIRE_OK(MakeTinyLibrary(directory));
  return true;
}

struct Served {
  explicit Served(const std::vector<std::string>& flags = {})
      : prepared(Prepare(dir.Path("db"))), server(dir.Path("db"), flags) {}

  // Somebody else is served as if nothing had happened, and the sanitizers found nothing.
  void RequireWell() {
    auto client = ValueOf(Client::Connect(server.unix_path(), kPatient));
    REQUIRE(ValueOf(client.Collaborators("A1", {})).rows.size() == 2);
    server.Stop();
  }

  TempDir dir;
  bool prepared;
  ServerProcess server;
};

TEST_CASE("rpc guard: FF FF FF FF closes the connection and harms nobody") {
  Served served;
  for (const std::string& after : {std::string(), std::string(4, '\xFF'), std::string(4096, '\xFF'),
                                   std::string(100'000, '\0')}) {
    RawClient peer(served.server.unix_path());
    peer.Send("\xFF\xFF\xFF\xFF" + after);
    REQUIRE(peer.ClosedWithin(60'000));
    RawClient tcp(served.server.tcp_port(), "127.0.0.1");
    tcp.Send("\xFF\xFF\xFF\xFF" + after);
    REQUIRE(tcp.ClosedWithin(60'000));
  }
  RawClient polite(served.server.unix_path());
  polite.Send("\xFF\xFF\xFF\xFF");
  REQUIRE(AbortReason(polite.ReadToEnd()).rfind("frame_invalid: ", 0) == 0);
  served.server.AwaitLine("frame_invalid: a message of 4294967296 segments");
  REQUIRE(served.server.Counters()["violations"] == 9);
  served.RequireWell();
}

TEST_CASE("rpc guard: bad tables after a good message are refused too") {
  Served served;
  const std::string many = Le32(16);
  const std::string large = Le32(0) + Le32((5 << 20) / 8);
  const std::string empty = Le32(0) + Le32(0);
  for (const std::string& table : {many, large, empty, std::string(4, '\xFF')}) {
    RawClient peer(served.server.unix_path());
    peer.Send(BootstrapFrame(0) + table);
    const std::string reason = AbortReason(peer.ReadToEnd());
    CAPTURE(reason);
    REQUIRE(reason.rfind(table == large ? "frame_too_large: " : "frame_invalid: ", 0) == 0);
  }
  served.RequireWell();
}

TEST_CASE("rpc guard: a frame of 5 MiB is refused before it is taken") {
  Served served;
  const uint64_t before = served.server.ResidentBytes();
  RawClient peer(served.server.unix_path());
  const std::string frame = Le32(0) + Le32((5 << 20) / 8) + std::string(5 << 20, 'x');
  peer.Send(frame);
  REQUIRE(peer.ClosedWithin(60'000));
  REQUIRE(served.server.ResidentBytes() < before + (4 << 20));
  served.RequireWell();
}

TEST_CASE("rpc guard: a frame cut short ends its connection and nothing else") {
  Served served;
  const std::string frame = BootstrapFrame(0);
  for (size_t size = 1; size < frame.size(); ++size) {
    RawClient peer(served.server.unix_path());
    peer.Send(frame.substr(0, size));
  }
  RawClient large(served.server.unix_path());
  large.Send(Le32(0) + Le32(400'000) + std::string(1'000'000, 'y'));
  served.RequireWell();
}

TEST_CASE("rpc guard: well-framed nonsense is a protocol error without the library's words") {
  Served served;
  // A call on a capability that was never given: target of imported cap 99.
  std::string words(8 * 12, '\0');
  words[0] = 0;
  std::mt19937 random(7);
  bool saw_reason = false;
  for (int i = 0; i < 200; ++i) {
    for (char& byte : words) byte = static_cast<char>(random() % 5);
    RawClient peer(served.server.unix_path());
    peer.Send(Le32(0) + Le32(12) + words);
    const std::string reason = AbortReason(peer.ReadSome(200));
    CAPTURE(reason);
    REQUIRE((reason.empty() || reason.rfind("protocol_error: ", 0) == 0));
    saw_reason = saw_reason || !reason.empty();
  }
  REQUIRE(saw_reason);
  served.RequireWell();
}

TEST_CASE("rpc guard: thousands of connections with random bytes change nothing") {
  constexpr int kConnections = 3'000;
  Served served;
  std::mt19937 random(20'260'312);
  const std::string good = BootstrapFrame(0);
  for (int i = 0; i < kConnections; ++i) {
    std::string bytes;
    switch (random() % 4) {
      case 0:  // noise
        for (uint32_t size = random() % 300; size > 0; --size) {
          bytes.push_back(static_cast<char>(random()));
        }
        break;
      case 1:  // a plausible table, then noise
        bytes = Le32(random() % 18) + Le32(random() % 64);
        for (uint32_t size = random() % 600; size > 0; --size) {
          bytes.push_back(static_cast<char>(random()));
        }
        break;
      case 2:  // a good message with some bits turned
        bytes = good;
        for (uint32_t flips = 1 + random() % 4; flips > 0; --flips) {
          bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
        }
        bytes += good;
        break;
      default:  // good, then cut
        bytes = good + good.substr(0, random() % good.size());
    }
    RawClient peer(served.server.unix_path());
    peer.SendNow(bytes);
  }
  served.RequireWell();
}

TEST_CASE("rpc timeouts: who says nothing at first is closed, on both kinds of socket") {
  Served served({"--first-message-ms=300"});
  RawClient silent(served.server.unix_path());
  RawClient silent_tcp(served.server.tcp_port(), "127.0.0.1");
  REQUIRE(AbortReason(silent.ReadToEnd()).rfind("timed_out: ", 0) == 0);
  REQUIRE(AbortReason(silent_tcp.ReadToEnd()).rfind("timed_out: ", 0) == 0);
  served.RequireWell();
}

TEST_CASE("rpc timeouts: a message that trickles in is given up, however steadily it trickles") {
  Served served({"--partial-message-ms=500"});
  RawClient slow(served.server.unix_path());
  const std::string frame = Le32(0) + Le32(1'000) + std::string(8'000, '\0');
  const auto begin = std::chrono::steady_clock::now();
  for (size_t i = 0; i < frame.size() && slow.SendNow(frame.substr(i, 1)) == 1; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    if (std::chrono::steady_clock::now() - begin > std::chrono::seconds(15)) break;
  }
  REQUIRE(slow.ClosedWithin(60'000));
  served.server.AwaitLine("timed_out: a message was left unfinished");
  served.RequireWell();
}

TEST_CASE("rpc timeouts: a quiet connection is closed, but not while it waits for an answer") {
  Served served({"--idle-ms=300", "--delay=Snapshot.resolve:1200", "--call-ms=5000"});
  auto client = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  REQUIRE_OK(client.Resolve("A1"));
  served.server.AwaitLine("timed_out: nothing was asked for too long");
  REQUIRE(client.Ping().code() == absl::StatusCode::kUnavailable);
  served.RequireWell();
}

}  // namespace
}  // namespace coterie::testing
