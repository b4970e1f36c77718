// Paths as text blocks, rows and JSON.
//
// Layer: tools.
#pragma once

#include "engine/catalog/named_paths.h"
#include "tools/cli/result_writer.h"

namespace coterie::cli {

// "coauthor", "citation".
std::string_view PathOverName(PathOver over);

// The whole answer as `coterie path --json` prints it.
Record PathsAsRecord(const NamedPaths& paths, Object parameters);

// For the other formats: a block of text a path for tables (unless fields are chosen), an object a
// path for JSONL, else a row a node.
ResultSet PathsAsRows(const NamedPaths& paths, const OutputOptions& output,
                      const Terminal& terminal);

}  // namespace coterie::cli
