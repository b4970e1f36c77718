// Fits a table to the width of a terminal.
//
// Layer: tools. Cells are cut first, the widest first; then whole columns go, and are named.
#include <algorithm>

#include "tools/cli/display_width.h"
#include "tools/cli/result_writer.h"

namespace coterie::cli {
namespace {

constexpr size_t kGap = 2;  // columns between two cells

struct LaidColumn {
  const Column* column = nullptr;
  size_t source = 0;                 // index of the cells in each row
  std::vector<std::string> heading;  // lines
  size_t width = 0;
  bool is_number = true;
};

// "shared_papers" over narrow cells takes two lines, so that a number does not cost 13 columns.
std::vector<std::string> HeadingLines(const std::string& name, size_t content_width) {
  if (name.size() <= content_width) return {name};
  std::vector<std::string> lines(1);
  for (const char c : name) {
    if (c == '_') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

size_t TotalWidth(const std::vector<LaidColumn>& columns) {
  size_t total = columns.empty() ? 0 : (columns.size() - 1) * kGap;
  for (const LaidColumn& column : columns) total += column.width;
  return total;
}

// Cuts the widest column that may be cut, one step at a time, until the table fits or none is left.
void Shrink(std::vector<LaidColumn>& columns, size_t terminal_columns) {
  size_t total = TotalWidth(columns);
  while (total > terminal_columns) {
    LaidColumn* widest = nullptr;
    for (LaidColumn& column : columns) {
      const bool shrinkable =
          column.column->width_min > 0 && column.width > column.column->width_min;
      if (shrinkable && (widest == nullptr || column.width > widest->width)) widest = &column;
    }
    if (widest == nullptr) return;
    --widest->width;
    --total;
  }
}

std::string Padded(const std::string& text, size_t width, bool to_the_right) {
  const size_t used = DisplayWidth(text);
  const std::string blanks(width > used ? width - used : 0, ' ');
  return to_the_right ? blanks + text : text + blanks;
}

std::string JoinLine(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (!line.empty()) line.append(kGap, ' ');
    line += cell;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::vector<LaidColumn> Measure(const std::vector<Column>& columns, const std::vector<List>& rows,
                                const std::vector<std::vector<std::string>>& cells) {
  std::vector<LaidColumn> laid(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    laid[i].column = &columns[i];
    laid[i].source = i;
    for (size_t r = 0; r < rows.size(); ++r) {
      laid[i].width = std::max(laid[i].width, DisplayWidth(cells[r][i]));
      laid[i].is_number = laid[i].is_number && (rows[r][i].IsNumber() || rows[r][i].IsNull());
    }
    laid[i].heading = HeadingLines(columns[i].name, laid[i].width);
    for (const std::string& line : laid[i].heading) {
      laid[i].width = std::max(laid[i].width, line.size());
    }
  }
  return laid;
}

// Cuts and drops until the table fits; returns the names of what went.
std::vector<std::string> Fit(std::vector<LaidColumn>& laid, size_t terminal_columns) {
  std::vector<std::string> dropped;
  const std::vector<LaidColumn> natural = laid;
  for (;;) {
    Shrink(laid, terminal_columns);
    if (TotalWidth(laid) <= terminal_columns) return dropped;
    const auto first_to_go = std::max_element(laid.begin(), laid.end(), [](auto& a, auto& b) {
      return a.column->drop_rank < b.column->drop_rank;
    });
    if (first_to_go == laid.end() || first_to_go->column->drop_rank == 0) return dropped;
    dropped.push_back(first_to_go->column->name);
    laid.erase(first_to_go);
    for (LaidColumn& column : laid) column.width = natural[column.source].width;
  }
}

}  // namespace

TableLayout LayOutTable(const std::vector<Column>& columns, const std::vector<List>& rows,
                        size_t terminal_columns) {
  std::vector<std::vector<std::string>> cells(rows.size());
  for (size_t r = 0; r < rows.size(); ++r) {
    for (const Value& value : rows[r]) cells[r].push_back(ForTerminal(TextOf(value)));
  }
  std::vector<LaidColumn> laid = Measure(columns, rows, cells);
  TableLayout layout;
  layout.dropped = Fit(laid, terminal_columns);

  size_t heading_lines = 0;
  for (const LaidColumn& column : laid) {
    heading_lines = std::max(heading_lines, column.heading.size());
  }
  for (size_t line = 0; line < heading_lines; ++line) {
    std::vector<std::string> parts;
    for (const LaidColumn& column : laid) {
      const size_t blank = heading_lines - column.heading.size();  // headings stand on their cells
      const std::string text = line < blank ? "" : column.heading[line - blank];
      parts.push_back(Padded(text, column.width, column.is_number && !rows.empty()));
    }
    layout.heading.push_back(JoinLine(parts));
  }
  for (const std::vector<std::string>& row : cells) {
    std::vector<std::string> parts;
    for (const LaidColumn& column : laid) {
      parts.push_back(
          Padded(Truncated(row[column.source], column.width), column.width, column.is_number));
    }
    layout.lines.push_back(JoinLine(parts));
  }
  return layout;
}

}  // namespace coterie::cli
