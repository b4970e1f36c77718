// Paths with names instead of vertices: what the command line prints and RPC carries.
//
// Layer: engine. In the manner of engine/catalog/named_results.h. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/paths.h"
#include "engine/catalog/named_results.h"

namespace coterie {

// What is set from the members beside `options` is ignored in it: its vertices, `over` and
// `paper_counts`.
struct PathQuery {
  PathOptions options;
  std::optional<PathOver> over;  // empty: what joins nodes of the type of the first end
  PaperFilters filters;
  std::vector<std::string> excluded;
  std::vector<std::string> paper_types;  // only papers of these; empty: any
};

// Fields mean what PathNode's mean.
struct NamedPathNode {
  NodeRef node;
  std::optional<NodeRef> via_paper;
  uint32_t shared_papers = 0;
  double strength = 0;
  std::vector<NamedSharedPaper> papers;  // with `explain` only
  std::optional<CitationDirection> direction;
};

struct NamedPath {
  double length = 0;
  std::vector<NamedPathNode> nodes;
};

// Fields mean what PathList's mean.
struct NamedPaths {
  std::string definition;  // DescribePaths' words
  std::string formula;     // FormulaText() of what the lengths are made by
  PathOver over = PathOver::kCoauthor;
  NodeRef from;
  NodeRef to;
  std::optional<double> distance;
  uint64_t count = 0;
  bool count_is_exact = true;
  bool count_is_saturated = false;
  std::vector<NamedPath> paths;
  uint64_t explored = 0;
  std::optional<ComponentSize> from_component;
  std::optional<ComponentSize> to_component;
  int16_t as_of_year = kNoYear;
};

// PathsBetween() the nodes that `from` and `to` name.
// Complexity: as PathsBetween(), and with `paper_types` one read of the store for each paper met.
// Errors: those of Snapshot::ResolveVertex (for the ends, excluded nodes and each filter), of
// PathsBetween(), and with `paper_types` of storage.
absl::StatusOr<NamedPaths> PathsWithNames(const Snapshot& now, std::string_view from,
                                          std::string_view to, const PathQuery& query);

}  // namespace coterie
