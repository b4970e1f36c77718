// SIGKILL at random moments: a store opens with every acknowledged batch, and with no part of
// another.
#include <cstdlib>
#include <random>
#include <thread>

#include "storage/store.h"
#include "tests/storage/batch_stream.h"
#include "tests/storage/reference_checks.h"
#include "tests/storage/writer_process.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::CheckAll;
using testing::StreamedReference;
using testing::TempDir;
using testing::ValueOf;
using testing::WriterOptions;
using testing::WriterProcess;

// COTERIE_SEED repeats the batches, though not the moments.
uint64_t Seed() {
  if (const char* text = std::getenv("COTERIE_SEED")) return std::strtoull(text, nullptr, 10);
  return std::random_device{}();
}

// Kills a writer again and again and looks at what it left. A round in three is killed while the
// store opens, the others some batches later.
void KillManyTimes(uint32_t table_keys, int rounds) {
  const uint64_t seed = Seed();
  INFO("COTERIE_SEED=" << seed << ", tables from " << table_keys << " keys");
  std::mt19937_64 random(seed);
  const TempDir dir;
  StreamedReference reference(seed);
  uint64_t acknowledged = 0;
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round);
    // Buffers this small are written out every few dozen batches, so that kills meet that, too.
    WriterProcess writer({.directory = dir.Path("db"),
                          .seed = seed,
                          .table_keys = table_keys,
                          .buffer_bytes = size_t{64} << (10 + random() % 6)});
    const bool early = random() % 3 == 0;
    if (!early) writer.AwaitAcknowledged(1 + random() % 40);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % (early ? 400'000 : 20'000)));
    writer.Kill();
    acknowledged = std::max(acknowledged, writer.acknowledged());

    const auto store = Store::Open(dir.Path("db"), {.create_if_missing = true});
    REQUIRE_OK(store);
    const ReadSnapshot now = store->Read();
    // The last one may have reached the disk without the word of it having reached the test.
    REQUIRE(now.sequence() >= acknowledged);
    REQUIRE(now.sequence() <= acknowledged + 1);
    reference.AdvanceTo(now.sequence());
    CheckAll(now, reference.graph(), reference.batches());
    testing::CheckChanges(*store, reference.graph(), 0);
    acknowledged = now.sequence();
  }
  REQUIRE(acknowledged > 0);
}

TEST_CASE("kill: a store written through the log keeps every acknowledged batch, whole") {
  KillManyTimes(40'000, 8);
}

TEST_CASE("kill: a store written as sorted tables keeps every acknowledged batch, whole") {
  KillManyTimes(1, 5);
}

TEST_CASE("kill: a store written both ways in turn keeps every acknowledged batch, whole") {
  KillManyTimes(60, 8);
}

}  // namespace
}  // namespace coterie
