// The definitions of an ego network's measures in words. Layer: engine.
#include "engine/analysis/ego_network.h"
#include "engine/analysis/filter_names.h"
#include "schema/base.h"

namespace coterie {

std::string DescribeEgo(const EgoOptions& options, int16_t as_of_year, const FilterNames& names) {
  return DescribeStrength({.weights = options.weights}, as_of_year, names) +
         "; tie = two members with a shared paper that counts; core = greatest k such that the "
         "member is among people who each have k ties to the others, the ego included (Batagelj, "
         "Zaversnik 2003), degeneracy = greatest core; component = members joined by ties without "
         "the ego, 0 the largest; distance = least sum of 1/strength along ties from the ego; "
         "clustering = ties among the neighbours of a member, the ego included, over the possible "
         "ones (Watts, Strogatz 1998), density = that of the ego, ties among members over the "
         "possible ones";
}

}  // namespace coterie
