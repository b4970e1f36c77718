// Collecting, spanning and cutting. Layer: engine.
#include "engine/analysis/slice_edges.h"

#include <algorithm>
#include <boost/graph/kruskal_min_spanning_tree.hpp>
#include <iterator>
#include <tuple>

#include "engine/analysis/slice_coauthors.h"
#include "engine/graph/bgl_view.h"

namespace coterie {

namespace {

bool ComesBefore(const SliceEdge& x, const SliceEdge& y) {
  if (x.weight != y.weight) return x.weight > y.weight;
  return std::tie(x.source, x.target, x.type) < std::tie(y.source, y.target, y.type);
}

double TopicScore(const SliceGraph& graph, uint32_t paper, uint32_t topic) {
  const Csr& topics = graph.Rows(Relation::kPaperTopics);
  const std::span<const uint32_t> row = topics.Row(paper);
  const auto place = std::lower_bound(row.begin(), row.end(), topic) - row.begin();
  return graph.snapshot().TopicScores()[topics.RowBegin(paper) + static_cast<size_t>(place)];
}

std::vector<SliceEdge> AllEdges(SliceGraph& graph, const CandidateGraph& candidates,
                                std::span<const uint32_t> taken, Counting counting, StopFlag stop) {
  std::vector<SliceEdge> edges;
  std::vector<uint32_t> returned_people;
  for (const uint32_t member : taken) {
    const std::span<const ArcGroup> groups = GroupsOf(candidates[member].kind);
    const uint32_t vertex = candidates.VertexOf(member);
    if (candidates[member].kind == NodeKind::kPerson) returned_people.push_back(vertex);
    candidates.ForEachLink(member, [&](uint32_t other, uint8_t i) {
      // Of two returned nodes, the one where the edge starts tells it.
      const bool tells = groups[i].starts_here || candidates[other].status == MemberStatus::kShown;
      if (!candidates[other].is_in_answer() || other == member || !tells) return;
      SliceEdge edge{Vertex{vertex}, Vertex{candidates.VertexOf(other)}, groups[i].type, 1};
      if (!groups[i].starts_here) std::swap(edge.source, edge.target);
      if (edge.type == SliceEdgeType::kTopic) {
        edge.weight = TopicScore(graph, edge.source.index, edge.target.index);
      }
      edges.push_back(edge);
    });
  }
  std::vector<uint32_t> shown_people;
  for (uint32_t member = 0; member < candidates.size(); ++member) {
    if (candidates[member].status == MemberStatus::kShown &&
        candidates[member].kind == NodeKind::kPerson) {
      shown_people.push_back(candidates.VertexOf(member));
    }
  }
  for (const CoauthorTie& tie :
       CoauthorTies(graph, returned_people, shown_people, counting, stop)) {
    edges.push_back({Vertex{tie.a}, Vertex{tie.b}, SliceEdgeType::kCoauthor, tie.strength});
  }
  return edges;
}

// Whether each edge is in the maximum spanning forest. REQUIRES: edges in order.
std::vector<bool> SpanningForest(const CandidateGraph& candidates, std::span<const uint32_t> taken,
                                 const std::vector<SliceEdge>& edges) {
  std::vector<uint32_t> place_of(candidates.size(), static_cast<uint32_t>(taken.size()));
  for (uint32_t i = 0; i < taken.size(); ++i) place_of[taken[i]] = i;
  // An edge's length is its place in the order, so that there is one shortest tree.
  std::vector<NetworkEdge> pairs;
  pairs.reserve(edges.size());
  for (size_t i = 0; i < edges.size(); ++i) {
    const uint32_t a = place_of[candidates.Find(edges[i].source.index)];
    const uint32_t b = place_of[candidates.Find(edges[i].target.index)];
    pairs.push_back({std::min(a, b), std::max(a, b), static_cast<double>(i)});
  }
  std::sort(pairs.begin(), pairs.end(), [](const NetworkEdge& x, const NetworkEdge& y) {
    return std::tie(x.a, x.b, x.weight) < std::tie(y.a, y.b, y.weight);
  });
  const auto same_pair = [](const NetworkEdge& x, const NetworkEdge& y) {
    return x.a == y.a && x.b == y.b;
  };
  pairs.erase(std::unique(pairs.begin(), pairs.end(), same_pair), pairs.end());

  const Network network(static_cast<uint32_t>(taken.size()) + 1, std::move(pairs));
  std::vector<double> lengths;
  lengths.reserve(network.edges().size());
  for (const NetworkEdge& edge : network.edges()) lengths.push_back(edge.weight);
  std::vector<Arc> forest;
  boost::kruskal_minimum_spanning_tree(UndirectedView(network), std::back_inserter(forest),
                                       boost::weight_map(ArcMap<const double>{lengths.data()}));
  std::vector<bool> is_in_forest(edges.size(), false);
  for (const Arc& arc : forest) is_in_forest[static_cast<size_t>(lengths[arc.index])] = true;
  return is_in_forest;
}

}  // namespace

EdgeChoice ChooseEdges(SliceGraph& graph, const CandidateGraph& candidates,
                       std::span<const uint32_t> taken, Counting counting, uint32_t budget,
                       StopFlag stop) {
  EdgeChoice choice;
  std::vector<SliceEdge> edges = AllEdges(graph, candidates, taken, counting, stop);
  std::sort(edges.begin(), edges.end(), ComesBefore);
  if (edges.size() <= budget) {
    choice.edges = std::move(edges);
    return choice;
  }
  choice.left_out = edges.size() - budget;
  const std::vector<bool> is_in_forest = SpanningForest(candidates, taken, edges);
  const auto in_forest = std::count(is_in_forest.begin(), is_in_forest.end(), true);
  const size_t of_forest = std::min<size_t>(static_cast<size_t>(in_forest), budget);
  size_t forest_left = of_forest;
  size_t others_left = budget - of_forest;
  for (size_t i = 0; i < edges.size(); ++i) {
    size_t& left = is_in_forest[i] ? forest_left : others_left;
    if (left == 0) continue;
    --left;
    choice.edges.push_back(edges[i]);
  }
  return choice;
}

}  // namespace coterie
