// Who wrote what in which year, in flat arrays, and collaborators computed the plain way from it.
//
// Layer: bench. Built from the generator, not from a store, so that it checks the whole way from
// import through storage and graph to the analysis.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bench/synthetic_graph.h"

namespace coterie::bench {

struct Bylines {
  std::vector<int16_t> years;         // by paper
  std::vector<uint64_t> paper_begin;  // by paper, into people
  std::vector<uint32_t> people;
  std::vector<uint64_t> person_begin;  // by person, into papers
  std::vector<uint32_t> papers;        // ascending within a person
  int16_t newest_year = 0;

  uint32_t person_count() const { return static_cast<uint32_t>(person_begin.size() - 1); }
  std::span<const uint32_t> PeopleOf(uint32_t paper) const {
    return std::span(people).subspan(paper_begin[paper],
                                     paper_begin[paper + 1] - paper_begin[paper]);
  }
  std::span<const uint32_t> PapersOf(uint32_t person) const {
    return std::span(papers).subspan(person_begin[person],
                                     person_begin[person + 1] - person_begin[person]);
  }
};

Bylines BylinesOf(const SyntheticGraph& graph);

// PRODUCT's weight of a paper in S with a half-life of 5 years and bylines of at most 25; 0 where
// it does not count.
double PaperWeight(const Bylines& bylines, uint32_t paper);

struct RankedPerson {
  uint32_t person = 0;
  double strength = 0;
  uint32_t shared_papers = 0;
  int16_t first_year = 0;
  int16_t last_year = 0;
};

// By the definition, with a map and a full sort.
std::vector<RankedPerson> NaiveCollaborators(const Bylines& bylines, uint32_t person, size_t limit);

// Whether two answers agree: the same strengths to 1 part in 10^9 in the same order. People of
// equal strength may change places where `people` is not compared.
enum class Compare : uint8_t { kEverything = 1, kStrengths = 2 };
bool SameRanking(std::span<const RankedPerson> a, std::span<const RankedPerson> b, Compare compare);

// The people that the workloads ask about: the `heavy` with most papers first, then others spread
// evenly.
std::vector<uint32_t> FixedPeople(const Bylines& bylines, uint32_t count, uint32_t heavy);

}  // namespace coterie::bench
