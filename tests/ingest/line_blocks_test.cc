// Blocks of whole lines: line numbers, long records, missing newlines, torn ends.
#include "engine/ingest/line_blocks.h"

#include <fstream>

#include "engine/ingest/csv_fields.h"
#include "engine/ingest/csv_reader.h"
#include "tests/ingest/compress.h"
#include "tests/support/catch.h"
#include "tests/support/temp_dir.h"

namespace coterie {
namespace {

using testing::Gzip;
using testing::TempDir;
using testing::ValueOf;

struct Read {
  std::string text;
  std::vector<uint64_t> first_lines;
  std::vector<LongRecord> long_records;
  absl::Status end;
  uint64_t last_line = 0;
};

Read ReadBlocks(const std::string& bytes, std::unique_ptr<RecordCutter> cutter = nullptr) {
  TempDir dir;
  std::ofstream(dir.Path("f"), std::ios::binary) << bytes;
  LineBlocks blocks(ValueOf(ByteSource::Open(dir.Path("f"))));
  if (cutter) blocks.SetCutter(std::move(cutter));
  Read read;
  for (;;) {
    auto block = blocks.Next();
    read.last_line = blocks.next_line();
    if (!block.ok()) {
      read.end = block.status();
      return read;
    }
    if (!*block) return read;
    REQUIRE((*block)->buffer.size() >= (*block)->text_bytes + kBlockPaddingBytes);
    read.text += (*block)->text();
    read.first_lines.push_back((*block)->first_line);
    for (const LongRecord& record : (*block)->long_records) read.long_records.push_back(record);
  }
}

TEST_CASE("line blocks: a file comes back whole, cut at newlines, with line numbers") {
  std::string text;
  for (int i = 1; i <= 400'000; ++i) text += std::to_string(i) + "\n";
  const Read read = ReadBlocks(text);
  CHECK(read.text == text);
  REQUIRE(read.first_lines.size() >= 2);
  // Every line holds its own number, so a block's first line tells whether it was counted right.
  size_t position = text.find("\n" + std::to_string(read.first_lines[1]) + "\n");
  CHECK(position != std::string::npos);
  CHECK(read.last_line == 400'001);
}

TEST_CASE("line blocks: the byte order mark goes, a missing last newline is fine, empty is empty") {
  CHECK(ReadBlocks("\xEF\xBB\xBFone\ntwo").text == "one\ntwo");
  CHECK(ReadBlocks("\xEF\xBB\xBF").text.empty());
  CHECK(ReadBlocks("").first_lines.empty());
}

TEST_CASE("line blocks: a record over the limit is skipped with its line and its first bytes") {
  std::string text = "first\n";
  text += std::string(kRecordBytesMax + 5'000'000, 'x');
  text += "\nlast\n";
  const Read read = ReadBlocks(text);
  CHECK(read.text == "first\nlast\n");
  REQUIRE(read.long_records.size() == 1);
  CHECK(read.long_records[0].line == 2);
  CHECK(read.long_records[0].prefix == std::string(kRejectPrefixBytes, 'x'));
  CHECK(read.first_lines.back() == 3);
}

TEST_CASE("line blocks: a long record at the very end is told as well") {
  const Read read = ReadBlocks("a\n" + std::string(kRecordBytesMax + 10, 'x'));
  CHECK(read.text == "a\n");
  CHECK(read.long_records.size() == 1);
}

TEST_CASE("line blocks: of a torn file every whole line comes before the error") {
  std::string text;
  for (int i = 1; i <= 100'000; ++i) text += std::to_string(i) + "\n";
  const std::string packed = Gzip(text);
  const Read read = ReadBlocks(packed.substr(0, packed.size() / 2));
  CHECK(absl::IsDataLoss(read.end));
  CHECK(read.text.size() > 1000);
  CHECK(read.text.back() == '\n');
  CHECK(text.starts_with(read.text));
  const auto lines = static_cast<uint64_t>(std::count(read.text.begin(), read.text.end(), '\n'));
  CHECK(read.last_line == lines + 1);
}

TEST_CASE("csv records: a newline inside quotes ends no record") {
  const std::string text = "a,\"x\ny\"\nb,\"\"\"\n\"\nc";
  CHECK(CsvRecordEnd(text, 0) == 8);
  CHECK(CsvRecordEnd(text, 8) == 16);
  CHECK(CsvRecordEnd(text, 16) == std::string::npos);
}

TEST_CASE("csv records: rows of one node are never cut apart") {
  std::string text;
  for (int paper = 1; paper <= 20'000; ++paper) {
    for (int cited = 0; cited < 20; ++cited) {
      text += "W" + std::to_string(paper) + ",W" + std::to_string(100'000 + cited) + "\n";
    }
  }
  const auto header = ValueOf(ParseCsvHeader("citing,cited"));
  TempDir dir;
  std::ofstream(dir.Path("f"), std::ios::binary) << text;
  LineBlocks blocks(ValueOf(ByteSource::Open(dir.Path("f"))));
  blocks.SetCutter(MakeCsvCutter(*header));
  std::string all, last_id;
  int count = 0;
  for (auto block = ValueOf(blocks.Next()); block; block = ValueOf(blocks.Next())) {
    const std::string_view part = block->text();
    CHECK(part.substr(0, part.find(',')) != last_id);
    const size_t last = part.rfind('\n', part.size() - 2) + 1;
    last_id = std::string(part.substr(last, part.find(',', last) - last));
    all += part;
    ++count;
  }
  CHECK(count > 2);
  CHECK(all == text);
}

}  // namespace
}  // namespace coterie
