// A disk that is full, and files that may grow no more: one sentence, no crash, nothing lost.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

#include "storage/store.h"
#include "tests/storage/batch_stream.h"
#include "tests/storage/reference_checks.h"
#include "tests/storage/writer_process.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::StreamedReference;
using testing::TempDir;
using testing::ValueOf;
using testing::WriterOptions;
using testing::WriterProcess;

// COTERIE_SEED repeats the batches.
uint64_t Seed() {
  if (const char* text = std::getenv("COTERIE_SEED")) return std::strtoull(text, nullptr, 10);
  return std::random_device{}();
}

// A file system in memory that is mounted nowhere: it is reached through its file descriptor, also
// by child processes, and goes away with the last of them. Needs CAP_SYS_ADMIN and /proc.
class SmallDisk {
 public:
  explicit SmallDisk(const char* size) {
    const int context = fsopen("tmpfs", FSOPEN_CLOEXEC);
    if (context < 0) return;
    if (fsconfig(context, FSCONFIG_SET_STRING, "size", size, 0) == 0 &&
        fsconfig(context, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0) {
      root_ = fsmount(context, 0, 0);
    }
    close(context);
  }
  ~SmallDisk() {
    if (root_ >= 0) close(root_);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool exists() const {
    struct stat root {};
    return root_ >= 0 && stat(Path(".").c_str(), &root) == 0;
  }
  std::string Path(const std::string& name) const {
    return "/proc/self/fd/" + std::to_string(root_) + "/" + name;
  }
  // Takes all the room that is left.
  void Fill() const {
    const int file = open(Path("ballast").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    REQUIRE(file >= 0);
    const std::string page(4096, 'b');
    while (write(file, page.data(), page.size()) > 0) {
    }
    CHECK(errno == ENOSPC);
    close(file);
  }
  void Free() const { REQUIRE(unlink(Path("ballast").c_str()) == 0); }

 private:
  int root_ = -1;
};

// Reads on until the writer fails, and looks at how it does.
void CheckFailsInOrder(WriterProcess& writer, const std::string& directory) {
  std::optional<std::string> line;
  do {
    line = writer.ReadLine();
    REQUIRE(line.has_value());
  } while (!line->starts_with("error"));
  INFO(*line);
  CHECK(line->starts_with("error RESOURCE_EXHAUSTED the disk of " + directory +
                          " is full; every "
                          "acknowledged batch is safe: free some space and start again ("));
  line = writer.ReadLine();
  REQUIRE(line.has_value());
  INFO(*line);
  CHECK(line->starts_with("error UNAVAILABLE " + directory + " had an input/output error before"));
  // Readers in that process go on, and see nothing of the batch that failed.
  CHECK(writer.ReadLine() == "state " + std::to_string(writer.acknowledged()));
  // Leaving the failed database neither aborts the process nor counts as a leak (which exits
  // with 23).
  CHECK(writer.Finish() == 0);
}

void CheckHoldsAll(const std::string& directory, uint64_t seed, uint64_t acknowledged) {
  const Store store = ValueOf(Store::Open(directory, {}));
  const ReadSnapshot now = store.Read();
  CHECK(now.sequence() >= acknowledged);
  CHECK(now.sequence() <= acknowledged + 1);
  StreamedReference reference(seed);
  reference.AdvanceTo(now.sequence());
  testing::CheckAll(now, reference.graph(), reference.batches());
}

// Fills the disk while a store is written there, and makes room again.
void RunOutOfSpace(const SmallDisk& disk, uint32_t table_keys) {
  const uint64_t seed = Seed();
  INFO("COTERIE_SEED=" << seed << ", tables from " << table_keys << " keys");
  const std::string directory = disk.Path("db");
  WriterOptions options;
  options.directory = directory;
  options.seed = seed;
  options.table_keys = table_keys;
  options.buffer_bytes = size_t{1} << 18;
  uint64_t acknowledged = 0;
  for (int round = 0; round < 2; ++round) {
    INFO("round " << round);
    WriterProcess writer(options);
    writer.AwaitAcknowledged(30);
    disk.Fill();
    CheckFailsInOrder(writer, directory);
    acknowledged = writer.acknowledged();

    // With no room at all a store may or may not open, but a failure is told.
    options.last = 0;
    WriterProcess on_full_disk(options);
    const std::optional<std::string> line = on_full_disk.ReadLine();
    REQUIRE(line.has_value());
    INFO(*line);
    CHECK((line->starts_with("open ") ||
           line->starts_with("error RESOURCE_EXHAUSTED the disk of " + directory)));
    CHECK(on_full_disk.Finish() == 0);
    options.last = WriterOptions().last;

    disk.Free();
    CheckHoldsAll(directory, seed, acknowledged);
  }
}

TEST_CASE("full disk: a logged batch fails with one sentence, and every acknowledged one is safe") {
  const SmallDisk disk("24m");
  if (!disk.exists()) COTERIE_SKIP("this process may not make a file system");
  RunOutOfSpace(disk, 40'000);
}

TEST_CASE(
    "full disk: a batch of tables fails with one sentence, and every acknowledged one is safe") {
  const SmallDisk disk("24m");
  if (!disk.exists()) COTERIE_SKIP("this process may not make a file system");
  RunOutOfSpace(disk, 1);
}

// The same without a file system of one's own: a limit on the size of a file makes real writes fail
// in their middle.
void RunIntoFileLimit(uint32_t table_keys, uint64_t bytes_max) {
  const uint64_t seed = Seed();
  INFO("COTERIE_SEED=" << seed << ", files up to " << bytes_max << " bytes");
  const TempDir dir;
  WriterProcess writer({.directory = dir.Path("db"),
                        .seed = seed,
                        .table_keys = table_keys,
                        .file_bytes_max = bytes_max});
  CheckFailsInOrder(writer, dir.Path("db"));
  CHECK(writer.acknowledged() > 0);
  CheckHoldsAll(dir.Path("db"), seed, writer.acknowledged());
}

TEST_CASE("file limit: a log that may grow no more is like a full disk") {
  RunIntoFileLimit(40'000, 100'000);
}

TEST_CASE("file limit: a manifest that may grow no more is like a full disk") {
  RunIntoFileLimit(1, 30'000);
}

}  // namespace
}  // namespace coterie
