#include "tools/rpc/log.h"

#include <cstdio>

#include "absl/strings/str_cat.h"

namespace coterie {

void Log::Write(std::string_view line) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (now - second_ >= std::chrono::seconds(1)) {
    if (suppressed_ > 0) Emit(absl::StrCat(suppressed_, " more lines were left out"));
    second_ = now;
    written_ = 0;
    suppressed_ = 0;
  }
  if (written_ >= kLinesPerSecond) {
    ++suppressed_;
    return;
  }
  ++written_;
  Emit(line);
}

void Log::Emit(std::string_view line) {
  if (sink_) {
    sink_(line);
  } else {
    std::fprintf(stderr, "coterie: rpc: %.*s\n", static_cast<int>(line.size()), line.data());
  }
}

}  // namespace coterie
