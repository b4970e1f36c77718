// Finding the arcs among the members from the side that has the shorter row. Layer: engine.
#include "engine/analysis/slice_candidates.h"

#include <algorithm>
#include <cmath>

namespace coterie {

namespace {

bool IsLong(std::span<const uint32_t> row) { return row.size() > kHubArcs; }

}  // namespace

CandidateGraph::CandidateGraph(SliceGraph& graph, const Walk& walk,
                               std::span<const uint32_t> starts, std::span<const uint32_t> pins,
                               std::span<const uint32_t> shown)
    : graph_(graph),
      numbering_(starts.size() + pins.size() + shown.size() + walk.vertices.size() / 4) {
  const auto add = [this](std::span<const uint32_t> vertices, MemberStatus status) {
    for (const uint32_t v : vertices) {
      Member& member = members_[Number(v)];
      if (!member.is_in_answer()) member.status = status;
    }
  };
  for (const uint32_t v : starts) members_[Number(v)].is_start = true;
  add(shown, MemberStatus::kShown);
  add(starts, MemberStatus::kTaken);
  add(pins, MemberStatus::kTaken);
  for (size_t i = 0; i < walk.vertices.size(); ++i) {
    if (!(walk.p[i] > 0)) continue;
    const auto arcs = static_cast<double>(graph_.StoredArcs(walk.vertices[i]));
    members_[Number(walk.vertices[i])].score = walk.p[i] / std::sqrt(std::max(arcs, 1.0));
  }
  LinkAll();
}

uint32_t CandidateGraph::Number(uint32_t vertex) {
  const uint32_t member = numbering_.Number(vertex);
  if (member == members_.size()) {
    members_.emplace_back().kind = graph_.KindOf(vertex);
    of_kind_[static_cast<size_t>(members_.back().kind)].push_back(member);
  }
  return member;
}

bool CandidateGraph::Lists(const ArcGroup& group, uint32_t from, uint32_t to) const {
  const ArcGroup& reverse = GroupsOf(group.target)[group.reverse];
  std::span<const uint32_t> row = graph_.Row(reverse.relation, VertexOf(to));
  uint32_t wanted = VertexOf(from);
  if (IsLong(row)) {  // most are not: who asks has a hub, and a hub's neighbours are none
    const std::span<const uint32_t> own = graph_.Row(group.relation, wanted);
    if (own.size() < row.size()) {
      row = own;
      wanted = VertexOf(to);
    }
  }
  return std::binary_search(row.begin(), row.end(), wanted);
}

// A short row is read by its own member, a long one from the other side; where both are long, the
// one is searched for the other.
void CandidateGraph::LinkAll() {
  struct LongRow {
    uint32_t member;
    uint8_t group;
  };
  std::vector<LongRow> long_rows;
  std::vector<uint8_t> long_groups(size(), 0);  // a bit for each group
  for (uint32_t member = 0; member < size(); ++member) {
    const std::span<const ArcGroup> groups = GroupsOf(members_[member].kind);
    for (uint8_t i = 0; i < static_cast<uint8_t>(groups.size()); ++i) {
      if (!IsLong(graph_.Row(groups[i].relation, VertexOf(member)))) continue;
      long_rows.push_back({member, i});
      long_groups[member] = static_cast<uint8_t>(long_groups[member] | 1u << i);
    }
  }
  for (uint32_t member = 0; member < size(); ++member) {
    const std::span<const ArcGroup> groups = GroupsOf(members_[member].kind);
    for (uint8_t i = 0; i < static_cast<uint8_t>(groups.size()); ++i) {
      if ((long_groups[member] >> i & 1) != 0) continue;
      for (const uint32_t target : graph_.Row(groups[i].relation, VertexOf(member))) {
        const uint32_t other = numbering_.Find(target);
        if (other == kNone) continue;
        AddLink(member, other, i);
        if ((long_groups[other] >> groups[i].reverse & 1) != 0) {
          AddLink(other, member, groups[i].reverse);
        }
      }
    }
  }
  for (const LongRow& row : long_rows) {
    const ArcGroup& group = GroupsOf(members_[row.member].kind)[row.group];
    for (const LongRow& other : long_rows) {
      if (members_[other.member].kind == group.target && other.group == group.reverse &&
          Lists(group, row.member, other.member)) {
        AddLink(row.member, other.member, row.group);
      }
    }
  }
}

uint32_t CandidateGraph::Add(uint32_t vertex) {
  if (const uint32_t known = Find(vertex); known != kNone) return known;
  const uint32_t added = Number(vertex);
  const std::span<const ArcGroup> groups = GroupsOf(members_[added].kind);
  for (uint8_t i = 0; i < static_cast<uint8_t>(groups.size()); ++i) {
    const ArcGroup& group = groups[i];
    const auto link = [&](uint32_t other) {
      AddLink(added, other, i);
      if (other != added) AddLink(other, added, group.reverse);
    };
    const std::span<const uint32_t> row = graph_.Row(group.relation, vertex);
    if (!IsLong(row)) {
      for (const uint32_t target : row) {
        if (const uint32_t other = numbering_.Find(target); other != kNone) link(other);
      }
      continue;
    }
    for (const uint32_t other : of_kind_[static_cast<size_t>(group.target)]) {
      if (Lists(group, added, other)) link(other);
    }
  }
  return added;
}

}  // namespace coterie
