// The frontier of a slice: what could be taken next, best first, without listing a hub's arcs.
//
// Layer: engine. A frontier grows from nodes that entered it. With Scope::kOwn only those that
// Enter names do. With Scope::kAnswer also whatever is in the answer (shown or taken) and adjacent
// to what entered; and nodes of types that are not returned, which are walked through: those in the
// answer, or with score > 0, as soon as they are adjacent; with score 0 the one of the smallest
// NodeId when nothing of a returned type is left to take, and so on until there is.
//
// The frontier itself: nodes of G_F, of a returned type and not in the answer, that are adjacent to
// what entered. Best: score descending, then NodeId.
//
// Nodes with score > 0 are in heaps. All others of a row come in the order of the row, which is
// that of NodeIds, so that one cursor a row suffices. A value of one query, not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/analysis/slice_candidates.h"
#include "engine/analysis/slice_graph.h"

namespace coterie {

// A set of NodeKinds, a bit for each value.
using KindSet = uint32_t;
inline constexpr KindSet SetOf(NodeKind kind) { return KindSet{1} << static_cast<int>(kind); }
inline bool Contains(KindSet set, NodeKind kind) { return (set & SetOf(kind)) != 0; }

class Frontier {
 public:
  enum class Scope : uint8_t {
    kAnswer,  // of the whole slice
    kOwn,     // of the nodes that are expanded, and nothing but their neighbours
  };
  // All must outlive the frontier.
  Frontier(SliceGraph& graph, CandidateGraph& candidates, KindSet returned, Scope scope,
           StopFlag stop)
      : graph_(graph), candidates_(candidates), returned_(returned), scope_(scope), stop_(stop) {}

  void Enter(uint32_t member);
  bool HasEntered(uint32_t member) const {
    return member < states_.size() && states_[member] == State::kEntered;
  }

  // The best node of one of these kinds, as a vertex; walks through nodes of score 0 only if the
  // frontier is empty. REQUIRES: kinds are returned ones. Empty also if `stop` is set.
  std::optional<uint32_t> Best(KindSet kinds);
  // The best of all returned kinds; empty if there is nothing left that can be reached.
  std::optional<uint32_t> Best();

 private:
  enum class State : uint8_t { kUnseen, kScored /* in its heap */, kEntered };
  struct Scored {
    double score;
    uint32_t vertex;
  };
  // The next arc of one group of one member that may lead to a node of score 0.
  struct Cursor {
    uint32_t vertex;  // where it leads
    uint32_t member;
    uint32_t place;  // in the row
    uint8_t group;
  };
  static bool IsWorse(const Scored& x, const Scored& y);
  static bool IsLater(const Cursor& x, const Cursor& y) { return x.vertex > y.vertex; }
  bool IsLeft(uint32_t vertex, bool is_returned);
  // Moves the cursor to the first arc at or after its place that leads to a node of score 0 that is
  // left; false at the end of the row.
  bool Settle(Cursor& cursor);
  void AddCursors(uint32_t member, NodeKind kind);
  const Scored* BestScored(NodeKind kind);
  const Cursor* FirstUnscored(NodeKind kind);
  std::optional<uint32_t> BestAdjacent(KindSet kinds);

  SliceGraph& graph_;
  CandidateGraph& candidates_;
  const KindSet returned_;
  const Scope scope_;
  const StopFlag stop_;
  std::vector<State> states_;      // by member; those behind its end are kUnseen
  std::vector<uint32_t> members_;  // that entered, in order
  std::vector<uint32_t> stack_;
  std::array<std::vector<Scored>, 6> scored_;    // heaps, by NodeKind value
  std::array<std::vector<Cursor>, 6> unscored_;  // heaps
  std::array<size_t, 6> with_cursors_{};  // how many of members_ have theirs, by NodeKind value
  uint32_t steps_ = 0;
};

}  // namespace coterie
