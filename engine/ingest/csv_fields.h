// One CSV record split into its fields (RFC 4180, by libcsv in strict mode), and where records end.
//
// Layer: engine. Not thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"

namespace coterie {

class CsvFields {
 public:
  CsvFields();
  ~CsvFields();
  CsvFields(const CsvFields&) = delete;
  CsvFields& operator=(const CsvFields&) = delete;

  // The fields of a record, with or without its newline; valid until the next call. A blank line
  // has none. Errors: InvalidArgument (a quote in the wrong place).
  absl::StatusOr<std::span<const std::string_view>> Split(std::string_view record);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The position just behind the newline that ends the record at `from`; npos where the text ends in
// it. A newline inside quotes ends no record. Complexity: O(bytes of the record).
size_t CsvRecordEnd(std::string_view text, size_t from);

}  // namespace coterie
