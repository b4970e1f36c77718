// How much of the manifest must be there. Layer: storage; see watermark.h.
#include "storage/watermark.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <sstream>
#include <string_view>

#include "schema/base.h"
#include "storage/damage.h"

namespace coterie::storage {
namespace {

constexpr std::string_view kFile = "/WATERMARK";

// A file that was opened for reading; closes itself.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (fd_ >= 0) close(fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  bool Sync() const { return fd_ >= 0 && fsync(fd_) == 0; }

  // Up to `bytes_max` bytes from the start; empty where the file cannot be read.
  std::optional<std::string> Read(size_t bytes_max) const {
    std::string text;
    std::array<char, size_t{64} << 10> piece;
    while (fd_ >= 0 && text.size() < bytes_max) {
      const ssize_t got = read(fd_, piece.data(), std::min(piece.size(), bytes_max - text.size()));
      if (got < 0) return std::nullopt;
      if (got == 0) break;
      text.append(piece.data(), static_cast<size_t>(got));
    }
    if (fd_ < 0) return std::nullopt;
    return text;
  }

 private:
  int fd_;
};

// FNV-1a: a change of any one byte changes it for certain.
uint64_t HashOf(std::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

// The manifest that CURRENT names; "" where that cannot be read.
std::string CurrentManifest(const std::string& directory) {
  constexpr size_t kNameBytesMax = 64;
  std::string name = OpenFile(directory + "/CURRENT").Read(kNameBytesMax).value_or("");
  if (!name.empty() && name.back() == '\n') name.pop_back();
  return name;
}

bool WriteWhole(const std::string& path, const std::string& text) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return false;
  const bool is_written =
      write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  close(fd);
  return is_written;
}

}  // namespace

absl::Status CheckWatermark(const std::string& directory) {
  constexpr size_t kMarkBytesMax = 256;
  const std::string text =
      OpenFile(absl::StrCat(directory, Sv(kFile))).Read(kMarkBytesMax).value_or("");
  if (!text.ends_with('\n')) return absl::OkStatus();  // cut off itself, it demands nothing
  std::istringstream mark(text);
  std::string name;
  uint64_t bytes = 0;
  uint64_t hash = 0;
  // The name is asked for after the mark was read: a writer beside may replace both meanwhile.
  if (!(mark >> name >> bytes >> std::hex >> hash) || name != CurrentManifest(directory)) {
    return absl::OkStatus();
  }
  const std::optional<std::string> manifest = OpenFile(directory + "/" + name).Read(bytes);
  // A missing or unreadable one is told by RocksDB.
  if (!manifest || (manifest->size() == bytes && HashOf(*manifest) == hash)) {
    return absl::OkStatus();
  }
  return absl::DataLossError(
      absl::StrCat(directory, ": the file ", name,
                   manifest->size() < bytes ? " lost its end" : " is damaged", kDamageAdvice));
}

void RaiseWatermark(const std::string& directory) {
  constexpr size_t kManifestBytesMax = size_t{1} << 30;  // RocksDB starts a new one then
  const std::string name = CurrentManifest(directory);
  const OpenFile file(directory + "/" + name);
  const std::optional<std::string> manifest = file.Read(kManifestBytesMax);
  // Without the sync, a power cut could leave less of the manifest than the mark demands.
  if (name.empty() || !manifest || !file.Sync()) return;
  const std::string path = absl::StrCat(directory, Sv(kFile));
  const std::string temporary = path + ".tmp";
  const std::string text =
      absl::StrCat(name, " ", manifest->size(), " ", absl::Hex(HashOf(*manifest)), "\n");
  if (WriteWhole(temporary, text)) {
    (void)std::rename(temporary.c_str(), path.c_str());
  } else {
    (void)unlink(temporary.c_str());
  }
}

}  // namespace coterie::storage
