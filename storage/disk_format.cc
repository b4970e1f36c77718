// The table of column families, and the marker file. Layer: storage; see disk_format.h.
#include "storage/disk_format.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "schema/base.h"
#include "storage/store.h"

namespace coterie::storage {
namespace {

constexpr std::string_view kMarkerHead = "coterie store\nformat ";
constexpr uint32_t kKiB = 1024;
constexpr uint32_t kMiB = 1024 * kKiB;

// Write buffers: the families that a batch fills fastest get the larger ones, so that their first
// level has files worth compacting; StoreOptions::write_buffer_bytes_max bounds the sum.
constexpr std::array<FamilySpec, kFamilyCount> kFamilies = {{
    {Family::kMeta, "default", Access::kPoint, 4 * kKiB, 1 * kMiB,
     "two keys; RocksDB demands a family of this name"},
    {Family::kNodes, "nodes", Access::kPoint, 16 * kKiB, 32 * kMiB,
     "looked up by every answer and scanned by every graph build"},
    {Family::kTexts, "texts", Access::kPoint, 32 * kKiB, 32 * kMiB,
     "abstracts: most of the bytes, read only by `show`; apart, so that node scans skip them"},
    {Family::kBylines, "bylines", Access::kPoint, 32 * kKiB, 16 * kMiB,
     "raw names and affiliations repeat within a paper and among neighbours; read by `show`"},
    {Family::kEdgesOut, "edges_out", Access::kPoint, 16 * kKiB, 32 * kMiB,
     "posting lists: one value a list of a node, fetched whole and scanned by graph builds"},
    {Family::kEdgesIn, "edges_in", Access::kScan, 8 * kKiB, 64 * kMiB,
     "a key an edge, so that a write needs no read; prefix scans only; keys share 9 bytes and "
     "more"},
    {Family::kPids, "pids", Access::kPoint, 4 * kKiB, 32 * kMiB,
     "an import asks for every identifier of every record, half of them not there: small blocks"},
    {Family::kNames, "names", Access::kScan, 8 * kKiB, 32 * kMiB,
     "prefix scans of a few keys; neighbours share most of their bytes"},
    {Family::kChanges, "changes", Access::kScan, 16 * kKiB, 4 * kMiB,
     "appended, read in order and rarely"},
}};

// Format 1 is the first; a step to 2 will be the first row.
constexpr std::array<Migration, 0> kMigrations = {};

absl::Status ErrnoStatus(int error, const std::string& what) {
  const std::string text = absl::StrCat(what, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
      return absl::NotFoundError(text);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(absl::StrCat(text, "; check who owns it"));
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(absl::StrCat(text, "; free some space and try again"));
    default:
      return absl::UnavailableError(text);
  }
}

// A file descriptor that closes itself.
class OpenFile {
 public:
  OpenFile(const std::string& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~OpenFile() {
    if (fd_ >= 0) close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

std::string PathIn(const std::string& directory, std::string_view file) {
  return absl::StrCat(directory, "/", Sv(file));
}

}  // namespace

std::span<const FamilySpec, kFamilyCount> FamilySpecs() { return kFamilies; }

std::span<const Migration> Migrations() { return kMigrations; }

absl::Status Migrate(Database& database, const std::string& directory, uint32_t version) {
  for (const Migration& step : Migrations()) {
    if (step.from != version) continue;
    RETURN_IF_ERROR(Annotate(step.run(database), absl::StrCat("while migrating ", directory)));
    RETURN_IF_ERROR(WriteMarker(directory, ++version));
  }
  if (version == kStoreFormatVersion) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(directory, " has format ", version, ", which this program no longer reads"));
}

absl::StatusOr<uint32_t> ReadMarker(const std::string& directory) {
  const std::string path = PathIn(directory, kMarkerFile);
  const OpenFile file(path, O_RDONLY);
  if (file.fd() < 0) return ErrnoStatus(errno, path);
  std::array<char, 64> bytes;
  const ssize_t size = read(file.fd(), bytes.data(), bytes.size());
  if (size < 0) return ErrnoStatus(errno, path);
  std::string_view text(bytes.data(), static_cast<size_t>(size));
  uint32_t version = 0;
  if (text.starts_with(kMarkerHead) && text.ends_with('\n')) {
    text.remove_prefix(kMarkerHead.size());
    const char* const end = text.data() + text.size() - 1;
    const auto [stop, error] = std::from_chars(text.data(), end, version);
    if (error != std::errc() || stop != end) version = 0;
  }
  if (version > 0) return version;
  return absl::FailedPreconditionError(
      absl::StrCat(directory, " is not a Coterie store: ", path,
                   " does not say which format it has; choose another directory"));
}

absl::Status WriteMarker(const std::string& directory, uint32_t version) {
  const std::string path = PathIn(directory, kMarkerFile);
  const std::string temporary = path + ".tmp";
  const std::string text = absl::StrCat(Sv(kMarkerHead), version, "\n");
  {
    const OpenFile file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (file.fd() < 0) return ErrnoStatus(errno, temporary);
    const ssize_t written = write(file.fd(), text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size())) {
      return ErrnoStatus(written < 0 ? errno : ENOSPC, temporary);
    }
    if (fsync(file.fd()) != 0) return ErrnoStatus(errno, temporary);
  }
  if (rename(temporary.c_str(), path.c_str()) != 0) return ErrnoStatus(errno, path);
  const OpenFile parent(directory, O_RDONLY | O_DIRECTORY);
  if (parent.fd() < 0 || fsync(parent.fd()) != 0) return ErrnoStatus(errno, directory);
  return absl::OkStatus();
}

}  // namespace coterie::storage
