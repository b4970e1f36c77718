// From the marks of a search to the graph of all its paths: layer i holds whoever stands at place
// i.
//
// Layer: engine. The layer where the two searches overlap comes first; from there, layers grow
// towards both ends, each through neighbours that are marked as near enough to that end.
#include <algorithm>

#include "engine/analysis/path_dag.h"
#include "schema/base.h"

namespace coterie {

namespace {

constexpr size_t kNodesBetweenStops = 256;

// An arc between places i and i + 1, by vertices.
struct LayerArc {
  uint32_t from;
  uint32_t to;
  friend auto operator<=>(const LayerArc&, const LayerArc&) = default;
};

std::vector<uint32_t> SortedDistinct(std::vector<uint32_t> vertices) {
  std::sort(vertices.begin(), vertices.end());
  vertices.erase(std::unique(vertices.begin(), vertices.end()), vertices.end());
  return vertices;
}

class LayerBuilder {
 public:
  LayerBuilder(const PathGraph& graph, const BidirectionalSearch& search, uint32_t hops,
               StopFlag stop)
      : graph_(graph),
        search_(search),
        hops_(hops),
        steps_(graph.steps_per_hop()),
        slack_((hops - search.distance()) * steps_),
        stop_(stop),
        layers_(hops + 1),
        arcs_(hops) {}

  absl::StatusOr<PathDag> Build() {
    // If the searches met on papers, between two places, the layer is the later of the two.
    const uint32_t reached = (search_.level(SearchSide::kFrom) + steps_ - 1) / steps_;
    const uint32_t middle = std::min(reached, hops_);
    layers_[middle] = MiddleLayer(middle);
    for (uint32_t place = middle; place > 0; --place) {
      RETURN_IF_ERROR(Grow(SearchSide::kFrom, place));
    }
    for (uint32_t place = middle; place < hops_; ++place) {
      RETURN_IF_ERROR(Grow(SearchSide::kTo, place));
    }
    return Assemble();
  }

  // The nodes that may come before (kFrom) or after (kTo) `vertex`, which is `depth` hops from that
  // end; distinct, ascending.
  std::vector<uint32_t> Nearer(SearchSide side, uint32_t vertex, uint32_t depth) const {
    std::vector<uint32_t> found;
    if (steps_ == 1) {
      // Against the arcs that the side's own search followed.
      for (const Csr& csr : graph_.ArcsFrom(Other(side), 0).Relations()) {
        AppendNear(side, csr.Row(vertex), vertex, depth - 1, found);
      }
    } else {
      const uint32_t papers_level_max = 2 * depth - 1;
      for (const uint32_t paper : graph_.ArcsFrom(side, 0).relations[0].Row(vertex)) {
        if (search_.LevelOf(side, paper) > papers_level_max) continue;
        AppendNear(side, graph_.ArcsFrom(side, 1).relations[0].Row(paper), vertex, depth - 1,
                   found);
      }
    }
    return SortedDistinct(std::move(found));
  }

 private:
  // Whether a walk of `depth` hops, no more than the slack of it wasted, may lead from that end to
  // the vertex.
  bool IsNear(SearchSide side, uint32_t vertex, uint32_t depth) const {
    const uint32_t level = search_.LevelOf(side, vertex);
    return level <= depth * steps_ && level + slack_ >= depth * steps_;
  }

  void AppendNear(SearchSide side, std::span<const uint32_t> row, uint32_t vertex, uint32_t depth,
                  std::vector<uint32_t>& found) const {
    for (const uint32_t v : row) {
      if (v != vertex && IsNear(side, v, depth)) found.push_back(v);
    }
  }

  std::vector<uint32_t> MiddleLayer(uint32_t middle) const {
    const uint32_t from_end = hops_ - middle;
    const uint32_t from_level = search_.level(SearchSide::kFrom);
    const uint32_t to_level = search_.level(SearchSide::kTo);
    if (from_level + to_level == hops_ * steps_ && from_level % steps_ == 0) {
      return SortedDistinct({search_.met().begin(), search_.met().end()});
    }
    std::vector<uint32_t> layer;
    if (from_level % steps_ != 0) {  // met on papers
      for (const uint32_t paper : search_.met()) {
        for (const uint32_t v : graph_.ArcsFrom(SearchSide::kTo, 1).relations[0].Row(paper)) {
          if (IsNear(SearchSide::kTo, v, from_end)) layer.push_back(v);
        }
      }
      return SortedDistinct(std::move(layer));
    }
    for (uint32_t level = middle * steps_ - std::min(slack_, middle * steps_);
         level <= middle * steps_; level += steps_) {
      for (const uint32_t v : search_.NodesAt(SearchSide::kFrom, level)) {
        if (IsNear(SearchSide::kTo, v, from_end)) layer.push_back(v);
      }
    }
    return SortedDistinct(std::move(layer));
  }

  // From the layer at `place`, the next one towards that end and the arcs between.
  absl::Status Grow(SearchSide side, uint32_t place) {
    const bool to_start = side == SearchSide::kFrom;
    const uint32_t depth = to_start ? place : hops_ - place;
    std::vector<LayerArc>& arcs = arcs_[to_start ? place - 1 : place];
    std::vector<uint32_t>& next = layers_[to_start ? place - 1 : place + 1];
    for (size_t i = 0; i < layers_[place].size(); ++i) {
      if (i % kNodesBetweenStops == 0) RETURN_IF_ERROR(stop_.Check());
      const uint32_t v = layers_[place][i];
      for (const uint32_t u : Nearer(side, v, depth)) {
        arcs.push_back(to_start ? LayerArc{u, v} : LayerArc{v, u});
        next.push_back(u);
      }
    }
    next = SortedDistinct(std::move(next));
    if (to_start) std::sort(arcs.begin(), arcs.end());  // towards the other end they are
    return absl::OkStatus();
  }

  PathDag Assemble() const {
    PathDag dag;
    for (uint32_t place = 0; place <= hops_; ++place) {
      const std::vector<uint32_t>& layer = layers_[place];
      const auto first = static_cast<uint32_t>(dag.vertices.size());
      const auto first_of_next = static_cast<uint32_t>(first + layer.size());
      dag.vertices.insert(dag.vertices.end(), layer.begin(), layer.end());
      dag.is_end.resize(dag.vertices.size(), place == hops_ ? 1 : 0);
      size_t arc = 0;
      for (const uint32_t v : layer) {
        dag.arc_begins.push_back(dag.arcs.size());
        if (place == 0) dag.starts.push_back(first + static_cast<uint32_t>(dag.starts.size()));
        if (place == hops_) continue;
        // Both ascend, so that targets are found by going on from the last one.
        auto target = layers_[place + 1].begin();
        for (; arc < arcs_[place].size() && arcs_[place][arc].from == v; ++arc) {
          target = std::lower_bound(target, layers_[place + 1].end(), arcs_[place][arc].to);
          const auto number = target - layers_[place + 1].begin();
          dag.arcs.push_back(first_of_next + static_cast<uint32_t>(number));
        }
      }
    }
    dag.arc_begins.push_back(dag.arcs.size());
    return dag;
  }

  const PathGraph& graph_;
  const BidirectionalSearch& search_;
  uint32_t hops_;
  uint32_t steps_;
  uint32_t slack_;  // steps that the paths have more than the shortest
  StopFlag stop_;
  std::vector<std::vector<uint32_t>> layers_;  // by place, ascending
  std::vector<std::vector<LayerArc>> arcs_;    // by place of their tails, ascending
};

}  // namespace

absl::StatusOr<PathDag> PathsOfHops(const PathGraph& graph, const BidirectionalSearch& search,
                                    uint32_t hops, StopFlag stop) {
  return LayerBuilder(graph, search, hops, stop).Build();
}

VertexPath PathThroughMeeting(const PathGraph& graph, const BidirectionalSearch& search) {
  const uint32_t steps = graph.steps_per_hop();
  const uint32_t place = search.level(SearchSide::kFrom) / steps;
  const LayerBuilder builder(graph, search, search.distance(), StopFlag());
  uint32_t middle = search.met().front();
  if (search.level(SearchSide::kFrom) % steps != 0) {
    // A paper: on from the first person of it that the other search had reached.
    const uint32_t level = search.level(SearchSide::kFrom) - 1;
    for (const uint32_t v : graph.ArcsFrom(SearchSide::kFrom, 1).relations[0].Row(middle)) {
      if (search.LevelOf(SearchSide::kFrom, v) != level) continue;
      middle = v;
      break;
    }
  }
  VertexPath path = {middle};
  for (uint32_t depth = place; depth > 0; --depth) {
    path.push_back(builder.Nearer(SearchSide::kFrom, path.back(), depth).front());
  }
  std::reverse(path.begin(), path.end());
  for (uint32_t depth = search.distance() - place; depth > 0; --depth) {
    path.push_back(builder.Nearer(SearchSide::kTo, path.back(), depth).front());
  }
  return path;
}

}  // namespace coterie
