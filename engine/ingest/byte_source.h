// The bytes of a file, decompressed as they are read.
//
// Layer: engine. The compression is told by the first bytes, never by the name: gzip (also of
// several members), zstd (also of several frames), else plain. Memory: one 256 KiB buffer and the
// codec's window (zstd: at most 128 MiB, from the file's header). Not thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"

namespace coterie {

class ByteSource {
 public:
  // Opens a regular file, pipe or device. Errors: NotFound, PermissionDenied, InvalidArgument (a
  // directory), Unavailable. They do not name the file: who tells them to people does.
  static absl::StatusOr<std::unique_ptr<ByteSource>> Open(const std::string& path);
  virtual ~ByteSource() = default;

  // Fills the front of `buffer` and returns how much; 0 at the end of the file. Errors: DataLoss
  // (compressed data damaged, or ending in the middle), Unavailable (the disk). What was
  // returned before an error is good.
  virtual absl::StatusOr<size_t> Read(std::span<char> buffer) = 0;

  // Bytes taken from the disk so far; for progress, safe from any thread.
  uint64_t bytes_consumed() const { return consumed_->load(std::memory_order_relaxed); }
  // "plain", "gzip" or "zstd".
  virtual const char* format_name() const = 0;

 protected:
  std::shared_ptr<std::atomic<uint64_t>> consumed_ = std::make_shared<std::atomic<uint64_t>>(0);
};

}  // namespace coterie
