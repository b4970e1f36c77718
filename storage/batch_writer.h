// One StoreBatch turned into one write: every family's keys, the counters, the change log.
//
// Layer: storage, private to it. Used once, under the writer's mutex. It reads what the batch
// replaces, and nothing for nodes that no earlier batch named: an import is mostly new nodes.
#pragma once

#include <rocksdb/write_batch.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "storage/adjacency_table.h"
#include "storage/database.h"
#include "storage/lookup_index.h"
#include "storage/paper_presence.h"
#include "storage/store_batch.h"
#include "storage/value_codec.h"

namespace coterie::storage {

class BatchWriter {
 public:
  // `presence` is read and filled up; what the batch changes in it waits for Commit.
  BatchWriter(const Database& database, const StoreState& before, PaperPresence& presence);

  // Builds the write. Errors: InvalidArgument (a batch that breaks a rule), those of reading.
  absl::Status Build(const StoreBatch& changes);
  rocksdb::WriteBatch& write() { return write_; }
  const StoreState& state() const { return state_; }
  // Tells `presence` of the papers that changed. REQUIRES: the write succeeded.
  void Commit();

 private:
  // What a node had, as far as its change replaces it; for nodes known before this batch.
  struct Before {
    std::optional<NodeRecord> record;
    bool has_abstract = false;
    std::vector<StoredList> lists;  // parallel to Change::lists
  };
  struct Change {
    NodeId node;
    const NodeChange* groups = nullptr;
    std::vector<AdjacencyList> lists;  // those that the change replaces, by kind
    std::unique_ptr<Before> before;    // null for a new node
  };
  struct PaperFlip {
    bool was_present = false;
    bool is_present = false;
    bool is_new = false;
    uint64_t references_removed = 0;  // of those that this batch found
  };

  absl::Status Collect(const StoreBatch& changes);
  absl::Status CollectStubs(const StoreBatch& changes);
  absl::Status DropKnownStubs();
  void RaiseOrdinal(NodeId id);
  void RaiseOrdinals(const Change& change);
  absl::Status ReadRecordsBefore();
  absl::Status ReadAbstractsBefore();
  absl::Status ReadListsBefore();
  void WriteRecord(const Change& change);
  void WriteStubs();
  void WriteTexts(const Change& change);
  absl::Status LoadPresence();
  absl::Status WriteLists(const Change& change);
  void CountCitations(const AdjacencyList* before, const AdjacencyList& now);
  absl::Status CountFlips();
  void WriteChangeLog();

  const Database& database_;
  const StoreState before_;
  PaperPresence& presence_;
  StoreState state_;
  rocksdb::WriteBatch write_;
  AdjacencyWriter adjacency_;
  PidIndexWriter pids_;
  NameIndexWriter names_;
  std::vector<Change> changes_;                    // by NodeId
  std::vector<const StoreBatch::Stub*> stubs_;     // that this batch creates, by NodeId
  absl::flat_hash_map<NodeId, PaperFlip> papers_;  // those whose record changes
};

}  // namespace coterie::storage
