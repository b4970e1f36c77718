// How a kernel learns that nobody waits for its answer any more.
//
// Layer: engine. A value to hand down by copy; it refers to a flag that its owner may set from any
// thread, at any time, and that must outlive the kernel's run.
#pragma once

#include <atomic>

#include "absl/status/status.h"

namespace coterie {

class StopFlag {
 public:
  // Never stops.
  StopFlag() = default;
  explicit StopFlag(const std::atomic<bool>& flag) : flag_(&flag) {}

  // Cheap enough to ask every few hundred steps: one relaxed load.
  bool IsSet() const { return flag_ != nullptr && flag_->load(std::memory_order_relaxed); }
  // Errors: Cancelled, if the flag is set.
  absl::Status Check() const {
    return IsSet() ? absl::CancelledError("the call was cancelled") : absl::OkStatus();
  }

 private:
  const std::atomic<bool>* flag_ = nullptr;
};

}  // namespace coterie
