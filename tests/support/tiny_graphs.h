// Graphs for tests: any nodes and lists in any order, or tiny ones drawn in ASCII.
//
// A drawing has one line a paper, and lines for what is not on papers:
//
//   p1 2020: ann[mit,eth] bob ? | #ml:0.9 #db @icml >p2 >absent
//   p2 undated retracted: ann
//   affiliation ann: mit
//   parent mit: usa-system
//   broader #ml: #cs
//
// `?` is a place without identity, [..] the institutions of a place, # a topic with its score, @
// the venue, > a reference (a stub if no line draws it). NodeIds follow the order of first
// appearance, so that ties by NodeId can be read off the drawing.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "engine/graph/graph_snapshot.h"
#include "storage/read_snapshot.h"

namespace coterie::testing {

// Nodes and outgoing lists, fed to GraphBuilder in the order of a store scan.
class GraphInput {
 public:
  void AddNode(NodeId id, std::string name, int16_t year = kNoYear);
  void MarkStub(NodeId paper) { nodes_[paper].is_stub = true; }
  void MarkRetracted(NodeId paper) { nodes_[paper].is_retracted = true; }
  // The list of that source and kind, made empty on first use.
  AdjacencyList& List(NodeId source, EdgeKind kind);
  absl::StatusOr<std::shared_ptr<const GraphSnapshot>> Build(int16_t import_year = kNoYear) const;

 private:
  struct Node {
    std::string name;
    int16_t year = kNoYear;
    bool is_stub = false;
    bool is_retracted = false;
  };
  std::map<NodeId, Node> nodes_;
  std::map<std::pair<NodeId, EdgeKind>, AdjacencyList> lists_;
};

class TinyGraph {
 public:
  explicit TinyGraph(std::string_view drawing, int16_t import_year = kNoYear);

  const GraphSnapshot& graph() const { return *graph_; }
  const GraphSnapshot* operator->() const { return graph_.get(); }
  // By the name in the drawing, # and @ included.
  Vertex operator[](std::string_view name) const;
  NodeId IdOf(std::string_view name) const;
  std::string NameOf(Vertex v) const { return std::string(graph_->NameOf(v)); }
  // "ann bob", for comparisons with rows.
  std::string NamesOf(std::span<const uint32_t> vertices) const;

 private:
  NodeId Node(NodeKind kind, std::string_view name);
  void DrawPaper(std::string_view head, std::string_view rest);
  void DrawPlace(AdjacencyList& byline, std::string_view place);
  void DrawMark(NodeId paper, std::string_view mark);

  GraphInput input_;
  std::map<std::string, NodeId, std::less<>> ids_;
  std::map<NodeKind, uint64_t> last_ordinal_;
  std::shared_ptr<const GraphSnapshot> graph_;
};

}  // namespace coterie::testing
