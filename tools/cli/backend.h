// What the reading verbs ask, whoever answers: the store itself, or a server that holds it.
//
// Layer: tools. A verb cannot tell the two apart and prints the same. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/catalog/named_department.h"
#include "engine/catalog/named_paths.h"
#include "engine/catalog/named_recommendations.h"
#include "engine/catalog/named_results.h"
#include "engine/catalog/named_similar.h"
#include "engine/catalog/named_slice.h"
#include "engine/catalog/named_traversal.h"
#include "engine/catalog/views.h"

namespace coterie::cli {

// Errors of all methods: NotFound (a well-formed id that is not in the store), InvalidArgument and
// FailedPrecondition (an id that cannot be asked this), those of storage and of the connection.
class Backend {
 public:
  virtual ~Backend() = default;
  virtual absl::StatusOr<std::vector<FoundNode>> Find(std::string_view text,
                                                      std::optional<NodeKind> kind,
                                                      uint32_t limit) = 0;
  virtual absl::StatusOr<NodeView> Show(std::string_view id) = 0;
  virtual absl::StatusOr<NamedCollaborators> Collaborators(std::string_view person,
                                                           const CollaboratorQuery& query) = 0;
  virtual absl::StatusOr<NamedEgo> Ego(std::string_view person, const EgoQuery& query) = 0;
  virtual absl::StatusOr<NamedSlice> Slice(const SliceQuery& query) = 0;
  virtual absl::StatusOr<NamedPaths> Paths(std::string_view from, std::string_view to,
                                           const PathQuery& query) = 0;
  virtual absl::StatusOr<NamedDepartment> Department(const DepartmentQuery& query) = 0;
  virtual absl::StatusOr<NamedTraversal> Traverse(const TraversalQuery& query) = 0;
  virtual absl::StatusOr<NamedRecommendations> Recommend(std::string_view person,
                                                         const RecommendQuery& query) = 0;
  virtual absl::StatusOr<NamedSimilarPapers> Similar(std::string_view paper,
                                                     const SimilarOptions& options) = 0;
  virtual absl::StatusOr<StoreStats> Stats() = 0;
};

// Where the user's store is, and where a server of it may listen.
struct StoreLocation {
  std::string directory;
  std::string socket;             // a Unix socket
  bool socket_was_named = false;  // by the user, so that a server must answer there
};

// The store itself, opened to read without its lock.
// Errors: those of Store::Open, and of building the graph.
absl::StatusOr<std::unique_ptr<Backend>> OpenLocalBackend(const std::string& directory);

// The server at the location's socket. Errors: Unavailable (nobody listens there, or does not
// answer), ResourceExhausted (the server is full).
absl::StatusOr<std::unique_ptr<Backend>> OpenRemoteBackend(const StoreLocation& location);

// The server at the location's socket if one answers, else the store itself; if the user named the
// socket, only the server.
absl::StatusOr<std::unique_ptr<Backend>> OpenBackend(const StoreLocation& location);

}  // namespace coterie::cli
