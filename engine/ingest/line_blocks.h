// Whole records of a file in blocks of about 1 MiB, cut where a record ends.
//
// Layer: engine. Memory: one block, and the start of the next. Records longer than 64 MiB are
// skipped without being stored; the block says so. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/ingest/byte_source.h"

namespace coterie {

// Readable bytes behind the text of a block, as simdjson asks for.
inline constexpr size_t kBlockPaddingBytes = 64;
inline constexpr size_t kBlockBytesTarget = size_t{1} << 20;
inline constexpr size_t kRecordBytesMax = size_t{64} << 20;
inline constexpr size_t kRejectPrefixBytes = 1024;

// A record that was too long to read, with its first 1 KB.
struct LongRecord {
  uint64_t line = 0;
  std::string prefix;
};

struct TextBlock {
  std::string buffer;  // the text and kBlockPaddingBytes more
  size_t text_bytes = 0;
  uint64_t first_line = 1;
  std::vector<LongRecord> long_records;

  std::string_view text() const { return std::string_view(buffer).substr(0, text_bytes); }
};

// Decides where a buffer may be cut. Stateless between calls.
class RecordCutter {
 public:
  virtual ~RecordCutter() = default;
  // The end of the last complete record (or group of records that belong together) in `text`, which
  // starts at a record; 0 where there is none.
  virtual size_t LastCut(std::string_view text) const = 0;
  // What to do when kRecordBytesMax bytes hold no cut: OK = skip to the next line; else the file
  // ends.
  virtual absl::Status TooLong() const { return absl::OkStatus(); }
};

// One record a line.
class LineCutter : public RecordCutter {
 public:
  size_t LastCut(std::string_view text) const override {
    const size_t newline = text.rfind('\n');
    return newline == std::string_view::npos ? 0 : newline + 1;
  }
};

// The whole file is one record, as a pretty-printed JSON file is.
class WholeFileCutter : public RecordCutter {
 public:
  size_t LastCut(std::string_view) const override { return 0; }
  absl::Status TooLong() const override {
    return absl::InvalidArgumentError(
        "one JSON document of more than 64 MiB; write one record a line, as with jq -c '.[]'");
  }
};

class LineBlocks {
 public:
  explicit LineBlocks(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  // The first bytes of the file, to tell its format: up to `bytes_max`, as far as they can be read,
  // without a BOM. Nothing is taken. A read error comes with the block that it cuts short.
  std::string_view PeekFront(size_t bytes_max);
  // Drops the front, which ends in a newline (a CSV header).
  void SkipFront(size_t bytes);
  void SetCutter(std::unique_ptr<RecordCutter> cutter) { cutter_ = std::move(cutter); }

  // The next block; empty at the end of the file. A last record without a newline counts.
  // Errors: those of the source; every complete record before it has then been returned.
  absl::StatusOr<std::optional<TextBlock>> Next();

  // The line that the next block starts at.
  uint64_t next_line() const { return line_; }
  const ByteSource& source() const { return *source_; }

 private:
  // Reads once into pending_; false at the end or after an error.
  bool ReadMore(size_t bytes_wanted);
  // Takes the front of pending_ as a block.
  TextBlock TakeBlock(size_t bytes);
  // Skips the rest of a record that does not fit; false where the file ends in it.
  void SkipLongRecord();

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<RecordCutter> cutter_ = std::make_unique<LineCutter>();
  std::string pending_;  // read, not yet returned
  bool started_ = false, ended_ = false;
  absl::Status error_;
  uint64_t line_ = 1;
  std::vector<LongRecord> long_records_;
};

}  // namespace coterie
