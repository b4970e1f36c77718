// Naming of the people and topics that connect. Layer: engine.
#include "engine/analysis/recommend_names.h"

#include <algorithm>

namespace coterie {

namespace {

// How often something occurs on each side.
struct Common {
  uint32_t vertex;
  uint32_t of_person;
  uint32_t of_candidate;
  uint32_t size;
};

// What both maps hold, the first `limit` of it in order, and how many there are in all.
struct CommonList {
  std::vector<Common> first;
  uint32_t total = 0;
};

// `size_of` gives what a vertex's lesser number is divided by.
template <typename SizeOf>
CommonList InCommon(const absl::flat_hash_map<uint32_t, uint32_t>& of_person,
                    const absl::flat_hash_map<uint32_t, uint32_t>& of_candidate, uint32_t limit,
                    SizeOf size_of) {
  CommonList common;
  for (const auto& [vertex, count] : of_candidate) {
    const auto it = of_person.find(vertex);
    if (it != of_person.end()) {
      common.first.push_back({vertex, it->second, count, size_of(vertex)});
    }
  }
  common.total = static_cast<uint32_t>(common.first.size());
  const auto ranks_before = [](const Common& x, const Common& y) {
    const uint64_t x_lesser = std::min(x.of_person, x.of_candidate);
    const uint64_t y_lesser = std::min(y.of_person, y.of_candidate);
    // x_lesser / x.size against y_lesser / y.size, without rounding.
    const uint64_t x_share = x_lesser * y.size;
    const uint64_t y_share = y_lesser * x.size;
    if (x_share != y_share) return x_share > y_share;
    if (x_lesser != y_lesser) return x_lesser > y_lesser;
    const uint64_t x_sum = uint64_t{x.of_person} + x.of_candidate;
    const uint64_t y_sum = uint64_t{y.of_person} + y.of_candidate;
    return x_sum != y_sum ? x_sum > y_sum : x.vertex < y.vertex;
  };
  const size_t kept = std::min<size_t>(limit, common.first.size());
  std::partial_sort(common.first.begin(), common.first.begin() + static_cast<ptrdiff_t>(kept),
                    common.first.end(), ranks_before);
  common.first.resize(kept);
  return common;
}

}  // namespace

ConnectionNames::ConnectionNames(const GraphSnapshot& graph, const PaperWeights& weights,
                                 uint32_t person)
    : graph_(graph), weights_(weights) {
  const Csr bylines = graph.Adjacency(Relation::kPaperPeople);
  const Csr topics = graph.Adjacency(Relation::kPaperTopics);
  for (const uint32_t paper : graph.Adjacency(Relation::kPersonPapers).Row(person)) {
    switch (weights.Judge(paper)) {
      case PaperVerdict::kFiltered:
        continue;
      case PaperVerdict::kAfterAsOf:
        ++left_out_.after_as_of;
        continue;
      case PaperVerdict::kRetracted:
        ++left_out_.retracted;
        continue;
      case PaperVerdict::kHyperAuthored:
        ++left_out_.hyper_authored;
        continue;
      case PaperVerdict::kCounts:
        break;
    }
    for (const uint32_t other : bylines.Row(paper)) {
      if (other != person) ++shared_[other];
    }
    for (const uint32_t topic : topics.Row(paper)) ++topics_[topic];
  }
  tied_.reserve(shared_.size());
  for (const auto& [other, shared] : shared_) tied_.push_back({other, shared});
  std::sort(tied_.begin(), tied_.end(), [](const TiedPerson& x, const TiedPerson& y) {
    return x.shared != y.shared ? x.shared > y.shared : x.person < y.person;
  });
}

void ConnectionNames::Name(uint32_t limit, Recommendation& row) const {
  const Csr bylines = graph_.Adjacency(Relation::kPaperPeople);
  const Csr paper_topics = graph_.Adjacency(Relation::kPaperTopics);
  const Csr topic_papers = graph_.Adjacency(Relation::kTopicPapers);
  std::span<const uint32_t> papers =
      graph_.Adjacency(Relation::kPersonPapers).Row(row.person.index);
  if (papers.size() > kPapersMax) papers = papers.last(kPapersMax);
  absl::flat_hash_map<uint32_t, uint32_t> people;
  absl::flat_hash_map<uint32_t, uint32_t> topics;
  for (const uint32_t paper : papers) {
    if (!weights_.Counts(paper)) continue;
    for (const uint32_t other : bylines.Row(paper)) {
      if (shared_.contains(other)) ++people[other];
    }
    for (const uint32_t topic : paper_topics.Row(paper)) ++topics[topic];
  }
  const CommonList common_people = InCommon(shared_, people, limit, [](uint32_t) { return 1u; });
  row.common_coauthors = common_people.total;
  for (const Common& c : common_people.first) {
    row.people.push_back({Vertex{c.vertex}, c.of_person, c.of_candidate});
  }
  const CommonList common_topics =
      InCommon(topics_, topics, limit, [&](uint32_t topic) { return topic_papers.Degree(topic); });
  row.common_topics = common_topics.total;
  for (const Common& c : common_topics.first) {
    row.topics.push_back({Vertex{c.vertex}, c.of_person, c.of_candidate});
  }
}

}  // namespace coterie
