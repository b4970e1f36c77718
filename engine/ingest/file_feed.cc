// Layer: engine.
#include "engine/ingest/file_feed.h"

#include <utility>

#include "engine/ingest/text.h"
#include "schema/base.h"
#include "schema/utf8.h"

namespace coterie {
namespace {

// The longest CSV header that is looked for.
constexpr size_t kFrontBytes = size_t{64} << 10;

std::string_view FirstLine(std::string_view front) {
  std::string_view line = front.substr(0, front.find('\n'));
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

// Whether a JSON document starts that does not end on its first line.
bool IsPrettyPrinted(std::string_view front) {
  const std::string_view line = FirstLine(front);
  return line.size() < front.size() && (line == "{" || line == "[" || line == "[{");
}

}  // namespace

FileFeed::FileFeed(std::vector<InputFile> files, ImportFormat format)
    : files_(std::move(files)), format_(format) {}

absl::Status FileFeed::ChooseParser(std::string_view front) {
  const size_t text = front.find_first_not_of(" \t\r\n");
  const bool is_json = text == std::string_view::npos || front[text] == '{' || front[text] == '[';
  if (format_ == ImportFormat::kOpenAlex || (format_ == ImportFormat::kAuto && is_json)) {
    const bool is_pretty = IsPrettyPrinted(front.substr(std::min(text, front.size())));
    parser_ = is_pretty ? Parser::kOpenAlexDocument : Parser::kOpenAlexLines;
    if (is_pretty) blocks_->SetCutter(std::make_unique<WholeFileCutter>());
    return absl::OkStatus();
  }
  const size_t newline = front.find('\n');
  auto header = ParseCsvHeader(FirstLine(front));
  if (!header.ok()) {
    if (format_ == ImportFormat::kCsv) return header.status();
    return absl::InvalidArgumentError(
        absl::StrCat("neither OpenAlex JSON nor typed CSV (", header.status().message(), ")"));
  }
  csv_header_ = *std::move(header);
  parser_ = Parser::kCsv;
  blocks_->SetCutter(MakeCsvCutter(*csv_header_));
  blocks_->SkipFront(newline == std::string_view::npos ? front.size() : newline + 1);
  return absl::OkStatus();
}

absl::Status FileFeed::OpenCurrent() {
  ASSIGN_OR_RETURN(auto source, ByteSource::Open(files_[current_].path));
  blocks_ = std::make_unique<LineBlocks>(std::move(source));
  return ChooseParser(blocks_->PeekFront(kFrontBytes));
}

ParseJob FileFeed::BlockJob(TextBlock block) const {
  ParseJob job;
  job.text_bytes = block.buffer.size();
  // A std::function must be copyable, a block is not to be copied.
  auto text = std::make_shared<const TextBlock>(std::move(block));
  job.parse = [text, parser = parser_, header = csv_header_, file = current_](void* state) {
    auto& parsers = *static_cast<ParserState*>(state);
    switch (parser) {
      case Parser::kOpenAlexDocument:
        return parsers.openalex.ParseDocument(*text, file);
      case Parser::kCsv:
        return parsers.csv.Parse(*text, file, *header);
      case Parser::kOpenAlexLines:
        break;
    }
    return parsers.openalex.ParseLines(*text, file);
  };
  return job;
}

ParseJob FileFeed::EndJob(absl::Status status, std::string skip_reason) {
  ParsedBlock end;
  end.file_index = current_;
  end.first_line = blocks_ == nullptr ? 0 : blocks_->next_line();
  end.end_of_file = std::move(status);
  end.skip_reason = std::move(skip_reason);
  bytes_before_ += files_[current_].bytes;
  bytes_done_.store(bytes_before_, std::memory_order_relaxed);
  ++current_;
  blocks_ = nullptr;
  return {0, [end = std::move(end)](void*) { return end; }};
}

std::optional<ParseJob> FileFeed::Next() {
  if (current_ >= files_.size()) return {};
  if (blocks_ == nullptr) {
    const absl::Status opened = OpenCurrent();
    if (absl::IsInvalidArgument(opened) && files_[current_].is_from_directory) {
      return EndJob(absl::OkStatus(), std::string(opened.message()));
    }
    if (!opened.ok()) return EndJob(opened, "");
  }
  auto block = blocks_->Next();
  if (!block.ok()) return EndJob(block.status(), "");
  if (!*block) return EndJob(absl::OkStatus(), "");
  bytes_done_.store(bytes_before_ + blocks_->source().bytes_consumed(), std::memory_order_relaxed);
  return BlockJob(**std::move(block));
}

}  // namespace coterie
