// Prints what a verb found in the format that the user chose; every verb prints through here.
//
// Layer: tools. Results go to standard output, notes about them to standard error. Not thread-safe.
//   table  on a terminal: columns fitted to its width, long cells cut, long tables never
//   TSV    elsewhere: a header line; \t \n \r \\ in cells written so
//   CSV    RFC 4180
//   JSON   one object; of several subjects {"answers": [one object each]}
//   JSONL  one row a line
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/cli/out_stream.h"
#include "tools/cli/terminal.h"
#include "tools/cli/value.h"

namespace coterie::cli {

enum class Format : uint8_t { kTable = 1, kTsv = 2, kCsv = 3, kJson = 4, kJsonl = 5 };

// One column of a list. What fits a terminal badly says how it gives way.
struct Column {
  enum class Shown : uint8_t { kAlways = 1, kNotInTables = 2, kOnRequest = 3 };
  std::string name;
  Shown shown = Shown::kAlways;
  size_t width_min = 0;  // may be cut down to this many columns on a terminal; 0: never cut
  int drop_rank = 0;     // the greatest goes first where cutting does not suffice; 0: never
};

// A list: rows that all have the same columns, and what is told once beside them.
struct ResultSet {
  std::vector<Column> columns;
  std::vector<List> rows;                // cells parallel to `columns`
  std::string rows_key = "results";      // what JSON calls them
  Object head;                           // JSON members before "results"
  Object tail;                           // and after it
  std::string subject;                   // the id of whom it is about; "" if of nobody
  std::string title;                     // the subject in words
  std::vector<std::string> explanation;  // lines after a table, a part of the result
  std::vector<std::string> notes;        // about the result, for people
};

// One thing with its fields: a node, a report.
struct Record {
  struct Line {
    std::string field;
    std::string value;
  };
  Object object;            // as JSON
  std::vector<Line> lines;  // as text; a list repeats its field
  std::string subject;
  std::string title;
  std::vector<std::string> notes;
};

struct OutputOptions {
  Format format = Format::kTsv;
  std::vector<std::string> fields = {};  // which columns, in this order; empty = all
  enum class Notes : uint8_t { kShown = 1, kQuiet = 2 } notes = Notes::kShown;
};

class ResultWriter {
 public:
  // Whether the user asked about one subject or about several (ids from standard input), which
  // get a first field `of` or an object each; never inferred from how many there happen to be.
  enum class Subjects : uint8_t { kOne = 1, kSeveral = 2 };

  ResultWriter(OutStream& out, OutStream& messages, const Terminal& terminal, OutputOptions options,
               Subjects subjects);

  // Whether --fields names only such columns, or such fields of records; for before the first
  // Add, which may never come. Errors: OutOfRange; the sentence lists those that are.
  absl::Status CheckFields(const std::vector<Column>& columns) const;
  absl::Status CheckFields(const std::vector<std::string>& known) const;

  // Errors: OutOfRange as above, and those of the stream.
  absl::Status Add(const ResultSet& results);
  absl::Status Add(const Record& record);
  // Ends the text and flushes it. REQUIRES: called once, last.
  absl::Status Finish();

 private:
  struct View;  // the chosen columns of a result set

  absl::StatusOr<View> Choose(const std::vector<Column>& columns) const;
  absl::Status AddDelimited(const ResultSet& results, const View& view);
  absl::Status AddTable(const ResultSet& results, const View& view);
  absl::Status AddJson(const ResultSet& results, const View& view);
  absl::Status AddJsonl(const ResultSet& results, const View& view);
  absl::Status AddFieldsOnTerminal(const Record& record);
  absl::Status WriteLine(const std::vector<std::string>& cells);
  absl::Status StartAnswer();
  absl::Status WriteJsonLine();
  // Of several subjects, notes say which they are about; a definition is said once.
  std::vector<std::string> NotesOf(const ResultSet& results);
  absl::Status WriteNotes(const std::vector<std::string>& notes);

  OutStream& out_;
  OutStream& messages_;
  const Terminal terminal_;
  const OutputOptions options_;
  const Subjects subjects_;
  JsonWriter json_;
  bool header_written_ = false;
  size_t answers_ = 0;
  std::string definition_;  // that was said last
};

// A cell as TSV and CSV write it.
std::string TsvCell(std::string_view text);
std::string CsvCell(std::string_view text);

// The lines of a table fitted to `terminal_columns`; names of columns that had to go are in
// `dropped`.
struct TableLayout {
  std::vector<std::string> heading;
  std::vector<std::string> lines;
  std::vector<std::string> dropped;
};
TableLayout LayOutTable(const std::vector<Column>& columns, const std::vector<List>& rows,
                        size_t terminal_columns);

}  // namespace coterie::cli
