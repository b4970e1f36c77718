// G_F made again with plain loops over the rows of a graph: the oracle for slices of large graphs.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/analysis/slice.h"

namespace coterie::testing {

// The source of an edge has the row; the second relation is the first one reversed.
struct Direction {
  Relation out;
  Relation in;
  SliceEdgeType type;
};
inline constexpr std::array kDirections = {
    Direction{Relation::kPaperPeople, Relation::kPersonPapers, SliceEdgeType::kAuthorship},
    Direction{Relation::kPersonInstitutions, Relation::kInstitutionPeople,
              SliceEdgeType::kAffiliation},
    Direction{Relation::kPaperInstitutions, Relation::kInstitutionPapers,
              SliceEdgeType::kPaperInstitution},
    Direction{Relation::kPaperTopics, Relation::kTopicPapers, SliceEdgeType::kTopic},
    Direction{Relation::kPaperVenue, Relation::kVenuePapers, SliceEdgeType::kVenue},
    Direction{Relation::kReferences, Relation::kCitedBy, SliceEdgeType::kCitation}};

template <typename List, typename Value>
bool Holds(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

class FilteredRows {
 public:
  using Set = std::unordered_set<uint32_t>;

  // `exempt`: seeds, expanded nodes, pins. Keeps references to both.
  FilteredRows(const GraphSnapshot& graph, const SliceOptions& options, Set exempt)
      : graph_(graph), options_(options), exempt_(std::move(exempt)) {}

  bool Has(uint32_t v);
  bool IsExempt(uint32_t v) const { return exempt_.count(v) > 0; }
  // Distinct, ascending, in G_F, without v.
  const std::vector<uint32_t>& Neighbours(uint32_t v);
  // Filters or not.
  uint64_t StoredArcs(uint32_t v) const;

 private:
  bool Passes(uint32_t paper) const;

  const GraphSnapshot& graph_;
  const SliceOptions& options_;
  const Set exempt_;
  std::unordered_map<uint32_t, bool> has_;
  std::unordered_map<uint32_t, std::vector<uint32_t>> neighbours_;
};

}  // namespace coterie::testing
