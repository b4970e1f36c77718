// Which papers count in co-authorship, and with what weight: the one place that knows.
//
// Layer: engine. Every analysis that weighs co-authorship judges papers here, so that none can
// differ. A value of one query over one graph, which must outlive it; not thread-safe (it remembers
// decays).
//
// Source: the weight of a paper is 2^(-(Y - y)/H) / (n - 1), with n the people on its byline;
// Newman (2001, PRE 64, 016132) without the decay.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/collaborators.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

// What becomes of a paper. The last three are told to the user, in this order of precedence.
enum class PaperVerdict : uint8_t {
  kCounts,
  kFiltered,  // outside the years, or without a topic, institution or venue that was asked for
  kAfterAsOf,
  kRetracted,
  kHyperAuthored,
};

class PaperWeights {
 public:
  // Errors: InvalidArgument (half-life not positive; an empty year window; a filter vertex of
  // another kind).
  static absl::StatusOr<PaperWeights> Create(const GraphSnapshot& graph,
                                             const StrengthOptions& options);

  int16_t as_of_year() const { return as_of_year_; }
  // n: distinct people of the byline plus anonymous places.
  uint32_t BylineSize(uint32_t paper) const { return byline_sizes_[paper - first_paper_]; }
  int16_t Year(uint32_t paper) const { return years_[paper - first_paper_]; }

  // Complexity: O(1) without filters, else O(the paper's topics, institutions and venue).
  PaperVerdict Judge(uint32_t paper) const {
    if (has_filters_ && !PassesFilters(paper)) return PaperVerdict::kFiltered;
    if (Year(paper) != kNoYear && Year(paper) > as_of_year_) return PaperVerdict::kAfterAsOf;
    if (!include_retracted_ && graph_->IsRetracted(Vertex{paper})) return PaperVerdict::kRetracted;
    if (BylineSize(paper) > max_authors_) return PaperVerdict::kHyperAuthored;
    return PaperVerdict::kCounts;
  }
  // Asks the memory for what Judge and Weight will read of a paper that comes soon: papers of one
  // person are far apart, and each would cost cache misses.
  void Prefetch(uint32_t paper) const {
    __builtin_prefetch(&years_[paper - first_paper_]);
    __builtin_prefetch(&byline_sizes_[paper - first_paper_]);
  }
  bool Counts(uint32_t paper) const { return Judge(paper) == PaperVerdict::kCounts; }

  // The part of one shared paper in S. REQUIRES: Counts(paper), BylineSize(paper) >= 2.
  double Weight(uint32_t paper) {
    return Decay(Year(paper)) / (static_cast<double>(BylineSize(paper)) - 1);
  }

 private:
  PaperWeights() = default;
  bool PassesFilters(uint32_t paper) const;
  double Decay(int16_t year) {
    if (year == kNoYear) return undated_decay_;
    const int age = as_of_year_ - year;  // >= 0, for papers after Y do not count
    if (age >= static_cast<int>(decays_.size())) return ComputeDecay(age);
    double& decay = decays_[static_cast<size_t>(age)];
    if (decay < 0) decay = ComputeDecay(age);
    return decay;
  }
  double ComputeDecay(int age) const;

  const GraphSnapshot* graph_ = nullptr;
  std::span<const int16_t> years_;
  std::span<const uint32_t> byline_sizes_;
  uint32_t first_paper_ = 0;
  uint32_t max_authors_ = 0;
  int16_t as_of_year_ = kNoYear;
  int first_year_ = 0;
  int last_year_ = 0;
  double half_life_years_ = 0;
  double undated_decay_ = 0;
  bool has_filters_ = false;
  bool has_window_ = false;
  bool include_retracted_ = true;
  std::array<double, 64> decays_{};  // by age; negative = not computed yet
  struct Filter {
    Csr rows;                       // paper -> what it must share one of
    std::vector<uint32_t> allowed;  // ascending
  };
  std::vector<Filter> filters_;
};

}  // namespace coterie
