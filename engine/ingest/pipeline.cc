// Layer: engine. One mutex: a block is about 1 MiB, so it is taken some hundred times a second.
#include "engine/ingest/pipeline.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace coterie {

struct Pipeline::Shared {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::pair<uint64_t, ParseJob>> jobs;  // by number
  std::map<uint64_t, ParsedBlock> results;
  std::map<uint64_t, size_t> bytes_of;  // of every job not yet taken as a result
  size_t bytes_in_flight = 0;
  uint64_t next_read = 0, next_result = 0;
  bool is_read = false;  // no more jobs will come
  bool is_stopped = false;
  size_t bytes_max = 0;
  std::vector<std::thread> threads;

  void ReadAll(const std::function<std::optional<ParseJob>()>& read) {
    for (;;) {
      std::optional<ParseJob> job = read();
      std::unique_lock lock(mutex);
      if (!job) {
        is_read = true;
        changed.notify_all();
        return;
      }
      // One job always fits, however large.
      changed.wait(lock, [&] {
        return is_stopped || bytes_in_flight == 0 || bytes_in_flight + job->text_bytes <= bytes_max;
      });
      if (is_stopped) return;
      bytes_in_flight += job->text_bytes;
      bytes_of[next_read] = job->text_bytes;
      jobs.emplace_back(next_read++, *std::move(job));
      changed.notify_all();
    }
  }

  void ParseAll(const std::function<std::shared_ptr<void>()>& make_state) {
    const std::shared_ptr<void> state = make_state();
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return is_stopped || is_read || !jobs.empty(); });
      if (is_stopped || jobs.empty()) return;
      auto [number, job] = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      ParsedBlock result = job.parse(state.get());
      job = {};
      lock.lock();
      results.emplace(number, std::move(result));
      changed.notify_all();
    }
  }
};

Pipeline::Pipeline(const PipelineOptions& options, std::function<std::optional<ParseJob>()> read,
                   std::function<std::shared_ptr<void>()> make_state)
    : shared_(std::make_unique<Shared>()) {
  Shared* shared = shared_.get();
  shared->bytes_max = options.bytes_in_flight_max;
  shared->threads.emplace_back([shared, read = std::move(read)] { shared->ReadAll(read); });
  for (int i = 0; i < std::max(1, options.threads); ++i) {
    shared->threads.emplace_back([shared, make_state] { shared->ParseAll(make_state); });
  }
}

Pipeline::~Pipeline() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->is_stopped = true;
  }
  shared_->changed.notify_all();
  for (std::thread& thread : shared_->threads) thread.join();
}

std::optional<ParsedBlock> Pipeline::Next() {
  Shared& shared = *shared_;
  std::unique_lock lock(shared.mutex);
  const auto is_ready = [&] {
    return !shared.results.empty() && shared.results.begin()->first == shared.next_result;
  };
  shared.changed.wait(lock, [&] {
    return is_ready() || (shared.is_read && shared.next_result == shared.next_read);
  });
  if (!is_ready()) return {};
  const auto first = shared.results.begin();
  ParsedBlock block = std::move(first->second);
  shared.results.erase(first);
  const auto bytes = shared.bytes_of.find(shared.next_result++);
  shared.bytes_in_flight -= bytes->second;
  shared.bytes_of.erase(bytes);
  shared.changed.notify_all();
  return block;
}

}  // namespace coterie
