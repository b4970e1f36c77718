// Relations and conditions of a search for paths. Layer: engine.
#include "engine/analysis/path_graph.h"

#include <algorithm>

#include "schema/base.h"

namespace coterie {

namespace {

// Years are int16_t, so that no paper is later.
constexpr int16_t kEndOfTime = std::numeric_limits<int16_t>::max();

// The strengths' options, but that a number of hops has no Y: there, papers of any year count.
StrengthOptions Conditions(const PathOptions& options) {
  StrengthOptions papers = options.papers;
  if (options.length == PathLength::kHops && !papers.as_of_year) papers.as_of_year = kEndOfTime;
  return papers;
}

bool HasAny(const PathOptions& options) {
  const StrengthOptions& papers = options.papers;
  return options.length == PathLength::kStrength || papers.as_of_year || papers.first_year ||
         papers.last_year || papers.max_authors != kNoLimit || !papers.include_retracted ||
         !papers.topics.empty() || !papers.institutions.empty() || !papers.venues.empty() ||
         options.paper_counts != nullptr;
}

absl::Status CheckOptions(const PathOptions& options) {
  if (options.max_paths == 0) {
    return absl::InvalidArgumentError("no paths are asked for; give at least 1 for max_paths");
  }
  const bool is_weighted = options.length == PathLength::kStrength;
  if (is_weighted && options.over == PathOver::kCitation) {
    return absl::InvalidArgumentError(
        "citations have no strength; weighted paths go over co-authorship");
  }
  if (is_weighted && options.extra_length != 0 && options.extra_length != kNoLimit) {
    return absl::InvalidArgumentError(
        "an extra length is a number of hops; of weighted paths ask for the shortest, or for the k "
        "shortest");
  }
  if (options.set == PathSet::kAny && (is_weighted || options.extra_length != 0)) {
    return absl::InvalidArgumentError(
        "any one shortest path is found by hops alone; for a weighted length, for longer paths and "
        "for the k shortest do not ask for any one");
  }
  if (options.over == PathOver::kCoauthor && options.direction != CitationDirection::kEither) {
    return absl::InvalidArgumentError(
        "citations have a direction, co-authorship has none; give it for paths between papers "
        "only");
  }
  return absl::OkStatus();
}

StepArcs Step(const GraphSnapshot& graph, Relation relation) {
  return {{graph.Adjacency(relation), Csr{}}, 1};
}

// Citations from the `from` side; the other side's are the reverse.
StepArcs CitationStep(const GraphSnapshot& graph, CitationDirection direction, SearchSide side) {
  if (direction == CitationDirection::kEither) {
    return {{graph.Adjacency(Relation::kReferences), graph.Adjacency(Relation::kCitedBy)}, 2};
  }
  const bool is_forward = side == SearchSide::kFrom;
  const bool to_references = (direction == CitationDirection::kReferences) == is_forward;
  return Step(graph, to_references ? Relation::kReferences : Relation::kCitedBy);
}

}  // namespace

PathGraph::PathGraph(const GraphSnapshot& graph, const PathOptions& options, PaperWeights weights)
    : graph_(&graph),
      options_(&options),
      weights_(std::move(weights)),
      papers_last_(graph.VerticesOf(NodeKind::kPaper).last),
      has_conditions_(HasAny(options)) {
  const bool is_coauthor = options.over == PathOver::kCoauthor;
  ends_ = graph.VerticesOf(is_coauthor ? NodeKind::kPerson : NodeKind::kPaper);
  steps_per_hop_ = is_coauthor ? 2 : 1;
  for (const SearchSide side : {SearchSide::kFrom, SearchSide::kTo}) {
    auto& arcs = arcs_[static_cast<size_t>(side)];
    if (is_coauthor) {
      arcs = {Step(graph, Relation::kPersonPapers), Step(graph, Relation::kPaperPeople)};
    } else {
      arcs[0] = CitationStep(graph, options.direction, side);
    }
  }
}

absl::StatusOr<PathGraph> PathGraph::Create(const GraphSnapshot& graph,
                                            const PathOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  ASSIGN_OR_RETURN(PaperWeights weights, PaperWeights::Create(graph, Conditions(options)));
  PathGraph result(graph, options, std::move(weights));
  const GraphSnapshot::Range papers = graph.VerticesOf(NodeKind::kPaper);
  const GraphSnapshot::Range people = graph.VerticesOf(NodeKind::kPerson);
  const auto is_in = [](uint32_t v, GraphSnapshot::Range range) {
    return v >= range.first && v < range.last;
  };
  for (const Vertex v : options.excluded) {
    if (!is_in(v.index, papers) && !is_in(v.index, people)) {
      return absl::InvalidArgumentError("only people and papers can be excluded from paths");
    }
    result.excluded_.push_back(v.index);
  }
  std::sort(result.excluded_.begin(), result.excluded_.end());
  return result;
}

bool PathGraph::IsExcluded(uint32_t vertex) const {
  return std::binary_search(excluded_.begin(), excluded_.end(), vertex);
}

bool PathGraph::JudgePaper(uint32_t paper) const {
  return weights_.Counts(paper) &&
         (options_->paper_counts == nullptr || options_->paper_counts(Vertex{paper}));
}

std::vector<uint32_t> PathGraph::Neighbours(uint32_t vertex) const {
  std::vector<uint32_t> level = {vertex};
  std::vector<uint32_t> next;
  for (uint32_t step = 0; step < steps_per_hop_; ++step) {
    next.clear();
    for (const uint32_t v : level) {
      for (const Csr& csr : ArcsFrom(SearchSide::kFrom, step).Relations()) {
        const std::span<const uint32_t> row = csr.Row(v);
        next.insert(next.end(), row.begin(), row.end());
      }
    }
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    std::erase_if(next, [&](uint32_t v) { return v == vertex || IsExcluded(v); });
    if (step + 1 < steps_per_hop_) std::erase_if(next, [&](uint32_t v) { return !Stands(v); });
    level.swap(next);
  }
  return level;
}

}  // namespace coterie
