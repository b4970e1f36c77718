// Which papers are present and which are stubs, remembered in memory for the one writer.
//
// Layer: storage, private to it. Counting a reference as a citation or as unresolved needs its
// target's state; asking the disk for every reference of an import would cost more than writing
// them. So the state is read once a paper and kept, two bits each: 0.25 MB a million papers.
// Nothing of it is on disk. Not thread-safe: the writer's mutex guards it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "schema/ids.h"
#include "storage/database.h"

namespace coterie::storage {

class PaperPresence {
 public:
  // Makes the state of these papers known. Duplicates are welcome.
  absl::Status Load(const Database& database, std::span<const NodeId> papers);
  // Whether the paper has a record that is not a stub's. REQUIRES: loaded or set.
  bool IsPresent(NodeId paper) const { return StateOf(paper) == State::kPresent; }

  enum class State : uint8_t { kUnknown = 0, kAbsent = 1, kPresent = 2 };
  void SetState(NodeId paper, State state);

 private:
  State StateOf(NodeId paper) const;

  std::vector<uint8_t> bits_;  // four papers a byte, by ordinal; beyond its end all are unknown
};

}  // namespace coterie::storage
