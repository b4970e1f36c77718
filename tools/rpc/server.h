// The RPC server: answers schema/rpc.capnp for one library on Unix and loopback TCP sockets.
//
// Layer: tools/rpc. One thread runs the event loop (input, output and replies only), a bounded pool
// of workers computes. Peers are not trusted: every bound is in limits.h. Read-only for its
// clients. Thread safety: all members may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/library.h"
#include "tools/rpc/limits.h"
#include "tools/rpc/worker_pool.h"

namespace coterie {

struct ServerOptions {
  std::string unix_path;                   // empty: no Unix socket
  std::vector<std::string> tcp_addresses;  // "127.0.0.1:7710", "[::1]:0" (0: any free port)
  uint32_t worker_threads = 0;             // 0: one a core, at least 2
  ServerLimits limits;
  // Told one line for everything that an operator should know; at most 20 a second. Called from any
  // of the server's threads. Empty: standard error.
  std::function<void(std::string_view)> log;
  // Called on the worker before each call computes; for tests and tracing.
  std::function<void(std::string_view method, const CancelToken& token)> before_call;
};

// Counts since the start, but for what is open or queued now.
struct ServerCounters {
  uint64_t connections_open = 0;
  uint64_t connections_accepted = 0;
  uint64_t connections_refused = 0;
  uint64_t violations = 0;  // connections closed for what they sent, or did not
  uint64_t calls = 0;
  uint64_t calls_failed = 0;
  uint64_t calls_overloaded = 0;
  uint64_t calls_dropped = 0;  // by the client before they were answered, or out of time
  uint64_t calls_skipped = 0;  // of them, never computed
  uint64_t calls_stopped = 0;  // of them, abandoned while they were computed
  uint64_t queued = 0;
};

class Server {
 public:
  // Listens and serves when it returns. `library` must outlive the server.
  // Errors, each naming the address and what to do: InvalidArgument (no or a malformed address; one
  // that is not loopback), Unavailable (in use by a live server), FailedPrecondition (the path is
  // not a socket), PermissionDenied.
  static absl::StatusOr<std::unique_ptr<Server>> Start(Library& library,
                                                       const ServerOptions& options);
  // Stop()s.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Where it listens, as a client connects: "unix:/path", "127.0.0.1:40123".
  const std::vector<std::string>& addresses() const;
  ServerCounters counters() const;

  // Closes every connection, abandons what is being computed at its next checkpoint and removes the
  // Unix socket. Idempotent.
  void Stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace coterie
