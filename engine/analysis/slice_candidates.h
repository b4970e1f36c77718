// The candidate graph: the nodes that matter to one slice, and all arcs of G_F among them.
//
// Layer: engine. "Filter to traverse, compact to measure": members are the nodes with p > 0, the
// seeds, pins and shown nodes, and whatever the selection adds; Boost.Graph runs on copies of it.
// A value of one query, not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/analysis/slice_graph.h"
#include "engine/analysis/slice_walk.h"
#include "engine/analysis/vertex_numbering.h"

namespace coterie {

// What the answer makes of a member.
enum class MemberStatus : uint8_t {
  kCandidate,
  kShown,  // the caller has it
  kTaken,  // it is returned
};

struct Member {
  double score = 0;  // p / sqrt(d); > 0 if and only if p > 0
  uint32_t last_link = UINT32_MAX;
  NodeKind kind = NodeKind::kPaper;
  MemberStatus status = MemberStatus::kCandidate;
  bool is_start = false;
  bool is_in_answer() const { return status != MemberStatus::kCandidate; }
};

class CandidateGraph {
 public:
  static constexpr uint32_t kNone = VertexNumbering::kNone;

  // Members: the starts, in order; `pins`; `shown`; the nodes of the walk with p > 0. Statuses are
  // kShown for `shown`, kTaken for other starts and pins. REQUIRES: all in G_F.
  // Complexity: O(arcs of members in groups of at most kHubArcs), and a binary search for each pair
  // of hubs.
  CandidateGraph(SliceGraph& graph, const Walk& walk, std::span<const uint32_t> starts,
                 std::span<const uint32_t> pins, std::span<const uint32_t> shown);

  uint32_t size() const { return static_cast<uint32_t>(members_.size()); }
  uint32_t VertexOf(uint32_t member) const { return numbering_.vertices()[member]; }
  // kNone if the vertex is no member.
  uint32_t Find(uint32_t vertex) const { return numbering_.Find(vertex); }
  Member& operator[](uint32_t member) { return members_[member]; }
  const Member& operator[](uint32_t member) const { return members_[member]; }

  // The vertex as a member, with its arcs to all others; a new one has no score.
  // Complexity: O(members of the kind) for each group of more than kHubArcs arcs, O(arcs) for
  // others.
  uint32_t Add(uint32_t vertex);

  // Calls visit(other, group) for each arc of the member to a member, itself included; `group` is
  // an index into GroupsOf its kind. In no order that means anything, but always the same.
  template <typename Visit>
  void ForEachLink(uint32_t member, const Visit& visit) const {
    for (uint32_t at = members_[member].last_link; at != kNone; at = links_[at].previous) {
      visit(links_[at].target, links_[at].group);
    }
  }

 private:
  struct Link {
    uint32_t target;
    uint32_t previous;  // of the same member
    uint8_t group;
  };
  uint32_t Number(uint32_t vertex);
  void AddLink(uint32_t from, uint32_t to, uint8_t group) {
    links_.push_back({to, members_[from].last_link, group});
    members_[from].last_link = static_cast<uint32_t>(links_.size() - 1);
  }
  void LinkAll();
  bool Lists(const ArcGroup& group, uint32_t from, uint32_t to) const;

  SliceGraph& graph_;
  VertexNumbering numbering_;
  std::vector<Member> members_;
  std::array<std::vector<uint32_t>, 6> of_kind_;  // members by NodeKind value
  std::vector<Link> links_;
};

}  // namespace coterie
