// From the marks of a search to the graph of all its paths: layer i holds whoever stands at place
// i.
//
// Layer: engine. Layers are of steps first, papers of co-authors included. The layer where the two
// searches overlap comes first; from there, layers grow towards both ends, each through arcs to
// nodes that are marked as near enough to that end. Such arcs are found from either of their ends,
// whichever has fewer: a hub on a path has thousands of papers, of which the search came to three.
#include <algorithm>

#include "engine/analysis/path_dag.h"
#include "engine/analysis/vertex_numbering.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr size_t kNodesBetweenStops = 256;
// Reading the marks of a search is so much slower than looking a node up in a layer.
constexpr uint64_t kMarkCost = 2;

// An arc between neighbouring layers, by the numbers of its ends in them.
struct LayerArc {
  uint32_t from;
  uint32_t to;
  friend bool operator==(const LayerArc&, const LayerArc&) = default;
  friend bool operator<(const LayerArc& a, const LayerArc& b) {
    return a.from != b.from ? a.from < b.from : a.to < b.to;
  }
};

// Ascending, each once.
template <typename T>
void SortDistinct(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Nodes by place, and the arcs from each place to the next, all ascending.
struct Layers {
  explicit Layers(size_t places) : nodes(places), arcs(places - 1) {}
  std::vector<std::vector<uint32_t>> nodes;
  std::vector<std::vector<LayerArc>> arcs;
};

class LayerBuilder {
 public:
  LayerBuilder(const PathGraph& graph, const BidirectionalSearch& search, uint32_t hops,
               StopFlag stop)
      : graph_(graph),
        search_(search),
        hop_(graph.steps_per_hop()),
        steps_(hops * hop_),
        slack_((hops - search.distance()) * hop_),
        stop_(stop),
        layers_(size_t{steps_} + 1) {}

  absl::StatusOr<Layers> Build() {
    const uint32_t middle = std::min(search_.level(SearchSide::kFrom), steps_);
    layers_.nodes[middle] = MiddleLayer(middle);
    for (uint32_t place = middle; place > 0; --place) {
      RETURN_IF_ERROR(Grow(SearchSide::kFrom, place));
    }
    for (uint32_t place = middle; place < steps_; ++place) {
      RETURN_IF_ERROR(Grow(SearchSide::kTo, place));
    }
    return std::move(layers_);
  }

 private:
  // Places from that side's end.
  uint32_t DepthOf(SearchSide side, uint32_t place) const {
    return side == SearchSide::kFrom ? place : steps_ - place;
  }
  // Whether the vertex is so near to that side's end that a walk of `depth` steps may lead there.
  bool IsNear(SearchSide side, uint32_t vertex, uint32_t depth) const {
    return search_.LevelOf(side, vertex) <= depth;
  }
  // Calls `each` with the nodes for which IsNear holds, but those so near that a walk of `depth`
  // steps wastes more than the slack. An arc spans one level, so that arcs never lead there.
  template <typename Each>
  void ForNear(SearchSide side, uint32_t depth, const Each& each) const {
    for (uint32_t waste = 0; waste <= std::min(slack_, depth); waste += hop_) {
      for (const uint32_t v : search_.NodesAt(side, depth - waste)) each(v);
    }
  }

  std::vector<uint32_t> MiddleLayer(uint32_t middle) const {
    std::vector<uint32_t> layer;
    if (search_.level(SearchSide::kFrom) + search_.level(SearchSide::kTo) == steps_) {
      layer.assign(search_.met().begin(), search_.met().end());
    } else {
      ForNear(SearchSide::kFrom, middle, [&](uint32_t v) {
        if (IsNear(SearchSide::kTo, v, steps_ - middle)) layer.push_back(v);
      });
    }
    SortDistinct(layer);
    return layer;
  }

  // An arc found from a layer: the number of its end there, and the other end. A paper that cites
  // itself is no hop.
  struct FoundArc {
    uint32_t vertex;
    uint32_t number;
    friend bool operator==(const FoundArc&, const FoundArc&) = default;
    friend bool operator<(const FoundArc& a, const FoundArc& b) {
      return a.vertex != b.vertex ? a.vertex < b.vertex : a.number < b.number;
    }
  };

  // From the nodes of the layer, against the arcs that the side's search followed.
  absl::Status FindFromLayer(SearchSide side, uint32_t place, std::vector<FoundArc>& found) const {
    const std::vector<uint32_t>& layer = layers_.nodes[place];
    const uint32_t depth = DepthOf(side, place);
    for (const Csr& csr : graph_.ArcsFrom(Other(side), depth).Relations()) {
      for (uint32_t i = 0; i < layer.size(); ++i) {
        if (i % kNodesBetweenStops == 0) RETURN_IF_ERROR(stop_.Check());
        for (const uint32_t v : csr.Row(layer[i])) {
          if (v != layer[i] && IsNear(side, v, depth - 1)) found.push_back({v, i});
        }
      }
    }
    return absl::OkStatus();
  }

  // From all nodes that may be in the next layer.
  absl::Status FindFromMarked(SearchSide side, uint32_t place, std::vector<FoundArc>& found) const {
    const std::vector<uint32_t>& layer = layers_.nodes[place];
    VertexNumbering number_of(layer.size());
    for (const uint32_t v : layer) number_of.Number(v);
    RETURN_IF_ERROR(stop_.Check());
    const uint32_t depth = DepthOf(side, place) - 1;
    for (const Csr& csr : graph_.ArcsFrom(side, depth).Relations()) {
      ForNear(side, depth, [&](uint32_t v) {
        for (const uint32_t next : csr.Row(v)) {
          const uint32_t number = number_of.Find(next);
          if (number != VertexNumbering::kNone && next != v) found.push_back({v, number});
        }
      });
    }
    return absl::OkStatus();
  }

  bool IsLayerCheaper(SearchSide side, uint32_t place) const {
    const uint32_t depth = DepthOf(side, place);
    uint64_t from_layer = 0;
    uint64_t from_marked = 0;
    for (const Csr& csr : graph_.ArcsFrom(Other(side), depth).Relations()) {
      for (const uint32_t v : layers_.nodes[place]) from_layer += csr.Degree(v);
    }
    for (const Csr& csr : graph_.ArcsFrom(side, depth - 1).Relations()) {
      ForNear(side, depth - 1, [&](uint32_t v) { from_marked += csr.Degree(v); });
    }
    return kMarkCost * from_layer <= from_marked;
  }

  // From the layer at `place`, the next one towards that end and the arcs between.
  absl::Status Grow(SearchSide side, uint32_t place) {
    std::vector<FoundArc> found;
    RETURN_IF_ERROR(IsLayerCheaper(side, place) ? FindFromLayer(side, place, found)
                                                : FindFromMarked(side, place, found));
    SortDistinct(found);
    const bool to_start = side == SearchSide::kFrom;
    std::vector<uint32_t>& next = layers_.nodes[to_start ? place - 1 : place + 1];
    std::vector<LayerArc>& arcs = layers_.arcs[to_start ? place - 1 : place];
    arcs.reserve(found.size());
    for (const FoundArc& arc : found) {
      if (next.empty() || next.back() != arc.vertex) next.push_back(arc.vertex);
      const auto number = static_cast<uint32_t>(next.size() - 1);
      arcs.push_back(to_start ? LayerArc{number, arc.number} : LayerArc{arc.number, number});
    }
    if (!to_start) std::sort(arcs.begin(), arcs.end());
    return absl::OkStatus();
  }

  const PathGraph& graph_;
  const BidirectionalSearch& search_;
  uint32_t hop_;    // steps of a hop
  uint32_t steps_;  // of a path
  uint32_t slack_;  // steps that the paths have more than the shortest
  StopFlag stop_;
  Layers layers_;
};

// The hops from people to people that lead through papers, each once, whatever the papers.
absl::StatusOr<std::vector<LayerArc>> Join(const std::vector<LayerArc>& to_papers,
                                           const std::vector<LayerArc>& from_papers, size_t papers,
                                           const std::vector<uint32_t>& from,
                                           const std::vector<uint32_t>& to, StopFlag stop) {
  std::vector<size_t> begins(papers + 1, 0);
  for (const LayerArc& arc : from_papers) ++begins[arc.from + 1];
  for (size_t i = 0; i < papers; ++i) begins[i + 1] += begins[i];
  std::vector<LayerArc> hops;
  size_t of_person = 0;  // where the hops of the present person begin
  for (size_t i = 0; i < to_papers.size(); ++i) {
    const auto [person, paper] = to_papers[i];
    if (i % kNodesBetweenStops == 0) RETURN_IF_ERROR(stop.Check());
    for (size_t j = begins[paper]; j < begins[paper + 1]; ++j) {
      // Longer paths may come back to a paper, but not to the same person by it.
      if (to[from_papers[j].to] != from[person]) hops.push_back({person, from_papers[j].to});
    }
    if (i + 1 < to_papers.size() && to_papers[i + 1].from == person) continue;
    const auto begin = hops.begin() + static_cast<ptrdiff_t>(of_person);
    std::sort(begin, hops.end());
    hops.erase(std::unique(begin, hops.end()), hops.end());
    of_person = hops.size();
  }
  return hops;
}

absl::StatusOr<Layers> HopsOf(Layers steps, uint32_t steps_per_hop, StopFlag stop) {
  if (steps_per_hop == 1) return steps;
  Layers hops(steps.nodes.size() / 2 + 1);
  for (size_t place = 0; place < hops.nodes.size(); ++place) {
    hops.nodes[place] = std::move(steps.nodes[2 * place]);
  }
  for (size_t place = 0; place < hops.arcs.size(); ++place) {
    ASSIGN_OR_RETURN(hops.arcs[place], Join(steps.arcs[2 * place], steps.arcs[2 * place + 1],
                                            steps.nodes[2 * place + 1].size(), hops.nodes[place],
                                            hops.nodes[place + 1], stop));
  }
  return hops;
}

PathDag Assemble(const Layers& hops) {
  PathDag dag;
  for (size_t place = 0; place < hops.nodes.size(); ++place) {
    const bool is_last = place + 1 == hops.nodes.size();
    const size_t count = hops.nodes[place].size();
    const auto first_of_next = static_cast<uint32_t>(dag.vertices.size() + count);
    dag.vertices.insert(dag.vertices.end(), hops.nodes[place].begin(), hops.nodes[place].end());
    dag.is_end.resize(dag.vertices.size(), is_last ? 1 : 0);
    size_t arc = 0;
    for (uint32_t number = 0; number < count; ++number) {
      dag.arc_begins.push_back(dag.arcs.size());
      if (place == 0) dag.starts.push_back(number);
      if (is_last) continue;
      const std::vector<LayerArc>& arcs = hops.arcs[place];
      for (; arc < arcs.size() && arcs[arc].from == number; ++arc) {
        dag.arcs.push_back(first_of_next + arcs[arc].to);
      }
    }
  }
  dag.arc_begins.push_back(dag.arcs.size());
  return dag;
}

// A node one step nearer to that side's end than `vertex`, which is `depth` steps from it: the
// first that the rows list.
uint32_t StepTowards(const PathGraph& graph, const BidirectionalSearch& search, SearchSide side,
                     uint32_t vertex, uint32_t depth) {
  for (const Csr& csr : graph.ArcsFrom(Other(side), depth).Relations()) {
    for (const uint32_t v : csr.Row(vertex)) {
      if (search.LevelOf(side, v) == depth - 1) return v;
    }
  }
  return vertex;  // cannot be: who was reached was reached from somewhere
}

}  // namespace

absl::StatusOr<PathDag> PathsOfHops(const PathGraph& graph, const BidirectionalSearch& search,
                                    uint32_t hops, StopFlag stop) {
  ASSIGN_OR_RETURN(Layers steps, LayerBuilder(graph, search, hops, stop).Build());
  ASSIGN_OR_RETURN(const Layers layers, HopsOf(std::move(steps), graph.steps_per_hop(), stop));
  return Assemble(layers);
}

VertexPath PathThroughMeeting(const PathGraph& graph, const BidirectionalSearch& search) {
  VertexPath steps = {search.met().front()};
  for (uint32_t depth = search.level(SearchSide::kFrom); depth > 0; --depth) {
    steps.push_back(StepTowards(graph, search, SearchSide::kFrom, steps.back(), depth));
  }
  std::reverse(steps.begin(), steps.end());
  for (uint32_t depth = search.level(SearchSide::kTo); depth > 0; --depth) {
    steps.push_back(StepTowards(graph, search, SearchSide::kTo, steps.back(), depth));
  }
  VertexPath path;
  for (size_t i = 0; i < steps.size(); i += graph.steps_per_hop()) path.push_back(steps[i]);
  return path;
}

}  // namespace coterie
