// Filters in words. Layer: engine.
#include <algorithm>

#include "engine/analysis/filter_names.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr size_t kNamesMax = 5;

std::vector<std::string> NamesOf(const GraphSnapshot& graph, const std::vector<Vertex>& vertices) {
  std::vector<std::string> names;
  names.reserve(vertices.size());
  for (const Vertex vertex : vertices) names.emplace_back(graph.NameOf(vertex));
  return names;
}

// "on the topic X", "on one of 2 topics".
std::string Condition(const std::vector<Vertex>& vertices, const std::vector<std::string>& names,
                      const char* preposition, const char* noun) {
  if (names.size() != vertices.size()) {
    return absl::StrCat(preposition, " one of ", vertices.size(), " ", noun, "s");
  }
  return absl::StrCat(preposition, " the ", noun, names.size() == 1 ? " " : "s ",
                      JoinedByOr(names));
}

}  // namespace

FilterNames NamesOfFilters(const GraphSnapshot& graph, const StrengthOptions& options) {
  return {.topics = NamesOf(graph, options.topics),
          .institutions = NamesOf(graph, options.institutions),
          .venues = NamesOf(graph, options.venues),
          .paper_types = {},
          .excluded = {}};
}

std::string JoinedByOr(const std::vector<std::string>& names) {
  std::string text;
  const size_t told = names.size() > kNamesMax + 1 ? kNamesMax : names.size();
  for (size_t i = 0; i < told; ++i) {
    const bool is_last = i + 1 == names.size();
    absl::StrAppend(&text, i == 0 ? "" : is_last ? " or " : ", ", names[i]);
  }
  if (told < names.size()) absl::StrAppend(&text, " or ", names.size() - told, " more");
  return text;
}

std::string DescribeFilters(const StrengthOptions& options, const FilterNames& names) {
  std::string text;
  const auto add = [&text](const std::vector<Vertex>& vertices,
                           const std::vector<std::string>& known, const char* preposition,
                           const char* noun) {
    if (vertices.empty()) return;
    absl::StrAppend(&text, "; only papers ", Condition(vertices, known, preposition, noun));
  };
  add(options.topics, names.topics, "on", "topic");
  add(options.institutions, names.institutions, "from", "institution");
  add(options.venues, names.venues, "in", "venue");
  return text;
}

}  // namespace coterie
