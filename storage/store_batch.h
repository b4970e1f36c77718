// A set of changes that reach the store together or not at all.
//
// Layer: storage. A batch is a plain value: per node, at most one final value of each group of
// facts. Store::Apply turns it into both directions of every edge, Pid claims, names, counters and
// the change-log entry. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "schema/records.h"

namespace coterie {

using NodeRecord =
    std::variant<PaperRecord, PersonRecord, TopicRecord, InstitutionRecord, VenueRecord>;

// The header that every alternative has.
inline const NodeHeader& HeaderOf(const NodeRecord& record) {
  return std::visit([](const auto& r) -> const NodeHeader& { return r.header; }, record);
}
inline NodeHeader& HeaderOf(NodeRecord& record) {
  return std::visit([](auto& r) -> NodeHeader& { return r.header; }, record);
}

// The final values of one node's groups; an empty optional leaves the group as it is. A list
// replaces the stored list whole.
struct NodeChange {
  std::optional<NodeRecord> record;
  std::optional<std::string> abstract;                   // papers; "" removes it
  std::optional<std::vector<Authorship>> authorships;    // papers, in byline order
  std::optional<std::vector<TopicAssignment>> topics;    // papers, any order
  std::optional<std::vector<NodeId>> references;         // papers, any order, duplicates allowed
  std::optional<std::vector<NodeId>> venue;              // papers, none or one
  std::optional<std::vector<Affiliation>> affiliations;  // people
  std::optional<std::vector<NodeId>> parents;            // topics and institutions
};

class StoreBatch {
 public:
  // The change of `node`, made empty on first use; the reference lasts as long as the batch.
  // REQUIRES: the store allocated `node`.
  NodeChange& Change(NodeId node) { return changes_[node]; }
  // The change so far; null where the batch does not touch `node`.
  const NodeChange* FindChange(NodeId node) const {
    const auto it = changes_.find(node);
    return it == changes_.end() ? nullptr : &it->second;
  }

  // A cited paper of which nothing is known but this Pid. Has no effect where the store or this
  // batch has a record of it. Nine tenths of the nodes that a file of works brings are such, so
  // they take 48 bytes here instead of a NodeChange. REQUIRES: as Change.
  void AddStub(NodeId paper, Pid pid) { stubs_.push_back({paper, std::move(pid)}); }

  // Records that an import ran in this calendar year (the store keeps the greatest).
  void NoteImportYear(int16_t year) { import_year_ = year; }
  int16_t import_year() const { return import_year_; }

  struct Stub {
    NodeId paper;
    Pid pid;
  };

  const absl::node_hash_map<NodeId, NodeChange>& changes() const { return changes_; }
  const std::vector<Stub>& stubs() const { return stubs_; }
  bool empty() const { return changes_.empty() && stubs_.empty() && import_year_ == kNoYear; }

 private:
  absl::node_hash_map<NodeId, NodeChange> changes_;
  std::vector<Stub> stubs_;
  int16_t import_year_ = kNoYear;
};

}  // namespace coterie
