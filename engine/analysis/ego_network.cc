// The ego network: ties among the collaborators, then measures of the compacted network.
//
// Layer: engine. Ties are tallied by walking each member's papers; the measures see two networks,
// one of the members alone and one with the ego.
#include "engine/analysis/ego_network.h"

#include <algorithm>

#include "engine/analysis/paper_weight.h"
#include "engine/analysis/structure.h"
#include "engine/analysis/vertex_numbering.h"
#include "schema/base.h"

namespace coterie {

namespace {

// A tie by the places of its ends in `members`.
struct MemberTie {
  uint32_t a;
  uint32_t b;
  double strength;
  uint32_t shared;
};

// The ties of one member to members of a greater vertex, summed over papers by NodeId.
class TieTally {
 public:
  explicit TieTally(size_t members) : fractional_(members, 0), shared_(members, 0) {}

  void Add(uint32_t member, double weight) {
    if (shared_[member]++ == 0) touched_.push_back(member);
    fractional_[member] += weight;
  }
  // Appends the ties of `a` and forgets them.
  void Drain(uint32_t a, Counting counting, std::vector<MemberTie>& ties) {
    for (const uint32_t b : touched_) {
      const double strength = counting == Counting::kFull ? shared_[b] : fractional_[b];
      ties.push_back({a, b, strength, shared_[b]});
      fractional_[b] = 0;
      shared_[b] = 0;
    }
    touched_.clear();
  }

 private:
  std::vector<double> fractional_;
  std::vector<uint32_t> shared_;
  std::vector<uint32_t> touched_;
};

std::vector<MemberTie> TiesAmong(const GraphSnapshot& graph, const std::vector<EgoMember>& members,
                                 Counting counting, PaperWeights& weights) {
  VertexNumbering place_of(members.size());
  for (const EgoMember& member : members) place_of.Number(member.person.index);
  const Csr papers_of = graph.Adjacency(Relation::kPersonPapers);
  const Csr people_of = graph.Adjacency(Relation::kPaperPeople);
  TieTally tally(members.size());
  std::vector<MemberTie> ties;
  for (uint32_t a = 0; a < members.size(); ++a) {
    const uint32_t person = members[a].person.index;
    for (const uint32_t paper : papers_of.Row(person)) {
      if (weights.BylineSize(paper) < 2 || !weights.Counts(paper)) continue;
      const double weight = weights.Weight(paper);
      const std::span<const uint32_t> byline = people_of.Row(paper);
      const auto after = std::upper_bound(byline.begin(), byline.end(), person);
      for (auto other = after; other != byline.end(); ++other) {
        const uint32_t b = place_of.Find(*other);
        if (b != VertexNumbering::kNone) tally.Add(b, weight);
      }
    }
    tally.Drain(a, counting, ties);
  }
  return ties;
}

NetworkEdge EdgeOf(uint32_t x, uint32_t y, double weight) {
  return {std::min(x, y), std::max(x, y), weight};
}

// Members only, in ascending order of their vertices, so that ties of size break by vertex.
void MeasureComponents(const std::vector<MemberTie>& ties, EgoNetwork& ego) {
  const auto count = static_cast<uint32_t>(ego.members.size());
  std::vector<uint32_t> by_vertex(count);
  for (uint32_t i = 0; i < count; ++i) by_vertex[i] = i;
  std::sort(by_vertex.begin(), by_vertex.end(), [&ego](uint32_t x, uint32_t y) {
    return ego.members[x].person < ego.members[y].person;
  });
  std::vector<uint32_t> rank(count);
  for (uint32_t i = 0; i < count; ++i) rank[by_vertex[i]] = i;
  std::vector<NetworkEdge> edges;
  edges.reserve(ties.size());
  for (const MemberTie& tie : ties) edges.push_back(EdgeOf(rank[tie.a], rank[tie.b], tie.strength));
  const Components components = ConnectedComponents(Network(count, std::move(edges)));
  for (uint32_t i = 0; i < count; ++i) ego.members[i].component = components.of[rank[i]];
  ego.components = static_cast<uint32_t>(components.sizes.size());
  ego.largest_component = components.sizes.empty() ? 0 : components.sizes.front();
}

// Members 0 .. m - 1 and the ego as vertex m.
void MeasureWithEgo(const std::vector<MemberTie>& ties, EgoNetwork& ego) {
  const auto center = static_cast<uint32_t>(ego.members.size());
  std::vector<NetworkEdge> edges;
  edges.reserve(ties.size() + center);
  for (const MemberTie& tie : ties) edges.push_back(EdgeOf(tie.a, tie.b, tie.strength));
  for (uint32_t i = 0; i < center; ++i) edges.push_back({i, center, ego.members[i].strength});
  const Network network(center + 1, std::move(edges));
  const std::vector<uint32_t> cores = CoreNumbers(network);
  const std::vector<double> distances = StrengthDistances(network, center);
  const std::vector<double> clustering = LocalClustering(network);
  for (uint32_t i = 0; i < center; ++i) {
    EgoMember& member = ego.members[i];
    member.ties = network.Adjacency().Degree(i) - 1;
    member.core = cores[i];
    member.distance = distances[i];
    member.clustering = clustering[i];
  }
  ego.degeneracy = *std::max_element(cores.begin(), cores.end());
  ego.density = clustering[center];
}

}  // namespace

absl::StatusOr<EgoNetwork> EgoNetworkOf(const GraphSnapshot& graph, Vertex person,
                                        const EgoOptions& options) {
  CollaboratorOptions ranking;
  ranking.weights = options.weights;
  ranking.limit = options.limit;
  ranking.detail_limit = 0;
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
  const std::vector<MemberTie> ties =
      TiesAmong(graph, ego.members, options.weights.counting, weights);
  MeasureComponents(ties, ego);
  MeasureWithEgo(ties, ego);
  ego.ties.reserve(ties.size());
  for (const MemberTie& tie : ties) {  // a's vertex is the smaller already
    ego.ties.push_back(
        {ego.members[tie.a].person, ego.members[tie.b].person, tie.strength, tie.shared});
  }
  std::sort(ego.ties.begin(), ego.ties.end(),
            [](const EgoTie& x, const EgoTie& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  return ego;
}

}  // namespace coterie
