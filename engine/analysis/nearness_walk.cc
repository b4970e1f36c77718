// The push walk. Layer: engine.
#include "engine/analysis/nearness_walk.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/analysis/vertex_numbering.h"

namespace coterie {

namespace {

constexpr double kErrorTarget = 1e-6;
constexpr double kFirstEpsilon = 1e-2;
// Below it rounding would outweigh what is pushed.
constexpr double kLeastEpsilon = 1e-15;
// Of a node whose arcs nobody has asked for: most never have the mass for it to matter, and to
// count arcs costs half a dozen cache misses.
constexpr uint64_t kNotCounted = UINT64_MAX;

// The arcs at a node, by group; empty groups are absent.
struct Groups {
  std::array<std::span<const uint32_t>, 2> rows;
  uint32_t count = 0;
  uint64_t arcs = 0;

  void Add(std::span<const uint32_t> row) {
    if (row.empty()) return;
    rows[count++] = row;
    arcs += row.size();
  }
};

class Push {
 public:
  Push(const GraphSnapshot& graph, const PaperWeights& weights, double alpha, uint64_t arc_limit,
       StopFlag stop)
      : graph_(graph),
        weights_(weights),
        alpha_(alpha),
        arc_limit_(arc_limit),
        stop_(stop),
        // Each arc meets at most one new node.
        numbering_(static_cast<size_t>(std::min<uint64_t>(graph.vertex_count(), arc_limit)) + 1) {}

  Nearness Run(uint32_t person) {
    Meet(person);
    residual_[0] = 1;
    double epsilon = kFirstEpsilon;
    while (!is_full_ && epsilon >= kLeastEpsilon && Left() > kErrorTarget) {
      PushAll(epsilon);
      epsilon /= std::sqrt(10.0);
    }
    Nearness result;
    result.error_bound = Left();
    result.arcs_walked = arcs_walked_;
    result.is_complete = result.error_bound <= kErrorTarget;
    const GraphSnapshot::Range people = graph_.VerticesOf(NodeKind::kPerson);
    for (uint32_t i = 0; i < numbering_.size(); ++i) {
      const uint32_t vertex = numbering_.vertices()[i];
      const double nearness = settled_[i] + alpha_ * residual_[i];
      if (nearness > 0 && vertex >= people.first && vertex < people.last) {
        result.people.push_back({vertex, nearness});
      }
    }
    return result;
  }

 private:
  Groups GroupsOf(uint32_t vertex) const {
    Groups groups;
    switch (graph_.KindOf(Vertex{vertex})) {
      case NodeKind::kPaper:
        if (!weights_.Counts(vertex)) break;
        groups.Add(graph_.Adjacency(Relation::kPaperPeople).Row(vertex));
        groups.Add(graph_.Adjacency(Relation::kPaperTopics).Row(vertex));
        break;
      case NodeKind::kPerson:
        groups.Add(graph_.Adjacency(Relation::kPersonPapers).Row(vertex));
        break;
      case NodeKind::kTopic:
        groups.Add(graph_.Adjacency(Relation::kTopicPapers).Row(vertex));
        break;
      case NodeKind::kInstitution:
      case NodeKind::kVenue:
        break;  // the walk does not go there
    }
    return groups;
  }

  uint32_t Meet(uint32_t vertex) {
    const uint32_t number = numbering_.Number(vertex);
    if (number == residual_.size()) {
      residual_.push_back(0);
      settled_.push_back(0);
      is_queued_.push_back(false);
      arcs_.push_back(kNotCounted);
    }
    return number;
  }

  // Afresh, so that rounding does not add up.
  double Left() const {
    double left = 0;
    for (const double r : residual_) left += r;
    return left;
  }

  bool IsDue(uint32_t number, double epsilon) {
    if (residual_[number] < epsilon) return false;
    if (arcs_[number] == kNotCounted) arcs_[number] = GroupsOf(numbering_.vertices()[number]).arcs;
    return residual_[number] >= epsilon * static_cast<double>(arcs_[number]);
  }

  void PushAll(double epsilon) {
    std::vector<uint32_t> queue;
    for (uint32_t i = 0; i < numbering_.size(); ++i) {
      if (IsDue(i, epsilon)) {
        queue.push_back(i);
        is_queued_[i] = true;
      }
    }
    for (size_t at = 0; at < queue.size(); ++at) {
      const uint32_t number = queue[at];
      is_queued_[number] = false;
      if (arcs_[number] > arc_limit_ - arcs_walked_ || stop_.IsSet()) {
        is_full_ = true;
        return;
      }
      arcs_walked_ += arcs_[number];
      PushFrom(number, epsilon, queue);
    }
  }

  void PushFrom(uint32_t number, double epsilon, std::vector<uint32_t>& queue) {
    const double mass = residual_[number];
    residual_[number] = 0;
    const Groups groups = GroupsOf(numbering_.vertices()[number]);
    if (groups.count == 0) {
      settled_[number] += mass;
      return;
    }
    settled_[number] += alpha_ * mass;
    const double a_group = (1 - alpha_) * mass / groups.count;
    for (uint32_t g = 0; g < groups.count; ++g) {
      const double an_arc = a_group / static_cast<double>(groups.rows[g].size());
      for (const uint32_t target : groups.rows[g]) {
        const uint32_t met = Meet(target);
        residual_[met] += an_arc;
        if (!is_queued_[met] && IsDue(met, epsilon)) {
          queue.push_back(met);
          is_queued_[met] = true;
        }
      }
    }
  }

  const GraphSnapshot& graph_;
  const PaperWeights& weights_;
  const double alpha_;
  const uint64_t arc_limit_;
  const StopFlag stop_;
  uint64_t arcs_walked_ = 0;
  bool is_full_ = false;
  VertexNumbering numbering_;
  // By number.
  std::vector<double> residual_;
  std::vector<double> settled_;
  std::vector<bool> is_queued_;
  std::vector<uint64_t> arcs_;
};

}  // namespace

Nearness NearnessTo(const GraphSnapshot& graph, const PaperWeights& weights, uint32_t person,
                    double alpha, uint64_t arc_limit, StopFlag stop) {
  return Push(graph, weights, alpha, arc_limit, stop).Run(person);
}

}  // namespace coterie
