// A buffered file for writing whose errors come out at the end, in one sentence.
//
// Layer: bench. Not thread-safe. Memory: one buffer, whatever the file's size.
#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "schema/base.h"

namespace coterie::bench {

class OutputFile {
 public:
  explicit OutputFile(std::string path)
      : path_(std::move(path)), file_(std::fopen(path_.c_str(), "wb"), &std::fclose) {
    if (file_ == nullptr) error_ = errno;
    buffer_.reserve(kBufferBytes + kBufferBytes / 4);
  }

  // Append here, then call Flush() with each record.
  std::string& buffer() { return buffer_; }
  void FlushIfFull() {
    if (buffer_.size() >= kBufferBytes) Write();
  }

  // Writes the rest. Errors: the first that occurred, with the path.
  absl::Status Close() {
    Write();
    if (file_ != nullptr && std::fclose(file_.release()) != 0 && error_ == 0) error_ = errno;
    if (error_ == 0) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("cannot write ", path_, ": ", std::strerror(error_),
                                               "; make room or choose another directory"));
  }

 private:
  static constexpr size_t kBufferBytes = size_t{1} << 20;

  void Write() {
    if (error_ == 0 &&
        std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) {
      error_ = errno;
    }
    buffer_.clear();
  }

  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::string buffer_;
  int error_ = 0;
};

}  // namespace coterie::bench
