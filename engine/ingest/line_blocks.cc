// Layer: engine.
#include "engine/ingest/line_blocks.h"

#include <algorithm>
#include <utility>

#include "schema/base.h"

namespace coterie {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kReadBytes = size_t{256} << 10;

uint64_t CountLines(std::string_view text) {
  return static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

bool LineBlocks::ReadMore(size_t bytes_wanted) {
  if (ended_) return false;
  const size_t before = pending_.size();
  pending_.resize(before + bytes_wanted);
  const auto got = source_->Read(std::span<char>(pending_.data() + before, bytes_wanted));
  pending_.resize(before + (got.ok() ? *got : 0));
  if (!got.ok()) error_ = got.status();
  ended_ = !got.ok() || *got == 0;
  return !ended_;
}

std::string_view LineBlocks::PeekFront(size_t bytes_max) {
  while (pending_.size() < bytes_max + kByteOrderMark.size() && ReadMore(kReadBytes)) {
  }
  if (!started_) {
    started_ = true;
    if (pending_.starts_with(kByteOrderMark)) pending_.erase(0, kByteOrderMark.size());
  }
  return std::string_view(pending_).substr(0, bytes_max);
}

void LineBlocks::SkipFront(size_t bytes) {
  line_ += CountLines(std::string_view(pending_).substr(0, bytes));
  pending_.erase(0, bytes);
}

TextBlock LineBlocks::TakeBlock(size_t bytes) {
  TextBlock block;
  block.text_bytes = bytes;
  block.first_line = line_;
  block.long_records = std::exchange(long_records_, {});
  std::string rest = pending_.substr(bytes);
  pending_.resize(bytes + kBlockPaddingBytes);
  block.buffer = std::exchange(pending_, std::move(rest));
  line_ += CountLines(block.text());
  return block;
}

void LineBlocks::SkipLongRecord() {
  long_records_.push_back({line_, pending_.substr(0, kRejectPrefixBytes)});
  size_t newline = std::string::npos;
  do {
    newline = pending_.find('\n');
    if (newline != std::string::npos) break;
    pending_.clear();
  } while (ReadMore(kReadBytes));
  if (newline == std::string::npos) {
    pending_.clear();
    return;
  }
  ++line_;
  pending_.erase(0, newline + 1);
}

absl::StatusOr<std::optional<TextBlock>> LineBlocks::Next() {
  PeekFront(0);  // takes the BOM off
  size_t target = kBlockBytesTarget;
  for (;;) {
    while (pending_.size() < target && ReadMore(std::max(kReadBytes, target - pending_.size()))) {
    }
    const size_t cut = cutter_->LastCut(pending_);
    if (cut > 0 && !(ended_ && error_.ok())) return TakeBlock(cut);
    if (ended_) break;
    if (pending_.size() >= kRecordBytesMax) {
      error_ = cutter_->TooLong();
      ended_ = ended_ || !error_.ok();
      if (ended_) break;
      SkipLongRecord();
      target = kBlockBytesTarget;
      continue;
    }
    target = std::min(kRecordBytesMax, target * 2);
  }
  if (!error_.ok()) {
    // What follows the last complete record is the torn one that the error left.
    const size_t cut = cutter_->LastCut(pending_);
    if (cut > 0) return TakeBlock(cut);
    if (!long_records_.empty()) return TakeBlock(0);
    return error_;
  }
  if (pending_.empty() && long_records_.empty()) return std::optional<TextBlock>();
  return TakeBlock(pending_.size());
}

}  // namespace coterie
