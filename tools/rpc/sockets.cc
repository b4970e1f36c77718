#include "tools/rpc/sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "schema/base.h"

namespace coterie {
namespace {

constexpr int kBacklog = 512;

std::string ErrorText(int error) { return std::generic_category().message(error); }

absl::Status SocketError(int error, std::string_view what) {
  const std::string message = absl::StrCat(Sv(what), ": ", ErrorText(error));
  if (error == EACCES || error == EPERM) return absl::PermissionDeniedError(message);
  if (error == ENOENT || error == ENOTDIR) return absl::NotFoundError(message);
  return absl::UnavailableError(message);
}

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

absl::StatusOr<Address> UnixAddress(const std::string& path) {
  sockaddr_un un{};
  un.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof(un.sun_path)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the socket path '", path, "' has ", path.size(), " bytes, but may have 1 to ",
                     sizeof(un.sun_path) - 1, "; choose another with --unix"));
  }
  std::memcpy(un.sun_path, path.c_str(), path.size() + 1);
  Address address;
  std::memcpy(&address.storage, &un, sizeof(un));
  address.size = sizeof(un);
  return address;
}

bool IsLoopback(const Address& address) {
  if (address.storage.ss_family == AF_INET) {
    const auto* in = reinterpret_cast<const sockaddr_in*>(&address.storage);
    return ntohl(in->sin_addr.s_addr) >> 24 == 127;
  }
  const auto* in6 = reinterpret_cast<const sockaddr_in6*>(&address.storage);
  return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr);
}

absl::StatusOr<Address> TcpAddress(const std::string& text) {
  const absl::Status malformed = absl::InvalidArgumentError(
      absl::StrCat("'", text, "' is not an address of the form 127.0.0.1:7710 or [::1]:7710"));
  const size_t colon = text.rfind(':');
  uint32_t port = 0;
  if (colon == std::string::npos || !absl::SimpleAtoi(text.substr(colon + 1), &port) ||
      port > 65535) {
    return malformed;
  }
  std::string host = text.substr(0, colon);
  if (host == "localhost") host = "127.0.0.1";
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  Address address;
  sockaddr_in in{};
  sockaddr_in6 in6{};
  if (inet_pton(AF_INET, host.c_str(), &in.sin_addr) == 1) {
    in.sin_family = AF_INET;
    in.sin_port = htons(static_cast<uint16_t>(port));
    std::memcpy(&address.storage, &in, sizeof(in));
    address.size = sizeof(in);
  } else if (inet_pton(AF_INET6, host.c_str(), &in6.sin6_addr) == 1) {
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(static_cast<uint16_t>(port));
    std::memcpy(&address.storage, &in6, sizeof(in6));
    address.size = sizeof(in6);
  } else {
    return malformed;
  }
  return address;
}

int OpenSocket(int family) { return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

// Removes a socket that nobody listens on. OK also if nothing is there.
absl::Status RemoveStale(const std::string& path, const Address& address) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) {
    return errno == ENOENT ? absl::OkStatus()
                           : SocketError(errno, absl::StrCat("cannot use ", path));
  }
  if (!S_ISSOCK(info.st_mode)) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " exists and is not a socket; remove it, or choose another with --unix"));
  }
  const Socket probe(OpenSocket(AF_UNIX));
  if (probe.fd() < 0) return SocketError(errno, "cannot make a socket");
  if (connect(probe.fd(), address.get(), address.size) == 0 || errno == EAGAIN) {
    return absl::UnavailableError(absl::StrCat("a server already listens on ", path,
                                               "; stop it, or choose another path with --unix"));
  }
  if (errno != ECONNREFUSED) return SocketError(errno, absl::StrCat("cannot use ", path));
  return absl::OkStatus();  // the rename below replaces it
}

}  // namespace

Socket::Socket(Socket&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      address_(std::move(other.address_)),
      path_(std::exchange(other.path_, {})),
      path_device_(other.path_device_),
      path_inode_(other.path_inode_) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this == &other) return *this;
  Close();
  fd_ = std::exchange(other.fd_, -1);
  address_ = std::move(other.address_);
  path_ = std::exchange(other.path_, {});
  path_device_ = other.path_device_;
  path_inode_ = other.path_inode_;
  return *this;
}

Socket::~Socket() { Close(); }

int Socket::Release() {
  path_.clear();
  return std::exchange(fd_, -1);
}

void Socket::Close() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
  struct stat info {};
  if (!path_.empty() && lstat(path_.c_str(), &info) == 0 && info.st_dev == path_device_ &&
      info.st_ino == path_inode_) {
    unlink(path_.c_str());
  }
  path_.clear();
}

absl::StatusOr<Socket> ListenUnix(const std::string& path) {
  ASSIGN_OR_RETURN(const Address address, UnixAddress(path));
  RETURN_IF_ERROR(RemoveStale(path, address));
  // Bound under another name, so that the socket has its mode and its listener before it has its
  // name, and so that replacing a stale one leaves no moment without a name.
  const std::string draft = absl::StrCat(path, ".", getpid());
  absl::StatusOr<Address> draft_address = UnixAddress(draft);
  if (!draft_address.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the socket path '", path, "' is too long; choose a shorter one with --unix"));
  }
  Socket socket(OpenSocket(AF_UNIX));
  if (socket.fd() < 0) return SocketError(errno, "cannot make a socket");
  unlink(draft.c_str());  // left by a process that had our id and died here
  if (bind(socket.fd(), draft_address->get(), draft_address->size) != 0) {
    return SocketError(errno, absl::StrCat("cannot listen on ", path));
  }
  struct stat info {};
  if (chmod(draft.c_str(), 0600) != 0 || listen(socket.fd(), kBacklog) != 0 ||
      lstat(draft.c_str(), &info) != 0 || rename(draft.c_str(), path.c_str()) != 0) {
    const int error = errno;
    unlink(draft.c_str());
    return SocketError(error, absl::StrCat("cannot listen on ", path));
  }
  socket.address_ = absl::StrCat("unix:", path);
  socket.path_ = path;
  socket.path_device_ = info.st_dev;
  socket.path_inode_ = info.st_ino;
  return socket;
}

absl::StatusOr<Socket> ListenTcp(const std::string& address) {
  ASSIGN_OR_RETURN(Address parsed, TcpAddress(address));
  if (!IsLoopback(parsed)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", address,
                     "' is not a loopback address; the server has no authentication, so it listens "
                     "on 127.0.0.0/8 and [::1] only"));
  }
  Socket socket(OpenSocket(parsed.storage.ss_family));
  if (socket.fd() < 0) return SocketError(errno, "cannot make a socket");
  const int on = 1;
  setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(socket.fd(), parsed.get(), parsed.size) != 0 || listen(socket.fd(), kBacklog) != 0 ||
      getsockname(socket.fd(), parsed.get(), &parsed.size) != 0) {
    return SocketError(errno, absl::StrCat("cannot listen on ", address));
  }
  const bool is_v4 = parsed.storage.ss_family == AF_INET;
  const uint16_t port = is_v4 ? reinterpret_cast<sockaddr_in*>(&parsed.storage)->sin_port
                              : reinterpret_cast<sockaddr_in6*>(&parsed.storage)->sin6_port;
  const std::string host = PeerHost(parsed.storage);
  socket.address_ = absl::StrCat(is_v4 ? host : absl::StrCat("[", host, "]"), ":", ntohs(port));
  return socket;
}

absl::StatusOr<Socket> StartConnect(const std::string& address) {
  constexpr std::string_view kUnix = "unix:";
  Address parsed;
  if (address.compare(0, kUnix.size(), kUnix) == 0) {
    ASSIGN_OR_RETURN(parsed, UnixAddress(address.substr(kUnix.size())));
  } else if (address.find('/') != std::string::npos) {
    ASSIGN_OR_RETURN(parsed, UnixAddress(address));
  } else {
    ASSIGN_OR_RETURN(parsed, TcpAddress(address));
  }
  Socket socket(OpenSocket(parsed.storage.ss_family));
  if (socket.fd() < 0) return SocketError(errno, "cannot make a socket");
  if (parsed.storage.ss_family != AF_UNIX) {
    const int on = 1;
    setsockopt(socket.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  if (connect(socket.fd(), parsed.get(), parsed.size) != 0 && errno != EINPROGRESS) {
    if (errno == EAGAIN) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the server at ", address, " has too many connections waiting"));
    }
    return absl::UnavailableError(
        absl::StrCat("no server answers at ", address, ": ", ErrorText(errno)));
  }
  return socket;
}

std::string PeerHost(const sockaddr_storage& peer) {
  char text[INET6_ADDRSTRLEN] = "";
  if (peer.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&peer)->sin_addr, text, sizeof(text));
  } else if (peer.ss_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&peer)->sin6_addr, text,
              sizeof(text));
  }
  return text;
}

}  // namespace coterie
