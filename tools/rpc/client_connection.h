// A client's event loop and RPC session, with waiting that ends.
//
// Layer: tools/rpc; internal. KJ allows one event loop a thread, so the clients of a thread share
// one. Thread safety: one thread.
#pragma once

#include <capnp/rpc-twoparty.h>
#include <kj/async-io.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "schema/rpc.capnp.h"
#include "tools/rpc/guarded_stream.h"
#include "tools/rpc/sockets.h"

namespace coterie {

// The status that an exception stands for, as a user of the client sees it.
absl::Status StatusOfException(const kj::Exception& exception);

// The event loop of this thread, made at first use and kept while a client uses it.
std::shared_ptr<kj::AsyncIoContext> ThreadLoop();

class ClientConnection {
 public:
  // Takes a socket that is connected or still connecting.
  ClientConnection(std::shared_ptr<kj::AsyncIoContext> loop, Socket socket, std::string address);
  KJ_DISALLOW_COPY(ClientConnection);

  rpc::Library::Client Library();

  // The value of the promise. Errors: DeadlineExceeded; those that the peer sent; Unavailable where
  // the connection is lost. REQUIRES: CheckThread().
  template <typename T>
  absl::StatusOr<T> Wait(kj::Promise<T> promise, uint32_t timeout_ms);

  // Errors: FailedPrecondition on any thread but the one that made this.
  absl::Status CheckThread() const;

 private:
  const std::thread::id thread_ = std::this_thread::get_id();
  std::shared_ptr<kj::AsyncIoContext> loop_;
  std::string address_;
  kj::Own<kj::AsyncIoStream> stream_;
  GuardedStream guarded_;
  capnp::TwoPartyVatNetwork network_;
  capnp::RpcSystem<capnp::rpc::twoparty::VatId> rpc_;
};

template <typename T>
absl::StatusOr<T> ClientConnection::Wait(kj::Promise<T> promise, uint32_t timeout_ms) {
  // The loop's own clock stands still between waits, so the deadline is taken from the system's.
  const kj::TimePoint deadline =
      kj::systemPreciseMonotonicClock().now() + timeout_ms * kj::MILLISECONDS;
  auto expiry = loop_->provider->getTimer().atTime(deadline).then([this]() -> T {
    kj::throwFatalException(kj::Exception(
        kj::Exception::Type::FAILED, __FILE__, __LINE__,
        kj::str("deadline_exceeded: no answer came from ", address_.c_str(), " in time")));
  });
  try {
    return promise.exclusiveJoin(kj::mv(expiry)).wait(loop_->waitScope);
  } catch (const kj::Exception& exception) {
    loop_->waitScope
        .poll();  // tells the server now that the call was dropped, not with the next one
    return StatusOfException(exception);
  }
}

}  // namespace coterie
