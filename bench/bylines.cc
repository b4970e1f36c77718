#include "bench/bylines.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace coterie::bench {

Bylines BylinesOf(const SyntheticGraph& graph) {
  Bylines result;
  result.paper_begin.push_back(0);
  result.person_begin.assign(size_t{graph.person_count()} + 1, 0);
  for (uint32_t i = 0; i < graph.paper_count(); ++i) {
    const SyntheticPaper paper = graph.Paper(i);
    result.years.push_back(paper.year);
    result.newest_year = std::max(result.newest_year, paper.year);
    for (const SyntheticAuthorship& place : paper.byline) {
      result.people.push_back(place.person);
      ++result.person_begin[place.person + 1];
    }
    result.paper_begin.push_back(result.people.size());
  }
  for (size_t p = 1; p < result.person_begin.size(); ++p)
    result.person_begin[p] += result.person_begin[p - 1];
  result.papers.resize(result.people.size());
  std::vector<uint64_t> next(result.person_begin.begin(), result.person_begin.end() - 1);
  for (uint32_t i = 0; i < graph.paper_count(); ++i) {
    for (const uint32_t person : result.PeopleOf(i)) result.papers[next[person]++] = i;
  }
  return result;
}

double PaperWeight(const Bylines& bylines, uint32_t paper) {
  const size_t n = bylines.PeopleOf(paper).size();
  if (n < 2 || n > 25) return 0;
  const int16_t year = bylines.years[paper];
  const double decay = year == 0 ? 0.5 : std::exp2(-(bylines.newest_year - year) / 5.0);
  return decay / static_cast<double>(n - 1);
}

std::vector<RankedPerson> NaiveCollaborators(const Bylines& bylines, uint32_t person,
                                             size_t limit) {
  std::map<uint32_t, RankedPerson> found;
  for (const uint32_t paper : bylines.PapersOf(person)) {
    const double weight = PaperWeight(bylines, paper);
    if (weight == 0) continue;
    const int16_t year = bylines.years[paper];
    for (const uint32_t other : bylines.PeopleOf(paper)) {
      if (other == person) continue;
      RankedPerson& row = found[other];
      row.person = other;
      row.strength += weight;
      ++row.shared_papers;
      if (year == 0) continue;
      if (row.first_year == 0 || year < row.first_year) row.first_year = year;
      row.last_year = std::max(row.last_year, year);
    }
  }
  std::vector<RankedPerson> rows;
  rows.reserve(found.size());
  for (const auto& [other, row] : found) rows.push_back(row);
  std::sort(rows.begin(), rows.end(), [](const RankedPerson& a, const RankedPerson& b) {
    return std::tuple(-a.strength, -int64_t{a.shared_papers}, -a.last_year, a.person) <
           std::tuple(-b.strength, -int64_t{b.shared_papers}, -b.last_year, b.person);
  });
  if (rows.size() > limit) rows.resize(limit);
  return rows;
}

bool SameRanking(std::span<const RankedPerson> a, std::span<const RankedPerson> b,
                 Compare compare) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](const RankedPerson& x, const RankedPerson& y) {
                      if (std::abs(x.strength - y.strength) > 1e-9 * x.strength) return false;
                      return compare == Compare::kStrengths ||
                             (x.person == y.person && x.shared_papers == y.shared_papers &&
                              x.first_year == y.first_year && x.last_year == y.last_year);
                    });
}

std::vector<uint32_t> FixedPeople(const Bylines& bylines, uint32_t count, uint32_t heavy) {
  std::vector<uint32_t> by_papers(bylines.person_count());
  for (uint32_t p = 0; p < by_papers.size(); ++p) by_papers[p] = p;
  const auto top = by_papers.begin() + std::min<ptrdiff_t>(heavy, std::ssize(by_papers));
  std::partial_sort(by_papers.begin(), top, by_papers.end(), [&](uint32_t a, uint32_t b) {
    return std::tuple(-static_cast<int64_t>(bylines.PapersOf(a).size()), a) <
           std::tuple(-static_cast<int64_t>(bylines.PapersOf(b).size()), b);
  });
  std::vector<uint32_t> people(by_papers.begin(), top);
  for (uint64_t i = heavy; i < count; ++i) {
    people.push_back(static_cast<uint32_t>(i * bylines.person_count() / count));
  }
  return people;
}

}  // namespace coterie::bench
