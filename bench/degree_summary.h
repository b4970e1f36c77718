// Counts and degree distributions of a synthetic graph, to set beside those of real data.
//
// Layer: bench. Holds the bylines (4 bytes an authorship) and a few numbers a node while it runs;
// the generator itself holds nothing of the graph's size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/synthetic_graph.h"

namespace coterie::bench {

// Nearest-rank percentiles over all nodes, those with none included.
struct Distribution {
  uint64_t total = 0;
  uint32_t median = 0;
  uint32_t p90 = 0;
  uint32_t p99 = 0;
  uint32_t maximum = 0;
};
Distribution DistributionOf(std::vector<uint32_t> values);

struct DegreeSummary {
  uint32_t papers = 0;
  uint32_t people = 0;
  uint64_t authorships = 0;
  uint64_t citations = 0;
  uint64_t topic_assignments = 0;
  uint64_t coauthor_pairs = 0;  // edges of the co-author projection
  uint32_t undated = 0;
  uint32_t retracted = 0;
  uint32_t hyper_authored = 0;  // more than 25 on the byline
  Distribution papers_of_person;
  Distribution coauthors_of_person;
  Distribution byline_length;
  Distribution references;
  Distribution cited_by;
  Distribution papers_of_topic;
  Distribution papers_of_institution;
};

// Complexity: O(papers + pairs of co-authors a paper) time.
DegreeSummary Summarize(const SyntheticGraph& graph);

// A table, a line a distribution.
std::string ToTable(const DegreeSummary& summary);

}  // namespace coterie::bench
