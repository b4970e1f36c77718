// The client and the sockets: servers that are gone, full, dying, or not there at all.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "engine/library.h"
#include "tests/rpc/server_process.h"
#include "tests/rpc/tiny_library.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"
#include "tools/rpc/client.h"
#include "tools/rpc/server.h"

namespace coterie::testing {
namespace {

bool Prepare(const std::string& directory) {
  REQUIRE_OK(MakeTinyLibrary(directory));
  return true;
}

struct Served {
  explicit Served(const std::vector<std::string>& flags = {})
      : prepared(Prepare(dir.Path("db"))), server(dir.Path("db"), flags) {}
  TempDir dir;
  bool prepared;
  ServerProcess server;
};

// A bound socket that listens only if asked to; nobody accepts.
int BoundSocket(const std::string& path, int backlog) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  if (backlog > 0) REQUIRE(listen(fd, backlog) == 0);
  return fd;
}

TEST_CASE("rpc client: no server is unavailable, at once and with the address") {
  TempDir dir;
  const auto absent = Client::Connect(dir.Path("nothing.sock"));
  REQUIRE(absent.status().code() == absl::StatusCode::kUnavailable);
  REQUIRE(std::string(absent.status().message()).find("nothing.sock") != std::string::npos);

  close(BoundSocket(dir.Path("stale.sock"), 1));  // as a killed server leaves it
  REQUIRE(Client::Connect("unix:" + dir.Path("stale.sock")).status().code() ==
          absl::StatusCode::kUnavailable);
  REQUIRE(Client::Connect("127.0.0.1:1").status().code() == absl::StatusCode::kUnavailable);
  for (const char* malformed : {"", "127.0.0.1", "127.0.0.1:99999", "host.example:80", "[::1:5"}) {
    CAPTURE(malformed);
    REQUIRE(Client::Connect(malformed).status().code() == absl::StatusCode::kInvalidArgument);
  }
}

TEST_CASE("rpc client: a server that accepts and never answers is given up in time") {
  TempDir dir;
  const int fd = BoundSocket(dir.Path("mute.sock"), 5);
  const auto client = Client::Connect(dir.Path("mute.sock"), {.connect_timeout_ms = 200});
  REQUIRE(client.status().code() == absl::StatusCode::kUnavailable);
  close(fd);
}

TEST_CASE("rpc client: bytes of another protocol are unavailable, also FF FF FF FF") {
  TempDir dir;
  for (const std::string& said :
       {std::string(64, '\xFF'), std::string("HTTP/1.1 400 Bad Request\r\n\r\n"), std::string()}) {
    const std::string path = dir.Path(absl::StrCat("other", said.size()));
    const int fd = BoundSocket(path, 5);
    std::thread other([&] {
      const int peer = accept(fd, nullptr, nullptr);
      (void)send(peer, said.data(), said.size(), MSG_NOSIGNAL);  // Catch2 is for one thread
      shutdown(peer, SHUT_WR);
      char sink[4096];
      while (recv(peer, sink, sizeof(sink), 0) > 0) {
      }
      close(peer);
    });
    REQUIRE(Client::Connect(path, kPatient).status().code() == absl::StatusCode::kUnavailable);
    other.join();
    close(fd);
  }
}

TEST_CASE("rpc client: a server killed in the middle of a call makes the call unavailable") {
  Served served({"--delay=Snapshot.resolve:20000", "--call-ms=60000"});
  auto client = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  std::thread killer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    served.server.Kill();
  });
  const auto begin = std::chrono::steady_clock::now();
  const absl::Status status = client.Resolve("A1").status();
  killer.join();
  REQUIRE(status.code() == absl::StatusCode::kUnavailable);
  REQUIRE(std::chrono::steady_clock::now() - begin < std::chrono::seconds(8));
  REQUIRE(client.Ping().code() == absl::StatusCode::kUnavailable);
  REQUIRE(Client::Connect(served.server.unix_path(), kPatient).status().code() ==
          absl::StatusCode::kUnavailable);
  // What the killed server left behind does not keep the next from starting.
  ServerProcess next(served.dir.Path("db"));
  REQUIRE_OK(Client::Connect(next.unix_path(), kPatient));
  next.Stop();
}

TEST_CASE("rpc client: a call has a deadline of its own") {
  Served served({"--delay=Snapshot.resolve:20000", "--call-ms=60000"});
  auto client = ValueOf(Client::Connect(served.server.unix_path(), {.call_timeout_ms = 200}));
  REQUIRE(client.Resolve("A1").status().code() == absl::StatusCode::kDeadlineExceeded);
  served.server.AwaitLine("saw cancel Snapshot.resolve");
  REQUIRE_OK(client.Ping());
  std::this_thread::sleep_for(std::chrono::milliseconds(400));
  REQUIRE_OK(client.Ping());  // a deadline counts from its call, not from the one before
  served.server.Stop();
}

TEST_CASE("rpc client: several on one thread, one a thread, never one on two threads") {
  Served served;
  auto first = ValueOf(Client::Connect(served.server.unix_path(), kPatient));
  {
    auto second = ValueOf(Client::Connect(served.server.tcp_address(), kPatient));
    REQUIRE_OK(second.Ping());
    REQUIRE_OK(first.Ping());
  }
  REQUIRE_OK(first.Ping());
  std::vector<std::thread> threads;
  std::vector<std::string> results(4);
  for (std::string& result : results) {
    threads.emplace_back([&served, &result] {
      auto client = Client::Connect(served.server.unix_path(), kPatient);
      for (int i = 0; client.ok() && i < 50; ++i) {
        const auto list = client->Collaborators("A1", {});
        if (!list.ok() || list->rows.size() != 2) return;
      }
      result = client.ok() ? "fine" : client.status().ToString();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : results) REQUIRE(result == "fine");

  absl::Status elsewhere;
  std::thread([&] { elsewhere = first.Ping(); }).join();
  REQUIRE(elsewhere.code() == absl::StatusCode::kFailedPrecondition);
  REQUIRE_OK(first.Ping());
  served.server.Stop();
}

TEST_CASE("rpc server: its socket is for its user alone and goes away with it") {
  Served served;
  struct stat info {};
  REQUIRE(lstat(served.server.unix_path().c_str(), &info) == 0);
  REQUIRE(S_ISSOCK(info.st_mode));
  REQUIRE((info.st_mode & 0777) == 0600);
  const std::string path = served.server.unix_path();
  served.server.Stop();
  REQUIRE(lstat(path.c_str(), &info) != 0);
}

TEST_CASE("rpc server: where it cannot listen it says so in one sentence and starts nothing") {
  Served served;
  const std::string other_store = served.dir.Path("other");
  REQUIRE_OK(MakeTinyLibrary(other_store));
  Library library = ValueOf(Library::Open(other_store, {}));
  const auto start = [&library](const std::string& path, const std::string& tcp) {
    ServerOptions options;
    options.unix_path = path;
    if (!tcp.empty()) options.tcp_addresses = {tcp};
    return Server::Start(library, options).status();
  };
  const absl::Status live = start(served.server.unix_path(), "");
  REQUIRE(live.code() == absl::StatusCode::kUnavailable);
  REQUIRE(std::string(live.message()).find("already listens") != std::string::npos);

  std::ofstream(served.dir.Path("file")) << "precious";
  REQUIRE(start(served.dir.Path("file"), "").code() == absl::StatusCode::kFailedPrecondition);
  std::ifstream file(served.dir.Path("file"));
  std::string content;
  file >> content;
  REQUIRE(content == "precious");

  REQUIRE(start(std::string(200, 'x'), "").code() == absl::StatusCode::kInvalidArgument);
  REQUIRE(start(served.dir.Path("no/such/directory"), "").code() == absl::StatusCode::kNotFound);
  REQUIRE(start("", "").code() == absl::StatusCode::kInvalidArgument);
  REQUIRE(start("", "0.0.0.0:0").code() == absl::StatusCode::kInvalidArgument);
  REQUIRE(start("", "192.0.2.1:80").code() == absl::StatusCode::kInvalidArgument);
  REQUIRE(start("", served.server.tcp_address()).code() == absl::StatusCode::kUnavailable);

  // A socket that nobody serves any more is replaced.
  close(BoundSocket(served.dir.Path("stale"), 1));
  REQUIRE(start(served.dir.Path("stale"), "").ok());
  REQUIRE_OK(Client::Connect(served.server.unix_path(), kPatient));
  served.server.Stop();
}

}  // namespace
}  // namespace coterie::testing
