// What a worker computes for Snapshot.department, traverse, recommend and similar: answers as
// messages, within the limits.
//
// Layer: tools/rpc; internal. Thread-safe. A kernel that runs ends soon after the token is
// cancelled. Errors of all, besides those of the engine: OutOfRange above the limits; Cancelled.
#pragma once

#include <capnp/message.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "engine/catalog/named_department.h"
#include "engine/catalog/named_recommendations.h"
#include "engine/catalog/named_similar.h"
#include "engine/catalog/named_traversal.h"
#include "tools/rpc/limits.h"
#include "tools/rpc/worker_pool.h"

namespace coterie {

// The root is the method's results.
using MessagePtr = std::unique_ptr<capnp::MallocMessageBuilder>;

absl::StatusOr<MessagePtr> DepartmentMessage(const Snapshot& now, DepartmentQuery query,
                                             const CallLimits& limits, const CancelToken& token);
absl::StatusOr<MessagePtr> TraversalMessage(const Snapshot& now, TraversalQuery query,
                                            const CallLimits& limits, const CancelToken& token);
absl::StatusOr<MessagePtr> RecommendMessage(const Snapshot& now, const std::string& person,
                                            RecommendQuery query, const CallLimits& limits,
                                            const CancelToken& token);
absl::StatusOr<MessagePtr> SimilarMessage(const Snapshot& now, const std::string& paper,
                                          SimilarOptions options, const CallLimits& limits,
                                          const CancelToken& token);

}  // namespace coterie
