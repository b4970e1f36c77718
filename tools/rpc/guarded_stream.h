// A Cap'n Proto message stream that trusts neither the peer's bytes nor its patience.
//
// Layer: tools/rpc; internal, since it speaks KJ. It reads frames itself, so the library's own
// reader never sees a byte from the network (see frame_guard.h), and adds what the RPC system
// lacks: timeouts, a bound on unread replies, a bound on calls never finished, and replies without
// source text in their errors. Used by server and client. Thread safety: one event loop.
#pragma once

#include <capnp/message.h>
#include <capnp/rpc-twoparty.h>
#include <capnp/serialize-async.h>
#include <kj/async-io.h>
#include <kj/async.h>
#include <kj/timer.h>

#include <functional>
#include <string>
#include <string_view>

#include "tools/rpc/limits.h"

namespace coterie {

// Bytes held for frames above 64 KiB, over all connections of one event loop: no honest request is
// that long, and 2,000 peers with 4 MiB each would be 8 GB.
class FrameBudget {
 public:
  explicit FrameBudget(uint64_t bytes_max) : bytes_max_(bytes_max) {}
  bool TryTake(uint64_t bytes) {
    if (used_ + bytes > bytes_max_) return false;
    used_ += bytes;
    return true;
  }
  void GiveBack(uint64_t bytes) { used_ -= bytes; }

 private:
  const uint64_t bytes_max_;
  uint64_t used_ = 0;
};

// What a stream asks of, and tells, its owner. Any may be empty.
struct StreamHooks {
  std::function<bool()> is_busy;  // with calls, so that silence is not idleness
  std::function<void(std::string_view)> on_violation;  // "frame_too_large: …", before it closes
  std::function<void(std::string_view)> on_withheld;   // an error text that was not sent as it was
  std::function<void(uint64_t)> on_written;            // bytes of replies that are still unread
};

// capnp::MessageStream has no virtual destructor; nobody deletes a stream through it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class GuardedStream final : public capnp::MessageStream {
 public:
  GuardedStream(kj::AsyncIoStream& stream, kj::Timer& timer, const StreamLimits& limits,
                StreamHooks hooks);
  KJ_DISALLOW_COPY(GuardedStream);

  // Where unread replies are counted. REQUIRES: called before the first read; outlives the stream's
  // use by it.
  void SetNetwork(capnp::TwoPartyVatNetwork& network) { network_ = &network; }
  void SetBudget(FrameBudget& budget) { budget_ = &budget; }

  // Bytes of replies that the peer has not taken yet.
  uint64_t UnreadBytes() const;

  kj::Promise<kj::Maybe<capnp::MessageReaderAndFds>> tryReadMessage(
      kj::ArrayPtr<kj::AutoCloseFd> fd_space, capnp::ReaderOptions options,
      kj::ArrayPtr<capnp::word> scratch_space) override;
  kj::Promise<void> writeMessage(
      kj::ArrayPtr<const int> fds,
      kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>> segments) override;
  kj::Promise<void> writeMessages(
      kj::ArrayPtr<kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>>> messages) override;
  kj::Maybe<int> getSendBufferSize() override;
  kj::Promise<void> end() override;

 private:
  struct Budgeted;

  kj::Promise<void> AwaitUnreadBelowMax();
  kj::Promise<bool> AwaitFirstByte();
  kj::Promise<void> IdleTimer(kj::TimePoint since, uint32_t limit_ms);
  kj::Promise<kj::Array<capnp::word>> ReadFrame();
  kj::Promise<kj::Array<capnp::word>> ReadBody(uint64_t frame_bytes);
  kj::Own<capnp::MessageReader> Accept(kj::Array<capnp::word> frame, capnp::ReaderOptions options);
  void CountUnfinished(capnp::MessageReader& message);
  void AfterWrite();
  kj::Exception Violation(std::string_view reason);
  size_t buffered() const { return end_ - begin_; }

  kj::AsyncIoStream& stream_;
  kj::Timer& timer_;
  const StreamLimits limits_;
  const StreamHooks hooks_;
  capnp::TwoPartyVatNetwork* network_ = nullptr;
  FrameBudget* budget_ = nullptr;

  kj::Array<kj::byte> buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
  bool seen_message_ = false;
  uint64_t unfinished_ = 0;
  kj::Maybe<kj::Own<kj::PromiseFulfiller<void>>> reader_waits_;
  kj::Promise<void> after_write_ = kj::READY_NOW;
};
#pragma GCC diagnostic pop

}  // namespace coterie
