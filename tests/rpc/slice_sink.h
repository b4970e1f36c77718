// A sink of slices for tests: keeps the order of what comes, and answers as slowly as it is told.
#pragma once

#include <capnp/common.h>
#include <kj/async.h>

#include <string>
#include <utility>
#include <vector>

#include "schema/rpc.capnp.h"

namespace coterie::testing {

// What a sink saw, and how it behaves.
struct SinkLog {
  std::vector<std::string> calls;  // "head 60 133", "nodes 1 64", "edges 133", "done"
  std::vector<uint64_t> ids;       // of all nodes, as they came
  enum class Manner { kTakes, kFails, kNeverAnswers } manner = Manner::kTakes;  // of nodes()
  bool is_released = false;
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class LoggingSink final : public rpc::SliceSink::Server {
 public:
  explicit LoggingSink(SinkLog& log) : log_(log) {}
  ~LoggingSink() noexcept(false) { log_.is_released = true; }
  KJ_DISALLOW_COPY(LoggingSink);

  kj::Promise<void> head(HeadContext call) override {
    const auto head = call.getParams().getHead();
    log_.calls.push_back("head " + std::to_string(head.getNodes()) + " " +
                         std::to_string(head.getEdges()));
    return kj::READY_NOW;
  }
  kj::Promise<void> nodes(NodesContext call) override {
    const auto rows = call.getParams().getRows();
    log_.calls.push_back("nodes " + std::to_string(rows.getFirstRank()) + " " +
                         std::to_string(rows.getIds().size()));
    for (const uint64_t id : rows.getIds()) log_.ids.push_back(id);
    if (log_.manner == SinkLog::Manner::kFails) return KJ_EXCEPTION(FAILED, "enough");
    if (log_.manner == SinkLog::Manner::kNeverAnswers) {
#if CAPNP_VERSION < 1000000
      call.allowCancellation();  // later the schema says so
#endif
      return kj::NEVER_DONE;
    }
    return kj::READY_NOW;
  }
  kj::Promise<void> edges(EdgesContext call) override {
    log_.calls.push_back("edges " + std::to_string(call.getParams().getRows().getSources().size()));
    return kj::READY_NOW;
  }
  kj::Promise<void> done(DoneContext) override {
    log_.calls.push_back("done");
    return kj::READY_NOW;
  }

 private:
  SinkLog& log_;
};
#pragma GCC diagnostic pop

}  // namespace coterie::testing
