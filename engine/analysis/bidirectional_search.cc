// The search from both ends. Layer: engine.
#include "engine/analysis/bidirectional_search.h"

#include "schema/base.h"

namespace coterie {

namespace {

// How many rows ahead memory is asked for: rows of one level are far apart in the arrays.
constexpr size_t kRowsAhead = 8;
constexpr size_t kNodesBetweenStops = 1024;

}  // namespace

BidirectionalSearch::BidirectionalSearch(const PathGraph& graph, std::span<const uint32_t> froms,
                                         std::span<const uint32_t> tos,
                                         std::span<const uint32_t> blocked, StopFlag stop)
    : graph_(&graph), stop_(stop) {
  marks_.MakeRoom(froms.size() + tos.size() + blocked.size());
  for (const uint32_t v : blocked) marks_.At(v).levels.fill(PathMarks::kBlocked);
  Start(SearchSide::kFrom, froms);
  Start(SearchSide::kTo, tos);
}

void BidirectionalSearch::Start(SearchSide side, std::span<const uint32_t> ends) {
  for (const uint32_t v : ends) {
    PathMarks::Mark& mark = marks_.At(v);
    mark.levels[Index(side)] = 0;
    if (mark.levels[Index(Other(side))] == 0) met_.push_back(v);
  }
  nodes_[Index(side)].assign(ends.begin(), ends.end());
  level_begins_[Index(side)] = {0};
  CountFrontierArcs(side);
}

std::span<const uint32_t> BidirectionalSearch::NodesAt(SearchSide side, uint32_t level) const {
  const std::vector<size_t>& begins = level_begins_[Index(side)];
  if (level >= begins.size()) return {};
  const size_t begin = begins[level];
  const size_t end = level + 1 < begins.size() ? begins[level + 1] : nodes_[Index(side)].size();
  return std::span(nodes_[Index(side)]).subspan(begin, end - begin);
}

uint64_t BidirectionalSearch::CountOf(SearchSide side) const {
  uint64_t count = 0;
  for (uint32_t l = 0; l < level_begins_[Index(side)].size(); l += graph_->steps_per_hop()) {
    count += NodesAt(side, l).size();
  }
  return count;
}

void BidirectionalSearch::CountFrontierArcs(SearchSide side) {
  uint64_t arcs = 0;
  for (const Csr& csr : graph_->ArcsFrom(side, level(side)).Relations()) {
    for (const uint32_t v : NodesAt(side, level(side))) arcs += csr.Degree(v);
  }
  frontier_arcs_[Index(side)] = arcs;
}

SearchSide BidirectionalSearch::SmallerSide() const {
  return frontier_arcs_[Index(SearchSide::kTo)] < frontier_arcs_[Index(SearchSide::kFrom)]
             ? SearchSide::kTo
             : SearchSide::kFrom;
}

template <SearchDepth kDepth>
void BidirectionalSearch::EnterRow(SearchSide side, std::span<const uint32_t> row) {
  const size_t own = Index(side);
  const size_t other = Index(Other(side));
  const uint32_t next = levels_[own] + 1;
  marks_.MakeRoom(row.size());
  for (const uint32_t v : row) {
    // Once something is met, only what is met as well can lie on a shortest path.
    const bool is_known_only = kDepth == SearchDepth::kAllMeetings && !met_.empty();
    PathMarks::Mark* mark = is_known_only ? marks_.Find(v) : &marks_.At(v);
    if (mark == nullptr || mark->levels[own] != PathMarks::kUnseen) continue;
    const bool is_met = mark->levels[other] != PathMarks::kUnseen;
    if (is_known_only && !is_met) continue;
    if (!is_met && !graph_->Stands(v)) {
      mark->levels.fill(PathMarks::kBlocked);
      continue;
    }
    mark->levels[own] = next;
    nodes_[own].push_back(v);
    if (!is_met) continue;
    met_.push_back(v);
    if constexpr (kDepth == SearchDepth::kFirstMeeting) return;
  }
}

absl::Status BidirectionalSearch::Expand(SearchSide side, SearchDepth depth, uint64_t nodes_max) {
  const size_t own = Index(side);
  const uint32_t from_level = levels_[own];
  const size_t begin = level_begins_[own][from_level];
  const size_t end = nodes_[own].size();
  level_begins_[own].push_back(end);
  for (const Csr& csr : graph_->ArcsFrom(side, from_level).Relations()) {
    for (size_t i = begin; i < end && nodes_[own].size() <= nodes_max; ++i) {
      if (depth == SearchDepth::kFirstMeeting && !met_.empty()) break;
      if ((i - begin) % kNodesBetweenStops == 0) RETURN_IF_ERROR(stop_.Check());
      if (i + kRowsAhead < end) {
        const std::span<const uint32_t> later = csr.Row(nodes_[own][i + kRowsAhead]);
        if (!later.empty()) __builtin_prefetch(later.data());
      }
      const std::span<const uint32_t> row = csr.Row(nodes_[own][i]);
      switch (depth) {
        case SearchDepth::kFirstMeeting:
          EnterRow<SearchDepth::kFirstMeeting>(side, row);
          break;
        case SearchDepth::kAllMeetings:
          EnterRow<SearchDepth::kAllMeetings>(side, row);
          break;
        case SearchDepth::kWholeHops:
          EnterRow<SearchDepth::kWholeHops>(side, row);
          break;
      }
    }
  }
  ++levels_[own];
  return absl::OkStatus();
}

absl::Status BidirectionalSearch::Run(SearchDepth depth, uint32_t hops_max) {
  const uint32_t steps = graph_->steps_per_hop();
  const uint32_t steps_at_once = depth == SearchDepth::kWholeHops ? steps : 1;
  const uint64_t steps_max = uint64_t{hops_max} * steps;
  while (met_.empty() && !IsExhausted(SearchSide::kFrom) && !IsExhausted(SearchSide::kTo)) {
    if (uint64_t{levels_[0]} + levels_[1] + steps_at_once > steps_max) return absl::OkStatus();
    const SearchSide side = SmallerSide();
    for (uint32_t i = 0; i < steps_at_once; ++i) RETURN_IF_ERROR(Expand(side, depth));
    if (met_.empty()) CountFrontierArcs(side);
  }
  distance_ = (levels_[0] + levels_[1]) / steps;
  return absl::OkStatus();
}

absl::Status BidirectionalSearch::Extend(uint32_t hops) {
  const uint32_t steps = graph_->steps_per_hop();
  for (const SearchSide side : {SearchSide::kFrom, SearchSide::kTo}) CountFrontierArcs(side);
  while (uint64_t{levels_[0]} + levels_[1] < uint64_t{hops} * steps) {
    const SearchSide side = SmallerSide();
    for (uint32_t i = 0; i < steps; ++i) {
      RETURN_IF_ERROR(Expand(side, SearchDepth::kWholeHops));
    }
    CountFrontierArcs(side);
  }
  return absl::OkStatus();
}

absl::StatusOr<ComponentSize> BidirectionalSearch::Exhaust(SearchSide side, uint32_t nodes_max) {
  const uint32_t steps = graph_->steps_per_hop();
  while (!IsExhausted(side) && CountOf(side) <= nodes_max) {
    // In steps that lead to papers of co-authors nothing is counted; they cannot overshoot far.
    const bool is_counted = (level(side) + 1) % steps == 0;
    const uint64_t others = nodes_[Index(side)].size() - CountOf(side);
    const uint64_t nodes_in_all = is_counted ? others + nodes_max : UINT64_MAX;
    RETURN_IF_ERROR(Expand(side, SearchDepth::kWholeHops, nodes_in_all));
  }
  const uint64_t nodes = CountOf(side);
  return ComponentSize{nodes, nodes > nodes_max};
}

}  // namespace coterie
