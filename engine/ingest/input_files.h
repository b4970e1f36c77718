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

// A file that was left alone.
struct SkippedFile {
  std::string path;
  std::string reason;
  // A README, a licence or the like, of which nobody expects data: not worth a message.
  bool is_document = false;
};

// A directory that could not be read.
struct UnreadPath {
  std::string path;
  std::string reason;
};

struct InputFiles {
  std::vector<InputFile> files;
  std::vector<SkippedFile> skipped;  // manifests, merged ids, hidden files, links to directories
  std::vector<UnreadPath> unread;
};

// A directory that cannot be read is told in `unread`, and the listing goes on. `rejects_file` (""
// for none), which the import is going to write, is never among the files: where a directory has it
// from an earlier import, it is left out. Errors: NotFound, PermissionDenied with the path of an
// argument; InvalidArgument where writing the reject file would destroy what is to be imported.
absl::StatusOr<InputFiles> ListInputFiles(std::span<const std::string> arguments,
                                          const std::string& rejects_file);

// Whether a name is one of those that go with data and hold none: README*, LICENSE*, *.md, *.txt.
bool IsDocumentName(const std::string& path);

}  // namespace coterie
