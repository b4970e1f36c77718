// The filter that a step of a traversal carries: `year>=2020 and name~"graph"`.
//
// Layer: engine. A conjunction of comparisons, as a value and as text. The grammar:
//
//   filter     = [ comparison { "and" comparison } ]
//   comparison = "year"  ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) NUMBER
//              | "count" ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) NUMBER
//              | "kind"  ( "=" | "!=" ) KIND            paper, person, topic, institution, venue
//              | "name"  ( "=" | "!=" | "~" ) TEXT      ~ is "contains"
//   TEXT       = a word without spaces | a text in double quotes, in which a backslash stands
//                before a quote or a backslash that is meant
//
// Words of the grammar are lower case. Text is empty or blank for a filter that all pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "schema/kinds.h"

namespace coterie {

enum class NodeField : uint8_t {
  kYear = 1,   // of a paper; an undated paper passes no comparison, "!=" included
  kCount = 2,  // arcs that reach the node (TraversedNode::arcs)
  kKind = 3,
  kName = 4,  // compared folded: case, diacritics and punctuation do not matter
};

enum class Comparison : uint8_t {
  kEqual = 1,
  kNotEqual = 2,
  kLess = 3,
  kLessOrEqual = 4,
  kGreater = 5,
  kGreaterOrEqual = 6,
  kContains = 7,
};

struct NodeCondition {
  NodeField field = NodeField::kYear;
  Comparison comparison = Comparison::kEqual;
  int64_t number = 0;                // kYear, kCount
  NodeKind kind = NodeKind::kPaper;  // kKind
  std::string text;                  // kName, as written
  friend bool operator==(const NodeCondition&, const NodeCondition&) = default;
};

// Passes what passes every condition.
struct NodeFilter {
  std::vector<NodeCondition> conditions;
  friend bool operator==(const NodeFilter&, const NodeFilter&) = default;
};

// Errors: InvalidArgument, one sentence that names the column (from 1, in characters) and what was
// expected there.
absl::StatusOr<NodeFilter> ParseNodeFilter(std::string_view text);

// In the grammar above: ParseNodeFilter(ToString(f)) == f for every filter that it can give.
std::string ToString(const NodeFilter& filter);

}  // namespace coterie
