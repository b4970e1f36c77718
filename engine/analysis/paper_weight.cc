// Checking of strength options, and the filters that need a paper's neighbours. Layer: engine.
#include "engine/analysis/paper_weight.h"

#include <algorithm>

#include "schema/base.h"

namespace coterie {

namespace {

// The filter's vertices, ascending; InvalidArgument if one is not of `kind`.
absl::StatusOr<std::vector<uint32_t>> AllowedVertices(const GraphSnapshot& graph,
                                                      const std::vector<Vertex>& vertices,
                                                      NodeKind kind) {
  const GraphSnapshot::Range range = graph.VerticesOf(kind);
  std::vector<uint32_t> allowed;
  for (const Vertex v : vertices) {
    if (v.index < range.first || v.index >= range.last) {
      return absl::InvalidArgumentError(absl::StrCat("a filter for nodes of type ",
                                                     Sv(NodeKindName(kind)),
                                                     " was given a node of another type"));
    }
    allowed.push_back(v.index);
  }
  std::sort(allowed.begin(), allowed.end());
  return allowed;
}

// Whether the lists share an element. REQUIRES: `allowed` ascends; it is what a user gave, so it is
// mostly one long. Complexity: O(row · log allowed).
bool Intersect(std::span<const uint32_t> row, std::span<const uint32_t> allowed) {
  for (const uint32_t v : row) {
    if (std::binary_search(allowed.begin(), allowed.end(), v)) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<PaperWeights> PaperWeights::Create(const GraphSnapshot& graph,
                                                  const StrengthOptions& options) {
  if (!(options.half_life_years > 0)) {  // NaN too
    return absl::InvalidArgumentError(
        absl::StrCat("the half-life must be a positive number of years, or infinite; it is ",
                     options.half_life_years));
  }
  if (options.first_year && options.last_year && *options.first_year > *options.last_year) {
    return absl::InvalidArgumentError(absl::StrCat("the years ", *options.first_year, " to ",
                                                   *options.last_year,
                                                   " are none; give the earlier year first"));
  }
  PaperWeights weights;
  weights.graph_ = &graph;
  weights.years_ = graph.Years();
  weights.byline_sizes_ = graph.BylineSizes();
  weights.first_paper_ = graph.VerticesOf(NodeKind::kPaper).first;
  weights.max_authors_ = options.max_authors;
  weights.as_of_year_ = options.as_of_year.value_or(graph.DefaultAsOfYear());
  weights.has_window_ = options.first_year.has_value() || options.last_year.has_value();
  weights.first_year_ = options.first_year.value_or(std::numeric_limits<int16_t>::min());
  weights.last_year_ = options.last_year.value_or(std::numeric_limits<int16_t>::max());
  weights.half_life_years_ = options.half_life_years;
  weights.undated_decay_ = std::isinf(options.half_life_years) ? 1 : 0.5;
  weights.include_retracted_ = options.include_retracted;
  weights.decays_.fill(-1);

  const auto add_filter = [&](const std::vector<Vertex>& vertices, NodeKind kind,
                              Relation relation) -> absl::Status {
    if (vertices.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(std::vector<uint32_t> allowed, AllowedVertices(graph, vertices, kind));
    weights.filters_.push_back({graph.Adjacency(relation), std::move(allowed)});
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(add_filter(options.topics, NodeKind::kTopic, Relation::kPaperTopics));
  RETURN_IF_ERROR(
      add_filter(options.institutions, NodeKind::kInstitution, Relation::kPaperInstitutions));
  RETURN_IF_ERROR(add_filter(options.venues, NodeKind::kVenue, Relation::kPaperVenue));
  weights.has_filters_ = weights.has_window_ || !weights.filters_.empty();
  return weights;
}

bool PaperWeights::PassesFilters(uint32_t paper) const {
  if (has_window_) {
    const int16_t year = Year(paper);
    if (year == kNoYear || year < first_year_ || year > last_year_) return false;
  }
  return std::all_of(filters_.begin(), filters_.end(), [paper](const Filter& filter) {
    return Intersect(filter.rows.Row(paper), filter.allowed);
  });
}

double PaperWeights::ComputeDecay(int age) const { return std::exp2(-age / half_life_years_); }

}  // namespace coterie
