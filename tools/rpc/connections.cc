#include "tools/rpc/connections.h"

#include <capnp/rpc-twoparty.h>
#include <capnp/rpc.capnp.h>
#include <capnp/serialize.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "schema/base.h"
#include "tools/rpc/service.h"

namespace coterie {
namespace {

constexpr uint32_t kAcceptsInARow = 64;   // then other events have a turn
constexpr uint32_t kAcceptPauseMs = 100;  // when the process has no descriptor left

// What surrounds an answer in its message: some 20 words.
constexpr uint64_t kEnvelopeWords = 64;

// What may be read of a message is counted over all reads, so that it must exceed the longest
// frame, and bounds what overlapping pointers can make of it.
StreamLimits ReadLimits(const ServerLimits& limits) {
  StreamLimits stream = limits.stream;
  stream.read_words_max = 2 * stream.frames.bytes_max / sizeof(capnp::word);
  return stream;
}

// Tells a peer that is not let in why, as far as that works without waiting, and closes.
void Refuse(int fd, std::string_view reason) {
  capnp::MallocMessageBuilder message;
  auto abort = message.initRoot<capnp::rpc::Message>().initAbort();
  abort.setType(capnp::rpc::Exception::Type::OVERLOADED);
  abort.setReason(kj::heapString(reason.data(), reason.size()));
  const kj::Array<capnp::word> words = capnp::messageToFlatArray(message);
  const auto bytes = words.asBytes();
  if (send(fd, bytes.begin(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL) ==
      static_cast<ssize_t>(bytes.size())) {
    // Unread input would turn the close into a reset, which may overtake the reason.
    shutdown(fd, SHUT_WR);
    char sink[4096];
    (void)recv(fd, sink, sizeof(sink), MSG_DONTWAIT);
  }
  close(fd);
}

}  // namespace

// ------------------------------------------------------------------------------------------------

class Connections::Connection {
 public:
  Connection(Connections& owner, kj::Own<kj::AsyncIoStream> stream, std::string host,
             uint64_t number)
      : owner_(owner),
        host_(std::move(host)),
        session_(std::make_shared<Session>()),
        stream_(kj::mv(stream)),
        guarded_(*stream_, owner.io_.provider->getTimer(), ReadLimits(owner.limits_), Hooks()),
        network_(guarded_, capnp::rpc::twoparty::Side::SERVER, ReceiveOptions(owner.limits_)),
        rpc_(capnp::makeRpcServer(network_,
                                  MakeLibraryCapability(owner.library_, owner.runner_, session_))) {
    session_->peer = absl::StrCat("connection ", number, " from ",
                                  host_.empty() ? std::string("a Unix socket") : host_);
    guarded_.SetNetwork(network_);
    guarded_.SetBudget(owner.budget_);
    // Bytes of calls in flight: those pipelined on an answer that is not there yet have no other
    // bound.
    rpc_.setFlowLimit(owner.limits_.stream.frames.bytes_max / sizeof(capnp::word));
    ++owner_.open_;
    if (!host_.empty()) ++owner_.open_by_host_[host_];
    owner_.counters_.open.fetch_add(1, std::memory_order_relaxed);
  }

  ~Connection() noexcept {
    --owner_.open_;
    const auto at = owner_.open_by_host_.find(host_);
    if (at != owner_.open_by_host_.end() && --at->second == 0) owner_.open_by_host_.erase(at);
    owner_.counters_.open.fetch_sub(1, std::memory_order_relaxed);
  }
  KJ_DISALLOW_COPY(Connection);

  kj::Promise<void> OnDisconnect() { return network_.onDisconnect(); }

 private:
  // The library sends no message as long as what it may read of one, so this is the longest answer;
  // the guarded stream has a limit of its own for what is read.
  static capnp::ReaderOptions ReceiveOptions(const ServerLimits& limits) {
    capnp::ReaderOptions options;
    options.traversalLimitInWords =
        limits.calls.answer_bytes_max / sizeof(capnp::word) + kEnvelopeWords;
    return options;
  }

  StreamHooks Hooks() {
    return {.is_busy = [this] { return session_->in_flight.load(std::memory_order_relaxed) > 0; },
            .on_violation =
                [this](std::string_view reason) {
                  owner_.counters_.violations.fetch_add(1, std::memory_order_relaxed);
                  owner_.log_.Write(absl::StrCat("closing ", session_->peer, ": ", Sv(reason)));
                },
            .on_withheld =
                [this](std::string_view text) {
                  owner_.log_.Write(absl::StrCat("not told to ", session_->peer, ": ", Sv(text)));
                },
            .on_written =
                [this](uint64_t unread) {
                  session_->unread_bytes.store(unread, std::memory_order_relaxed);
                }};
  }

  Connections& owner_;
  const std::string host_;  // empty for a Unix socket
  const std::shared_ptr<Session> session_;
  kj::Own<kj::AsyncIoStream> stream_;
  GuardedStream guarded_;
  capnp::TwoPartyVatNetwork network_;
  capnp::RpcSystem<capnp::rpc::twoparty::VatId> rpc_;
};

// ------------------------------------------------------------------------------------------------

class Connections::Acceptor {
 public:
  Acceptor(Connections& owner, int fd)
      : owner_(owner),
        fd_(fd),
        observer_(owner.io_.unixEventPort, fd, kj::UnixEventPort::FdObserver::OBSERVE_READ),
        loop_(kj::evalLater([this] {
                return AcceptAll();
              }).eagerlyEvaluate([this](kj::Exception&& e) {
          owner_.log_.Write(absl::StrCat("accepting stopped: ", e.getDescription().cStr()));
        })) {}
  KJ_DISALLOW_COPY(Acceptor);

 private:
  // The observer reports edges, so it is waited for only after accept() found nothing.
  kj::Promise<void> AcceptAll() {
    for (uint32_t i = 0; i < kAcceptsInARow; ++i) {
      sockaddr_storage peer{};
      socklen_t size = sizeof(peer);
      const int fd =
          accept4(fd_, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd >= 0) {
        Accepted(fd, PeerHost(peer));
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        return observer_.whenBecomesReadable().then([this] { return AcceptAll(); });
      } else if (errno != EINTR && errno != ECONNABORTED) {
        owner_.log_.Write(absl::StrCat("cannot accept a connection: errno ", errno));
        return owner_.io_.provider->getTimer()
            .afterDelay(kAcceptPauseMs * kj::MILLISECONDS)
            .then([this] { return AcceptAll(); });
      }
    }
    return kj::evalLast([this] { return AcceptAll(); });
  }

  void Accepted(int fd, const std::string& host) {
    const std::string refusal = owner_.Refusal(host);
    if (refusal.empty()) {
      owner_.Admit(fd, host);
      return;
    }
    owner_.counters_.refused.fetch_add(1, std::memory_order_relaxed);
    owner_.log_.Write(absl::StrCat("refusing ", host.empty() ? std::string("a Unix socket") : host,
                                   ": ", refusal));
    Refuse(fd, refusal);
  }

  Connections& owner_;
  const int fd_;
  kj::UnixEventPort::FdObserver observer_;
  kj::Promise<void> loop_;
};

// ------------------------------------------------------------------------------------------------

Connections::Connections(kj::AsyncIoContext& io, Library& library, CallRunner& runner,
                         const ServerLimits& limits, Log& log, ConnectionCounters& counters)
    : io_(io),
      library_(library),
      runner_(runner),
      limits_(limits),
      log_(log),
      counters_(counters),
      budget_(limits.long_frame_bytes_max),
      tasks_(*this) {}

Connections::~Connections() noexcept = default;

void Connections::Listen(const Socket& socket) {
  acceptors_.push_back(kj::heap<Acceptor>(*this, socket.fd()));
}

std::string Connections::Refusal(const std::string& host) const {
  if (open_ >= limits_.connections_max) {
    return absl::StrCat("overloaded: ", limits_.connections_max,
                        " connections are open; try again later");
  }
  const auto at = open_by_host_.find(host);
  if (at != open_by_host_.end() && at->second >= limits_.connections_per_address_max) {
    return absl::StrCat("overloaded: ", limits_.connections_per_address_max,
                        " connections from one address are open; close some first");
  }
  return "";
}

void Connections::Admit(int fd, const std::string& host) {
  if (!host.empty()) {
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  using Provider = kj::LowLevelAsyncIoProvider;
  kj::Own<kj::AsyncIoStream> stream = io_.lowLevelProvider->wrapSocketFd(
      fd, Provider::TAKE_OWNERSHIP | Provider::ALREADY_NONBLOCK | Provider::ALREADY_CLOEXEC);
  const uint64_t number = counters_.accepted.fetch_add(1, std::memory_order_relaxed) + 1;
  auto connection = kj::heap<Connection>(*this, kj::mv(stream), host, number);
  auto done = connection->OnDisconnect();
  tasks_.add(done.attach(kj::mv(connection)));
}

void Connections::taskFailed(kj::Exception&& exception) {
  if (exception.getType() == kj::Exception::Type::DISCONNECTED) return;  // a peer that went away
  log_.Write(absl::StrCat("a connection ended: ", exception.getDescription().cStr()));
}

}  // namespace coterie
