// Blocks of OpenAlex JSON parsed into assertions.
//
// Layer: engine. One parser thread each. A line holds one record, a list of them, or an answer of
// the API ({"results": […]}); the entity is told by the letter of its id.
#pragma once

#include <memory>

#include "engine/ingest/line_blocks.h"
#include "engine/ingest/parsed_block.h"

namespace coterie {

// Whether one bad record ends the work on its block.
enum class AfterReject { kContinue, kStop };

class OpenAlexReader {
 public:
  explicit OpenAlexReader(AfterReject after_reject);
  ~OpenAlexReader();

  // One record a line. Never fails: what cannot be read is among the rejects.
  ParsedBlock ParseLines(const TextBlock& block, size_t file_index);
  // The block is one document over many lines.
  ParsedBlock ParseDocument(const TextBlock& block, size_t file_index);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace coterie
