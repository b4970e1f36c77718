// Paths as text blocks, rows and JSON.
//
// Layer: tools.
#pragma once

#include "engine/catalog/named_paths.h"
#include "tools/cli/result_writer.h"

namespace coterie::cli {

// "coauthor", "citation".
std::string_view PathOverName(PathOver over);

struct PathReportOptions {
  OutputOptions output;
  Terminal terminal;
  enum class Detail : uint8_t { kHops = 1, kExplained = 2 } detail = Detail::kHops;
  bool is_directed = false;  // citations were followed one way
  Object parameters;         // as JSON tells them
};

// The whole answer as `coterie path --json` prints it.
Record PathsAsRecord(const NamedPaths& paths, const PathReportOptions& options);

// For the other formats: a block of text a path for tables (unless fields are chosen), an object a
// path for JSONL, else a row a node.
ResultSet PathsAsRows(const NamedPaths& paths, const PathReportOptions& options);

}  // namespace coterie::cli
