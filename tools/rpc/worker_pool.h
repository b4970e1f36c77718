// A bounded pool of threads that compute answers, so that the event loop never does.
//
// Layer: tools/rpc. Knows nothing of RPC. Thread-safe. A queue that is full refuses, it does not
// grow.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/analysis/stop_flag.h"

namespace coterie {

// What a running call looks at to learn that nobody waits for it any more.
class CancelToken {
 public:
  explicit CancelToken(std::chrono::steady_clock::time_point deadline) : deadline_(deadline) {}
  CancelToken(const CancelToken&) = delete;
  CancelToken& operator=(const CancelToken&) = delete;

  void Cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  bool IsCancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  // The same for a kernel, which must end before the token does.
  StopFlag stop_flag() const { return StopFlag(cancelled_); }
  bool IsExpired() const { return std::chrono::steady_clock::now() >= deadline_; }

 private:
  std::atomic<bool> cancelled_{false};
  const std::chrono::steady_clock::time_point deadline_;
};

class WorkerPool {
 public:
  class Task {
   public:
    virtual ~Task() = default;
    // Called once, on a worker. Must not throw.
    virtual void Run() = 0;
    // Called from another thread while it runs, at most once, when the pool stops.
    virtual void Cancel() {}
  };

  WorkerPool(uint32_t threads, uint32_t queue_max);
  // Stop()s.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Takes the task, unless the queue is full or the pool stops: then false, and `task` is
  // untouched.
  bool TrySubmit(std::unique_ptr<Task>&& task);
  // Drops what waits, cancels what runs and returns when that is done. Idempotent.
  void Stop();

  uint32_t queued() const;

 private:
  void Work();

  const uint32_t queue_max_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Task>> queue_;
  std::vector<Task*> running_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace coterie
