// Collects the assertions of a block: one key a node, the best mention of each.
//
// Layer: engine. Used by one parser thread. A record is first read whole and only then added, so a
// record that is rejected leaves nothing behind.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/ingest/parsed_block.h"
#include "engine/ingest/stamp.h"

namespace coterie {

class BlockBuilder {
 public:
  // Starts an empty block.
  BlockBuilder(size_t file_index, uint64_t first_line, size_t text_bytes);

  // The block's node for the key.
  LocalNode Node(uint64_t packed, NodeKind kind);
  LocalNode Node(const NodeKey& key);
  const NodeKey& KeyOf(LocalNode node) const { return block_.nodes[node.index]; }

  // Adds a record's facts.
  void AddRecord(Assertion record) { block_.assertions.push_back(std::move(record)); }
  // The mention of `node` to fill in if `core` is greater than that of the mentions so far; else
  // null. What an earlier mention asserted of parents stays.
  Assertion* BetterMention(LocalNode node, Stamp core);
  // The same for the parents that a mention implies.
  void MentionParents(LocalNode node, Stamp stamp, std::vector<LocalNode> parents);

  void AddReject(uint64_t line, std::string reason, std::string_view record);
  void CountRecord() { ++block_.records; }
  void CountIgnored() { ++block_.ignored; }
  size_t rejects() const { return block_.rejects.size(); }
  ParsedBlock& block() { return block_; }

  ParsedBlock Finish() && { return std::move(block_); }

 private:
  Assertion& MentionOf(LocalNode node);

  ParsedBlock block_;
  absl::flat_hash_map<uint64_t, uint32_t> by_packed_;
  absl::flat_hash_map<Pid, uint32_t> by_pid_;
  std::vector<uint32_t> mention_of_;  // by LocalNode: 1 + index into assertions, 0 = none
};

// An empty record of the kind; a paper's is a stub.
NodeRecord BareRecord(NodeKind kind);
// Where the record keeps the stamp of its parents; null for kinds without.
Stamp* ParentsStamp(NodeRecord& record);

}  // namespace coterie
