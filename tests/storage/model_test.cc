// Thousands of random batches: the store against the reference graph, in everything it can be
// asked.
#include <array>
#include <cstdlib>
#include <optional>
#include <random>

#include "storage/store.h"
#include "tests/storage/random_batches.h"
#include "tests/storage/reference_checks.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::CheckAll;
using testing::CheckChanges;
using testing::RandomBatches;
using testing::ReferenceGraph;
using testing::TempDir;
using testing::ValueOf;

// COTERIE_SEED repeats a run.
uint64_t Seed() {
  if (const char* text = std::getenv("COTERIE_SEED")) return std::strtoull(text, nullptr, 10);
  return std::random_device{}();
}

TEST_CASE("store: after random batches it equals the reference graph in every answer") {
  const uint64_t seed = Seed();
  std::printf("seed %llu (COTERIE_SEED repeats it)\n", static_cast<unsigned long long>(seed));
  INFO("COTERIE_SEED=" << seed);
  const TempDir dir;
  StoreOptions options{.create_if_missing = true};
  std::optional<Store> store = ValueOf(Store::Open(dir.Path("db"), options));
  RandomBatches batches(seed);
  ReferenceGraph model;

  // An older state that must not move while the store does.
  std::optional<ReadSnapshot> old_state;
  ReferenceGraph old_model;

  constexpr int kBatches = 3000;
  for (int i = 1; i <= kBatches; ++i) {
    // Mostly single changes, now and then a large batch, where changes meet within it.
    const StoreBatch batch = batches.Next(*store, i % 10 == 0 ? 40 : 3);
    const uint64_t sequence = ValueOf(store->Apply(batch));
    model.Apply(batch);
    REQUIRE(sequence == model.sequence);
    REQUIRE(store->Read().counts() == model.Counts());
    if (i % 100 != 0) continue;

    CheckAll(store->Read(), model, batches);
    CheckChanges(*store, model, batches.Below(model.sequence + 1));
    if (old_state) CheckAll(*old_state, old_model, batches);
    old_state.emplace(store->Read());
    old_model = model;
    if (i % 300 == 0) {
      old_state.reset();
      if (i % 600 == 0) REQUIRE_OK(store->Flush());
      store.reset();
      // Both ways of writing a batch, and both mixed.
      constexpr std::array<uint32_t, 3> kTableKeys = {1, 100, 40'000};
      options.table_batch_keys_min = kTableKeys[batches.Below(kTableKeys.size())];
      store = ValueOf(Store::Open(dir.Path("db"), options));
      CheckAll(store->Read(), model, batches);
    }
  }
}

}  // namespace
}  // namespace coterie
