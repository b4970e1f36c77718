// The formulas behind the numbers, each with a name and a version: every answer says which it used.
//
// Layer: engine.
//
// A version goes up when the same question, asked with the same parameters about the same papers,
// may get another number or another order: a constant that is no parameter, a rule for what counts,
// a tie-break. It stays when only the words, the speed or the fields of an answer change, and when
// an option is added that is off by default. Numbers of one version may be compared; a version is
// never used again for another formula.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace coterie {

struct Formula {
  std::string_view name;
  int version;
};

// The weight of a paper, S, its normalisations, who is a close collaborator: paper_weight.h,
// collaborators.h.
inline constexpr Formula kStrengthFormula = {"strength", 1};
inline constexpr Formula kEgoFormula = {"ego", 1};                // ego_network.h
inline constexpr Formula kSliceFormula = {"slice", 1};            // slice.h and its parts
inline constexpr Formula kPathFormula = {"path", 1};              // paths.h
inline constexpr Formula kDepartmentFormula = {"department", 1};  // department.h
inline constexpr Formula kTraverseFormula = {"traverse", 1};      // traverse.h
inline constexpr Formula kRecommendFormula = {"recommend", 1};    // recommend.h
inline constexpr Formula kSimilarFormula = {"similar", 1};        // similar.h

// "slice 1, strength 1": what an answer's numbers are made by, the answer's own formula first.
inline std::string FormulaText(std::initializer_list<Formula> formulas) {
  std::string text;
  for (const Formula& formula : formulas) {
    if (!text.empty()) text += ", ";
    text += formula.name;
    text += ' ';
    text += std::to_string(formula.version);
  }
  return text;
}

}  // namespace coterie
