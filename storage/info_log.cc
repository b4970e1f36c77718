// RocksDB's notes in the file LOG. Layer: storage; see info_log.h.
#include "storage/info_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <ctime>
#include <mutex>

namespace coterie::storage {
namespace {

constexpr size_t kLogBytesMax = size_t{1} << 20;
constexpr size_t kNoteBytesMax = 4096;  // longer ones are lists of settings; they are cut

class InfoLog : public rocksdb::Logger {
 public:
  explicit InfoLog(const std::string& directory) : path_(directory + "/LOG") { Start(); }
  ~InfoLog() override {
    if (fd_ >= 0) close(fd_);
  }

  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    std::array<char, kNoteBytesMax> note;
    const std::time_t now = std::time(nullptr);
    struct tm utc {};
    gmtime_r(&now, &utc);
    size_t size = std::strftime(note.data(), note.size(), "%Y-%m-%dT%H:%M:%SZ ", &utc);
    const int wanted = std::vsnprintf(note.data() + size, note.size() - size, format, arguments);
    if (wanted < 0) return;
    size = std::min(size + static_cast<size_t>(wanted), note.size() - 2);
    if (note[size - 1] != '\n') note[size++] = '\n';
    const std::lock_guard lock(mutex_);
    if (bytes_ >= kLogBytesMax) Rotate();
    if (fd_ >= 0 && write(fd_, note.data(), size) > 0) bytes_ += size;
  }

 private:
  void Start() {
    fd_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    struct stat info {};
    bytes_ = fd_ >= 0 && fstat(fd_, &info) == 0 ? static_cast<size_t>(info.st_size) : 0;
  }
  void Rotate() {
    if (fd_ >= 0) close(fd_);
    // Where this fails the file goes on growing from 1 MiB to the next.
    (void)std::rename(path_.c_str(), (path_ + ".old").c_str());
    Start();
    bytes_ = 0;
  }

  const std::string path_;
  std::mutex mutex_;
  int fd_ = -1;  // guarded by mutex_, as is:
  size_t bytes_ = 0;
};

}  // namespace

std::shared_ptr<rocksdb::Logger> MakeInfoLog(const std::string& directory) {
  return std::make_shared<InfoLog>(directory);
}

}  // namespace coterie::storage
