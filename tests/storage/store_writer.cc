// A program that writes a seed's batches into a store, for tests to kill, starve and read beside.
//
//   store_writer DIRECTORY SEED LAST TABLE_KEYS BUFFER_BYTES FILE_BYTES
//
// Goes on where the store stands and ends with batch LAST. Tells on standard output, a line each:
// "open SEQUENCE", the number of every acknowledged batch, "error CODE MESSAGE" and, after an
// error, what a second try says and "state SEQUENCE" as readers see it; "done". Then it waits for
// the end of its input, and closes the store. FILE_BYTES above 0 is the largest file that the
// system lets it write.
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "schema/base.h"
#include "storage/store.h"
#include "tests/storage/batch_stream.h"

namespace coterie::testing {
namespace {

void Tell(const std::string& line) {
  const std::string text = line + "\n";
  // A test that no longer listens has killed this process, or is about to.
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) _exit(1);
}

void TellError(const absl::Status& status) {
  Tell(absl::StrCat("error ", absl::StatusCodeToString(status.code()), " ", status.message()));
}

void LimitFiles(uint64_t bytes_max) {
  signal(SIGXFSZ, SIG_IGN);  // so that a write fails with EFBIG instead
  struct rlimit limit {};
  limit.rlim_cur = limit.rlim_max = bytes_max;
  setrlimit(RLIMIT_FSIZE, &limit);
}

uint64_t Number(const char* text) { return std::strtoull(text, nullptr, 10); }

// Applies batches up to number `last`; false after an error.
bool ApplyBatches(Store& store, uint64_t seed, uint64_t last) {
  BatchStream stream(seed);
  uint64_t at = store.Read().sequence();
  for (uint64_t i = 0; i < at; ++i) stream.Next();
  while (at < last) {
    const StoreBatch batch = stream.Next();
    const absl::StatusOr<uint64_t> applied = store.Apply(batch, at);
    if (!applied.ok()) {
      TellError(applied.status());
      TellError(store.Apply(batch, at).status());
      Tell(absl::StrCat("state ", store.Read().sequence()));
      return false;
    }
    at = *applied;
    Tell(absl::StrCat(at));
  }
  return true;
}

int Run(char** arguments) {
  StoreOptions options;
  options.create_if_missing = true;
  options.table_batch_keys_min = static_cast<uint32_t>(Number(arguments[4]));
  options.write_buffer_bytes_max = Number(arguments[5]);
  if (const uint64_t bytes_max = Number(arguments[6]); bytes_max > 0) LimitFiles(bytes_max);
  absl::StatusOr<Store> store = Store::Open(arguments[1], options);
  if (!store.ok()) {
    TellError(store.status());
    return 0;
  }
  Tell(absl::StrCat("open ", store->Read().sequence()));
  if (ApplyBatches(*store, Number(arguments[2]), Number(arguments[3]))) Tell("done");
  char ignored = 0;
  while (read(STDIN_FILENO, &ignored, 1) > 0) {
  }
  return 0;
}

}  // namespace
}  // namespace coterie::testing

int main(int argc, char** argv) { return argc == 7 ? coterie::testing::Run(argv) : 2; }
