// The push method on G_F. Layer: engine.
#include "engine/analysis/slice_walk.h"

#include <array>
#include <cmath>
#include <numeric>

#include "engine/analysis/vertex_numbering.h"

namespace coterie {

namespace {

constexpr double kFirstEpsilon = 1e-2;
constexpr uint32_t kNotPushed = UINT32_MAX;

// How a node that was pushed once is pushed again, without a look at the graph.
struct Plan {
  struct Group {
    uint32_t first_target = 0;  // in Pusher::targets_
    uint32_t pushed = 0;        // arcs that carry
    uint32_t arcs = 0;          // of the group
  };
  std::array<Group, kGroupsMax> groups;
  uint32_t present = 0;
};

class Pusher {
 public:
  Pusher(SliceGraph& graph, uint64_t arcs_max, StopFlag stop)
      : graph_(graph), arcs_max_(arcs_max), stop_(stop), numbering_(256) {}

  Walk Run(std::span<const uint32_t> starts);

 private:
  uint32_t Touch(uint32_t vertex);
  double Threshold(uint32_t node) {
    if (stored_[node] < 0) {
      stored_[node] = static_cast<double>(graph_.StoredArcs(numbering_.vertices()[node]));
    }
    return epsilon_ * stored_[node];
  }
  // The first test spares d(u), which costs several cache misses, to the many with little mass:
  // whoever was reached has at least one arc.
  bool IsOver(uint32_t node) {
    return r_[node] > 0 && (r_[node] >= epsilon_ || stored_[node] == 0) &&
           r_[node] >= Threshold(node);
  }
  const Plan& PlanOf(uint32_t node);
  void Push(uint32_t node);
  // False at the end of the walk.
  bool RunEpsilon();

  SliceGraph& graph_;
  const uint64_t arcs_max_;
  const StopFlag stop_;
  VertexNumbering numbering_;
  // By number.
  std::vector<double> p_;
  std::vector<double> r_;
  std::vector<double> stored_;  // d; negative = not looked up
  std::vector<uint32_t> plan_of_;
  std::vector<uint8_t> is_queued_;
  std::vector<Plan> plans_;
  std::vector<uint32_t> targets_;  // numbers
  std::vector<uint32_t> queue_;
  double epsilon_ = std::numeric_limits<double>::infinity();  // nobody is queued
  double lost_ = 0;
  uint64_t arcs_touched_ = 0;
};

uint32_t Pusher::Touch(uint32_t vertex) {
  const uint32_t node = numbering_.Number(vertex);
  if (node == p_.size()) {
    p_.push_back(0);
    r_.push_back(0);
    stored_.push_back(-1);
    plan_of_.push_back(kNotPushed);
    is_queued_.push_back(0);
  }
  return node;
}

const Plan& Pusher::PlanOf(uint32_t node) {
  if (plan_of_[node] != kNotPushed) return plans_[plan_of_[node]];
  const uint32_t vertex = numbering_.vertices()[node];
  const std::span<const ArcGroup> groups = graph_.Groups(vertex);
  const GroupCounts counts = graph_.Counts(vertex);
  Plan plan;
  plan.present = counts.present;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (counts.arcs[i] == 0) continue;
    const auto first = static_cast<uint32_t>(targets_.size());
    graph_.ForEachPushed(vertex, groups[i], counts.arcs[i],
                         [this](uint32_t target) { targets_.push_back(Touch(target)); });
    plan.groups[i] = {first, static_cast<uint32_t>(targets_.size()) - first, counts.arcs[i]};
  }
  plan_of_[node] = static_cast<uint32_t>(plans_.size());
  return plans_.emplace_back(plan);
}

void Pusher::Push(uint32_t node) {
  const Plan& plan = PlanOf(node);
  const double mass = r_[node];
  r_[node] = 0;
  if (plan.present == 0) {
    p_[node] += mass;
    return;
  }
  p_[node] += kSliceAlpha * mass;
  for (const Plan::Group& group : plan.groups) {
    if (group.arcs == 0) continue;
    const double share =
        (1 - kSliceAlpha) * mass / (static_cast<double>(plan.present) * group.arcs);
    for (uint32_t i = 0; i < group.pushed; ++i) {
      const uint32_t target = targets_[group.first_target + i];
      r_[target] += share;
      if (is_queued_[target] == 0 && IsOver(target)) {
        is_queued_[target] = 1;
        queue_.push_back(target);
      }
    }
    lost_ += share * (group.arcs - group.pushed);
    arcs_touched_ += group.pushed;
  }
}

bool Pusher::RunEpsilon() {
  queue_.clear();
  bool has_mass = false;
  for (uint32_t node = 0; node < r_.size(); ++node) {
    has_mass = has_mass || r_[node] > 0;
    const bool is_over = IsOver(node);
    is_queued_[node] = is_over ? 1 : 0;
    if (is_over) queue_.push_back(node);
  }
  if (!has_mass) return false;
  for (size_t next = 0; next < queue_.size(); ++next) {
    if (arcs_touched_ >= arcs_max_ || stop_.IsSet()) return false;
    is_queued_[queue_[next]] = 0;
    Push(queue_[next]);
  }
  return true;
}

Walk Pusher::Run(std::span<const uint32_t> starts) {
  for (const uint32_t start : starts) r_[Touch(start)] = 1 / static_cast<double>(starts.size());
  for (uint32_t node = 0; node < starts.size() && !stop_.IsSet(); ++node) Push(node);
  if (arcs_touched_ < arcs_max_) {
    epsilon_ = kFirstEpsilon;
    while (RunEpsilon()) epsilon_ /= std::sqrt(10.0);
  }
  Walk walk;
  walk.vertices.assign(numbering_.vertices().begin(), numbering_.vertices().end());
  walk.p = std::move(p_);
  walk.r = std::move(r_);
  walk.lost = lost_;
  walk.epsilon = epsilon_;
  walk.arcs_touched = arcs_touched_;
  return walk;
}

}  // namespace

double Walk::ErrorBound() const { return std::accumulate(r.begin(), r.end(), lost); }

Walk WalkFrom(SliceGraph& graph, std::span<const uint32_t> starts, uint64_t arcs_max,
              StopFlag stop) {
  return Pusher(graph, arcs_max, stop).Run(starts);
}

}  // namespace coterie
