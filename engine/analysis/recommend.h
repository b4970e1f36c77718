// Recommended collaborators: people who are not yet co-authors, ranked by nearness.
//
// Layer: engine. A paper counts as engine/analysis/paper_weight.h judges it (years, as-of year,
// filters, retracted, at most `max_authors` people). Two people are *tied* if they share a paper
// that counts; k(B) is the number of people tied to B. Functions are thread-safe.
//
// Never recommended: the person, and everybody who shares any paper with the person, whether it
// counts or not (hyper-authored, retracted, outside the years); only papers after an as-of year
// that the caller gave are not looked at, so that a past state can be asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/collaborators.h"
#include "engine/analysis/stop_flag.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

enum class RecommendBy : uint8_t {
  // Personalised PageRank from the person over people, papers and topics. A step chooses a group
  // among those present (at a paper: people, topics; at a person and at a topic: papers), then an
  // arc in it: P(u -> v) = 1 / (groups at u · arcs in the group). A walk that steps onto a paper
  // that does not count ends there. Source: Andersen, Chung, Lang (2006) for the push.
  kPageRank = 1,
  // Sum over B tied to both of 1 / ln k(B); k(B) >= 2. Source: Adamic, Adar (2003).
  kAdamicAdar = 2,
  // Sum over B tied to both of 1 / k(B). Source: Zhou, Lu, Zhang (2009).
  kResourceAllocation = 3,
};

// Arcs walked at most where nobody says otherwise: on 13,000 papers of OpenAlex (0.5 million arcs)
// walks end by themselves after 20 million, in 50 ms; on 150,000 papers (6 million arcs) the limit
// leaves 10 % of the mass, and the first ten are those of the whole walk.
inline constexpr uint64_t kRecommendWork = 25'000'000;

struct RecommendOptions {
  RecommendBy by = RecommendBy::kPageRank;
  // Which papers count; the half-life and the counting are not used.
  StrengthOptions papers;
  uint32_t limit = 20;
  uint32_t connection_limit = 3;  // people and topics named a row
  double alpha = 0.15;            // PageRank: where a walk ends, at each step
  // Arcs that may be walked before the ranking. PageRank: pushes end there. Else: the person's
  // co-authors are walked in the order shared papers desc, NodeId asc, and the rest is left out.
  uint64_t work_limit = kRecommendWork;
  StopFlag stop;  // asked about for every push, co-author and row
};

// A person tied to both.
struct ConnectingPerson {
  Vertex person;
  uint32_t papers_with_person = 0;     // that count, shared with who asked
  uint32_t papers_with_candidate = 0;  // that count, shared with who is recommended
};

// A topic that papers of both have; papers that count. Its *share* is the lesser of the two numbers
// over all papers of the topic, those that do not count included: specific topics connect more than
// broad ones, which half of the graph has in common.
struct ConnectingTopic {
  Vertex topic;
  uint32_t papers_of_person = 0;
  uint32_t papers_of_candidate = 0;
};

struct Recommendation {
  Vertex person;
  double score = 0;
  uint32_t common_coauthors = 0;  // people tied to both
  uint32_t common_topics = 0;
  // By the lesser of the two numbers desc, their sum desc, NodeId asc.
  std::vector<ConnectingPerson> people;
  // By share desc, the lesser of the two numbers desc, their sum desc, NodeId asc.
  std::vector<ConnectingTopic> topics;
};

struct RecommendationList {
  int16_t as_of_year = kNoYear;
  std::vector<Recommendation> rows;  // score desc, NodeId asc
  uint32_t coauthors = 0;            // people tied to the person
  uint32_t coauthors_walked = 0;     // of them; all of them with PageRank
  uint64_t arcs_walked = 0;
  // PageRank: 0 <= pi(v) - score(v) <= error_bound for everybody; else 0. Rows whose scores are
  // less than that apart may stand the other way round in the whole walk's order.
  double error_bound = 0;
  // The work limit ended the walk: scores are lower bounds, and somebody may be missing.
  bool truncated = false;
  LeftOut left_out;  // of the person's papers
};

// Complexity: O(work_limit) for the ranking, whatever the graph and the person (see
// engine/analysis/nearness_walk.h for what an arc costs); then, for each row,
// the papers of the candidate, of which the 2,048 of greatest NodeId are looked at for the names.
// The person's own papers are read whole. Memory by what is walked.
// Errors: InvalidArgument (not a person; alpha not within (0, 1); those of PaperWeights);
// Cancelled.
absl::StatusOr<RecommendationList> RecommendedCollaborators(const GraphSnapshot& graph,
                                                            Vertex person,
                                                            const RecommendOptions& options);

// The definition in words with its parameters, as printed beside the numbers.
std::string DescribeRecommendation(const RecommendOptions& options, int16_t as_of_year);

}  // namespace coterie
