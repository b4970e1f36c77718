// What connects a person with somebody recommended: people tied to both, topics of both.
//
// Layer: engine, private to recommend.cc. A value of one query over one graph, which must outlive
// it. Not thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/analysis/paper_weight.h"
#include "engine/analysis/recommend.h"

namespace coterie {

// A person tied to who asked, and the number of papers that count and that they share.
struct TiedPerson {
  uint32_t person;
  uint32_t shared;
};

class ConnectionNames {
 public:
  // Reads the person's papers whole. Complexity: O(sum of their bylines).
  ConnectionNames(const GraphSnapshot& graph, const PaperWeights& weights, uint32_t person);

  // People tied to the person: shared papers desc, NodeId asc.
  const std::vector<TiedPerson>& tied() const { return tied_; }
  bool IsTied(uint32_t person) const { return shared_.contains(person); }
  const LeftOut& left_out() const { return left_out_; }

  // Fills the common people and topics of the row, `limit` of each by name.
  // Complexity: O(bylines and topics of the candidate's papers, of which those of the
  // kPapersMax greatest NodeIds are looked at).
  void Name(uint32_t limit, Recommendation& row) const;

  static constexpr size_t kPapersMax = 2048;

 private:
  const GraphSnapshot& graph_;
  const PaperWeights& weights_;
  absl::flat_hash_map<uint32_t, uint32_t> shared_;  // person -> papers
  absl::flat_hash_map<uint32_t, uint32_t> topics_;  // topic -> the person's papers
  std::vector<TiedPerson> tied_;
  LeftOut left_out_;
};

}  // namespace coterie
