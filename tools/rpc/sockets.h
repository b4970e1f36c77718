// Listening and connecting sockets: Unix and loopback TCP.
//
// Layer: tools/rpc; internal. Plain POSIX, without KJ. All sockets are non-blocking and close on
// exec.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace coterie {

// Owns a file descriptor, and the socket's path if it listens on one.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  // Closes; removes the path if it is still this socket's.
  ~Socket();

  int fd() const { return fd_; }
  // Gives the descriptor away; the path is no longer removed.
  int Release();

  // For a listening socket, as a client connects: "unix:/path", "127.0.0.1:40123".
  const std::string& address() const { return address_; }
  bool is_unix() const { return !path_.empty(); }

 private:
  friend absl::StatusOr<Socket> ListenUnix(const std::string& path);
  friend absl::StatusOr<Socket> ListenTcp(const std::string& address);
  void Close();

  int fd_ = -1;
  std::string address_;
  std::string path_;
  uint64_t path_device_ = 0;
  uint64_t path_inode_ = 0;
};

// Listens on a path with mode 0600, replacing a socket that nobody listens on any more.
// Errors: Unavailable (a live server listens there), FailedPrecondition (something else is there),
// InvalidArgument (longer than a socket's path may be), PermissionDenied, NotFound (the directory).
absl::StatusOr<Socket> ListenUnix(const std::string& path);

// Listens on a loopback address: "127.0.0.1:7710", "[::1]:0", "localhost:7710".
// Errors: InvalidArgument (malformed; not loopback), Unavailable (in use).
absl::StatusOr<Socket> ListenTcp(const std::string& address);

// Starts to connect to "unix:/path", a path with a '/', or a TCP address; for TCP the connection
// may still be in progress. Errors: Unavailable (nobody listens; the backlog is full),
// InvalidArgument.
absl::StatusOr<Socket> StartConnect(const std::string& address);

// The peer's address without its port; empty for a Unix socket.
std::string PeerHost(const sockaddr_storage& peer);

}  // namespace coterie
