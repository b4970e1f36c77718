// A slice as rows, JSON members and sentences.
//
// Layer: tools.
#pragma once

#include "engine/catalog/named_slice.h"
#include "tools/cli/result_writer.h"

namespace coterie::cli {

struct SliceReportOptions {
  Format format = Format::kTsv;
  Terminal terminal;
  enum class Detail : uint8_t { kRows = 1, kExplained = 2 } detail = Detail::kRows;
  Object parameters;  // as JSON tells them
};

// The slice as `coterie slice` prints it.
ResultSet ReportSlice(const NamedSlice& slice, const SliceReportOptions& options);

}  // namespace coterie::cli
