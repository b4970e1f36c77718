// Layer: engine. Source (formats): RFC 1952 (gzip), RFC 8878 (zstd).
#include "engine/ingest/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/base.h"

namespace coterie {
namespace {

constexpr size_t kInputBytes = 256 << 10;

absl::Status ErrnoStatus(int error, const std::string& what) {
  const std::string message = absl::StrCat(what, ": ", std::strerror(error));
  // A directory was listed or a name checked before, so it is gone, or a link that leads nowhere.
  if (error == ENOENT) {
    return absl::NotFoundError(
        absl::StrCat(message, "; check the name, or where the link of that name leads"));
  }
  if (error == ELOOP) {
    return absl::UnavailableError(absl::StrCat(message, "; mend the link, or name what it means"));
  }
  if (error == EACCES || error == EPERM) {
    return absl::PermissionDeniedError(absl::StrCat(message, "; check who owns it"));
  }
  return absl::UnavailableError(message);
}

// A buffered file descriptor.
class InputFile {
 public:
  InputFile(int fd, std::shared_ptr<std::atomic<uint64_t>> consumed)
      : fd_(fd), consumed_(std::move(consumed)), buffer_(kInputBytes) {}
  ~InputFile() { close(fd_); }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  // What is buffered and not yet taken; empty only at the end of the file.
  absl::StatusOr<std::string_view> Peek() {
    if (begin_ == end_) {
      begin_ = end_ = 0;
      RETURN_IF_ERROR(Fill());
    }
    return std::string_view(buffer_.data() + begin_, end_ - begin_);
  }
  // The first bytes of the file, at least 4 where it has them.
  absl::StatusOr<std::string_view> PeekMagic() {
    while (end_ - begin_ < 4) {
      const size_t before = end_;
      RETURN_IF_ERROR(Fill());
      if (end_ == before) break;
    }
    return std::string_view(buffer_.data() + begin_, end_ - begin_);
  }
  void Take(size_t bytes) { begin_ += bytes; }

 private:
  absl::Status Fill() {
    for (;;) {
      const ssize_t got = read(fd_, buffer_.data() + end_, buffer_.size() - end_);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return ErrnoStatus(errno, "reading failed");
      end_ += static_cast<size_t>(got);
      consumed_->fetch_add(static_cast<uint64_t>(got), std::memory_order_relaxed);
      return absl::OkStatus();
    }
  }

  int fd_;
  std::shared_ptr<std::atomic<uint64_t>> consumed_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;
};

class PlainSource : public ByteSource {
 public:
  explicit PlainSource(std::unique_ptr<InputFile> file) : file_(std::move(file)) {}
  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    ASSIGN_OR_RETURN(const std::string_view input, file_->Peek());
    const size_t size = std::min(input.size(), buffer.size());
    std::memcpy(buffer.data(), input.data(), size);
    file_->Take(size);
    return size;
  }
  const char* format_name() const override { return "plain"; }

 private:
  std::unique_ptr<InputFile> file_;
};

class GzipSource : public ByteSource {
 public:
  explicit GzipSource(std::unique_ptr<InputFile> file) : file_(std::move(file)) {}
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  absl::Status Start() {
    constexpr int kGzipOnly = 16;
    return inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK
               ? absl::OkStatus()
               : absl::ResourceExhaustedError("no memory to decompress gzip");
  }

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(buffer.size());
    while (stream_.avail_out == buffer.size()) {
      ASSIGN_OR_RETURN(const std::string_view input, file_->Peek());
      if (input.empty()) {
        if (in_member_) return absl::DataLossError("the gzip data ends in the middle");
        return 0;
      }
      if (!in_member_ && members_ > 0) {
        // After a member: another one, or padding and rubbish, which gzip(1) ignores as well.
        ASSIGN_OR_RETURN(const std::string_view magic, file_->PeekMagic());
        if (!magic.starts_with("\x1F\x8B")) return 0;
        inflateReset(&stream_);
      }
      in_member_ = true;
      RETURN_IF_ERROR(Inflate());
    }
    return buffer.size() - stream_.avail_out;
  }
  const char* format_name() const override { return "gzip"; }

 private:
  absl::Status Inflate() {
    ASSIGN_OR_RETURN(const std::string_view input, file_->Peek());
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
    stream_.avail_in = static_cast<uInt>(input.size());
    const int result = inflate(&stream_, Z_NO_FLUSH);
    file_->Take(input.size() - stream_.avail_in);
    if (result == Z_STREAM_END) {
      in_member_ = false;
      ++members_;
      return absl::OkStatus();
    }
    if (result == Z_OK || result == Z_BUF_ERROR) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(
        "the gzip data is damaged (", stream_.msg == nullptr ? "no detail" : stream_.msg, ")"));
  }

  std::unique_ptr<InputFile> file_;
  z_stream stream_{};
  bool in_member_ = false;
  int members_ = 0;
};

class ZstdSource : public ByteSource {
 public:
  explicit ZstdSource(std::unique_ptr<InputFile> file)
      : file_(std::move(file)), stream_(ZSTD_createDStream(), &ZSTD_freeDStream) {}

  absl::StatusOr<size_t> Read(std::span<char> buffer) override {
    ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
    while (out.pos == 0) {
      ASSIGN_OR_RETURN(const std::string_view input, file_->Peek());
      if (input.empty() && !in_frame_) return 0;
      // With no input left the decoder may still hold output of the last block.
      ZSTD_inBuffer in{input.data(), input.size(), 0};
      const size_t result = ZSTD_decompressStream(stream_.get(), &out, &in);
      file_->Take(in.pos);
      if (ZSTD_isError(result) != 0) {
        return absl::DataLossError(
            absl::StrCat("the zstd data is damaged (", ZSTD_getErrorName(result), ")"));
      }
      in_frame_ = result != 0;
      if (input.empty() && in_frame_ && out.pos == 0) {
        return absl::DataLossError("the zstd data ends in the middle");
      }
    }
    return out.pos;
  }
  const char* format_name() const override { return "zstd"; }

 private:
  std::unique_ptr<InputFile> file_;
  std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> stream_;
  bool in_frame_ = false;
};

absl::StatusOr<int> OpenForReading(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return ErrnoStatus(errno, "cannot be opened");
  struct stat info {};
  if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    close(fd);
    return absl::InvalidArgumentError("is a directory, not a file");
  }
  return fd;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> ByteSource::Open(const std::string& path) {
  ASSIGN_OR_RETURN(const int fd, OpenForReading(path));
  auto consumed = std::make_shared<std::atomic<uint64_t>>(0);
  auto file = std::make_unique<InputFile>(fd, consumed);
  auto magic = file->PeekMagic();
  if (!magic.ok()) return magic.status();
  std::unique_ptr<ByteSource> source;
  if (magic->starts_with("\x1F\x8B")) {
    auto gzip = std::make_unique<GzipSource>(std::move(file));
    RETURN_IF_ERROR(gzip->Start());
    source = std::move(gzip);
  } else if (magic->starts_with("\x28\xB5\x2F\xFD")) {
    source = std::make_unique<ZstdSource>(std::move(file));
  } else {
    source = std::make_unique<PlainSource>(std::move(file));
  }
  source->consumed_ = std::move(consumed);
  return source;
}

}  // namespace coterie
