// Typed edges in both directions: posting lists out, a key an edge in.
//
// Layer: storage, private to it. This class alone knows how adjacency is stored (the choice and its
// measurements are in docs/adr). Invariant: edges_in holds exactly the reverse of edges_out, byline
// places without identity excepted. Readers are thread-safe; a writer belongs to one batch.
#pragma once

#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/database.h"
#include "storage/read_snapshot.h"

namespace coterie::storage {

// A list as found, with the number of chunks that a shorter one must delete.
struct StoredList {
  AdjacencyList list;
  size_t chunks = 0;
};

class AdjacencyTable {
 public:
  explicit AdjacencyTable(const Database& database) : database_(database) {}

  absl::StatusOr<StoredList> Read(const rocksdb::ReadOptions& options, NodeId source,
                                  EdgeKind kind) const;
  // Parallel to `lists`.
  absl::StatusOr<std::vector<StoredList>> ReadMany(
      const rocksdb::ReadOptions& options,
      std::span<const std::pair<NodeId, EdgeKind>> lists) const;
  // Sources of the edges into `target`, ascending, after `after`, at most `limit`.
  absl::StatusOr<std::vector<NodeId>> Sources(const rocksdb::ReadOptions& options, NodeId target,
                                              EdgeKind kind, size_t limit, NodeId after) const;
  // Complexity: O(sources).
  absl::StatusOr<uint64_t> CountSources(const rocksdb::ReadOptions& options, NodeId target,
                                        EdgeKind kind) const;
  // Every list, by source and kind.
  absl::Status Scan(const rocksdb::ReadOptions& options,
                    const std::function<absl::Status(const AdjacencyList&)>& visit) const;

 private:
  // Reads the chunks after the first of a list that has more.
  absl::Status ReadRest(const rocksdb::ReadOptions& options, StoredList& stored) const;

  const Database& database_;
};

// Collects one batch's edges. Forward lists go to the batch at once, reverse keys at the end and
// sorted, because neighbouring inserts into a memory table are several times cheaper.
class AdjacencyWriter {
 public:
  AdjacencyWriter(const Database& database, rocksdb::WriteBatch& batch)
      : database_(database), batch_(batch) {}

  // Puts `now` in the place of `before`, null where there was none. REQUIRES: the same source and
  // kind. Errors: InvalidArgument where a list is too long.
  absl::Status Replace(const StoredList* before, const AdjacencyList& now);
  void Finish();

 private:
  struct ReverseOp {
    NodeId target;
    NodeId source;
    EdgeKind kind;
    enum class Change : uint8_t { kAdd, kRemove } change;
  };

  const Database& database_;
  rocksdb::WriteBatch& batch_;
  std::vector<ReverseOp> reverse_;
};

// The distinct targets of a list, ascending, without none.
std::vector<NodeId> DistinctTargets(const AdjacencyList& list);

}  // namespace coterie::storage
