#include "tools/rpc/calls.h"

#include "tools/rpc/errors.h"

namespace coterie {

kj::Exception ExceptionOf(const absl::Status& status) {
  kj::Exception::Type type = kj::Exception::Type::FAILED;
  if (status.code() == absl::StatusCode::kResourceExhausted) {
    type = kj::Exception::Type::OVERLOADED;
  } else if (status.code() == absl::StatusCode::kUnimplemented) {
    type = kj::Exception::Type::UNIMPLEMENTED;
  }
  return {type, __FILE__, __LINE__, kj::heapString(ReasonOf(status).c_str())};
}

absl::Status CallRunner::Admit(Session& session) {
  if (session.in_flight.load(std::memory_order_relaxed) >= limits_.in_flight_max) {
    return absl::ResourceExhaustedError(
        absl::StrCat(limits_.in_flight_max,
                     " calls of this connection are being worked on; wait for an answer first"));
  }
  return absl::OkStatus();
}

// On a worker: is the answer still wanted, and can the peer take it?
absl::Status CallRunner::Checkpoint(const Session& session, const CancelToken& token) {
  if (token.IsCancelled()) return absl::CancelledError("the call was dropped");
  if (token.IsExpired()) {
    return absl::DeadlineExceededError("the server was too busy to begin in time; try again");
  }
  if (session.unread_bytes.load(std::memory_order_relaxed) > limits_.unread_bytes_max) {
    return absl::ResourceExhaustedError("earlier replies wait to be read; read them first");
  }
  return absl::OkStatus();
}

kj::Exception CallRunner::Failure(const Session& session, std::string_view method,
                                  const absl::Status& status) {
  counters_.failed.fetch_add(1, std::memory_order_relaxed);
  if (status.code() == absl::StatusCode::kResourceExhausted) {
    counters_.overloaded.fetch_add(1, std::memory_order_relaxed);
  }
  if (IsWithheld(status.code())) {
    log_.Write(absl::StrCat(Sv(method), " for ", session.peer, " failed: ", status.ToString()));
  }
  return ExceptionOf(status);
}

}  // namespace coterie
