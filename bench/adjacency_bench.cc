// adjacency_bench: how should adjacency be stored? The measurement behind docs/adr/0002.
//
// Four layouts on the synthetic graph, raw RocksDB with storage/'s settings. Each run of a layout
// is a process of its own, so that its memory can be told and nothing is left over; runs of
// different layouts take turns, so that a noisy minute hits all. Every answer is compared with the
// graph before it counts.
#include <rocksdb/sst_file_writer.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <tuple>

#include "CLI/CLI.hpp"
#include "bench/adjacency_layouts.h"

namespace coterie::bench {
namespace {

constexpr uint32_t kBlockPapers = 10'000;  // papers a write batch, as bulk import does
constexpr uint32_t kLivePapers = 2'000;
constexpr uint32_t kReadTargets = 1'000;

// Wall-clock seconds, for single operations: their median hardly feels a busy machine.
double Now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
// CPU seconds of all threads, for whole loads and scans: what others run meanwhile is not in it,
// and neither is waiting for the disk.
double Cpu() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// Bytes of this process: VmRSS now, VmHWM the peak since the last reset.
double StatusMb(const char* field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(field, 0) == 0) return std::atof(line.c_str() + line.find(':') + 1) / 1024;
  }
  return 0;
}
void ResetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

struct Variant {
  const char* name;
  std::unique_ptr<ForwardLayout> (*forward)();
  std::unique_ptr<ReverseLayout> (*reverse)();
};
constexpr std::array kVariants = {
    Variant{"a: key per edge", ForwardKeyPerEdge, ReverseKeyPerEdge},
    Variant{"b: chunked lists", ForwardLists, ReverseChunks},
    Variant{"b': lists, merge op", ForwardLists, ReverseMergedBuckets},
    Variant{"c: lists out, keys in", ForwardLists, ReverseKeyPerEdge},
};

// What one run measures; plain numbers, so that it passes through a pipe.
struct Figures {
  double load_s, load_settle_s, load_peak_mb;   // through memory tables; then full compaction
  double sst_s, sst_peak_mb;                    // sorted files
  double live_p50_us, live_p99_us, live_bytes;  // one new paper
  double replace_p50_us, replace_p99_us;        // one reference changed
  double scan_out_s, transpose_s, scan_in_s;
  double hub_us, read_p50_us, read_p99_us;  // sources of a hub, of fixed cited papers
  double out_mb, in_mb;
};
struct Field {
  const char* name;
  double Figures::*value;
};
constexpr std::array kFields = {
    Field{"bulk load, memory tables, CPU s", &Figures::load_s},
    Field{"  then full compaction, CPU s", &Figures::load_settle_s},
    Field{"  peak memory, MB", &Figures::load_peak_mb},
    Field{"bulk load, sorted SST, CPU s", &Figures::sst_s},
    Field{"  peak memory, MB", &Figures::sst_peak_mb},
    Field{"new paper, p50 us", &Figures::live_p50_us},
    Field{"new paper, p99 us", &Figures::live_p99_us},
    Field{"new paper, log bytes", &Figures::live_bytes},
    Field{"one reference replaced, p50 us", &Figures::replace_p50_us},
    Field{"one reference replaced, p99 us", &Figures::replace_p99_us},
    Field{"scan out into rows, CPU s", &Figures::scan_out_s},
    Field{"  transpose in memory, CPU s", &Figures::transpose_s},
    Field{"  or scan in, CPU s", &Figures::scan_in_s},
    Field{"sources of the largest topic, us", &Figures::hub_us},
    Field{"cited-by of a paper, p50 us", &Figures::read_p50_us},
    Field{"cited-by of a paper, p99 us", &Figures::read_p99_us},
    Field{"size out, MB", &Figures::out_mb},
    Field{"size in, MB", &Figures::in_mb},
};

double Percentile(std::vector<double> values, size_t percent) {
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) * percent / 100];
}

// Reverse operations of papers [first, last) in key order: by kind of target, target, source.
std::vector<ReverseOp> ReverseOps(const FlatGraph& graph, uint32_t first, uint32_t last) {
  std::vector<ReverseOp> ops;
  for (uint32_t kind = 0; kind < 3; ++kind) {
    for (uint32_t paper = first; paper < last; ++paper) {
      for (const uint32_t target : graph.out[kind].Row(paper)) ops.push_back({kind, target, paper});
    }
  }
  const auto key = [](const ReverseOp& op) {
    return std::tuple(kTargetKinds[op.kind], op.target, op.source);
  };
  std::sort(ops.begin(), ops.end(),
            [&](const ReverseOp& a, const ReverseOp& b) { return key(a) < key(b); });
  return ops;
}

// One layout in one fresh directory.
class Run {
 public:
  Run(const Variant& variant, const FlatGraph& graph, uint32_t papers, std::string directory)
      : graph_(graph),
        papers_(papers),
        directory_(std::move(directory)),
        reads_lists_(variant.reverse == ReverseChunks),
        forward_(variant.forward()),
        reverse_(variant.reverse()) {}

  Figures Measure() {
    Figures figures{};
    Sorted(figures);
    std::filesystem::remove_all(directory_);
    AdjacencyDb db = OpenAdjacencyDb(directory_, reads_lists_, BucketMergeOperator());
    Load(db, figures);
    Live(db, figures);
    Compact(db, figures);
    Scan(db, figures);
    Reads(db, figures);
    Replace(db, figures);
    return figures;
  }

 private:
  void WriteBlock(AdjacencyDb& db, uint32_t first, uint32_t last,
                  rocksdb::WriteBatch& batch) const {
    for (uint32_t paper = first; paper < last; ++paper)
      forward_->Put(graph_.ListsOf(paper), batch, db);
    reverse_->Add(ReverseOps(graph_, first, last), batch, db);
  }

  void Load(AdjacencyDb& db, Figures& figures) const {
    ResetPeak();
    const double memory = StatusMb("VmRSS");
    const double start = Cpu();
    rocksdb::WriteOptions durable;
    durable.sync = true;
    for (uint32_t first = 0; first < papers_; first += kBlockPapers) {
      rocksdb::WriteBatch batch;
      WriteBlock(db, first, std::min(papers_, first + kBlockPapers), batch);
      Check(db.db->Write(durable, &batch));
    }
    Check(db.db->Flush({}, {db.out, db.in}));
    figures.load_s = Cpu() - start;
    figures.load_peak_mb = StatusMb("VmHWM") - memory;
  }

  void Compact(AdjacencyDb& db, Figures& figures) const {
    const double start = Cpu();
    Check(db.db->Flush({}, {db.out, db.in}));
    for (rocksdb::ColumnFamilyHandle* family : {db.out, db.in}) {
      Check(db.db->CompactRange({}, family, nullptr, nullptr));
    }
    figures.load_settle_s = Cpu() - start;
    uint64_t bytes = 0;
    db.db->GetIntProperty(db.out, "rocksdb.total-sst-files-size", &bytes);
    figures.out_mb = static_cast<double>(bytes) / 1e6;
    db.db->GetIntProperty(db.in, "rocksdb.total-sst-files-size", &bytes);
    figures.in_mb = static_cast<double>(bytes) / 1e6;
  }

  // The papers after the loaded ones, one batch each, not synced: a sync costs all layouts the
  // same.
  void Live(AdjacencyDb& db, Figures& figures) const {
    std::vector<double> seconds;
    size_t bytes = 0;
    for (uint32_t paper = papers_; paper < papers_ + kLivePapers; ++paper) {
      const double start = Now();
      rocksdb::WriteBatch batch;
      // A list replaces the stored one, so every layout must look whether there is one.
      for (const EdgeKind kind : kMeasuredKinds) {
        if (!forward_->Read(db, paper, kind).empty()) std::abort();
      }
      WriteBlock(db, paper, paper + 1, batch);
      Check(db.db->Write({}, &batch));
      seconds.push_back(Now() - start);
      bytes += batch.GetDataSize();
    }
    figures.live_p50_us = Percentile(seconds, 50) * 1e6;
    figures.live_p99_us = Percentile(seconds, 99) * 1e6;
    figures.live_bytes = static_cast<double>(bytes) / kLivePapers;
  }

  // A paper gets one more reference; the others stay.
  void Replace(AdjacencyDb& db, Figures& figures) const {
    std::vector<double> seconds;
    for (uint32_t i = 0; i < kReadTargets; ++i) {
      const uint32_t paper = papers_ / 2 + i;
      const uint32_t added = i * 7;
      const double start = Now();
      std::vector<uint32_t> references = forward_->Read(db, paper, EdgeKind::kCitation);
      const auto place = std::lower_bound(references.begin(), references.end(), added);
      if (place != references.end() && *place == added) continue;
      references.insert(place, added);
      rocksdb::WriteBatch batch;
      forward_->AddReference(paper, references, added, batch, db);
      const ReverseOp op{2, added, paper};
      reverse_->Add({&op, 1}, batch, db);
      Check(db.db->Write({}, &batch));
      seconds.push_back(Now() - start);
    }
    figures.replace_p50_us = Percentile(seconds, 50) * 1e6;
    figures.replace_p99_us = Percentile(seconds, 99) * 1e6;
  }

  // A full scan into rows, both ways to the reverse, compared with the graph.
  void Scan(AdjacencyDb& db, Figures& figures) const {
    const uint32_t rows_end = papers_ + kLivePapers;
    std::array<FlatRows, 3> out;
    double start = Cpu();
    forward_->Scan(db, out);
    for (FlatRows& rows : out) {
      while (rows.row_count() < rows_end) rows.EndRow();
    }
    figures.scan_out_s = Cpu() - start;
    for (uint32_t kind = 1; kind < 3; ++kind) Equal(out[kind].targets, Expected(kind));
    start = Cpu();
    std::array<FlatRows, 3> transposed;
    for (uint32_t kind = 0; kind < 3; ++kind) {
      transposed[kind] = Transpose(out[kind], rows_end, graph_.target_counts[kind]);
    }
    figures.transpose_s = Cpu() - start;
    std::array<FlatRows, 3> in;
    start = Cpu();
    reverse_->Scan(db, in);
    for (uint32_t kind = 0; kind < 3; ++kind) {
      while (in[kind].row_count() < graph_.target_counts[kind]) in[kind].EndRow();
    }
    figures.scan_in_s = Cpu() - start;
    for (uint32_t kind = 0; kind < 3; ++kind) {
      Equal(in[kind].targets, transposed[kind].targets);
      Equal(in[kind].begin, transposed[kind].begin);
    }
  }

  // Warm reads of one node's sources.
  void Reads(AdjacencyDb& db, Figures& figures) const {
    uint32_t hub = 0;
    const FlatRows topics =
        Transpose(graph_.out[1], papers_ + kLivePapers, graph_.target_counts[1]);
    for (uint32_t topic = 0; topic < topics.row_count(); ++topic) {
      if (topics.Row(topic).size() > topics.Row(hub).size()) hub = topic;
    }
    std::vector<double> seconds;
    for (int i = 0; i < 21; ++i) {
      const double start = Now();
      const std::vector<uint32_t> sources = reverse_->Read(db, 1, hub);
      seconds.push_back(Now() - start);
      if (!std::equal(sources.begin(), sources.end(), topics.Row(hub).begin(),
                      topics.Row(hub).end()))
        std::abort();
    }
    figures.hub_us = Percentile(seconds, 50) * 1e6;
    for (int round = 0; round < 2; ++round) {  // the first warms the cache
      seconds.clear();
      for (uint32_t i = 0; i < kReadTargets; ++i) {
        const uint32_t paper = static_cast<uint32_t>(uint64_t{i} * 618'033 % papers_);
        const double start = Now();
        reverse_->Read(db, 2, paper);
        seconds.push_back(Now() - start);
      }
    }
    figures.read_p50_us = Percentile(seconds, 50) * 1e6;
    figures.read_p99_us = Percentile(seconds, 99) * 1e6;
  }

  // Sorted files of 64 MB, taken over by an empty database.
  void Sorted(Figures& figures) const;

  std::vector<uint32_t> Expected(uint32_t kind) const {
    const FlatRows& rows = graph_.out[kind];
    return {rows.targets.begin(), rows.targets.begin() + rows.begin[papers_ + kLivePapers]};
  }
  static void Equal(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
    if (a == b) return;
    std::fputs("adjacency_bench: a layout gave back another graph than it was given\n", stderr);
    std::abort();
  }

  const FlatGraph& graph_;
  uint32_t papers_;
  std::string directory_;
  bool reads_lists_;
  std::unique_ptr<ForwardLayout> forward_;
  std::unique_ptr<ReverseLayout> reverse_;
};

class SstSink : public SortedSink {
 public:
  SstSink(AdjacencyDb& db, rocksdb::ColumnFamilyHandle* family, std::string prefix)
      : db_(db), family_(family), prefix_(std::move(prefix)) {}

  void Put(std::string_view key, std::string_view value) override {
    if (writer_ == nullptr) {
      files_.push_back(prefix_ + std::to_string(files_.size()) + ".sst");
      writer_ = std::make_unique<rocksdb::SstFileWriter>(rocksdb::EnvOptions(),
                                                         db_.db->GetOptions(family_), family_);
      Check(writer_->Open(files_.back()));
      bytes_ = 0;
    }
    Check(writer_->Put({key.data(), key.size()}, {value.data(), value.size()}));
    bytes_ += key.size() + value.size();
    if (bytes_ > kFileBytes) Finish();
  }
  void Ingest() {
    Finish();
    rocksdb::IngestExternalFileOptions options;
    options.move_files = true;
    Check(db_.db->IngestExternalFile(family_, files_, options));
  }

 private:
  static constexpr size_t kFileBytes = size_t{128} << 20U;  // before compression
  void Finish() {
    if (writer_ != nullptr) Check(writer_->Finish());
    writer_ = nullptr;
  }
  AdjacencyDb& db_;
  rocksdb::ColumnFamilyHandle* family_;
  std::string prefix_;
  std::vector<std::string> files_;
  std::unique_ptr<rocksdb::SstFileWriter> writer_;
  size_t bytes_ = 0;
};

void Run::Sorted(Figures& figures) const {
  ResetPeak();
  const double memory = StatusMb("VmRSS");
  std::filesystem::remove_all(directory_);
  AdjacencyDb db = OpenAdjacencyDb(directory_, reads_lists_, BucketMergeOperator());
  const double start = Cpu();
  SstSink out(db, db.out, directory_ + "/out");
  forward_->WriteSorted(graph_, papers_, out);
  out.Ingest();
  SstSink in(db, db.in, directory_ + "/in");
  for (const uint32_t kind : {2U, 0U, 1U}) {  // papers, people, topics: the order of keys
    reverse_->WriteSorted(kind, Transpose(graph_.out[kind], papers_, graph_.target_counts[kind]),
                          in);
  }
  in.Ingest();
  figures.sst_s = Cpu() - start;
  figures.sst_peak_mb = StatusMb("VmHWM") - memory;
}

// Measures in a child process, so that memory and caches start alike.
Figures MeasureApart(const Variant& variant, const FlatGraph& graph, uint32_t papers,
                     const std::string& directory) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) {
    const Figures figures = Run(variant, graph, papers, directory).Measure();
    std::filesystem::remove_all(directory);
    _exit(write(ends[1], &figures, sizeof figures) == sizeof figures ? 0 : 1);
  }
  close(ends[1]);
  Figures figures{};
  const bool is_whole = read(ends[0], &figures, sizeof figures) == sizeof figures;
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!is_whole || status != 0) {
    std::fprintf(stderr, "adjacency_bench: %s did not finish\n", variant.name);
    std::exit(1);
  }
  return figures;
}

int Main(int argc, char** argv) {
  uint32_t papers = 1'000'000;
  int runs = 3;
  std::string directory = std::filesystem::temp_directory_path() / "coterie-adjacency-bench";
  CLI::App app("Measures layouts of adjacency in RocksDB.", "adjacency_bench");
  app.add_option("--papers", papers, "papers of the synthetic graph")->capture_default_str();
  app.add_option("--runs", runs, "runs of each layout; medians are printed")->capture_default_str();
  app.add_option("--directory", directory, "where the databases are made")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  // The live papers come on top, so that they are as the others.
  const FlatGraph graph = Flatten(SyntheticGraph({.seed = 1, .papers = papers + kLivePapers}));
  std::fprintf(stderr, "%u papers, %lu edges\n", papers,
               static_cast<unsigned long>(graph.edge_count()));
  std::array<std::vector<Figures>, kVariants.size()> results;
  for (int run = 0; run < runs; ++run) {
    for (size_t v = 0; v < kVariants.size(); ++v) {
      results[v].push_back(MeasureApart(kVariants[v], graph, papers, directory));
      std::fprintf(stderr, "run %d of %s: load %.1f CPU s\n", run + 1, kVariants[v].name,
                   results[v].back().load_s);
    }
  }
  std::printf("%-34s", "median of runs");
  for (const Variant& variant : kVariants) std::printf(" %22s", variant.name);
  for (const Field& field : kFields) {
    std::printf("\n%-34s", field.name);
    for (const std::vector<Figures>& figures : results) {
      std::vector<double> values;
      values.reserve(figures.size());
      for (const Figures& f : figures) values.push_back(f.*field.value);
      std::printf(" %22.2f", Percentile(values, 50));
    }
  }
  std::printf("\n");
  return 0;
}

}  // namespace
}  // namespace coterie::bench

int main(int argc, char** argv) { return coterie::bench::Main(argc, argv); }
