// A small store for RPC tests, with something of everything that `show` can say. Without Catch2,
// since the test server uses it too.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "storage/store.h"

namespace coterie::testing {

// People, by Pid: openalex:A1 Ada (orcid too), A2 Ben, A3 Cyd, A4 Dora, A5 Eve (no paper), and A9,
// a hub with `hub_papers` papers, each with four of 200 colleagues A1000…A1199.
//
// The hub's papers refer to the two before them, and to one of three stubs W2000…W2002.
//
//   W1 2018 Ada Ben        cites W2, W777 (a stub); two topics; venue; abstract; anonymous author
//   W2 2020 Ada Ben Cyd    corresponding Ada; institution I1; topic
//   W3 2021 Ada Cyd        retracted
//   W4 ---- Ben Dora       without a year
//   W5 2022 Ada …          30 people: left out by default
absl::Status MakeTinyLibrary(const std::string& directory, int hub_papers = 0);

// People A1…A<people>, all of them on each of `papers` papers W1…: everybody is tied to everybody.
absl::Status MakeCrowd(const std::string& directory, int people, int papers);

// One more paper of 2022, W6 by Ada and Eve, in a batch of its own.
absl::Status AddPaperOfAdaAndEve(Store& store);

}  // namespace coterie::testing
