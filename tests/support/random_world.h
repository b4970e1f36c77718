// Small random scholarly worlds, with the definitions of co-authorship written down a second time.
//
// The oracle knows nothing of CSR, vertices or hashing: it loops over all papers with sets and
// maps, straight from the definitions, so that an error in the engine is not repeated here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "engine/analysis/collaborators.h"
#include "tests/support/tiny_graphs.h"

namespace coterie::testing {

struct RandomPaper {
  std::vector<int> byline;  // person, or -1 for a place without identity; may repeat
  std::vector<std::set<int>> place_institutions;
  std::optional<int> year;
  bool is_retracted = false;
  std::set<int> topics;
  std::optional<int> venue;

  std::set<int> People() const;
  std::set<int> Institutions() const;
  int BylineSize() const;  // n
};

struct RandomWorld {
  static constexpr int kPeopleMax = 12;
  static constexpr int kOthers = 3;  // topics, institutions and venues, of each
  int people = 0;
  int import_year = 0;
  std::vector<RandomPaper> papers;

  explicit RandomWorld(std::mt19937& random);
  // Ordinal i + 1 of each kind is number i here.
  GraphInput Input() const;
};

// Options drawn at random over all their values; the vertices are those of `graph`.
StrengthOptions RandomStrength(std::mt19937& random, const GraphSnapshot& graph);

// The naive definitions.
class Oracle {
 public:
  Oracle(const RandomWorld& world, const GraphSnapshot& graph, const StrengthOptions& options);

  int as_of_year() const { return as_of_; }
  // Whether the paper counts; if it is one of the three that are told, that count in `left_out`
  // goes up.
  bool Counts(const RandomPaper& paper, LeftOut& left_out) const;
  bool Counts(const RandomPaper& paper) const {
    LeftOut ignored;
    return Counts(paper, ignored);
  }
  double Weight(const RandomPaper& paper) const;
  double Strength(int a, int b) const;  // S
  int Shared(int a, int b) const;       // c
  int Papers(int a) const;              // |P|
  int Links(int a) const;               // s
  // What the options make of S and c without normalisation.
  double Value(int a, int b) const;

 private:
  const RandomWorld& world_;
  const GraphSnapshot& graph_;
  StrengthOptions options_;
  int as_of_ = 0;
};

}  // namespace coterie::testing
