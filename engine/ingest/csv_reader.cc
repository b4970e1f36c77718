// Layer: engine.
#include "engine/ingest/csv_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/ingest/block_builder.h"
#include "engine/ingest/csv_fields.h"
#include "engine/ingest/csv_tables.h"
#include "schema/base.h"
#include "schema/utf8.h"

namespace coterie {
namespace {

std::string_view FirstField(std::string_view record) {
  return record.substr(0, record.find_first_of(",\r\n"));
}

// Cuts behind the last whole record.
class RecordsCutter : public RecordCutter {
 public:
  size_t LastCut(std::string_view text) const override {
    size_t cut = 0;
    for (size_t end = CsvRecordEnd(text, 0); end != std::string_view::npos;
         end = CsvRecordEnd(text, end)) {
      cut = end;
    }
    return cut;
  }
  absl::Status TooLong() const override {
    return absl::InvalidArgumentError(
        "a CSV record of more than 64 MiB; a quote that never closes is the usual reason");
  }
};

// Cuts before the last group of records with the same first field.
class GroupsCutter : public RecordCutter {
 public:
  size_t LastCut(std::string_view text) const override {
    size_t cut = 0, begin = 0;
    std::string_view group;
    for (size_t end = CsvRecordEnd(text, 0); end != std::string_view::npos;
         end = CsvRecordEnd(text, begin)) {
      const std::string_view first = FirstField(text.substr(begin, end - begin));
      if (begin > 0 && first != group) cut = begin;
      group = first;
      begin = end;
    }
    return cut;
  }
  absl::Status TooLong() const override {
    return absl::InvalidArgumentError(
        "the CSV rows of one node take more than 64 MiB; a quote that never closes is the usual "
        "reason");
  }
};

}  // namespace

std::unique_ptr<RecordCutter> MakeCsvCutter(const CsvHeader& header) {
  if (header.IsEdgeList()) return std::make_unique<GroupsCutter>();
  return std::make_unique<RecordsCutter>();
}

struct CsvReader::Impl {
  AfterReject after_reject;
  CsvFields fields;
};

CsvReader::CsvReader(AfterReject after_reject) : impl_(std::make_unique<Impl>()) {
  impl_->after_reject = after_reject;
}
CsvReader::~CsvReader() = default;

ParsedBlock CsvReader::Parse(const TextBlock& text, size_t file_index, const CsvHeader& header) {
  BlockBuilder block(file_index, text.first_line, text.text_bytes);
  block.block().is_edge_list = header.IsEdgeList();
  CsvTable table(header, block);
  const std::string_view all = text.text();
  const bool is_valid_utf8 = IsValidUtf8(all);
  uint64_t line = text.first_line;
  for (size_t begin = 0; begin < all.size();) {
    const size_t end = std::min(CsvRecordEnd(all, begin), all.size());
    const std::string_view record = all.substr(begin, end - begin);
    const uint64_t record_line = line;
    line += static_cast<uint64_t>(std::count(record.begin(), record.end(), '\n'));
    begin = end;
    absl::Status added = is_valid_utf8 || IsValidUtf8(record)
                             ? absl::OkStatus()
                             : absl::InvalidArgumentError("not valid UTF-8");
    if (added.ok()) {
      const auto row = impl_->fields.Split(record);
      if (row.ok() && row->empty()) continue;  // a blank line
      added = row.ok() ? table.AddRow(*row, record_line) : row.status();
    }
    block.CountRecord();
    if (added.ok()) continue;
    block.AddReject(record_line, std::string(added.message()), record);
    // The list that the bad row belongs to is not whole: it is left out when the work ends here.
    if (impl_->after_reject == AfterReject::kStop) return std::move(block).Finish();
  }
  table.FinishList();
  return std::move(block).Finish();
}

}  // namespace coterie
