// Layer: engine.
#include "engine/ingest/importer.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include "engine/ingest/committer.h"
#include "engine/ingest/file_feed.h"
#include "engine/ingest/pipeline.h"
#include "engine/ingest/reject_log.h"
#include "schema/base.h"

namespace coterie {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kProgressInterval = std::chrono::milliseconds(100);

int16_t YearNow() {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return static_cast<int16_t>(static_cast<int>(std::chrono::year_month_day(today).year()));
}

int ThreadsOf(const ImportOptions& options) {
  if (options.threads > 0) return options.threads;
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

// One import under way.
class ImportRun {
 public:
  ImportRun(Store& store, const ImportOptions& options, InputFiles inputs, RejectLog log)
      : store_(store),
        options_(options),
        files_(inputs.files),
        log_(std::move(log)),
        committer_(store, options.dry_run ? CommitMode::kDryRun : CommitMode::kWrite,
                   options.import_year == kNoYear ? YearNow() : options.import_year),
        feed_(std::move(inputs.files), options.format) {
    report_.skipped = std::move(inputs.skipped);
    for (UnreadPath& unread : inputs.unread) {
      report_.file_errors.push_back({std::move(unread.path), 0, std::move(unread.reason)});
    }
    for (const InputFile& file : files_) bytes_total_ += file.bytes;
  }

  absl::StatusOr<ImportReport> Run() {
    const Clock::time_point start = Clock::now();
    if (options_.on_error == OnError::kStop && !report_.file_errors.empty()) {
      report_.end = ImportEnd::kStoppedAtError;
    } else {
      RETURN_IF_ERROR(CommitAll());
    }
    RETURN_IF_ERROR(committer_.Finish());
    RETURN_IF_ERROR(log_.Close());
    RETURN_IF_ERROR(FillReport());
    TellProgress();
    report_.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return std::move(report_);
  }

 private:
  absl::Status CommitAll() {
    const AfterReject after =
        options_.on_error == OnError::kStop ? AfterReject::kStop : AfterReject::kContinue;
    Pipeline pipeline(
        {.threads = ThreadsOf(options_)}, [this] { return feed_.Next(); },
        [after] { return std::make_shared<ParserState>(after); });
    while (std::optional<ParsedBlock> block = pipeline.Next()) {
      if (options_.cancel != nullptr && options_.cancel->load(std::memory_order_relaxed)) {
        report_.end = ImportEnd::kCancelled;
        break;
      }
      if (block->end_of_file) {
        if (!EndFile(*block)) break;
        continue;
      }
      RETURN_IF_ERROR(CommitBlock(*block));
      if (options_.on_error == OnError::kStop && log_.count() > 0) {
        report_.end = ImportEnd::kStoppedAtError;
        break;
      }
      if (log_.count() > options_.max_errors) {
        report_.end = ImportEnd::kTooManyErrors;
        break;
      }
    }
    return absl::OkStatus();
  }

  absl::Status CommitBlock(ParsedBlock& block) {
    current_file_ = block.file_index;
    report_.records += block.records;
    report_.ignored += block.ignored;
    report_.bytes_read += block.text_bytes;
    RETURN_IF_ERROR(committer_.Commit(block));
    std::stable_sort(block.rejects.begin(), block.rejects.end(),
                     [](const Reject& a, const Reject& b) { return a.line < b.line; });
    for (const Reject& reject : block.rejects) {
      RETURN_IF_ERROR(log_.Add(files_[block.file_index].path, reject));
    }
    if (Clock::now() - last_progress_ >= kProgressInterval) TellProgress();
    return absl::OkStatus();
  }

  // Whether the import goes on after the file.
  bool EndFile(const ParsedBlock& end) {
    const InputFile& file = files_[end.file_index];
    current_file_ = end.file_index;
    if (!end.skip_reason.empty()) {
      report_.skipped.push_back({file.path, end.skip_reason, IsDocumentName(file.path)});
      return true;
    }
    if (end.end_of_file->ok()) {
      ++report_.files;
      return true;
    }
    if (end.first_line > 0) ++report_.files;
    std::string reason(end.end_of_file->message());
    if (absl::IsDataLoss(*end.end_of_file)) {
      reason += "; the records before this line were imported: fetch the file again, then rerun";
    }
    report_.file_errors.push_back({file.path, end.first_line, std::move(reason)});
    if (options_.on_error == OnError::kSkip) return true;
    report_.end = ImportEnd::kStoppedAtError;
    return false;
  }

  absl::Status FillReport() {
    const auto changed = committer_.changed_nodes();
    const auto of = [&changed](NodeKind kind) { return changed[static_cast<size_t>(kind)]; };
    report_.papers = of(NodeKind::kPaper);
    report_.people = of(NodeKind::kPerson);
    report_.topics = of(NodeKind::kTopic);
    report_.institutions = of(NodeKind::kInstitution);
    report_.venues = of(NodeKind::kVenue);
    report_.rejected = log_.count();
    report_.first_rejects = log_.TakeFirst();
    if (options_.dry_run) {
      ASSIGN_OR_RETURN(report_.unresolved_references, committer_.DryUnresolvedReferences());
      return absl::OkStatus();
    }
    const StoreCounts counts = store_.Read().counts();
    report_.unresolved_references = counts.unresolved_references;
    report_.contested_pids = counts.contested_pids;
    return absl::OkStatus();
  }

  void TellProgress() {
    last_progress_ = Clock::now();
    if (!options_.on_progress) return;
    ImportProgress progress;
    progress.bytes_done = feed_.bytes_done();
    progress.bytes_total = bytes_total_;
    progress.records = report_.records;
    progress.papers = committer_.changed_nodes()[static_cast<size_t>(NodeKind::kPaper)];
    progress.rejects = log_.count();
    if (current_file_ < files_.size()) progress.file = files_[current_file_].path;
    options_.on_progress(progress);
  }

  Store& store_;
  const ImportOptions& options_;
  std::vector<InputFile> files_;
  uint64_t bytes_total_ = 0;
  RejectLog log_;
  Committer committer_;
  FileFeed feed_;
  ImportReport report_;
  size_t current_file_ = 0;
  Clock::time_point last_progress_ = Clock::now();
};

}  // namespace

std::string ImportProblem::ToString() const {
  if (line == 0) return absl::StrCat(file, ": ", reason);
  return absl::StrCat(file, ":", line, ": ", reason);
}

absl::StatusOr<ImportReport> ImportFiles(Store& store, std::span<const std::string> files,
                                         const ImportOptions& options) {
  ASSIGN_OR_RETURN(InputFiles inputs, ListInputFiles(files, options.rejects_file));
  ASSIGN_OR_RETURN(RejectLog log, RejectLog::Open(options.rejects_file));
  return ImportRun(store, options, std::move(inputs), std::move(log)).Run();
}

}  // namespace coterie
