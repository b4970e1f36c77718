// Similar papers with names instead of vertices: what the command line prints and RPC carries.
//
// Layer: engine. As engine/catalog/named_results.h. Functions are thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/analysis/similar.h"
#include "engine/catalog/named_results.h"

namespace coterie {

// A paper that both refer to, or that cites both.
struct NamedExample {
  NodeRef paper;    // of a stub, mostly without a name
  std::string pid;  // of a stub, the first that it owns, canonical; else ""
  bool is_stub = false;
};

// Fields mean what SimilarPaper's mean.
struct NamedSimilarPaper {
  NodeRef paper;
  std::vector<Pid> pids;  // that the paper owns
  int16_t year = kNoYear;
  double similarity = 0;
  uint32_t shared = 0;
  uint32_t shared_stubs = 0;
  std::vector<NamedExample> examples;
};

struct NamedSimilarPapers {
  NodeRef paper;           // what was asked about
  std::string definition;  // DescribeSimilarity's words
  std::string formula;     // FormulaText() of what the similarities are made by
  std::vector<NamedSimilarPaper> rows;
  std::optional<NodeId> next;  // the first that the limit cut off
  uint32_t total = 0;
  uint32_t links = 0;
  uint32_t stub_links = 0;
  uint32_t links_walked = 0;
  uint64_t arcs_walked = 0;
  bool truncated = false;
};

// PapersSimilarTo() the paper that `paper` names.
// Errors: those of Snapshot::ResolveVertex, of PapersSimilarTo() and of storage.
absl::StatusOr<NamedSimilarPapers> SimilarWithNames(const Snapshot& now, std::string_view paper,
                                                    const SimilarOptions& options);

}  // namespace coterie
