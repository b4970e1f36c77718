// Heaps of scored nodes, and of cursors into rows. Layer: engine.
#include "engine/analysis/slice_frontier.h"

#include <algorithm>

namespace coterie {

namespace {

constexpr uint32_t kStepsBetweenStops = 1024;

}  // namespace

bool Frontier::IsWorse(const Scored& x, const Scored& y) {
  return x.score != y.score ? x.score < y.score : x.vertex > y.vertex;
}

void Frontier::Enter(uint32_t member) {
  if (HasEntered(member)) return;
  if (states_.size() < candidates_.size()) states_.resize(candidates_.size(), State::kUnseen);
  const auto enter = [this](uint32_t m) {
    states_[m] = State::kEntered;
    members_.push_back(m);
    stack_.push_back(m);
  };
  enter(member);
  while (!stack_.empty()) {
    const uint32_t m = stack_.back();
    stack_.pop_back();
    candidates_.ForEachLink(m, [&](uint32_t other, uint8_t) {
      if (HasEntered(other)) return;
      const Member& adjacent = candidates_[other];
      if (adjacent.is_in_answer()) {
        if (scope_ == Scope::kAnswer) enter(other);
        return;
      }
      if (!(adjacent.score > 0) || states_[other] == State::kScored) return;  // or has a cursor
      if (!Contains(returned_, adjacent.kind)) {
        if (scope_ == Scope::kAnswer) enter(other);
        return;
      }
      states_[other] = State::kScored;
      std::vector<Scored>& heap = scored_[static_cast<size_t>(adjacent.kind)];
      heap.push_back({adjacent.score, candidates_.VertexOf(other)});
      std::push_heap(heap.begin(), heap.end(), IsWorse);
    });
  }
}

const Frontier::Scored* Frontier::BestScored(NodeKind kind) {
  std::vector<Scored>& heap = scored_[static_cast<size_t>(kind)];
  while (!heap.empty() && candidates_[candidates_.Find(heap.front().vertex)].is_in_answer()) {
    std::pop_heap(heap.begin(), heap.end(), IsWorse);
    heap.pop_back();
  }
  return heap.empty() ? nullptr : &heap.front();
}

// Of score 0, in G_F, and neither in the answer nor walked through.
bool Frontier::IsLeft(uint32_t vertex, bool is_returned) {
  const uint32_t member = candidates_.Find(vertex);
  if (member != CandidateGraph::kNone) {
    const Member& known = candidates_[member];
    if (known.is_in_answer() || known.score > 0) return false;
    if (!is_returned && HasEntered(member)) return false;
  }
  return graph_.Has(vertex);
}

bool Frontier::Settle(Cursor& cursor) {
  const uint32_t row_vertex = candidates_.VertexOf(cursor.member);
  const ArcGroup& group = graph_.Groups(row_vertex)[cursor.group];
  const std::span<const uint32_t> row = graph_.Row(group.relation, row_vertex);
  const bool is_returned = Contains(returned_, group.target);
  for (; cursor.place < row.size(); ++cursor.place) {
    if (++steps_ % kStepsBetweenStops == 0 && stop_.IsSet()) return false;
    if (!IsLeft(row[cursor.place], is_returned)) continue;
    cursor.vertex = row[cursor.place];
    return true;
  }
  return false;
}

void Frontier::AddCursors(uint32_t member, NodeKind kind) {
  const std::span<const ArcGroup> groups = GroupsOf(candidates_[member].kind);
  for (uint8_t i = 0; i < static_cast<uint8_t>(groups.size()); ++i) {
    if (groups[i].target != kind) continue;
    Cursor cursor{0, member, 0, i};
    if (!Settle(cursor)) continue;
    std::vector<Cursor>& heap = unscored_[static_cast<size_t>(kind)];
    heap.push_back(cursor);
    std::push_heap(heap.begin(), heap.end(), IsLater);
  }
}

const Frontier::Cursor* Frontier::FirstUnscored(NodeKind kind) {
  size_t& done = with_cursors_[static_cast<size_t>(kind)];
  for (; done < members_.size(); ++done) AddCursors(members_[done], kind);
  std::vector<Cursor>& heap = unscored_[static_cast<size_t>(kind)];
  while (!heap.empty() && !IsLeft(heap.front().vertex, Contains(returned_, kind))) {
    std::pop_heap(heap.begin(), heap.end(), IsLater);
    if (Settle(heap.back())) {
      std::push_heap(heap.begin(), heap.end(), IsLater);
    } else {
      heap.pop_back();
    }
  }
  return heap.empty() ? nullptr : &heap.front();
}

std::optional<uint32_t> Frontier::BestAdjacent(KindSet kinds) {
  const Scored* best = nullptr;
  for (const NodeKind kind : kNodeKinds) {
    if (!Contains(kinds, kind)) continue;
    const Scored* of_kind = BestScored(kind);
    if (of_kind != nullptr && (best == nullptr || IsWorse(*best, *of_kind))) best = of_kind;
  }
  if (best != nullptr) return best->vertex;
  for (const NodeKind kind : kNodeKinds) {  // ascending, as NodeIds are
    if (!Contains(kinds, kind)) continue;
    if (const Cursor* first = FirstUnscored(kind); first != nullptr) return first->vertex;
  }
  return std::nullopt;
}

std::optional<uint32_t> Frontier::Best(KindSet kinds) {
  for (;;) {
    if (stop_.IsSet()) return std::nullopt;
    if (const std::optional<uint32_t> best = BestAdjacent(kinds)) return best;
    if (scope_ == Scope::kOwn) return std::nullopt;
    if (kinds != returned_ && BestAdjacent(returned_)) return std::nullopt;
    std::optional<uint32_t> through;
    for (const NodeKind kind : kNodeKinds) {
      if (through || Contains(returned_, kind)) continue;
      if (const Cursor* first = FirstUnscored(kind); first != nullptr) through = first->vertex;
    }
    if (!through) return std::nullopt;
    Enter(candidates_.Add(*through));
  }
}

std::optional<uint32_t> Frontier::Best() { return Best(returned_); }

}  // namespace coterie
