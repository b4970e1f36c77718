// Writes a synthetic graph as typed CSV and as OpenAlex-shaped JSONL, so that both import alike.
//
// Layer: bench. One pass, bounded memory, one thread. The same options give the same bytes
// anywhere.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "bench/synthetic_graph.h"

namespace coterie::bench {

enum class Abstracts : uint8_t { kNone = 1, kWithText = 2 };
// Of papers in the files. By time every reference points back; shuffled, half of them point
// forward, as in real files.
enum class PaperOrder : uint8_t { kByTime = 1, kShuffled = 2 };

struct GenerateOptions {
  std::string directory;  // made if absent; files of the same names are overwritten
  Abstracts abstracts = Abstracts::kNone;
  PaperOrder order = PaperOrder::kByTime;
};

// papers people institutions topics venues authorships topic_assignments citations affiliations
// .csv, as docs/CSV_FORMAT.md defines them. Errors: Unavailable with the path.
absl::Status WriteCsv(const SyntheticGraph& graph, const GenerateOptions& options);

// works authors institutions topics sources .jsonl, in the shape of OpenAlex's API of 2026 with the
// keys that import reads. Errors: Unavailable with the path.
absl::Status WriteJsonl(const SyntheticGraph& graph, const GenerateOptions& options);

// The k-th paper in the files. REQUIRES: k < graph.paper_count().
uint32_t PaperAt(const SyntheticGraph& graph, PaperOrder order, uint32_t k);

// Makes the directory. Errors: Unavailable with the path.
absl::Status MakeDirectory(const std::string& directory);

}  // namespace coterie::bench
