// What papers must have to count, by name, for the definitions that are printed.
//
// Layer: engine. Options hold vertices, which say nothing to a reader; whoever has their names says
// them here. Where a list is empty while the options have a filter, its number is told instead.
#pragma once

#include <string>
#include <vector>

#include "engine/analysis/collaborators.h"

namespace coterie {

struct PathOptions;

struct FilterNames {
  std::vector<std::string> topics;
  std::vector<std::string> institutions;
  std::vector<std::string> venues;
  std::vector<std::string> paper_types;  // PathOptions::paper_counts asks for them
  std::vector<std::string> excluded;     // PathOptions::excluded
};

// The names that the graph has for the filters' vertices.
FilterNames NamesOfFilters(const GraphSnapshot& graph, const StrengthOptions& options);

// "; only papers on the topic Open access" and the like; "" without such a filter.
std::string DescribeFilters(const StrengthOptions& options, const FilterNames& names);

// "a", "a or b", "a, b or c"; of more than five, the first and how many more.
std::string JoinedByOr(const std::vector<std::string>& names);

// As the functions without names, in collaborators.h and paths.h.
std::string DescribeStrength(const CollaboratorOptions& options, int16_t as_of_year,
                             const FilterNames& names);
std::string DescribePaths(const PathOptions& options, int16_t as_of_year, const FilterNames& names);

}  // namespace coterie
