// Readers of the third-party graphs: edge lists, neighbour lists, GML; and their expected outputs.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/graph/csr_builder.h"
#include "engine/graph/network.h"

namespace coterie::testing {

// A graph as a file gives it: any ids, arcs in any number.
struct FileGraph {
  std::map<int64_t, uint32_t> vertex_of;  // dense, ascending by id once Number() has run
  std::vector<int64_t> ids;
  struct Edge {
    int64_t source;
    int64_t target;
    double weight;
  };
  std::vector<Edge> edges;

  void Number();
  uint32_t size() const { return static_cast<uint32_t>(ids.size()); }
  // Direction dropped; loops and repetitions too.
  Network Undirected() const;
  // Arcs as given, without loops and repetitions, and the weight of each.
  CsrArrays Directed(std::vector<double>& weights) const;
};

// The file's text; decompressed where the name ends in .zst.
std::string ReadText(const std::string& path);
// "source target [weight]" a line; lines that do not start with a digit are comments.
FileGraph ReadEdgeList(const std::string& text);
// "vertex neighbour neighbour …" a line.
FileGraph ReadNeighbourLists(const std::string& text);
FileGraph ReadGml(const std::string& text);
// "vertex value" a line; "Infinity" and LDBC's greatest integer mean unreached: infinite.
std::map<int64_t, double> ReadValues(const std::string& text);

}  // namespace coterie::testing
