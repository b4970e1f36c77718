// A store must give the reference graph's answer to everything it can be asked.
#pragma once

#include "storage/store.h"
#include "tests/storage/random_batches.h"
#include "tests/support/reference_graph.h"

namespace coterie::testing {

// REQUIREs that every node, list, reverse list, Pid, name, scan and counter of `now` is what
// `model` says. `batches` made the model, and picks what is asked where not everything can be.
void CheckAll(const ReadSnapshot& now, const ReferenceGraph& model, RandomBatches batches);
// The same of the change log after batch `since`.
void CheckChanges(const Store& store, const ReferenceGraph& model, uint64_t since);

}  // namespace coterie::testing
