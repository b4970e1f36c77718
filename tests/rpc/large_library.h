// A store whose answers fill the bounds that a server sets to them.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace coterie::testing {

inline constexpr int kManyRows = 10'000;  // CallLimits::rows_max

// By Pid: kManyRows people A100000…, all of the institution I1; the hubs A1 and A2, of no
// institution, who have a paper with each of them and none with each other; A3, who has one paper
// with A1 and nothing else; kManyRows + 1 papers W500000… without authors, which refer to W1.
//
//   500 papers of A1 with 20 people each: the first 20, the next 20, …        topic T1
//   500 papers of A2 with 20 people each, of whom no two share one of A1's    topic T1
//
// So kManyRows people are co-authors of A1, are one step from A3, lie between A1 and A2, are
// members of I1 and are authors of papers of T1; and any two that share a paper share one only.
absl::Status MakeLargeLibrary(const std::string& directory);

}  // namespace coterie::testing
