// The definition of a path's length in words, with the parameters of one query. Layer: engine.
#include <string>

#include "engine/analysis/filter_names.h"
#include "engine/analysis/paths.h"
#include "schema/base.h"

namespace coterie {

namespace {

const char* HopDefinition(const PathOptions& options) {
  if (options.over == PathOver::kCoauthor) return "a hop joins two people who share a paper";
  switch (options.direction) {
    case CitationDirection::kReferences:
      return "a hop leads from a paper to one that it cites";
    case CitationDirection::kCitedBy:
      return "a hop leads from a paper to one that cites it";
    case CitationDirection::kEither:
      break;
  }
  return "a hop joins a paper and one that it cites, either way";
}

void AddConditions(const PathOptions& options, const FilterNames& names, std::string& text) {
  const StrengthOptions& papers = options.papers;
  if (papers.first_year) absl::StrAppend(&text, "; only papers from ", *papers.first_year, " on");
  if (papers.last_year) absl::StrAppend(&text, "; only papers up to ", *papers.last_year);
  absl::StrAppend(&text, DescribeFilters(papers, names));
  if (papers.as_of_year) absl::StrAppend(&text, "; left out: papers after ", *papers.as_of_year);
  if (!papers.include_retracted) absl::StrAppend(&text, "; left out: retracted papers");
  if (papers.max_authors != kNoLimit) {
    absl::StrAppend(&text, "; left out: papers with more than ", papers.max_authors, " people");
  }
}

void AddPaperTypes(const PathOptions& options, const FilterNames& names, std::string& text) {
  if (options.paper_counts == nullptr) return;
  if (names.paper_types.empty()) {
    absl::StrAppend(&text, "; only papers that meet a further condition");
  } else {
    absl::StrAppend(&text, "; only papers of type ", JoinedByOr(names.paper_types));
  }
}

}  // namespace

std::string DescribePaths(const PathOptions& options, int16_t as_of_year) {
  return DescribePaths(options, as_of_year, {});
}

std::string DescribePaths(const PathOptions& options, int16_t as_of_year,
                          const FilterNames& names) {
  std::string text = HopDefinition(options);
  if (options.length == PathLength::kStrength) {
    CollaboratorOptions strength;
    strength.weights = options.papers;
    absl::StrAppend(&text, "; length = sum of 1/strength over the hops; ",
                    DescribeStrength(strength, as_of_year, names));
  } else {
    absl::StrAppend(&text, "; length = number of hops");
    AddConditions(options, names, text);
  }
  AddPaperTypes(options, names, text);
  if (!options.excluded.empty()) {
    const size_t count = options.excluded.size();
    absl::StrAppend(&text, "; never through ",
                    names.excluded.size() == count
                        ? JoinedByOr(names.excluded)
                        : absl::StrCat(count, count == 1 ? " excluded node" : " excluded nodes"));
  }
  if (options.set == PathSet::kAny) {
    absl::StrAppend(&text, "; one shortest path");
  } else if (options.extra_length == kNoLimit) {
    absl::StrAppend(&text, "; the ", options.max_paths, " shortest simple paths");
  } else if (options.extra_length > 0) {
    absl::StrAppend(&text, "; simple paths up to ", options.extra_length, " longer");
  } else {
    absl::StrAppend(&text, "; all shortest paths");
  }
  return text;
}

}  // namespace coterie
