// Collaborators of one person: tally the shared papers, rank, and detail the rows that are kept.
//
// Layer: engine. Reads the graph's arrays only; memory follows the person's bylines.
#include "engine/analysis/collaborators.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/paper_weight.h"
#include "engine/analysis/tie_tally.h"
#include "engine/analysis/vertex_numbering.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr uint32_t kCloseSharedMin = 2;
constexpr double kCloseShareOfBest = 0.25;
// How many papers ahead memory is asked for.
constexpr size_t kPapersAhead = 16;

// A paper of the person that contributes: it counts and has somebody else on it.
struct CountedPaper {
  uint32_t paper;
  uint32_t first_arc;  // of its byline, in kPaperPeople's targets
  uint32_t last_arc;
  int16_t year;
  double weight;
};

struct PaperTally {
  std::vector<CountedPaper> papers;
  uint32_t passing = 0;  // |P|: also those with one person
  size_t places = 0;     // bylines of `papers`, all together
  LeftOut left_out;
  uint32_t undated = 0;
};

// What is known of one co-author; rows are by number.
struct PersonTally {
  double fractional = 0;  // S before normalisation
  uint32_t shared = 0;
  YearSpan years;
};

struct Ranked {
  double strength;
  uint32_t shared;
  uint32_t person;
  uint32_t number;
  int16_t last_year;
};

bool RanksBefore(const Ranked& x, const Ranked& y) {
  if (x.strength != y.strength) return x.strength > y.strength;
  if (x.shared != y.shared) return x.shared > y.shared;
  if (x.last_year != y.last_year) return x.last_year > y.last_year;
  return x.person < y.person;  // as the NodeIds
}

// This and what follows end early where the flag is set; the caller asks it before going on.
PaperTally TallyPapers(const GraphSnapshot& graph, uint32_t person, PaperWeights& weights,
                       const StopFlag& stop) {
  PaperTally tally;
  const Csr bylines = graph.Adjacency(Relation::kPaperPeople);
  const std::span<const uint32_t> papers = graph.Adjacency(Relation::kPersonPapers).Row(person);
  tally.papers.reserve(papers.size());
  for (size_t i = 0; i < papers.size(); ++i) {
    if (stop.IsSet()) break;
    if (i + kPapersAhead < papers.size()) {
      weights.Prefetch(papers[i + kPapersAhead]);
      __builtin_prefetch(&bylines.offsets[papers[i + kPapersAhead] - bylines.first_row]);
    }
    const uint32_t paper = papers[i];
    switch (weights.Judge(paper)) {
      case PaperVerdict::kFiltered:
        continue;
      case PaperVerdict::kAfterAsOf:
        ++tally.left_out.after_as_of;
        continue;
      case PaperVerdict::kRetracted:
        ++tally.left_out.retracted;
        continue;
      case PaperVerdict::kHyperAuthored:
        ++tally.left_out.hyper_authored;
        continue;
      case PaperVerdict::kCounts:
        break;
    }
    ++tally.passing;
    if (weights.BylineSize(paper) < 2) continue;
    const int16_t year = weights.Year(paper);
    if (year == kNoYear) ++tally.undated;
    const uint32_t first_arc = bylines.RowBegin(paper);
    const uint32_t last_arc = bylines.RowBegin(paper + 1);
    if (first_arc < last_arc) {
      // Read when all papers are judged; most bylines lie on one line of the cache or on two.
      __builtin_prefetch(&bylines.targets[first_arc]);
      __builtin_prefetch(&bylines.targets[last_arc - 1]);
    }
    tally.papers.push_back({paper, first_arc, last_arc, year, weights.Weight(paper)});
    tally.places += last_arc - first_arc;
  }
  return tally;
}

class CoauthorTally {
 public:
  CoauthorTally(const GraphSnapshot& graph, uint32_t person, const PaperTally& papers,
                const StopFlag& stop)
      : numbering_(papers.places) {
    const std::span<const uint32_t> people = graph.Adjacency(Relation::kPaperPeople).targets;
    numbers_.reserve(papers.places);
    for (const CountedPaper& paper : papers.papers) {
      if (stop.IsSet()) break;
      for (uint32_t arc = paper.first_arc; arc < paper.last_arc; ++arc) {
        if (people[arc] == person) {
          numbers_.push_back(VertexNumbering::kNone);
          continue;
        }
        const uint32_t number = numbering_.Number(people[arc]);
        numbers_.push_back(number);
        if (number == tallies_.size()) tallies_.emplace_back();
        PersonTally& tally = tallies_[number];
        tally.fractional += paper.weight;
        ++tally.shared;
        tally.years.Add(paper.year);
      }
    }
  }

  std::span<const PersonTally> tallies() const { return tallies_; }
  uint32_t PersonOf(uint32_t number) const { return numbering_.vertices()[number]; }
  // The number of who stands at each place of the bylines, in order; kNone for the person asked
  // about.
  std::span<const uint32_t> numbers() const { return numbers_; }

 private:
  VertexNumbering numbering_;
  std::vector<PersonTally> tallies_;
  std::vector<uint32_t> numbers_;
};

// |P_B|, and s_B = sum over identified Y of c(B, Y), which is what B's bylines hold besides B.
struct PersonTotals {
  uint64_t papers = 0;
  uint64_t links = 0;
};

PersonTotals TotalsOf(const GraphSnapshot& graph, uint32_t person, const PaperWeights& weights) {
  PersonTotals totals;
  const Csr bylines = graph.Adjacency(Relation::kPaperPeople);
  for (const uint32_t paper : graph.Adjacency(Relation::kPersonPapers).Row(person)) {
    if (!weights.Counts(paper)) continue;
    ++totals.papers;
    totals.links += bylines.Degree(paper) - 1;
  }
  return totals;
}

double Normalized(Normalization normalization, double shared, const PersonTotals& a,
                  const PersonTotals& b) {
  const auto papers_a = static_cast<double>(a.papers);
  const auto papers_b = static_cast<double>(b.papers);
  switch (normalization) {
    case Normalization::kSalton:
      return shared / std::sqrt(papers_a * papers_b);
    case Normalization::kJaccard:
      return shared / (papers_a + papers_b - shared);
    case Normalization::kAssociation:
      return shared / (static_cast<double>(a.links) * static_cast<double>(b.links));
    case Normalization::kNone:
      break;
  }
  return shared;
}

// The strength of every co-author, as the options define it, in no order.
std::vector<Ranked> Strengths(const GraphSnapshot& graph, uint32_t person,
                              const CoauthorTally& coauthors, const PaperWeights& weights,
                              const CollaboratorOptions& options) {
  const bool is_normalized = options.normalization != Normalization::kNone;
  const bool is_fractional = !is_normalized && options.weights.counting == Counting::kFractional;
  const PersonTotals own = is_normalized ? TotalsOf(graph, person, weights) : PersonTotals{};
  std::vector<Ranked> ranked;
  ranked.reserve(coauthors.tallies().size());
  for (uint32_t number = 0; number < coauthors.tallies().size(); ++number) {
    const PersonTally& tally = coauthors.tallies()[number];
    const uint32_t other = coauthors.PersonOf(number);
    double strength = is_fractional ? tally.fractional : tally.shared;
    if (is_normalized) {
      if (options.stop.IsSet()) break;
      strength =
          Normalized(options.normalization, tally.shared, own, TotalsOf(graph, other, weights));
    }
    ranked.push_back({strength, tally.shared, other, number, tally.years.last});
  }
  return ranked;
}

// The `limit` most frequent of `vertices`, then by vertex. Reorders its argument.
std::vector<Vertex> MostFrequent(std::vector<uint32_t>& vertices, uint32_t limit) {
  std::sort(vertices.begin(), vertices.end());
  std::vector<std::pair<uint32_t, uint32_t>> counted;  // times, vertex
  for (size_t begin = 0; begin < vertices.size();) {
    size_t end = begin;
    while (end < vertices.size() && vertices[end] == vertices[begin]) ++end;
    counted.emplace_back(static_cast<uint32_t>(end - begin), vertices[begin]);
    begin = end;
  }
  const size_t kept = std::min<size_t>(limit, counted.size());
  std::partial_sort(counted.begin(), counted.begin() + static_cast<ptrdiff_t>(kept), counted.end(),
                    [](const auto& x, const auto& y) {
                      return x.first != y.first ? x.first > y.first : x.second < y.second;
                    });
  std::vector<Vertex> most;
  most.reserve(kept);
  for (size_t i = 0; i < kept; ++i) most.push_back(Vertex{counted[i].second});
  return most;
}

// Where one kept co-author stands on one counted paper.
struct Place {
  uint32_t paper;  // index into PaperTally::papers
  uint32_t arc;
};

// The places of the kept rows, row after row, each row's by paper; begins[i] is row i's first.
struct KeptPlaces {
  std::vector<Place> places;
  std::vector<uint32_t> begins;
};

KeptPlaces PlacesOf(const PaperTally& papers, const CoauthorTally& coauthors,
                    std::span<const Ranked> kept) {
  KeptPlaces result;
  result.begins.assign(kept.size() + 1, 0);
  std::vector<uint32_t> cursor_of(coauthors.tallies().size(), VertexNumbering::kNone);
  for (size_t i = 0; i < kept.size(); ++i) {
    cursor_of[kept[i].number] = result.begins[i];
    result.begins[i + 1] = result.begins[i] + kept[i].shared;
  }
  result.places.resize(result.begins.back());
  const uint32_t* number = coauthors.numbers().data();
  for (uint32_t i = 0; i < papers.papers.size(); ++i) {
    const CountedPaper& paper = papers.papers[i];
    for (uint32_t arc = paper.first_arc; arc < paper.last_arc; ++arc, ++number) {
      if (*number == VertexNumbering::kNone) continue;
      uint32_t& cursor = cursor_of[*number];
      if (cursor != VertexNumbering::kNone) result.places[cursor++] = {i, arc};
    }
  }
  return result;
}

// Fills topics, institutions and, to explain, the papers of the kept rows.
void AddDetails(const GraphSnapshot& graph, const PaperTally& papers,
                const CoauthorTally& coauthors, std::span<const Ranked> kept,
                const PaperWeights& weights, const CollaboratorOptions& options,
                std::vector<Collaborator>& rows) {
  const KeptPlaces places = PlacesOf(papers, coauthors, kept);
  const Csr paper_topics = graph.Adjacency(Relation::kPaperTopics);
  const bool is_fractional = options.normalization == Normalization::kNone &&
                             options.weights.counting == Counting::kFractional;
  std::vector<uint32_t> topics;
  std::vector<uint32_t> institutions;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (options.stop.IsSet()) break;
    topics.clear();
    institutions.clear();
    if (options.explain) rows[i].papers.reserve(kept[i].shared);
    for (uint32_t at = places.begins[i]; at < places.begins[i + 1]; ++at) {
      const CountedPaper& paper = papers.papers[places.places[at].paper];
      if (options.detail_limit > 0) {
        const auto of_paper = paper_topics.Row(paper.paper);
        topics.insert(topics.end(), of_paper.begin(), of_paper.end());
        const auto of_person = graph.InstitutionsOfAuthorship(places.places[at].arc);
        institutions.insert(institutions.end(), of_person.begin(), of_person.end());
      }
      if (options.explain) {
        rows[i].papers.push_back({Vertex{paper.paper}, paper.year, weights.BylineSize(paper.paper),
                                  is_fractional ? paper.weight : 1.0});
      }
    }
    rows[i].topics = MostFrequent(topics, options.detail_limit);
    rows[i].institutions = MostFrequent(institutions, options.detail_limit);
  }
}

}  // namespace

absl::StatusOr<CollaboratorList> Collaborators(const GraphSnapshot& graph, Vertex person,
                                               const CollaboratorOptions& options) {
  const GraphSnapshot::Range people = graph.VerticesOf(NodeKind::kPerson);
  if (person.index < people.first || person.index >= people.last) {
    return absl::InvalidArgumentError(
        "collaborators are of a person; this node is of another type");
  }
  ASSIGN_OR_RETURN(PaperWeights weights, PaperWeights::Create(graph, options.weights));
  const PaperTally papers = TallyPapers(graph, person.index, weights, options.stop);
  const CoauthorTally coauthors(graph, person.index, papers, options.stop);
  std::vector<Ranked> ranked = Strengths(graph, person.index, coauthors, weights, options);
  RETURN_IF_ERROR(options.stop.Check());
  const size_t kept = std::min<size_t>(options.limit, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<ptrdiff_t>(kept), ranked.end(),
                    RanksBefore);

  CollaboratorList list;
  list.as_of_year = weights.as_of_year();
  list.left_out = papers.left_out;
  list.undated_counted = papers.undated;
  list.total = static_cast<uint32_t>(ranked.size());
  double best = 0;
  for (const PersonTally& tally : coauthors.tallies()) best = std::max(best, tally.fractional);
  const auto is_close = [best](const PersonTally& tally) {
    return tally.shared >= kCloseSharedMin && tally.fractional >= kCloseShareOfBest * best;
  };
  for (const PersonTally& tally : coauthors.tallies()) list.close += is_close(tally) ? 1 : 0;
  list.rows.resize(kept);
  for (size_t i = 0; i < kept; ++i) {
    const PersonTally& tally = coauthors.tallies()[ranked[i].number];
    Collaborator& row = list.rows[i];
    row.person = Vertex{ranked[i].person};
    row.strength = ranked[i].strength;
    row.shared_papers = tally.shared;
    row.first_year = tally.years.first;
    row.last_year = tally.years.last;
    row.is_close = is_close(tally);
  }
  if (options.detail_limit > 0 || options.explain) {
    AddDetails(graph, papers, coauthors, std::span(ranked).first(kept), weights, options,
               list.rows);
    RETURN_IF_ERROR(options.stop.Check());
  }
  return list;
}

}  // namespace coterie
