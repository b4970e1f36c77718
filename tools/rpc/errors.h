// The error codes of schema/rpc.capnp: absl statuses to "code: sentence" and back.
//
// Layer: tools/rpc. No Cap'n Proto types. What a status says reaches a peer only where its words
// are made for users; sentences that could name files or source code are replaced by fixed ones.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace coterie {

// What to tell the peer of a call that failed. REQUIRES: not OK.
std::string ReasonOf(const absl::Status& status);

// True where ReasonOf() withholds the status's own words, so that they must go to the log.
inline bool IsWithheld(absl::StatusCode code) {
  return code != absl::StatusCode::kInvalidArgument && code != absl::StatusCode::kNotFound &&
         code != absl::StatusCode::kFailedPrecondition && code != absl::StatusCode::kOutOfRange &&
         code != absl::StatusCode::kResourceExhausted &&
         code != absl::StatusCode::kDeadlineExceeded && code != absl::StatusCode::kCancelled &&
         code != absl::StatusCode::kUnimplemented;
}

// True for text that starts with a documented code and ": ".
bool HasErrorCode(std::string_view reason);

// The status that a reason stands for, as the client sees it; codes that close a connection are
// Unavailable, as are unknown ones. Cap'n Proto's "remote exception: " in front is ignored.
absl::Status StatusOfReason(std::string_view reason);

}  // namespace coterie
