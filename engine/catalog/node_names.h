// Names of nodes as views carry them.
//
// Layer: engine, internal to engine/catalog.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/catalog/views.h"

namespace coterie {

// The node behind a vertex with its name.
NodeRef RefOf(const GraphSnapshot& graph, Vertex v);
inline NodeRef RefOf(const GraphSnapshot& graph, uint32_t v) { return RefOf(graph, Vertex{v}); }
// The same by id; a node that the graph does not hold (a stub) has an empty name.
NodeRef RefOf(const GraphSnapshot& graph, NodeId id);
std::vector<NodeRef> RefsOf(const GraphSnapshot& graph, std::span<const uint32_t> vertices);

// Index of the arc from `paper` to `person` in Adjacency(kPaperPeople).targets; empty where the
// person is not on the byline. Complexity: O(log byline).
std::optional<uint32_t> FindBylineArc(const GraphSnapshot& graph, uint32_t paper, Vertex person);

// "domain", "field", "subfield", "topic", "flat".
std::string_view TopicLevelName(TopicLevel level);

}  // namespace coterie
