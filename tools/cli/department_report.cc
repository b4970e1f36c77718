// How a department is printed.
//
// Layer: tools.
#include "tools/cli/department_report.h"

#include "schema/base.h"
#include "tools/cli/display_width.h"
#include "tools/cli/explain.h"

namespace coterie::cli {
namespace {

Object MeasuresOf(const NamedDepartment& answer) {
  return {{"members", answer.total_members},
          {"ties", answer.total_ties},
          {"papers", answer.papers},
          {"papers_inside", answer.papers_inside},
          {"components", answer.components},
          {"largest_component", answer.largest_component},
          {"isolated", answer.isolated},
          {"degeneracy", answer.degeneracy},
          {"density", answer.density},
          {"clustering", answer.clustering},
          {"connectors", answer.total_connectors},
          {"components_with_connectors", answer.components_with_connectors}};
}

// The ties as JSON beside the members.
List TieValues(const std::vector<NamedDepartmentTie>& ties, bool explain) {
  List list;
  for (const NamedDepartmentTie& tie : ties) {
    Object value = {{"source", ToString(tie.a.id)},
                    {"target", ToString(tie.b.id)},
                    {"strength", tie.strength},
                    {"shared_papers", tie.shared_papers},
                    {"first_year", YearValue(tie.first_year)},
                    {"last_year", YearValue(tie.last_year)}};
    if (explain) value.emplace_back("papers", PaperValues(tie.papers, Format::kJson));
    list.emplace_back(std::move(value));
  }
  return list;
}

List ConnectorTieValues(const NamedConnector& connector) {
  List list;
  for (const NamedConnectorTie& tie : connector.ties) {
    Object value = RefValue(tie.member.id, tie.member.name);
    value.insert(value.end(), {{"strength", tie.strength}, {"shared_papers", tie.shared_papers}});
    list.emplace_back(std::move(value));
  }
  return list;
}

// The connectors as JSON beside the members.
List ConnectorValues(const std::vector<NamedConnector>& connectors) {
  List list;
  for (const NamedConnector& connector : connectors) {
    list.emplace_back(Object{{"id", ToString(connector.person.id)},
                             {"pids", PidValues(connector.pids)},
                             {"name", connector.person.name},
                             {"strength", connector.strength},
                             {"papers", connector.papers},
                             {"pairs_joined", connector.pairs_joined},
                             {"ties", ConnectorTieValues(connector)}});
  }
  return list;
}

std::vector<Column> MemberColumns() {
  return {{.name = "id"},
          {.name = "pids", .shown = Column::Shown::kNotInTables},
          {.name = "name", .width_min = 18},
          {.name = "strength"},
          {.name = "papers", .drop_rank = 1},
          {.name = "papers_inside"},
          {.name = "first_year", .drop_rank = 4},
          {.name = "last_year", .drop_rank = 3},
          {.name = "ties"},
          {.name = "core", .drop_rank = 2},
          {.name = "component"},
          {.name = "clustering", .drop_rank = 5}};
}

std::vector<Column> TieColumns(bool explain) {
  using Shown = Column::Shown;
  return {{.name = "source"},
          {.name = "source_name", .width_min = 16},
          {.name = "target"},
          {.name = "target_name", .width_min = 16},
          {.name = "strength"},
          {.name = "shared_papers"},
          {.name = "first_year", .drop_rank = 2},
          {.name = "last_year", .drop_rank = 1},
          {.name = "papers", .shown = explain ? Shown::kNotInTables : Shown::kOnRequest}};
}

std::vector<Column> ConnectorColumns() {
  return {{.name = "id"},
          {.name = "pids", .shown = Column::Shown::kNotInTables},
          {.name = "name", .width_min = 18},
          {.name = "strength"},
          {.name = "papers"},
          {.name = "pairs_joined"},
          {.name = "ties", .width_min = 24}};
}

void AddMembers(const NamedDepartment& answer, ResultSet& results) {
  for (const NamedDepartmentMember& member : answer.members) {
    results.rows.push_back({ToString(member.person.id), PidValues(member.pids), member.person.name,
                            member.strength, member.papers, member.papers_inside,
                            YearValue(member.first_year), YearValue(member.last_year), member.ties,
                            member.core, member.component, member.clustering});
  }
}

void AddTies(const NamedDepartment& answer, Format format, ResultSet& results) {
  for (const NamedDepartmentTie& tie : answer.ties) {
    results.rows.push_back({ToString(tie.a.id), tie.a.name, ToString(tie.b.id), tie.b.name,
                            tie.strength, tie.shared_papers, YearValue(tie.first_year),
                            YearValue(tie.last_year), PaperValues(tie.papers, format)});
  }
}

void AddConnectors(const NamedDepartment& answer, ResultSet& results) {
  for (const NamedConnector& connector : answer.connectors) {
    results.rows.push_back({ToString(connector.person.id), PidValues(connector.pids),
                            connector.person.name, connector.strength, connector.papers,
                            connector.pairs_joined, ConnectorTieValues(connector)});
  }
}

// The papers behind each listed tie, for people.
void ExplainTies(const NamedDepartment& answer, const Terminal& terminal,
                 std::vector<std::string>& lines) {
  for (const NamedDepartmentTie& tie : answer.ties) {
    lines.emplace_back();
    lines.push_back(
        Bold(terminal, absl::StrCat(ForTerminal(tie.a.name), " and ", ForTerminal(tie.b.name), "  ",
                                    TextOf(tie.strength))));
    for (const NamedSharedPaper& paper : tie.papers) {
      std::string weight = TextOf(paper.weight);
      weight.insert(0, weight.size() < 9 ? 9 - weight.size() : 0, ' ');
      const std::string year = paper.year == kNoYear ? "n.d." : std::to_string(paper.year);
      const std::string about = absl::StrCat("  ", weight, "  ", year, "  ", paper.byline_size,
                                             " authors  ", ToString(paper.paper.id), "  ");
      const size_t room =
          terminal.columns > about.size() + 12 ? terminal.columns - about.size() : 12;
      lines.push_back(about + Truncated(ForTerminal(paper.paper.name), room));
    }
  }
  lines.emplace_back();
}

// The connectors as a table of their own below that of the members.
void AppendConnectorTable(const NamedDepartment& answer, const Terminal& terminal,
                          std::vector<std::string>& lines) {
  if (answer.connectors.empty()) return;
  ResultSet connectors;
  connectors.columns = ConnectorColumns();
  AddConnectors(answer, connectors);
  connectors.columns.erase(connectors.columns.begin() + 1);  // pids
  for (List& row : connectors.rows) row.erase(row.begin() + 1);
  const TableLayout layout = LayOutTable(connectors.columns, connectors.rows, terminal.columns);
  lines.emplace_back();
  lines.push_back(Bold(terminal, "Connectors: people outside who write with two members or more"));
  for (const std::string& line : layout.heading) lines.push_back(Bold(terminal, line));
  lines.insert(lines.end(), layout.lines.begin(), layout.lines.end());
  lines.emplace_back();
}

}  // namespace

std::vector<Column> ColumnsOf(const DepartmentReport& report) {
  switch (report.list) {
    case DepartmentList::kMembers:
      return MemberColumns();
    case DepartmentList::kTies:
      return TieColumns(report.explain);
    case DepartmentList::kConnectors:
      return ConnectorColumns();
  }
  return {};
}

ResultSet ResultsOf(const NamedDepartment& answer, const DepartmentReport& report,
                    const Terminal& terminal) {
  ResultSet results;
  results.columns = ColumnsOf(report);
  results.head = {{"measures", MeasuresOf(answer)}};
  switch (report.list) {
    case DepartmentList::kMembers:
      AddMembers(answer, results);
      results.tail = {{"ties", TieValues(answer.ties, report.explain)},
                      {"connectors", ConnectorValues(answer.connectors)}};
      AppendConnectorTable(answer, terminal, results.explanation);
      break;
    case DepartmentList::kTies:
      AddTies(answer, report.format, results);
      break;
    case DepartmentList::kConnectors:
      AddConnectors(answer, results);
      break;
  }
  if (report.explain) ExplainTies(answer, terminal, results.explanation);
  return results;
}

std::string MeasuresLine(const NamedDepartment& answer) {
  return absl::StrCat(
      Counted(answer.total_members, "member", "members"), ", ",
      Counted(answer.total_ties, "tie", "ties"), "; ", answer.papers_inside, " of ",
      Counted(answer.papers, "paper", "papers"), " with two members or more; density ",
      TextOf(answer.density), ", clustering ", TextOf(answer.clustering), ", degeneracy ",
      answer.degeneracy, ", ", Counted(answer.components, "component", "components"),
      ", the largest of ", answer.largest_component, ", ", answer.isolated, " without a tie.");
}

std::string ConnectorsLine(const NamedDepartment& answer) {
  std::string line =
      absl::StrCat(Counted(answer.total_connectors, "connector", "connectors"), " outside");
  if (answer.components_with_connectors < answer.components) {
    absl::StrAppend(&line, "; with those listed, ",
                    Counted(answer.components_with_connectors, "component", "components"),
                    " instead of ", answer.components);
  }
  return line + ".";
}

}  // namespace coterie::cli
