// Which files an import reads: those named, and those found in the directories named.
//
// Layer: engine. The order is that of the arguments, inside a directory that of the sorted paths,
// so that NodeIds repeat.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace coterie {

struct InputFile {
  std::string path;
  uint64_t bytes = 0;              // on disk; 0 where unknown (a pipe)
  bool is_from_directory = false;  // then a format that nobody reads is skipped, not an error
};

struct SkippedFile {
  std::string path;
  std::string reason;
};

struct InputFiles {
  std::vector<InputFile> files;
  std::vector<SkippedFile> skipped;  // manifests, merged ids, hidden files
};

// Errors: NotFound, PermissionDenied with the path.
absl::StatusOr<InputFiles> ListInputFiles(std::span<const std::string> arguments);

}  // namespace coterie
