#include "tests/support/filtered_rows.h"

namespace coterie::testing {

bool FilteredRows::Passes(uint32_t paper) const {
  const StrengthOptions& f = options_.weights;
  const int16_t year = graph_.Years()[paper - graph_.VerticesOf(NodeKind::kPaper).first];
  const bool is_dated = year != kNoYear;
  if (f.first_year && (!is_dated || year < *f.first_year)) return false;
  if (f.last_year && (!is_dated || year > *f.last_year)) return false;
  if (!f.include_retracted && graph_.IsRetracted(Vertex{paper})) return false;
  const auto has_any = [&](Relation relation, const std::vector<Vertex>& wanted) {
    const std::span<const uint32_t> row = graph_.Adjacency(relation).Row(paper);
    return wanted.empty() ||
           std::any_of(wanted.begin(), wanted.end(), [&](Vertex v) { return Holds(row, v.index); });
  };
  return has_any(Relation::kPaperTopics, f.topics) &&
         has_any(Relation::kPaperInstitutions, f.institutions) &&
         has_any(Relation::kPaperVenue, f.venues);
}

bool FilteredRows::Has(uint32_t v) {
  if (exempt_.count(v) > 0) return true;
  const auto [at, is_new] = has_.try_emplace(v, true);
  if (!is_new) return at->second;
  const NodeKind kind = graph_.KindOf(Vertex{v});
  const StrengthOptions& f = options_.weights;
  const bool has_filter = f.first_year || f.last_year || !f.include_retracted ||
                          !f.topics.empty() || !f.institutions.empty() || !f.venues.empty();
  bool has = !Holds(options_.invisible, kind);
  if (has && has_filter && kind == NodeKind::kPaper) has = Passes(v);
  if (has && has_filter && kind != NodeKind::kPaper) {
    has = false;
    for (const Relation papers : {Relation::kPersonPapers, Relation::kTopicPapers,
                                  Relation::kInstitutionPapers, Relation::kVenuePapers}) {
      for (const uint32_t paper : graph_.Adjacency(papers).Row(v)) {
        has = has || exempt_.count(paper) > 0 || Passes(paper);
      }
    }
  }
  return at->second = has;
}

uint64_t FilteredRows::StoredArcs(uint32_t v) const {
  uint64_t arcs = 0;
  for (const Direction& direction : kDirections) {
    arcs += graph_.Adjacency(direction.out).Degree(v) + graph_.Adjacency(direction.in).Degree(v);
  }
  return arcs;
}

const std::vector<uint32_t>& FilteredRows::Neighbours(uint32_t v) {
  const auto [at, is_new] = neighbours_.try_emplace(v);
  if (!is_new) return at->second;
  std::vector<uint32_t>& found = at->second;
  for (const Direction& direction : kDirections) {
    for (const Relation relation : {direction.out, direction.in}) {
      const std::span<const uint32_t> row = graph_.Adjacency(relation).Row(v);
      found.insert(found.end(), row.begin(), row.end());
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::erase_if(found, [&](uint32_t other) { return other == v || !Has(other); });
  return found;
}

}  // namespace coterie::testing
