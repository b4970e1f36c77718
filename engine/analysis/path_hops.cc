// The papers and directions of hops. Layer: engine.
#include "engine/analysis/path_hops.h"

#include <algorithm>

#include "engine/analysis/shared_rows.h"

namespace coterie {

namespace {

bool Holds(std::span<const uint32_t> row, uint32_t v) {
  return std::binary_search(row.begin(), row.end(), v);
}

}  // namespace

void HopDetails::AddShared(uint32_t a, uint32_t b, PathNode& node) {
  const bool is_fractional = options_->length == PathLength::kStrength &&
                             options_->papers.counting == Counting::kFractional;
  const Csr papers_of = graph_->graph().Adjacency(Relation::kPersonPapers);
  int newest = std::numeric_limits<int>::min();
  ForShared(papers_of.Row(a), papers_of.Row(b), [&](uint32_t paper) {
    if (graph_->IsExcluded(paper) || !graph_->Stands(paper)) return;
    ++node.shared_papers;
    const int16_t year = weights_.Year(paper);
    if (options_->explain) {
      node.papers.push_back({.paper = Vertex{paper},
                             .year = year,
                             .byline_size = weights_.BylineSize(paper),
                             .weight = is_fractional ? weights_.Weight(paper) : 1});
    }
    const int age_key = year == kNoYear ? std::numeric_limits<int>::min() : year;
    if (node.via_paper.has_value() && age_key <= newest) return;
    newest = age_key;
    node.via_paper = Vertex{paper};
  });
}

PathNode HopDetails::Hop(uint32_t from, uint32_t to) {
  PathNode node;
  node.node = Vertex{to};
  if (options_->over == PathOver::kCoauthor) {
    AddShared(from, to, node);
    return node;
  }
  const Csr references = graph_->graph().Adjacency(Relation::kReferences);
  const bool cites = Holds(references.Row(from), to);
  const bool is_cited = Holds(references.Row(to), from);
  node.direction = cites && is_cited ? CitationDirection::kEither
                   : cites           ? CitationDirection::kReferences
                                     : CitationDirection::kCitedBy;
  return node;
}

Path HopDetails::Describe(std::span<const uint32_t> vertices) {
  Path path;
  path.length = static_cast<double>(vertices.size() - 1);
  path.nodes.reserve(vertices.size());
  path.nodes.emplace_back().node = Vertex{vertices.front()};
  for (size_t i = 1; i < vertices.size(); ++i) {
    const uint64_t key = (uint64_t{vertices[i - 1]} << 32) | vertices[i];
    const auto [it, is_new] = hops_.try_emplace(key);
    if (is_new) it->second = Hop(vertices[i - 1], vertices[i]);
    path.nodes.push_back(it->second);
  }
  return path;
}

}  // namespace coterie
