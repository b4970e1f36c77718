// The ego network: a person, the collaborators, and the ties among them, with its measures.
//
// Layer: engine. Ties are weighted with collaboration strength under the same options. The measures
// (k-core, components, Dijkstra) run in Boost.Graph on the compacted network, never on a filtered
// view. Boost.Graph does not ask the flag, so it is asked between its measures: each of them takes
// well below a second of 13 million ties, and ties_max can bound them beforehand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/collaborators.h"

namespace coterie {

struct FilterNames;  // engine/analysis/filter_names.h

struct EgoOptions {
  StrengthOptions weights;
  uint32_t limit = kNoLimit;     // the strongest collaborators only
  uint32_t ties_max = kNoLimit;  // refused above, before anything is measured
  StopFlag stop = {};  // asked about for every paper of a member, row of triangles and measure
};

struct EgoMember {
  Vertex person;
  double strength = 0;         // S(ego, member)
  uint32_t shared_papers = 0;  // with the ego
  uint32_t ties = 0;           // with other members
  uint32_t core = 0;           // core number in the network with the ego
  uint32_t component = 0;      // in the network without the ego; 0 = the largest
  double distance = 0;         // least sum of 1/S from the ego
  double clustering = 0;       // local, among neighbours in the network with the ego
};

struct EgoTie {
  Vertex a;  // a < b; the ego's own ties are in `members`
  Vertex b;
  double strength = 0;
  uint32_t shared_papers = 0;
};

struct EgoNetwork {
  Vertex ego;
  int16_t as_of_year = kNoYear;
  std::vector<EgoMember> members;  // in the order of Collaborators
  std::vector<EgoTie> ties;        // by a, then b
  uint32_t total_collaborators = 0;
  uint32_t components = 0;         // without the ego
  uint32_t largest_component = 0;  // its members
  uint32_t degeneracy = 0;         // greatest core number, with the ego
  double density = 0;              // ties among members / possible ones; the ego's clustering
  LeftOut left_out;
  uint32_t undated_counted = 0;
};

// Complexity: O(sum of byline lengths of all members' papers + ties log members) and what
// TrianglesOf says.
// Errors: as Collaborators; OutOfRange (more than ties_max ties).
absl::StatusOr<EgoNetwork> EgoNetworkOf(const GraphSnapshot& graph, Vertex person,
                                        const EgoOptions& options);

// The definitions of strength and of every measure in words, as printed beside the numbers.
std::string DescribeEgo(const EgoOptions& options, int16_t as_of_year, const FilterNames& names);

}  // namespace coterie
