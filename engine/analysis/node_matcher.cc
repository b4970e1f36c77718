// Comparisons of a node with a filter. Layer: engine.
#include "engine/analysis/node_matcher.h"

#include <algorithm>
#include <limits>

#include "schema/names.h"

namespace coterie {

namespace {

bool Compares(Comparison comparison, int64_t value, int64_t number) {
  switch (comparison) {
    case Comparison::kEqual:
      return value == number;
    case Comparison::kNotEqual:
      return value != number;
    case Comparison::kLess:
      return value < number;
    case Comparison::kLessOrEqual:
      return value <= number;
    case Comparison::kGreater:
      return value > number;
    case Comparison::kGreaterOrEqual:
      return value >= number;
    case Comparison::kContains:
      break;
  }
  return false;
}

bool ComparesName(Comparison comparison, std::string_view name, std::string_view text) {
  if (comparison == Comparison::kContains) return name.find(text) != std::string_view::npos;
  return (name == text) == (comparison == Comparison::kEqual);
}

}  // namespace

NodeMatcher::NodeMatcher(const GraphSnapshot& graph, const NodeFilter& filter)
    : graph_(graph), filter_(filter) {
  for (const NodeCondition& condition : filter.conditions) {
    folded_.push_back(FoldName(condition.text));
  }
}

bool NodeMatcher::HasYears() const {
  return std::any_of(filter_.conditions.begin(), filter_.conditions.end(),
                     [](const NodeCondition& c) { return c.field == NodeField::kYear; });
}

bool NodeMatcher::PassesKind(NodeKind kind) const {
  return std::all_of(filter_.conditions.begin(), filter_.conditions.end(),
                     [kind](const NodeCondition& c) {
                       return c.field != NodeField::kKind ||
                              (c.kind == kind) == (c.comparison == Comparison::kEqual);
                     });
}

bool NodeMatcher::PassesYear(uint32_t paper) const {
  const int16_t year = graph_.Years()[paper - graph_.VerticesOf(NodeKind::kPaper).first];
  return std::all_of(filter_.conditions.begin(), filter_.conditions.end(),
                     [year](const NodeCondition& c) {
                       return c.field != NodeField::kYear ||
                              (year != kNoYear && Compares(c.comparison, year, c.number));
                     });
}

bool NodeMatcher::Passes(uint32_t vertex, uint64_t arcs) const {
  if (filter_.conditions.empty()) return true;
  const NodeKind kind = graph_.KindOf(Vertex{vertex});
  if (!PassesKind(kind) || (kind == NodeKind::kPaper && !PassesYear(vertex))) return false;
  constexpr auto kMost = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  const auto count = static_cast<int64_t>(std::min(arcs, kMost));
  std::string name;  // folded when first needed
  for (size_t i = 0; i < filter_.conditions.size(); ++i) {
    const NodeCondition& condition = filter_.conditions[i];
    if (condition.field == NodeField::kCount) {
      if (!Compares(condition.comparison, count, condition.number)) return false;
    } else if (condition.field == NodeField::kName) {
      if (name.empty()) name = FoldName(graph_.NameOf(Vertex{vertex}));
      if (!ComparesName(condition.comparison, name, folded_[i])) return false;
    }
  }
  return true;
}

}  // namespace coterie
