#include "tools/rpc/server.h"

#include <kj/async-io.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "schema/base.h"
#include "tools/rpc/calls.h"
#include "tools/rpc/connections.h"
#include "tools/rpc/log.h"
#include "tools/rpc/sockets.h"

namespace coterie {
namespace {

uint32_t WorkerCount(uint32_t asked) {
  return asked > 0 ? asked : std::max(2U, std::thread::hardware_concurrency());
}

absl::StatusOr<std::vector<Socket>> ListenOnAll(const ServerOptions& options) {
  std::vector<Socket> sockets;
  if (!options.unix_path.empty()) {
    ASSIGN_OR_RETURN(Socket socket, ListenUnix(options.unix_path));
    sockets.push_back(std::move(socket));
  }
  for (const std::string& address : options.tcp_addresses) {
    ASSIGN_OR_RETURN(Socket socket, ListenTcp(address));
    sockets.push_back(std::move(socket));
  }
  if (sockets.empty()) {
    return absl::InvalidArgumentError("the server has no address to listen on");
  }
  return sockets;
}

}  // namespace

class Server::Impl {
 public:
  Impl(Library& library, const ServerOptions& options, std::vector<Socket> sockets)
      : library_(library),
        options_(options),
        sockets_(std::move(sockets)),
        log_(options.log),
        pool_(WorkerCount(options.worker_threads), options.limits.queue_max) {
    for (const Socket& socket : sockets_) addresses_.push_back(socket.address());
    std::promise<Stopper> ready;
    std::future<Stopper> started = ready.get_future();
    sigset_t all;
    sigset_t before;
    sigfillset(&all);  // signals belong to the thread that runs the program
    pthread_sigmask(SIG_SETMASK, &all, &before);
    loop_ = std::thread([this, &ready] { RunLoop(ready); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    stopper_ = started.get();
  }

  ~Impl() { Stop(); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  const std::vector<std::string>& addresses() const { return addresses_; }

  ServerCounters counters() const {
    constexpr auto kRelaxed = std::memory_order_relaxed;
    return {.connections_open = connection_counters_.open.load(kRelaxed),
            .connections_accepted = connection_counters_.accepted.load(kRelaxed),
            .connections_refused = connection_counters_.refused.load(kRelaxed),
            .violations = connection_counters_.violations.load(kRelaxed),
            .calls = call_counters_.calls.load(kRelaxed),
            .calls_failed = call_counters_.failed.load(kRelaxed),
            .calls_overloaded = call_counters_.overloaded.load(kRelaxed),
            .calls_dropped = call_counters_.dropped.load(kRelaxed),
            .calls_skipped = call_counters_.skipped.load(kRelaxed),
            .calls_stopped = call_counters_.stopped.load(kRelaxed),
            .queued = pool_.queued()};
  }

  void Stop() {
    const std::lock_guard lock(stop_mutex_);
    if (!loop_.joinable()) return;
    stopper_->get()->fulfill();
    loop_.join();
    sockets_.clear();
  }

 private:
  // Shared, since std::promise asks for copies and kj::Own forbids them.
  using Stopper = std::shared_ptr<kj::Own<kj::CrossThreadPromiseFulfiller<void>>>;

  void RunLoop(std::promise<Stopper>& ready) {
    kj::AsyncIoContext io = kj::setupAsyncIo();
    {
      CallRunner runner(pool_, io.provider->getTimer(), options_.limits.calls, log_, call_counters_,
                        options_.before_call);
      {
        Connections connections(io, library_, runner, options_.limits, log_, connection_counters_);
        for (const Socket& socket : sockets_) connections.Listen(socket);
        auto stop = kj::newPromiseAndCrossThreadFulfiller<void>();
        ready.set_value(std::make_shared<kj::Own<kj::CrossThreadPromiseFulfiller<void>>>(
            kj::mv(stop.fulfiller)));
        stop.promise.wait(io.waitScope);
      }
      // Calls in flight outlive their connections, so they are cancelled here. Workers use the
      // runner, and answer into this loop.
      pool_.Stop();
    }
  }

  Library& library_;
  const ServerOptions options_;
  std::vector<Socket> sockets_;
  std::vector<std::string> addresses_;
  Log log_;
  CallCounters call_counters_;
  ConnectionCounters connection_counters_;
  WorkerPool pool_;
  std::mutex stop_mutex_;
  std::thread loop_;
  Stopper stopper_;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

absl::StatusOr<std::unique_ptr<Server>> Server::Start(Library& library,
                                                      const ServerOptions& options) {
  ASSIGN_OR_RETURN(std::vector<Socket> sockets, ListenOnAll(options));
  return std::unique_ptr<Server>(
      new Server(std::make_unique<Impl>(library, options, std::move(sockets))));
}

const std::vector<std::string>& Server::addresses() const { return impl_->addresses(); }
ServerCounters Server::counters() const { return impl_->counters(); }
void Server::Stop() { impl_->Stop(); }

}  // namespace coterie
