// The files of an import as a sequence of parse jobs.
//
// Layer: engine. Opens one file at a time, finds its format, cuts it into blocks. Runs on the
// reading thread; bytes_done() is safe from any.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/ingest/csv_reader.h"
#include "engine/ingest/importer.h"
#include "engine/ingest/openalex_reader.h"
#include "engine/ingest/pipeline.h"

namespace coterie {

// What one parsing thread keeps.
struct ParserState {
  explicit ParserState(AfterReject after_reject) : openalex(after_reject), csv(after_reject) {}
  OpenAlexReader openalex;
  CsvReader csv;
};

class FileFeed {
 public:
  FileFeed(std::vector<InputFile> files, ImportFormat format);

  // The next job; each file's last one carries how it ended.
  std::optional<ParseJob> Next();

  uint64_t bytes_done() const { return bytes_done_.load(std::memory_order_relaxed); }

 private:
  enum class Parser { kOpenAlexLines, kOpenAlexDocument, kCsv };

  // Opens the current file and finds its format. Errors: as ByteSource::Open; InvalidArgument.
  absl::Status OpenCurrent();
  absl::Status ChooseParser(std::string_view front);
  ParseJob BlockJob(TextBlock block) const;
  // Leaves the current file.
  ParseJob EndJob(absl::Status status, std::string skip_reason);

  std::vector<InputFile> files_;
  ImportFormat format_;
  size_t current_ = 0;
  std::unique_ptr<LineBlocks> blocks_;
  Parser parser_ = Parser::kOpenAlexLines;
  std::shared_ptr<const CsvHeader> csv_header_;
  uint64_t bytes_before_ = 0;  // of the files left
  std::atomic<uint64_t> bytes_done_{0};
};

}  // namespace coterie
