// The named workloads: deterministic, answers verified once before they are timed.
//
// Layer: bench. A wrong answer or an error of ours ends the program: a figure for it is worth
// nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/bylines.h"
#include "bench/synthetic_graph.h"
#include "bench/timing.h"
#include "engine/library.h"

namespace coterie::bench {

struct WorkloadOptions {
  GraphShape shape;
  std::string cache = "build/bench/data";       // stores and files, kept for the next run
  std::string coterie = "build/bench/coterie";  // the program, for import
  int rounds = 5;
};

// What several workloads share, made on first use.
class WorkloadContext {
 public:
  explicit WorkloadContext(WorkloadOptions options)
      : options_(std::move(options)), graph_(options_.shape) {}

  const WorkloadOptions& options() const { return options_; }
  const SyntheticGraph& graph() const { return graph_; }
  const Bylines& bylines();
  // The store of the whole graph, loaded by LoadStore and kept in the cache.
  std::string StoreDirectory();
  // An open library over it and its snapshot.
  const Snapshot& snapshot();
  // Asked about by all: 1,000 people, the 50 heaviest first.
  const std::vector<uint32_t>& people();
  // A directory of the cache for this graph.
  std::string CachePath(const std::string& name) const;

 private:
  WorkloadOptions options_;
  SyntheticGraph graph_;
  std::unique_ptr<Bylines> bylines_;
  std::unique_ptr<Library> library_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<uint32_t> people_;
};

inline constexpr size_t kHeavyPeople = 50;
inline constexpr size_t kPeopleAsked = 1'000;

// How stores are opened here.
inline StoreOptions NewStore() {
  StoreOptions options;
  options.create_if_missing = true;
  return options;
}
inline StoreOptions Reader() {
  StoreOptions options;
  options.read_only = true;
  return options;
}

// Ends the program with one sentence.
[[noreturn]] void Fail(const std::string& what);
void CheckOk(const absl::Status& status);
// The vertex of the generator's person of that number.
Vertex VertexOf(const GraphSnapshot& graph, uint32_t person);

std::vector<Row> CollaboratorsWorkload(WorkloadContext& context);
std::vector<Row> EgoWorkload(WorkloadContext& context);
std::vector<Row> SliceWorkload(WorkloadContext& context);
std::vector<Row> FindWorkload(WorkloadContext& context);
std::vector<Row> PathWorkload(WorkloadContext& context);
std::vector<Row> OpenWorkload(WorkloadContext& context);
std::vector<Row> ApplyWorkload(WorkloadContext& context);
std::vector<Row> ImportWorkload(WorkloadContext& context);

}  // namespace coterie::bench
