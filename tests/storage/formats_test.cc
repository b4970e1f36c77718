// Stores that earlier versions wrote, as committed under tests/formats: every build opens them.
//
// ctest runs this in the source root.
#include <filesystem>

#include "storage/store.h"
#include "tests/formats/v1/contents.h"
#include "tests/storage/reference_checks.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

namespace fs = std::filesystem;
namespace v1 = testing::v1;
using testing::RandomBatches;
using testing::ReferenceGraph;
using testing::TempDir;
using testing::ValueOf;

const char* const kV1 = "tests/formats/v1/store.db";

// What RocksDB writes for people, or anew at every opening.
bool IsDispensable(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.starts_with("LOG") || name == "LOCK" || name == "IDENTITY" ||
         name.starts_with("OPTIONS-");
}

// The committed store is written by this, once:  storage_test "[.write-v1]"
TEST_CASE("write-v1: the store of format 1", "[.write-v1]") {
  static_assert(kStoreFormatVersion == 1);
  REQUIRE_FALSE(fs::exists(kV1));
  const TempDir dir;
  const auto apply = [&](const StoreOptions& options, const StoreBatch& batch) {
    Store store = ValueOf(Store::Open(dir.Path("db"), options));
    REQUIRE_OK(store.Apply(batch));
    if (store.Read().sequence() == 2) REQUIRE_OK(store.Flush());
    // The log of the last batch is to stay a log.
    if (store.Read().sequence() < 3) return;
    fs::create_directories(kV1);
    for (const auto& entry : fs::directory_iterator(dir.Path("db"))) {
      if (!IsDispensable(entry.path())) fs::copy(entry.path(), kV1 / entry.path().filename());
    }
  };
  apply({.create_if_missing = true, .table_batch_keys_min = 1}, v1::FirstBatch());
  apply({}, v1::SecondBatch());
  apply({}, v1::ThirdBatch());
}

// The model's answers, and the numbers once more by hand.
void CheckV1(const Store& store) {
  ReferenceGraph model;
  model.Apply(v1::FirstBatch());
  model.Apply(v1::SecondBatch());
  model.Apply(v1::ThirdBatch());
  RandomBatches any(1);
  const ReadSnapshot now = store.Read();
  testing::CheckAll(now, model, any);
  for (uint64_t since = 0; since < 4; ++since) testing::CheckChanges(store, model, since);

  StoreCounts counts;
  counts.nodes = {0, 3, 3, 5, 2, 1};
  counts.edges = {0, 5, 2, 2, 1, 2, 3, 1};
  counts.stubs = 2;
  counts.anonymous_authorships = 1;
  counts.unresolved_references = 2;
  counts.abstracts = 1;
  counts.pids = 20;
  counts.contested_pids = 1;
  CHECK(now.counts() == counts);
  CHECK(now.sequence() == 3);
  CHECK(now.newest_import_year() == 2025);
  CHECK(ValueOf(now.FindByPid(v1::Doi("10.7717/peerj.4375"))) == v1::Paper(1));
  CHECK(ValueOf(now.FindByNamePrefix("lariviere", NodeKind::kPerson, 9)).at(0).id == v1::Person(3));
  CHECK(ValueOf(now.GetSources(v1::Paper(1), EdgeKind::kCitation, 9)) == v1::Ids{v1::Paper(2)});
}

TEST_CASE("formats: the store of format 1 is read as it was written") {
  const TempDir dir;
  fs::copy(kV1, dir.Path("db"), fs::copy_options::recursive);
  CheckV1(ValueOf(Store::Open(dir.Path("db"), {.read_only = true})));
  CheckV1(ValueOf(Store::Open(dir.Path("db"), {})));
  CheckV1(ValueOf(Store::Open(dir.Path("db"), {.read_only = true})));
}

TEST_CASE("formats: the store of format 1 is written on") {
  const TempDir dir;
  fs::copy(kV1, dir.Path("db"), fs::copy_options::recursive);
  Store store = ValueOf(Store::Open(dir.Path("db"), {}));
  CHECK(store.AllocateNode(NodeKind::kPaper) == v1::Paper(6));
  CHECK(store.AllocateNode(NodeKind::kPerson) == v1::Person(4));
  CHECK(store.AllocateNode(NodeKind::kTopic) == v1::Topic(6));
  CHECK(store.AllocateNode(NodeKind::kInstitution) == v1::Institution(3));
  CHECK(store.AllocateNode(NodeKind::kVenue) == v1::Venue(2));
  ReferenceGraph model;
  for (const StoreBatch& batch : {v1::FirstBatch(), v1::SecondBatch(), v1::ThirdBatch()}) {
    model.Apply(batch);
  }
  // New nodes among the old ones.
  RandomBatches batches(1);
  for (int i = 0; i < 100; ++i) {
    const StoreBatch batch = batches.Next(store, 10);
    CHECK(ValueOf(store.Apply(batch)) == 4 + static_cast<uint64_t>(i));
    model.Apply(batch);
  }
  testing::CheckAll(store.Read(), model, batches);
}

}  // namespace
}  // namespace coterie
