// Readers of the third-party graphs.
#include "tests/support/graph_files.h"

#include <zstd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <limits>
#include <sstream>

#include "tests/support/catch.h"

namespace coterie::testing {

namespace {

std::string Decompress(const std::string& bytes) {
  ZSTD_DCtx* const context = ZSTD_createDCtx();
  std::string text;
  std::string chunk(size_t{1} << 20, '\0');
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  while (in.pos < in.size) {
    ZSTD_outBuffer out{chunk.data(), chunk.size(), 0};
    const size_t left = ZSTD_decompressStream(context, &out, &in);
    REQUIRE_FALSE(ZSTD_isError(left));
    text.append(chunk, 0, out.pos);
  }
  ZSTD_freeDCtx(context);
  return text;
}

bool IsData(const std::string& line) {
  return !line.empty() && std::isdigit(static_cast<unsigned char>(line[0])) != 0;
}

}  // namespace

void FileGraph::Number() {
  for (const Edge& edge : edges) {
    vertex_of[edge.source];
    vertex_of[edge.target];
  }
  for (auto& [id, vertex] : vertex_of) {
    vertex = static_cast<uint32_t>(ids.size());
    ids.push_back(id);
  }
}

Network FileGraph::Undirected() const {
  std::map<std::pair<uint32_t, uint32_t>, double> distinct;
  for (const Edge& edge : edges) {
    if (edge.source == edge.target) continue;
    distinct.emplace(std::minmax(vertex_of.at(edge.source), vertex_of.at(edge.target)),
                     edge.weight);
  }
  std::vector<NetworkEdge> list;
  list.reserve(distinct.size());
  for (const auto& [ends, weight] : distinct) list.push_back({ends.first, ends.second, weight});
  return {size(), std::move(list)};
}

CsrArrays FileGraph::Directed(std::vector<double>& weights) const {
  std::vector<std::map<uint32_t, double>> rows(size());
  for (const Edge& edge : edges) {
    if (edge.source == edge.target) continue;
    rows[vertex_of.at(edge.source)].emplace(vertex_of.at(edge.target), edge.weight);
  }
  CsrWriter writer(0, size(), edges.size());
  for (uint32_t v = 0; v < size(); ++v) {
    std::vector<uint32_t> targets;
    for (const auto& [target, weight] : rows[v]) {
      targets.push_back(target);
      weights.push_back(weight);
    }
    writer.AppendRow(v, targets);
  }
  return std::move(writer).Finish();
}

std::string ReadText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  INFO(path);
  REQUIRE(in.good());
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return path.ends_with(".zst") ? Decompress(bytes) : bytes;
}

FileGraph ReadEdgeList(const std::string& text) {
  FileGraph graph;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!IsData(line)) continue;
    std::istringstream fields(line);
    FileGraph::Edge edge{0, 0, 1};
    fields >> edge.source >> edge.target;
    REQUIRE_FALSE(fields.fail());
    double weight = 0;
    if (fields >> weight) edge.weight = weight;
    graph.edges.push_back(edge);
  }
  graph.Number();
  return graph;
}

FileGraph ReadNeighbourLists(const std::string& text) {
  FileGraph graph;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!IsData(line)) continue;
    std::istringstream fields(line);
    int64_t source = 0;
    fields >> source;
    graph.vertex_of[source];
    for (int64_t target = 0; fields >> target;) graph.edges.push_back({source, target, 1});
  }
  graph.Number();
  return graph;
}

FileGraph ReadGml(const std::string& text) {
  FileGraph graph;
  std::istringstream words(text);
  int64_t source = 0;
  for (std::string word; words >> word;) {
    if (word == "label") {  // a string, possibly with spaces
      words.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    } else if (word == "id") {
      int64_t id = 0;
      words >> id;
      graph.vertex_of[id];
    } else if (word == "source") {
      words >> source;
    } else if (word == "target") {
      int64_t target = 0;
      words >> target;
      graph.edges.push_back({source, target, 1});
    }
  }
  graph.Number();
  return graph;
}

std::map<int64_t, double> ReadValues(const std::string& text) {
  std::map<int64_t, double> values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!IsData(line)) continue;
    std::istringstream fields(line);
    int64_t vertex = 0;
    std::string value;
    fields >> vertex >> value;
    const bool is_unreached = value == "9223372036854775807";
    values[vertex] = is_unreached ? std::numeric_limits<double>::infinity() : std::stod(value);
  }
  return values;
}

}  // namespace coterie::testing
