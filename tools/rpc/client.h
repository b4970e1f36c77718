// A client of a Coterie server: the engine's questions, asked over a socket.
//
// Layer: tools/rpc. Answers are the engine's own value types, equal to what the same question gives
// in process. Every call is one round trip. Calls block, up to a deadline. A client reads one state
// of the store: the one pinned by Connect() or by the last Refresh().
// Thread safety: none, and a client must be used on the thread that made it; any number may exist.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/catalog/named_department.h"
#include "engine/catalog/named_paths.h"
#include "engine/catalog/named_recommendations.h"
#include "engine/catalog/named_results.h"
#include "engine/catalog/named_similar.h"
#include "engine/catalog/named_slice.h"
#include "engine/catalog/named_traversal.h"
#include "engine/catalog/views.h"

namespace coterie {

struct ClientOptions {
  uint32_t connect_timeout_ms = 2'000;  // until the server has answered once
  uint32_t call_timeout_ms = 10'000;
};

class Client {
 public:
  // Connects to "unix:/path", a path with a '/', or a numeric TCP address ("127.0.0.1:7710") and
  // pins the present state. A socket that nobody serves fails at once. Errors: Unavailable (no
  // server; it does not answer in time, or is not Coterie), ResourceExhausted (the server is full),
  // InvalidArgument (malformed address).
  static absl::StatusOr<Client> Connect(const std::string& address,
                                        const ClientOptions& options = {});
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  // The number of the last batch in the state that is read.
  uint64_t sequence() const;
  // What the server calls itself, with its version.
  const std::string& software() const;

  // An empty call. Errors of this and of all below, besides their own: Unavailable (the connection
  // is lost: make another client), DeadlineExceeded, ResourceExhausted (overloaded: wait, then
  // retry), FailedPrecondition (called on another thread).
  absl::Status Ping();
  // Pins the present state.
  absl::Status Refresh();

  absl::StatusOr<NodeId> Resolve(std::string_view text);
  absl::StatusOr<std::vector<FoundNode>> Find(std::string_view text, std::optional<NodeKind> kind,
                                              uint32_t limit);
  absl::StatusOr<NodeView> Show(NodeId id);
  absl::StatusOr<NodeView> ShowPerson(std::string_view text);
  absl::StatusOr<StoreStats> Stats();
  // Errors: OutOfRange above 1,000 ids.
  absl::StatusOr<std::vector<NodeSummary>> BatchNodes(std::span<const NodeId> ids);
  // Errors: OutOfRange where the answer would have more than 10,000 rows.
  absl::StatusOr<NamedCollaborators> Collaborators(std::string_view person,
                                                   const CollaboratorQuery& query);
  absl::StatusOr<NamedEgo> Ego(std::string_view person, const EgoQuery& query);
  absl::StatusOr<NamedDepartment> Department(const DepartmentQuery& query);
  absl::StatusOr<NamedTraversal> Traverse(const TraversalQuery& query);
  absl::StatusOr<NamedRecommendations> Recommend(std::string_view person,
                                                 const RecommendQuery& query);
  absl::StatusOr<NamedSimilarPapers> Similar(std::string_view paper, const SimilarOptions& options);

  // Told what has come of a slice after each batch; false if that is enough.
  using SliceWatcher = std::function<bool(const NamedSlice& so_far)>;
  // `watcher` may be empty. Errors: OutOfRange (a budget above 10,000 nodes; more ids than one
  // message of 4 MiB or the server takes), Cancelled (the watcher had enough).
  absl::StatusOr<NamedSlice> Slice(const SliceQuery& query, const SliceWatcher& watcher = {});
  // Around one person, whatever seeds the query names.
  absl::StatusOr<NamedSlice> SliceOf(std::string_view person, const SliceQuery& query,
                                     const SliceWatcher& watcher = {});
  // Errors: OutOfRange (more than 10,000 paths asked for).
  absl::StatusOr<NamedPaths> Paths(std::string_view from, std::string_view to,
                                   const PathQuery& query);

 private:
  class Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace coterie
