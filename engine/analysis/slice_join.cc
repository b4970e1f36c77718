// Breadth-first searches towards what is joined already. Layer: engine.
#include "engine/analysis/slice_join.h"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>

#include "engine/graph/bgl_view.h"

namespace coterie {

namespace {

constexpr uint32_t kFar = UINT32_MAX;

Network NetworkOf(const CandidateGraph& candidates) {
  std::vector<NetworkEdge> edges;
  for (uint32_t a = 0; a < candidates.size(); ++a) {
    candidates.ForEachLink(a, [&](uint32_t b, uint8_t) {
      if (a < b) edges.push_back({a, b, 1});
    });
  }
  std::sort(edges.begin(), edges.end(), [](const NetworkEdge& x, const NetworkEdge& y) {
    return x.a != y.a ? x.a < y.a : x.b < y.b;
  });
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());  // papers that cite each other
  return {candidates.size(), std::move(edges)};
}

}  // namespace

// Breadth-first searches in one copy of the candidate graph; the marks of one are taken back by the
// next.
class SliceJoiner::CandidateSearch {
 public:
  explicit CandidateSearch(const CandidateGraph& candidates)
      : candidates_(candidates),
        network_(NetworkOf(candidates)),
        colors_(candidates.size(), boost::white_color),
        distance_(candidates.size(), kFar) {}

  uint32_t member_count() const { return network_.vertex_count(); }

  std::vector<uint32_t> PathTo(uint32_t member, const Frontier& joined) {
    const uint32_t end = NearestJoined(member, joined);
    if (end == kFar) return {};
    std::vector<uint32_t> path = {candidates_.VertexOf(end)};
    for (uint32_t at = end; at != member;) {
      uint32_t next = kFar;
      for (const uint32_t m : network_.Adjacency().Row(at)) {
        if (distance_[m] != kFar && distance_[m] + 1 == distance_[at]) next = Smaller(m, next);
      }
      at = next;
      path.push_back(candidates_.VertexOf(at));
    }
    return path;
  }

 private:
  struct AllNearestFound {};
  // Stops when every member as near as the nearest joined one was met.
  struct Visitor : boost::default_bfs_visitor {
    explicit Visitor(CandidateSearch& of, const Frontier& to) : search(of), joined(to) {}
    void discover_vertex(uint32_t m, const UndirectedView&) const { search.met_.push_back(m); }
    void tree_edge(const Arc& arc, const UndirectedView&) const {
      search.distance_[arc.target] = search.distance_[arc.source] + 1;
    }
    void examine_vertex(uint32_t m, const UndirectedView&) const {
      if (search.distance_[m] > search.nearest_) throw AllNearestFound();
      if (joined.HasEntered(m)) {
        search.nearest_ = search.distance_[m];
        search.end_ = search.Smaller(m, search.end_);
      }
    }
    CandidateSearch& search;
    const Frontier& joined;
  };

  uint32_t Smaller(uint32_t x, uint32_t y) const {
    return y == kFar || candidates_.VertexOf(x) < candidates_.VertexOf(y) ? x : y;
  }

  uint32_t NearestJoined(uint32_t member, const Frontier& joined) {
    for (const uint32_t m : met_) {
      colors_[m] = boost::white_color;
      distance_[m] = kFar;
    }
    met_.clear();
    nearest_ = kFar;
    end_ = kFar;
    distance_[member] = 0;
    boost::queue<uint32_t> queue;
    try {  // Boost.Graph's one way out of a search
      boost::breadth_first_visit(
          UndirectedView(network_), member, queue, Visitor(*this, joined),
          boost::make_iterator_property_map(colors_.begin(), VertexIndexMap()));
    } catch (const AllNearestFound&) {
    }
    return end_;
  }

  const CandidateGraph& candidates_;
  const Network network_;
  std::vector<boost::default_color_type> colors_;  // white but for those met, as is kFar below
  std::vector<uint32_t> distance_;                 // from the member
  std::vector<uint32_t> met_;
  uint32_t nearest_ = kFar;
  uint32_t end_ = kFar;
};

// A level is processed by NodeId, so that the first to find a node is the smallest that leads to
// it.
std::vector<uint32_t> SliceJoiner::PathInGraph(uint32_t vertex) const {
  VertexNumbering seen(256);
  std::vector<uint32_t> found_by;  // by number
  seen.Number(vertex);
  found_by.push_back(vertex);
  std::vector<uint32_t> level = {vertex};
  std::vector<uint32_t> next;
  uint64_t arcs = 0;
  while (!level.empty()) {
    uint32_t end = kFar;
    next.clear();
    for (const uint32_t u : level) {
      for (const ArcGroup& group : graph_.Groups(u)) {
        const std::span<const uint32_t> row = graph_.Row(group.relation, u);
        arcs += row.size();
        if (arcs > kJoinArcsMax || stop_.IsSet()) return {};
        for (const uint32_t v : row) {
          if (seen.Find(v) != VertexNumbering::kNone || !graph_.Has(v)) continue;
          seen.Number(v);
          found_by.push_back(u);
          next.push_back(v);
          const uint32_t member = candidates_.Find(v);
          if (member != CandidateGraph::kNone && joined_.HasEntered(member)) end = std::min(end, v);
        }
      }
    }
    if (end != kFar) {
      std::vector<uint32_t> path = {end};
      while (path.back() != vertex) path.push_back(found_by[seen.Find(path.back())]);
      return path;
    }
    std::sort(next.begin(), next.end());
    level.swap(next);
  }
  return {};
}

SliceJoiner::SliceJoiner(SliceGraph& graph, const CandidateGraph& candidates,
                         const Frontier& joined, StopFlag stop)
    : graph_(graph), candidates_(candidates), joined_(joined), stop_(stop) {}
SliceJoiner::~SliceJoiner() = default;

std::vector<uint32_t> SliceJoiner::PathTo(uint32_t member) {
  if (search_ == nullptr || search_->member_count() != candidates_.size()) {
    search_ = std::make_unique<CandidateSearch>(candidates_);
  }
  std::vector<uint32_t> path = search_->PathTo(member, joined_);
  return path.empty() ? PathInGraph(candidates_.VertexOf(member)) : path;
}

}  // namespace coterie
