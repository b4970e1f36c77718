// Blocks of typed CSV parsed into assertions.
//
// Layer: engine. One parser thread each. Blocks end where a record ends and, in edge lists, where
// the rows of a node end, so every list is whole within its block.
#pragma once

#include <memory>

#include "engine/ingest/csv_header.h"
#include "engine/ingest/line_blocks.h"
#include "engine/ingest/openalex_reader.h"
#include "engine/ingest/parsed_block.h"

namespace coterie {

// Cuts a file of this kind. Two rows belong together if their first fields are equal as written.
std::unique_ptr<RecordCutter> MakeCsvCutter(const CsvHeader& header);

class CsvReader {
 public:
  explicit CsvReader(AfterReject after_reject);
  ~CsvReader();

  // Never fails: what cannot be read is among the rejects.
  ParsedBlock Parse(const TextBlock& block, size_t file_index, const CsvHeader& header);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace coterie
