// An open store together with its current graph: what programs hold.
//
// Layer: engine. Library is the writer's handle, Snapshot the reader's: immutable, pinned,
// consistent between storage and graph. Both are thread-safe to use from several threads, move-only
// to own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/graph/graph_snapshot.h"
#include "storage/store.h"

namespace coterie {

// One state of the store and the graph of exactly that state.
class Snapshot {
 public:
  const GraphSnapshot& graph() const { return *graph_; }
  const ReadSnapshot& store() const { return *store_; }

  // The node that `text` names: a NodeId ("person:42") or any form of a Pid.
  // Errors: InvalidArgument (neither form), NotFound; each says what was looked for.
  absl::StatusOr<NodeId> Resolve(std::string_view text) const;
  // The same, as a vertex of `kind`. Errors: also InvalidArgument (another kind),
  // FailedPrecondition (a stub: known only as a reference).
  absl::StatusOr<Vertex> ResolveVertex(std::string_view text, NodeKind kind) const;

 private:
  friend class Library;
  std::shared_ptr<const ReadSnapshot> store_;
  std::shared_ptr<const GraphSnapshot> graph_;
};

class Library {
 public:
  static absl::StatusOr<Library> Open(const std::string& directory, const StoreOptions& options);

  Store& store() { return *store_; }
  const Store& store() const { return *store_; }
  // The current state; builds the graph if the store changed since the last call.
  absl::StatusOr<std::shared_ptr<const Snapshot>> Read();

 private:
  std::unique_ptr<Store> store_;
  struct Current;  // the cached snapshot and its mutex
  std::shared_ptr<Current> current_;
};

}  // namespace coterie
