// How a department is printed: rows of members, ties or connectors, and what stands beside them.
//
// Layer: tools.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/catalog/named_department.h"
#include "tools/cli/result_writer.h"
#include "tools/cli/terminal.h"

namespace coterie::cli {

// What the rows are.
enum class DepartmentList : uint8_t { kMembers = 1, kTies = 2, kConnectors = 3 };

struct DepartmentReport {
  DepartmentList list = DepartmentList::kMembers;
  bool explain = false;  // also the papers behind each tie
  Format format = Format::kTable;
};

std::vector<Column> ColumnsOf(const DepartmentReport& report);
// Columns and rows, the measures, the lists beside the members, and the explanation; the rest is
// the caller's.
ResultSet ResultsOf(const NamedDepartment& answer, const DepartmentReport& report,
                    const Terminal& terminal);
// The measures of the whole, as a line below the table.
std::string MeasuresLine(const NamedDepartment& answer);
// "23 connectors outside; with those listed, 1 component instead of 2."
std::string ConnectorsLine(const NamedDepartment& answer);

}  // namespace coterie::cli
