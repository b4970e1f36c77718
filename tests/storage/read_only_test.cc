// Reading beside a writer: without its lock, one whole state, none of the writer's traces.
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>

#include "storage/store.h"
#include "tests/storage/batch_stream.h"
#include "tests/storage/reference_checks.h"
#include "tests/storage/writer_process.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::BatchStream;
using testing::CheckAll;
using testing::StreamedReference;
using testing::TempDir;
using testing::ValueOf;
using testing::WriterProcess;

const StoreOptions kReadOnly{.read_only = true};

// COTERIE_SEED repeats the batches, though not the moments.
uint64_t Seed() {
  if (const char* text = std::getenv("COTERIE_SEED")) return std::strtoull(text, nullptr, 10);
  return std::random_device{}();
}

TEST_CASE("read-only: sees the state at open, and a later opening sees more") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  constexpr uint64_t kAnySeed = 1;
  BatchStream stream(kAnySeed);
  Store writer = ValueOf(Store::Open(directory, {.create_if_missing = true}));
  for (int i = 0; i < 20; ++i) REQUIRE_OK(writer.Apply(stream.Next()));
  const Store early = ValueOf(Store::Open(directory, kReadOnly));
  for (int i = 0; i < 20; ++i) {
    REQUIRE_OK(writer.Apply(stream.Next()));
    if (i == 10) REQUIRE_OK(writer.Flush());
  }
  const Store late = ValueOf(Store::Open(directory, kReadOnly));
  StreamedReference reference(kAnySeed);
  reference.AdvanceTo(20);
  CheckAll(early.Read(), reference.graph(), reference.batches());
  reference.AdvanceTo(40);
  CheckAll(late.Read(), reference.graph(), reference.batches());
}

TEST_CASE("read-only: writes nothing, neither batches nor files") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  const auto files = [&] {
    std::set<std::pair<std::string, uintmax_t>> found;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
      found.emplace(entry.path().filename().string(), entry.file_size());
    }
    return found;
  };
  {
    BatchStream stream(1);
    Store store = ValueOf(Store::Open(directory, {.create_if_missing = true}));
    REQUIRE_OK(store.Apply(stream.Next()));
  }
  const auto before = files();
  {
    Store store = ValueOf(Store::Open(directory, kReadOnly));
    const absl::Status refused = store.Apply(StoreBatch()).status();
    CHECK(absl::IsFailedPrecondition(refused));
    CHECK(refused.message() == directory + " is open read-only; open it for writing");
    CHECK(store.Flush().ok());
    CHECK(store.Read().sequence() == 1);
  }
  CHECK(files() == before);
}

// Opens beside a process that writes without pause, again and again; now and then the writer is
// killed and starts anew, which flushes its logs and deletes them. What is seen must be exactly the
// state after some batch, at least the last one acknowledged before.
void ReadBeside(uint32_t table_keys) {
  constexpr int kOpenings = 20;
  constexpr int kOpeningsPerWriter = 4;
  const uint64_t seed = Seed();
  INFO("COTERIE_SEED=" << seed << ", tables from " << table_keys << " keys");
  const TempDir dir;
  const std::string directory = dir.Path("db");
  const testing::WriterOptions options{
      .directory = directory, .seed = seed, .table_keys = table_keys, .buffer_bytes = 128 << 20};
  std::optional<WriterProcess> writer;
  writer.emplace(options);
  writer->AwaitAcknowledged(1);
  StreamedReference reference(seed);
  const Store first = ValueOf(Store::Open(directory, kReadOnly));
  reference.AdvanceTo(first.Read().sequence());
  const testing::ReferenceGraph first_state = reference.graph();
  uint64_t acknowledged = 0;
  for (int i = 1; i <= kOpenings; ++i) {
    writer->ReadAvailable();
    acknowledged = std::max(acknowledged, writer->acknowledged());
    if (i % kOpeningsPerWriter == 0) {
      writer->Kill();
      writer.emplace(options);
    }
    const auto store = Store::Open(directory, kReadOnly);
    INFO("opening " << i << ", after batch " << acknowledged);
    REQUIRE_OK(store);
    const ReadSnapshot now = store->Read();
    INFO("batch " << now.sequence());
    REQUIRE(now.sequence() >= acknowledged);
    reference.AdvanceTo(now.sequence());
    CheckAll(now, reference.graph(), reference.batches());
    testing::CheckChanges(*store, reference.graph(), 0);
  }
  CHECK(acknowledged > first_state.sequence + 10);
  // Long since, the files of this state have been merged away.
  CheckAll(first.Read(), first_state, reference.batches());
}

TEST_CASE("read-only: beside a writer of logs each opening sees one whole state") {
  ReadBeside(40'000);
}

TEST_CASE("read-only: beside a writer of tables each opening sees one whole state") {
  ReadBeside(1);
}

TEST_CASE("read-only: beside a writer of both each opening sees one whole state") {
  ReadBeside(60);
}

}  // namespace
}  // namespace coterie
