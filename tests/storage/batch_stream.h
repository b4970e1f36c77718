// Random batches that depend on nothing but a seed, so that two processes know the same ones.
#pragma once

#include <array>
#include <cstdint>

#include "tests/storage/random_batches.h"
#include "tests/support/reference_graph.h"

namespace coterie::testing {

// Batch 1, 2, 3 … of a seed. A writer that was killed goes on with it where the store stands, and a
// test tells from it what a store must hold at any sequence number.
class BatchStream {
 public:
  explicit BatchStream(uint64_t seed) : batches_(seed) {}

  // Mostly small changes, every tenth time a large one, where changes meet within a batch.
  StoreBatch Next() { return batches_.Next(ids_, ++count_ % 10 == 0 ? 40 : 3); }
  const RandomBatches& batches() const { return batches_; }

 private:
  // Ids in the order in which a new store gives them.
  struct Counter {
    NodeId AllocateNode(NodeKind kind) { return {kind, ++last[static_cast<size_t>(kind)]}; }
    std::array<uint64_t, 8> last{};
  };

  RandomBatches batches_;
  Counter ids_;
  uint64_t count_ = 0;
};

// What a store that applied the stream must hold.
class StreamedReference {
 public:
  explicit StreamedReference(uint64_t seed) : stream_(seed) {}

  // REQUIRES: not backwards.
  void AdvanceTo(uint64_t sequence) {
    while (graph_.sequence < sequence) graph_.Apply(stream_.Next());
  }
  const ReferenceGraph& graph() const { return graph_; }
  const RandomBatches& batches() const { return stream_.batches(); }

 private:
  BatchStream stream_;
  ReferenceGraph graph_;
};

}  // namespace coterie::testing
