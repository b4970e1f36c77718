// Files into the store: the one entry point of import.
//
// Layer: engine. Streaming (memory does not grow with the files), parallel, and idempotent: what
// the store holds afterwards does not depend on the order of files and lines nor on the number of
// threads (ADR 1), so an import that was killed is simply run again.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/ingest/input_files.h"
#include "storage/store.h"

namespace coterie {

// What the files hold; kAuto looks at each file's first bytes.
enum class ImportFormat { kAuto, kOpenAlex, kCsv };

// What a bad record or a damaged file leads to.
enum class OnError {
  kSkip,  // it is left out, told, and written to the reject file; the import goes on
  kStop   // the import ends; what came before it in the files is in the store
};

struct ImportProgress {
  uint64_t bytes_done = 0;   // on disk, so compressed where the files are
  uint64_t bytes_total = 0;  // 0 where unknown
  uint64_t records = 0, papers = 0, rejects = 0;
  std::string_view file;  // valid during the call
};

struct ImportOptions {
  ImportFormat format = ImportFormat::kAuto;
  bool dry_run = false;  // reads, resolves and counts; writes nothing to the store
  OnError on_error = OnError::kSkip;
  uint64_t max_errors = std::numeric_limits<uint64_t>::max();  // more rejects end the import
  // JSON lines {file, line, reason, record}, started anew; empty: none is written. Never read: a
  // directory's listing leaves it out.
  std::string rejects_file;
  int threads = 0;  // that parse; 0: as many as the machine has
  std::function<void(const ImportProgress&)> on_progress;  // at most ten times a second
  const std::atomic<bool>* cancel = nullptr;
  int16_t import_year = kNoYear;  // told to the store; kNoYear: the clock's
};

// A record or file that was not stored.
struct ImportProblem {
  std::string file;
  uint64_t line = 0;  // 0: the whole file
  std::string reason;
  // "works.jsonl:17: not valid UTF-8".
  std::string ToString() const;
};

enum class ImportEnd { kComplete, kStoppedAtError, kTooManyErrors, kCancelled };

struct ImportReport {
  uint64_t files = 0;    // read, wholly or in part
  uint64_t records = 0;  // lines and elements read, ignored and rejected ones included
  // Nodes that this import created or changed, each once, stubs not counted: a second import of the
  // same files reports 0.
  uint64_t papers = 0, people = 0, topics = 0, institutions = 0, venues = 0;
  uint64_t ignored = 0;  // publishers, funders, placeholder authors
  uint64_t rejected = 0;
  // References in the store to papers that it does not hold, after the import. A dry run counts
  // those of the records it read.
  uint64_t unresolved_references = 0;
  uint64_t contested_pids = 0;  // in the store after the import; 0 in a dry run
  double seconds = 0;
  uint64_t bytes_read = 0;  // of text, decompressed
  std::vector<SkippedFile> skipped;
  std::vector<ImportProblem> first_rejects;  // the first 20, in file order
  // Directories that could not be read, and files that could not be read to their end.
  std::vector<ImportProblem> file_errors;
  ImportEnd end = ImportEnd::kComplete;

  // Whether a program should exit with an error.
  bool HasErrors() const { return end != ImportEnd::kComplete || !file_errors.empty(); }
};

// Imports files and directories (searched for every file of a known format; a snapshot's manifests
// and merged ids are skipped, visibly). A batch that has been applied stays, whatever comes after.
// Errors: those of the store; of the reject file, InvalidArgument where it is one of the files to
// import; NotFound for an argument that does not exist. Bad content is no error but told in the
// report.
// Determinism: NodeIds, too, are the same at any number of threads.
absl::StatusOr<ImportReport> ImportFiles(Store& store, std::span<const std::string> files,
                                         const ImportOptions& options);

}  // namespace coterie
