// Applies batches to the store on a thread of its own, one at a time and in order.
//
// Layer: engine. While a batch is on its way its contents are readable, so that the next one can be
// merged against them. All calls are for one thread.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "storage/store.h"

namespace coterie {

class BatchApplier {
 public:
  explicit BatchApplier(Store& store);
  ~BatchApplier();
  BatchApplier(const BatchApplier&) = delete;
  BatchApplier& operator=(const BatchApplier&) = delete;

  // Hands the batch over when the one before is in the store. Errors: those of that earlier batch.
  absl::Status Submit(StoreBatch batch);
  // Waits until everything submitted is in the store. Errors: those of the last batch.
  absl::Status Wait();
  // The batch that may not be visible in the store yet; null where there is none. Take a read
  // snapshot only after this: what is not here is then there.
  std::shared_ptr<const StoreBatch> InFlight() const;

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace coterie
