// The candidate layouts of adjacency in RocksDB: two for outgoing lists, three for the reverse.
//
// Layer: bench; raw RocksDB, nothing of storage/. A RocksDB error ends the program with its text: a
// measurement over a failed write is worth nothing.
#pragma once

#include <rocksdb/write_batch.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/adjacency_db.h"
#include "bench/adjacency_graph.h"

namespace coterie::bench {

// Where sorted keys go during bulk load: SST files, which the database then takes over.
class SortedSink {
 public:
  virtual ~SortedSink() = default;
  virtual void Put(std::string_view key, std::string_view value) = 0;
};

class ForwardLayout {
 public:
  virtual ~ForwardLayout() = default;
  virtual void Put(const PaperLists& lists, rocksdb::WriteBatch& batch, AdjacencyDb& db) const = 0;
  // What must be written when `references` are the paper's and `added`, one of them, is new.
  virtual void AddReference(uint32_t paper, std::span<const uint32_t> references, uint32_t added,
                            rocksdb::WriteBatch& batch, AdjacencyDb& db) const = 0;
  virtual void WriteSorted(const FlatGraph& graph, uint32_t papers, SortedSink& sink) const = 0;
  // The stored targets of one list; what a replacement must read to know what to take away.
  virtual std::vector<uint32_t> Read(AdjacencyDb& db, uint32_t paper, EdgeKind kind) const = 0;
  // Everything, in key order, appended to three sets of rows.
  virtual void Scan(AdjacencyDb& db, std::array<FlatRows, 3>& rows) const = 0;
};

struct ReverseOp {
  uint32_t kind = 0;  // place in kMeasuredKinds
  uint32_t target = 0;
  uint32_t source = 0;
  friend auto operator<=>(const ReverseOp&, const ReverseOp&) = default;
};

class ReverseLayout {
 public:
  virtual ~ReverseLayout() = default;
  // REQUIRES: `added` sorted by key order of the target, then by source; none is stored yet.
  virtual void Add(std::span<const ReverseOp> added, rocksdb::WriteBatch& batch,
                   AdjacencyDb& db) const = 0;
  virtual void WriteSorted(uint32_t kind, const FlatRows& transposed, SortedSink& sink) const = 0;
  virtual std::vector<uint32_t> Read(AdjacencyDb& db, uint32_t kind, uint32_t target) const = 0;
  // Everything; rows of `kind`s as in kMeasuredKinds.
  virtual void Scan(AdjacencyDb& db, std::array<FlatRows, 3>& rows) const = 0;
};

// [source:8][kind:1][target:8] -> payload.
std::unique_ptr<ForwardLayout> ForwardKeyPerEdge();
// [source:8][kind:1][chunk:2] -> zigzag-delta varints, each with its payload.
std::unique_ptr<ForwardLayout> ForwardLists();
// [target:8][kind:1][source:8] -> nothing.
std::unique_ptr<ReverseLayout> ReverseKeyPerEdge();
// [target:8][kind:1][first source:4] -> delta varints, at most 64 KB; an addition reads, merges,
// writes.
std::unique_ptr<ReverseLayout> ReverseChunks();
// [target:8][kind:1][source / 65,536:4] -> delta varints, merged by RocksDB's merge operator.
std::unique_ptr<ReverseLayout> ReverseMergedBuckets();
// For the column family of ReverseMergedBuckets.
std::shared_ptr<rocksdb::MergeOperator> BucketMergeOperator();

}  // namespace coterie::bench
