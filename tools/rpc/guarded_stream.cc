#include "tools/rpc/guarded_stream.h"

#include <capnp/rpc.capnp.h>
#include <capnp/serialize.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "schema/base.h"
#include "tools/rpc/reply_filter.h"

namespace coterie {
namespace {

// One read of the socket takes what a burst of small calls needs; longer frames are read in place.
constexpr size_t kBufferBytes = 8192;
constexpr uint64_t kBudgetedFrameBytes = uint64_t{64} << 10;

kj::Duration Milliseconds(uint32_t count) { return count * kj::MILLISECONDS; }

std::string SentenceOf(const FrameCheck& check, const FrameLimits& limits) {
  switch (check.verdict) {
    case FrameVerdict::kTooManySegments:
      return absl::StrCat("frame_invalid: a message of ", check.segments,
                          " segments, above the limit of ", limits.segments_max);
    case FrameVerdict::kTooLarge:
      return absl::StrCat("frame_too_large: a message of ", check.bytes,
                          " bytes, above the limit of ", limits.bytes_max);
    default:
      return "frame_invalid: a message without content";
  }
}

}  // namespace

// A frame's bytes, given back when the last reader of the message is gone.
struct GuardedStream::Budgeted {
  Budgeted(FrameBudget& owner, uint64_t count) : budget(owner), bytes(count) {}
  ~Budgeted() { budget.GiveBack(bytes); }
  KJ_DISALLOW_COPY(Budgeted);
  FrameBudget& budget;
  const uint64_t bytes;
};

GuardedStream::GuardedStream(kj::AsyncIoStream& stream, kj::Timer& timer,
                             const StreamLimits& limits, StreamHooks hooks)
    : stream_(stream),
      timer_(timer),
      limits_(limits),
      hooks_(std::move(hooks)),
      buffer_(kj::heapArray<kj::byte>(kBufferBytes)) {}

uint64_t GuardedStream::UnreadBytes() const {
  return network_ == nullptr ? 0 : network_->getCurrentQueueSize();
}

kj::Exception GuardedStream::Violation(std::string_view reason) {
  if (hooks_.on_violation) hooks_.on_violation(reason);
  return kj::Exception(kj::Exception::Type::FAILED, __FILE__, __LINE__,
                       kj::heapString(reason.data(), reason.size()));
}

kj::Promise<kj::Maybe<capnp::MessageReaderAndFds>> GuardedStream::tryReadMessage(
    kj::ArrayPtr<kj::AutoCloseFd> /*fd_space*/, capnp::ReaderOptions options,
    kj::ArrayPtr<capnp::word> /*scratch_space*/) {
  // evalLast lets the calls of earlier messages reach their methods first, so that the limits on
  // replies and calls see them before another message is taken.
  return kj::evalLast([this] { return AwaitUnreadBelowMax(); })
      .then([this] { return AwaitFirstByte(); })
      .then([this, options](bool has_more) -> kj::Promise<kj::Maybe<capnp::MessageReaderAndFds>> {
        if (!has_more) return kj::Maybe<capnp::MessageReaderAndFds>(nullptr);
        kj::Promise<kj::Array<capnp::word>> frame = ReadFrame();
        if (limits_.partial_message_ms != 0) {
          auto expiry =
              timer_.afterDelay(Milliseconds(limits_.partial_message_ms))
                  .then([this]() -> kj::Array<capnp::word> {
                    kj::throwFatalException(Violation("timed_out: a message was left unfinished"));
                  });
          frame = frame.exclusiveJoin(kj::mv(expiry));
        }
        return frame.then([this, options](kj::Array<capnp::word> words) {
          return kj::Maybe<capnp::MessageReaderAndFds>(
              capnp::MessageReaderAndFds{Accept(kj::mv(words), options), nullptr});
        });
      });
}

kj::Promise<void> GuardedStream::AwaitUnreadBelowMax() {
  if (limits_.unread_bytes_max == 0 || UnreadBytes() <= limits_.unread_bytes_max) {
    return kj::READY_NOW;
  }
  auto paf = kj::newPromiseAndFulfiller<void>();
  reader_waits_ = kj::mv(paf.fulfiller);
  return paf.promise.then([this] { return AwaitUnreadBelowMax(); });
}

// REQUIRES: the network has taken note of the write, hence from an event after it.
void GuardedStream::AfterWrite() {
  const uint64_t unread = UnreadBytes();
  if (hooks_.on_written) hooks_.on_written(unread);
  if (unread > limits_.unread_bytes_max / 2) return;
  KJ_IF_MAYBE (fulfiller, reader_waits_) {
    fulfiller->get()->fulfill();
    reader_waits_ = nullptr;
  }
}

// Fails when the peer has been silent for the limit while no call was being worked on.
kj::Promise<void> GuardedStream::IdleTimer(kj::TimePoint since, uint32_t limit_ms) {
  return timer_.atTime(since + Milliseconds(limit_ms)).then([this, limit_ms]() {
    if (hooks_.is_busy && hooks_.is_busy()) return IdleTimer(timer_.now(), limit_ms);
    kj::throwFatalException(
        Violation(seen_message_ ? "timed_out: nothing was asked for too long; connect again"
                                : "timed_out: no first message came"));
  });
}

// False at the end of the stream.
kj::Promise<bool> GuardedStream::AwaitFirstByte() {
  if (buffered() > 0) return true;
  begin_ = end_ = 0;
  kj::Promise<size_t> read = stream_.tryRead(buffer_.begin(), 1, buffer_.size());
  const uint32_t limit_ms = seen_message_ ? limits_.idle_ms : limits_.first_message_ms;
  if (limit_ms != 0) {
    read = read.exclusiveJoin(IdleTimer(timer_.now(), limit_ms).then([] { return size_t{0}; }));
  }
  return read.then([this](size_t bytes) {
    end_ = bytes;
    return bytes > 0;
  });
}

// REQUIRES: a buffered byte.
kj::Promise<kj::Array<capnp::word>> GuardedStream::ReadFrame() {
  const FrameCheck check = CheckFrame({buffer_.begin() + begin_, buffered()}, limits_.frames);
  if (check.verdict == FrameVerdict::kAccepted) return ReadBody(check.bytes);
  if (check.verdict != FrameVerdict::kNeedMore) {
    return Violation(SentenceOf(check, limits_.frames));
  }
  const size_t missing = check.bytes - buffered();
  std::memmove(buffer_.begin(), buffer_.begin() + begin_, buffered());
  end_ -= begin_;
  begin_ = 0;
  return stream_.tryRead(buffer_.begin() + end_, missing, buffer_.size() - end_)
      .then([this, missing](size_t bytes) -> kj::Promise<kj::Array<capnp::word>> {
        end_ += bytes;
        if (bytes < missing) return Violation("frame_invalid: a message was cut short");
        return ReadFrame();
      });
}

kj::Promise<kj::Array<capnp::word>> GuardedStream::ReadBody(uint64_t frame_bytes) {
  kj::Own<Budgeted> budgeted;
  if (budget_ != nullptr && frame_bytes > kBudgetedFrameBytes) {
    if (!budget_->TryTake(frame_bytes)) {
      return Violation("overloaded: the server holds too many long messages; send shorter ones");
    }
    budgeted = kj::heap<Budgeted>(*budget_, frame_bytes);
  }
  kj::Array<capnp::word> words = kj::heapArray<capnp::word>(frame_bytes / sizeof(capnp::word));
  const size_t have = std::min<uint64_t>(buffered(), frame_bytes);
  std::memcpy(words.begin(), buffer_.begin() + begin_, have);
  begin_ += have;
  if (budgeted.get() != nullptr) words = words.attach(kj::mv(budgeted));
  if (have == frame_bytes) return kj::mv(words);
  const size_t missing = frame_bytes - have;
  kj::byte* rest = words.asBytes().begin() + have;
  return stream_.tryRead(rest, missing, missing)
      .then([this, missing, words = kj::mv(words)](size_t bytes) mutable {
        if (bytes < missing) {
          kj::throwFatalException(Violation("frame_invalid: a message was cut short"));
        }
        return kj::mv(words);
      });
}

kj::Own<capnp::MessageReader> GuardedStream::Accept(kj::Array<capnp::word> frame,
                                                    capnp::ReaderOptions options) {
  seen_message_ = true;
  if (limits_.read_words_max != 0) options.traversalLimitInWords = limits_.read_words_max;
  auto reader = kj::heap<capnp::FlatArrayMessageReader>(frame.asPtr(), options);
  if (limits_.unfinished_max != 0) CountUnfinished(*reader);
  return reader.attach(kj::mv(frame));
}

// The RPC system keeps an entry for every question until the peer sends Finish, which it need not.
void GuardedStream::CountUnfinished(capnp::MessageReader& message) {
  switch (message.getRoot<capnp::rpc::Message>().which()) {
    case capnp::rpc::Message::BOOTSTRAP:
    case capnp::rpc::Message::CALL:
      if (++unfinished_ > limits_.unfinished_max) {
        kj::throwFatalException(
            Violation(absl::StrCat("too_many_unfinished: ", limits_.unfinished_max,
                                   " calls were made whose results were never let go")));
      }
      break;
    case capnp::rpc::Message::FINISH:
      if (unfinished_ > 0) --unfinished_;
      break;
    default:
      break;
  }
}

kj::Promise<void> GuardedStream::writeMessage(
    kj::ArrayPtr<const int> /*fds*/, kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>> segments) {
  kj::Maybe<kj::Own<capnp::MessageBuilder>> replacement =
      WithoutForeignErrors(segments, hooks_.on_withheld);
  kj::Promise<void> write = nullptr;
  KJ_IF_MAYBE (message, replacement) {
    write = capnp::writeMessage(stream_, **message).attach(kj::mv(*message));
  } else {
    write = capnp::writeMessage(stream_, segments);
  }
  if (limits_.write_ms != 0) {
    auto expiry = timer_.afterDelay(Milliseconds(limits_.write_ms)).then([this] {
      kj::throwFatalException(Violation("timed_out: replies were not read"));
    });
    write = write.exclusiveJoin(kj::mv(expiry));
  }
  return write.then([this] {
    // The network lowers its count after this promise, hence the later event.
    after_write_ = kj::evalLast([this] { AfterWrite(); }).eagerlyEvaluate(nullptr);
  });
}

kj::Promise<void> GuardedStream::writeMessages(
    kj::ArrayPtr<kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>>> messages) {
  if (messages.size() == 0) return kj::READY_NOW;
  const auto rest = messages.slice(1, messages.size());
  return writeMessage(nullptr, messages[0]).then([this, rest] { return writeMessages(rest); });
}

kj::Maybe<int> GuardedStream::getSendBufferSize() { return nullptr; }

kj::Promise<void> GuardedStream::end() {
  stream_.shutdownWrite();
  return kj::READY_NOW;
}

}  // namespace coterie
