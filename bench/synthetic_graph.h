// A synthetic scholarly graph of any size, as a function from index to node.
//
// Layer: bench. Papers are numbered by time of publication, people by their first paper. Every node
// is computed on demand from (seed, index), so nothing of the graph's size is held in memory and
// any part of it can be made alone: preferential attachment is by copying (Kleinberg et al. 1999;
// evaluated by hashing back to the copied choice, as in Sanders and Schulz 2016). Communities are
// slots of a repeated pattern, so that "the k-th paper of a community" has a closed form.
// Immutable, hence thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/random.h"

namespace coterie::bench {

struct GraphShape {
  uint64_t seed = 1;
  uint32_t papers = 10'000;  // REQUIRES: 5 <= papers <= 2^31
};

struct SyntheticAuthorship {
  uint32_t person = 0;
  bool is_corresponding = false;
  bool has_short_raw_name = false;  // the byline abbreviates the given name
  std::vector<uint32_t> institutions;
};

struct SyntheticTopic {
  uint32_t topic = 0;
  uint32_t score = 0;  // Units: 1/10,000
};

struct SyntheticPaper {
  uint32_t index = 0;
  uint32_t community = 0;
  int16_t year = 0;  // 0 = undated
  bool is_retracted = false;
  bool has_doi = false;
  bool has_abstract = false;
  uint32_t type = 0;  // index into PaperTypeName
  uint32_t venue = 0;
  std::vector<SyntheticAuthorship> byline;  // nobody twice
  std::vector<SyntheticTopic> topics;       // distinct, scores descending
  std::vector<uint32_t> references;         // distinct earlier papers
};

struct SyntheticAffiliation {
  uint32_t institution = 0;
  std::vector<int16_t> years;
};

class SyntheticGraph {
 public:
  static constexpr uint32_t kTopics = 4'500;
  static constexpr uint32_t kSubfields = 250;
  static constexpr uint32_t kFields = 26;
  static constexpr uint32_t kDomains = 4;
  static constexpr uint32_t kInstitutions = 20'000;
  static constexpr int16_t kFirstYear = 1960;
  static constexpr int16_t kLastYear = 2025;

  explicit SyntheticGraph(const GraphShape& shape);

  uint64_t seed() const { return shape_.seed; }
  uint32_t paper_count() const { return shape_.papers; }
  // 0.8 a paper: four papers of five introduce somebody.
  uint32_t person_count() const { return PeopleBefore(shape_.papers); }
  uint32_t venue_count() const { return venues_; }
  uint32_t community_count() const { return static_cast<uint32_t>(slots_begin_.size() - 1); }

  // REQUIRES: index < paper_count().
  SyntheticPaper Paper(uint32_t index) const;
  // Publication year by position in time; a paper may still be undated.
  int16_t YearAt(uint32_t paper) const;
  // Where a person works in a year. REQUIRES: person < person_count().
  uint32_t HomeInstitution(uint32_t person, int16_t year) const;
  // What the person's own record asserts; empty for most.
  std::vector<SyntheticAffiliation> Affiliations(uint32_t person) const;
  // Themselves where there is no parent; parents are never children.
  static uint32_t InstitutionParent(uint32_t institution);
  static uint32_t SubfieldOf(uint32_t topic) { return topic % kSubfields; }
  static uint32_t FieldOf(uint32_t subfield) { return subfield % kFields; }
  static uint32_t DomainOf(uint32_t field) { return field % kDomains; }

 private:
  static uint32_t PeopleBefore(uint32_t paper) {
    return paper / 5 * 4 + (paper % 5 < 4 ? paper % 5 : 4);
  }
  static bool Debuts(uint32_t paper) { return paper % 5 != 4; }

  Draws Draw(DrawStream stream, uint64_t index, uint64_t sub = 0) const {
    return {shape_.seed, stream, index, sub};
  }
  uint32_t CommunityOf(uint32_t paper) const { return pattern_[paper % pattern_.size()]; }
  // How many papers of the community come before `paper`, and the k-th of them.
  uint32_t PapersBefore(uint32_t community, uint32_t paper) const;
  uint32_t PaperOf(uint32_t community, uint32_t k) const;
  // An earlier paper of `community`, newer ones more likely; `paper` itself where there is none.
  uint32_t EarlierPaper(uint32_t community, uint32_t paper, Draws& draws) const;
  // Mostly the same community, at times a neighbour or any.
  uint32_t NearbyCommunity(uint32_t community, Draws& draws) const;

  uint32_t BylineLength(uint32_t paper) const;
  uint32_t ReferenceCount(uint32_t paper) const;
  // The person at a place of a byline, before repeats are taken out.
  uint32_t RawAuthor(uint32_t paper, uint32_t place, uint32_t attempt) const;
  // The paper cited at a place of a reference list; `paper` itself where there is none.
  uint32_t RawReference(uint32_t paper, uint32_t place) const;
  std::vector<SyntheticAuthorship> Byline(uint32_t paper, int16_t year) const;
  std::vector<SyntheticTopic> TopicsOf(uint32_t paper, uint32_t community) const;
  std::vector<uint32_t> ReferencesOf(uint32_t paper) const;

  GraphShape shape_;
  uint32_t venues_;
  std::vector<uint32_t> pattern_;      // slot -> community
  std::vector<uint32_t> slots_;        // slots by community, ascending within one
  std::vector<uint32_t> slots_begin_;  // community -> first of its slots_, and the end
  std::vector<uint32_t> year_begin_;   // year - kFirstYear -> first paper
};

}  // namespace coterie::bench
