// The ego network: ties among the collaborators, then measures of the compacted network.
//
// Layer: engine. Ties are tallied by walking each member's papers; the measures see two networks,
// one of the members alone and one with the ego. Members are numbered by vertex, so that what is
// made by number is in order already, and the ego's number is the last.
#include "engine/analysis/ego_network.h"

#include <algorithm>
#include <numeric>

#include "engine/analysis/paper_weight.h"
#include "engine/analysis/structure.h"
#include "engine/analysis/tie_tally.h"
#include "engine/analysis/vertex_numbering.h"
#include "schema/base.h"

namespace coterie {

namespace {

// How many papers ahead memory is asked for: what judges a paper, and then its byline.
constexpr size_t kPapersAhead = 16;
constexpr size_t kBylinesAhead = 8;

// The places in `members` by number.
std::vector<uint32_t> ByVertex(const std::vector<EgoMember>& members) {
  std::vector<uint32_t> places(members.size());
  std::iota(places.begin(), places.end(), 0);
  std::sort(places.begin(), places.end(),
            [&members](uint32_t x, uint32_t y) { return members[x].person < members[y].person; });
  return places;
}

class TieWalk {
 public:
  TieWalk(const GraphSnapshot& graph, const EgoOptions& options, PaperWeights& weights,
          VertexNumbering& number_of)
      : options_(options),
        weights_(weights),
        number_of_(number_of),
        papers_of_(graph.Adjacency(Relation::kPersonPapers)),
        people_of_(graph.Adjacency(Relation::kPaperPeople)) {}

  // All ties by number of the member, then of the other, which is the greater.
  absl::StatusOr<std::vector<Tie>> Run() && {
    for (uint32_t member = 0; member < number_of_.size(); ++member) {
      TallyPapers(member);
      RETURN_IF_ERROR(options_.stop.Check());
      if (ties_.size() + tally_.ties() > options_.ties_max) {
        return absl::OutOfRangeError(absl::StrCat(
            "more than ", options_.ties_max, " ties among the ", number_of_.size(),
            " collaborators; ask for fewer of them (limit), or leave out papers with many people "
            "(max_authors)"));
      }
      Drain(member);
    }
    return std::move(ties_);
  }

 private:
  void TallyPapers(uint32_t member) {
    const uint32_t person = number_of_.vertices()[member];
    const std::span<const uint32_t> papers = papers_of_.Row(person);
    for (size_t i = 0; i < papers.size() && !options_.stop.IsSet(); ++i) {
      Prefetch(papers, i);
      const uint32_t paper = papers[i];
      if (weights_.BylineSize(paper) < 2 || !weights_.Counts(paper)) continue;
      const double weight = weights_.Weight(paper);
      const int16_t year = weights_.Year(paper);
      for (const uint32_t other : people_of_.Row(paper)) {
        if (other <= person) continue;
        const uint32_t number = number_of_.Find(other);
        if (number != VertexNumbering::kNone) tally_.Add(number, weight, year);
      }
    }
  }

  void Prefetch(std::span<const uint32_t> papers, size_t i) const {
    if (i + kPapersAhead < papers.size()) {
      weights_.Prefetch(papers[i + kPapersAhead]);
      __builtin_prefetch(&people_of_.offsets[papers[i + kPapersAhead] - people_of_.first_row]);
    }
    if (i + kBylinesAhead < papers.size()) {
      const uint32_t first = people_of_.RowBegin(papers[i + kBylinesAhead]);
      if (first < people_of_.targets.size()) __builtin_prefetch(&people_of_.targets[first]);
    }
  }

  void Drain(uint32_t member) {
    const auto before = static_cast<ptrdiff_t>(ties_.size());
    tally_.Drain(member, options_.weights.counting, ties_);
    const auto precedes = [](const Tie& x, const Tie& y) { return x.other < y.other; };
    if (!std::is_sorted(ties_.begin() + before, ties_.end(), precedes)) {
      std::sort(ties_.begin() + before, ties_.end(), precedes);
    }
  }

  const EgoOptions& options_;
  PaperWeights& weights_;
  VertexNumbering& number_of_;
  const Csr papers_of_;
  const Csr people_of_;
  TieTally tally_;
  std::vector<Tie> ties_;
};

// Members only; so ties of size break by vertex.
void MeasureComponents(const std::vector<Tie>& ties, const std::vector<uint32_t>& places,
                       EgoNetwork& ego) {
  const auto count = static_cast<uint32_t>(places.size());
  std::vector<NetworkEdge> edges;
  edges.reserve(ties.size());
  for (const Tie& tie : ties) edges.push_back({tie.member, tie.other, tie.strength});
  const Components components = ConnectedComponents(Network(count, std::move(edges)));
  for (uint32_t i = 0; i < count; ++i) ego.members[places[i]].component = components.of[i];
  ego.components = static_cast<uint32_t>(components.sizes.size());
  ego.largest_component = components.sizes.empty() ? 0 : components.sizes.front();
}

// Members 0 .. m - 1 and the ego as vertex m.
Network WithEgo(const std::vector<Tie>& ties, const std::vector<uint32_t>& places,
                const EgoNetwork& ego) {
  const auto center = static_cast<uint32_t>(places.size());
  std::vector<NetworkEdge> edges;
  edges.reserve(ties.size() + center);
  auto tie = ties.begin();
  for (uint32_t i = 0; i < center; ++i) {  // ascending, so that there is nothing to sort
    for (; tie != ties.end() && tie->member == i; ++tie) {
      edges.push_back({i, tie->other, tie->strength});
    }
    edges.push_back({i, center, ego.members[places[i]].strength});
  }
  return {center + 1, std::move(edges)};
}

absl::Status MeasureWithEgo(const std::vector<Tie>& ties, const std::vector<uint32_t>& places,
                            const StopFlag& stop, EgoNetwork& ego) {
  const auto center = static_cast<uint32_t>(places.size());
  const Network network = WithEgo(ties, places, ego);
  RETURN_IF_ERROR(stop.Check());
  const std::vector<uint32_t> cores = CoreNumbers(network);
  RETURN_IF_ERROR(stop.Check());
  const std::vector<double> distances = StrengthDistances(network, center);
  RETURN_IF_ERROR(stop.Check());
  const std::vector<double> clustering = LocalClustering(network, stop);
  RETURN_IF_ERROR(stop.Check());
  for (uint32_t i = 0; i < center; ++i) {
    EgoMember& member = ego.members[places[i]];
    member.ties = network.Adjacency().Degree(i) - 1;
    member.core = cores[i];
    member.distance = distances[i];
    member.clustering = clustering[i];
  }
  ego.degeneracy = *std::max_element(cores.begin(), cores.end());
  ego.density = clustering[center];
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<EgoNetwork> EgoNetworkOf(const GraphSnapshot& graph, Vertex person,
                                        const EgoOptions& options) {
  CollaboratorOptions ranking;
  ranking.weights = options.weights;
  ranking.limit = options.limit;
  ranking.detail_limit = 0;
  ranking.stop = options.stop;
  ASSIGN_OR_RETURN(const CollaboratorList list, Collaborators(graph, person, ranking));
  ASSIGN_OR_RETURN(PaperWeights weights, PaperWeights::Create(graph, options.weights));

  EgoNetwork ego;
  ego.ego = person;
  ego.as_of_year = list.as_of_year;
  ego.total_collaborators = list.total;
  ego.left_out = list.left_out;
  ego.undated_counted = list.undated_counted;
  ego.members.resize(list.rows.size());
  for (size_t i = 0; i < list.rows.size(); ++i) {
    ego.members[i].person = list.rows[i].person;
    ego.members[i].strength = list.rows[i].strength;
    ego.members[i].shared_papers = list.rows[i].shared_papers;
  }
  const std::vector<uint32_t> places = ByVertex(ego.members);
  VertexNumbering number_of(places.size());
  for (const uint32_t place : places) number_of.Number(ego.members[place].person.index);
  ASSIGN_OR_RETURN(const std::vector<Tie> ties, TieWalk(graph, options, weights, number_of).Run());
  MeasureComponents(ties, places, ego);
  RETURN_IF_ERROR(options.stop.Check());
  RETURN_IF_ERROR(MeasureWithEgo(ties, places, options.stop, ego));
  ego.ties.reserve(ties.size());
  for (const Tie& tie : ties) {
    ego.ties.push_back({Vertex{number_of.vertices()[tie.member]},
                        Vertex{number_of.vertices()[tie.other]}, tie.strength, tie.shared});
  }
  return ego;
}

}  // namespace coterie
