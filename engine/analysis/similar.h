// Similar papers: by the references they share, or by the papers that cite both.
//
// Layer: engine. Functions are thread-safe.
//
// Coupling: R(p) is everything that p refers to, papers that the store knows only as references
// (stubs) included: coupling alone counts them. Co-citation: C(p) is the papers that cite p. With
// X = R or C, x = X(a) and X(b) in common:
//
//   raw           |x|
//   Salton        |x| / sqrt(|X(a)| |X(b)|)
//   Jaccard       |x| / (|X(a)| + |X(b)| - |x|)
//   Adamic-Adar   sum over z in x of 1 / ln d(z); d(z) = the papers that refer to z (coupling), or
//                 the papers in the store that z refers to (co-citation); at least 2 either way
//
// Sources: Kessler (1963), Small (1973), Salton, McGill (1983), Adamic, Adar (2003).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/stop_flag.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

enum class SimilarBy : uint8_t { kCoupling = 1, kCocitation = 2 };

enum class SimilarityMeasure : uint8_t { kRaw = 1, kSalton = 2, kJaccard = 3, kAdamicAdar = 4 };

// Arcs walked at most where nobody says otherwise: what refers to the same, rarest first.
inline constexpr uint64_t kSimilarWork = 5'000'000;

struct SimilarOptions {
  SimilarBy by = SimilarBy::kCoupling;
  SimilarityMeasure measure = SimilarityMeasure::kSalton;
  uint32_t min_shared = 1;  // rows with fewer in common are left out
  uint32_t limit = 20;
  uint32_t example_limit = 3;
  // Only papers of these years, both ends included; undated ones drop out if either is set.
  std::optional<int16_t> first_year;
  std::optional<int16_t> last_year;
  // Arcs that may be walked. What the paper refers to (or who cites it) is walked in the order d(z)
  // asc, NodeId asc, so that the most telling come first; the rest is left out.
  uint64_t work_limit = kSimilarWork;
  StopFlag stop;  // asked about for every reference or citing paper walked
};

struct SimilarPaper {
  Vertex paper;
  double similarity = 0;
  uint32_t shared = 0;        // |x|
  uint32_t shared_stubs = 0;  // of them, stubs; 0 with co-citation
  int16_t year = kNoYear;
  // Of what is shared those of least d(z), then NodeId. Stubs have a NodeId but no vertex.
  std::vector<NodeId> examples;
};

struct SimilarPapers {
  std::vector<SimilarPaper> rows;  // similarity desc, shared desc, year desc, NodeId asc
  uint32_t total = 0;              // papers that pass, before `limit`
  uint32_t links = 0;              // |X(a)|
  uint32_t stub_links = 0;         // of them, stubs; 0 with co-citation
  uint32_t links_walked = 0;       // fewer than `links` only if truncated
  uint64_t arcs_walked = 0;
  bool truncated = false;  // the work limit was met: `shared` and what follows are lower bounds
};

// Complexity: O(min(work_limit, sum of d(z))) time; memory by what is walked, not by the graph.
// Errors: InvalidArgument (not a paper; an empty year window); Cancelled.
absl::StatusOr<SimilarPapers> PapersSimilarTo(const GraphSnapshot& graph, Vertex paper,
                                              const SimilarOptions& options);

// The definition in words with its parameters, as printed beside the numbers.
std::string DescribeSimilarity(const SimilarOptions& options);

}  // namespace coterie
