// Layer: engine.
#include "engine/ingest/batch_applier.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "schema/base.h"

namespace coterie {

struct BatchApplier::Shared {
  Store* store = nullptr;
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::shared_ptr<const StoreBatch> batch;  // on its way
  absl::Status status;                      // of the first batch that failed
  bool is_stopped = false;
  std::thread thread;

  void Run() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return is_stopped || batch != nullptr; });
      if (batch == nullptr) return;
      std::shared_ptr<const StoreBatch> current = batch;
      lock.unlock();
      absl::Status applied = store->Apply(*current).status();
      lock.lock();
      if (status.ok()) status = std::move(applied);
      batch = nullptr;
      changed.notify_all();
      // Freeing some 20,000 changes takes milliseconds: not under the lock.
      lock.unlock();
      current = nullptr;
      lock.lock();
    }
  }
};

BatchApplier::BatchApplier(Store& store) : shared_(std::make_unique<Shared>()) {
  shared_->store = &store;
  shared_->thread = std::thread([shared = shared_.get()] { shared->Run(); });
}

BatchApplier::~BatchApplier() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->is_stopped = true;
  }
  shared_->changed.notify_all();
  shared_->thread.join();
}

absl::Status BatchApplier::Submit(StoreBatch batch) {
  RETURN_IF_ERROR(Wait());
  auto next = std::make_shared<const StoreBatch>(std::move(batch));
  const std::lock_guard lock(shared_->mutex);
  shared_->batch = std::move(next);
  shared_->changed.notify_all();
  return absl::OkStatus();
}

absl::Status BatchApplier::Wait() {
  std::unique_lock lock(shared_->mutex);
  shared_->changed.wait(lock, [this] { return shared_->batch == nullptr; });
  return shared_->status;
}

std::shared_ptr<const StoreBatch> BatchApplier::InFlight() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->batch;
}

}  // namespace coterie
