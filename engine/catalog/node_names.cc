// Implements engine/catalog/node_names.h.
#include "engine/catalog/node_names.h"

#include <algorithm>

namespace coterie {

NodeRef RefOf(const GraphSnapshot& graph, Vertex v) {
  return {graph.NodeOf(v), std::string(graph.NameOf(v))};
}

NodeRef RefOf(const GraphSnapshot& graph, NodeId id) {
  const std::optional<Vertex> v = graph.FindVertex(id);
  return v.has_value() ? RefOf(graph, *v) : NodeRef{id, ""};
}

std::vector<NodeRef> RefsOf(const GraphSnapshot& graph, std::span<const uint32_t> vertices) {
  std::vector<NodeRef> refs;
  refs.reserve(vertices.size());
  for (const uint32_t v : vertices) refs.push_back(RefOf(graph, v));
  return refs;
}

std::optional<uint32_t> FindBylineArc(const GraphSnapshot& graph, uint32_t paper, Vertex person) {
  const Csr byline = graph.Adjacency(Relation::kPaperPeople);
  const std::span<const uint32_t> people = byline.Row(paper);
  const auto it = std::lower_bound(people.begin(), people.end(), person.index);
  if (it == people.end() || *it != person.index) return std::nullopt;
  return byline.RowBegin(paper) + static_cast<uint32_t>(it - people.begin());
}

std::string_view TopicLevelName(TopicLevel level) {
  switch (level) {
    case TopicLevel::kFlat:
      return "flat";
    case TopicLevel::kDomain:
      return "domain";
    case TopicLevel::kField:
      return "field";
    case TopicLevel::kSubfield:
      return "subfield";
    case TopicLevel::kTopic:
      return "topic";
  }
  return "unknown";
}

}  // namespace coterie
