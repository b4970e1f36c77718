// Accepts peers within the caps, and keeps each one's RPC session until it ends.
//
// Layer: tools/rpc; internal. Thread safety: one event loop.
#pragma once

#include <kj/async-io.h>
#include <kj/async-unix.h>
#include <kj/async.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/library.h"
#include "tools/rpc/calls.h"
#include "tools/rpc/guarded_stream.h"
#include "tools/rpc/log.h"
#include "tools/rpc/sockets.h"

namespace coterie {

struct ConnectionCounters {
  std::atomic<uint64_t> open{0};
  std::atomic<uint64_t> accepted{0};
  std::atomic<uint64_t> refused{0};
  std::atomic<uint64_t> violations{0};
};

class Connections final : private kj::TaskSet::ErrorHandler {
 public:
  Connections(kj::AsyncIoContext& io, Library& library, CallRunner& runner,
              const ServerLimits& limits, Log& log, ConnectionCounters& counters);
  ~Connections() noexcept;
  KJ_DISALLOW_COPY(Connections);

  // Accepts on the socket for as long as this object lives.
  void Listen(const Socket& socket);

 private:
  class Connection;
  class Acceptor;

  // "" if the peer may come in, else the reason why not.
  std::string Refusal(const std::string& host) const;
  void Admit(int fd, const std::string& host);
  void taskFailed(kj::Exception&& exception) override;

  kj::AsyncIoContext& io_;
  Library& library_;
  CallRunner& runner_;
  const ServerLimits limits_;
  Log& log_;
  ConnectionCounters& counters_;
  FrameBudget budget_;
  uint32_t open_ = 0;
  std::map<std::string, uint32_t> open_by_host_;
  std::vector<kj::Own<Acceptor>> acceptors_;
  kj::TaskSet tasks_;
};

}  // namespace coterie
