// Workloads that fill stores: batches, and the import of files by the program itself.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "bench/generator.h"
#include "bench/store_loader.h"
#include "bench/workloads.h"

namespace coterie::bench {
namespace {

// Each round loads a store of its own, so the graph is small.
constexpr uint32_t kApplyPapers = 20'000;
constexpr uint32_t kLivePapers = 200;
constexpr uint32_t kBlockPapers = 5'000;

struct ChildRun {
  double seconds = 0;
  double peak_mb = 0;
};

// Runs a program to its end, its output set aside.
ChildRun RunProgram(const std::vector<std::string>& arguments, const std::string& log) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const double start = Now();
  const pid_t child = fork();
  if (child == 0) {
    if (std::freopen(log.c_str(), "w", stdout) == nullptr ||
        std::freopen(log.c_str(), "a", stderr) == nullptr)
      _exit(126);
    execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (status != 0)
    Fail(absl::StrCat(arguments[0], " ", arguments[1], " failed; its output is in ", log));
  return {Now() - start, static_cast<double>(usage.ru_maxrss) / 1024};
}

double SizeMb(const std::string& path) {
  return static_cast<double>(std::filesystem::file_size(path)) / 1e6;
}

double DirectoryMb(const std::string& directory) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
  }
  return bytes / 1e6;
}

// Files of the graph in the cache, written on first use.
std::vector<std::string> GraphFiles(WorkloadContext& context, const std::string& format,
                                    const std::vector<std::string>& names) {
  const std::string directory = context.CachePath(format);
  if (!std::filesystem::exists(directory)) {
    const GenerateOptions options{directory + ".partial", Abstracts::kWithText,
                                  PaperOrder::kShuffled};
    std::fprintf(stderr, "writing %s\n", directory.c_str());
    std::filesystem::remove_all(options.directory);
    CheckOk(format == "csv" ? WriteCsv(context.graph(), options)
                            : WriteJsonl(context.graph(), options));
    std::filesystem::rename(options.directory, directory);
  }
  std::vector<std::string> paths;
  paths.reserve(names.size());
  for (const std::string& name : names) paths.push_back(absl::StrCat(directory, "/", name));
  return paths;
}

std::vector<Row> ImportFiles(WorkloadContext& context, const std::string& workload,
                             const std::vector<std::string>& paths,
                             std::optional<double> limit_mb_s) {
  double megabytes = 0;
  for (const std::string& path : paths) megabytes += SizeMb(path);
  std::vector<double> seconds;
  std::vector<double> rates;
  std::vector<double> peaks;
  const std::string db = context.CachePath("import.db");
  for (int round = 0; round < context.options().rounds; ++round) {
    std::filesystem::remove_all(db);
    std::vector<std::string> arguments = {context.options().coterie, "import", "--db", db};
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    const ChildRun run = RunProgram(arguments, context.CachePath("import.log"));
    seconds.push_back(run.seconds);
    rates.push_back(megabytes / run.seconds);
    peaks.push_back(run.peak_mb);
  }
  const double disk = DirectoryMb(db);
  std::filesystem::remove_all(db);
  return {{workload, "s", Median(seconds), Percentile(seconds, 0), {}, {}},
          {workload, "MB/s", Median(rates), Percentile(rates, 100), limit_mb_s, {}},
          {workload, "papers/s", context.graph().paper_count() / Median(seconds), {}, {}, {}},
          {workload, "peak MB", Median(peaks), Percentile(peaks, 0), 1'000, {}},
          {workload, "disk MB", disk, {}, {}, {}}};
}

}  // namespace

std::vector<Row> ApplyWorkload(WorkloadContext& context) {
  const SyntheticGraph graph(
      {.seed = context.graph().seed(), .papers = kApplyPapers + kLivePapers});
  const SyntheticGraph bulk({.seed = context.graph().seed(), .papers = kApplyPapers});
  std::vector<double> papers_s;
  std::vector<double> live_p50;
  std::vector<double> live_p99;
  const std::string directory = context.CachePath("apply.db");
  for (int round = 0; round < context.options().rounds; ++round) {
    std::filesystem::remove_all(directory);
    absl::StatusOr<Store> store = Store::Open(directory, NewStore());
    CheckOk(store.status());
    const double start = Now();
    CheckOk(LoadStore(bulk, kBlockPapers, *store));
    papers_s.push_back(kApplyPapers / (Now() - start));
    if (store->Read().counts().nodes[static_cast<size_t>(NodeKind::kPaper)] != kApplyPapers) {
      Fail("the loaded store has another number of papers than the generator");
    }
    std::vector<double> us;
    for (uint32_t i = 0; i < kLivePapers; ++i) {
      // A later paper with references to earlier ones; people beyond the loaded ones are left out.
      SyntheticPaper paper = graph.Paper(kApplyPapers + i);
      std::erase_if(paper.byline, [&](const SyntheticAuthorship& place) {
        return place.person >= bulk.person_count();
      });
      std::erase_if(paper.references, [&](uint32_t cited) { return cited >= kApplyPapers; });
      paper.venue %= bulk.venue_count();
      StoreBatch batch;
      batch.Change(store->AllocateNode(NodeKind::kPaper)) = ChangeOf(graph, paper);
      const double began = Now();
      CheckOk(store->Apply(batch).status());
      us.push_back((Now() - began) * 1e6);
    }
    live_p50.push_back(Median(us));
    live_p99.push_back(Percentile(us, 99));
  }
  std::filesystem::remove_all(directory);
  return {
      {"store_apply_bulk", "papers/s", Median(papers_s), Percentile(papers_s, 100), {}, {}},
      {"store_apply_one_paper_synced", "p50 us", Median(live_p50), Percentile(live_p50, 0), {}, {}},
      {"store_apply_one_paper_synced",
       "p99 us",
       Median(live_p99),
       Percentile(live_p99, 0),
       {},
       {}}};
}

std::vector<Row> ImportWorkload(WorkloadContext& context) {
  if (!std::filesystem::exists(context.options().coterie)) {
    Fail(absl::StrCat(context.options().coterie,
                      " does not exist; build it or name it with --coterie"));
  }
  std::vector<Row> rows = ImportFiles(context, "import_openalex",
                                      GraphFiles(context, "jsonl",
                                                 {"topics.jsonl", "institutions.jsonl",
                                                  "sources.jsonl", "authors.jsonl", "works.jsonl"}),
                                      80);
  const std::vector<Row> csv = ImportFiles(
      context, "import_csv",
      GraphFiles(context, "csv",
                 {"topics.csv", "institutions.csv", "venues.csv", "people.csv", "papers.csv",
                  "authorships.csv", "topic_assignments.csv", "citations.csv", "affiliations.csv"}),
      std::nullopt);
  rows.insert(rows.end(), csv.begin(), csv.end());
  return rows;
}

}  // namespace coterie::bench
