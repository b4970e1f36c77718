// Recommended collaborators: scores by walk or by common co-authors, existing ones taken out.
//
// Layer: engine. Who shares a paper with the person is asked of candidates as they come up, best
// first, so that bylines of thousands are never read.
#include "engine/analysis/recommend.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "engine/analysis/nearness_walk.h"
#include "engine/analysis/paper_weight.h"
#include "engine/analysis/recommend_names.h"
#include "schema/base.h"

namespace coterie {

namespace {

struct Scored {
  double score;
  uint32_t person;
};

// Heap order: the best is the greatest.
bool IsWorse(const Scored& x, const Scored& y) {
  return x.score != y.score ? x.score < y.score : x.person > y.person;
}

// Scores and what of the work is told.
struct Scores {
  std::vector<Scored> people;
  uint64_t arcs_walked = 0;
  uint32_t coauthors_walked = 0;
  double error_bound = 0;
  bool truncated = false;
};

Scores ByWalk(const GraphSnapshot& graph, const PaperWeights& weights, uint32_t person,
              const ConnectionNames& connections, const RecommendOptions& options) {
  const Nearness nearness =
      NearnessTo(graph, weights, person, options.alpha, options.work_limit, options.stop);
  Scores scores;
  for (const NearPerson& near : nearness.people) {
    scores.people.push_back({near.nearness, near.person});
  }
  scores.arcs_walked = nearness.arcs_walked;
  scores.coauthors_walked = static_cast<uint32_t>(connections.tied().size());
  scores.error_bound = nearness.error_bound;
  scores.truncated = !nearness.is_complete;
  return scores;
}

// The people tied to one person. Reused from person to person.
class TiedTo {
 public:
  TiedTo(const GraphSnapshot& graph, const PaperWeights& weights)
      : weights_(weights),
        papers_(graph.Adjacency(Relation::kPersonPapers)),
        bylines_(graph.Adjacency(Relation::kPaperPeople)) {}

  // The arcs that Find will walk; all papers are judged, those that count are walked.
  uint64_t ArcsOf(uint32_t person) const {
    uint64_t arcs = 0;
    for (const uint32_t paper : papers_.Row(person)) {
      arcs += 1 + (weights_.Counts(paper) ? bylines_.Degree(paper) : 0);
    }
    return arcs;
  }
  // Ascending, each once.
  std::span<const uint32_t> Find(uint32_t person) {
    people_.clear();
    for (const uint32_t paper : papers_.Row(person)) {
      if (!weights_.Counts(paper)) continue;
      const std::span<const uint32_t> byline = bylines_.Row(paper);
      people_.insert(people_.end(), byline.begin(), byline.end());
    }
    std::sort(people_.begin(), people_.end());
    people_.erase(std::unique(people_.begin(), people_.end()), people_.end());
    std::erase(people_, person);
    return people_;
  }

 private:
  const PaperWeights& weights_;
  const Csr papers_;
  const Csr bylines_;
  std::vector<uint32_t> people_;
};

Scores ByCommonCoauthors(const GraphSnapshot& graph, const PaperWeights& weights,
                         const ConnectionNames& connections, const RecommendOptions& options) {
  Scores scores;
  TiedTo tied_to(graph, weights);
  absl::flat_hash_map<uint32_t, double> score_of;
  for (const TiedPerson& coauthor : connections.tied()) {
    const uint64_t arcs = tied_to.ArcsOf(coauthor.person);
    if (arcs > options.work_limit - scores.arcs_walked || options.stop.IsSet()) {
      scores.truncated = true;
      break;
    }
    scores.arcs_walked += arcs;
    ++scores.coauthors_walked;
    const std::span<const uint32_t> people = tied_to.Find(coauthor.person);
    const auto degree = static_cast<double>(people.size());
    const double weight =
        options.by == RecommendBy::kAdamicAdar ? 1 / std::log(degree) : 1 / degree;
    for (const uint32_t other : people) {
      // Who is alone with the person brings nobody, so a degree of 1 does not come here.
      if (degree >= 2 && !connections.IsTied(other)) score_of[other] += weight;
    }
  }
  scores.people.reserve(score_of.size());
  for (const auto& [person, score] : score_of) scores.people.push_back({score, person});
  return scores;
}

// Whether two people share a paper that the caller may know of, whether it counts or not.
class SharedPapers {
 public:
  SharedPapers(const GraphSnapshot& graph, uint32_t person, const StrengthOptions& options)
      : papers_(graph.Adjacency(Relation::kPersonPapers)),
        own_(papers_.Row(person)),
        years_(graph.Years()),
        first_paper_(graph.VerticesOf(NodeKind::kPaper).first),
        as_of_year_(options.as_of_year) {}

  // Complexity: O(shorter list · log longer).
  bool AnyWith(uint32_t other) const {
    std::span<const uint32_t> few = papers_.Row(other);
    std::span<const uint32_t> many = own_;
    if (few.size() > many.size()) std::swap(few, many);
    return std::any_of(few.begin(), few.end(), [&](uint32_t paper) {
      const int16_t year = years_[paper - first_paper_];
      const bool is_known = !as_of_year_ || year == kNoYear || year <= *as_of_year_;
      return is_known && std::binary_search(many.begin(), many.end(), paper);
    });
  }

 private:
  const Csr papers_;
  const std::span<const uint32_t> own_;
  const std::span<const int16_t> years_;
  const uint32_t first_paper_;
  const std::optional<int16_t> as_of_year_;
};

}  // namespace

absl::StatusOr<RecommendationList> RecommendedCollaborators(const GraphSnapshot& graph,
                                                            Vertex person,
                                                            const RecommendOptions& options) {
  const GraphSnapshot::Range people = graph.VerticesOf(NodeKind::kPerson);
  if (person.index < people.first || person.index >= people.last) {
    return absl::InvalidArgumentError(
        "collaborators are recommended to a person; this node is of another type");
  }
  if (!(options.alpha > 0 && options.alpha < 1)) {  // NaN too
    return absl::InvalidArgumentError(
        absl::StrCat("alpha must be between 0 and 1; it is ", options.alpha));
  }
  ASSIGN_OR_RETURN(const PaperWeights weights, PaperWeights::Create(graph, options.papers));
  const ConnectionNames connections(graph, weights, person.index);
  Scores scores = options.by == RecommendBy::kPageRank
                      ? ByWalk(graph, weights, person.index, connections, options)
                      : ByCommonCoauthors(graph, weights, connections, options);

  RETURN_IF_ERROR(options.stop.Check());
  RecommendationList list;
  list.as_of_year = weights.as_of_year();
  list.coauthors = static_cast<uint32_t>(connections.tied().size());
  list.coauthors_walked = scores.coauthors_walked;
  list.arcs_walked = scores.arcs_walked;
  list.error_bound = scores.error_bound;
  list.truncated = scores.truncated;
  list.left_out = connections.left_out();
  const SharedPapers shared(graph, person.index, options.papers);
  std::vector<Scored>& heap = scores.people;
  std::make_heap(heap.begin(), heap.end(), IsWorse);
  while (!heap.empty() && list.rows.size() < options.limit) {
    RETURN_IF_ERROR(options.stop.Check());
    std::pop_heap(heap.begin(), heap.end(), IsWorse);
    const Scored best = heap.back();
    heap.pop_back();
    if (best.person == person.index || connections.IsTied(best.person) ||
        shared.AnyWith(best.person)) {
      continue;
    }
    Recommendation row;
    row.person = Vertex{best.person};
    row.score = best.score;
    connections.Name(options.connection_limit, row);
    list.rows.push_back(std::move(row));
  }
  return list;
}

std::string DescribeRecommendation(const RecommendOptions& options, int16_t as_of_year) {
  std::string text;
  switch (options.by) {
    case RecommendBy::kPageRank:
      text = absl::StrCat("score = personalised PageRank (alpha = ", options.alpha,
                          ") over people, papers and topics, a lower bound within error_bound");
      break;
    case RecommendBy::kAdamicAdar:
      text =
          "score = sum over common co-authors of 1/ln k (Adamic, Adar 2003), k = their "
          "co-authors";
      break;
    case RecommendBy::kResourceAllocation:
      text =
          "score = sum over common co-authors of 1/k (resource allocation; Zhou, Lu, Zhang "
          "2009), k = their co-authors";
      break;
  }
  absl::StrAppend(&text,
                  "; people who share any paper are left out; papers that do not count: ", "after ",
                  as_of_year);
  if (!options.papers.include_retracted) absl::StrAppend(&text, ", retracted");
  if (options.papers.max_authors != kNoLimit) {
    absl::StrAppend(&text, ", of more than ", options.papers.max_authors, " people");
  }
  if (options.papers.first_year) absl::StrAppend(&text, ", before ", *options.papers.first_year);
  if (options.papers.last_year) absl::StrAppend(&text, ", later than ", *options.papers.last_year);
  if (options.papers.first_year || options.papers.last_year) absl::StrAppend(&text, ", undated");
  const auto add_filter = [&text](size_t count, const char* what) {
    if (count > 0) absl::StrAppend(&text, ", without one of ", count, " ", what);
  };
  add_filter(options.papers.topics.size(), "topics");
  add_filter(options.papers.institutions.size(), "institutions");
  add_filter(options.papers.venues.size(), "venues");
  return text;
}

}  // namespace coterie
