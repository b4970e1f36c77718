#include "bench/adjacency_graph.h"

#include <algorithm>

namespace coterie::bench {

PaperLists FlatGraph::ListsOf(uint32_t paper) const {
  PaperLists lists;
  lists.paper = paper;
  for (size_t k = 0; k < out.size(); ++k) {
    lists.targets[k] = out[k].Row(paper);
    if (!out[k].payload.empty()) {
      lists.payload[k] =
          std::span(out[k].payload).subspan(out[k].begin[paper], lists.targets[k].size());
    }
  }
  return lists;
}

FlatGraph Flatten(const SyntheticGraph& graph) {
  FlatGraph flat;
  flat.target_counts = {graph.person_count(), SyntheticGraph::kTopics, graph.paper_count()};
  for (uint32_t i = 0; i < graph.paper_count(); ++i) {
    SyntheticPaper paper = graph.Paper(i);
    std::sort(paper.topics.begin(), paper.topics.end(),
              [](const SyntheticTopic& a, const SyntheticTopic& b) { return a.topic < b.topic; });
    std::sort(paper.references.begin(), paper.references.end());
    for (const SyntheticAuthorship& place : paper.byline) {
      flat.out[0].targets.push_back(place.person);
      flat.out[0].payload.push_back(place.is_corresponding ? 1 : 0);
    }
    for (const SyntheticTopic& topic : paper.topics) {
      flat.out[1].targets.push_back(topic.topic);
      flat.out[1].payload.push_back(static_cast<uint16_t>(topic.score));
    }
    flat.out[2].targets.insert(flat.out[2].targets.end(), paper.references.begin(),
                               paper.references.end());
    for (FlatRows& rows : flat.out) rows.EndRow();
  }
  return flat;
}

FlatRows Transpose(const FlatRows& rows, uint32_t row_count, uint32_t target_count) {
  FlatRows result;
  const uint32_t end = rows.begin[row_count];
  result.begin.assign(size_t{target_count} + 1, 0);
  for (uint32_t i = 0; i < end; ++i) ++result.begin[rows.targets[i] + 1];
  for (size_t t = 1; t < result.begin.size(); ++t) result.begin[t] += result.begin[t - 1];
  result.targets.resize(end);
  std::vector<uint32_t> next(result.begin.begin(), result.begin.end() - 1);
  for (uint32_t row = 0; row < row_count; ++row) {
    for (const uint32_t target : rows.Row(row)) result.targets[next[target]++] = row;
  }
  return result;
}

}  // namespace coterie::bench
