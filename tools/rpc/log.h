// Lines for the operator, at a bounded rate: a hostile peer must not fill a disk.
//
// Layer: tools/rpc; internal. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>

namespace coterie {

class Log {
 public:
  using Sink = std::function<void(std::string_view)>;

  // An empty sink is standard error.
  explicit Log(Sink sink) : sink_(std::move(sink)) {}

  // Writes the line, unless 20 were written in this second; how many were not is told later.
  void Write(std::string_view line);

 private:
  void Emit(std::string_view line);

  static constexpr uint32_t kLinesPerSecond = 20;
  const Sink sink_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point second_{};
  uint32_t written_ = 0;
  uint64_t suppressed_ = 0;
};

}  // namespace coterie
