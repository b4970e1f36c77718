// A file descriptor to print to: buffered, with errors that are told apart.
//
// Layer: tools. Not thread-safe. A reader that goes away (`coterie dump | head`) is no error: the
// rest is dropped, and closed() says so, so that long work can stop.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace coterie::cli {

class OutStream {
 public:
  // `name` stands in messages ("standard output"). REQUIRES: descriptor outlives the stream.
  OutStream(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  OutStream(const OutStream&) = delete;
  OutStream& operator=(const OutStream&) = delete;

  // Errors: ResourceExhausted (disk full), Unavailable (any other); a stream that failed stays so.
  absl::Status Write(std::string_view text);
  absl::Status Flush();

  // True once the reader has gone away.
  bool closed() const { return closed_; }

 private:
  static constexpr size_t kBufferBytes = 64 << 10;

  const int descriptor_;
  const std::string name_;
  std::string buffer_;
  bool closed_ = false;
  absl::Status failure_;
};

}  // namespace coterie::cli
