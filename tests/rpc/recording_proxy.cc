#include "tests/rpc/recording_proxy.h"

#include <capnp/rpc.capnp.h>
#include <capnp/serialize.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "tests/support/catch.h"
#include "tools/rpc/frame_guard.h"

namespace coterie::testing {
namespace {

sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  return address;
}

void SendAll(int fd, const std::string& bytes) {
  size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t size = send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return;
    sent += static_cast<size_t>(size);
  }
}

// Messages that wait for an answer; Finish and Release do not.
size_t QuestionCount(const std::string& bytes) {
  size_t count = 0;
  for (const std::string& frame : SplitFrames(bytes)) {
    auto words = kj::heapArray<capnp::word>(frame.size() / sizeof(capnp::word));
    std::memcpy(words.begin(), frame.data(), frame.size());
    capnp::FlatArrayMessageReader reader(words);
    const auto message = reader.getRoot<capnp::rpc::Message>();
    if (message.isBootstrap() || message.isCall()) ++count;
  }
  return count;
}

}  // namespace

RecordingProxy::RecordingProxy(const std::string& path, const std::string& server_path,
                               std::function<bool(const std::string&)> hold)
    : hold_(std::move(hold)), listener_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const sockaddr_un address = AddressOf(path);
  REQUIRE(bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  REQUIRE(listen(listener_, 1) == 0);
  thread_ = std::thread([this, server_path] { Run(server_path); });
}

RecordingProxy::~RecordingProxy() {
  shutdown(listener_, SHUT_RDWR);  // in case nobody came
  thread_.join();
  close(listener_);
}

std::string RecordingProxy::FromClient() const {
  const std::lock_guard lock(mutex_);
  return from_client_;
}

std::string RecordingProxy::FromServer() const {
  const std::lock_guard lock(mutex_);
  return from_server_;
}

int RecordingProxy::Turns() const {
  const std::lock_guard lock(mutex_);
  return turns_;
}

void RecordingProxy::Run(const std::string& server_path) {
  const int client = accept(listener_, nullptr, nullptr);
  if (client < 0) return;
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = AddressOf(server_path);
  connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  bool server_spoke_last = true;
  size_t questions_seen = 0;
  std::string held;
  pollfd ends[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
  while (poll(ends, 2, -1) > 0) {
    char buffer[65536];
    if (ends[0].revents != 0) {
      const ssize_t size = recv(client, buffer, sizeof(buffer), 0);
      if (size <= 0) break;
      const std::lock_guard lock(mutex_);
      from_client_.append(buffer, static_cast<size_t>(size));
      const size_t questions = QuestionCount(from_client_);
      if (questions > questions_seen && std::exchange(server_spoke_last, false)) ++turns_;
      questions_seen = questions;
      SendAll(server, std::string(buffer, static_cast<size_t>(size)));
    }
    if (ends[1].revents != 0) {
      const ssize_t size = recv(server, buffer, sizeof(buffer), 0);
      if (size <= 0) break;
      const std::lock_guard lock(mutex_);
      from_server_.append(buffer, static_cast<size_t>(size));
      held.append(buffer, static_cast<size_t>(size));
    }
    const std::lock_guard lock(mutex_);
    if (!held.empty() && (!hold_ || !hold_(from_client_))) {
      SendAll(client, std::exchange(held, {}));
      server_spoke_last = true;
    }
  }
  close(client);
  close(server);
}

std::vector<std::string> SplitFrames(const std::string& bytes) {
  std::vector<std::string> frames;
  size_t at = 0;
  while (at < bytes.size()) {
    const FrameCheck check =
        CheckFrame({reinterpret_cast<const uint8_t*>(bytes.data()) + at, bytes.size() - at},
                   {.segments_max = 512, .bytes_max = uint64_t{64} << 20});
    if (check.verdict != FrameVerdict::kAccepted || at + check.bytes > bytes.size()) break;
    frames.push_back(bytes.substr(at, check.bytes));
    at += check.bytes;
  }
  return frames;
}

}  // namespace coterie::testing
