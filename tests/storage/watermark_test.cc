// A manifest that lost its end or a bit is refused, wherever; a lost watermark is no harm.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "storage/store.h"
#include "tests/storage/batch_stream.h"
#include "tests/storage/reference_checks.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

namespace fs = std::filesystem;
using testing::TempDir;
using testing::ValueOf;

constexpr uint64_t kSeed = 7;
constexpr int kBatches = 12;

void WriteFile(const fs::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  REQUIRE(file.good());
}

std::string ReadFile(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// A closed store whose batches are all in tables, which the manifest alone knows.
void MakeStore(const std::string& directory) {
  Store store = ValueOf(Store::Open(directory, {.create_if_missing = true}));
  testing::BatchStream stream(kSeed);
  for (int i = 1; i <= kBatches; ++i) {
    REQUIRE_OK(store.Apply(stream.Next()));
    if (i % 4 == 0) REQUIRE_OK(store.Flush());
  }
}

std::string CurrentManifest(const std::string& directory) {
  std::string name = ReadFile(directory + "/CURRENT");
  name.pop_back();
  return directory + "/" + name;
}

void CheckRefused(const std::string& directory) {
  for (const bool read_only : {true, false}) {
    const absl::Status status = Store::Open(directory, {.read_only = read_only}).status();
    INFO(status.ToString());
    CHECK(absl::IsDataLoss(status));
    CHECK(status.message().find(directory) != std::string::npos);
    CHECK(status.message().find("; put a copy of the store back, or import the files again") !=
          std::string::npos);
  }
}

void CheckWhole(const std::string& directory) {
  const Store store = ValueOf(Store::Open(directory, {}));
  testing::StreamedReference reference(kSeed);
  reference.AdvanceTo(kBatches);
  testing::CheckAll(store.Read(), reference.graph(), reference.batches());
}

TEST_CASE("watermark: a manifest cut anywhere is refused, and its tables are left alone") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  MakeStore(directory);
  const std::string manifest = CurrentManifest(directory);
  const std::string whole = ReadFile(manifest);
  for (size_t bytes = 0; bytes < whole.size(); bytes += 1 + whole.size() / 12) {
    INFO(bytes << " of " << whole.size() << " bytes");
    WriteFile(manifest, whole.substr(0, bytes));
    CheckRefused(directory);
  }
  WriteFile(manifest, whole.substr(0, whole.size() - 1));
  CheckRefused(directory);
  WriteFile(manifest, whole);
  CheckWhole(directory);
}

TEST_CASE("watermark: a manifest with a flipped bit anywhere is refused") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  MakeStore(directory);
  const std::string manifest = CurrentManifest(directory);
  const std::string whole = ReadFile(manifest);
  for (size_t at = 0; at < whole.size(); at += 1 + whole.size() / 12) {
    INFO("byte " << at << " of " << whole.size());
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (at % 8)));
    WriteFile(manifest, flipped);
    CheckRefused(directory);
  }
  WriteFile(manifest, whole);
  CheckWhole(directory);
}

TEST_CASE("watermark: a store without one, with half of one or with an older one opens") {
  const TempDir dir;
  const std::string directory = dir.Path("db");
  MakeStore(directory);
  const std::string older = ReadFile(directory + "/WATERMARK");
  for (const std::string& mark : {std::string(), older.substr(0, 9), older.substr(0, 18),
                                  older.substr(0, older.size() - 3), older}) {
    INFO(mark);
    WriteFile(directory + "/WATERMARK", mark);
    CheckWhole(directory);
    CHECK(ReadFile(directory + "/WATERMARK").starts_with("MANIFEST-"));
  }
  fs::remove(directory + "/WATERMARK");
  CheckWhole(directory);
}

}  // namespace
}  // namespace coterie
