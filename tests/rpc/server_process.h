// A server in another process: starts, watches and stops tests/rpc/test_server.cc.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "tools/rpc/client.h"

namespace coterie::testing {

// For tests that are not about time, on machines that may be busy.
inline const ClientOptions kPatient{.connect_timeout_ms = 60'000, .call_timeout_ms = 60'000};

class ServerProcess {
 public:
  // Starts with the store in `directory`, on its socket `directory/coterie.sock` and a free TCP
  // port of 127.0.0.1. Flags as in test_server.cc: "--call-ms=200".
  explicit ServerProcess(const std::string& directory, const std::vector<std::string>& flags = {});
  // Kills, if not stopped.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& unix_path() const { return unix_path_; }
  const std::string& tcp_address() const { return tcp_address_; }
  int tcp_port() const;
  pid_t pid() const { return pid_; }

  // The server's counters by the name they have in ServerCounters.
  std::map<std::string, uint64_t> Counters();
  // Applies AddPaperOfAdaAndEve() in the server.
  void AddPaper();
  // Waits until the log has a line that contains `text`, and returns it; fails after 60 s.
  std::string AwaitLine(const std::string& text);
  // True if the log had such a line so far.
  bool HasLine(const std::string& text);
  uint64_t ResidentBytes() const;

  // Ends the server in good order and REQUIREs exit code 0: under sanitizers, that nothing was
  // found.
  void Stop();
  // kill -9.
  void Kill();

 private:
  void Command(const std::string& line);
  // Reads what the server wrote; false at its end or if nothing came in time.
  bool Pump(int timeout_ms);

  pid_t pid_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string pending_;
  std::vector<std::string> lines_;
  std::string unix_path_;
  std::string tcp_address_;
};

}  // namespace coterie::testing
