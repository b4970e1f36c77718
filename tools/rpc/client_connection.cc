#include "tools/rpc/client_connection.h"

#include "absl/strings/str_cat.h"
#include "tools/rpc/errors.h"
#include "tools/rpc/limits.h"

namespace coterie {
namespace {

// The longest answer that a server gives is one of CallLimits::answer_bytes_max, 60 MiB; a slice
// comes in batches of some 20 kB. The rest of a frame is its table and the call's return.
constexpr uint64_t kFrameBytesMax = uint64_t{64} << 20;
static_assert(kFrameBytesMax - CallLimits{}.answer_bytes_max >= uint64_t{1} << 20);

// Cap'n Proto counts every word read against this. The readers of the wire_*.cc files take each
// list and each text once, and so read a frame once and some hundred words more. The limit is four
// times that, for readers to come; it is there because overlapping pointers could have a short
// frame read without end.
constexpr uint64_t kTraversalWords = 4 * kFrameBytesMax / sizeof(capnp::word);

// The server may be slow to talk and may answer at length; only its frames are bounded, since this
// side too must not hand unchecked bytes to the library.
StreamLimits ClientStreamLimits() {
  StreamLimits limits;
  limits.frames = {.segments_max = 512, .bytes_max = kFrameBytesMax};
  limits.first_message_ms = 0;
  limits.partial_message_ms = 0;
  limits.idle_ms = 0;
  limits.write_ms = 0;
  limits.unread_bytes_max = 0;
  limits.unfinished_max = 0;
  return limits;
}

capnp::ReaderOptions ClientReceiveOptions() {
  capnp::ReaderOptions options;
  options.traversalLimitInWords = kTraversalWords;
  return options;
}

}  // namespace

absl::Status StatusOfException(const kj::Exception& exception) {
  const kj::StringPtr text = exception.getDescription();
  const std::string_view reason(text.begin(), text.size());
  if (exception.getType() == kj::Exception::Type::DISCONNECTED) {
    return absl::UnavailableError("the connection to the server is lost; connect again");
  }
  if (exception.getType() == kj::Exception::Type::UNIMPLEMENTED) {
    return absl::UnimplementedError(
        "the server does not know this call; it may be of an older version");
  }
  return StatusOfReason(reason);
}

std::shared_ptr<kj::AsyncIoContext> ThreadLoop() {
  thread_local std::weak_ptr<kj::AsyncIoContext> current;
  std::shared_ptr<kj::AsyncIoContext> loop = current.lock();
  if (loop == nullptr) {
    loop = std::make_shared<kj::AsyncIoContext>(kj::setupAsyncIo());
    current = loop;
  }
  return loop;
}

ClientConnection::ClientConnection(std::shared_ptr<kj::AsyncIoContext> loop, Socket socket,
                                   std::string address)
    : loop_(std::move(loop)),
      address_(std::move(address)),
      stream_(loop_->lowLevelProvider->wrapSocketFd(
          socket.Release(), kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP |
                                kj::LowLevelAsyncIoProvider::ALREADY_NONBLOCK |
                                kj::LowLevelAsyncIoProvider::ALREADY_CLOEXEC)),
      guarded_(*stream_, loop_->provider->getTimer(), ClientStreamLimits(), {}),
      network_(guarded_, capnp::rpc::twoparty::Side::CLIENT, ClientReceiveOptions()),
      rpc_(capnp::makeRpcClient(network_)) {
  guarded_.SetNetwork(network_);
}

rpc::Library::Client ClientConnection::Library() {
  capnp::MallocMessageBuilder vat;
  auto id = vat.initRoot<capnp::rpc::twoparty::VatId>();
  id.setSide(capnp::rpc::twoparty::Side::SERVER);
  return rpc_.bootstrap(id).castAs<rpc::Library>();
}

absl::Status ClientConnection::CheckThread() const {
  if (std::this_thread::get_id() == thread_) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "a client may be used only on the thread that connected it; make one client a thread");
}

}  // namespace coterie
