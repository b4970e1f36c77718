// Runs tests/storage/store_writer.cc as another process.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace coterie::testing {

struct WriterOptions {
  std::string directory;
  uint64_t seed = 0;
  uint64_t last = uint64_t{1} << 40;  // the last batch to write; 0 = only hold the store open
  uint32_t table_keys = 40'000;       // StoreOptions::table_batch_keys_min
  uint64_t buffer_bytes = uint64_t{1} << 20;
  uint64_t file_bytes_max = 0;  // 0 = any
};

class WriterProcess {
 public:
  explicit WriterProcess(const WriterOptions& options);
  // Kills it if it still runs.
  ~WriterProcess();
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;

  pid_t pid() const { return pid_; }
  // The next line; empty at the end of the output.
  std::optional<std::string> ReadLine();
  // Reads lines up to `count` acknowledgements, fewer where the process tells something else first
  // or ends.
  void AwaitAcknowledged(size_t count);
  // Reads what is there, without waiting.
  void ReadAvailable();
  // The number of the last batch whose acknowledgement was read.
  uint64_t acknowledged() const { return acknowledged_; }

  // SIGKILL, and reads what it had told before.
  void Kill();
  // Ends its input and waits; the exit code, or 128 + the signal.
  int Finish();

 private:
  bool FillBuffer(int timeout_ms);
  void Note(const std::string& line);

  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string buffer_;
  uint64_t acknowledged_ = 0;
};

}  // namespace coterie::testing
