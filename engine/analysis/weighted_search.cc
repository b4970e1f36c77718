// Dijkstra's algorithm from both ends, and the graph of all shortest paths. Layer: engine.
#include "engine/analysis/weighted_search.h"

#include <algorithm>
#include <array>
#include <limits>
#include <queue>

#include "absl/container/flat_hash_set.h"
#include "engine/analysis/vertex_numbering.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Sums of a few dozen doubles differ by 1e-14 with their order; hops may differ by 1e10, where one
// rests on papers of the 19th century.
constexpr double kTolerance = 1e-12;
constexpr uint32_t kNever = UINT32_MAX;

struct Label {
  std::array<double, 2> lengths = {kInfinity, kInfinity};  // by SearchSide
  std::array<uint32_t, 2> settled = {kNever, kNever};      // as the how-manieth
};

class WeightedSearch {
 public:
  WeightedSearch(TieRows& ties, std::span<const WeightedStart> starts, uint32_t to,
                 std::span<const uint32_t> blocked, StopFlag stop)
      : ties_(ties), to_(to), stop_(stop), blocked_(blocked.begin(), blocked.end()) {
    for (const WeightedStart& start : starts) Relax(kFrom, start.person, start.length);
    Relax(kTo, to, 0);
  }

  absl::Status Run() {
    while (true) {
      const double from_nearest = Nearest(kFrom);
      const double to_nearest = Nearest(kTo);
      // Both infinite: no more, and nothing found.
      if (!(from_nearest + to_nearest <= best_ * (1 + kTolerance)) || IsDone()) break;
      RETURN_IF_ERROR(stop_.Check());
      Settle(queues_[kFrom].size() <= queues_[kTo].size() ? kFrom : kTo);
    }
    return absl::OkStatus();
  }

  uint64_t explored() const { return explored_; }
  double best() const { return best_; }
  PathDag Paths(std::span<const WeightedStart> starts) const;

 private:
  static constexpr size_t kFrom = 0;
  static constexpr size_t kTo = 1;
  struct Waiting {
    double length;
    uint32_t person;
    bool operator>(const Waiting& other) const {
      return length != other.length ? length > other.length : person > other.person;
    }
  };
  using Queue = std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>>;

  bool IsDone() const { return queues_[kFrom].empty() || queues_[kTo].empty(); }
  // The length at the head of the queue, past entries that a shorter one has overtaken.
  double Nearest(size_t side) {
    Queue& queue = queues_[side];
    while (!queue.empty() && labels_.at(queue.top().person).settled[side] != kNever) queue.pop();
    if (queue.empty()) return kInfinity;
    return queue.top().length;
  }
  void Relax(size_t side, uint32_t person, double length) {
    Label& label = labels_[person];
    if (!(length < label.lengths[side])) return;
    if (label.lengths[side] == kInfinity) ++explored_;
    label.lengths[side] = length;
    queues_[side].push({length, person});
    best_ = std::min(best_, length + label.lengths[1 - side]);
  }
  void Settle(size_t side) {
    const Waiting nearest = queues_[side].top();
    queues_[side].pop();
    labels_.at(nearest.person).settled[side] = static_cast<uint32_t>(settled_[side].size());
    settled_[side].push_back(nearest.person);
    for (const WeightedTie& tie : ties_.Of(nearest.person)) {
      if (!blocked_.contains(tie.person)) {
        Relax(side, tie.person, nearest.length + 1 / tie.strength);
      }
    }
  }

  const Label& LabelOf(uint32_t person) const {
    static const Label kNone;
    const auto it = labels_.find(person);
    return it == labels_.end() ? kNone : it->second;
  }
  bool IsTight(double with, double without) const { return with <= without + best_ * kTolerance; }
  bool IsEntry(const WeightedStart& start) const;
  std::vector<uint32_t> WaysOn(uint32_t person) const;

  TieRows& ties_;
  uint32_t to_;
  StopFlag stop_;
  absl::flat_hash_set<uint32_t> blocked_;
  absl::flat_hash_map<uint32_t, Label> labels_;
  std::array<Queue, 2> queues_;
  std::array<std::vector<uint32_t>, 2> settled_;  // in order
  double best_ = kInfinity;
  uint64_t explored_ = 0;
};

// A shortest path has people that were settled from the start, then people that were settled from
// the end and not from the start: when the searches stop, whoever is farther from the start than it
// settled is nearer to the end than that search settled.

// Whether a shortest path begins at that start.
bool WeightedSearch::IsEntry(const WeightedStart& start) const {
  const Label& label = LabelOf(start.person);
  if (label.settled[kFrom] != kNever) return IsTight(start.length, label.lengths[kFrom]);
  return label.settled[kTo] != kNever && IsTight(start.length + label.lengths[kTo], best_);
}

// Who comes next on shortest paths, ascending. In the order of settling, so that there is no cycle
// even where a tie is too short to count in a sum.
std::vector<uint32_t> WeightedSearch::WaysOn(uint32_t person) const {
  std::vector<uint32_t> ways;
  if (person == to_) return ways;
  const Label& own = LabelOf(person);
  const bool is_settled_from = own.settled[kFrom] != kNever;
  for (const WeightedTie& tie : ties_.Of(person)) {
    const Label& other = LabelOf(tie.person);
    const double length = 1 / tie.strength;
    bool is_way = false;
    if (is_settled_from && other.settled[kFrom] != kNever) {
      is_way = other.settled[kFrom] > own.settled[kFrom] &&
               IsTight(own.lengths[kFrom] + length, other.lengths[kFrom]);
    } else if (other.settled[kFrom] == kNever && other.settled[kTo] != kNever) {
      is_way = is_settled_from ? IsTight(own.lengths[kFrom] + length + other.lengths[kTo], best_)
                               : other.settled[kTo] < own.settled[kTo] &&
                                     IsTight(other.lengths[kTo] + length, own.lengths[kTo]);
    }
    if (is_way) ways.push_back(tie.person);
  }
  return ways;
}

PathDag WeightedSearch::Paths(std::span<const WeightedStart> starts) const {
  // Everybody settled, in an order in which all ways lead on; most are on no shortest path.
  std::vector<uint32_t> people = settled_[kFrom];
  for (size_t i = settled_[kTo].size(); i-- > 0;) {
    const uint32_t person = settled_[kTo][i];
    if (LabelOf(person).settled[kFrom] == kNever) people.push_back(person);
  }
  // Those from which the end is reached.
  absl::flat_hash_map<uint32_t, std::vector<uint32_t>> ways_of;
  for (size_t i = people.size(); i-- > 0;) {
    const uint32_t person = people[i];
    std::vector<uint32_t> ways = WaysOn(person);
    std::erase_if(ways, [&](uint32_t v) { return !ways_of.contains(v); });
    if (person == to_ || !ways.empty()) ways_of.emplace(person, std::move(ways));
  }
  PathDag dag;
  absl::flat_hash_map<uint32_t, uint32_t> node_of;
  for (const uint32_t person : people) {
    if (!ways_of.contains(person)) continue;
    node_of.emplace(person, dag.node_count());
    dag.vertices.push_back(person);
  }
  for (const uint32_t person : dag.vertices) {
    dag.arc_begins.push_back(dag.arcs.size());
    for (const uint32_t v : ways_of.at(person)) dag.arcs.push_back(node_of.at(v));
    dag.is_end.push_back(person == to_ ? 1 : 0);
  }
  dag.arc_begins.push_back(dag.arcs.size());
  for (const WeightedStart& start : starts) {
    const auto it = node_of.find(start.person);
    if (it != node_of.end() && IsEntry(start)) dag.starts.push_back(it->second);
  }
  return dag;
}

}  // namespace

std::span<const WeightedTie> TieRows::Of(uint32_t person) {
  const auto it = rows_.find(person);
  if (it != rows_.end()) return it->second;
  return rows_.emplace(person, Compute(person)).first->second;
}

std::vector<WeightedTie> TieRows::Compute(uint32_t person) {
  const Csr bylines = graph_->graph().Adjacency(Relation::kPaperPeople);
  std::vector<uint32_t> papers;
  size_t places = 0;
  for (const uint32_t paper : graph_->graph().Adjacency(Relation::kPersonPapers).Row(person)) {
    if (weights_.BylineSize(paper) < 2 || !graph_->Stands(paper)) continue;
    if (graph_->IsExcluded(paper)) continue;
    papers.push_back(paper);
    places += bylines.Degree(paper);
  }
  VertexNumbering numbering(places);
  std::vector<WeightedTie> ties;
  for (const uint32_t paper : papers) {
    const double weight = counting_ == Counting::kFull ? 1 : weights_.Weight(paper);
    for (const uint32_t other : bylines.Row(paper)) {
      if (other == person) continue;
      const uint32_t number = numbering.Number(other);
      if (number == ties.size()) ties.push_back({other, 0});
      ties[number].strength += weight;
    }
  }
  // A decay of many half-lives may leave nothing; no path goes there.
  std::erase_if(ties, [this](const WeightedTie& tie) {
    return !(1 / tie.strength < kInfinity) || graph_->IsExcluded(tie.person);
  });
  std::sort(ties.begin(), ties.end(),
            [](const WeightedTie& a, const WeightedTie& b) { return a.person < b.person; });
  return ties;
}

double TieRows::Strength(uint32_t a, uint32_t b) {
  const std::span<const WeightedTie> ties = Of(a);
  const auto it =
      std::lower_bound(ties.begin(), ties.end(), b,
                       [](const WeightedTie& tie, uint32_t p) { return tie.person < p; });
  return it != ties.end() && it->person == b ? it->strength : 0;
}

double TieRows::LengthOf(std::span<const uint32_t> path) {
  double length = 0;
  for (size_t i = 1; i < path.size(); ++i) length += 1 / Strength(path[i - 1], path[i]);
  return length;
}

absl::StatusOr<WeightedOutcome> ShortestWeightedPaths(TieRows& ties,
                                                      std::span<const WeightedStart> starts,
                                                      uint32_t to,
                                                      std::span<const uint32_t> blocked,
                                                      StopFlag stop) {
  WeightedSearch search(ties, starts, to, blocked, stop);
  RETURN_IF_ERROR(search.Run());
  WeightedOutcome outcome;
  outcome.explored = search.explored();
  if (search.best() < kInfinity) outcome.shortest = {search.Paths(starts), search.best()};
  return outcome;
}

}  // namespace coterie
