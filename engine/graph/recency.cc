// Sorting long rows by year. Layer: engine.
#include "engine/graph/recency.h"

#include <algorithm>
#include <limits>

namespace coterie {

namespace {

// Undated papers are older than all others.
int YearKey(int16_t year) { return year == kNoYear ? std::numeric_limits<int>::min() : year; }

bool ListsPapers(Relation relation) {
  constexpr std::array kListing = {Relation::kPersonPapers, Relation::kTopicPapers,
                                   Relation::kReferences,   Relation::kCitedBy,
                                   Relation::kVenuePapers,  Relation::kInstitutionPapers};
  return std::find(kListing.begin(), kListing.end(), relation) != kListing.end();
}

}  // namespace

void RecencyIndex::AddRelation(Relation relation, const Csr& rows, std::span<const int16_t> years,
                               uint32_t first_paper) {
  Rows& kept = relations_[static_cast<size_t>(relation)];
  kept.offsets.assign(1, 0);
  for (size_t i = 0; i + 1 < rows.offsets.size(); ++i) {
    const auto vertex = static_cast<uint32_t>(rows.first_row + i);
    const std::span<const uint32_t> row = rows.Row(vertex);
    uint32_t& arcs = arcs_[vertex];
    arcs = static_cast<uint32_t>(
        std::min<uint64_t>(uint64_t{arcs} + row.size(), std::numeric_limits<uint32_t>::max()));
    if (row.size() <= kHubArcs || !ListsPapers(relation)) continue;
    const auto begin = static_cast<ptrdiff_t>(kept.papers.size());
    kept.papers.insert(kept.papers.end(), row.begin(), row.end());
    // Stable, so that ties keep the row's ascending order.
    std::stable_sort(kept.papers.begin() + begin, kept.papers.end(), [&](uint32_t x, uint32_t y) {
      return YearKey(years[x - first_paper]) > YearKey(years[y - first_paper]);
    });
    kept.vertices.push_back(vertex);
    kept.offsets.push_back(kept.papers.size());
  }
  kept.papers.shrink_to_fit();
}

std::span<const uint32_t> RecencyIndex::NewestFirst(Relation relation, uint32_t vertex) const {
  const Rows& rows = relations_[static_cast<size_t>(relation)];
  const auto at = std::lower_bound(rows.vertices.begin(), rows.vertices.end(), vertex);
  if (at == rows.vertices.end() || *at != vertex) return {};
  const auto i = static_cast<size_t>(at - rows.vertices.begin());
  return std::span(rows.papers).subspan(rows.offsets[i], rows.offsets[i + 1] - rows.offsets[i]);
}

std::span<const uint32_t> OfYears(std::span<const uint32_t> newest_first,
                                  std::span<const int16_t> years, uint32_t first_paper,
                                  int first_year, int last_year) {
  const auto key = [&](uint32_t paper) { return YearKey(years[paper - first_paper]); };
  const auto begin = std::partition_point(newest_first.begin(), newest_first.end(),
                                          [&](uint32_t paper) { return key(paper) > last_year; });
  const auto end = std::partition_point(begin, newest_first.end(), [&](uint32_t paper) {
    // Even in a window without a lower end, undated papers are outside.
    return key(paper) >= first_year && key(paper) != YearKey(kNoYear);
  });
  return {begin, end};
}

}  // namespace coterie
