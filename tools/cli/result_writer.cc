// Prints what a verb found in the format that the user chose.
//
// Layer: tools.
#include "tools/cli/result_writer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "schema/base.h"
#include "tools/cli/display_width.h"

namespace coterie::cli {

namespace {

// In a view: not a column but whom the row is about.
constexpr size_t kOf = std::numeric_limits<size_t>::max();

}  // namespace

// Indexes into a result set's columns, or kOf, in the order of printing.
struct ResultWriter::View {
  std::vector<size_t> indexes;

  static std::string NameAt(const ResultSet& results, size_t index) {
    return index == kOf ? "of" : results.columns[index].name;
  }
  static Value CellAt(const ResultSet& results, const List& row, size_t index) {
    return index == kOf ? Value(results.subject) : row[index];
  }
};

namespace {

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
  return out;
}

absl::Status NoSuchField(const std::string& field, const std::string& known) {
  return absl::OutOfRangeError(
      absl::StrCat("there is no field \"", field, "\" here; --fields takes ", known));
}

}  // namespace

std::string TsvCell(std::string_view text) { return Escaped(text); }

std::string CsvCell(std::string_view text) {
  const bool blank_end = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (text.find_first_of(",\"\n\r") == std::string_view::npos && !blank_end) {
    return std::string(text);
  }
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

ResultWriter::ResultWriter(OutStream& out, OutStream& messages, const Terminal& terminal,
                           OutputOptions options, Subjects subjects)
    : out_(out),
      messages_(messages),
      terminal_(terminal),
      options_(std::move(options)),
      subjects_(subjects) {}

absl::StatusOr<ResultWriter::View> ResultWriter::Choose(const std::vector<Column>& columns) const {
  View view;
  const bool has_of = subjects_ == Subjects::kSeveral && options_.format != Format::kJson &&
                      options_.format != Format::kTable;
  if (options_.fields.empty()) {
    if (has_of) view.indexes.push_back(kOf);
    for (size_t i = 0; i < columns.size(); ++i) {
      const bool in_tables = columns[i].shown == Column::Shown::kAlways;
      const bool elsewhere = columns[i].shown == Column::Shown::kNotInTables;
      if (in_tables || (elsewhere && options_.format != Format::kTable)) view.indexes.push_back(i);
    }
    return view;
  }
  for (const std::string& field : options_.fields) {
    if (has_of && field == "of") {
      view.indexes.push_back(kOf);
      continue;
    }
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.name == field; });
    if (found == columns.end()) {
      std::vector<std::string> known;
      for (const Column& column : columns) known.push_back(column.name);
      return NoSuchField(field, Joined(known));
    }
    view.indexes.push_back(static_cast<size_t>(found - columns.begin()));
  }
  return view;
}

absl::Status ResultWriter::CheckFields(const std::vector<Column>& columns) const {
  return Choose(columns).status();
}

absl::Status ResultWriter::CheckFields(const std::vector<std::string>& known) const {
  for (const std::string& field : options_.fields) {
    if (std::find(known.begin(), known.end(), field) == known.end()) {
      return NoSuchField(field, Joined(known));
    }
  }
  return absl::OkStatus();
}

absl::Status ResultWriter::Add(const ResultSet& results) {
  ASSIGN_OR_RETURN(const View view, Choose(results.columns));
  switch (options_.format) {
    case Format::kTable:
      return AddTable(results, view);
    case Format::kTsv:
    case Format::kCsv:
      return AddDelimited(results, view);
    case Format::kJson:
      return AddJson(results, view);
    case Format::kJsonl:
      return AddJsonl(results, view);
  }
  return absl::InternalError("a format without a writer");
}

absl::Status ResultWriter::WriteLine(const std::vector<std::string>& cells) {
  const bool csv = options_.format == Format::kCsv;
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += csv ? ',' : '\t';
    line += csv ? CsvCell(cells[i]) : TsvCell(cells[i]);
  }
  return out_.Write(line + (csv ? "\r\n" : "\n"));
}

absl::Status ResultWriter::AddDelimited(const ResultSet& results, const View& view) {
  std::vector<std::string> cells;
  if (!header_written_) {
    header_written_ = true;
    for (const size_t i : view.indexes) cells.push_back(View::NameAt(results, i));
    RETURN_IF_ERROR(WriteLine(cells));
  }
  for (const List& row : results.rows) {
    cells.clear();
    for (const size_t i : view.indexes) cells.push_back(TextOf(View::CellAt(results, row, i)));
    RETURN_IF_ERROR(WriteLine(cells));
  }
  return WriteNotes(NotesOf(results));
}

absl::Status ResultWriter::AddTable(const ResultSet& results, const View& view) {
  if (subjects_ == Subjects::kSeveral) {
    const std::string blank = answers_++ > 0 ? "\n" : "";
    RETURN_IF_ERROR(out_.Write(absl::StrCat(blank, Bold(terminal_, ForTerminal(results.title)),
                                            " (", results.subject, ")\n")));
  }
  std::vector<Column> columns;
  for (const size_t i : view.indexes) columns.push_back(results.columns[i]);
  std::vector<List> rows(results.rows.size());
  for (size_t r = 0; r < rows.size(); ++r) {
    for (const size_t i : view.indexes) rows[r].push_back(results.rows[r][i]);
  }
  const TableLayout layout = LayOutTable(columns, rows, terminal_.columns);
  if (!rows.empty()) {
    for (const std::string& line : layout.heading) {
      RETURN_IF_ERROR(out_.Write(Bold(terminal_, line) + "\n"));
    }
  }
  for (const std::string& line : layout.lines) RETURN_IF_ERROR(out_.Write(line + "\n"));
  for (const std::string& line : results.explanation) RETURN_IF_ERROR(out_.Write(line + "\n"));
  RETURN_IF_ERROR(WriteNotes(NotesOf(results)));
  if (layout.dropped.empty() || rows.empty()) return absl::OkStatus();
  return WriteNotes({absl::StrCat("Too narrow for ", Joined(layout.dropped),
                                  "; --fields chooses, --json has all.")});
}

absl::Status ResultWriter::StartAnswer() {
  if (subjects_ == Subjects::kOne) return absl::OkStatus();
  return out_.Write(answers_++ == 0 ? "{\"answers\":[\n" : ",\n");
}

absl::Status ResultWriter::WriteJsonLine() {
  const bool ends_line = subjects_ == Subjects::kOne || options_.format == Format::kJsonl;
  const absl::Status status = out_.Write(absl::StrCat(Sv(json_.text()), ends_line ? "\n" : ""));
  json_.Reset();
  return status;
}

absl::Status ResultWriter::AddJson(const ResultSet& results, const View& view) {
  RETURN_IF_ERROR(StartAnswer());
  json_.StartObject();
  for (const auto& [key, value] : results.head) {
    json_.Key(key);
    WriteJson(value, json_);
  }
  json_.Key(results.rows_key).StartArray();
  for (const List& row : results.rows) {
    json_.StartObject();
    for (const size_t i : view.indexes) {
      json_.Key(results.columns[i].name);
      WriteJson(row[i], json_);
    }
    json_.EndObject();
  }
  json_.EndArray();
  for (const auto& [key, value] : results.tail) {
    json_.Key(key);
    WriteJson(value, json_);
  }
  json_.EndObject();
  return WriteJsonLine();
}

absl::Status ResultWriter::AddJsonl(const ResultSet& results, const View& view) {
  for (const List& row : results.rows) {
    json_.StartObject();
    for (const size_t i : view.indexes) {
      json_.Key(View::NameAt(results, i));
      WriteJson(View::CellAt(results, row, i), json_);
    }
    json_.EndObject();
    RETURN_IF_ERROR(WriteJsonLine());
  }
  return WriteNotes(NotesOf(results));
}

absl::Status ResultWriter::Add(const Record& record) {
  // Only fields that this node has are in its lines, so an absent one is no error if another node
  // could have it; the object lists every field of the kind.
  std::vector<std::string> known;
  for (const auto& [key, value] : record.object) known.push_back(key);
  RETURN_IF_ERROR(CheckFields(known));
  const auto chosen = [this](const std::string& field) {
    return options_.fields.empty() || std::find(options_.fields.begin(), options_.fields.end(),
                                                field) != options_.fields.end();
  };
  if (options_.format == Format::kJson || options_.format == Format::kJsonl) {
    if (options_.format == Format::kJson) RETURN_IF_ERROR(StartAnswer());
    json_.StartObject();
    for (const auto& [key, value] : record.object) {
      if (!chosen(key)) continue;
      json_.Key(key);
      WriteJson(value, json_);
    }
    json_.EndObject();
    RETURN_IF_ERROR(WriteJsonLine());
    return options_.format == Format::kJsonl ? WriteNotes(record.notes) : absl::OkStatus();
  }
  Record shown = record;
  std::erase_if(shown.lines, [&](const Record::Line& line) { return !chosen(line.field); });
  if (options_.format == Format::kTable) {
    if (!record.title.empty()) {  // says the name already
      std::erase_if(shown.lines, [](const Record::Line& line) { return line.field == "name"; });
    }
    return AddFieldsOnTerminal(shown);
  }
  ResultSet set;
  set.columns = {{.name = "field"}, {.name = "value"}};
  for (const Record::Line& line : shown.lines) set.rows.push_back({line.field, line.value});
  set.subject = record.subject;
  set.notes = record.notes;
  return AddDelimited(set, View{subjects_ == Subjects::kSeveral ? std::vector<size_t>{kOf, 0, 1}
                                                                : std::vector<size_t>{0, 1}});
}

absl::Status ResultWriter::AddFieldsOnTerminal(const Record& record) {
  size_t label_width = 0;
  for (const Record::Line& line : record.lines) {
    label_width = std::max(label_width, line.field.size());
  }
  if (answers_++ > 0) RETURN_IF_ERROR(out_.Write("\n"));
  for (const std::string& line : Wrapped(ForTerminal(record.title), terminal_.columns)) {
    RETURN_IF_ERROR(out_.Write(Bold(terminal_, line) + "\n"));
  }
  const size_t indent = label_width + 2;
  const size_t width = terminal_.columns > indent + 20 ? terminal_.columns - indent : 20;
  std::string previous;
  for (const Record::Line& line : record.lines) {
    std::string label = line.field == previous ? "" : line.field;  // a list says its field once
    previous = line.field;
    for (const std::string& part : Wrapped(ForTerminal(line.value), width)) {
      const std::string padding(indent - label.size(), ' ');
      RETURN_IF_ERROR(out_.Write(absl::StrCat(Dim(terminal_, label), padding, part, "\n")));
      label.clear();
    }
  }
  return WriteNotes(record.notes);
}

std::vector<std::string> ResultWriter::NotesOf(const ResultSet& results) {
  if (subjects_ == Subjects::kOne || results.subject.empty()) return results.notes;
  const Value* definition = FindMember(results.head, "definition");
  const std::string said = definition != nullptr ? TextOf(*definition) : "";
  std::vector<std::string> notes;
  for (const std::string& note : results.notes) {
    if (note != said) {
      notes.push_back(absl::StrCat(results.subject, ": ", note));
    } else if (note != definition_) {
      notes.push_back(note);
      definition_ = note;
    }
  }
  return notes;
}

absl::Status ResultWriter::WriteNotes(const std::vector<std::string>& notes) {
  if (options_.notes == OutputOptions::Notes::kQuiet || notes.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(
      out_.Flush());  // what the notes are about comes first where both are one terminal
  for (const std::string& note : notes) {
    const std::string shown = ForTerminal(note);  // a note may repeat what the data say
    for (const std::string& line :
         terminal_.error_is_terminal ? Wrapped(shown, terminal_.columns) : std::vector{shown}) {
      RETURN_IF_ERROR(messages_.Write(line + "\n"));
    }
  }
  return messages_.Flush();
}

absl::Status ResultWriter::Finish() {
  if (options_.format == Format::kJson && subjects_ == Subjects::kSeveral) {
    RETURN_IF_ERROR(out_.Write(answers_ == 0 ? "{\"answers\":[]}\n" : "\n]}\n"));
  }
  return out_.Flush();
}

}  // namespace coterie::cli
