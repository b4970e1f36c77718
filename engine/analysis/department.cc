// Collaboration inside a set: ties by walking each member's papers, then measures and connectors.
//
// Layer: engine. Members are numbered by vertex, so that numbers compare as NodeIds do; people
// outside are numbered as they are met.
#include "engine/analysis/department.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "engine/analysis/paper_weight.h"
#include "engine/analysis/structure.h"
#include "engine/analysis/tie_tally.h"
#include "engine/analysis/vertex_numbering.h"
#include "schema/base.h"

namespace coterie {

namespace {

// Walks the members' papers, and keeps what they have in common.
class Walk {
 public:
  Walk(const GraphSnapshot& graph, std::vector<uint32_t> people, const DepartmentOptions& options,
       PaperWeights& weights)
      : graph_(graph),
        options_(options),
        weights_(weights),
        people_(std::move(people)),
        number_of_(people_.size()) {
    for (const uint32_t person : people_) number_of_.Number(person);
    department_.members.resize(people_.size());
  }

  Department Run() && {
    department_.as_of_year = weights_.as_of_year();
    department_.total_members = static_cast<uint32_t>(people_.size());
    for (uint32_t member = 0; member < people_.size(); ++member) {
      if (options_.stop.IsSet()) return {};
      AddMember(member);
    }
    std::sort(inside_.begin(), inside_.end(), [](const Tie& x, const Tie& y) {
      return std::tie(x.member, x.other) < std::tie(y.member, y.other);
    });
    network_ = Network(department_.total_members, Edges());
    Measure();
    department_.components_with_connectors = department_.components;
    if (options_.connector_limit > 0) AddConnectors();
    ListTies();
    ListMembers();
    return std::move(department_);
  }

 private:
  void AddMember(uint32_t member);
  // Counts a paper that did or did not count, where `member` is the first of its members.
  void JudgeOnce(PaperVerdict verdict, uint32_t paper, bool is_inside);
  uint32_t OutsiderNumber(uint32_t person);
  std::vector<NetworkEdge> Edges() const;
  void Measure();
  void AddConnectors();
  uint64_t PairsJoined(std::span<const Tie> ties);
  void ListTies();
  void ListMembers();

  const GraphSnapshot& graph_;
  const DepartmentOptions& options_;
  PaperWeights& weights_;
  std::vector<uint32_t> people_;  // by number
  VertexNumbering number_of_;
  Department department_;
  Network network_;  // members and their ties

  TieTally tally_;
  std::vector<Tie> inside_;  // member < other
  // With connectors.
  absl::flat_hash_map<uint32_t, uint32_t> outsider_of_;  // vertex -> number
  std::vector<uint32_t> outsiders_;                      // vertex, by number
  std::vector<uint32_t> outsider_papers_;
  TieTally outside_tally_;
  std::vector<Tie> outside_;     // other = number of the outsider
  std::vector<bool> is_joined_;  // by member; scratch
};

uint32_t Walk::OutsiderNumber(uint32_t person) {
  const auto [it, is_new] =
      outsider_of_.try_emplace(person, static_cast<uint32_t>(outsiders_.size()));
  if (is_new) {
    outsiders_.push_back(person);
    outsider_papers_.push_back(0);
  }
  return it->second;
}

void Walk::JudgeOnce(PaperVerdict verdict, uint32_t paper, bool is_inside) {
  switch (verdict) {
    case PaperVerdict::kFiltered:
      return;
    case PaperVerdict::kAfterAsOf:
      ++department_.left_out.after_as_of;
      return;
    case PaperVerdict::kRetracted:
      ++department_.left_out.retracted;
      return;
    case PaperVerdict::kHyperAuthored:
      ++department_.left_out.hyper_authored;
      return;
    case PaperVerdict::kCounts:
      break;
  }
  ++department_.papers;
  department_.papers_inside += is_inside ? 1 : 0;
  const bool is_alone = weights_.BylineSize(paper) < 2;
  department_.undated_counted += !is_alone && weights_.Year(paper) == kNoYear ? 1 : 0;
}

void Walk::AddMember(uint32_t member) {
  DepartmentMember& row = department_.members[member];
  row.person = Vertex{people_[member]};
  const Csr bylines = graph_.Adjacency(Relation::kPaperPeople);
  YearSpan years;
  for (const uint32_t paper : graph_.Adjacency(Relation::kPersonPapers).Row(people_[member])) {
    const PaperVerdict verdict = weights_.Judge(paper);
    const bool counts = verdict == PaperVerdict::kCounts;
    const int16_t year = weights_.Year(paper);
    const double weight = counts && weights_.BylineSize(paper) >= 2 ? weights_.Weight(paper) : 0;
    uint32_t members = 0;
    bool is_first = true;
    for (const uint32_t person : bylines.Row(paper)) {
      const uint32_t other = number_of_.Find(person);
      if (other == VertexNumbering::kNone) continue;
      ++members;
      if (other < member) is_first = false;
      if (counts && other > member) tally_.Add(other, weight, year);
    }
    if (is_first) JudgeOnce(verdict, paper, members >= 2);
    if (!counts) continue;
    ++row.papers;
    if (members >= 2) {
      ++row.papers_inside;
      years.Add(year);
    }
    if (options_.connector_limit == 0) continue;
    for (const uint32_t person : bylines.Row(paper)) {
      if (number_of_.Find(person) != VertexNumbering::kNone) continue;
      const uint32_t outsider = OutsiderNumber(person);
      outside_tally_.Add(outsider, weight, year);
      if (is_first) ++outsider_papers_[outsider];
    }
  }
  row.first_year = years.first;
  row.last_year = years.last;
  tally_.Drain(member, options_.weights.counting, inside_);
  outside_tally_.Drain(member, options_.weights.counting, outside_);
}

std::vector<NetworkEdge> Walk::Edges() const {
  std::vector<NetworkEdge> edges;
  edges.reserve(inside_.size());
  for (const Tie& tie : inside_) edges.push_back({tie.member, tie.other, tie.strength});
  return edges;
}

void Walk::Measure() {
  const Components components = ConnectedComponents(network_);
  const std::vector<uint32_t> cores = CoreNumbers(network_);
  const std::vector<double> clustering = LocalClustering(network_);
  const double count = department_.total_members;
  for (uint32_t i = 0; i < department_.total_members; ++i) {
    DepartmentMember& row = department_.members[i];
    row.ties = network_.Adjacency().Degree(i);
    row.core = cores[i];
    row.component = components.of[i];
    row.clustering = clustering[i];
    department_.isolated += row.ties == 0 ? 1 : 0;
    department_.degeneracy = std::max(department_.degeneracy, row.core);
    department_.clustering += clustering[i] / count;
  }
  for (const Tie& tie : inside_) {
    department_.members[tie.member].strength += tie.strength;
    department_.members[tie.other].strength += tie.strength;
  }
  department_.components = static_cast<uint32_t>(components.sizes.size());
  department_.largest_component = components.sizes.front();
  department_.total_ties = static_cast<uint32_t>(inside_.size());
  if (count >= 2) {
    department_.density = 2 * static_cast<double>(inside_.size()) / (count * (count - 1));
  }
}

// Pairs among the members of `ties` that have no tie of their own.
uint64_t Walk::PairsJoined(std::span<const Tie> ties) {
  for (const Tie& tie : ties) is_joined_[tie.member] = true;
  uint64_t tied = 0;
  for (const Tie& tie : ties) {
    for (const uint32_t other : network_.Adjacency().Row(tie.member)) {
      tied += other > tie.member && is_joined_[other] ? 1 : 0;
    }
  }
  for (const Tie& tie : ties) is_joined_[tie.member] = false;
  return uint64_t{ties.size()} * (ties.size() - 1) / 2 - tied;
}

void Walk::AddConnectors() {
  // By outsider, each one's by member.
  std::sort(outside_.begin(), outside_.end(), [](const Tie& x, const Tie& y) {
    return std::tie(x.other, x.member) < std::tie(y.other, y.member);
  });
  struct Ranked {
    double strength;
    size_t begin;
    size_t end;
    uint32_t papers;
    uint32_t person;
  };
  std::vector<Ranked> ranked;
  for (size_t begin = 0, end = 0; begin < outside_.size(); begin = end) {
    double strength = 0;
    const uint32_t outsider = outside_[begin].other;
    for (end = begin; end < outside_.size() && outside_[end].other == outsider; ++end) {
      strength += outside_[end].strength;
    }
    if (end - begin < 2) continue;
    ranked.push_back({strength, begin, end, outsider_papers_[outsider], outsiders_[outsider]});
  }
  department_.total_connectors = static_cast<uint32_t>(ranked.size());
  const size_t kept = std::min<size_t>(options_.connector_limit, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<ptrdiff_t>(kept), ranked.end(),
                    [](const Ranked& x, const Ranked& y) {
                      const auto key = [](const Ranked& r) {
                        return std::tuple(-r.strength, -static_cast<int64_t>(r.end - r.begin),
                                          -static_cast<int64_t>(r.papers), r.person);
                      };
                      return key(x) < key(y);
                    });
  ranked.resize(kept);

  is_joined_.assign(people_.size(), false);
  std::vector<NetworkEdge> edges = Edges();
  auto vertex = department_.total_members;
  for (const Ranked& r : ranked) {
    const std::span<const Tie> ties = std::span(outside_).subspan(r.begin, r.end - r.begin);
    Connector connector;
    connector.person = Vertex{r.person};
    connector.strength = r.strength;
    connector.papers = r.papers;
    connector.pairs_joined = PairsJoined(ties);
    for (const Tie& tie : ties) {
      connector.ties.push_back({Vertex{people_[tie.member]}, tie.strength, tie.shared});
      edges.push_back({tie.member, vertex, tie.strength});
    }
    std::stable_sort(connector.ties.begin(), connector.ties.end(),
                     [](const ConnectorTie& x, const ConnectorTie& y) {
                       return x.strength != y.strength ? x.strength > y.strength
                                                       : x.shared_papers > y.shared_papers;
                     });
    department_.connectors.push_back(std::move(connector));
    ++vertex;
  }
  // Everybody added is tied to members, so every component holds some.
  const Components components = ConnectedComponents(Network(vertex, std::move(edges)));
  department_.components_with_connectors = static_cast<uint32_t>(components.sizes.size());
}

void Walk::ListTies() {
  const size_t kept = std::min<size_t>(options_.tie_limit, inside_.size());
  std::partial_sort(inside_.begin(), inside_.begin() + static_cast<ptrdiff_t>(kept), inside_.end(),
                    [](const Tie& x, const Tie& y) {
                      const auto key = [](const Tie& t) {
                        return std::tuple(-t.strength, -int64_t{t.shared}, -t.years.last, t.member,
                                          t.other);
                      };
                      return key(x) < key(y);
                    });
  department_.ties.reserve(kept);
  for (const Tie& tie : std::span(inside_).first(kept)) {
    department_.ties.push_back({Vertex{people_[tie.member]}, Vertex{people_[tie.other]},
                                tie.strength, tie.shared, tie.years.first, tie.years.last});
  }
}

void Walk::ListMembers() {
  auto& rows = department_.members;
  const size_t kept = std::min<size_t>(options_.member_limit, rows.size());
  std::partial_sort(rows.begin(), rows.begin() + static_cast<ptrdiff_t>(kept), rows.end(),
                    [](const DepartmentMember& x, const DepartmentMember& y) {
                      const auto key = [](const DepartmentMember& m) {
                        return std::tuple(-m.strength, -int64_t{m.papers_inside},
                                          -int64_t{m.papers}, m.person);
                      };
                      return key(x) < key(y);
                    });
  rows.resize(kept);
}

}  // namespace

absl::StatusOr<Department> DepartmentOf(const GraphSnapshot& graph, std::span<const Vertex> people,
                                        const DepartmentOptions& options) {
  if (people.empty()) {
    return absl::InvalidArgumentError("a department needs at least one member; the set is empty");
  }
  const GraphSnapshot::Range range = graph.VerticesOf(NodeKind::kPerson);
  std::vector<uint32_t> members;
  members.reserve(people.size());
  for (const Vertex person : people) {
    if (person.index < range.first || person.index >= range.last) {
      return absl::InvalidArgumentError(
          "the members of a department are people; one of these nodes is of another type");
    }
    members.push_back(person.index);
  }
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  ASSIGN_OR_RETURN(PaperWeights weights, PaperWeights::Create(graph, options.weights));
  Department department = Walk(graph, std::move(members), options, weights).Run();
  RETURN_IF_ERROR(options.stop.Check());
  return department;
}

}  // namespace coterie
