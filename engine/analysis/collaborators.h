// Ranked collaborators of one person: the definition of collaboration strength, with every option.
//
// Layer: engine. Which papers count, and with what weight, is engine/analysis/paper_weight.h's;
// this adds what is counted, how it is normalised and ranked. In all of it, a person's papers P are
// those that pass the filters and are not left out, papers with one person included; c(A, B) = |P_A
// and P_B|; S(A, B) is the fractional, decayed sum, whatever the counting and the normalisation.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/stop_flag.h"
#include "engine/graph/graph_snapshot.h"

namespace coterie {

// kFractional: S. kFull: c.
enum class Counting : uint8_t { kFractional = 1, kFull = 2 };

// All but kNone are of c, so that counting and half-life do not change them.
enum class Normalization : uint8_t {
  kNone = 1,
  kSalton = 2,   // c / sqrt(|P_A| |P_B|)
  kJaccard = 3,  // c / (|P_A| + |P_B| - c)
  // c / (s_A s_B), s_X = sum of c(X, Y) over identified Y: total link strength.
  // Source: van Eck, Waltman (2009), "How to normalize cooccurrence data?", JASIST 60.
  kAssociation = 4,
};

inline constexpr uint32_t kNoLimit = std::numeric_limits<uint32_t>::max();

// Which papers count, and how much. Shared by every analysis that weighs co-authorship.
struct StrengthOptions {
  // H of 2^(-(Y - y)/H); infinity gives Newman's weight (2001, PRE 64, 016132).
  double half_life_years = 5;
  // Y; the graph's DefaultAsOfYear() if empty.
  std::optional<int16_t> as_of_year;
  // Only papers of these years, both ends included; undated papers drop out if either is set.
  std::optional<int16_t> first_year;
  std::optional<int16_t> last_year;
  Counting counting = Counting::kFractional;
  uint32_t max_authors = 25;  // papers with a longer byline are left out and counted
  bool include_retracted = true;
  // Only papers with any of these, directly assigned; several filters must all pass; empty = no
  // filter. Vertices of the kind that the name says.
  std::vector<Vertex> topics;
  std::vector<Vertex> institutions;
  std::vector<Vertex> venues;
};

struct CollaboratorOptions {
  StrengthOptions weights;
  Normalization normalization = Normalization::kNone;
  uint32_t limit = 50;        // kNoLimit for all
  uint32_t detail_limit = 3;  // topics and institutions a row
  bool explain = false;
  StopFlag stop = {};  // asked about for every paper, co-author of a normalisation and row
};

// One shared paper's part in a strength: its weight in S, or 1 with full counting or a
// normalisation, so that the weights of a row add up to S or c.
struct SharedPaper {
  Vertex paper;
  int16_t year = kNoYear;
  uint32_t byline_size = 0;
  double weight = 0;
};

struct Collaborator {
  Vertex person;
  double strength = 0;         // after normalisation
  uint32_t shared_papers = 0;  // that count
  int16_t first_year = kNoYear;
  int16_t last_year = kNoYear;
  std::vector<Vertex> topics;        // most frequent on the shared papers, then by vertex
  std::vector<Vertex> institutions;  // the collaborator's own on the shared papers, likewise
  std::vector<SharedPaper> papers;   // by vertex; with `explain` only
  bool is_close = false;             // c >= 2 and S >= 0.25 * max S, S before normalisation
};

// Papers of the person that did not count, each under the first reason that applies, in this order.
// Papers that the caller's own filters (years, topics, …) exclude are not told here.
struct LeftOut {
  uint32_t after_as_of = 0;
  uint32_t retracted = 0;
  uint32_t hyper_authored = 0;
};

struct CollaboratorList {
  int16_t as_of_year = kNoYear;    // the Y that was used
  std::vector<Collaborator> rows;  // strength desc, shared papers desc, last year desc, NodeId asc
  uint32_t total = 0;              // collaborators before `limit`
  uint32_t close = 0;              // close collaborators before `limit`
  LeftOut left_out;
  uint32_t undated_counted = 0;  // papers without a year, not alone, that count as H years old
};

// Complexity: O(sum of byline lengths of the person's papers) time; memory by collaborators, not by
// graph. Determinism: sums in double over papers by NodeId.
// Errors: InvalidArgument (not a person; half-life not positive; an empty year window; a filter
// vertex of another kind), Cancelled.
absl::StatusOr<CollaboratorList> Collaborators(const GraphSnapshot& graph, Vertex person,
                                               const CollaboratorOptions& options);

// The definition in words with its parameters, as printed beside the numbers.
std::string DescribeStrength(const CollaboratorOptions& options, int16_t as_of_year);

}  // namespace coterie
