// One consistent state of the store: later batches are not seen.
//
// Layer: storage. Cheap to take, movable, must not outlive its Store. Thread-safe.
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
#include "storage/store_batch.h"

namespace coterie {

// The numbers that `stats` prints; kept in every batch, equal to a recount at any time.
struct StoreCounts {
  // By NodeKind value; stubs are not papers.
  std::array<uint64_t, 8> nodes{};
  uint64_t stubs = 0;
  // By EdgeKind value; authorships count byline places, anonymous ones included; citations count
  // references to papers that are present.
  std::array<uint64_t, 8> edges{};
  uint64_t anonymous_authorships = 0;
  uint64_t unresolved_references = 0;  // references to stubs
  uint64_t abstracts = 0;
  uint64_t pids = 0;            // distinct Pids in the index
  uint64_t contested_pids = 0;  // of them, claimed by more than one node
  friend bool operator==(const StoreCounts&, const StoreCounts&) = default;
};

// The columns that every graph build needs of a node.
struct NodeBrief {
  NodeId id;
  std::string_view name;  // valid during the callback
  int16_t year = kNoYear;
  bool is_stub = false;
  bool is_retracted = false;
};

// One node's outgoing list of one kind, numbers only. `targets` has one entry an edge, in byline
// order for authorships, else ascending; the parallel arrays are filled where the kind has them.
struct AdjacencyList {
  NodeId source;
  EdgeKind kind = EdgeKind::kAuthorship;
  std::vector<NodeId> targets;         // authorships: none for a place without identity
  std::vector<float> scores;           // topic assignments
  std::vector<uint8_t> corresponding;  // authorships: 0 or 1
  std::vector<uint32_t> nested_begin;  // authorships, affiliations: size + 1 offsets into …
  std::vector<NodeId> institutions;    // … the institutions of a byline place
  std::vector<int16_t> years;          // … the years of an affiliation
};

// One hit of a name look-up.
struct NameHit {
  NodeId id;
  std::string folded;  // the indexed, folded form that matched
};

class ReadSnapshot {
 public:
  ReadSnapshot(ReadSnapshot&&) noexcept;
  ReadSnapshot& operator=(ReadSnapshot&&) noexcept;
  ~ReadSnapshot();

  // The number of the last batch in this state.
  uint64_t sequence() const;
  StoreCounts counts() const;
  int16_t newest_import_year() const;  // kNoYear before the first import

  // The record of a node. Errors: NotFound; DataLoss where the bytes are damaged.
  absl::StatusOr<NodeRecord> GetNode(NodeId id) const;
  // The same in one round for many; the answer is parallel to `ids`, empty where there is none.
  absl::StatusOr<std::vector<std::optional<NodeRecord>>> FindNodes(
      std::span<const NodeId> ids) const;
  // "" where the paper has none.
  absl::StatusOr<std::string> GetAbstract(NodeId paper) const;

  // Lists; empty where there are none.
  absl::StatusOr<std::vector<Authorship>> GetAuthorships(NodeId paper) const;
  absl::StatusOr<std::vector<TopicAssignment>> GetTopics(NodeId paper) const;
  absl::StatusOr<std::vector<Affiliation>> GetAffiliations(NodeId person) const;
  // The targets of any other kind, ascending (references, venue, parents).
  absl::StatusOr<std::vector<NodeId>> GetTargets(NodeId source, EdgeKind kind) const;
  // The reverse of any kind: sources ascending, after `after` and at most `limit` of them.
  absl::StatusOr<std::vector<NodeId>> GetSources(NodeId target, EdgeKind kind, size_t limit,
                                                 NodeId after = {}) const;

  // The node that owns the Pid; of several claimants the one with the lexicographically smallest
  // primary Pid owns it. Parallel to the argument.
  absl::StatusOr<std::optional<NodeId>> FindByPid(const Pid& pid) const;
  absl::StatusOr<std::vector<std::optional<NodeId>>> FindByPids(std::span<const Pid> pids) const;
  // The Pids of `claimed` that `id` owns.
  absl::StatusOr<std::vector<Pid>> OwnedPids(NodeId id, std::span<const Pid> claimed) const;
  // Nodes of `kind` (any if empty) with a name that, folded, starts with `prefix`, by folded
  // name, then NodeId; a node once. A person is found by any word of the name. REQUIRES: `prefix`
  // is folded (FoldName).
  absl::StatusOr<std::vector<NameHit>> FindByNamePrefix(std::string_view prefix,
                                                        std::optional<NodeKind> kind,
                                                        size_t limit) const;

  // Every node, by NodeId. Errors: those of `visit` stop the scan.
  absl::Status ScanNodes(const std::function<absl::Status(const NodeBrief&)>& visit) const;
  // Every outgoing list, by source and kind; the argument is reused between calls.
  absl::Status ScanAdjacency(const std::function<absl::Status(const AdjacencyList&)>& visit) const;
  // Every node by its primary Pid, ascending, as (Pid, id); the order of a dump.
  absl::Status ScanPrimaryPids(const std::function<absl::Status(const Pid&, NodeId)>& visit) const;

 private:
  friend class Store;
  struct Impl;
  explicit ReadSnapshot(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace coterie
