// A peer that speaks bytes: what the RPC library would never send.
#pragma once

#include <cstdint>
#include <string>

namespace coterie::testing {

class RawClient {
 public:
  // Over the Unix socket.
  explicit RawClient(const std::string& unix_path);
  // Over TCP, from an address of 127.0.0.0/8.
  RawClient(int port, const std::string& source);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  int fd() const { return fd_; }
  // Sends all of it, or as much as the peer takes before it closes; returns how much.
  size_t Send(const std::string& bytes);
  // Sends what the socket takes at once.
  size_t SendNow(const std::string& bytes);
  // Everything until the peer closes; fails the test if it does not in 60 s.
  std::string ReadToEnd();
  // What comes within the time; empty if nothing.
  std::string ReadSome(int timeout_ms);
  // True if the peer has closed within the time, whatever it sent before.
  bool ClosedWithin(int timeout_ms);

 private:
  int fd_ = -1;
};

// A frame of one segment with this many words of zeros, and of the words that a Bootstrap needs.
std::string BootstrapFrame(uint32_t question);
// The reason in an Abort message at the end of `bytes`; "" if there is none.
std::string AbortReason(const std::string& bytes);
// 4 bytes, little-endian.
std::string Le32(uint32_t value);

}  // namespace coterie::testing
