// Breadth-first search from both ends of a path until the two meet.
//
// Layer: engine, private to the searches for paths. Levels are counted in steps (two a co-author
// hop). The side whose next level has fewer arcs grows; when a level is done and nothing was met,
// no path is as short as the two levels together. So where they do meet, every shortest path has
// exactly one node, among those met, that is level(kFrom) steps from one end and level(kTo) from
// the other. Memory follows what was met. Not thread-safe.
//
// Source: Pohl (1971), "Bi-directional search"; the rule of fewer arcs keeps hubs unexpanded.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "engine/analysis/path_graph.h"
#include "engine/analysis/path_marks.h"

namespace coterie {

// When a search ends, and what is marked then.
enum class SearchDepth : uint8_t {
  kFirstMeeting,  // one node is met
  kAllMeetings,   // all are; of the last level, only nodes that were met are sure to be marked
  kWholeHops,     // all are, every level is whole, and each side has made whole hops
};

class BidirectionalSearch {
 public:
  // Nodes of `blocked` are not entered; ends are not judged. REQUIRES: `froms` and `tos` distinct
  // vertices of graph.Ends(), none blocked.
  BidirectionalSearch(const PathGraph& graph, std::span<const uint32_t> froms,
                      std::span<const uint32_t> tos, std::span<const uint32_t> blocked,
                      StopFlag stop);

  // Grows until the sides meet, one of them has no more nodes, or no path of up to `hops_max` is
  // left. Errors: Cancelled.
  absl::Status Run(SearchDepth depth, uint32_t hops_max = kNoLimit);
  bool HaveMet() const { return !met_.empty(); }
  uint32_t distance() const { return distance_; }  // hops; REQUIRES: HaveMet()
  // Grows in whole hops until both sides together have made that many. REQUIRES: kWholeHops.
  absl::Status Extend(uint32_t hops);
  // Grows one side to its end, or until more than `nodes_max` nodes were met there.
  absl::StatusOr<ComponentSize> Exhaust(SearchSide side, uint32_t nodes_max);

  uint32_t level(SearchSide side) const { return levels_[Index(side)]; }
  // PathMarks::kUnseen or kBlocked where it was not reached from there.
  uint32_t LevelOf(SearchSide side, uint32_t vertex) const { return marks_.LevelOf(side, vertex); }
  // What was met, in the order of meeting; papers where the last level was one of papers.
  std::span<const uint32_t> met() const { return met_; }
  // What is marked that many steps from that end. Empty beyond level(side).
  std::span<const uint32_t> NodesAt(SearchSide side, uint32_t level) const;
  // Nodes met from either end: people, or papers.
  uint64_t Explored() const { return CountOf(SearchSide::kFrom) + CountOf(SearchSide::kTo); }

 private:
  static size_t Index(SearchSide side) { return static_cast<size_t>(side); }
  SearchSide SmallerSide() const;
  bool IsExhausted(SearchSide side) const { return NodesAt(side, level(side)).empty(); }
  uint64_t CountOf(SearchSide side) const;
  void CountFrontierArcs(SearchSide side);
  void Start(SearchSide side, std::span<const uint32_t> ends);
  absl::Status Expand(SearchSide side, SearchDepth depth, uint64_t nodes_max = UINT64_MAX);
  template <SearchDepth kDepth>
  void EnterRow(SearchSide side, std::span<const uint32_t> row);

  const PathGraph* graph_;
  StopFlag stop_;
  PathMarks marks_;
  std::array<std::vector<uint32_t>, 2> nodes_;       // by side: in order of levels
  std::array<std::vector<size_t>, 2> level_begins_;  // by side and level: index into nodes_
  std::array<uint32_t, 2> levels_ = {0, 0};          // whole levels
  std::array<uint64_t, 2> frontier_arcs_ = {0, 0};
  std::vector<uint32_t> met_;
  uint32_t distance_ = 0;
};

}  // namespace coterie
