// The definition of collaboration strength in words, with the parameters of one query. Layer:
// engine.
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "engine/analysis/filter_names.h"
#include "schema/base.h"

namespace coterie {

namespace {

std::string FractionalDefinition(const StrengthOptions& weights, int16_t as_of_year) {
  if (std::isinf(weights.half_life_years)) {
    return "strength = sum over shared papers of 1/(n-1), n = people on the byline (Newman 2001; "
           "no decay)";
  }
  const std::string years =
      absl::StrCat(weights.half_life_years, weights.half_life_years == 1 ? " year" : " years");
  return absl::StrCat(
      "strength = sum over shared papers of 2^(-(Y-y)/H)/(n-1), n = people on the "
      "byline, y = year, Y = ",
      as_of_year == kNoYear ? "the newest year, of which the store has none"
                            : absl::StrCat(as_of_year),
      ", H = ", years, " (an undated paper counts as ", years, " old)");
}

std::string Definition(const CollaboratorOptions& options, int16_t as_of_year) {
  switch (options.normalization) {
    case Normalization::kSalton:
      return "strength = c/sqrt(|P_A| |P_B|) (Salton), c = shared papers, P = papers of each";
    case Normalization::kJaccard:
      return "strength = c/(|P_A| + |P_B| - c) (Jaccard), c = shared papers, P = papers of each";
    case Normalization::kAssociation:
      return "strength = c/(s_A s_B) (association strength), c = shared papers, s = sum of c over "
             "all co-authors of each";
    case Normalization::kNone:
      break;
  }
  if (options.weights.counting == Counting::kFull) return "strength = number of shared papers";
  return FractionalDefinition(options.weights, as_of_year);
}

std::string Window(const StrengthOptions& weights) {
  if (weights.first_year && weights.last_year) {
    return absl::StrCat("of ", *weights.first_year, " to ", *weights.last_year);
  }
  if (weights.first_year) return absl::StrCat("from ", *weights.first_year, " on");
  if (weights.last_year) return absl::StrCat("up to ", *weights.last_year);
  return "";
}

}  // namespace

std::string DescribeStrength(const CollaboratorOptions& options, int16_t as_of_year) {
  return DescribeStrength(options, as_of_year, {});
}

std::string DescribeStrength(const CollaboratorOptions& options, int16_t as_of_year,
                             const FilterNames& names) {
  const StrengthOptions& weights = options.weights;
  std::string text = Definition(options, as_of_year);
  if (const std::string window = Window(weights); !window.empty()) {
    absl::StrAppend(&text, "; only papers ", window);
  }
  absl::StrAppend(&text, DescribeFilters(weights, names));
  std::vector<std::string> left_out;
  if (as_of_year != kNoYear) left_out.push_back(absl::StrCat("papers after ", as_of_year));
  if (!weights.include_retracted) left_out.emplace_back("retracted papers");
  if (weights.max_authors != kNoLimit) {
    left_out.push_back(absl::StrCat("papers with more than ", weights.max_authors,
                                    weights.max_authors == 1 ? " person" : " people"));
  }
  if (!left_out.empty()) absl::StrAppend(&text, "; left out: ", absl::StrJoin(left_out, ", "));
  return text;
}

}  // namespace coterie
