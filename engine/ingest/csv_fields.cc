// Layer: engine. libcsv hands fields to callbacks one by one; they are gathered in one buffer.
#include "engine/ingest/csv_fields.h"

#include <csv.h>

#include <string>
#include <utility>
#include <vector>

#include "schema/base.h"

namespace coterie {

struct CsvFields::Impl {
  csv_parser parser{};
  std::string text;          // of all fields
  std::vector<size_t> ends;  // of each field in text
  std::vector<std::string_view> fields;

  Impl() { csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI); }
  ~Impl() { csv_free(&parser); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void Restart() {
    csv_free(&parser);
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
  }

  static void OnField(void* data, size_t size, void* self) {
    auto& impl = *static_cast<Impl*>(self);
    impl.text.append(static_cast<const char*>(data), size);
    impl.ends.push_back(impl.text.size());
  }
};

CsvFields::CsvFields() : impl_(std::make_unique<Impl>()) {}
CsvFields::~CsvFields() = default;

absl::StatusOr<std::span<const std::string_view>> CsvFields::Split(std::string_view record) {
  impl_->text.clear();
  impl_->ends.clear();
  impl_->fields.clear();
  csv_parser& parser = impl_->parser;
  const size_t taken =
      csv_parse(&parser, record.data(), record.size(), &Impl::OnField, nullptr, impl_.get());
  // Also flushes the last field of a record without a newline.
  const int ended =
      taken == record.size() ? csv_fini(&parser, &Impl::OnField, nullptr, impl_.get()) : -1;
  if (ended != 0) {
    const std::string problem = csv_strerror(csv_error(&parser));
    impl_->Restart();
    return absl::InvalidArgumentError(
        absl::StrCat("not valid CSV: a quote in the wrong place (", problem, ")"));
  }
  size_t begin = 0;
  for (const size_t end : impl_->ends) {
    impl_->fields.push_back(std::string_view(impl_->text).substr(begin, end - begin));
    begin = end;
  }
  return std::span<const std::string_view>(impl_->fields);
}

size_t CsvRecordEnd(std::string_view text, size_t from) {
  bool is_quoted = false;
  size_t at = from;
  for (;;) {
    const size_t newline = text.find('\n', at);
    const std::string_view line = text.substr(at, newline - at);
    for (size_t quote = line.find('"'); quote != std::string_view::npos;
         quote = line.find('"', quote + 1)) {
      is_quoted = !is_quoted;
    }
    if (newline == std::string_view::npos) return std::string_view::npos;
    at = newline + 1;
    if (!is_quoted) return at;
  }
}

}  // namespace coterie
