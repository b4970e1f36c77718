// From a call on the event loop to a worker and back, within the bounds of limits.h.
//
// Layer: tools/rpc; internal. A call holds one of its connection's places until the worker has done
// with it, so that calls made and dropped in a loop cannot fill the pool. Dropping the promise sets
// the token that the worker looks at. Thread safety: Run() on the event loop only.
#pragma once

#include <kj/async.h>
#include <kj/exception.h>
#include <kj/timer.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "schema/base.h"
#include "tools/rpc/limits.h"
#include "tools/rpc/log.h"
#include "tools/rpc/worker_pool.h"

namespace coterie {

// What the server counts; relaxed, since nothing is decided by them.
struct CallCounters {
  std::atomic<uint64_t> calls{0};
  std::atomic<uint64_t> failed{0};
  std::atomic<uint64_t> overloaded{0};
  std::atomic<uint64_t> dropped{0};
  std::atomic<uint64_t> skipped{0};
  std::atomic<uint64_t> stopped{0};
};

// One connection's use of the server.
struct Session {
  std::string peer;
  std::atomic<uint32_t> in_flight{0};
  std::atomic<uint64_t> unread_bytes{0};
  uint32_t capabilities = 0;              // event loop only
  uint32_t streams = 0;                   // answers being given to sinks; event loop only
  std::atomic<uint64_t> stream_bytes{0};  // of them, made and not yet sent
};

// The exception that tells a client `status`, whose code is one of schema/rpc.capnp.
kj::Exception ExceptionOf(const absl::Status& status);

class CallRunner {
 public:
  using BeforeCall = std::function<void(std::string_view, const CancelToken&)>;

  CallRunner(WorkerPool& pool, kj::Timer& timer, const CallLimits& limits, Log& log,
             CallCounters& counters, BeforeCall before_call)
      : pool_(pool),
        timer_(timer),
        limits_(limits),
        log_(log),
        counters_(counters),
        before_call_(std::move(before_call)) {}
  KJ_DISALLOW_COPY(CallRunner);

  const CallLimits& limits() const { return limits_; }
  kj::Timer& timer() { return timer_; }

  // Runs `work(token) -> absl::StatusOr<T>` on a worker. The promise fails with ExceptionOf() of
  // what went wrong, also if there is no place, no room in the queue or no time left.
  template <typename T, typename Work>
  kj::Promise<T> Run(const std::shared_ptr<Session>& session, std::string_view method, Work work);

 private:
  template <typename T, typename Work>
  class CallTask;
  class Place;
  struct Call;
  struct DropGuard;

  absl::Status Admit(Session& session);
  absl::Status Checkpoint(const Session& session, const CancelToken& token);
  kj::Exception Failure(const Session& session, std::string_view method,
                        const absl::Status& status);

  WorkerPool& pool_;
  kj::Timer& timer_;
  const CallLimits limits_;
  Log& log_;
  CallCounters& counters_;
  const BeforeCall before_call_;
};

// ================================================================================================
// Implementation

// A place among the connection's calls in flight, given back when the worker has done.
class CallRunner::Place {
 public:
  explicit Place(std::shared_ptr<Session> session) : session_(std::move(session)) {
    session_->in_flight.fetch_add(1, std::memory_order_relaxed);
  }
  ~Place() { Leave(); }
  KJ_DISALLOW_COPY(Place);
  void Leave() {
    if (session_ != nullptr) session_->in_flight.fetch_sub(1, std::memory_order_relaxed);
    session_ = nullptr;
  }
  const Session& session() const { return *session_; }

 private:
  std::shared_ptr<Session> session_;
};

struct CallRunner::Call {
  explicit Call(std::chrono::steady_clock::time_point deadline) : token(deadline) {}
  CancelToken token;
  bool is_answered = false;  // event loop only
};

// Lives as long as the call's promise, which may be longer than the runner: of a connection that
// ends, Cap'n Proto leaves calls in flight to the event loop, which drops them when it ends itself.
struct CallRunner::DropGuard {
  DropGuard(CallCounters& counters_arg, std::shared_ptr<Call> call_arg)
      : counters(counters_arg), call(std::move(call_arg)) {}
  ~DropGuard() {
    if (!call->is_answered) counters.dropped.fetch_add(1, std::memory_order_relaxed);
    call->token.Cancel();
  }
  KJ_DISALLOW_COPY(DropGuard);
  CallCounters& counters;
  std::shared_ptr<Call> call;
};

template <typename T, typename Work>
class CallRunner::CallTask final : public WorkerPool::Task {
 public:
  CallTask(CallRunner& runner, std::shared_ptr<Session> session, std::shared_ptr<Call> call,
           std::string_view method, Work work,
           kj::Own<kj::CrossThreadPromiseFulfiller<absl::StatusOr<T>>> fulfiller)
      : runner_(runner),
        place_(std::move(session)),
        call_(std::move(call)),
        method_(method),
        work_(std::move(work)),
        fulfiller_(kj::mv(fulfiller)) {}
  ~CallTask() noexcept override = default;  // kj::Own's may throw, as far as it declares
  KJ_DISALLOW_COPY(CallTask);

  void Cancel() override { call_->token.Cancel(); }

  void Run() override {
    absl::StatusOr<T> answer = Answer();
    place_.Leave();  // before the reply, upon which the client may call again
    fulfiller_->fulfill(std::move(answer));
  }

 private:
  absl::StatusOr<T> Answer() {
    if (absl::Status status = runner_.Checkpoint(place_.session(), call_->token); !status.ok()) {
      runner_.counters_.skipped.fetch_add(1, std::memory_order_relaxed);
      return status;
    }
    try {
      if (runner_.before_call_) runner_.before_call_(method_, call_->token);
      absl::StatusOr<T> answer = work_(static_cast<const CancelToken&>(call_->token));
      if (absl::IsCancelled(answer.status())) {
        runner_.counters_.stopped.fetch_add(1, std::memory_order_relaxed);
      }
      return answer;
    } catch (const kj::Exception& exception) {
      return absl::InternalError(exception.getDescription().cStr());
    } catch (const std::exception& exception) {
      return absl::InternalError(exception.what());
    }
  }

  CallRunner& runner_;
  Place place_;
  const std::shared_ptr<Call> call_;
  const std::string_view method_;  // a literal
  Work work_;
  kj::Own<kj::CrossThreadPromiseFulfiller<absl::StatusOr<T>>> fulfiller_;
};

template <typename T, typename Work>
kj::Promise<T> CallRunner::Run(const std::shared_ptr<Session>& session, std::string_view method,
                               Work work) {
  counters_.calls.fetch_add(1, std::memory_order_relaxed);
  if (const absl::Status status = Admit(*session); !status.ok()) {
    return Failure(*session, method, status);
  }
  auto call = std::make_shared<Call>(std::chrono::steady_clock::now() +
                                     std::chrono::milliseconds(limits_.call_ms));
  auto paf = kj::newPromiseAndCrossThreadFulfiller<absl::StatusOr<T>>();
  std::unique_ptr<WorkerPool::Task> task = std::make_unique<CallTask<T, Work>>(
      *this, session, call, method, std::move(work), kj::mv(paf.fulfiller));
  if (!pool_.TrySubmit(std::move(task))) {
    return Failure(*session, method,
                   absl::ResourceExhaustedError(
                       "more calls wait than the server can hold; wait, then try again"));
  }
  auto expiry =
      timer_.afterDelay(limits_.call_ms * kj::MILLISECONDS)
          .then([call, limit = limits_.call_ms]() -> absl::StatusOr<T> {
            call->token.Cancel();
            return absl::DeadlineExceededError(absl::StrCat("the call took longer than its ", limit,
                                                            " ms; ask for less, or try again"));
          });
  return paf.promise.exclusiveJoin(kj::mv(expiry))
      .then([this, session, method, call](absl::StatusOr<T> answer) -> kj::Promise<T> {
        call->is_answered = answer.status().code() != absl::StatusCode::kDeadlineExceeded;
        if (!answer.ok()) return Failure(*session, method, answer.status());
        return *std::move(answer);
      })
      .attach(kj::heap<DropGuard>(counters_, call));
}

}  // namespace coterie
