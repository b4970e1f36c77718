// Seeds, pins, joining paths, quotas. Layer: engine.
#include "engine/analysis/slice_select.h"

#include <algorithm>
#include <array>

#include "engine/analysis/slice_join.h"

namespace coterie {

namespace {

constexpr uint32_t kQuotaShare = 10;  // a tenth of the budget each
constexpr std::array kQuotaKinds = {NodeKind::kPerson, NodeKind::kPaper, NodeKind::kTopic,
                                    NodeKind::kInstitution};

class Selector {
 public:
  Selector(SliceGraph& graph, CandidateGraph& candidates, Frontier& whole, Frontier& own,
           const SelectionRequest& request)
      : graph_(graph),
        candidates_(candidates),
        whole_(whole),
        own_(own),
        request_(request),
        joiner_(graph, candidates, whole, request.stop) {
    for (const NodeKind kind : kQuotaKinds) {
      if (request.is_expansion || !Contains(request.returned, kind)) continue;
      lacking_[static_cast<size_t>(kind)] = request.budget / kQuotaShare;
    }
  }

  Selection Run() &&;

 private:
  size_t Free() const { return request_.budget - selection_.taken.size(); }
  void Count(uint32_t member) {
    selection_.taken.push_back(member);
    uint32_t& lacking = lacking_[static_cast<size_t>(candidates_[member].kind)];
    if (lacking > 0) --lacking;
  }
  void Take(uint32_t vertex) {
    const uint32_t member = candidates_.Add(vertex);
    candidates_[member].status = MemberStatus::kTaken;
    Count(member);
    whole_.Enter(member);
  }
  void Join(uint32_t member);
  void TakeOwn();
  void Grow();

  SliceGraph& graph_;
  CandidateGraph& candidates_;
  Frontier& whole_;
  Frontier& own_;
  const SelectionRequest& request_;
  SliceJoiner joiner_;
  Selection selection_;
  std::array<uint32_t, 6> lacking_{};  // of the quotas, by NodeKind value
};

void Selector::Join(uint32_t member) {
  if (whole_.HasEntered(member)) return;
  const std::vector<uint32_t> path = joiner_.PathTo(member);
  if (path.empty()) return;
  const auto needs_slot = [this](uint32_t vertex) {
    const uint32_t known = candidates_.Find(vertex);
    const bool is_there = known != CandidateGraph::kNone && candidates_[known].is_in_answer();
    return !is_there && Contains(request_.returned, graph_.KindOf(vertex));
  };
  const auto needed = std::count_if(path.begin(), path.end(), needs_slot);
  if (static_cast<size_t>(needed) > Free()) return;
  for (const uint32_t vertex : path) {
    if (needs_slot(vertex)) {
      Take(vertex);
    } else {
      whole_.Enter(candidates_.Add(vertex));  // walked through, whatever its score
    }
  }
}

void Selector::TakeOwn() {
  selection_.own_begin = selection_.taken.size();
  for (const uint32_t member : request_.expanded) own_.Enter(member);
  while (request_.is_expansion && Free() > 0) {
    const std::optional<uint32_t> best = own_.Best();
    if (!best) break;
    Take(*best);
  }
  selection_.own_end = selection_.taken.size();
}

void Selector::Grow() {
  while (Free() > 0) {
    size_t lacking = 0;
    KindSet lacking_kinds = 0;
    for (const NodeKind kind : kQuotaKinds) {
      lacking += lacking_[static_cast<size_t>(kind)];
      if (lacking_[static_cast<size_t>(kind)] > 0) lacking_kinds |= SetOf(kind);
    }
    std::optional<uint32_t> best;
    if (lacking > 0 && Free() <= lacking) best = whole_.Best(lacking_kinds);
    if (!best) best = whole_.Best();
    if (!best) break;
    Take(*best);
  }
}

Selection Selector::Run() && {
  const auto is_new = [this](uint32_t member) {
    return candidates_[member].status == MemberStatus::kTaken;
  };
  for (const std::span<const uint32_t> members : {request_.starts, request_.pins}) {
    for (const uint32_t member : members) {
      if (is_new(member)) Count(member);
    }
  }
  whole_.Enter(request_.starts.front());
  for (const std::span<const uint32_t> members : {request_.starts, request_.pins}) {
    for (const uint32_t member : members) {
      if (is_new(member)) Join(member);
    }
  }
  for (const uint32_t start : request_.starts) whole_.Enter(start);
  TakeOwn();
  Grow();
  return std::move(selection_);
}

}  // namespace

Selection Select(SliceGraph& graph, CandidateGraph& candidates, Frontier& whole, Frontier& own,
                 const SelectionRequest& request) {
  return Selector(graph, candidates, whole, own, request).Run();
}

}  // namespace coterie
