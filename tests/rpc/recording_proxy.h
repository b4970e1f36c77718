// Stands between a client and a server on Unix sockets, and keeps what each of them said.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace coterie::testing {

class RecordingProxy {
 public:
  // Takes one connection on `path` and joins it with the server at `server_path`. While `hold` says
  // so of the client's bytes so far, nothing that the server says is passed on.
  RecordingProxy(const std::string& path, const std::string& server_path,
                 std::function<bool(const std::string&)> hold = nullptr);
  // REQUIRES: the client has closed, or will.
  ~RecordingProxy();

  std::string FromClient() const;
  std::string FromServer() const;
  // How often the client asked after the server had spoken: the round trips.
  int Turns() const;

 private:
  void Run(const std::string& server_path);

  const std::function<bool(const std::string&)> hold_;
  int listener_ = -1;
  mutable std::mutex mutex_;
  std::string from_client_;
  std::string from_server_;
  int turns_ = 0;
  std::thread thread_;
};

// The bodies of the frames in `bytes`: each a message in one piece with its table.
std::vector<std::string> SplitFrames(const std::string& bytes);

}  // namespace coterie::testing
