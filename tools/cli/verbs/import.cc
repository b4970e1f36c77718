// coterie import: files into the store.
//
// Layer: tools.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <charconv>
#include <filesystem>

#include "engine/ingest/importer.h"
#include "schema/base.h"
#include "schema/quoted.h"
#include "tools/cli/options.h"
#include "tools/cli/progress.h"
#include "tools/cli/verb.h"

namespace coterie::cli {
namespace {

// Set by a signal; the import ends between two batches. Signals know only globals.
std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

// Lets Ctrl-C and SIGTERM end the import in good order; the second one ends the process.
class InterruptGuard {
 public:
  InterruptGuard() {
    interrupted = false;
    struct sigaction action = {};
    action.sa_handler = [](int) { interrupted = true; };
    action.sa_flags = SA_RESETHAND | SA_RESTART;
    ::sigaction(SIGINT, &action, &old_interrupt_);
    ::sigaction(SIGTERM, &action, &old_terminate_);
  }
  ~InterruptGuard() {
    ::sigaction(SIGINT, &old_interrupt_, nullptr);
    ::sigaction(SIGTERM, &old_terminate_, nullptr);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction old_interrupt_ = {};
  struct sigaction old_terminate_ = {};
};

// A directory that holds a store for a dry run where there is none yet.
class ScratchDirectory {
 public:
  static absl::StatusOr<ScratchDirectory> Make() {
    std::error_code error;
    std::string pattern = (std::filesystem::temp_directory_path(error) / "coterie-XXXXXX").string();
    if (error || ::mkdtemp(pattern.data()) == nullptr) {
      return absl::UnavailableError(
          "cannot make a temporary directory for the dry run; set TMPDIR");
    }
    return ScratchDirectory(std::move(pattern));
  }
  ScratchDirectory(ScratchDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchDirectory& operator=(ScratchDirectory&&) = delete;
  ~ScratchDirectory() {
    std::error_code ignored;  // a leftover in the temporary directory harms nobody
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit ScratchDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

absl::StatusOr<ImportFormat> ParseFormat(const std::string& text) {
  if (text == "auto") return ImportFormat::kAuto;
  if (text == "openalex") return ImportFormat::kOpenAlex;
  if (text == "csv") return ImportFormat::kCsv;
  return absl::InvalidArgumentError(absl::StrCat("--format takes auto, openalex or csv, not ",
                                                 Quoted(text), " (the other formats are to come)"));
}

absl::StatusOr<OnError> ParseOnError(const std::string& text) {
  if (text.empty() || text == "skip") return OnError::kSkip;
  if (text == "stop") return OnError::kStop;
  return absl::InvalidArgumentError(
      absl::StrCat("--on-error takes stop or skip, not ", Quoted(text)));
}

// A whole number of at least 0.
absl::StatusOr<uint64_t> ParseWhole(const std::string& text, const char* flag) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat(flag, " takes a whole number, not ", Quoted(text)));
  }
  return number;
}

Record RecordOf(const ImportReport& report) {
  Record record;
  record.object = {
      {"files", report.files},       {"records", report.records},
      {"papers", report.papers},     {"people", report.people},
      {"topics", report.topics},     {"institutions", report.institutions},
      {"venues", report.venues},     {"ignored", report.ignored},
      {"rejected", report.rejected}, {"unresolved_references", report.unresolved_references},
      {"seconds", report.seconds}};
  for (const auto& [field, value] : record.object) record.lines.push_back({field, TextOf(value)});
  return record;
}

class ImportVerb final : public Verb {
 public:
  void Declare(CLI::App& app) override {
    app.add_option("files", files_, "Files, plain, .gz or .zst, and directories of them")
        ->required()
        ->type_name("FILE");
    const auto add = [&app](const char* name, std::string& value, const char* what,
                            const char* type) {
      app.add_option(name, value, what)->type_name(type);
    };
    add("--format", format_, "auto, openalex or csv [auto]", "FORMAT");
    app.add_flag("--dry-run", dry_run_, "Read and count, but write nothing");
    add("--on-error", on_error_,
        "stop or skip at a bad record; skip accepts it, without either the exit code is 2", "HOW");
    add("--max-errors", max_errors_, "End when more than N records are rejected", "N");
    add("--rejects", rejects_, "Write rejected records there, as JSON lines with the reason",
        "FILE");
    add("--threads", threads_, "Threads that parse [as many as the machine has]", "N");
    DeclareStoreFlags(app, store_);
    DeclareOutputFlags(app, output_);
  }

  absl::StatusOr<Outcome> Run(const Context& context) override {
    ImportOptions options;
    ASSIGN_OR_RETURN(options.format, ParseFormat(format_));
    ASSIGN_OR_RETURN(options.on_error, ParseOnError(on_error_));
    if (!max_errors_.empty()) {
      ASSIGN_OR_RETURN(options.max_errors, ParseWhole(max_errors_, "--max-errors"));
    }
    if (!threads_.empty()) {
      ASSIGN_OR_RETURN(const uint64_t threads, ParseWhole(threads_, "--threads"));
      if (threads == 0 || threads > 1024) {
        return absl::InvalidArgumentError("--threads takes a number from 1 to 1024");
      }
      options.threads = static_cast<int>(threads);
    }
    options.dry_run = dry_run_;
    options.rejects_file = rejects_;
    options.cancel = &interrupted;
    RETURN_IF_ERROR(CheckFiles());

    const StoreLocation location = LocationOf(store_);
    std::optional<ScratchDirectory> scratch;
    ASSIGN_OR_RETURN(Store store, OpenFor(location, scratch));
    const InterruptGuard guard;
    ProgressPrinter progress(context.messages, context.terminal);
    if (!output_.quiet) {
      options.on_progress = [&progress](const ImportProgress& now) { progress.Show(now); };
    }
    const absl::StatusOr<ImportReport> report = ImportFiles(store, files_, options);
    progress.Clear();
    RETURN_IF_ERROR(report.status());
    if (!dry_run_) RETURN_IF_ERROR(store.Flush());
    return Print(context, *report);
  }

 private:
  // Before the store is made: a misspelt name must not leave an empty one behind.
  absl::Status CheckFiles() const {
    for (const std::string& file : files_) {
      std::error_code error;
      if (std::filesystem::exists(file, error) || error) continue;
      if (std::filesystem::is_symlink(file, error)) {
        return absl::NotFoundError(absl::StrCat(file, " is a link that leads nowhere; mend it"));
      }
      return absl::NotFoundError(absl::StrCat("there is no file ", file));
    }
    return ListInputFiles(files_, rejects_).status();
  }

  absl::StatusOr<Store> OpenFor(const StoreLocation& location,
                                std::optional<ScratchDirectory>& scratch) const {
    StoreOptions options;
    std::error_code error;
    if (dry_run_ && !std::filesystem::exists(location.directory, error)) {
      ASSIGN_OR_RETURN(ScratchDirectory made, ScratchDirectory::Make());
      scratch.emplace(std::move(made));
      options.create_if_missing = true;
      return Store::Open(scratch->path() + "/store", options);
    }
    options.read_only = dry_run_;
    options.create_if_missing = !dry_run_;
    absl::StatusOr<Store> store = Store::Open(location.directory, options);
    if (!absl::IsUnavailable(store.status())) return store;
    // The most common holder says where it is.
    const absl::StatusOr<std::unique_ptr<Backend>> server = OpenRemoteBackend(location);
    if (!server.ok()) return store;
    return absl::UnavailableError(absl::StrCat(
        store.status().message(), "; it is coterie serve, listening on ", location.socket));
  }

  absl::StatusOr<Outcome> Print(const Context& context, const ImportReport& report) const {
    for (const SkippedFile& skipped : report.skipped) {
      if (skipped.is_document) continue;
      PrintMessage(context, absl::StrCat("left out ", skipped.path, ": ", skipped.reason));
    }
    for (const ImportProblem& problem : report.first_rejects) {
      PrintMessage(context, problem.ToString());
    }
    if (report.rejected > report.first_rejects.size()) {
      PrintMessage(context, absl::StrCat("and ", report.rejected - report.first_rejects.size(),
                                         " more rejected records"));
    }
    if (report.rejected > 0) {
      PrintMessage(context, rejects_.empty()
                                ? std::string("--rejects FILE keeps rejected records")
                                : absl::StrCat("the rejected records are in ", rejects_));
    }
    if (report.rejected > 0 && !MayReject() && report.end == ImportEnd::kComplete) {
      PrintMessage(
          context,
          "that is an error (exit code 2) unless --on-error skip accepts it; mend them and "
          "import them again");
    }
    for (const ImportProblem& problem : report.file_errors) {
      PrintMessage(context, problem.ToString());
    }
    ResultWriter writer(context.out, context.messages, context.terminal,
                        OutputOptionsOf(output_, context.terminal), ResultWriter::Subjects::kOne);
    RETURN_IF_ERROR(writer.Add(RecordOf(report)));
    RETURN_IF_ERROR(writer.Finish());
    if (report.end != ImportEnd::kComplete) PrintMessage(context, EndText(report.end));
    if (report.HasErrors() || (report.rejected > 0 && !MayReject())) return Outcome::kError;
    return report.records == 0 ? Outcome::kNothing : Outcome::kFound;
  }

  // Whether the user said that bad records may be left out.
  bool MayReject() const { return on_error_ == "skip" || !max_errors_.empty(); }

  std::string EndText(ImportEnd end) const {
    const std::string kept = dry_run_ ? "" : "; what was imported before is kept";
    switch (end) {
      case ImportEnd::kComplete:
        return "complete";
      case ImportEnd::kStoppedAtError:
        return absl::StrCat("stopped at the first bad record (--on-error stop)", kept);
      case ImportEnd::kTooManyErrors:
        return absl::StrCat("stopped: more than ", max_errors_,
                            " records are rejected (--max-errors)", kept);
      case ImportEnd::kCancelled:
        return absl::StrCat("interrupted", kept, dry_run_ ? "" : ", and running it again goes on");
    }
    return "ended";
  }

  std::vector<std::string> files_;
  std::string format_ = "auto";
  bool dry_run_ = false;
  std::string on_error_;
  std::string max_errors_;
  std::string rejects_;
  std::string threads_;
  StoreFlags store_;
  OutputFlags output_;
};

}  // namespace

std::unique_ptr<Verb> MakeImportVerb() { return std::make_unique<ImportVerb>(); }

}  // namespace coterie::cli
