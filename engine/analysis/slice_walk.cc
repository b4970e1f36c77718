// The push method on G_F. Layer: engine.
#include "engine/analysis/slice_walk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/analysis/vertex_numbering.h"

namespace coterie {

namespace {

constexpr double kFirstEpsilon = 1e-2;
constexpr uint32_t kNotPushed = UINT32_MAX;
constexpr size_t kPushesAhead = 2;  // a push takes about as long as memory does
constexpr uint64_t kNodesExpectedMax = 1 << 16;

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

struct Node {
  double p = 0;
  double r = 0;
  double stored = 0;  // d
  uint32_t plan = kNotPushed;
  bool is_queued = false;
};

class Pusher {
 public:
  Pusher(SliceGraph& graph, uint64_t arcs_max, StopFlag stop)
      : graph_(graph),
        arcs_max_(arcs_max),
        stop_(stop),
        // About half of the arcs lead to a node that was not touched before.
        numbering_(std::min<uint64_t>(arcs_max / 2, kNodesExpectedMax)) {
    nodes_.reserve(std::min<uint64_t>(arcs_max / 2, kNodesExpectedMax));
  }

  Walk Run(std::span<const uint32_t> starts);

 private:
  uint32_t Touch(uint32_t vertex) {
    const uint32_t node = numbering_.Number(vertex);
    if (node == nodes_.size()) {
      nodes_.emplace_back().stored = static_cast<double>(graph_.StoredArcs(vertex));
    }
    return node;
  }
  bool IsOver(const Node& node) const { return node.r > 0 && node.r >= epsilon_ * node.stored; }
  const Plan& PlanOf(uint32_t node);
  void Push(uint32_t node);
  void PrefetchAhead(size_t next);
  // False at the end of the walk.
  bool RunEpsilon();

  SliceGraph& graph_;
  const uint64_t arcs_max_;
  const StopFlag stop_;
  VertexNumbering numbering_;
  std::vector<Node> nodes_;  // by number
  std::vector<Plan> plans_;
  std::vector<uint32_t> targets_;  // numbers
  std::vector<uint32_t> queue_;
  bool has_pushed_starts_ = false;
  double epsilon_ = 0;  // comes to 0 in a component so small that r underflows
  double lost_ = 0;
  uint64_t arcs_touched_ = 0;
};

const Plan& Pusher::PlanOf(uint32_t node) {
  if (nodes_[node].plan != kNotPushed) return plans_[nodes_[node].plan];
  const uint32_t vertex = numbering_.vertices()[node];
  const std::span<const ArcGroup> groups = graph_.Groups(vertex);
  const GroupCounts counts = graph_.Counts(vertex);
  Plan plan;
  plan.present = counts.present;
  const size_t begin = targets_.size();
  for (size_t i = 0; i < groups.size(); ++i) {
    if (counts.arcs[i] == 0) continue;
    const auto first = static_cast<uint32_t>(targets_.size());
    graph_.ForEachPushed(vertex, groups[i], counts.arcs[i], [this](uint32_t target) {
      graph_.PrefetchStoredArcs(target);
      targets_.push_back(target);
    });
    plan.groups[i] = {first, static_cast<uint32_t>(targets_.size()) - first, counts.arcs[i]};
  }
  for (size_t i = begin; i < targets_.size(); ++i) targets_[i] = Touch(targets_[i]);
  nodes_[node].plan = static_cast<uint32_t>(plans_.size());
  return plans_.emplace_back(plan);
}

void Pusher::Push(uint32_t node) {
  const Plan& plan = PlanOf(node);
  const double mass = nodes_[node].r;
  nodes_[node].r = 0;
  if (plan.present == 0) {
    nodes_[node].p += mass;
    return;
  }
  nodes_[node].p += kSliceAlpha * mass;
  for (const Plan::Group& group : plan.groups) {
    if (group.arcs == 0) continue;
    const double share =
        (1 - kSliceAlpha) * mass / (static_cast<double>(plan.present) * group.arcs);
    for (uint32_t i = 0; i < group.pushed; ++i) {
      const uint32_t number = targets_[group.first_target + i];
      Node& target = nodes_[number];
      target.r += share;
      if (!has_pushed_starts_ || target.is_queued || !IsOver(target)) continue;
      target.is_queued = true;
      queue_.push_back(number);
    }
    lost_ += share * (group.arcs - group.pushed);
    arcs_touched_ += group.pushed;
  }
}

void Pusher::PrefetchAhead(size_t next) {
  const auto is_new = [this](size_t place) {
    return place < queue_.size() && nodes_[queue_[place]].plan == kNotPushed;
  };
  if (is_new(next + 2 * kPushesAhead)) {
    graph_.PrefetchOffsets(numbering_.vertices()[queue_[next + 2 * kPushesAhead]]);
  }
  if (is_new(next + kPushesAhead)) {
    graph_.PrefetchRows(numbering_.vertices()[queue_[next + kPushesAhead]]);
  }
}

bool Pusher::RunEpsilon() {
  queue_.clear();
  bool has_mass = false;
  for (uint32_t number = 0; number < nodes_.size(); ++number) {
    Node& node = nodes_[number];
    has_mass = has_mass || node.r > 0;
    node.is_queued = IsOver(node);
    if (node.is_queued) queue_.push_back(number);
  }
  if (!has_mass) return false;
  for (size_t next = 0; next < queue_.size(); ++next) {
    if (arcs_touched_ >= arcs_max_ || stop_.IsSet()) return false;
    PrefetchAhead(next);
    nodes_[queue_[next]].is_queued = false;
    Push(queue_[next]);
  }
  return true;
}

Walk Pusher::Run(std::span<const uint32_t> starts) {
  for (const uint32_t start : starts) {
    nodes_[Touch(start)].r = 1 / static_cast<double>(starts.size());
  }
  for (uint32_t node = 0; node < starts.size() && !stop_.IsSet(); ++node) Push(node);
  has_pushed_starts_ = true;
  if (arcs_touched_ < arcs_max_) {
    epsilon_ = kFirstEpsilon;
    while (RunEpsilon()) epsilon_ /= std::sqrt(10.0);
  }
  Walk walk;
  walk.vertices.assign(numbering_.vertices().begin(), numbering_.vertices().end());
  walk.p.reserve(nodes_.size());
  walk.r.reserve(nodes_.size());
  for (const Node& node : nodes_) {
    walk.p.push_back(node.p);
    walk.r.push_back(node.r);
  }
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
