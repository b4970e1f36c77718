// Where records that were not stored are told: the reject file and the report.
//
// Layer: engine. JSON lines {"file","line","reason","record"}; `record` is the source's text,
// invalid bytes replaced. Used by the committer's thread alone.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/ingest/importer.h"
#include "engine/ingest/parsed_block.h"

namespace coterie {

class RejectLog {
 public:
  // Starts the file anew; no file where the path is empty.
  static absl::StatusOr<RejectLog> Open(const std::string& path);
  RejectLog(RejectLog&&) noexcept;
  ~RejectLog();

  absl::Status Add(const std::string& file, const Reject& reject);
  // Errors: ResourceExhausted or Unavailable where the file could not be written.
  absl::Status Close();

  uint64_t count() const { return count_; }
  std::vector<ImportProblem> TakeFirst() { return std::move(first_); }

 private:
  struct File;
  RejectLog(std::string path, std::unique_ptr<File> file);

  std::string path_;
  std::unique_ptr<File> file_;
  uint64_t count_ = 0;
  std::vector<ImportProblem> first_;
};

}  // namespace coterie
