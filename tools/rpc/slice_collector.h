// A client's sink of a slice.
//
// Layer: tools/rpc; internal.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "engine/catalog/named_slice.h"
#include "schema/rpc.capnp.h"

namespace coterie {

// What a sink has taken so far. Outlives the call, which may end before the sink is let go.
struct CollectedSlice {
  NamedSlice slice;
  bool is_done = false;  // done() was called, and all rows that the head promised are there
  absl::Status status;   // why the sink refused
  std::function<bool(const NamedSlice&)> watcher;  // may be empty

  uint32_t nodes_promised = 0;
  uint32_t edges_promised = 0;
};

// Fails the calls, and so ends the slice, where an answer is malformed or the watcher has enough.
rpc::SliceSink::Client MakeSliceCollector(std::shared_ptr<CollectedSlice> collected);

}  // namespace coterie
