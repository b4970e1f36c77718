// Membership and counts under filters. Layer: engine.
#include "engine/analysis/slice_graph.h"

#include <limits>

#include "schema/base.h"

namespace coterie {

namespace {

// How many arcs of a hub are judged between two looks at the stop flag.
constexpr size_t kArcsBetweenStops = 4096;

using enum SliceEdgeType;
constexpr std::array kPaperGroups = {
    ArcGroup{Relation::kPaperPeople, NodeKind::kPerson, 0, kAuthorship, true},
    ArcGroup{Relation::kPaperInstitutions, NodeKind::kInstitution, 1, kPaperInstitution, true},
    ArcGroup{Relation::kPaperTopics, NodeKind::kTopic, 0, kTopic, true},
    ArcGroup{Relation::kPaperVenue, NodeKind::kVenue, 0, kVenue, true},
    ArcGroup{Relation::kReferences, NodeKind::kPaper, 5, kCitation, true},
    ArcGroup{Relation::kCitedBy, NodeKind::kPaper, 4, kCitation, false}};
constexpr std::array kPersonGroups = {
    ArcGroup{Relation::kPersonPapers, NodeKind::kPaper, 0, kAuthorship, false},
    ArcGroup{Relation::kPersonInstitutions, NodeKind::kInstitution, 0, kAffiliation, true}};
constexpr std::array kTopicGroups = {
    ArcGroup{Relation::kTopicPapers, NodeKind::kPaper, 2, kTopic, false}};
constexpr std::array kInstitutionGroups = {
    ArcGroup{Relation::kInstitutionPeople, NodeKind::kPerson, 1, kAffiliation, false},
    ArcGroup{Relation::kInstitutionPapers, NodeKind::kPaper, 1, kPaperInstitution, false}};
constexpr std::array kVenueGroups = {
    ArcGroup{Relation::kVenuePapers, NodeKind::kPaper, 3, kVenue, false}};
static_assert(kPaperGroups.size() == kGroupsMax);

Relation PapersOf(NodeKind kind) {
  switch (kind) {
    case NodeKind::kPerson:
      return Relation::kPersonPapers;
    case NodeKind::kTopic:
      return Relation::kTopicPapers;
    case NodeKind::kInstitution:
      return Relation::kInstitutionPapers;
    default:
      return Relation::kVenuePapers;
  }
}

}  // namespace

std::span<const ArcGroup> GroupsOf(NodeKind kind) {
  switch (kind) {
    case NodeKind::kPaper:
      return kPaperGroups;
    case NodeKind::kPerson:
      return kPersonGroups;
    case NodeKind::kTopic:
      return kTopicGroups;
    case NodeKind::kInstitution:
      return kInstitutionGroups;
    case NodeKind::kVenue:
      return kVenueGroups;
  }
  return {};
}

SliceGraph::SliceGraph(const GraphSnapshot& graph, PaperWeights weights)
    : graph_(&graph), recency_(&graph.Recency()), weights_(std::move(weights)) {
  for (size_t i = 0; i < rows_.size(); ++i) rows_[i] = graph.Adjacency(static_cast<Relation>(i));
  for (const NodeKind kind : kNodeKinds) {
    kind_end_[static_cast<size_t>(kind)] = graph.VerticesOf(kind).last;
  }
}

absl::StatusOr<SliceGraph> SliceGraph::Create(const GraphSnapshot& graph,
                                              const SliceOptions& options,
                                              std::vector<uint32_t> exempt) {
  const StrengthOptions& filters = options.weights;
  ASSIGN_OR_RETURN(PaperWeights weights, PaperWeights::Create(graph, filters));
  SliceGraph result(graph, std::move(weights));
  std::sort(exempt.begin(), exempt.end());
  result.exempt_ = std::move(exempt);
  for (const NodeKind kind : options.invisible) result.invisible_ |= 1u << static_cast<int>(kind);
  const bool has_years = filters.first_year.has_value() || filters.last_year.has_value();
  const bool has_others = !filters.topics.empty() || !filters.institutions.empty() ||
                          !filters.venues.empty() || !filters.include_retracted;
  result.include_retracted_ = filters.include_retracted;
  result.has_filter_ = has_years || has_others;
  result.is_by_year_ = has_years && !has_others;
  result.is_restricted_ = result.has_filter_ || result.invisible_ != 0;
  result.first_year_ = filters.first_year.value_or(std::numeric_limits<int16_t>::min());
  result.last_year_ = filters.last_year.value_or(std::numeric_limits<int16_t>::max());
  result.stop_ = options.stop;
  return result;
}

std::span<const uint32_t> SliceGraph::InWindow(std::span<const uint32_t> newest_first) const {
  return OfYears(newest_first, graph_->Years(), graph_->VerticesOf(NodeKind::kPaper).first,
                 first_year_, last_year_);
}

bool SliceGraph::HasRestricted(uint32_t v) {
  if (IsExempt(v)) return true;
  const NodeKind kind = KindOf(v);
  if (IsInvisible(kind)) return false;
  if (!has_filter_) return true;
  if (kind == NodeKind::kPaper) return Passes(v);
  const auto [at, is_new] = has_.try_emplace(v, false);
  if (is_new) at->second = HasPaperOfFilters(v, PapersOf(kind));
  return at->second;
}

bool SliceGraph::HasPaperOfFilters(uint32_t v, Relation papers) const {
  const std::span<const uint32_t> row = Row(papers, v);
  if (!ExemptOf(row).empty()) return true;
  const std::span<const uint32_t> newest_first = recency_->NewestFirst(papers, v);
  if (is_by_year_ && !newest_first.empty()) return !InWindow(newest_first).empty();
  return std::any_of(row.begin(), row.end(), [this](uint32_t paper) { return Passes(paper); });
}

GroupCounts SliceGraph::CountsAll(uint32_t v) const {
  GroupCounts counts;
  const std::span<const ArcGroup> groups = Groups(v);
  for (size_t i = 0; i < groups.size(); ++i) {
    counts.arcs[i] = Rows(groups[i].relation).Degree(v);
    counts.present += counts.arcs[i] > 0 ? 1 : 0;
  }
  return counts;
}

GroupCounts SliceGraph::CountsRestricted(uint32_t v) {
  if (const auto at = counts_.find(v); at != counts_.end()) return at->second;
  GroupCounts counts;
  const std::span<const ArcGroup> groups = Groups(v);
  for (size_t i = 0; i < groups.size(); ++i) {
    counts.arcs[i] = CountGroup(v, groups[i]);
    counts.present += counts.arcs[i] > 0 ? 1 : 0;
  }
  counts_.emplace(v, counts);
  return counts;
}

uint32_t SliceGraph::CountGroup(uint32_t v, const ArcGroup& group) {
  const std::span<const uint32_t> row = Row(group.relation, v);
  if (row.empty()) return 0;
  if (IsInvisible(group.target)) return static_cast<uint32_t>(ExemptOf(row).size());
  if (!has_filter_) return static_cast<uint32_t>(row.size());
  if (group.target == NodeKind::kPaper) {
    const std::span<const uint32_t> newest_first = recency_->NewestFirst(group.relation, v);
    if (!is_by_year_ || newest_first.empty()) return CountIf(row);
    auto count = static_cast<uint32_t>(InWindow(newest_first).size());
    for (const uint32_t paper : ExemptOf(row)) count += Passes(paper) ? 0 : 1;
    return count;
  }
  // What a paper in P_F lists has a paper in P_F: that one.
  if (KindOf(v) == NodeKind::kPaper) return static_cast<uint32_t>(row.size());
  return CountIf(row);
}

uint32_t SliceGraph::CountIf(std::span<const uint32_t> row) {
  uint32_t count = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    count += Has(row[i]) ? 1 : 0;
    if (i % kArcsBetweenStops == kArcsBetweenStops - 1 && stop_.IsSet()) break;
  }
  return count;
}

std::vector<uint32_t> SliceGraph::ExemptOf(std::span<const uint32_t> row) const {
  std::vector<uint32_t> found;
  for (const uint32_t v : exempt_) {
    if (std::binary_search(row.begin(), row.end(), v)) found.push_back(v);
  }
  return found;
}

std::vector<uint32_t> SliceGraph::FewOf(uint32_t v, const ArcGroup& group, uint32_t arcs) {
  const std::span<const uint32_t> row = Row(group.relation, v);
  std::vector<uint32_t> few;
  few.reserve(arcs);
  if (IsInvisible(group.target)) return ExemptOf(row);
  if (group.target == NodeKind::kPaper && is_by_year_) {
    const std::span<const uint32_t> newest_first = recency_->NewestFirst(group.relation, v);
    if (!newest_first.empty()) {
      const std::span<const uint32_t> in_window = InWindow(newest_first);
      few.assign(in_window.begin(), in_window.end());
      for (const uint32_t paper : ExemptOf(row)) {
        if (!Passes(paper)) few.push_back(paper);
      }
      std::sort(few.begin(), few.end());
      return few;
    }
  }
  for (const uint32_t target : row) {
    if (!Has(target)) continue;
    few.push_back(target);
    if (few.size() == arcs) break;
  }
  return few;
}

std::span<const uint32_t> SliceGraph::NewestFirst(uint32_t v, const ArcGroup& group) const {
  const std::span<const uint32_t> row = Row(group.relation, v);
  if (group.target != NodeKind::kPaper) return row;
  const std::span<const uint32_t> newest_first = recency_->NewestFirst(group.relation, v);
  if (!is_by_year_) return newest_first;
  for (const uint32_t paper : ExemptOf(row)) {
    if (!Passes(paper)) return newest_first;  // it is outside the years, and in G_F
  }
  return InWindow(newest_first);
}

}  // namespace coterie
