#include "tools/rpc/worker_pool.h"

#include <csignal>
#include <utility>

namespace coterie {

WorkerPool::WorkerPool(uint32_t threads, uint32_t queue_max) : queue_max_(queue_max) {
  // Signals belong to the thread that runs the program's main loop, so workers inherit none.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  threads_.reserve(threads);
  for (uint32_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::TrySubmit(std::unique_ptr<Task>&& task) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::Stop() {
  std::deque<std::unique_ptr<Task>> dropped;  // destroyed outside the lock
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      for (Task* task : running_) task->Cancel();
    }
    stopping_ = true;
    dropped.swap(queue_);
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

uint32_t WorkerPool::queued() const {
  const std::lock_guard lock(mutex_);
  return static_cast<uint32_t>(queue_.size());
}

void WorkerPool::Work() {
  while (true) {
    std::unique_ptr<Task> task;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      task = std::move(queue_.front());
      queue_.pop_front();
      running_.push_back(task.get());
    }
    task->Run();
    const std::lock_guard lock(mutex_);
    std::erase(running_, task.get());
  }
}

}  // namespace coterie
