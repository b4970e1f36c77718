// A file descriptor to print to: buffered, with errors that are told apart.
//
// Layer: tools.
#include "tools/cli/out_stream.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "schema/base.h"

namespace coterie::cli {

absl::Status OutStream::Write(std::string_view text) {
  if (!failure_.ok()) return failure_;
  buffer_ += text;
  return buffer_.size() < kBufferBytes ? absl::OkStatus() : Flush();
}

absl::Status OutStream::Flush() {
  if (!failure_.ok()) return failure_;
  std::string_view rest = buffer_;
  while (!rest.empty() && !closed_) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EPIPE) {
      closed_ = true;
    } else if (errno != EINTR) {
      const int error = errno;
      const std::string message =
          absl::StrCat("cannot write to ", name_, ": ", std::strerror(error));
      const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
      failure_ = full ? absl::ResourceExhaustedError(absl::StrCat(message, "; free some space"))
                      : absl::UnavailableError(message);
      break;
    }
  }
  buffer_.clear();
  return failure_;
}

}  // namespace coterie::cli
