// Parsed blocks merged into the store, in the order in which they are given.
//
// Layer: engine. One thread merges, another applies. NodeIds depend on the order of blocks alone.
// Memory: the cache, one batch being merged and one being applied (about 8 MiB of source text
// each).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "engine/ingest/parsed_block.h"
#include "storage/store.h"

namespace coterie {

enum class CommitMode { kWrite, kDryRun };

class Committer {
 public:
  Committer(Store& store, CommitMode mode, int16_t import_year);
  ~Committer();

  // Merges the block. What turns out not to be storable is added to block.rejects (rows of one node
  // that are not adjacent in an edge list). Errors: those of the store.
  absl::Status Commit(ParsedBlock& block);
  // Brings everything merged so far into the store.
  absl::Status Finish();

  // Distinct nodes created or changed so far, by NodeKind value; stubs left out.
  std::array<uint64_t, 8> changed_nodes() const;
  // References of the papers read to papers that neither the store nor the import has. Only of a
  // dry run, which alone remembers them.
  absl::StatusOr<uint64_t> DryUnresolvedReferences() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace coterie
